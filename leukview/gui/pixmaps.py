"""Pictures for the window: source images, heat maps and class colours as Qt knows them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from leukview.gui.class_colours import class_colour
from leukview.gui.icons import icon
from leukview.imaging.adjustment import Adjustment, adjusted
from leukview.imaging.readers import read_rgb

__all__ = [
    "adjusted_qimage",
    "class_colour",
    "heat_image",
    "heat_table",
    "icon",
    "load_qimage",
    "qimage_from_rgb",
    "rgb_of",
]


def qimage_from_rgb(array: NDArray[np.uint8]) -> QImage:
    """Return a QImage that owns a copy of the pixels.

    Parameters
    ----------
    array:
        H×W×3 uint8 RGB.

    Raises
    ------
    ValueError
        When the array has another shape or type.
    """
    if array.dtype != np.uint8 or array.ndim != 3 or array.shape[2] != 3:
        raise ValueError(f"expected H×W×3 uint8, got {array.shape} {array.dtype}")
    pixels = np.ascontiguousarray(array)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def rgb_of(image: QImage) -> NDArray[np.uint8]:
    """Return a copy of an opaque picture's pixels, H×W×3 uint8 RGB."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return lines[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def adjusted_qimage(image: QImage, adjustment: Adjustment) -> QImage:
    """Return how an opaque picture is shown; the very same one where nothing is adjusted. Safe in any thread."""
    if adjustment.changes_nothing or image.isNull():
        return image
    return qimage_from_rgb(adjusted(rgb_of(image), adjustment))


def load_qimage(path: Path) -> QImage:
    """Read an image file exactly as the pipeline reads it (EXIF upright, 16-bit scaled). Safe in any thread.

    Raises
    ------
    InputProblem
        When the file cannot be read.
    """
    return qimage_from_rgb(read_rgb(path))


@lru_cache(maxsize=1)
def heat_table() -> NDArray[np.uint8]:
    """Return the 256×3 uint8 RGB colours of a heat map, low to high: viridis, perceptually uniform, colour-blind safe.

    Its green and yellow are far from every stain's pink, blue and purple, so that it cannot be taken for the stain.
    """
    ramp = np.arange(256, dtype=np.uint8)[:, None]
    bgr = np.asarray(cv2.applyColorMap(ramp, cv2.COLORMAP_VIRIDIS), dtype=np.uint8)
    return np.ascontiguousarray(bgr[:, 0, ::-1])


def heat_image(values: NDArray[np.float32], opacity: float = 1.0) -> QImage:
    """Colour a heat map; what has no influence stays transparent, so that the cell shows through.

    Parameters
    ----------
    values:
        S×S float, 0–1; values that are not finite count as 0.
    opacity:
        0–1, at the highest value.

    Returns
    -------
    S×S premultiplied ARGB; its alpha grows in proportion to the value.
    """
    level = np.clip(np.nan_to_num(np.asarray(values, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0), 0, 1)
    alpha = level * float(np.clip(opacity, 0, 1))
    colours = heat_table()[np.rint(level * 255).astype(np.uint8)]
    rgba = np.empty((*level.shape, 4), dtype=np.uint8)
    rgba[..., :3] = np.rint(colours * alpha[..., None])
    rgba[..., 3] = np.rint(255 * alpha)
    height, width = level.shape
    return QImage(rgba.data, width, height, 4 * width, QImage.Format.Format_RGBA8888_Premultiplied).copy()
