"""Work off the GUI thread: one task object with throttled progress, partial results, and a cancel that acts at once."""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance, Slot

from leukview.domain.case import Problem
from leukview.domain.errors import Cancelled, EnvironmentFault, InputProblem
from leukview.gui import fault_texts
from leukview.gui.translation import translate
from leukview.gui.workers import Job, Workers

__all__ = ["Fault", "Task", "TaskProgress", "Tasks", "fault_of", "fault_of_problem"]

_PROGRESS_EVERY_S = 0.1
_SLICE_S = 0.015
"""Seconds of results handed over before the event loop runs again: well under the 50 ms a hand can feel."""

_PLACES = 16
"""Tasks at once: more than there are kinds of them that read a case's folder, which may all wait for a drive that hangs."""
_SILENT_S = 3.0
"""At the end, a task that is set apart and has given no sign of life for so long is not waited for."""

State = Literal["running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as the window shows it.

    Attributes
    ----------
    kind:
        ``input`` (what the user gave), ``environment`` (the machine) or ``bug`` (ours): each is shown differently.
    title, text:
        One line, and what the user can do.
    details:
        The traceback of a bug, else empty.
    """

    kind: Literal["input", "environment", "bug"]
    title: str
    text: str = ""
    details: str = ""


def fault_of(error: BaseException) -> Fault:
    """Return how an exception is shown."""
    if isinstance(error, InputProblem):
        remedy = f"{fault_texts.remedy(error.remedy)}." if error.remedy else ""
        return Fault("input", f"{fault_texts.what(error.what)}: {fault_texts.reason(error.reason)}.", remedy)
    if isinstance(error, EnvironmentFault | MemoryError):
        said = fault_texts.fault(str(error))
        return Fault("environment", said or translate("Tasks", "This computer ran out of memory."))
    details = "".join(traceback.format_exception(error))
    return Fault(
        "bug",
        repr(error),
        translate("Tasks", "Every decision you made is saved. The details help those who mend it."),
        details,
    )


def fault_of_problem(problem: Problem) -> Fault:
    """Return how a file that could not be used is shown."""
    return fault_of(InputProblem(problem.file, problem.reason, problem.remedy))


class TaskProgress:
    """The worker's side of a task; implements :class:`leukview.domain.progress.Progress`."""

    def __init__(self, post: Callable[[str, Any], None], stop: Event, alive: Callable[[], None] = lambda: None) -> None:
        self._post = post
        self._stop = stop
        self._alive = alive
        self._last = 0.0

    def report(self, done: int, total: int, message: str = "") -> None:
        """Report progress; at most ten reports a second reach the window, and the last one always does."""
        self._alive()
        now = time.monotonic()
        if now - self._last >= _PROGRESS_EVERY_S or (total and done >= total):
            self._last = now
            self._post("progress", (done, total, message))

    def check_cancelled(self) -> None:
        """Raise ``Cancelled`` once the task was stopped."""
        self._alive()
        if self._stop.is_set():
            raise Cancelled("Stopped at the user's request.")

    @property
    def cancelled(self) -> bool:
        """Whether the task was stopped."""
        return self._stop.is_set()

    def partial(self, result: object) -> None:
        """Hand over a part of the result; raises ``Cancelled`` once the task was stopped."""
        self.check_cancelled()
        self._post("partial", result)


class Task:
    """One piece of work and what happens with its results. Made by :meth:`Tasks.start`."""

    def __init__(self, number: int, name: str, callbacks: dict[str, Callable[..., None] | None]) -> None:
        self.number = number
        self.name = name
        self.state: State = "running"
        self.done = 0
        self.total = 0
        self.message = ""
        self._callbacks = callbacks
        self._stop = Event()
        self._mail: deque[tuple[str, Any]] = deque()
        self._lock = Lock()
        self._woken = False
        self._lived = time.monotonic()

    @property
    def silent_s(self) -> float:
        """Seconds since the work last gave a sign of life: reported, or asked whether to stop."""
        return time.monotonic() - self._lived

    def _live(self) -> None:
        self._lived = time.monotonic()

    @property
    def running(self) -> bool:
        """Whether results may still come."""
        return self.state == "running"

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop and has not yet."""
        return self.running and self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to stop; what it finished before is still handed over."""
        self._stop.set()

    def cancel(self) -> None:
        """Stop and drop: no callback but ``ended`` runs after this returns, whatever the worker still does."""
        self._stop.set()
        if self.state == "running":
            with self._lock:
                self._mail.clear()
            self._end("cancelled")

    def _end(self, state: State, callback: str = "", value: object = None) -> None:
        self.state = state
        try:
            if callback:
                self._call(callback, value)
        finally:
            self._call("ended", self)

    def _call(self, name: str, *values: object) -> None:
        callback = self._callbacks.get(name)
        if callback is not None:
            callback(*values)

    def _take(self) -> tuple[str, Any] | None:
        with self._lock:
            return self._mail.popleft() if self._mail else None

    def _deliver(self, kind: str, value: Any) -> None:
        match kind:
            case "progress":
                self.done, self.total, self.message = value
                self._call("progress", *value)
            case "partial":
                self._call("partial", value)
            case "done":
                self._end("done", "finished", value)
            case "failed":
                self._end("failed", "failed", fault_of(value))
            case _:
                self._end("cancelled")


class _Run:
    """Runs the callable in a worker thread; no exception leaves it."""

    def __init__(self, task: Task, work: Callable[[TaskProgress], object], wake: SignalInstance) -> None:
        self._task, self._work, self._wake = task, work, wake

    def __call__(self) -> None:
        """Run, and post what came of it."""
        progress = TaskProgress(self._post, self._task._stop, self._task._live)
        try:
            progress.check_cancelled()
            result = self._work(progress)
        except Cancelled:
            self._post("cancelled", None)
        except Exception as error:
            self._post("failed", error)
        else:
            self._post("done", result)

    def _post(self, kind: str, value: object) -> None:
        task = self._task
        with task._lock:
            if task.state != "running":
                return
            task._mail.append((kind, value))
            if task._woken:
                return
            task._woken = True
        self._wake.emit(task.number)


class Tasks(QObject):
    """Starts tasks and hands their results over on the GUI thread, in slices that never hold it up.

    A task started under a name that is still running replaces it: the older one's results are stale and dropped. An
    exception raised by a callback is the window's own bug and is reported through ``bug``.
    """

    changed = Signal()
    bug = Signal(object)
    _wake = Signal(int)

    def __init__(self, parent: QObject | None = None, threads: int = _PLACES) -> None:
        super().__init__(parent)
        # Python's threads, not Qt's: what torch keeps for each thread is torn down with the thread, and in a thread that Python
        # does not know of that ends in a crash.
        self._workers = Workers(threads)
        self._jobs: dict[int, tuple[Job, Task]] = {}
        self._tasks: dict[int, Task] = {}
        self._names: dict[str, Task] = {}
        self._count = 0
        self._closed = False
        self._wake.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    @property
    def closed(self) -> bool:
        """Whether the window has gone, and no task can start any more."""
        return self._closed

    def start(
        self,
        name: str,
        work: Callable[[TaskProgress], object],
        *,
        finished: Callable[[Any], None] | None = None,
        partial: Callable[[Any], None] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
        failed: Callable[[Fault], None] | None = None,
        ended: Callable[[Task], None] | None = None,
        apart: bool = False,
    ) -> Task:
        """Run ``work`` in a worker thread and call back on this thread.

        Parameters
        ----------
        name:
            What the work is for; a running task of the same name is cancelled and its results dropped.
        work:
            Called with a :class:`TaskProgress`. It must touch no widget.
        finished, partial, progress, failed:
            Called with the result, each partial result, ``(done, total, message)``, and the :class:`Fault`.
        ended:
            Called last, once, with the task, however it ended.
        apart:
            Whether the work has a thread of its own, since it may hang. One of a name runs at a time: the next one waits until an
            earlier one, though cancelled, has come back.
        """
        if self._closed:
            raise RuntimeError("tasks cannot start after shutdown")
        self.cancel(name)
        self._count += 1
        callbacks = {"finished": finished, "partial": partial, "progress": progress, "failed": failed, "ended": ended}
        task = Task(self._count, name, callbacks)
        self._tasks[task.number] = self._names[name] = task
        self._jobs = {number: kept for number, kept in self._jobs.items() if not kept[0].over.is_set()}
        self._jobs[task.number] = (self._workers.submit(_Run(task, work, self._wake), name, apart=apart), task)
        self.changed.emit()
        return task

    def get(self, name: str) -> Task | None:
        """Return the running task of this name."""
        task = self._names.get(name)
        return task if task is not None and task.running else None

    def cancel(self, name: str) -> None:
        """Cancel the task of this name, if it runs, and drop its results at once."""
        task = self._names.pop(name, None)
        if task is not None:
            self._tasks.pop(task.number, None)
            if task.number in self._jobs:
                self._workers.give_up(self._jobs[task.number][0])
            task.cancel()
            self.changed.emit()

    def shutdown(self, wait_ms: int = 30_000) -> bool:
        """Cancel everything and wait for the threads; False where one did not stop in time.

        What is set apart and hangs is not waited for.
        """
        self._closed = True
        for name in list(self._names):
            self.cancel(name)
        self._workers.close()
        until = time.monotonic() + wait_ms / 1000
        while (left := self._busy()) and time.monotonic() < until:
            left[0].over.wait(0.05)
        self._workers.join()
        return not left

    def _busy(self) -> list[Job]:
        """Return what still runs, without what will not end."""
        return [
            job
            for job, task in self._jobs.values()
            if not job.over.is_set() and not (job.apart and task.silent_s > _SILENT_S)
        ]

    @Slot(int)
    def _drain(self, number: int) -> None:
        task = self._tasks.get(number)
        if task is None:
            return
        with task._lock:
            task._woken = False
        until = time.monotonic() + _SLICE_S
        while task.running and (mail := task._take()) is not None:
            try:
                task._deliver(*mail)
            except Exception as error:
                self.bug.emit(fault_of(error))
            if time.monotonic() > until:
                break
        if task.running:
            if task._mail:
                with task._lock:
                    task._woken = True
                QTimer.singleShot(0, self, lambda: self._drain(number))
        elif self._tasks.pop(number, None) is not None:
            if self._names.get(task.name) is task:
                del self._names[task.name]
            self.changed.emit()
