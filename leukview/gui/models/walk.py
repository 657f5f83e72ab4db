"""Where to go among the cells in sight: to a neighbour, or to the next one that needs a person; without Qt."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from leukview.domain.cell import Cell
from leukview.domain.guide import ORDER, priority

__all__ = ["Walk"]


class Walk(ABC):
    """Cells in the order in which they are seen."""

    @abstractmethod
    def order(self, *, collapsed: bool = True) -> list[str]:
        """Return all shown ids in display order, with or without those in collapsed groups."""

    @abstractmethod
    def cell(self, cell_id: str) -> Cell:
        """Return a cell as it was at the last update."""

    @abstractmethod
    def __contains__(self, cell_id: object) -> bool:
        """Whether a cell is in sight."""

    def in_sight(self, cell_id: str) -> bool:
        """Whether a cell is shown and in no collapsed group."""
        return cell_id in self

    def neighbour(self, cell_id: str | None, step: int) -> str | None:
        """Return the cell ``step`` places on in the visible order, or None at either end."""
        order = self.order(collapsed=False)
        if not order:
            return None
        if cell_id not in order:
            return order[0]
        place = order.index(cell_id) + step
        return order[place] if 0 <= place < len(order) else None

    def following(self, cell_ids: Sequence[str]) -> list[str]:
        """Return the shown ids that come after the last of ``cell_ids`` in display order, then those before: where to go on."""
        order = self.order()
        chosen = set(cell_ids)
        last = max((place for place, cell_id in enumerate(order) if cell_id in chosen), default=-1)
        return [cell_id for cell_id in order[last + 1 :] + order[: last + 1] if cell_id not in chosen]

    def early(self, cell_id: str) -> int:
        """Return how early a person should look at a cell; see :func:`leukview.domain.guide.priority`."""
        return priority(self.cell(cell_id))

    def next_for_review(self, candidates: Sequence[str]) -> str | None:
        """Return the first candidate of those that need a person most, else the first not reviewed; None where all are.

        Blast-like cells come first, then contradictory, doubtful and out-of-domain ones: see :mod:`leukview.domain.guide`.
        """
        best, found = len(ORDER) + 1, None
        for cell_id in candidates:
            if cell_id not in self or self.cell(cell_id).person_class is not None:
                continue
            early = self.early(cell_id)
            if early < best:
                best, found = early, cell_id
            if best == 0:
                break
        return found
