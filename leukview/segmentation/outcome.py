"""From masks at working size to a found cell at the source image's size."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box
from leukview.segmentation.base import CYTOPLASM, NUCLEUS, FoundCell

__all__ = ["cell_of_mask", "found_cell", "resized", "same_cell", "tidy"]

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


def resized(image: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the image at this width and height, reduced by area; itself where that is its size."""
    if (image.shape[1], image.shape[0]) == size:
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def same_cell(rough: FoundCell, fine: FoundCell) -> bool:
    """Tell whether a network outlined the cell that was found by stain, rather than its neighbour or a heap."""
    nucleus = int(np.count_nonzero(rough.mask == NUCLEUS))
    box, other = rough.box, fine.box
    x0, y0 = max(box.x, other.x), max(box.y, other.y)
    x1, y1 = min(box.x + box.width, other.x + other.width), min(box.y + box.height, other.y + other.height)
    if x1 <= x0 or y1 <= y0:
        return False
    mine = rough.mask[y0 - box.y : y1 - box.y, x0 - box.x : x1 - box.x]
    theirs = fine.mask[y0 - other.y : y1 - other.y, x0 - other.x : x1 - other.x]
    shared = int(np.count_nonzero((mine == NUCLEUS) & (theirs >= CYTOPLASM)))
    ratio = float(np.count_nonzero(fine.mask)) / max(1.0, float(np.count_nonzero(rough.mask)))
    return shared > 0.8 * nucleus and 0.4 < ratio < 2.5
