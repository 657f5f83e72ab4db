"""The cells of a signed case as a source of tests: what its readers agreed on is the key."""

from __future__ import annotations

from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress
from leukview.domain.reference import NewReference
from leukview.domain.signing import signing_state
from leukview.services.reference_intake import take_cells
from leukview.services.workspace import Workspace
from leukview.store.cases import CaseSummary
from leukview.store.reference_cover import read_cover

__all__ = ["cells_of_signed", "signed_cases", "source_words"]


def signed_cases(workspace: Workspace) -> list[CaseSummary]:
    """Return the cases that a person has signed, the one opened last first; none of those that a second reader reads now."""
    with workspace.store.reading() as connection:
        read_now = read_cover(connection).cases
    return [case for case in workspace.cases() if case.signed and case.id not in read_now]


def source_words(case_id: str) -> str:
    """Return what a test from a case says of its source: its number alone, since a case's name may name a patient."""
    return f"Signed case {case_id}"


def cells_of_signed(workspace: Workspace, case_id: str, progress: Progress | None = None) -> tuple[NewReference, ...]:
    """Copy the cells of a signed case that persons labelled.

    Raises
    ------
    InputProblem
        When there is no such case, it is not signed as it stands, or none of its cells can be used.
    Cancelled
        When cancelled.
    """
    if not any(case.id == case_id for case in signed_cases(workspace)):
        raise InputProblem(
            source_words(case_id), "there is none of this number", "Sign the case first, or choose another"
        )
    session = workspace.open_case(case_id, by_person=False)
    try:
        if signing_state(session.stored) != "signed":
            raise InputProblem(
                source_words(case_id),
                "it was changed since, and nobody signed that",
                "Sign it again, or choose another",
            )
        taken = take_cells(session, list(session.stored.cells), progress=progress)
    finally:
        session.close()
    if not taken.cells:
        reason = taken.problems[0].reason if taken.problems else "no cell of it has a person's label"
        raise InputProblem(source_words(case_id), reason, "Choose another")
    return taken.cells
