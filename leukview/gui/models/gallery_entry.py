"""What the gallery's rows are made of, without Qt: cells with what decides their place, groups, tabs."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from leukview.domain.cell import Cell
from leukview.domain.guide import ORDER, priority
from leukview.domain.taxonomy import taxonomy
from leukview.gui.translation import class_name, class_short, current

__all__ = ["Entry", "Group", "Tab", "entries_of", "entry_of"]


class Tab(StrEnum):
    """Which cells are shown."""

    NEEDS = "needs"
    ALL = "all"
    NOT_COUNTED = "not_counted"


class Group:
    """The shown cells of one class.

    Parameters
    ----------
    class_id:
        The class.
    ids:
        Its cells in the order shown.
    """

    def __init__(self, class_id: str, ids: Iterable[str] = ()) -> None:
        self.class_id = class_id
        self._ids = list(ids)
        self._told: tuple[str, ...] | None = None

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids in the order shown: the very same tuple until a cell comes or goes."""
        if self._told is None:
            self._told = tuple(self._ids)
        return self._told

    def put_in(self, cell_id: str, rank: Mapping[str, float]) -> None:
        """Show one more, in the place that its rank gives it among the others'."""
        insort(self._ids, cell_id, key=rank.__getitem__)
        self._told = None

    def take_out(self, cell_id: str, rank: Mapping[str, float]) -> None:
        """Show one less; nothing happens where it is not shown."""
        place = bisect_left(self._ids, rank[cell_id], key=rank.__getitem__)
        if place < len(self._ids) and self._ids[place] == cell_id:
            del self._ids[place]
            self._told = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What decides where a cell is shown."""

    cell: Cell
    class_id: str
    needs: bool
    counted: bool
    text: str
    early: int = len(ORDER)
    """How early a person should look; see :func:`leukview.domain.guide.priority`."""

    def stands_as(self, other: Entry) -> bool:
        """Whether another one is in the same group and tabs."""
        return self.class_id == other.class_id and self.needs is other.needs and self.counted is other.counted


def entries_of(cells: Mapping[str, Cell]) -> dict[str, Entry]:
    """Return what decides where each cell is shown: the slow part of opening a case, ready to be done in a worker."""
    return {cell_id: entry_of(cell) for cell_id, cell in cells.items()}


def entry_of(cell: Cell) -> Entry:
    """Return what decides where a cell is shown."""
    early = priority(cell)
    needs = early < len(ORDER) and cell.person_class is None
    return Entry(cell, cell.final_class, needs, cell.counted, _haystack(cell), early)


def _haystack(cell: Cell) -> str:
    names = _names(cell.final_class, current())
    return f"{cell.id} {cell.file} {names} {cell.note} {cell.second_note}".casefold()


@cache
def _names(class_id: str, language: str) -> str:
    """Return what a class is called, in English and in the language in force."""
    item = taxonomy()[class_id]
    return " ".join(dict.fromkeys((item.name, item.short, class_name(class_id), class_short(class_id))))
