"""Progress on a terminal or in a pipe, and Ctrl-C as a polite request."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Protocol, TextIO

from leukview.domain.errors import Cancelled

if TYPE_CHECKING:
    from rich.progress import TaskID

__all__ = ["TerminalProgress", "console_progress", "interruptible"]

_SECONDS_BETWEEN_LINES = 5.0


class _View(Protocol):
    """How progress is drawn."""

    def show(self, done: int, total: int, message: str) -> None:
        """Draw the present state."""
        ...

    def close(self) -> None:
        """Leave the terminal as it was."""
        ...


class _Remaining:
    """Says how long work will still take, at the pace since it was first seen; what an earlier run had done is no part of it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._total = 0
        self._first = (0, 0.0)
        self._done = 0

    def words(self, done: int, total: int) -> str:
        """Return ", about 3 min left", or nothing while nothing is known or less than five seconds are left."""
        now = self._clock()
        if total != self._total or done < self._done:
            self._total, self._first = total, (done, now)
        self._done = done
        steps, seconds = done - self._first[0], now - self._first[1]
        if not total or steps <= 0 or seconds < _SECONDS_BETWEEN_LINES:
            return ""
        return _in_words(seconds / steps * (total - done))


def _in_words(seconds: float) -> str:
    if seconds < _SECONDS_BETWEEN_LINES:
        return ""
    if seconds < 90:
        return f", about {seconds:.0f} s left"
    minutes = round(seconds / 60)
    return f", about {minutes} min left" if minutes < 90 else f", about {seconds / 3600:.1f} h left"


class _Lines:
    """Plain lines, at most one per tenth of the way or per few seconds, for pipes and log files."""

    def __init__(self, stream: TextIO, label: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._label = label
        self._clock = clock
        self._last: tuple[str, int, int] = ("", -1, -1)
        self._at = float("-inf")
        self._left = _Remaining(clock)

    def show(self, done: int, total: int, message: str) -> None:
        """Write a line where enough has changed."""
        left = self._left.words(done, total)
        tenth = 10 * done // total if total else 0
        last_message, last_tenth, last_done = self._last
        late = self._clock() - self._at >= _SECONDS_BETWEEN_LINES and done != last_done
        if message == last_message and tenth == last_tenth and not late:
            return
        count = f" {done}/{total}" if total else ""
        self._stream.write(f"{self._label}: {message}{count}{left}\n")
        self._stream.flush()
        self._last = (message, tenth, done)
        self._at = self._clock()

    def close(self) -> None:
        """Nothing to undo."""


class _Bar:
    """A bar with the time that is left, for a terminal."""

    def __init__(self, label: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._label = label
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID = self._progress.add_task(label, total=None)
        self._progress.start()

    def show(self, done: int, total: int, message: str) -> None:
        """Move the bar."""
        description = f"{self._label}: {message}" if message else self._label
        self._progress.update(self._task, completed=done, total=total or None, description=description)

    def close(self) -> None:
        """Remove the bar."""
        self._progress.stop()


class TerminalProgress:
    """Progress on standard error: a bar on a terminal, plain lines otherwise. A context manager.

    Parameters
    ----------
    label:
        What is being worked on, e.g. the case's name.
    cancelled:
        Set, usually by Ctrl-C, when the work is to stop.
    """

    def __init__(self, label: str, cancelled: threading.Event | None = None) -> None:
        self._cancelled = cancelled or threading.Event()
        self._owner = threading.get_ident()
        self._view: _View = _Bar(label) if sys.stderr.isatty() else _Lines(sys.stderr, label)

    def __enter__(self) -> TerminalProgress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._view.close()

    def report(self, done: int, total: int, message: str = "") -> None:
        """Show progress. A worker thread's own small steps are not the run's progress, and are left out."""
        if threading.get_ident() == self._owner:
            self._view.show(done, total, message)

    def check_cancelled(self) -> None:
        """Raise ``Cancelled`` once Ctrl-C was pressed."""
        if self._cancelled.is_set():
            raise Cancelled("Stopped at the user's request.")


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into a request to stop, so that finished work can be written; a second one stops at once.

    Yields
    ------
    The event that the first Ctrl-C sets.
    """
    asked = threading.Event()

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def console_progress(label: str = "leukview") -> Iterator[TerminalProgress]:
    """Show progress of one piece of work that Ctrl-C may stop."""
    with interruptible() as asked, TerminalProgress(label, asked) as progress:
        yield progress
