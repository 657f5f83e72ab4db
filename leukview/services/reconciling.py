"""What is said of cells once both readers are done: a decision between them, which leaves either reader's word as it is."""

from __future__ import annotations

from collections.abc import Iterable

from leukview.domain.case import Case
from leukview.domain.commands import Reconcile
from leukview.domain.errors import InputProblem
from leukview.domain.readers import Decision
from leukview.domain.taxonomy import taxonomy
from leukview.store.clock import utc_now

__all__ = ["decide", "is_settled", "open_disagreements", "undecide"]


def is_settled(case: Case) -> bool:
    """Return whether two readers read the case and are done."""
    second = case.readings.get(2)
    return second is not None and bool(second.finished)


def open_disagreements(case: Case) -> list[str]:
    """Return the ids of the cells on which the readers disagree and nobody has decided yet, in the case's order."""
    return [cell.id for cell in list(case.cells.values()) if cell.disagreement]


def decide(case: Case, cell_ids: Iterable[str], class_id: str | None, by: str) -> Reconcile:
    """Return the command that gives cells their final label.

    Parameters
    ----------
    case:
        The case.
    cell_ids:
        The cells.
    class_id:
        The class; None for the one that each is shown as.
    by:
        Who decides.

    Raises
    ------
    InputProblem
        When the class or a cell does not exist, or a cell on which the readers disagree is to be confirmed as it is shown.
    """
    if class_id is not None:
        taxonomy()[class_id]
    now = utc_now()
    decisions = []
    for cell_id in dict.fromkeys(cell_ids):
        cell = case.cells.get(cell_id)
        if cell is None:
            raise InputProblem(cell_id, "there is no such cell in this case", "Reopen the case")
        if class_id is None and cell.disagreement:
            raise InputProblem(cell_id, "the readers disagree here", "Press the key of the class that it is")
        decisions.append((cell_id, Decision(class_id or cell.final_class, by, now)))
    return Reconcile(tuple(decisions))


def undecide(case: Case, cell_ids: Iterable[str]) -> Reconcile:
    """Return the command that takes the decision on cells back; both readers' labels stay.

    Raises
    ------
    InputProblem
        When a cell does not exist.
    """
    ids = list(dict.fromkeys(cell_ids))
    for cell_id in ids:
        if cell_id not in case.cells:
            raise InputProblem(cell_id, "there is no such cell in this case", "Reopen the case")
    return Reconcile(tuple((cell_id, None) for cell_id in ids))
