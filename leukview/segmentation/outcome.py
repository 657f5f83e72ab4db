"""From masks at working size to a found cell at the source image's size."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.cell import Box
from leukview.segmentation.base import CYTOPLASM, NUCLEUS, FoundCell

__all__ = ["cell_of_mask", "found_cell", "tidy"]

Mask = NDArray[np.uint8]


def found_cell(nucleus: Mask, cell: Mask, corner: tuple[int, int], size: tuple[int, int]) -> FoundCell | None:
    """Bring two working masks to a source region's size and cut them to the cell's box.

    Parameters
    ----------
    nucleus, cell:
        h×w uint8, above 0 inside; the cell includes its nucleus.
    corner:
        x, y of the region in the source image, in source pixels.
    size:
        Width and height of the region in source pixels.

    Returns
    -------
    The cell, or None where nothing is left at the source's size.
    """
    whole = _enlarge(np.maximum(cell, nucleus), size)
    inner = _enlarge(nucleus, size)
    if not whole.any():
        return None
    x, y, width, height = cv2.boundingRect(whole)
    mask = np.where(inner > 0, NUCLEUS, np.where(whole > 0, CYTOPLASM, 0)).astype(np.uint8)
    return FoundCell(Box(corner[0] + x, corner[1] + y, width, height), mask[y : y + height, x : x + width].copy())


def cell_of_mask(mask: Mask) -> FoundCell | None:
    """Return the cell of an image-sized mask (255 nucleus, 128 cytoplasm); None where it is empty."""
    x, y, width, height = cv2.boundingRect((mask > 0).astype(np.uint8))
    return FoundCell(Box(x, y, width, height), mask[y : y + height, x : x + width].copy()) if width else None


def _enlarge(mask: Mask, size: tuple[int, int]) -> Mask:
    """Resize a mask smoothly, so that its outline shows no steps."""
    binary = (mask > 0).astype(np.uint8) * 255
    if (mask.shape[1], mask.shape[0]) == size:
        return binary
    soft = cv2.GaussianBlur(binary, (0, 0), 0.8)
    large = cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR)
    return np.asarray((large > 127).astype(np.uint8) * 255, dtype=np.uint8)


def tidy(mask: NDArray[np.bool_], radius: float) -> Mask:
    """Return the mask without specks, threads and pinholes of about ``radius`` pixels, its enclosed small holes filled."""
    size = 2 * max(1, round(radius)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    mask8 = mask.astype(np.uint8)
    opened = cv2.morphologyEx(mask8, cv2.MORPH_OPEN, kernel)
    return np.asarray(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, kernel), dtype=np.uint8)
