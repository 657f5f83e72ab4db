"""How many white cells to count in one case."""

from __future__ import annotations

from leukview.domain.commands import Command, SetTarget
from leukview.domain.errors import InputProblem
from leukview.domain.guide import TARGETS
from leukview.services.session import Session

__all__ = ["set_target"]


def set_target(session: Session, target: int | None) -> Command | None:
    """Set a case's own target, or with None follow the laboratory's again. Returns the command, None where nothing changes.

    Raises
    ------
    InputProblem
        When it is none of the targets that there are.
    SignedCase
        When the case is signed and not open for an amendment.
    """
    if target is not None and target not in TARGETS:
        known = ", ".join(map(str, TARGETS))
        raise InputProblem(f"{target} white cells", "this is no target of a count", f"Choose from {known}")
    return session.perform(lambda: SetTarget(target))
