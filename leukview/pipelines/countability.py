"""Which nucleated cells can be counted: those cut, overlapped, blurred, doubtful or crushed are set aside, each with its reasons.

The limits are data, ``resources/rules/countability.toml``, each with the reason for it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box
from leukview.domain.prediction import SetAside
from leukview.imaging.clarity import clarity
from leukview.resources import resource
from leukview.segmentation.base import NUCLEUS, FoundCell

__all__ = ["Limit", "Placed", "by_call", "by_look", "by_place", "limits", "one_each", "set_aside"]

Image = NDArray[np.uint8]

_SAME = 0.5
"""Two outlines, and two boxes, that share more than this part of the smaller one are the same: two lobes boxed apart."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: as what a cell beyond it is set aside, the number, what is said on the cell, and why this number."""

    kind: Literal["uncountable", "crushed"]
    limit: float
    reason: str
    because: str


@dataclass(frozen=True, eq=False, slots=True)
class Placed:
    """A cell where a detector found it.

    Attributes
    ----------
    found:
        The detector's box.
    outline:
        The segmenter's outline, or None where it has none of its own.
    """

    found: Box
    outline: FoundCell | None

    @property
    def box(self) -> Box:
        """The outline's box, else the detector's."""
        return self.outline.box if self.outline else self.found

    @property
    def area(self) -> float:
        """Square source pixels of its outline, else of its box."""
        return float(np.count_nonzero(self.outline.mask)) if self.outline else float(self.box.width * self.box.height)


@lru_cache(maxsize=1)
def limits() -> Mapping[str, Limit]:
    """Return the shipped limits by name."""
    table = tomllib.loads(resource("rules", "countability.toml").read_text("utf-8"))
    return {name: Limit(**row) for name, row in table.items()}


def set_aside(names: Iterable[str]) -> SetAside | None:
    """Return what the named limits say together; None where none is named. What is crushed is so however it lies."""
    whole: SetAside | None = None
    for name in names:
        whole = SetAside(limits()[name].kind, (limits()[name].reason,)).joined(whole)
    return whole


def one_each(cells: Sequence[Placed]) -> list[Placed]:
    """Return each cell once: give them best first.

    Where a cell's outline is that of one before, the boxes decide. If they, too, share most of themselves, it is that cell again;
    if not, it is its neighbour in a clump, whose outline failed: it stays, without an outline.
    """
    kept: list[Placed] = []
    for cell in cells:
        twins = [other for other in kept if _same_outline(cell, other)]
        if not twins:
            kept.append(cell)
        elif not any(_same_box(cell.found, other.found) for other in twins):
            kept.append(Placed(cell.found, None))
    return kept


def _same_outline(one: Placed, other: Placed) -> bool:
    if one.outline is None or other.outline is None:
        return False
    return _shared(one.outline, other.outline) > _SAME * min(one.area, other.area)


def _same_box(one: Box, other: Box) -> bool:
    width, height = _common(one, other)[2:]
    return width * height > _SAME * min(one.width * one.height, other.width * other.height)


def by_place(cell: Placed, others: Iterable[Placed], size: tuple[int, int]) -> list[str]:
    """Return the names of the limits that a cell's place in its field is beyond: ``cut``, ``overlapped``.

    Parameters
    ----------
    cell:
        The cell.
    others:
        All other nucleated cells of the field.
    size:
        The field's width and height.
    """
    found = []
    if _is_cut(cell, size):
        found.append("cut")
    most = limits()["overlapped"].limit * cell.area
    if any(_overlap(cell, other) > most for other in others):
        found.append("overlapped")
    return found


def by_look(image: Image, outline: FoundCell) -> list[str]:
    """Return the names of the limits that an outlined cell's looks are beyond: ``blurred``, ``smooth``.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB, the source image.
    outline:
        The cell.
    """
    box = outline.box
    seen = clarity(image[box.y : box.y + box.height, box.x : box.x + box.width], outline.mask)
    if seen is None:
        return []
    found = ["blurred"] if seen.blur > limits()["blurred"].limit else []
    nucleus = int(np.count_nonzero(outline.mask == NUCLEUS))
    bare = np.count_nonzero(outline.mask) - nucleus < limits()["bare"].limit * nucleus
    return [*found, "smooth"] if bare and seen.texture < limits()["smooth"].limit else found


def by_call(probabilities: Mapping[str, float]) -> list[str]:
    """Return the names of the limits that a cell's class probabilities are beyond: ``doubtful``, ``smudge``."""
    if max(probabilities.values()) < limits()["doubtful"].limit:
        return ["doubtful"]
    return ["smudge"] if probabilities.get("smudge_cell", 0.0) > limits()["smudge"].limit else []


def _is_cut(cell: Placed, size: tuple[int, int]) -> bool:
    box = cell.box
    at = (box.x <= 0, box.y <= 0, box.x + box.width >= size[0], box.y + box.height >= size[1])
    if not any(at) or cell.outline is None:
        return any(at)
    mask = cell.outline.mask
    edges = [edge for edge, here in zip((mask[:, 0], mask[0], mask[:, -1], mask[-1]), at, strict=True) if here]
    diameter = 2 * float(np.sqrt(cell.area / np.pi))
    along = sum(int(np.count_nonzero(edge)) for edge in edges)
    return any((edge == NUCLEUS).any() for edge in edges) or along > limits()["cut"].limit * diameter


def _overlap(cell: Placed, other: Placed) -> float:
    """Return the square pixels of a cell that also lie in another."""
    if cell.outline is not None:
        return _shared(cell.outline, other.outline) if other.outline is not None else 0.0
    width, height = _common(cell.box, other.box)[2:]
    return float(width * height)


def _shared(one: FoundCell, other: FoundCell) -> float:
    """Return how many pixels two outlines have in common."""
    x, y, width, height = _common(one.box, other.box)
    if not width or not height:
        return 0.0
    parts = (
        found.mask[y - found.box.y : y - found.box.y + height, x - found.box.x : x - found.box.x + width] > 0
        for found in (one, other)
    )
    return float(np.logical_and(*parts).sum())


def _common(one: Box, other: Box) -> tuple[int, int, int, int]:
    """Return the rectangle that two boxes share: x, y, width and height, 0 where they share none."""
    x, y = max(one.x, other.x), max(one.y, other.y)
    width = min(one.x + one.width, other.x + other.width) - x
    height = min(one.y + one.height, other.y + other.height) - y
    return (x, y, width, height) if width > 0 and height > 0 else (x, y, 0, 0)
