"""All cells of one class, the odd ones first, without Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from leukview.domain.cell import Cell
from leukview.domain.oddness import Oddness, odd_first
from leukview.gui.models.gallery import GalleryModel
from leukview.gui.models.gallery_entry import Entry, Group, entry_of
from leukview.gui.translation import class_short, several, translate

__all__ = ["WallModel"]

_AROUND = 1.25
"""Side of what is shown of a cell, in longer sides of the box that all but the largest of the class fit in."""
_ALL_BUT = 0.98


class WallModel(GalleryModel):
    """The cells that a class had when it was put up. A cell that is relabelled keeps its place here, and says so."""

    def __init__(self) -> None:
        super().__init__()
        self.class_id = ""
        self.oddness: Mapping[str, Oddness] = {}
        self.span = 1.0

    def show(self, class_id: str, entries: Mapping[str, Entry], oddness: Mapping[str, Oddness] | None = None) -> None:
        """Put up a class.

        Parameters
        ----------
        class_id:
            The class.
        entries:
            Its cells by id.
        oddness:
            What :func:`leukview.domain.oddness.odd_first` says of them, from a worker; asked here by default.
        """
        self.class_id = class_id
        cells = {cell_id: entry.cell for cell_id, entry in entries.items()}
        self.oddness = odd_first(cells.values()) if oddness is None else oddness
        sides = sorted(max(cell.final_box.width, cell.final_box.height) for cell in cells.values())
        self.span = _AROUND * sides[int(_ALL_BUT * (len(sides) - 1))] if sides else 1.0
        self.reset(cells, entries)

    def caption(self, cell_id: str) -> tuple[str, bool]:
        """Return what stands under a cell, and whether it is a doubt: the class it was given meanwhile, else what is odd."""
        cell = self.cell(cell_id)
        if cell.final_class != self.class_id:
            return f"→ {class_short(cell.final_class)}", False
        why = self.oddness[cell_id].why
        return (why[0] if why else "", True)

    def words(self) -> str:
        """Return how many cells there are, how many of them are odd and how many reviewed."""
        cells = [entry.cell for entry in self._entries.values()]
        odd = sum(bool(item.why) for cell_id, item in self.oddness.items() if cell_id in self._entries)
        reviewed = sum(cell.person_class is not None for cell in cells)
        moved = sum(cell.final_class != self.class_id for cell in cells)
        text = several(
            len(cells),
            translate("ClassGrid", "{n:,} cell · {odd:,} odd · {reviewed:,} reviewed"),
            translate("ClassGrid", "{n:,} cells · {odd:,} odd · {reviewed:,} reviewed"),
            odd=odd,
            reviewed=reviewed,
        )
        return text + (translate("ClassGrid", " · {moved:,} given another class").format(moved=moved) if moved else "")

    def update(self, cell_ids: Iterable[str], ready: Mapping[str, Entry] = MappingProxyType({})) -> None:
        """Take over changed and removed cells of those put up; each keeps its place."""
        changed = False
        for cell_id in cell_ids:
            if cell_id in self._entries:
                cell = self._cells.get(cell_id)
                if cell is None:
                    del self._entries[cell_id]
                elif cell is not self._entries[cell_id].cell:
                    self._entries[cell_id] = entry_of(cell)
                else:
                    continue
                changed = True
        if changed:
            self._regroup()
            self._tell()

    def follow(self, cells: Mapping[str, Cell]) -> None:
        """Take over how the case's cells are now."""
        self._cells = cells
        self.update(list(self._entries))

    def group_of(self, cell_id: str) -> str | None:
        """Return the class that is put up, for each of its cells."""
        return self.class_id if cell_id in self._entries else None

    def in_sight(self, cell_id: str) -> bool:
        """Whether a cell is put up."""
        return cell_id in self._entries

    def _place_all(self) -> None:
        places = {cell_id: place for place, cell_id in enumerate(self.oddness)}
        self._rank = {cell_id: float(places[cell_id]) for cell_id in self._entries}
        self._regroup()
        self._tell()

    def _regroup(self) -> None:
        ids = sorted(self._entries, key=self._rank.__getitem__)
        self._groups = {self.class_id: Group(self.class_id, ids)} if ids else {}
        self.totals = Counter({self.class_id: len(ids)})
