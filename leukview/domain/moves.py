"""What persons changed: how many cells went from which class of the AI to which final class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leukview.domain.cell import Cell
from leukview.domain.taxonomy import taxonomy

__all__ = ["Move", "move_of", "moves_in", "moves_of"]


@dataclass(frozen=True, slots=True)
class Move:
    """Cells that persons moved from one class to another. ``source`` is None for cells that the AI did not call."""

    source: str | None
    target: str
    n: int

    @property
    def words(self) -> str:
        """In words, e.g. ``Monocyte → Blast: 3``."""
        source = taxonomy()[self.source].name if self.source else "Not called"
        return f"{source} → {taxonomy()[self.target].name}: {self.n:,}"


def moves_of(cells: Iterable[Cell]) -> tuple[Move, ...]:
    """Return every change from the AI's class to the persons', the most frequent first, then in report order."""
    return moves_in(Counter(pair for cell in cells if (pair := move_of(cell)) is not None))


def move_of(cell: Cell) -> tuple[str | None, str] | None:
    """Return from which class to which persons moved a cell; None where they did not."""
    label = cell.person_class
    if label is None or label == (called := cell.ai_class):
        return None
    return called, label


def moves_in(found: Mapping[tuple[str | None, str], int]) -> tuple[Move, ...]:
    """Return counted changes, the most frequent first, then in report order."""
    known = taxonomy()

    def place(pair: tuple[str | None, str]) -> tuple[int, int, int]:
        source, target = pair
        return -found[pair], known[source].order if source else -1, known[target].order

    return tuple(Move(*pair, found[pair]) for pair in sorted(found, key=place))
