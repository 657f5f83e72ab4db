"""What a person does with the chosen cases of the worklist: analyse, remove and put back, name, combine, show the folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from leukview.domain.case import CaseInfo
from leukview.domain.case_status import CaseStatus
from leukview.gui.background import Background
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import several, translate
from leukview.gui.widgets.case_details import CaseDetails
from leukview.gui.widgets.combined_dialog import CombinedDialog
from leukview.gui.widgets.worklist_page import WorklistPage
from leukview.services.combine import CombinedSlides, slides_of
from leukview.services.settings import lab_ranges
from leukview.services.worklist import CaseRow

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["CaseChanges"]

_UNDO_KEY = "Ctrl+Z"


class CaseChanges(QObject):
    """Acts on the cases that are chosen in the page.

    Parameters
    ----------
    window:
        Dialogs open over it.
    page, background:
        The list, and the queue behind it.
    refresh:
        Reads the list anew.
    """

    def __init__(
        self, window: MainWindow, page: WorklistPage, background: Background, refresh: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._window, self._page, self._background, self._refresh = window, page, background, refresh
        self._controller, self._preferences = window.controller, window.preferences
        self._undo: list[list[str]] = []
        self._listing = Lock()
        self._times = 0

    def analyse(self) -> None:
        """Analyse the chosen cases: what is new in them or, where nothing is, everything again; labels stay."""
        chosen = [row for row in map(self._page.row, self._page.table.chosen()) if row is not None]
        session = self._controller.session
        for again in (False, True):
            rows = [row for row in chosen if (row.status is not CaseStatus.RECEIVED) == again]
            if session is not None and any(row.id == session.case_id for row in rows):
                self._controller.analyse(again=again)
            rows = [row for row in rows if session is None or row.id != session.case_id]
            self._background.add(((row.id, row.name) for row in rows), again=again)

    def set_listed(self, case_ids: Iterable[str], listed: bool, *, undoing: bool = False) -> None:
        """Take cases off the list, or put them back; nothing else of them changes."""
        ids = list(case_ids)
        if not ids:
            return

        def finished(done: list[str]) -> None:
            if not listed:
                for case_id in done:
                    self._background.drop(case_id)
                self._undo.append(done)
            words = (
                several(
                    len(done),
                    translate("Worklist", "Put {n:,} case back"),
                    translate("Worklist", "Put {n:,} cases back"),
                )
                if listed
                else several(
                    len(done), translate("Worklist", "Removed {n:,} case"), translate("Worklist", "Removed {n:,} cases")
                )
            )
            back = (
                ""
                if listed
                else translate(
                    "Worklist", " Every decision is kept. ‘Removed’ lists them; {key} puts them back."
                ).format(key=_UNDO_KEY)
            )
            self._controller.said.emit(f"{words}.{back}", False)
            self._refresh()

        def work(progress: TaskProgress) -> list[str]:
            with self._listing:
                return self._controller.work_space().set_listed(ids, listed, self._preferences.operator)

        self._times += 1
        self._controller.tasks.start(
            # None takes another's place: what came of each is told, and can be undone.
            f"listed-{self._times}",
            work,
            finished=finished,
            failed=self._controller.faulted.emit,
        )

    def undo(self) -> None:
        """Put back what was removed last."""
        if self._undo:
            self.set_listed(self._undo.pop(), True)
        else:
            self._controller.said.emit(
                translate("Worklist", "Nothing was removed from the list since the window was opened."), False
            )

    def edit_details(self) -> None:
        """Ask for the name, patient and slide of the chosen case."""
        chosen = self._page.table.chosen()
        row = self._page.row(chosen[0]) if chosen else None
        if row is None:
            return
        info = CaseInfo(row.name, row.folder, row.patient, row.slide, row.synthetic, row.received)
        dialog = CaseDetails(info, self._window)
        if dialog.exec():
            name, patient, slide = dialog.values()
            self.set_details(row, name or row.name, patient, slide)
        dialog.deleteLater()

    def set_details(self, row: CaseRow, name: str, patient: str, slide: str) -> None:
        """Set a case's name, patient and slide, open or not; undone in the case."""
        session = self._controller.session
        if session is not None and session.case_id == row.id:
            self._controller.edit_case(name, patient, slide)
            self._refresh()
            return
        unfinished = row.id == self._background.current or row.id in self._background.waiting

        def work(progress: TaskProgress) -> None:
            self._background.step_aside(row.id, None)
            self._controller.work_space().edit_details(row.id, name, patient, slide, self._preferences.operator)

        def finished(_: object) -> None:
            if unfinished:
                self._background.add([(row.id, name)])
            self._refresh()

        self._controller.tasks.start("details", work, finished=finished, failed=self._controller.faulted.emit)

    def show_folder(self) -> None:
        """Show the chosen case's folder in the system's own window."""
        chosen = self._page.table.chosen()
        row = self._page.row(chosen[0]) if chosen else None
        if row is None:
            return
        folder = Path(row.folder)

        def finished(there: bool) -> None:
            if not there or not QDesktopServices.openUrl(QUrl.fromLocalFile(row.folder)):
                why = (
                    translate("Worklist", "cannot be shown")
                    if there
                    else translate("Worklist", "is not there, or its drive is not connected")
                )
                self._controller.said.emit(f"{row.folder} {why}.", False)

        self._controller.tasks.start("folder", lambda progress: folder.is_dir(), finished=finished)

    def combine(self) -> None:
        """Read the chosen slides, or those of the chosen one's patient, together."""
        ids = slides_of(self._page.rows, self._page.table.chosen())
        if not ids:
            return
        ranges, _ = lab_ranges(self._preferences)

        def work(progress: TaskProgress) -> CombinedSlides:
            from leukview.services.combine import combine_slides

            return combine_slides(self._controller.work_space().store, ids, ranges)

        def finished(found: CombinedSlides) -> None:
            dialog = CombinedDialog(found, self._window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self._controller.tasks.start("combine", work, finished=finished, failed=self._controller.faulted.emit)
