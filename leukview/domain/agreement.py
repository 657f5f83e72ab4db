"""How well two readers of one case agree, and on what they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from leukview.domain.cell import Cell
from leukview.domain.taxonomy import taxonomy

__all__ = ["Agreement", "disagreements", "label_pairs"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two readers' agreement over the cells that both labelled.

    Attributes
    ----------
    first, second:
        The readers' names.
    both, same:
        Cells that both labelled, and those they labelled alike.
    only_first, only_second:
        Cells that only one of them labelled.
    kappa, low, high:
        Cohen's kappa, unweighted, with its 95 % interval; None where it is not defined: no cell, or one class alone.
    differing:
        (first's class, second's class, cells, of which decided), the most frequent first.
    """

    first: str
    second: str
    both: int
    same: int
    only_first: int
    only_second: int
    kappa: float | None
    low: float | None
    high: float | None
    differing: tuple[tuple[str, str, int, int], ...] = ()

    @property
    def percent(self) -> float | None:
        """Cells labelled alike in per cent of those that both labelled; None where there is none."""
        return 100 * self.same / self.both if self.both else None

    @property
    def words(self) -> str:
        """The agreement in one line."""
        if not self.both:
            return "No cell was labelled by both readers."
        text = f"{self.same} of {self.both} cells labelled alike ({self.percent:.1f} %)"
        if self.kappa is None:
            return f"{text}; Cohen's kappa is not defined where one class alone was given."
        return f"{text}; Cohen's kappa {self.kappa:.2f} (95 % interval {self.low:.2f} to {self.high:.2f})."


def label_pairs(cells: Iterable[Cell]) -> list[tuple[str, str]]:
    """Return (first reader's, second reader's) class ids of the cells that both labelled."""
    return [(c.human_class, c.second_class) for c in cells if c.human_class is not None and c.second_class is not None]


def disagreements(cells: Iterable[Cell]) -> tuple[tuple[str, str, int, int], ...]:
    """Return what readers called differently: (first's class, second's class, cells, of which decided), most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    decided: Counter[tuple[str, str]] = Counter()
    for cell in cells:
        if cell.human_class is None or cell.second_class is None or cell.human_class == cell.second_class:
            continue
        pair = (cell.human_class, cell.second_class)
        found[pair] += 1
        decided[pair] += cell.agreed is not None
    order = sorted(found, key=lambda pair: (-found[pair], *(taxonomy()[name].order for name in pair)))
    return tuple((*pair, found[pair], decided[pair]) for pair in order)
