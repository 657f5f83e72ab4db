from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from leukview.domain.errors import InputProblem
from leukview.imaging.adjustment import (
    AS_IS,
    DARKEST_WHITE,
    MOST_GAMMA,
    Adjustment,
    adjusted,
    common_white,
    level_tables,
    white_at,
)

whites = st.none() | st.tuples(*[st.integers(DARKEST_WHITE, 255)] * 3)
adjustments = st.builds(
    Adjustment,
    st.integers(-100, 100),
    st.integers(-100, 100),
    st.floats(1 / MOST_GAMMA, MOST_GAMMA),
    whites,
)


def picture(seed: int = 0, height: int = 9, width: int = 13) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def test_as_is_is_the_very_same_picture() -> None:
    image = picture()
    assert adjusted(image, AS_IS) is image
    assert adjusted(image, Adjustment(white=(200, 200, 200))) is image


def test_the_neutral_table_is_the_identity() -> None:
    assert (level_tables(AS_IS)[0] == np.arange(256)[:, None]).all()


@given(adjustments)
def test_no_level_passes_another(adjustment: Adjustment) -> None:
    assert (np.diff(level_tables(adjustment)[0].astype(int), axis=0) >= 0).all()


@given(adjustments)
def test_the_picture_itself_stays_as_it_is(adjustment: Adjustment) -> None:
    image, before = picture(), picture()
    shown = adjusted(image, adjustment)
    assert (image == before).all()
    assert shown.shape == image.shape and shown.dtype == np.uint8


@given(adjustments, st.integers(0, 8), st.integers(0, 12))
def test_a_part_is_shown_as_in_the_whole(adjustment: Adjustment, top: int, left: int) -> None:
    image = picture()
    assert (adjusted(image, adjustment)[top:, left:] == adjusted(image[top:, left:], adjustment)).all()


@given(adjustments, st.integers(1, 200))
def test_more_brightness_darkens_nothing(adjustment: Adjustment, more: int) -> None:
    brighter = Adjustment(
        min(100, adjustment.brightness + more), adjustment.contrast, adjustment.gamma, adjustment.white
    )
    assert (level_tables(brighter) >= level_tables(adjustment)).all()


@given(st.tuples(*[st.integers(DARKEST_WHITE, 255)] * 3), st.floats(1 / MOST_GAMMA, MOST_GAMMA))
def test_the_background_becomes_a_grey_and_black_stays_black(white: tuple[int, int, int], gamma: float) -> None:
    table = level_tables(Adjustment(gamma=gamma, white=white))[0].astype(int)
    shown = [table[level, channel] for channel, level in enumerate(white)]
    assert max(shown) - min(shown) <= 1
    assert (table[0] == 0).all()
    if gamma == 1.0:
        assert abs(shown[0] - max(white)) <= 1


def test_contrast_and_gamma_do_what_they_say() -> None:
    table = level_tables(Adjustment(contrast=50))[0, :, 0].astype(int)
    assert table[64] < 64 and table[192] > 192 and abs(table[128] - 128) <= 2
    table = level_tables(Adjustment(gamma=2.0))[0, :, 0].astype(int)
    assert table[0] == 0 and table[255] == 255 and table[128] > 150


@pytest.mark.parametrize(
    "wrong", [{"brightness": 101}, {"contrast": -101}, {"gamma": 0.0}, {"gamma": 9.0}, {"white": (300, 0, 0)}]
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="lie"):
        Adjustment(**wrong)  # type: ignore[arg-type]


def test_a_picked_background_is_the_median_around_the_point() -> None:
    image = np.full((40, 40, 3), (240, 225, 200), np.uint8)
    image[20, 20] = (0, 0, 0)
    assert white_at(image, 20.5, 20.5) == (240, 225, 200)
    assert white_at(image, 0, 0) == (240, 225, 200)
    assert white_at(image, 39.9, 39.9) == (240, 225, 200)


def test_a_nucleus_or_a_point_outside_is_no_background() -> None:
    image = np.full((40, 40, 3), (60, 20, 90), np.uint8)
    with pytest.raises(InputProblem, match="too dark"):
        white_at(image, 20, 20)
    with pytest.raises(InputProblem, match="outside"):
        white_at(image, 40, 20)


def test_pictures_of_one_smear_share_a_background() -> None:
    def smear(light: tuple[int, int, int]) -> NDArray[np.uint8]:
        image = np.full((80, 80, 3), light, np.uint8)
        image[30:50, 30:50] = (90, 40, 120)
        return image

    found = common_white([smear((240, 230, 200)), smear((240, 230, 200)), smear((120, 250, 120))])
    assert found is not None and np.abs(np.subtract(found, (240, 230, 200))).max() <= 3
    assert common_white([]) is None
    assert common_white([np.full((40, 40, 3), 10, np.uint8)]) is None
