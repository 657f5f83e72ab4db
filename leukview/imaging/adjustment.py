"""How a picture is shown, not what it is: white balance, brightness, contrast and gamma, as a table of grey levels.

Nothing here is for an analysis, a measurement or an export; those see the picture as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.errors import InputProblem
from leukview.imaging.stain import background_colour

__all__ = ["AS_IS", "DARKEST_WHITE", "MOST_GAMMA", "Adjustment", "adjusted", "common_white", "level_tables", "white_at"]

Image = NDArray[np.uint8]
Colour = tuple[int, int, int]

MOST_GAMMA = 3.0
"""Gamma lies between its inverse and this."""
DARKEST_WHITE = 96
"""The brightest channel of a background is at least this: what is darker is a cell, or no picture of a lit smear."""
_PATCH = 4
"""Pixels around a picked point whose median is taken, so that one noisy pixel is not the background."""
_MOST_CONTRAST = 4.0


@dataclass(frozen=True, slots=True)
class Adjustment:
    """How pictures are shown; the defaults change nothing.

    Attributes
    ----------
    brightness:
        −100 to 100; 100 adds half of the range to every level.
    contrast:
        −100 to 100; levels move away from the middle grey, by at most four times.
    gamma:
        1 / ``MOST_GAMMA`` to ``MOST_GAMMA``; above 1 the middle levels become brighter, black and white stay.
    white:
        RGB of the background, 0–255, which is shown as a grey of its brightest channel; None leaves the balance.
    """

    brightness: int = 0
    contrast: int = 0
    gamma: float = 1.0
    white: Colour | None = None

    def __post_init__(self) -> None:
        if not (-100 <= self.brightness <= 100 and -100 <= self.contrast <= 100):
            raise ValueError(
                f"brightness and contrast lie between -100 and 100, not {self.brightness}, {self.contrast}"
            )
        if not 1 / MOST_GAMMA <= self.gamma <= MOST_GAMMA:
            raise ValueError(f"gamma lies between 1/{MOST_GAMMA:g} and {MOST_GAMMA:g}, not {self.gamma}")
        if self.white is not None and not all(0 <= part <= 255 for part in self.white):
            raise ValueError(f"a colour's parts lie between 0 and 255, not {self.white}")

    @property
    def changes_nothing(self) -> bool:
        """Whether every picture is shown as it is."""
        balanced = self.white is None or len(set(self.white)) == 1
        return balanced and (self.brightness, self.contrast, self.gamma) == (0, 0, 1.0)


AS_IS = Adjustment()
"""Every picture as it is."""


@lru_cache(maxsize=64)
def level_tables(adjustment: Adjustment) -> Image:
    """Return the 1×256×3 uint8 table that shows each level of red, green and blue; never falling along the levels.

    Balance comes first, then gamma, contrast and brightness.
    """
    levels = np.arange(256.0)[:, None] / 255
    if adjustment.white is not None:
        white = np.maximum(np.array(adjustment.white, dtype=np.float64), 1.0)
        levels = levels * (white.max() / white)[None]
    levels = np.broadcast_to(np.clip(levels, 0, 1), (256, 3)) ** (1 / adjustment.gamma)
    steep = _MOST_CONTRAST ** (adjustment.contrast / 100)
    levels = (levels - 0.5) * steep + 0.5 + adjustment.brightness / 200
    table: Image = np.clip(np.round(255 * levels), 0, 255).astype(np.uint8)[None]
    table.setflags(write=False)
    return table


def adjusted(image: Image, adjustment: Adjustment) -> Image:
    """Return how a picture is shown; the picture itself stays as it is.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB.
    adjustment:
        What to change; where that is nothing, the very same array comes back.
    """
    if adjustment.changes_nothing or image.size == 0:
        return image
    return np.asarray(cv2.LUT(image, level_tables(adjustment)), dtype=np.uint8)


def white_at(image: Image, x: float, y: float) -> Colour:
    """Return the background's colour where a person points at it: the median around a point.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB.
    x, y:
        The point in pixels; the corner of the first pixel is (0, 0).

    Raises
    ------
    InputProblem
        Where the point lies outside the picture, or on something too dark to be background.
    """
    height, width = image.shape[:2]
    if not (0 <= x < width and 0 <= y < height):
        raise InputProblem("The point", "it lies outside the picture", "Click an empty part of the picture")
    left, top = max(0, int(x) - _PATCH), max(0, int(y) - _PATCH)
    patch = image[top : int(y) + _PATCH + 1, left : int(x) + _PATCH + 1].reshape(-1, 3)
    found = _colour(np.median(patch, axis=0))
    if max(found) < DARKEST_WHITE:
        raise InputProblem("The point", "it is too dark to be background", "Click an empty part between the cells")
    return found


def common_white(images: Iterable[Image]) -> Colour | None:
    """Return the background's colour that pictures of one smear share, the median of theirs; None where none has one."""
    found = [background_colour(image) for image in images if image.size]
    found = [colour for colour in found if float(np.max(colour)) >= DARKEST_WHITE]
    return _colour(np.median(np.asarray(found), axis=0)) if found else None


def _colour(values: NDArray[np.float64]) -> Colour:
    red, green, blue = (min(255, max(0, round(float(part)))) for part in values)
    return red, green, blue
