"""Pictures for the outputs: a cell as the network saw it, and its heat map laid over it."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.cell import Cell
from leukview.domain.errors import LeukViewError
from leukview.imaging.crops import View, cut_view
from leukview.imaging.readers import read_rgb
from leukview.reporting.model import Report

__all__ = ["HEAT_LEGEND", "HEAT_OPACITY", "cell_picture", "heat_of", "heat_ramp", "overlay"]

Image = NDArray[np.uint8]

HEAT_OPACITY = 0.65
"""Opacity of the heat map where it is strongest; it fades to nothing where there is no evidence: the cell shows."""

HEAT_LEGEND = (
    "Heat map (Grad-CAM): where the network found its evidence for the class it named, from none to the cell's "
    "strongest. Each map is scaled to its own cell, so two cells' maps cannot be compared."
)

_MARGIN = 1.15


@lru_cache(maxsize=1)
def heat_ramp() -> Image:
    """Return the 256×3 uint8 RGB colours of a heat map: OpenCV's inferno, even in lightness, colour-blind-safe."""
    levels = np.arange(256, dtype=np.uint8)[:, None]
    return np.ascontiguousarray(cv2.applyColorMap(levels, cv2.COLORMAP_INFERNO)[:, 0, ::-1])


def cell_picture(report: Report, cell: Cell, size: int, images: dict[str, Image] | None = None) -> Image | None:
    """Return the square of its image that a cell was called on, or None where the image cannot be read any more.

    Parameters
    ----------
    report, cell:
        The cell and the report that knows where its image is.
    size:
        Side of the result in pixels.
    images:
        Holds the image read last, by file, so that cells of one field read it once; None to read anew.

    Returns
    -------
    ``size``×``size``×3 uint8 RGB, or None.
    """
    cache = {} if images is None else images
    if cell.file not in cache:
        try:
            image = read_rgb(report.source(cell))
        except (LeukViewError, OSError, ValueError):
            # A report must come out even where the images' disk is gone: the picture's place then says so.
            return None
        cache.clear()
        cache[cell.file] = image
    return cut_view(cache[cell.file], _view(cell), size)


def _view(cell: Cell) -> View:
    """Return what the network saw, or a square round the box where it saw nothing."""
    if cell.view:
        return View(cell.view.cx, cell.view.cy, cell.view.side)
    box = cell.final_box
    side = max(1.0, _MARGIN * max(box.width, box.height))
    return View(box.x + box.width / 2, box.y + box.height / 2, side)


def heat_of(report: Report, cell: Cell) -> NDArray[np.float32] | None:
    """Return a cell's heat map, or None where there is none to be had (no source of maps, no call, image gone)."""
    if report.heatmap is None or cell.prediction is None or cell.view is None:
        return None
    try:
        return report.heatmap(cell)
    except (LeukViewError, OSError):
        return None


def overlay(picture: Image, heat: NDArray[np.float32], opacity: float = HEAT_OPACITY) -> Image:
    """Lay a heat map over a picture.

    Parameters
    ----------
    picture:
        S×S×3 uint8 RGB.
    heat:
        Square map in 0–1 over the same view, of any size; values beyond are clipped, not-a-number counts as 0.
    opacity:
        Opacity at 1, in 0–1.

    Returns
    -------
    S×S×3 uint8 RGB.
    """
    size = picture.shape[0]
    clean = np.clip(np.nan_to_num(heat.astype(np.float32)), 0, 1)
    scaled = np.clip(cv2.resize(clean, (size, size), interpolation=cv2.INTER_LINEAR), 0, 1)
    colours = heat_ramp()[np.rint(scaled * 255).astype(np.uint8)].astype(np.float32)
    alpha = (opacity * scaled)[..., None]
    return np.asarray(np.rint(picture * (1 - alpha) + colours * alpha), dtype=np.uint8)
