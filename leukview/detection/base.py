"""What every detector returns: boxes with a class and a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["KINDS", "NUCLEATED", "PLATELET", "RED_CELL", "Found", "joined"]

KINDS = ("nucleated", "red_cell", "platelet")
"""Names of the kinds of object, in the order of their numbers."""
NUCLEATED, RED_CELL, PLATELET = range(3)


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """N objects of a field.

    Attributes
    ----------
    boxes:
        N×4 float64: x0, y0, x1, y1 in source pixels, x to the right and y down.
    scores:
        N float64, 0–1.
    kinds:
        N int64, an index into :data:`KINDS`.
    """

    boxes: NDArray[np.float64]
    scores: NDArray[np.float64]
    kinds: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.boxes)

    def part(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Found:
        """Return the objects that a mask or an order picks."""
        return Found(self.boxes[which], self.scores[which], self.kinds[which])

    def of_kind(self, kind: int, least_score: float = 0.0) -> Found:
        """Return the objects of one kind with at least this score."""
        return self.part((self.kinds == kind) & (self.scores >= least_score))


def joined(parts: Sequence[Found]) -> Found:
    """Return the objects of all parts, in order; an empty one for no part."""
    if not parts:
        return Found(np.zeros((0, 4)), np.zeros(0), np.zeros(0, dtype=np.int64))
    return Found(
        np.concatenate([part.boxes for part in parts]),
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.kinds for part in parts]),
    )
