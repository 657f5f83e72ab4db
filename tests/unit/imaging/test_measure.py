import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from leukview.imaging.measure import lobe_count, measure, outline


def _cell(radius: int = 30, core: int = 15, margin: int = 4) -> NDArray[np.uint8]:
    side = 2 * (radius + margin)
    mask = np.zeros((side, side), np.uint8)
    cv2.circle(mask, (side // 2, side // 2), radius, 128, cv2.FILLED)
    cv2.circle(mask, (side // 2, side // 2), core, 255, cv2.FILLED)
    return mask


def _painted(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    image = np.full((*mask.shape, 3), (250, 240, 220), np.uint8)
    image[mask == 128] = (160, 170, 210)
    image[mask == 255] = (80, 40, 130)
    return image


def test_a_round_cell_measures_as_drawn() -> None:
    mask = _cell()
    found = measure(_painted(mask), mask)
    assert found.nucleus_area_px == pytest.approx(np.pi * 15**2, rel=0.06)
    assert found.nucleus_area_px + found.cytoplasm_area_px == pytest.approx(np.pi * 30**2, rel=0.04)
    assert found.diameter_px == pytest.approx(60, rel=0.03)
    assert found.nucleus_colour == (80, 40, 130)
    assert found.cytoplasm_colour == (160, 170, 210)
    assert found.lobes == 1
    assert found.nucleus_circularity > 0.95
    assert found.nc_ratio == pytest.approx(found.nucleus_area_px / found.cytoplasm_area_px)


def test_an_empty_mask_measures_nothing() -> None:
    mask = np.zeros((20, 30), np.uint8)
    found = measure(_painted(mask), mask)
    assert (found.nucleus_area_px, found.cytoplasm_area_px, found.diameter_px, found.lobes) == (0, 0, 0.0, 0)
    assert found.nucleus_circularity == 0
    assert found.nucleus_colour is None
    assert found.cytoplasm_colour is None
    assert found.nc_ratio is None


def test_a_bare_nucleus_has_no_ratio_and_no_cytoplasm_colour() -> None:
    mask = _cell(radius=20, core=20)
    found = measure(_painted(mask), mask)
    assert found.cytoplasm_area_px == 0
    assert found.nc_ratio is None
    assert found.cytoplasm_colour is None


def test_a_long_nucleus_is_less_circular() -> None:
    mask = np.zeros((60, 100), np.uint8)
    cv2.ellipse(mask, (50, 30), (40, 12), 0, 0, 360, 255, cv2.FILLED)
    assert 0.3 < measure(_painted(mask), mask).nucleus_circularity < 0.75


def test_image_and_mask_must_match() -> None:
    with pytest.raises(ValueError, match="the mask is"):
        measure(np.zeros((10, 10, 3), np.uint8), np.zeros((10, 11), np.uint8))


def test_separate_and_bridged_lobes_are_counted() -> None:
    nucleus = np.zeros((100, 140), np.uint8)
    for x in (25, 70, 115):
        cv2.circle(nucleus, (x, 50), 16, 255, cv2.FILLED)
    assert lobe_count(nucleus) == 3
    cv2.line(nucleus, (25, 50), (115, 50), 255, 5)
    assert lobe_count(nucleus) == 3


def test_a_band_is_one_lobe() -> None:
    nucleus = np.zeros((120, 120), np.uint8)
    cv2.ellipse(nucleus, (60, 60), (38, 38), 0, 20, 250, 255, 20)
    assert lobe_count(nucleus) == 1


def test_a_bean_is_one_lobe_and_a_dumbbell_two() -> None:
    bean = np.zeros((120, 120), np.uint8)
    cv2.circle(bean, (60, 60), 40, 255, cv2.FILLED)
    cv2.circle(bean, (60, 5), 30, 0, cv2.FILLED)
    assert lobe_count(bean) == 1
    dumbbell = np.zeros((80, 140), np.uint8)
    cv2.circle(dumbbell, (40, 40), 26, 255, cv2.FILLED)
    cv2.circle(dumbbell, (100, 40), 24, 255, cv2.FILLED)
    cv2.rectangle(dumbbell, (40, 33), (100, 47), 255, cv2.FILLED)
    assert lobe_count(dumbbell) == 2


def test_outlines_follow_each_compartment() -> None:
    mask = _cell(30, 15)
    (nucleus,) = outline(mask, 255)
    (cell,) = outline(mask, 128)
    assert nucleus.dtype == np.int32
    assert nucleus.shape[1] == 2
    np.testing.assert_array_equal(cv2.boundingRect(nucleus)[2:], (31, 31))
    np.testing.assert_array_equal(cv2.boundingRect(cell)[2:], (61, 61))


def test_an_outline_takes_in_holes_and_parts() -> None:
    mask = np.zeros((50, 100), np.uint8)
    cv2.circle(mask, (25, 25), 20, 255, cv2.FILLED)
    cv2.circle(mask, (25, 25), 8, 128, cv2.FILLED)
    cv2.circle(mask, (75, 25), 15, 255, cv2.FILLED)
    assert len(outline(mask, 255)) == 3
    assert len(outline(mask, 128)) == 2
    assert outline(np.zeros((5, 5), np.uint8), 255) == []


@pytest.mark.parametrize("value", [0, -1, 256])
def test_an_outline_of_nothing_known_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="no compartment"):
        outline(np.zeros((5, 5), np.uint8), value)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_any_mask_measures_within_bounds(height: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    mask = rng.choice(np.array([0, 128, 255], np.uint8), (height, width))
    found = measure(rng.integers(0, 256, (height, width, 3), dtype=np.uint8), mask)
    assert found.nucleus_area_px + found.cytoplasm_area_px == int((mask > 0).sum())
    assert 0 <= found.nucleus_circularity <= 1
    assert found.lobes >= (1 if (mask == 255).any() else 0)


def test_measuring_does_not_depend_on_orientation() -> None:
    mask = np.zeros((90, 120), np.uint8)
    cv2.ellipse(mask, (60, 45), (50, 35), 20, 0, 360, 128, cv2.FILLED)
    cv2.circle(mask, (45, 45), 16, 255, cv2.FILLED)
    cv2.circle(mask, (78, 50), 14, 255, cv2.FILLED)
    one = measure(_painted(mask), mask)
    two = measure(_painted(np.rot90(mask).copy()), np.rot90(mask).copy())
    assert (one.nucleus_area_px, one.lobes) == (two.nucleus_area_px, two.lobes)
    assert one.nucleus_circularity == pytest.approx(two.nucleus_circularity, abs=0.02)
