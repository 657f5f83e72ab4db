"""Areas, shape, lobes and colours of a cell from its mask, and the outlines to draw."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.morphology import Morphology

__all__ = ["lobe_count", "measure", "outline"]

Mask = NDArray[np.uint8]

_NUCLEUS = 255
_LOBE = 0.42
"""Least radius of a lobe's disc, as a part of the largest lobe's."""
_BRIDGE = 0.62
"""A bridge thinner than this part of the smaller disc parts two lobes."""


def measure(image: NDArray[np.uint8], mask: Mask) -> Morphology:
    """Measure a cell.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB crop of the cell's box.
    mask:
        H×W uint8 of the same box: 255 nucleus, 128 cytoplasm, 0 elsewhere.

    Returns
    -------
    Areas in square pixels, the diameter in pixels, and colours 0–255.

    Raises
    ------
    ValueError
        When the two do not have the same height and width.
    """
    if image.shape[:2] != mask.shape:
        raise ValueError(f"the mask is {mask.shape}, the image {image.shape[:2]}")
    nucleus = mask == _NUCLEUS
    cytoplasm = (mask > 0) & ~nucleus
    areas = int(nucleus.sum()), int(cytoplasm.sum())
    return Morphology(
        nucleus_area_px=areas[0],
        cytoplasm_area_px=areas[1],
        diameter_px=2 * float(np.sqrt(sum(areas) / np.pi)),
        lobes=lobe_count(nucleus.astype(np.uint8)),
        nucleus_circularity=_circularity(mask),
        nucleus_colour=_mean_colour(image, nucleus),
        cytoplasm_colour=_mean_colour(image, cytoplasm),
    )


def _mean_colour(image: NDArray[np.uint8], inside: NDArray[np.bool_]) -> tuple[float, float, float] | None:
    """Return the mean RGB inside, or None where nothing is inside."""
    if not inside.any():
        return None
    red, green, blue = image[inside].mean(axis=0, dtype=np.float64)
    return float(red), float(green), float(blue)


def outline(mask: Mask, value: int) -> list[NDArray[np.int32]]:
    """Return the outer and inner contours of a compartment.

    Parameters
    ----------
    mask:
        H×W uint8: 255 nucleus, 128 cytoplasm, 0 elsewhere.
    value:
        255 for the nucleus; any lower value above 0, as 128, for the whole cell with its nucleus.

    Returns
    -------
    Closed contours, each n×2 int32, x then y in pixels of the mask.

    Raises
    ------
    ValueError
        When the value is not in 1–255.
    """
    if not 0 < value <= _NUCLEUS:
        raise ValueError(f"no compartment has the value {value}")
    inside = (mask == _NUCLEUS) if value == _NUCLEUS else (mask > 0)
    found, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    return [contour.reshape(-1, 2).astype(np.int32) for contour in found]


def _circularity(mask: Mask) -> float:
    """Return 4πA/P² of the nucleus over all its parts, 0–1; 0 where there is none.

    A contour of pixel steps is longer than the edge it follows, so the outline is smoothed before it is measured.
    """
    padded = np.pad((mask == _NUCLEUS).astype(np.uint8), 1)
    found, _ = cv2.findContours(padded, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    area = perimeter = 0.0
    for contour in found:
        points = contour.reshape(-1, 2).astype(np.float32)
        if len(points) >= 12:
            points = np.asarray(sum(np.roll(points, step, axis=0) for step in range(-2, 3)) / 5, dtype=np.float32)
        area += cv2.contourArea(points)
        perimeter += cv2.arcLength(points, closed=True)
    return min(1.0, 4 * np.pi * area / perimeter**2) if perimeter else 0.0


def lobe_count(nucleus: Mask) -> int:
    """Count a nucleus's lobes: discs within it that only thin bridges, or nothing, join.

    Parameters
    ----------
    nucleus:
        H×W uint8, above 0 in the nucleus.

    Returns
    -------
    0 where there is no nucleus, 1 for an unlobed one.
    """
    filled = np.pad((nucleus > 0).astype(np.uint8), 1)
    if not filled.any():
        return 0
    depth = np.asarray(cv2.distanceTransform(filled, cv2.DIST_L2, 5), dtype=np.float32)
    deepest = float(depth.max())
    size = 2 * max(1, round(0.4 * deepest)) + 1
    highest = cv2.dilate(depth, np.ones((size, size), np.uint8))
    peaks = [(int(y), int(x)) for y, x in np.argwhere((depth >= highest) & (depth >= max(1.0, _LOBE * deepest)))]
    peaks.sort(key=lambda at: (-float(depth[at]), at))
    lobes: list[tuple[int, int]] = []
    for peak in peaks:
        _, labels = cv2.connectedComponents((depth >= _BRIDGE * depth[peak]).astype(np.uint8), connectivity=8)
        if all(labels[peak] != labels[lobe] for lobe in lobes):
            lobes.append(peak)
    return len(lobes)
