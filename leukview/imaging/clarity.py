"""How clear a nucleus is to see: how sharp its edge, and how much texture its chromatin has; both free of scale and stain."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Clarity", "clarity"]

_NUCLEUS = 255
_LEAST_AREA = 40
_STEEP = 75
"""Percentile of the edge's steepness that is read: part of a nucleus's edge lies on another nucleus, or on dark cytoplasm."""
_FINE = 0.08
"""What is finer than this part of the nucleus's diameter is chromatin's texture; what is coarser are folds and lobes."""


@dataclass(frozen=True, slots=True)
class Clarity:
    """What can be seen of a nucleus.

    Attributes
    ----------
    blur:
        Width of the nucleus's edge as a part of its diameter: its contrast over its steepest slope. Small is sharp.
    texture:
        Spread of the fine structure of its optical density as a part of the mean density: 0 is smooth.
    """

    blur: float
    texture: float


def clarity(image: NDArray[np.uint8], mask: NDArray[np.uint8]) -> Clarity | None:
    """Measure a cell's nucleus; None where there is none large enough, or it does not stand out.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB crop of the cell's box.
    mask:
        H×W uint8 of the same box: 255 nucleus, 128 cytoplasm, 0 elsewhere.
    """
    nucleus = (mask == _NUCLEUS).astype(np.uint8)
    area = int(nucleus.sum())
    if area < _LEAST_AREA:
        return None
    diameter = 2 * float(np.sqrt(area / np.pi))
    # Green light, which chromatin absorbs most in every Romanowsky stain; its background cancels out in differences.
    density = -np.log((image[..., 1].astype(np.float32) + 1) / 256)
    reach = max(1, round(diameter / 8))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    inner, outer = cv2.erode(nucleus, kernel, borderValue=0) > 0, cv2.dilate(nucleus, kernel) - nucleus > 0
    if not inner.any() or not outer.any():
        return None
    step = float(np.median(density[inner]) - np.median(density[outer]))
    if step <= 0.02:
        return None
    edge = cv2.morphologyEx(nucleus, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    steep = float(np.percentile(_slope(density)[edge], _STEEP))
    fine = density - cv2.GaussianBlur(density, (0, 0), max(0.6, _FINE * diameter))
    mean = float(density[inner].mean()) - float(density.min())
    return Clarity(step / max(steep, 1e-6) / diameter, float(fine[inner].std()) / max(mean, 1e-6))


def _slope(density: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much the density changes from pixel to pixel, along its steepest way."""
    smooth = cv2.GaussianBlur(density, (0, 0), 0.8)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *way, ksize=3, scale=1 / 8) for way in ((1, 0), (0, 1)))
    return np.asarray(cv2.magnitude(across, down), dtype=np.float32)
