"""What a network is shown of a cell's view: the laboratory's light and stain taken out, the neighbours hidden.

Training and inference prepare views with the same code. Each step is a choice of the model's manifest, because a network must be
shown cells the way it was trained on them.
"""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from leukview.imaging.crops import View, view_to_source

__all__ = ["FILL", "Preparation", "cut_mask", "hide_background", "normalise_stain", "stain_table"]

Image = NDArray[np.uint8]
Mask = NDArray[np.uint8]
Float = NDArray[np.float32]

FILL = 240
"""Grey level of empty background after white balance, and of what is hidden."""

_NUCLEUS_DENSITY = np.array([0.95, 1.55, 0.38])
"""Optical density (natural logarithm) that nuclei are brought to: the training cells' median, red, green and blue."""
_GAIN = (0.6, 1.7)
"""Limits of the factor on density, so that a smudge is not drawn as a nucleus."""
_LEAST_PIXELS = 30


class Preparation(BaseModel):
    """How a view is prepared; the defaults change nothing.

    ``white`` scales each colour so that the image's own background becomes ``FILL``; ``density`` also scales each colour's
    optical density so that the nucleus gets the training cells' median.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    background: Literal["kept", "masked"] = "kept"
    stain: Literal["as_is", "white", "density"] = "as_is"
    margin: float = Field(
        default=0.04, ge=0, lt=0.5, description="rim shown around the cell, as a part of the view's side"
    )


def stain_table(white: NDArray[np.float64], nucleus: Image | None, preparation: Preparation) -> Image | None:
    """Return the 1×256×3 table that normalises an image's grey levels; None where they stay as they are.

    Parameters
    ----------
    white:
        RGB of the image's empty background, 0–255; see :func:`leukview.imaging.stain.background_colour`.
    nucleus:
        N×3 uint8 RGB pixels of the nucleus; None where none is known.
    preparation:
        What to do.
    """
    if preparation.stain == "as_is":
        return None
    white = np.maximum(white, 32.0)
    density = np.log((white + 1)[None] / (np.arange(256.0) + 1)[:, None])
    if preparation.stain == "density" and nucleus is not None and len(nucleus) >= _LEAST_PIXELS:
        own = np.log((white + 1) / (np.median(nucleus, axis=0) + 1))
        density = density * np.clip(_NUCLEUS_DENSITY / np.maximum(own, 0.05), *_GAIN)
    levels = (FILL + 1) * np.exp(-density) - 1
    return np.clip(np.round(levels), 0, 255).astype(np.uint8)[None]


def normalise_stain(pixels: Image, table: Image | None) -> Image:
    """Return N×M×3 uint8 pixels through a :func:`stain_table`."""
    return pixels if table is None else np.asarray(cv2.LUT(pixels, table), dtype=np.uint8)


def cut_mask(mask: Mask, x: int, y: int, view: View, size: int) -> Float:
    """Return size×size float32 in 0–1: how much of each pixel of a view is cell.

    Parameters
    ----------
    mask:
        h×w uint8, non-zero in the cell.
    x, y:
        Where the mask's first pixel lies in the source image.
    view:
        The view, in source pixels.
    size:
        Side of the result in pixels.
    """
    to_source = view_to_source(view, size) - np.array([[0, 0, x], [0, 0, y]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine((mask > 0).astype(np.float32), to_source, (size, size), flags=flags))


def hide_background(pixels: Image, cell: Float, margin: float) -> Image:
    """Return an S×S×3 uint8 view in which all but the cell and a soft rim of ``margin``·S pixels is ``FILL``."""
    size = pixels.shape[0]
    rim = max(1, round(margin * size))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * rim + 1, 2 * rim + 1))
    shown = cv2.GaussianBlur(cv2.dilate(cell, kernel), (0, 0), max(0.5, 0.01 * size))[..., None]
    return np.asarray(np.round(pixels * shown + FILL * (1 - shown)), dtype=np.uint8)
