from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.imaging.crops import View, cut_view
from leukview.imaging.preparation import FILL, Preparation, cut_mask, hide_background, normalise_stain, stain_table

WHITE = Preparation(stain="white")
DENSITY = Preparation(stain="density")


def test_by_default_nothing_is_changed() -> None:
    assert stain_table(np.array([200.0, 190.0, 180.0]), None, Preparation()) is None
    pixels = np.random.default_rng(0).integers(0, 255, (5, 5, 3), dtype=np.uint8)
    assert normalise_stain(pixels, None) is pixels


@given(st.tuples(*[st.integers(60, 255)] * 3))
def test_background_becomes_the_same_grey_whatever_its_colour(white: tuple[int, int, int]) -> None:
    table = stain_table(np.array(white, dtype=np.float64), None, WHITE)
    assert table is not None and table.shape == (1, 256, 3)
    for channel, level in enumerate(white):
        assert abs(int(table[0, level, channel]) - FILL) <= 1
    assert (np.diff(table[0].astype(int), axis=0) >= 0).all()


def test_two_lights_on_one_cell_give_one_picture() -> None:
    cell = np.random.default_rng(1).uniform(0.2, 1.0, (20, 20, 3))
    pictures = []
    for light in ([250.0, 245.0, 240.0], [180.0, 170.0, 120.0]):
        pixels = np.round(cell * light).astype(np.uint8)
        pictures.append(normalise_stain(pixels, stain_table(np.array(light), None, WHITE)).astype(int))
    assert np.abs(pictures[0] - pictures[1]).max() <= 4


def test_a_pale_and_a_dark_nucleus_come_to_the_same_density() -> None:
    white = np.array([245.0, 240.0, 238.0])
    levels = []
    for depth in (0.8, 1.2):
        nucleus = np.tile(white * np.exp(-depth * np.array([0.9, 1.4, 0.4])), (50, 1)).astype(np.uint8)
        levels.append(normalise_stain(nucleus[None], stain_table(white, nucleus, DENSITY))[0, 0].astype(int))
    assert np.abs(levels[0] - levels[1]).max() <= 6


def test_a_nucleus_of_a_few_pixels_is_not_trusted() -> None:
    white = np.array([245.0, 240.0, 238.0])
    few = np.full((5, 3), 40, np.uint8)
    assert np.array_equal(stain_table(white, few, DENSITY), stain_table(white, None, WHITE))


def test_a_mask_is_cut_as_its_image_is() -> None:
    mask = np.zeros((30, 40), np.uint8)
    mask[5:25, 8:30] = 128
    image = np.zeros((120, 140, 3), np.uint8)
    image[50:80, 60:100][mask > 0] = 255
    view = View(80, 64, 60, angle=30, mirror=True)
    cut = cut_mask(mask, 60, 50, view, 60)
    assert np.abs(cut - cut_view(image, view, 60)[..., 0] / 255).mean() < 0.02


@pytest.mark.parametrize("margin", [0.0, 0.1])
def test_only_the_cell_and_its_rim_are_shown(margin: float) -> None:
    pixels = np.full((100, 100, 3), 90, np.uint8)
    cell = np.zeros((100, 100), np.float32)
    cell[40:60, 40:60] = 1
    shown = hide_background(pixels, cell, margin)
    assert (shown[45:55, 45:55] == 90).all() and (shown[:20] == FILL).all()
    assert (shown[50, 66] == 90).all() == (margin == 0.1)
