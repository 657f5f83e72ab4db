"""One progress protocol for the window's bar, the command line's bar and the tests."""

from __future__ import annotations

from typing import Protocol

from leukview.domain.errors import Cancelled

__all__ = ["NoProgress", "Progress", "Unseen"]


class Progress(Protocol):
    """What long work tells its caller, and asks of it."""

    def report(self, done: int, total: int, message: str = "") -> None:
        """Say that ``done`` of ``total`` steps are finished (``total`` 0 when unknown)."""
        ...

    def check_cancelled(self) -> None:
        """Raise :class:`~leukview.domain.errors.Cancelled` when the user asked for the work to stop."""
        ...


class NoProgress:
    """Progress that nobody watches; ``cancel`` still works, for callers that stop work from another thread."""

    def __init__(self) -> None:
        self.cancelled = False

    def report(self, done: int, total: int, message: str = "") -> None:
        """Ignore the report."""

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self.cancelled = True

    def check_cancelled(self) -> None:
        """Raise ``Cancelled`` after :meth:`cancel`."""
        if self.cancelled:
            raise Cancelled("Stopped at the user's request.")


class Unseen:
    """Progress of a part of some work that has a bar already: nothing is shown of it, but it can be cancelled."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def report(self, done: int, total: int, message: str = "") -> None:
        """Ignore the report."""

    def check_cancelled(self) -> None:
        """Ask the work that this is a part of."""
        self._progress.check_cancelled()
