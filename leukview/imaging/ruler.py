"""The ruler of a whole field: its red cells' diameter, measured apart from its nuclei, however large the field is."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.imaging.readers import resized
from leukview.imaging.scale import red_cell_diameter
from leukview.imaging.stain import Stain, between, measure_stain, otsu

__all__ = ["nuclear_level", "red_cell_size"]

Image = NDArray[np.uint8]

_RULER_SIDE = 900
"""Longer side, in pixels, at which red cells are measured."""
_RULER_WINDOW = 1800
"""Side, in source pixels, of the windows in which they are measured: smaller cells than 10 pixels are not told apart."""
_CONTRAST = 0.22
"""Least contrast between nuclei and red cells, in optical density; less is noise in a field without white cells."""
_TIMES = 1.9
"""The same, as a multiple of the red cells' own level, where those are violet."""


def red_cell_size(image: Image) -> float:
    """Return the red cells' diameter in pixels: the median over windows of a large field, a guess where there is none.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB of any size.
    """
    height, width = image.shape[:2]
    side = _RULER_WINDOW
    corners = {
        (round(fx * max(0, width - side)), round(fy * max(0, height - side)))
        for fx, fy in ((0.5, 0.5), (0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8))
    }
    measured = [_red_cells_of(image[y : y + side, x : x + side]) for x, y in sorted(corners)]
    sizes = [size for size in measured if size is not None and np.isfinite(size) and size > 0]
    return float(np.median(sizes)) if sizes else min(max(height, width), side) / 12


def _red_cells_of(image: Image) -> float | None:
    """Return the red cells' diameter in a window.

    Nuclei are painted over first: in a leukaemic field there may be more blasts than free red cells. Where no red cell stands
    free, the width of the stained clumps is taken.
    """
    height, width = image.shape[:2]
    factor = min(1.0, _RULER_SIDE / max(height, width))
    small = resized(image, (max(1, round(width * factor)), max(1, round(height * factor)))).copy()
    stain = measure_stain(small)
    bare = stain.depth < 2 * stain.noise + 0.02
    if not bare.any() or bare.all():
        return None
    level = nuclear_level(stain, 20.0)
    if level is not None:
        nuclei = cv2.dilate((stain.nuclear > level).astype(np.uint8), np.ones((9, 9), np.uint8))
        small[nuclei > 0] = np.median(small[bare], axis=0)
        stain.depth[nuclei > 0] = 0
    measured = red_cell_diameter(small)
    if measured is None:
        measured = _clump_width(stain.depth)
    return None if measured is None else float(measured) / factor


def _clump_width(depth: NDArray[np.float32]) -> float | None:
    """Return the common width of what is stained, from the discs it holds; None where nothing is."""
    stained = (depth > otsu(depth)).astype(np.uint8)
    contours, _ = cv2.findContours(stained, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros_like(stained), contours, -1, 1, cv2.FILLED)
    inside = cv2.GaussianBlur(cv2.distanceTransform(filled, cv2.DIST_L2, 5), (0, 0), 2)
    peaks = inside[(inside >= cv2.dilate(inside, np.ones((15, 15), np.uint8))) & (inside > 4)]
    if not peaks.size:
        return None
    return 2 * float(np.median(peaks[peaks > 0.4 * np.percentile(peaks, 90)]))


def nuclear_level(stain: Stain, red: float) -> float | None:
    """Return the level of the nuclear channel that parts nuclei from red cells, or None where the field has no nucleus.

    Parameters
    ----------
    stain:
        What :func:`leukview.imaging.stain.measure_stain` found in the field.
    red:
        The red cells' diameter there, in pixels.
    """
    stained = stain.depth > max(0.05, 4 * stain.noise)
    values = stain.nuclear[stained]
    if values.size < red * red / 4:
        return None
    middle = float(np.median(values))
    size = 2 * max(1, round(0.12 * red)) + 1
    solid = cv2.erode(stain.nuclear, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    top = float(solid.max())
    if top - middle < _CONTRAST or top < _TIMES * middle:
        return None
    # Where red cells are violet themselves they are most of what is stained, and pull the mean level down among them.
    floor = min(2 * middle, middle + 0.42 * (top - middle))
    return max(between(values, (middle + top) / 2), floor)
