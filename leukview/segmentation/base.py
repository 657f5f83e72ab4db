"""What every segmenter returns: a box and a mask of nucleus and cytoplasm for each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box
from leukview.domain.progress import Progress

__all__ = ["CYTOPLASM", "NUCLEUS", "FoundCell", "Segmenter", "fills", "mask_on_image"]

NUCLEUS = 255
CYTOPLASM = 128
_FILLS = 0.45


@dataclass(frozen=True, eq=False, slots=True)
class FoundCell:
    """One segmented cell.

    Attributes
    ----------
    box:
        Bounding box in source pixels, within the image.
    mask:
        ``box.height``×``box.width`` uint8: 255 nucleus, 128 cytoplasm, 0 elsewhere.
    """

    box: Box
    mask: NDArray[np.uint8]


class Segmenter(Protocol):
    """Finds cells in H×W×3 uint8 RGB images."""

    name: str

    def single(self, image: NDArray[np.uint8]) -> FoundCell | None:
        """Return the cell a single-cell image is about (the one at its centre), or None where none stands out."""
        ...

    def field(self, image: NDArray[np.uint8], progress: Progress) -> list[FoundCell]:
        """Return every nucleated cell of a smear field, from top to bottom."""
        ...

    def boxed(self, image: NDArray[np.uint8], boxes: Sequence[Box], progress: Progress) -> list[FoundCell | None]:
        """Return the outline of the nucleated cell in each box of a field, in order; None where the box shows no such cell."""
        ...


def fills(found: FoundCell, box: Box) -> bool:
    """Tell whether an outline is that of the cell a box was drawn around: boxes tend to be loose, and outlines tight."""
    return found.box.iou(box) >= _FILLS


def mask_on_image(found: FoundCell, height: int, width: int) -> NDArray[np.uint8]:
    """Return the cell's mask at the source image's size."""
    whole = np.zeros((height, width), dtype=np.uint8)
    box = found.box
    whole[box.y : box.y + box.height, box.x : box.x + box.width] = found.mask
    return whole
