"""Another laboratory's look: bounded, repeatable, and each change can be switched off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.training.appearance import AppearanceConfig, random_appearance

OFF = dict.fromkeys(AppearanceConfig.model_fields, 0.0)
STRENGTHS = {"blur_most"}
"""Says how far another change may go, and changes nothing on its own."""


def picture() -> np.ndarray:
    rng = np.random.default_rng(4)
    image = np.full((48, 48, 3), (230, 225, 235), np.uint8)
    image[14:34, 14:34] = (110, 60, 150)
    return np.clip(image + rng.normal(0, 3, image.shape), 0, 255).astype(np.uint8)


def test_with_everything_off_nothing_changes_but_rounding():
    changed = random_appearance(picture(), AppearanceConfig(**OFF), np.random.default_rng(1))
    assert np.abs(changed.astype(int) - picture()).max() <= 2


@given(seed=st.integers(0, 10_000))
def test_any_draw_is_a_picture_of_the_same_size_and_the_nucleus_stays_darkest(seed):
    changed = random_appearance(picture(), AppearanceConfig(), np.random.default_rng(seed))
    assert changed.shape == (48, 48, 3) and changed.dtype == np.uint8
    grey = changed.mean(axis=2)
    assert grey[18:30, 18:30].mean() < grey[:8].mean()
    assert np.array_equal(changed, random_appearance(picture(), AppearanceConfig(), np.random.default_rng(seed)))


@pytest.mark.parametrize("name", sorted(set(AppearanceConfig.model_fields) - STRENGTHS))
def test_each_change_shows_on_its_own(name):
    value = 1.0 if name in {"grey", "blur", "coarse", "noise", "jpeg"} else 0.3
    config = AppearanceConfig(**{**OFF, "blur_most": 1.6, name: value})
    changed = random_appearance(picture(), config, np.random.default_rng(3))
    assert np.abs(changed.astype(int) - picture()).max() > 3


def test_grey_leaves_no_colour():
    changed = random_appearance(picture(), AppearanceConfig(**{**OFF, "grey": 1.0}), np.random.default_rng(3))
    assert np.ptp(changed.astype(int), axis=2).max() == 0
