"""Looks at the watched folders in a worker, now and then, and lists what has arrived in them."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from leukview.domain.errors import InputProblem
from leukview.gui import fault_texts
from leukview.gui.controller import Controller
from leukview.gui.preferences import Preferences, save_preferences
from leukview.gui.tasks import Fault, TaskProgress
from leukview.gui.translation import translate

if TYPE_CHECKING:
    from leukview.services.folder_watch import FolderWatch, Look
    from leukview.services.workspace import Received

__all__ = ["Watching"]

_EVERY_MS = 2500
_SHARE = 5
"""A look that takes long, as on a slow network, is followed by a rest of this many times as long."""
_TASK = "watch"


class Watching(QObject):
    """The folders that are watched.

    Parameters
    ----------
    controller:
        Whose tasks and workspace are used.
    preferences:
        Where the folders are remembered.

    Attributes
    ----------
    problems:
        Folder → why it cannot be looked at, in words that name it.
    growing:
        Names of subfolders that still change.
    every_ms:
        Time between two looks.
    watch:
        Does the looking; made with the first look.

    Signals
    -------
    changed:
        The folders, their problems, or what grows in them.
    arrived:
        Cases were listed: a list of :class:`leukview.services.workspace.Received`.
    """

    changed = Signal()
    arrived = Signal(list)

    def __init__(self, controller: Controller, preferences: Preferences) -> None:
        super().__init__(controller)
        self._controller, self._preferences = controller, preferences
        self.problems: Mapping[str, str] = {}
        self.growing: list[str] = []
        self.every_ms = _EVERY_MS
        self.watch: FolderWatch | None = None
        self._closed = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)

    @property
    def folders(self) -> list[str]:
        """The watched folders, in the order in which they were chosen."""
        return list(self._preferences.watched)

    def add(self, folder: Path) -> None:
        """Watch a folder from now on."""
        if str(folder) not in self._preferences.watched:
            self._keep([*self._preferences.watched, str(folder)])

    def remove(self, folder: str) -> None:
        """Watch a folder no longer; the cases that came from it stay listed."""
        self.problems = {name: words for name, words in self.problems.items() if name != folder}
        self._keep([name for name in self._preferences.watched if name != folder])

    def _keep(self, folders: list[str]) -> None:
        self._preferences.watched = folders
        save_preferences(self._preferences)
        self.changed.emit()
        self.start()

    def start(self) -> None:
        """Look soon, if anything is watched."""
        if self._preferences.watched and not self._closed:
            self._timer.start(0)

    def shutdown(self) -> None:
        """Look no more."""
        self._closed = True
        self._timer.stop()

    def look(self) -> None:
        """Look once; a look that still runs, on a share that does not answer, is waited for."""
        if self._closed or not self._preferences.watched or self._controller.tasks.get(_TASK) is not None:
            return
        folders, began = self.folders, time.monotonic()

        def ended(_: object) -> None:
            if not self._closed:
                self._timer.start(max(self.every_ms, round(1000 * _SHARE * (time.monotonic() - began))))

        self._controller.tasks.start(
            _TASK,
            lambda progress: self._work(folders, progress),
            finished=self._looked,
            failed=self._failed,
            ended=ended,
        )

    def _work(self, folders: list[str], progress: TaskProgress) -> tuple[Look, list[Received], dict[str, str]]:
        """Look, and list what has arrived. Called in a worker."""
        from leukview.services.folder_watch import FolderWatch

        if self.watch is None:
            self.watch = FolderWatch()
        workspace = self._controller.work_space()
        look = self.watch.look(folders, workspace.known_folders(), progress)
        received, problems = [], dict(look.problems)
        for path in look.arrived:
            progress.check_cancelled()
            try:
                received.append(workspace.receive(path))
            except InputProblem as problem:
                owner = next((name for name in folders if path.is_relative_to(os.path.realpath(name))), folders[0])
                problems[owner] = f"{problem.what}: {problem.reason}"
        return look, received, problems

    def _looked(self, found: tuple[Look, list[Received], dict[str, str]]) -> None:
        look, received, problems = found
        # A folder that was given up while the look ran has no problems any more.
        problems = {name: words for name, words in problems.items() if name in self._preferences.watched}
        fresh = [words for name, words in problems.items() if self.problems.get(name) != words]
        growing = [path.name for path in look.growing]
        changed = (problems, growing) != (self.problems, self.growing)
        self.problems, self.growing = problems, growing
        if fresh:
            words = translate("Watch", "Watching: {problem}. It is looked at again until it can be.")
            self._controller.said.emit(words.format(problem=fault_texts.whole(fresh[0])), False)
        if changed:
            self.changed.emit()
        if received:
            self.arrived.emit(received)

    def _failed(self, fault: Fault) -> None:
        """Say what is wrong with the machine once, not at every look."""
        if self.problems.get("") != fault.title:
            self.problems = {**self.problems, "": fault.title}
            self._controller.faulted.emit(fault)
            self.changed.emit()
