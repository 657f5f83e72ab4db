"""Training views: boxes stay on their objects however the field is scaled, placed, turned and mirrored."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from leukview.detection.base import NUCLEATED
from leukview.training.detector.fields import BoxedField
from leukview.training.detector.recipe import DetectorRecipe
from leukview.training.detector.views import FieldViews, random_view

RECIPE = DetectorRecipe(
    kind="detector", name="d", title="t", licence="", seed=1, encoder="tf_efficientnet_lite0", width=8, red=20, scale=1.4,
    stretch=1.1, input_size=96, sources=("one",), synthetic=0, share=0.25, epochs=1, batch=2, lr=1e-3,
)  # fmt: skip
WHITE = np.array([240.0, 241.0, 242.0])


def marked(width: int, height: int, box: tuple[int, int, int, int]) -> BoxedField:
    """A white field with one dark rectangle, filled to its box."""
    image = np.empty((height, width, 3), np.uint8)
    image[:] = WHITE.astype(np.uint8)
    image[box[1] : box[3], box[0] : box[2]] = 20
    return BoxedField(image, np.array([box], dtype=np.float64), np.array([NUCLEATED]), 20.0, (True,) * 3, WHITE)


@given(st.integers(0, 2**32 - 1), st.integers(50, 170), st.integers(50, 170))
def test_the_box_is_where_the_object_is(seed: int, width: int, height: int) -> None:
    field = marked(width, height, (20, 24, 44, 40))
    view, boxes = random_view(field, RECIPE, np.random.default_rng(seed))
    assert view.shape == (96, 96, 3) and boxes.shape == (1, 4)
    x0, y0, x1, y1 = np.clip(boxes[0], 0, 96)
    rows, columns = np.nonzero(view[..., 0] < 130)
    if x1 - x0 < 3 or y1 - y0 < 3:
        assert len(rows) < 400
        return
    extent = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    assert extent == pytest.approx((x0, y0, x1, y1), abs=1.6)


def test_what_lies_beyond_a_small_field_is_its_background() -> None:
    view, _ = random_view(marked(40, 40, (10, 10, 30, 30)), RECIPE, np.random.default_rng(2))
    assert ((view == WHITE.astype(np.uint8)).all(axis=2).sum()) > 96 * 96 / 2


def test_an_epoch_shows_every_field_and_rendered_ones_to_their_share() -> None:
    real = [marked(60 + n, 60, (10, 10, 40, 40)) for n in range(9)]
    views = FieldViews(real, [marked(50, 50, (5, 5, 20, 20))], RECIPE)
    assert len(views) == 9 + 3 and len(FieldViews(real, [], RECIPE)) == 9
    pixels, targets = views[0]
    assert pixels.shape == (3, 96, 96) and pixels.dtype == torch.float32
    assert float(pixels.min()) >= -1 and float(pixels.max()) <= 1
    assert targets["heat"].shape == (3, 24, 24) and targets["sides"].shape == (4, 24, 24)
    again, _ = views[0]
    assert torch.equal(pixels, again)
    views.epoch = 1
    assert not torch.equal(pixels, views[0][0])
