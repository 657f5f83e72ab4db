import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.imaging.stain import between, measure_stain, otsu


def _image(*patches: tuple[int, int, int]) -> np.ndarray:
    """A background with one 20×20 patch of each colour in a row."""
    image = np.full((60, 40 + 40 * len(patches), 3), (240, 225, 210), np.uint8)
    for number, colour in enumerate(patches):
        image[20:40, 40 * number + 20 : 40 * number + 40] = colour
    return image


def test_background_has_no_density_and_a_nucleus_the_most() -> None:
    stain = measure_stain(_image((90, 40, 130), (205, 165, 160)))
    assert abs(float(stain.depth[5, 5])) < 0.01
    nucleus, red = stain.nuclear[30, 30], stain.nuclear[30, 70]
    assert nucleus > 1.0
    assert abs(red) < 0.25
    assert nucleus > 4 * abs(red)
    assert stain.depth[30, 70] > stain.bare


@pytest.mark.parametrize("gain", [0.5, 0.8, 1.0])
def test_density_hardly_depends_on_the_lamp(gain: float) -> None:
    image = _image((90, 40, 130))
    dim = (image * gain).astype(np.uint8)
    assert measure_stain(dim).nuclear[30, 30] == pytest.approx(measure_stain(image).nuclear[30, 30], rel=0.12)


def test_background_is_the_bright_mode_even_where_cells_cover_most() -> None:
    image = np.full((100, 100, 3), (205, 165, 160), np.uint8)
    image[:30] = (240, 225, 210)
    stain = measure_stain(image)
    assert abs(float(stain.depth[10, 50])) < 0.01
    assert stain.depth[70, 50] > 0.1


@pytest.mark.parametrize("level", [0, 7, 255])
def test_a_flat_image_has_no_stain(level: int) -> None:
    stain = measure_stain(np.full((20, 30, 3), level, np.uint8))
    assert np.isfinite(stain.nuclear).all()
    assert float(np.abs(stain.depth).max()) < 1e-6
    assert 0.008 <= stain.noise <= 0.03


def test_otsu_parts_two_groups() -> None:
    values = np.concatenate([np.full(500, 0.2), np.full(300, 1.4)]).astype(np.float32)
    assert 0.2 < otsu(values) < 1.4
    assert otsu(np.full(10, 0.7, np.float32)) == pytest.approx(0.7)


def test_between_finds_a_few_nuclei_among_many_red_cells() -> None:
    rng = np.random.default_rng(0)
    values = np.concatenate([rng.normal(0.2, 0.05, 20_000), rng.normal(1.2, 0.1, 60)]).astype(np.float32)
    assert 0.5 < between(values, 1.0) < 0.9


@given(st.lists(st.floats(-1, 3, width=32), min_size=1, max_size=50), st.floats(-2, 4))
def test_between_always_ends(values: list[float], start: float) -> None:
    assert np.isfinite(between(np.array(values, np.float32), start))
