"""Single synthetic cells: every class, exact masks, lobes, sizes, the order of N:C ratios."""

from __future__ import annotations

import tomllib

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.imaging.synthetic import CLASSES, CYTOPLASM, NUCLEUS, DrawnCell, draw_cell
from leukview.imaging.synthetic.shapes import band_noise, blob_points, fill
from leukview.imaging.synthetic.specs import SPECS
from leukview.resources import resource

PX = 9.9
PLATELETS = ("platelet", "giant_platelet", "platelet_clump")


def _draw(class_id: str, seed: int) -> DrawnCell:
    return draw_cell(class_id, np.random.default_rng([seed, 77]), PX)


def _areas(class_id: str, count: int = 12) -> tuple[np.ndarray, np.ndarray]:
    masks = [_draw(class_id, seed).mask for seed in range(count)]
    nucleus = np.array([np.count_nonzero(mask == NUCLEUS) for mask in masks])
    return nucleus, np.array([np.count_nonzero(mask) for mask in masks])


def _diameter_um(area: np.ndarray) -> np.ndarray:
    return 2 * np.sqrt(area / np.pi) / PX


def test_every_class_of_the_default_recipe_can_be_drawn():
    recipe = tomllib.loads(resource("recipes", "leukview.toml").read_text("utf-8"))
    assert set(recipe["classes"]) == set(CLASSES)
    assert all(class_id in taxonomy() for class_id in CLASSES)


@pytest.mark.parametrize("class_id", CLASSES)
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_cell_is_whole_and_its_mask_holds_only_the_three_values(class_id: str, seed: int):
    drawn = _draw(class_id, seed)
    assert set(np.unique(drawn.mask)) <= {0, CYTOPLASM, NUCLEUS}
    assert drawn.dyes.min() >= 0
    assert np.isfinite(drawn.dyes).all()
    assert np.count_nonzero(drawn.mask) > 250
    edge = np.concatenate([drawn.mask[0], drawn.mask[-1], drawn.mask[:, 0], drawn.mask[:, -1]])
    assert not edge.any(), "the patch cuts the cell"
    np.testing.assert_array_equal(drawn.mask > 0, drawn.cover >= 0.5)


@pytest.mark.parametrize("class_id", CLASSES)
def test_only_platelets_have_no_nucleus_and_only_smudges_no_cytoplasm(class_id: str):
    drawn = _draw(class_id, 5)
    assert (NUCLEUS in drawn.mask) is (class_id not in PLATELETS)
    assert (CYTOPLASM in drawn.mask) is (class_id != "smudge_cell")
    assert (drawn.lobes == 0) is (class_id in PLATELETS)


@pytest.mark.parametrize("class_id", CLASSES)
def test_a_seed_draws_the_same_cell_and_another_seed_another(class_id: str):
    first, again, other = _draw(class_id, 3), _draw(class_id, 3), _draw(class_id, 4)
    np.testing.assert_array_equal(first.dyes, again.dyes)
    np.testing.assert_array_equal(first.mask, again.mask)
    assert first.mask.shape != other.mask.shape or (first.mask != other.mask).any()


@pytest.mark.parametrize("class_id", sorted(SPECS))
def test_nucleus_takes_the_share_of_the_cell_that_its_description_says(class_id: str):
    nucleus, cell = _areas(class_id)
    low, high = SPECS[class_id].nucleus.share
    share = float(np.mean(nucleus / cell))
    # Notches and the cell's edge take a little away; nothing may add to it.
    assert 0.80 * low <= share <= 1.03 * high


@pytest.mark.parametrize(
    ("larger", "smaller"),
    [
        ("lymphoblast", "blast"),
        ("blast", "promonocyte"),
        ("lymphocyte", "variant_lymphocyte"),
        ("lymphocyte", "monocyte"),
        ("blast", "myelocyte"),
        ("promyelocyte", "myelocyte"),
        ("myelocyte", "band_neutrophil"),
        ("lymphocyte", "erythroblast"),
    ],
)
def test_nc_ratios_stand_in_the_known_order(larger: str, smaller: str):
    ratios = []
    for class_id in (larger, smaller):
        nucleus, cell = _areas(class_id)
        ratios.append(float(np.median(nucleus / (cell - nucleus))))
    assert ratios[0] > ratios[1]


@pytest.mark.parametrize(
    ("class_id", "low", "high"),
    [
        ("lymphocyte", 8.5, 12.5),
        ("segmented_neutrophil", 11.5, 15.0),
        ("monocyte", 13.0, 19.0),
        ("blast", 12.5, 19.0),
        ("promyelocyte", 13.0, 20.0),
        ("erythroblast", 8.5, 12.8),
        ("platelet", 2.3, 5.3),
        ("giant_platelet", 6.0, 10.0),
    ],
)
def test_cells_have_their_size_in_micrometres(class_id: str, low: float, high: float):
    diameters = _diameter_um(_areas(class_id)[1])
    assert low <= diameters.min()
    assert diameters.max() <= high


def test_size_in_pixels_follows_the_scale():
    small, large = (draw_cell("monocyte", np.random.default_rng(9), scale) for scale in (5.0, 10.0))
    ratio = np.count_nonzero(large.mask) / np.count_nonzero(small.mask)
    assert ratio == pytest.approx(4, rel=0.35)


def _opened_parts(drawn: DrawnCell) -> int:
    """Count what is left of a nucleus once strands thinner than a lobe are gone."""
    nucleus = (drawn.mask == NUCLEUS).astype(np.uint8)
    radius = np.sqrt(nucleus.sum() / np.pi / drawn.lobes)
    depth = cv2.distanceTransform(nucleus, cv2.DIST_L2, 5)
    count, _, stats, _ = cv2.connectedComponentsWithStats((depth > 0.52 * radius).astype(np.uint8))
    return sum(1 for part in range(1, count) if stats[part, cv2.CC_STAT_AREA] > 0.05 * radius**2)


def test_lobes_stated_are_the_lobes_drawn():
    cells = [_draw("segmented_neutrophil", seed) for seed in range(40)]
    assert {cell.lobes for cell in cells} >= {2, 3, 4}
    right = sum(_opened_parts(cell) == cell.lobes for cell in cells)
    assert right >= 32, f"only {right} of 40 nuclei show as many lobes as stated"


@pytest.mark.parametrize("class_id", ["band_neutrophil", "metamyelocyte", "lymphocyte", "blast", "erythroblast"])
def test_unlobed_nuclei_are_in_one_piece(class_id: str):
    for seed in range(12):
        drawn = _draw(class_id, seed)
        assert drawn.lobes == 1
        _, _, stats, _ = cv2.connectedComponentsWithStats((drawn.mask == NUCLEUS).astype(np.uint8))
        areas = np.sort(stats[1:, cv2.CC_STAT_AREA])
        assert areas[-1] >= 0.97 * areas.sum()


def test_a_band_is_less_round_than_a_lymphocyte():
    def circularity(class_id: str) -> float:
        values = []
        for seed in range(10):
            nucleus = (_draw(class_id, seed).mask == NUCLEUS).astype(np.uint8)
            outline = max(cv2.findContours(nucleus, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], key=cv2.contourArea)
            values.append(4 * np.pi * cv2.contourArea(outline) / cv2.arcLength(outline, True) ** 2)
        return float(np.median(values))

    assert circularity("band_neutrophil") < 0.62 < 0.75 < circularity("lymphocyte")


def test_an_unknown_class_is_the_users_mistake():
    with pytest.raises(InputProblem, match="martian"):
        draw_cell("martian", np.random.default_rng(0), PX)


@given(sigma=st.floats(0.3, 40), height=st.integers(20, 90), width=st.integers(20, 90), seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_noise_has_the_shape_asked_for_and_is_finite(sigma: float, height: int, width: int, seed: int):
    noise = band_noise(np.random.default_rng(seed), (height, width), sigma)
    assert noise.shape == (height, width)
    assert noise.dtype == np.float32
    assert np.isfinite(noise).all()


@pytest.mark.parametrize("sigma", [0.55, 1.0, 2.0, 4.0])
def test_noise_has_unit_deviation(sigma: float):
    assert band_noise(np.random.default_rng(1), (300, 300), sigma).std() == pytest.approx(1, rel=0.15)


@given(radius=st.floats(8, 40), aspect=st.floats(1, 2), wobble=st.floats(0, 0.1), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_a_blob_has_the_area_of_its_circle(radius: float, aspect: float, wobble: float, seed: int):
    points = blob_points(np.random.default_rng(seed), (100, 100), radius, wobble, aspect=aspect)
    polygon = cv2.contourArea(points.astype(np.float32))
    assert polygon == pytest.approx(np.pi * radius**2, rel=0.01)
    # OpenCV's smooth edge adds up to a pixel's half all round.
    length = cv2.arcLength(points.astype(np.float32), True)
    assert -0.1 * length < fill((200, 200), points).sum() - polygon < 0.75 * length
