"""How far a case is, from received to signed, as a function of what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["CaseFacts", "CaseStatus", "case_status"]


class CaseStatus(StrEnum):
    """How far a case is, in the order of the work."""

    RECEIVED = "received"
    ANALYSED = "analysed"
    IN_REVIEW = "in review"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    AMENDED = "amended"

    @property
    def order(self) -> int:
        """Its place in the order of the work, from 0."""
        return list(CaseStatus).index(self)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What decides a case's status.

    Attributes
    ----------
    images:
        Images analysed.
    analysed:
        Whether every image that was found is analysed, or known to be unreadable.
    cells, reviewed, needing:
        Cells found; those with a person's label; and those that need a person and have none yet.
    signatures:
        Signed versions of its report: none, one, or several once it was amended.
    changed:
        Whether the case is another than what was signed last.
    """

    images: int = 0
    analysed: bool = False
    cells: int = 0
    reviewed: int = 0
    needing: int = 0
    signatures: int = 0
    changed: bool = False


def case_status(facts: CaseFacts) -> CaseStatus:
    """Return how far a case is.

    A signature stands only as long as nothing was changed after it: a changed case is in review, or reviewed, until it is signed
    anew. ``reviewed`` means that every cell has a person's label, whether or not it needed one, and none needs a person any more.

    Raises
    ------
    ValueError
        When the counts contradict each other.
    """
    if min(facts.images, facts.cells, facts.reviewed, facts.needing, facts.signatures) < 0:
        raise ValueError(f"a count is negative: {facts}")
    if max(facts.reviewed, facts.needing) > facts.cells:
        raise ValueError(f"more cells are reviewed or need review than there are: {facts}")
    if facts.signatures and not facts.changed:
        return CaseStatus.SIGNED if facts.signatures == 1 else CaseStatus.AMENDED
    if facts.reviewed == facts.cells and facts.cells and facts.analysed and not facts.needing:
        return CaseStatus.REVIEWED
    if facts.reviewed or facts.signatures:
        return CaseStatus.IN_REVIEW
    return CaseStatus.ANALYSED if facts.analysed else CaseStatus.RECEIVED
