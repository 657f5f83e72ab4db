"""The gallery's rows without Qt: which cells are shown, in which groups, in which order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from types import MappingProxyType

from leukview.domain.cell import Cell
from leukview.domain.guide import ORDER
from leukview.domain.taxonomy import taxonomy
from leukview.gui.models.gallery_entry import Entry, Group, Tab, entries_of, entry_of
from leukview.gui.models.gallery_filter import CellFilter
from leukview.gui.models.gallery_sieve import Sieve
from leukview.gui.models.gallery_sort import Sort, ranked
from leukview.gui.models.walk import Walk

__all__ = ["Entry", "GalleryModel", "Group", "Sort", "Tab", "entries_of"]

_REBUILD_AT = 64
"""Above this many changed cells, building the groups anew is quicker than moving each cell."""


class GalleryModel(Walk):
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
        self._sieve = Sieve()
        self._sort = Sort.FOUND
        self._backwards = False
        self._sorted_to = 0.0
        self._groups: dict[str, Group] = {}
        self._listeners: list[Callable[[], None]] = []
        self.collapsed: set[str] = set()
        self.totals: Counter[str] = Counter()
        self.counts: dict[Tab, int] = dict.fromkeys(Tab, 0)

    # -- what is shown ------------------------------------------------------------------------------------------------

    @property
    def tab(self) -> Tab:
        """Which cells are shown."""
        return self._sieve.tab

    @property
    def sort(self) -> Sort:
        """The order within groups, as of the last sort."""
        return self._sort

    @property
    def backwards(self) -> bool:
        """Whether the order within groups is turned round."""
        return self._backwards

    @property
    def joined(self) -> int:
        """How many cells stand at their group's end since they joined it after the last sort."""
        if self._next_rank == self._sorted_to:
            return 0
        return sum(rank >= self._sorted_to for rank in self._rank.values())

    @property
    def text(self) -> str:
        """The words that shown cells have."""
        return self._sieve.text

    @property
    def filter(self) -> CellFilter:
        """What else shown cells must be."""
        return self._sieve.filter

    @property
    def groups(self) -> list[Group]:
        """Groups that have a shown cell, in report order."""
        return [self._groups[name] for name in taxonomy().sorted(self._groups)]

    @property
    def shown(self) -> int:
        """How many cells pass the tab and the filter."""
        return sum(map(len, self._groups.values()))

    @property
    def hidden(self) -> int:
        """How many cells of the tab the text and the filter leave out."""
        return self.counts[self.tab] - self.shown

    def __contains__(self, cell_id: object) -> bool:
        entry = self._entries.get(cell_id)  # type: ignore[call-overload]
        return entry is not None and self._sieve.passes(entry)

    def cell(self, cell_id: str) -> Cell:
        """Return a cell as it was at the last update."""
        return self._entries[cell_id].cell

    def early(self, cell_id: str) -> int:
        """Return how early a person should look at a cell, as of the last update."""
        return self._entries[cell_id].early

    def in_sight(self, cell_id: str) -> bool:
        """Whether a cell is shown and its group is expanded."""
        entry = self._entries.get(cell_id)
        return entry is not None and entry.class_id not in self.collapsed and self._sieve.passes(entry)

    def alike(self, cell_id: str) -> list[str]:
        """Return the shown cells of a cell's class that the AI calls as it does, in display order."""
        chosen = self._entries[cell_id]
        kind = (chosen.class_id, chosen.cell.ai_class)
        return [
            other for other in self.order() if ((entry := self._entries[other]).class_id, entry.cell.ai_class) == kind
        ]

    def of_class(self, class_id: str) -> dict[str, Entry]:
        """Return every cell of a class by id, shown or not, in the order in which they were found."""
        return {cell_id: entry for cell_id, entry in self._entries.items() if entry.class_id == class_id}

    def per_file(self) -> dict[str, tuple[int, int]]:
        """Return each file's number of cells, and of those that need a person, shown or not."""
        entries = self._entries.values()
        whole = Counter(entry.cell.file for entry in entries)
        needing = Counter(entry.cell.file for entry in entries if entry.needs)
        return {file: (number, needing[file]) for file, number in whole.items()}

    def group_of(self, cell_id: str) -> str | None:
        """Return the class a known cell is grouped under."""
        entry = self._entries.get(cell_id)
        return entry.class_id if entry else None

    def next_for_review(self, candidates: Sequence[str]) -> str | None:
        """Return the first candidate of those that need a person most, as in every walk, from what is known of each."""
        best, found, passes = len(ORDER) + 1, None, self._sieve.passes
        for entry in filter(None, map(self._entries.get, candidates)):
            if entry.early < best and entry.cell.person_class is None and passes(entry):
                best, found = entry.early, entry.cell.id
                if best == 0:
                    break
        return found

    def order(self, *, collapsed: bool = True) -> list[str]:
        """Return all shown ids in display order, with or without those in collapsed groups."""
        shown = (group.ids for group in self.groups if collapsed or group.class_id not in self.collapsed)
        return list(chain.from_iterable(shown))

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
        self._recount()
        self._place_all()

    def update(self, cell_ids: Iterable[str], ready: Mapping[str, Entry] = MappingProxyType({})) -> None:
        """Take over new, changed and removed cells; ``ready`` has what a worker made of them already, as in :meth:`reset`."""
        changed = []
        for cell_id in cell_ids:
            cell = self._cells.get(cell_id)
            old = self._entries.get(cell_id)
            made = ready.get(cell_id)
            # What a worker made of it counts only while the cell is the very same.
            new = None if cell is None else made if made is not None and made.cell is cell else entry_of(cell)
            if old is not None and new is not None and old.stands_as(new) and self._stays(old, new):
                self._entries[cell_id] = new
            elif old is not new:
                changed.append((cell_id, new))
        bulk = len(changed) > _REBUILD_AT
        for cell_id, new in changed:
            self._move(cell_id, new, regroup=not bulk)
        if bulk:
            self._recount()
            self._regroup()
        self._tell()

    def set_tab(self, tab: Tab) -> None:
        """Show another part of the cells."""
        self._sift(Sieve(tab, self.text, self.filter))

    def set_text(self, text: str) -> None:
        """Show only cells whose id, file, class name or note holds every word of ``text``."""
        self._sift(Sieve(self.tab, text, self.filter))

    def set_filter(self, cell_filter: CellFilter) -> None:
        """Show only cells that pass."""
        self._sift(Sieve(self.tab, self.text, cell_filter))

    def set_sort(self, sort: Sort, *, backwards: bool = False) -> None:
        """Sort every group anew, also where the order is the same as before."""
        self._sort, self._backwards = sort, backwards
        self._place_all()

    def set_view(
        self,
        tab: Tab,
        sort: Sort,
        text: str,
        collapsed: Iterable[str],
        cell_filter: CellFilter = CellFilter(),  # noqa: B008 (frozen)
        *,
        backwards: bool = False,
    ) -> None:
        """Set everything about what is shown at once; cells that were placed so already stay."""
        if self.aim(tab, sort, text, collapsed, cell_filter, backwards=backwards) or self.joined:
            self._place_all()

    def aim(
        self,
        tab: Tab,
        sort: Sort,
        text: str,
        collapsed: Iterable[str],
        cell_filter: CellFilter = CellFilter(),  # noqa: B008 (frozen)
        *,
        backwards: bool = False,
    ) -> bool:
        """Set what is to be shown of the cells that :meth:`reset` brings next; return whether that is new."""
        sieve, hidden = Sieve(tab, text, cell_filter), set(collapsed)
        same = (sort, backwards, hidden) == (self._sort, self._backwards, self.collapsed)
        old, self._sieve = self._sieve, sieve
        self._sort, self._backwards, self.collapsed = sort, backwards, hidden
        return not (same and sieve.same(old))

    def toggle(self, class_id: str) -> None:
        """Collapse or expand a group."""
        self.collapsed ^= {class_id}
        self._tell()

    def expand(self, class_id: str) -> None:
        """Expand a group."""
        if class_id in self.collapsed:
            self.collapsed.discard(class_id)
            self._tell()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()

    def _sift(self, sieve: Sieve) -> None:
        if not sieve.same(self._sieve):
            self._sieve = sieve
            self._regroup()
            self._tell()

    def _stays(self, old: Entry, new: Entry) -> bool:
        """Whether a cell that keeps its place stays shown or hidden, too."""
        return not self._sieve.choosy or self._sieve.passes(old) == self._sieve.passes(new)

    def _place_all(self) -> None:
        cells = {cell_id: entry.cell for cell_id, entry in self._entries.items()}
        ids = ranked(cells, self._sort, backwards=self._backwards)
        self._rank = dict(zip(ids, map(float, range(len(ids))), strict=True))
        self._home = {}
        self._next_rank = self._sorted_to = float(len(ids))
        self._regroup()
        self._tell()

    def _recount(self) -> None:
        """Make every count anew from the entries; what is shown does not matter to them."""
        entries = self._entries.values()
        self.totals = Counter(map(attrgetter("class_id"), entries))
        needs, counted = (sum(map(attrgetter(name), entries)) for name in ("needs", "counted"))
        self.counts = {Tab.NEEDS: needs, Tab.ALL: len(entries), Tab.NOT_COUNTED: len(entries) - counted}

    def _regroup(self) -> None:
        """Build the groups anew from the entries."""
        shown: defaultdict[str, list[str]] = defaultdict(list)
        for entry in self._sieve.sifted(self._entries.values()):
            shown[entry.class_id].append(entry.cell.id)
        for ids in shown.values():
            ids.sort(key=self._rank.__getitem__)
        self._groups = {class_id: Group(class_id, ids) for class_id, ids in shown.items()}

    def _move(self, cell_id: str, new: Entry | None, *, regroup: bool) -> None:
        """Give a cell its new entry and rank; with ``regroup``, also its place in the groups and counts."""
        old = self._entries.get(cell_id)
        if regroup and old is not None:
            self._take_out(cell_id, old)
        home = self._home.get(cell_id)
        if old is not None and home is None and (new is None or new.class_id != old.class_id):
            # Where it leaves is its home, also a deleted cell's: one that comes back takes its old place.
            home = self._home[cell_id] = (old.class_id, self._rank[cell_id])
        if new is None:
            self._entries.pop(cell_id, None)
            self._rank.pop(cell_id, None)
            return
        if old is None or old.class_id != new.class_id:
            if home is not None and home[0] == new.class_id:
                self._rank[cell_id] = home[1]
            else:
                self._rank[cell_id] = self._next_rank
                self._next_rank += 1
        self._entries[cell_id] = new
        if regroup:
            self._put_in(cell_id, new)

    def _take_out(self, cell_id: str, entry: Entry) -> None:
        self._count(entry, -1)
        group = self._groups.get(entry.class_id)
        if group is None:
            return
        group.take_out(cell_id, self._rank)
        if not group:
            del self._groups[entry.class_id]

    def _put_in(self, cell_id: str, entry: Entry) -> None:
        self._count(entry, 1)
        if self._sieve.passes(entry):
            self._groups.setdefault(entry.class_id, Group(entry.class_id)).put_in(cell_id, self._rank)

    def _count(self, entry: Entry, step: int) -> None:
        self.totals[entry.class_id] += step
        self.counts[Tab.ALL] += step
        self.counts[Tab.NEEDS] += step * entry.needs
        self.counts[Tab.NOT_COUNTED] += step * (not entry.counted)
