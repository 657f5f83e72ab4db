"""The same cell fills the same part of its view from any crop and at any magnification."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from leukview.domain.box import Box
from leukview.imaging.crops import cut_view
from leukview.imaging.synthetic.smear import new_smear, render_crop
from leukview.segmentation.base import FoundCell
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.segmentation.framing import LEAST_SIDE, cell_diameter, cell_view, single_cell_view


def disc(radius: int, x: int = 0, y: int = 0) -> FoundCell:
    mask = np.zeros((2 * radius + 1, 2 * radius + 1), np.uint8)
    cv2.circle(mask, (radius, radius), radius, 128, -1)
    return FoundCell(Box(x, y, *mask.shape), mask)


def test_the_diameter_is_the_discs_and_follows_the_length_of_a_long_cell():
    assert cell_diameter(disc(40)) == pytest.approx(81, rel=0.02)
    long = FoundCell(Box(0, 0, 200, 20), np.full((20, 200), 128, np.uint8))
    assert cell_diameter(long) == 160


def test_the_view_is_centred_on_the_cell_and_has_its_least_side():
    view = cell_view(disc(40, x=100, y=10), 2.0, 50)
    assert (view.cx, view.cy) == (140.5, 50.5)
    assert view.side == pytest.approx(162, rel=0.02)
    assert cell_view(disc(5), 2.0, 50).side == 50


def test_without_a_cell_or_without_a_wish_the_view_is_the_crops_middle():
    image = np.zeros((100, 120, 3), np.uint8)
    for found, diameters in ((None, 1.8), (disc(20), None)):
        view = single_cell_view(image, found, 0.7, diameters)
        assert (view.cx, view.cy, view.side) == (60, 50, 70)
    assert single_cell_view(image, disc(4), 0.7, 1.8).side == LEAST_SIDE * 100


@pytest.mark.parametrize("class_id", ["segmented_neutrophil", "lymphocyte", "blast"])
def test_a_magnified_or_cropped_cell_gives_the_same_view(class_id):
    rng = np.random.default_rng(3)
    image = render_crop(class_id, rng, new_smear(rng), height=240, width=240).image
    segmenter = ClassicalSegmenter()

    def view(pixels: np.ndarray) -> np.ndarray:
        return cut_view(pixels, single_cell_view(pixels, segmenter.single(pixels), 0.7, 1.8), 96).astype(float)

    larger = cv2.resize(image, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    tighter = np.ascontiguousarray(image[24:216, 20:212])
    for other in (larger, tighter):
        assert np.abs(view(image) - view(other)).mean() < 9
