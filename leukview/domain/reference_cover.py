"""Which reference cells nobody is shown while a second reader reads the case that they are of: they have the first one's word."""

from __future__ import annotations

from dataclasses import dataclass

from leukview.domain.quiz import Item
from leukview.domain.reference import NewReference, is_drawn

__all__ = ["Cover"]


@dataclass(frozen=True, slots=True)
class Cover:
    """What is covered by the second readings that are under way, whoever is at the window.

    Attributes
    ----------
    cases:
        Numbers of the cases that a second reader reads.
    images:
        SHA-256 of their image files: by them a label is known that came in another way, such as with an exported set.
    ids, pictures:
        The reference cells that are covered, by their numbers, and the hashes of their pictures.
    """

    cases: frozenset[str] = frozenset()
    images: frozenset[str] = frozenset()
    ids: frozenset[int] = frozenset()
    pictures: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether any second reading is under way."""
        return bool(self.cases)

    def hides(self, cell: NewReference | Item) -> bool:
        """Return whether a cell that is in no set, or one of a test, is of such a case.

        What a program drew is no reader's word.
        """
        if is_drawn(cell.whose):
            return False
        of_case = isinstance(cell, NewReference) and cell.case in self.cases
        return of_case or cell.source_sha256 in self.images or cell.picture in self.pictures
