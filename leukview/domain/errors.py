"""The three kinds of error that a user can meet, each shown differently."""

from __future__ import annotations

__all__ = ["Cancelled", "EnvironmentFault", "InputProblem", "LeukViewError"]


class LeukViewError(Exception):
    """Base of every error LeukView raises on purpose."""


class InputProblem(LeukViewError):
    """Something the user gave cannot be used.

    Parameters
    ----------
    what:
        The file, folder or field in question, as the user knows it.
    reason:
        Why it cannot be used, in plain words.
    remedy:
        What the user can do about it.
    """

    def __init__(self, what: str, reason: str, remedy: str = "") -> None:
        self.what = what
        self.reason = reason
        self.remedy = remedy
        super().__init__(" ".join(part for part in (f"{what}: {reason}.", f"{remedy}." if remedy else "") if part))


class EnvironmentFault(LeukViewError):
    """The machine or the installation is at fault: no disk space, a damaged weight file, no permission."""


class Cancelled(LeukViewError):
    """The user asked for the work to stop; what was finished is kept."""
