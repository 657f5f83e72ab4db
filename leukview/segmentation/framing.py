"""Which square around a cell the network sees: one scale for the same cell from any microscope, camera or crop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leukview.imaging.crops import View, cut_view, whole_image_view
from leukview.imaging.preparation import Preparation, cut_mask, hide_background, normalise_stain, stain_table
from leukview.imaging.stain import background_colour
from leukview.segmentation.base import NUCLEUS, FoundCell

__all__ = ["LEAST_SIDE", "cell_diameter", "cell_view", "nucleus_pixels", "prepared_view", "single_cell_view"]

LEAST_SIDE = 0.4
"""Least side of a view, as a part of a crop's shorter side: a platelet stays small in its view, as it is beside a cell."""


def cell_diameter(found: FoundCell) -> float:
    """Return a cell's diameter in source pixels: of the disc of equal area, or four fifths of its length where it is long."""
    area = float(np.count_nonzero(found.mask))
    return max(float(np.sqrt(4 * area / np.pi)), 0.8 * max(found.box.width, found.box.height))


def cell_view(found: FoundCell, diameters: float, least: float) -> View:
    """Return the square around a cell.

    Parameters
    ----------
    found:
        The cell.
    diameters:
        Side of the view in cell diameters.
    least:
        Least side in source pixels.
    """
    box = found.box
    side = max(diameters * cell_diameter(found), least)
    return View(box.x + box.width / 2, box.y + box.height / 2, side)


def single_cell_view(
    image: NDArray[np.uint8], found: FoundCell | None, crop_fraction: float, diameters: float | None
) -> View:
    """Return the view of a single-cell image.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB.
    found:
        Its cell, where one was segmented.
    crop_fraction:
        Side of the central view as a part of the shorter side: used without a cell or without ``diameters``.
    diameters:
        Side of the view in cell diameters; None for the central view always.
    """
    if found is None or diameters is None:
        return whole_image_view(image, crop_fraction)
    return cell_view(found, diameters, LEAST_SIDE * min(image.shape[:2]))


def prepared_view(
    image: NDArray[np.uint8],
    found: FoundCell | None,
    view: View,
    size: int,
    preparation: Preparation,
    white: NDArray[np.float64] | None = None,
) -> NDArray[np.uint8]:
    """Return what a network is shown of a cell: ``size``×``size``×3 uint8 RGB.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB.
    found:
        The cell, where one was segmented; without it the background is shown.
    view:
        The square, in source pixels.
    size:
        Side of the result in pixels.
    preparation:
        What is normalised and hidden.
    white:
        RGB of the image's background, where it is known already.
    """
    table = None
    if preparation.stain != "as_is":
        white = background_colour(image) if white is None else white
        table = stain_table(white, nucleus_pixels(image, found), preparation)
    pixels = normalise_stain(cut_view(image, view, size), table)
    if found is None or preparation.background == "kept":
        return pixels
    return hide_background(pixels, cut_mask(found.mask, found.box.x, found.box.y, view, size), preparation.margin)


def nucleus_pixels(image: NDArray[np.uint8], found: FoundCell | None) -> NDArray[np.uint8] | None:
    """Return the N×3 uint8 RGB pixels of a cell's nucleus, or None without a cell."""
    if found is None:
        return None
    box = found.box
    crop = image[box.y : box.y + box.height, box.x : box.x + box.width]
    return np.asarray(crop[found.mask == NUCLEUS], dtype=np.uint8)
