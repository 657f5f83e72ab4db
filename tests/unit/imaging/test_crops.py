import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leukview.imaging.crops import View, cut_view, view_to_source, whole_image_view


def ramp(height, width):
    """An image whose red says x and whose green says y, so that a view tells where it was cut."""
    y, x = np.mgrid[:height, :width].astype(np.uint8)
    return np.dstack([x, y, np.zeros_like(x)])


def test_the_central_view_has_its_side_from_the_shorter_side():
    view = whole_image_view(np.zeros((100, 200, 3), np.uint8), 0.5)
    assert (view.cx, view.cy, view.side) == (100, 50, 50)


def test_an_unscaled_view_is_the_very_pixels():
    image = ramp(60, 80)
    assert np.array_equal(cut_view(image, View(40, 30, 20), 20), image[20:40, 30:50])


@settings(max_examples=40)
@given(st.floats(40, 80), st.floats(40, 80), st.floats(10, 50), st.floats(-180, 180), st.booleans())
def test_the_matrix_says_where_each_pixel_came_from(cx, cy, side, angle, mirror):
    image = ramp(120, 120)
    view = View(cx, cy, side, angle, mirror)
    size = 32
    cut = cut_view(image, view, size).astype(float)
    matrix = view_to_source(view, size)
    for row, column in ((16, 16), (10, 20)):
        x, y = matrix @ [column, row, 1]
        assert cut[row, column, 0] == pytest.approx(np.clip(x, 0, 119), abs=3)
        assert cut[row, column, 1] == pytest.approx(np.clip(y, 0, 119), abs=3)


def test_beyond_the_edge_the_image_is_mirrored_and_never_black():
    image = np.full((50, 50, 3), 200, np.uint8)
    assert cut_view(image, View(2, 2, 40), 40).min() == 200


def test_a_fine_pattern_is_averaged_when_shrunk_and_does_not_alias():
    image = np.zeros((256, 256, 3), np.uint8)
    image[:, ::2] = 255
    cut = cut_view(image, View(128, 128, 256), 64)
    assert cut.std() < 10
    assert abs(float(cut.mean()) - 127.5) < 5


def test_shrinking_keeps_the_place():
    image = np.zeros((400, 400, 3), np.uint8)
    cv2.circle(image, (140, 260), 20, (255, 255, 255), -1)
    cut = cut_view(image, View(140.5, 260.5, 200), 50)
    ys, xs = np.nonzero(cut[..., 0] > 127)
    assert abs(xs.mean() - 24.5) < 0.6
    assert abs(ys.mean() - 24.5) < 0.6
