"""The counts of a case, kept up to date by what changes in it: those of counting every cell anew, for the price of the change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from operator import attrgetter
from types import MappingProxyType
from typing import TypeVar

from leukview.domain.cell import Cell
from leukview.domain.differential import Differential, Ranges, Whose, differential_with
from leukview.domain.heads import HeadMark, head_marks, readings_of
from leukview.domain.moves import Move, move_of, moves_in
from leukview.domain.smear import SmearDomain

__all__ = ["RunningCounts"]

_T = TypeVar("_T")


_LABELS: dict[Whose, Callable[[Cell], str | None]] = {
    "human": attrgetter("human_class"),
    "second": attrgetter("second_class"),
    "final": attrgetter("final_class"),
}
_ALL_LABELS: dict[Whose, Callable[[Cell], str | None]] = {"ai": attrgetter("ai_class"), **_LABELS}


class RunningCounts:
    """How many cells of a case are of which class, reviewed, moved by persons, analysed and out of domain.

    Parameters
    ----------
    cells:
        Id → cell, counted at once.
    """

    def __init__(self, cells: Mapping[str, Cell] = MappingProxyType({})) -> None:
        self._cells: dict[str, Cell] = {}
        self._labels: dict[Whose, Counter[str | None]] = {"ai": Counter(), **{whose: Counter() for whose in _LABELS}}
        self._reviewed = self._disagreements = 0
        self._moves: Counter[tuple[str | None, str] | None] = Counter()
        self._calls: Counter[tuple[str, ...]] = Counter()
        self._heads: dict[Whose, Counter[tuple[str, HeadMark]]] = {whose: Counter() for whose in _ALL_LABELS}
        self._far = self._far_alone = 0
        self.take(cells, cells)

    @property
    def total(self) -> int:
        """How many cells there are."""
        return len(self._cells)

    @property
    def reviewed(self) -> int:
        """How many of them have a label that persons stand for."""
        return self._reviewed

    @property
    def labelled(self) -> int:
        """How many of them have the (first) reader's label; while a second one reads, that one's."""
        return self.total - self._labels["human"][None]

    @property
    def disagreements(self) -> int:
        """On how many of them two readers disagree, and nobody has decided."""
        return self._disagreements

    @property
    def moves(self) -> tuple[Move, ...]:
        """What persons changed, as :func:`leukview.domain.moves.moves_of` says it."""
        return moves_in({pair: count for pair, count in self._moves.items() if pair is not None and count})

    @property
    def analysed(self) -> int:
        """How many of them have a prediction."""
        return self._calls.total()

    @property
    def domain(self) -> SmearDomain:
        """How many of them are out of domain, as :func:`leukview.domain.smear.smear_domain` says it."""
        return SmearDomain(self.analysed, self._far, self._far_alone)

    def take(self, cells: Mapping[str, Cell], changed: Iterable[str]) -> None:
        """Count some cells as they are now; the same change may be taken twice.

        Parameters
        ----------
        cells:
            Id → cell, of the whole case as it is now.
        changed:
            Ids of cells that may be new, other or gone.
        """
        gone, come = [], []
        for cell_id in changed:
            old, new = self._cells.get(cell_id), cells.get(cell_id)
            if old is new:
                continue
            # What only a person changed leaves the call as it was counted.
            anew = old is None or new is None or old.prediction is not new.prediction
            if old is not None:
                gone.append(old)
                self._add_flag(old, -1)
                if anew:
                    self._add_call(old, -1)
            if new is None:
                self._cells.pop(cell_id, None)
                continue
            self._cells[cell_id] = new
            come.append(new)
            self._add_flag(new, 1)
            if anew:
                self._add_call(new, 1)
        self._reviewed += sum(cell.person_class is not None for cell in come)
        self._reviewed -= sum(cell.person_class is not None for cell in gone)
        self._disagreements += sum(cell.disagreement for cell in come) - sum(cell.disagreement for cell in gone)
        for whose, label in _LABELS.items():
            _count(self._labels[whose], label, gone, come)
        _count(self._moves, move_of, gone, come)
        self._add_heads(gone, -1)
        self._add_heads(come, 1)

    def catch_up(self, cells: Mapping[str, Cell]) -> None:
        """Count a case whose changes since the last count nobody noted; the price is that of looking at each cell."""
        now, mine = dict(cells), self._cells
        other = [cell_id for cell_id, cell in now.items() if mine.get(cell_id) is not cell]
        self.take(now, other + [cell_id for cell_id in mine if cell_id not in now])

    def differential(
        self, whose: Whose = "final", classes: Iterable[str] = (), ranges: Ranges | None = None
    ) -> Differential:
        """Return the differential, as :func:`leukview.domain.differential.count_cells` counts it."""
        called = whose == "ai" or (whose == "final" and self.reviewed < self.total)
        calls = [names for names, count in self._calls.items() if count] if called else None
        # A class that has no cell any more is no class that was counted.
        counts = {name: count for name, count in self._labels[whose].items() if count and name is not None}
        found = differential_with(counts, calls, classes, ranges)
        heads = self._heads[whose]
        return replace(found, heads=readings_of(heads)) if heads else found

    def _add_call(self, cell: Cell, step: int) -> None:
        call = cell.prediction
        if call is None:
            return
        self._labels["ai"][cell.ai_class] += step
        self._calls[tuple(call.probabilities)] += step

    def _add_heads(self, cells: Iterable[Cell], step: int) -> None:
        for cell in cells:
            for mark in head_marks(cell.prediction):
                for whose, label_of in _ALL_LABELS.items():
                    label = label_of(cell)
                    if label is not None:
                        self._heads[whose][label, mark] += step

    def _add_flag(self, cell: Cell, step: int) -> None:
        # Of the label, too: a blast-like one is a reason of its own.
        if cell.out_of_domain:
            self._far += step
            self._far_alone += step * (len(cell.review_reasons) == 1)


def _count(counter: Counter[_T], what: Callable[[Cell], _T], gone: Iterable[Cell], come: Iterable[Cell]) -> None:
    # Counting by the library before subtracting: at thousands of cells ten times as fast as one by one.
    counter.subtract(Counter(map(what, gone)))
    counter.update(map(what, come))
