"""Folders that become cases of the worklist: dropped by a person, or found in a watched folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from leukview.domain.errors import InputProblem
from leukview.gui import fault_texts
from leukview.gui.background import Background
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import several, translate
from leukview.gui.watching import Watching
from leukview.gui.widgets.watch_dialog import WatchDialog
from leukview.gui.widgets.worklist_page import WorklistPage

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.services.workspace import Received

__all__ = ["Receiving"]


class Receiving(QObject):
    """Lists folders as cases and hands them to the queue.

    Parameters
    ----------
    window:
        Dialogs open over it.
    page, background:
        The list, and the queue behind it.
    watching:
        The watched folders; what arrives there is received.
    refresh:
        Reads the list anew.
    """

    def __init__(
        self,
        window: MainWindow,
        page: WorklistPage,
        background: Background,
        watching: Watching,
        refresh: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window, self._page, self._background, self._refresh = window, page, background, refresh
        self._watching = watching
        self._later: list[Path] = []
        self._controller, self._preferences = window.controller, window.preferences
        watching.arrived.connect(self._arrived)
        watching.changed.connect(self.show_watching)

    def receive(self, folders: list[Path]) -> None:
        """List folders as cases, and analyse them in the background; those that come meanwhile are looked at after them."""
        if self._controller.tasks.get("receive") is not None:
            self._later += folders
            return

        def work(progress: TaskProgress) -> tuple[list[Received], list[InputProblem]]:
            received, problems = [], []
            for folder in folders:
                progress.check_cancelled()
                try:
                    received.append(self._controller.work_space().receive(folder))
                except InputProblem as problem:
                    problems.append(problem)
            return received, problems

        def finished(found: tuple[list[Received], list[InputProblem]]) -> None:
            received, problems = found
            self._arrived(received)
            if problems:
                from leukview.gui.tasks import fault_of

                self._controller.faulted.emit(fault_of(problems[0]))
            if received:
                self._page.table.choose([item.case_id for item in received])

        words = several(
            len(folders),
            translate("Receiving", "Looking at {n:,} folder…"),
            translate("Receiving", "Looking at {n:,} folders…"),
        )
        self._controller.said.emit(words, False)
        self._controller.tasks.start(
            "receive",
            work,
            finished=finished,
            failed=self._controller.faulted.emit,
            ended=lambda _: QTimer.singleShot(0, self, self._receive_later),
        )

    def shutdown(self) -> None:
        """Look at nothing any more."""
        self._later = []

    def _receive_later(self) -> None:
        later, self._later = self._later, []
        if later:
            self.receive(later)

    def _arrived(self, received: list[Received]) -> None:
        new = [item for item in received if item.new]
        open_ = self._controller.session.case_id if self._controller.session is not None else ""
        self._background.add((item.case_id, item.name) for item in received if item.case_id != open_)
        if new:
            words = several(
                len(new),
                translate("Receiving", "Received {name}."),
                translate("Receiving", "Received {n:,} cases."),
                name=new[0].name,
            )
            self._controller.said.emit(words, False)
        elif received:
            self._controller.said.emit(
                translate("Receiving", "Already on the list. New images in them are analysed."), False
            )
        self._refresh()

    def show_watched(self) -> None:
        """Show the watched folders."""
        dialog = WatchDialog(self._watching, self._preferences.browse, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_watching(self) -> None:
        """Say in the page what is watched, what is arriving, or why a folder cannot be watched."""
        folders, problems = self._watching.folders, [words for words in self._watching.problems.values() if words]
        growing = self._watching.growing
        self._page.watch.setText(
            translate("Receiving", "Watching {n}…").format(n=len(folders))
            if folders
            else translate("Worklist", "Watch folder…")
        )
        text = ""
        if problems:
            text = fault_texts.whole(problems[0])
        elif folders and growing:
            text = (
                translate("Receiving", "Arriving: {name} and {n} more")
                if len(growing) > 1
                else translate("Receiving", "Arriving: {name}")
            ).format(name=growing[0], n=len(growing) - 1)
        elif folders:
            text = several(
                len(folders),
                translate("Receiving", "Watching {folder}"),
                translate("Receiving", "Watching {n:,} folders"),
                folder=folders[0],
            )
        self._page.show_watched(text, bool(problems))
