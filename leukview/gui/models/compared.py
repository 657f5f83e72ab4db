"""A few cells side by side, without Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from leukview.domain.cell import Cell
from leukview.gui.models.walk import Walk

__all__ = ["FEWEST", "MOST", "Compared"]

FEWEST, MOST = 2, 8
"""How many cells can be compared."""

_AROUND = 1.25
"""Side of what is shown of each cell, in longer sides of the largest one's box."""


class Compared(Walk):
    """The cells that are compared, in the order in which they were chosen.

    Parameters
    ----------
    read:
        Returns a cell by its id as it is now, None where it is gone.
    """

    def __init__(self, read: Callable[[str], Cell | None]) -> None:
        self._read = read
        self._ids: list[str] = []
        self.span = 1.0

    def show(self, cell_ids: Sequence[str]) -> None:
        """Compare these.

        Raises
        ------
        ValueError
            Where they are fewer than ``FEWEST`` or more than ``MOST``.
        """
        if not FEWEST <= len(cell_ids) <= MOST:
            raise ValueError(f"{FEWEST} to {MOST} cells can be compared, not {len(cell_ids)}")
        self._ids = list(cell_ids)
        boxes = [self.cell(cell_id).final_box for cell_id in cell_ids]
        self.span = _AROUND * max(max(box.width, box.height) for box in boxes)

    def order(self, *, collapsed: bool = True) -> list[str]:
        """Return the ids that are compared and still there."""
        return [cell_id for cell_id in self._ids if self._read(cell_id) is not None]

    def cell(self, cell_id: str) -> Cell:
        """Return a cell as it is now."""
        cell = self._read(cell_id)
        if cell is None:
            raise KeyError(cell_id)
        return cell

    def __contains__(self, cell_id: object) -> bool:
        return cell_id in self._ids and self._read(str(cell_id)) is not None
