"""Which cells the gallery shows, without Qt: the tab, the words and the filter together."""

from __future__ import annotations

from collections.abc import Iterable

from leukview.gui.models.gallery_entry import Entry, Tab
from leukview.gui.models.gallery_filter import CellFilter

__all__ = ["Sieve"]


class Sieve:
    """Lets through what is in a tab, holds every word and meets a filter.

    Parameters
    ----------
    tab, cell_filter:
        Which cells, and what else they must be.
    text:
        Words that each must have, in any case.

    Attributes
    ----------
    whole:
        Whether it lets every cell through.
    choosy:
        Whether the words or the filter leave anything out.
    """

    def __init__(self, tab: Tab = Tab.ALL, text: str = "", cell_filter: CellFilter = CellFilter()) -> None:  # noqa: B008 (frozen)
        self.tab, self.filter = tab, cell_filter
        self.text = " ".join(text.split()).casefold()
        self._words = self.text.split()
        self._parts = cell_filter.parts()
        self.choosy = bool(self._words) or bool(self._parts)
        self.whole = tab is Tab.ALL and not self.choosy

    def same(self, other: Sieve) -> bool:
        """Whether another one lets the same cells through."""
        return (self.tab, self.text, self.filter) == (other.tab, other.text, other.filter)

    def passes(self, entry: Entry) -> bool:
        """Whether a cell is shown."""
        if self.whole:
            return True
        if (self.tab is Tab.NEEDS and not entry.needs) or (self.tab is Tab.NOT_COUNTED and entry.counted):
            return False
        if self._words and not all(word in entry.text for word in self._words):
            return False
        return all(part(entry.cell) for part in self._parts)

    def sifted(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the entries that pass, in their order: of thousands at once, a step for each thing that is asked for."""
        found = list(entries)
        if self.tab is Tab.NEEDS:
            found = [entry for entry in found if entry.needs]
        elif self.tab is Tab.NOT_COUNTED:
            found = [entry for entry in found if not entry.counted]
        for word in self._words:
            found = [entry for entry in found if word in entry.text]
        for part in self._parts:
            found = [entry for entry in found if part(entry.cell)]
        return found
