"""Carrying out what a person decides: stored before it is shown, and never with the window frozen."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from PySide6.QtCore import QObject

from leukview.gui.tasks import Fault, Tasks, fault_of

__all__ = ["BULK", "Decisions"]

BULK = 100
"""Decisions on more cells than this are stored in a worker: writing them would hold the window up for longer than a blink."""

_NAME = "decision"


class _Job:
    """Something to store, done once, by whichever thread comes first."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self._act = act
        self._lock = Lock()
        self._done = False
        self._result: Any = None
        self._error: Exception | None = None

    def __call__(self) -> Any:
        """Do it, or wait until the other thread has; return what came of it, or raise."""
        with self._lock:
            if not self._done:
                try:
                    self._result = self._act()
                except Exception as error:
                    self._error = error
                self._done = True
        if self._error is not None:
            raise self._error
        return self._result


class Decisions(QObject):
    """Carries decisions out one at a time.

    A small one is stored at once. A large one is stored in a worker, and until that is done no other can be taken: the selection
    is still the old one, and a key pressed meanwhile would fall on the wrong cells.

    Attributes
    ----------
    words:
        What is being stored.
    showing:
        Whether a large decision is stored and its showing is not over: to be set by who shows it.
    """

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._job: _Job | None = None
        self._failed: Callable[[Fault], None] | None = None
        self.words = ""
        self.showing = False

    @property
    def busy(self) -> bool:
        """Whether a large decision is being stored or shown."""
        return self._job is not None or self.showing

    def run(
        self,
        act: Callable[[], Any],
        size: int,
        words: str,
        done: Callable[[Any], None],
        failed: Callable[[Fault], None],
    ) -> None:
        """Carry one out.

        Parameters
        ----------
        act:
            Stores it and returns what ``done`` wants to know; called in a worker where it is large.
        size:
            How many cells it concerns.
        words:
            What is being done, while it is.
        done, failed:
            Called on this thread with what came of it, or with the fault; then nothing is changed.
        """
        if self._job is not None:
            raise RuntimeError("a decision is still being stored")
        if size <= BULK:
            try:
                result = act()
            except Exception as error:
                failed(fault_of(error))
                return
            done(result)
            return
        job = self._job = _Job(act)
        self._failed, self.words = failed, words

        def over() -> bool:
            ours = self._job is job
            if ours:
                self._job, self._failed, self.words = None, None, ""
            return ours

        def finished(result: Any) -> None:
            if over():
                done(result)

        def fell(fault: Fault) -> None:
            if over():
                failed(fault)

        self._tasks.start(_NAME, lambda progress: job(), finished=finished, failed=fell)

    def finish(self) -> None:
        """Wait until what was decided is stored: the case is about to be closed. What it would have shown is not shown."""
        self.showing = False
        job, failed = self._job, self._failed
        if job is None:
            return
        self._job, self._failed, self.words = None, None, ""
        self._tasks.cancel(_NAME)
        try:
            job()
        except Exception as error:
            if failed is not None:
                failed(fault_of(error))
