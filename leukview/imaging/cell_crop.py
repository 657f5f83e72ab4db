"""A cell cut out of a field as if an analyser had photographed it alone: at native resolution, mirrored past the edge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box

__all__ = ["CROP_DIAMETERS", "crop_side", "cut_crop"]

CROP_DIAMETERS = 5.7
"""Side of an analyser's crop in red-cell diameters. A part of it (``crop_fraction``) is what networks see of a crop, and the same
part of as many red cells (``field_diameters``) is what they see in a field; see ``resources/recipes/leukview.toml``."""
_MARGIN = 1.3
"""Least side, as a multiple of the cell's longer side: the largest cells stay whole."""
_LEAST = 16
"""Pixels; a smaller image is not read again."""


def crop_side(box: Box, red: float) -> int:
    """Return the side of a cell's crop in pixels.

    Parameters
    ----------
    box:
        The cell's bounding box in source pixels.
    red:
        Diameter of a red cell in source pixels; see :func:`leukview.imaging.ruler.red_cell_size`.
    """
    return max(_LEAST, round(CROP_DIAMETERS * red), round(_MARGIN * max(box.width, box.height)))


def cut_crop(image: NDArray[np.uint8], box: Box, side: int) -> NDArray[np.uint8]:
    """Return the square around a cell, pixel for pixel.

    Beyond the image's edge it is mirrored, as :func:`leukview.imaging.crops.cut_view` does when a cell is called.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB.
    box:
        The cell's bounding box.
    side:
        Side of the square in pixels.

    Returns
    -------
    ``side``×``side``×3 uint8 RGB.
    """
    height, width = image.shape[:2]
    left = round(box.x + box.width / 2 - side / 2)
    top = round(box.y + box.height / 2 - side / 2)
    before = (max(0, -top), max(0, -left))
    after = (max(0, top + side - height), max(0, left + side - width))
    inside = image[max(0, top) : min(height, top + side), max(0, left) : min(width, left + side)]
    if not any(before) and not any(after):
        return inside.copy()
    # From the whole image, not the part inside: what is mirrored may lie beyond it.
    padded = np.pad(image, ((before[0], after[0]), (before[1], after[1]), (0, 0)), mode="reflect")
    top, left = top + before[0], left + before[1]
    return np.ascontiguousarray(padded[top : top + side, left : left + side])
