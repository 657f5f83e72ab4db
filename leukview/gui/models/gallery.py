"""The gallery's rows without Qt: which cells are shown, in which groups, in which order."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from leukview.domain.cell import Cell
from leukview.domain.guide import ORDER, priority
from leukview.domain.taxonomy import taxonomy

__all__ = ["Entry", "GalleryModel", "Group", "Sort", "Tab", "entries_of"]

_REBUILD_AT = 64
"""Above this many changed cells, building the groups anew is quicker than moving each cell."""


class Tab(StrEnum):
    """Which cells are shown."""

    NEEDS = "needs"
    ALL = "all"
    NOT_COUNTED = "not_counted"


class Sort(StrEnum):
    """In which order cells stand within their group."""

    FOUND = "found"
    DOUBT = "doubt"


@dataclass(slots=True)
class Group:
    """The shown cells of one class. ``rows`` are (rank, id), in the order shown."""

    class_id: str
    rows: list[tuple[float, str]] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """Ids in the order shown."""
        return [cell_id for _, cell_id in self.rows]


@dataclass(frozen=True, slots=True)
class Entry:
    """What decides where a cell is shown."""

    cell: Cell
    class_id: str
    needs: bool
    counted: bool
    early: int = len(ORDER)
    """How early a person should look; see :func:`leukview.domain.guide.priority`."""

    @property
    def place(self) -> tuple[str, bool, bool]:
        """All that decides where it is shown."""
        return self.class_id, self.needs, self.counted


class GalleryModel:
    """Groups of cells by final class, in report order.

    Within a group, cells keep their places: a new or relabelled cell joins at its group's end until the user sorts again, and
    a cell that comes back (undo) takes its old place. Nothing therefore moves under the pointer by itself.
    """

    def __init__(self) -> None:
        self._cells: Mapping[str, Cell] = {}
        self._entries: dict[str, Entry] = {}
        self._home: dict[str, tuple[str, float]] = {}
        self._rank: dict[str, float] = {}
        self._next_rank = 0.0
        self._tab = Tab.ALL
        self._sort = Sort.FOUND
        self._text = ""
        self._groups: dict[str, Group] = {}
        self._listeners: list[Callable[[], None]] = []
        self.collapsed: set[str] = set()
        self.totals: Counter[str] = Counter()
        self.counts: dict[Tab, int] = dict.fromkeys(Tab, 0)

    # -- what is shown ------------------------------------------------------------------------------------------------

    @property
    def tab(self) -> Tab:
        """Which cells are shown."""
        return self._tab

    @property
    def sort(self) -> Sort:
        """The order within groups, as of the last sort."""
        return self._sort

    @property
    def text(self) -> str:
        """The filter's text."""
        return self._text

    @property
    def groups(self) -> list[Group]:
        """Groups that have a shown cell, in report order."""
        return [self._groups[name] for name in taxonomy().sorted(self._groups)]

    @property
    def shown(self) -> int:
        """How many cells pass the tab and the filter."""
        return sum(len(group.rows) for group in self._groups.values())

    def __contains__(self, cell_id: object) -> bool:
        return isinstance(cell_id, str) and cell_id in self._entries and self._shows(cell_id)

    def cell(self, cell_id: str) -> Cell:
        """Return a cell as it was at the last update."""
        return self._entries[cell_id].cell

    def group_of(self, cell_id: str) -> str | None:
        """Return the class a known cell is grouped under."""
        entry = self._entries.get(cell_id)
        return entry.class_id if entry else None

    def order(self, *, collapsed: bool = True) -> list[str]:
        """Return all shown ids in display order, with or without those in collapsed groups."""
        return [
            cell_id
            for group in self.groups
            if collapsed or group.class_id not in self.collapsed
            for _, cell_id in group.rows
        ]

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Have a function called after every change of what is shown."""
        self._listeners.append(listener)

    # -- changes ------------------------------------------------------------------------------------------------------

    def reset(self, cells: Mapping[str, Cell], entries: Mapping[str, Entry] | None = None) -> None:
        """Show another case's cells.

        Parameters
        ----------
        cells:
            Id → cell. The mapping is kept, and read again on :meth:`update`.
        entries:
            What :func:`entries_of` made of it in a worker; made here by default.
        """
        self._cells = cells
        self._entries = dict(entries_of(cells) if entries is None else entries)
        self._place_all()

    def update(self, cell_ids: Iterable[str]) -> None:
        """Take over new, changed and removed cells."""
        changed = []
        for cell_id in cell_ids:
            cell = self._cells.get(cell_id)
            old, new = self._entries.get(cell_id), _entry(cell) if cell is not None else None
            if old is not None and new is not None and old.place == new.place:
                self._entries[cell_id] = new
            elif old is not new:
                changed.append((cell_id, new))
        bulk = len(changed) > _REBUILD_AT
        for cell_id, new in changed:
            self._move(cell_id, new, regroup=not bulk)
        if bulk:
            self._regroup()
        self._tell()

    def set_tab(self, tab: Tab) -> None:
        """Show another part of the cells."""
        if tab != self._tab:
            self._tab = tab
            self._refilter()

    def set_text(self, text: str) -> None:
        """Show only cells whose id, file, class name or note holds every word of ``text``."""
        text = " ".join(text.split()).casefold()
        if text != self._text:
            self._text = text
            self._refilter()

    def set_sort(self, sort: Sort) -> None:
        """Sort every group anew, also where the order is the same as before."""
        self._sort = sort
        self._place_all()

    def set_view(self, tab: Tab, sort: Sort, text: str, collapsed: Iterable[str]) -> None:
        """Set everything about what is shown at once."""
        self._tab, self._sort, self._text = tab, sort, " ".join(text.split()).casefold()
        self.collapsed = set(collapsed)
        self._place_all()

    def toggle(self, class_id: str) -> None:
        """Collapse or expand a group."""
        self.collapsed ^= {class_id}
        self._tell()

    def expand(self, class_id: str) -> None:
        """Expand a group."""
        if class_id in self.collapsed:
            self.collapsed.discard(class_id)
            self._tell()

    # -- where to go --------------------------------------------------------------------------------------------------

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
        """Return the first candidate of those that need a person most, else the first not reviewed; None where all are.

        Blast-like cells come first, then contradictory, doubtful and out-of-domain ones: see :mod:`leukview.domain.guide`.
        """
        best, found = len(ORDER) + 1, None
        for cell_id in candidates:
            entry = self._entries.get(cell_id)
            if entry is None or entry.cell.person_class is not None or not self._shows(cell_id):
                continue
            if entry.early < best:
                best, found = entry.early, cell_id
            if best == 0:
                break
        return found

    # -- inside -------------------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()

    def _refilter(self) -> None:
        self._regroup()
        self._tell()

    def _shows(self, cell_id: str) -> bool:
        entry = self._entries[cell_id]
        if (self._tab is Tab.NEEDS and not entry.needs) or (self._tab is Tab.NOT_COUNTED and entry.counted):
            return False
        return not self._text or all(word in _haystack(entry.cell) for word in self._text.split())

    def _place_all(self) -> None:
        if self._sort is Sort.DOUBT:
            ids = sorted(self._entries, key=lambda cell_id: -self.cell(cell_id).doubt)
        else:
            ids = list(self._entries)
        self._rank = {cell_id: float(place) for place, cell_id in enumerate(ids)}
        self._home = {cell_id: (self._entries[cell_id].class_id, rank) for cell_id, rank in self._rank.items()}
        self._next_rank = float(len(ids))
        self._regroup()
        self._tell()

    def _regroup(self) -> None:
        """Build the groups and every count from the entries."""
        self.totals = Counter(entry.class_id for entry in self._entries.values())
        needs = sum(entry.needs for entry in self._entries.values())
        counted = sum(entry.counted for entry in self._entries.values())
        total = len(self._entries)
        self.counts = {Tab.NEEDS: needs, Tab.ALL: total, Tab.NOT_COUNTED: total - counted}
        self._groups = {}
        for cell_id, entry in self._entries.items():
            if self._shows(cell_id):
                group = self._groups.get(entry.class_id)
                if group is None:
                    group = self._groups[entry.class_id] = Group(entry.class_id)
                group.rows.append((self._rank[cell_id], cell_id))
        for group in self._groups.values():
            group.rows.sort()

    def _move(self, cell_id: str, new: Entry | None, *, regroup: bool) -> None:
        """Give a cell its new entry and rank; with ``regroup``, also its place in the groups and counts."""
        old = self._entries.get(cell_id)
        if regroup and old is not None:
            self._take_out(cell_id, old)
        if new is None:
            self._entries.pop(cell_id, None)
            self._rank.pop(cell_id, None)
            self._home.pop(cell_id, None)
            return
        if old is None or old.class_id != new.class_id:
            home = self._home.get(cell_id)
            if home is not None and home[0] == new.class_id:
                self._rank[cell_id] = home[1]
            else:
                self._rank[cell_id] = self._next_rank
                self._next_rank += 1
                self._home.setdefault(cell_id, (new.class_id, self._rank[cell_id]))
        self._entries[cell_id] = new
        if regroup:
            self._put_in(cell_id, new)

    def _take_out(self, cell_id: str, entry: Entry) -> None:
        self._count(entry, -1)
        group = self._groups.get(entry.class_id)
        if group is None:
            return
        row = (self._rank[cell_id], cell_id)
        place = bisect_left(group.rows, row)
        if place < len(group.rows) and group.rows[place] == row:
            del group.rows[place]
            if not group.rows:
                del self._groups[entry.class_id]

    def _put_in(self, cell_id: str, entry: Entry) -> None:
        self._count(entry, 1)
        if self._shows(cell_id):
            group = self._groups.setdefault(entry.class_id, Group(entry.class_id))
            insort(group.rows, (self._rank[cell_id], cell_id))

    def _count(self, entry: Entry, step: int) -> None:
        self.totals[entry.class_id] += step
        self.counts[Tab.ALL] += step
        self.counts[Tab.NEEDS] += step * entry.needs
        self.counts[Tab.NOT_COUNTED] += step * (not entry.counted)


def entries_of(cells: Mapping[str, Cell]) -> dict[str, Entry]:
    """Return what decides where each cell is shown: the slow part of opening a case, ready to be done in a worker."""
    return {cell_id: _entry(cell) for cell_id, cell in cells.items()}


def _entry(cell: Cell) -> Entry:
    early = priority(cell)
    needs = early < len(ORDER) and cell.person_class is None
    return Entry(cell, cell.final_class, needs, cell.counted, early)


def _haystack(cell: Cell) -> str:
    item = taxonomy()[cell.final_class]
    return f"{cell.id} {cell.file} {item.name} {item.short} {cell.note}".casefold()
