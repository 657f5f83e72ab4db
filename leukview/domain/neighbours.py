"""Which cells lie around one in its field, and which come before and after it in the order of the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nsmallest

from leukview.domain.cell import Cell

__all__ = ["in_field", "in_file_order", "step_in_file_order"]


def in_field(cell: Cell, cells: Iterable[Cell], most: int) -> list[Cell]:
    """Return the other cells of a cell's image, the nearest first, at most so many: a scanned slide may have ten thousand."""
    x, y = cell.final_box.centre

    def distance(other: Cell) -> tuple[float, str]:
        there = other.final_box.centre
        return (there[0] - x) ** 2 + (there[1] - y) ** 2, other.id

    return nsmallest(most, (other for other in cells if other.file == cell.file and other.id != cell.id), key=distance)


def in_file_order(cell_id: str, cell_ids: Sequence[str], each_side: int) -> tuple[list[str], list[str]]:
    """Return the ids just before and just after one in a case's own order, which is that of the files.

    Parameters
    ----------
    cell_id:
        The one; without it in ``cell_ids`` there are none beside it.
    cell_ids:
        All, in order.
    each_side:
        How many at most before, and after.
    """
    if cell_id not in cell_ids:
        return [], []
    place = cell_ids.index(cell_id)
    return list(cell_ids[max(0, place - each_side) : place]), list(cell_ids[place + 1 : place + 1 + each_side])


def step_in_file_order(cell_id: str, cell_ids: Sequence[str], step: int) -> str | None:
    """Return the id one before (−1) or after (1) in a case's own order; None at its ends."""
    before, after = in_file_order(cell_id, cell_ids, 1)
    found = after if step > 0 else before
    return found[0] if found else None
