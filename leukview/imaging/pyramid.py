"""A field at every power of two of its size, cut into tiles: what is needed to look at 100 megapixels without moving them all."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["TILE", "Pyramid", "TileKey", "level_for", "tiles_in"]

Image = NDArray[np.uint8]

TILE = 512
"""Side of a tile in pixels of its level."""
_SMALLEST = 256
"""Levels are made until the longer side is at most this."""


@dataclass(frozen=True, slots=True)
class TileKey:
    """One tile: its level (0 is the field itself, each further one half as large), its column and its row."""

    level: int
    column: int
    row: int


class Pyramid:
    """A field and its reduced copies, each averaged from the one before: an h×w one has (h+1)//2 × (w+1)//2.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB; it is kept, not copied.

    Attributes
    ----------
    levels:
        The images, largest first.
    """

    def __init__(self, image: Image) -> None:
        self.levels: list[Image] = [image]
        while max(self.levels[-1].shape[:2]) > _SMALLEST:
            self.levels.append(_halved(self.levels[-1]))

    @property
    def width(self) -> int:
        """Width of the field in pixels."""
        return int(self.levels[0].shape[1])

    @property
    def height(self) -> int:
        """Height of the field in pixels."""
        return int(self.levels[0].shape[0])

    @property
    def nbytes(self) -> int:
        """Memory of all levels, in bytes."""
        return sum(level.nbytes for level in self.levels)

    def tile(self, key: TileKey) -> Image:
        """Return a tile, at most :data:`TILE` a side and less at the right and lower edge: a view, h×w×3 uint8 RGB.

        Raises
        ------
        IndexError
            When there is no such tile.
        """
        level = self.levels[key.level]
        tile = level[key.row * TILE : (key.row + 1) * TILE, key.column * TILE : (key.column + 1) * TILE]
        if min(key.level, key.column, key.row) < 0 or not tile.size:
            raise IndexError(f"no tile {key}")
        return tile


def _halved(image: Image) -> Image:
    """Return an image at half its size, each pixel the mean of four; an odd edge is repeated first, so that nothing shifts."""
    height, width = image.shape[:2]
    if height % 2 or width % 2:
        image = cv2.copyMakeBorder(image, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE).astype(
            np.uint8, copy=False
        )
    size = (image.shape[1] // 2, image.shape[0] // 2)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def level_for(scale: float, levels: int) -> int:
    """Return the level from which a view is drawn: the smallest that has at least as many pixels as the view.

    Parameters
    ----------
    scale:
        Device pixels per pixel of the field.
    levels:
        How many levels there are.
    """
    level = 0
    while level + 1 < levels and scale * 2 ** (level + 1) <= 1:
        level += 1
    return level


def tiles_in(
    level: int, left: float, top: float, right: float, bottom: float, width: int, height: int
) -> list[TileKey]:
    """Return the tiles of a level that a rectangle touches, those nearest its middle first.

    Parameters
    ----------
    level:
        The level.
    left, top, right, bottom:
        The rectangle, in pixels of the field.
    width, height:
        The field's size in pixels.
    """
    side = TILE * 2**level
    first, last = max(0, int(left // side)), min((width - 1) // side, int((right - 1e-9) // side))
    above, below = max(0, int(top // side)), min((height - 1) // side, int((bottom - 1e-9) // side))
    x, y = (left + right) / 2 / side - 0.5, (top + bottom) / 2 / side - 0.5
    keys = [TileKey(level, c, r) for r in range(above, below + 1) for c in range(first, last + 1)]
    return sorted(keys, key=lambda key: (key.column - x) ** 2 + (key.row - y) ** 2)
