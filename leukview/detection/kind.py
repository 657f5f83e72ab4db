"""Tell a single-cell image from a smear field."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.case import ImageKind
from leukview.imaging.readers import shrink_to
from leukview.imaging.stain import measure_stain, otsu

__all__ = ["image_kind"]

_CELL_SIDE = 460
"""Analysers export single cells at 80–400 pixels; a camera's field is larger."""
_LONGEST = 1.25
"""Crops are square or nearly so."""
_WORK_SIDE = 96
_CENTRED = 0.25
"""How far from the middle, as a part of the side, the cell of a crop may lie."""
_LARGE = 0.3
"""Least area of a nucleus, as a part of a large image, that only a close crop of one cell shows."""


def image_kind(image: NDArray[np.uint8]) -> ImageKind:
    """Return ``cell`` for an image of one cell and ``field`` for a part of a smear.

    Shape decides first: crops are nearly square. A small square image is a cell unless several nuclei lie in it and none
    at its middle; a large square one is a field unless one large nucleus lies alone at its middle.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB.
    """
    height, width = image.shape[:2]
    if max(height, width) > _LONGEST * min(height, width):
        return "field"
    nuclei = _nuclei(image)
    central = [area for area, away in nuclei if away < _CENTRED]
    if max(height, width) <= _CELL_SIDE:
        return "field" if len(nuclei) > 3 and not central else "cell"
    return "cell" if len(nuclei) == 1 and central and central[0] >= _LARGE else "field"


def _nuclei(image: NDArray[np.uint8]) -> list[tuple[float, float]]:
    """Return area and distance from the middle of each nucleus, as parts of the image's area and of its side."""
    small = shrink_to(image, _WORK_SIDE)
    stain = measure_stain(small)
    level = otsu(stain.nuclear)
    if level < 5 * stain.noise:
        return []
    mask = cv2.morphologyEx((stain.nuclear > level).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    # Lobes of one nucleus lie close together; closing joins them.
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    height, width = mask.shape
    count, _, stats, centres = cv2.connectedComponentsWithStats(np.asarray(mask, dtype=np.uint8))
    largest = max((int(stats[i, cv2.CC_STAT_AREA]) for i in range(1, count)), default=0)
    found = []
    for i in range(1, count):
        area = int(stats[i, cv2.CC_STAT_AREA])
        if area >= max(0.15 * largest, 0.002 * height * width):
            away = float(np.hypot(centres[i, 0] - width / 2, centres[i, 1] - height / 2)) / min(height, width)
            found.append((area / (height * width), away))
    return found
