"""The square view of a cell that a network sees; training and inference cut it with the same code."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["View", "cut_view", "view_to_source", "whole_image_view"]

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class View:
    """A square region of a source image.

    Attributes
    ----------
    cx, cy:
        Centre in source pixels (x to the right, y down; the centre of the first pixel is 0.5, 0.5).
    side:
        Length of the square's side in source pixels.
    angle:
        Rotation in degrees, counter-clockwise; 0 at inference.
    mirror:
        Whether the view is mirrored left to right.
    """

    cx: float
    cy: float
    side: float
    angle: float = 0.0
    mirror: bool = False


def whole_image_view(image: Image, fraction: float) -> View:
    """Return the central view of a single-cell image.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB.
    fraction:
        Side of the view as a part of the image's shorter side, in (0, 1].
    """
    height, width = image.shape[:2]
    return View(width / 2, height / 2, fraction * min(height, width))


def view_to_source(view: View, size: int) -> NDArray[np.float64]:
    """Return the 2×3 affine matrix from pixel centres of a ``size``×``size`` view to source pixel coordinates."""
    scale = view.side / size
    turn = np.deg2rad(view.angle)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) * scale
    if view.mirror:
        rotation = rotation @ np.diag([-1.0, 1.0])
    middle = np.array([size / 2, size / 2])
    # OpenCV counts from pixel centres at whole numbers, the View from pixel corners: hence the halves.
    offset = np.array([view.cx - 0.5, view.cy - 0.5]) - rotation @ (middle - 0.5)
    return np.column_stack([rotation, offset])


def cut_view(image: Image, view: View, size: int) -> Image:
    """Cut a square view and resample it to ``size``×``size``.

    Pixels beyond the image's edge are mirrored, so that a cell at the edge never meets a black corner. Where the view is
    shrunk, the image is first reduced by area, which keeps chromatin from aliasing.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB.
    view:
        The region.
    size:
        Side of the result in pixels.

    Returns
    -------
    ``size``×``size``×3 uint8 RGB.
    """
    shrink = view.side / size
    if shrink > 1.25:
        height, width = image.shape[:2]
        reduced_size = (max(1, round(width / shrink)), max(1, round(height / shrink)))
        reduced = np.asarray(cv2.resize(image, reduced_size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        fx, fy = reduced.shape[1] / width, reduced.shape[0] / height
        view = View(view.cx * fx, view.cy * fy, view.side * (fx + fy) / 2, view.angle, view.mirror)
        image = reduced
    return np.asarray(
        cv2.warpAffine(
            image,
            view_to_source(view, size),
            (size, size),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REFLECT_101,
        ),
        dtype=np.uint8,
    )
