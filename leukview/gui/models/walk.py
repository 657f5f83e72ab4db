"""Where to go among the cells in sight: to a neighbour, or to the next one that needs a person; without Qt."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from leukview.domain.cell import Cell

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

    def needs(self, cell_id: str) -> bool:
        """Whether a cell asks for a person."""
        return self.cell(cell_id).needs_review

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

    def next_for_review(self, candidates: Sequence[str]) -> str | None:
        """Return the first candidate that needs a person, else the first not reviewed yet; None where all are reviewed."""
        unreviewed = None
        for cell_id in candidates:
            if cell_id not in self:
                continue
            if self.needs(cell_id):
                return cell_id
            if unreviewed is None and self.cell(cell_id).human_class is None:
                unreviewed = cell_id
        return unreviewed
