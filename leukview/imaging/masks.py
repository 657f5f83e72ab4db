"""Masks as PNG: how they are stored, and how a review command carries them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box

__all__ = ["pack", "placed", "unpack"]


def pack(name: str, mask: NDArray[np.uint8]) -> bytes:
    """Return an H×W uint8 mask as a PNG.

    Parameters
    ----------
    name:
        Whose mask it is, for the error.

    Raises
    ------
    ValueError
        When it is no such mask, or has no pixel.
    """
    if mask.dtype != np.uint8 or mask.ndim != 2 or mask.size == 0:
        raise ValueError(f"the mask of {name} is {mask.dtype} of shape {mask.shape}, not uint8 of (height, width)")
    ok, data = cv2.imencode(".png", mask)
    if not ok:
        raise ValueError(f"the mask of {name} has shape {mask.shape}, which no PNG holds")
    return data.tobytes()


def placed(mask: NDArray[np.uint8], box: Box, onto: Box) -> NDArray[np.uint8]:
    """Return a box-sized mask as it lies in another box of the same image; what leaves that box is cut off.

    Parameters
    ----------
    mask:
        uint8 of the size of ``box`` (height, width).
    box, onto:
        Where it lies, and the box that the result is to have the size of, in source pixels.
    """
    if box == onto:
        return mask
    whole: NDArray[np.uint8] = np.zeros((onto.height, onto.width), np.uint8)
    left, top = max(box.x, onto.x), max(box.y, onto.y)
    right, bottom = min(box.x + box.width, onto.x + onto.width), min(box.y + box.height, onto.y + onto.height)
    if right > left and bottom > top:
        part = mask[top - box.y : bottom - box.y, left - box.x : right - box.x]
        whole[top - onto.y : bottom - onto.y, left - onto.x : right - onto.x] = part
    return whole


def unpack(png: bytes) -> NDArray[np.uint8] | None:
    """Return the H×W uint8 mask of a PNG, or None where it is damaged."""
    mask = cv2.imdecode(np.frombuffer(png, dtype=np.uint8), cv2.IMREAD_GRAYSCALE) if png else None
    return None if mask is None else mask.astype(np.uint8, copy=False)
