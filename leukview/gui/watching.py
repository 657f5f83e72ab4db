"""Looks at the watched folders, each in a thread of its own, now and then, and lists what has arrived in them.

A folder lies on a network drive as a rule, and a drive that hangs may hold whoever asks it for minutes, or for ever: nothing
else, nor another watched folder, waits for it.
"""

from __future__ import annotations

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
_PATIENCE_S = 10.0
"""Longer than a sound network drive takes for one folder."""
_AT_ONCE = 16
"""Folders that are looked at together; what hangs is among them."""
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
    every_ms:
        Time between two looks.
    patience_s:
        A folder that gives no sign of life for so long is said not to answer.
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
        self.every_ms, self.patience_s = _EVERY_MS, _PATIENCE_S
        self.watch: FolderWatch | None = None
        self._growing: dict[str, list[str]] = {}
        self._due: dict[str, float] = {}
        self._closed = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)

    @property
    def growing(self) -> list[str]:
        """Names of the subfolders that still change."""
        return [name for folder in self.folders for name in self._growing.get(folder, ())]

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
        self._controller.tasks.cancel(f"{_TASK} {folder}")
        self._growing.pop(folder, None)
        self._due.pop(folder, None)
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
        """Look once at each folder whose turn it is; one that still holds the last look is not asked again."""
        if self._closed or not self._preferences.watched:
            return
        from leukview.services.folder_watch import silence

        tasks, now = self._controller.tasks, time.monotonic()
        running = sum(tasks.get(f"{_TASK} {folder}") is not None for folder in self.folders)
        for folder in self.folders:
            task = tasks.get(f"{_TASK} {folder}")
            if task is not None:
                if task.silent_s > self.patience_s:
                    self._tell(folder, silence(folder), self._growing.get(folder, []))
            elif now >= self._due.get(folder, 0.0) and running < _AT_ONCE:
                running += 1
                self._ask(folder)
        self._timer.start(self.every_ms)

    def _ask(self, folder: str) -> None:
        """Look at a folder in a thread of its own."""
        began = time.monotonic()

        def ended(_: object) -> None:
            now = time.monotonic()
            self._due[folder] = now + _SHARE * (now - began)

        self._controller.tasks.start(
            f"{_TASK} {folder}",
            lambda progress: self._work(folder, progress),
            finished=lambda found: self._looked(folder, *found),
            failed=self._failed,
            ended=ended,
            apart=True,
        )

    def _work(self, folder: str, progress: TaskProgress) -> tuple[Look, list[Received], str]:
        """Look, and list what has arrived. Called in a worker."""
        from leukview.services.folder_watch import FolderWatch

        if self.watch is None:
            self.watch = FolderWatch()
        workspace = self._controller.work_space()
        look = self.watch.look([folder], workspace.known_folders(), progress)
        received, problem = [], look.problems.get(folder, "")
        for path in look.arrived:
            progress.check_cancelled()
            try:
                received.append(workspace.receive(path, progress))
            except InputProblem as fault:
                problem = f"{fault.what}: {fault.reason}"
        return look, received, problem

    def _looked(self, folder: str, look: Look, received: list[Received], problem: str) -> None:
        # What was wrong with the machine is over: it has looked.
        fault = self.problems.get("")
        self.problems = {name: words for name, words in self.problems.items() if name}
        self._tell(folder, problem, [path.name for path in look.growing], changed=fault is not None)
        if received:
            self.arrived.emit(received)

    def _tell(self, folder: str, problem: str, growing: list[str], *, changed: bool = False) -> None:
        """Keep how a folder is, and say it where it is news."""
        before = self.problems.get(folder, "")
        changed = changed or problem != before or growing != self._growing.get(folder, [])
        kept = {name: words for name, words in self.problems.items() if name != folder}
        self.problems = {**kept, folder: problem} if problem else kept
        self._growing[folder] = growing
        if problem and problem != before:
            words = translate("Watch", "Watching: {problem}. It is looked at again until it can be.")
            self._controller.said.emit(words.format(problem=fault_texts.whole(problem)), False)
        if changed:
            self.changed.emit()

    def _failed(self, fault: Fault) -> None:
        """Say what is wrong with the machine once, not at every look."""
        if self.problems.get("") != fault.title:
            self.problems = {**self.problems, "": fault.title}
            self._controller.faulted.emit(fault)
            self.changed.emit()
