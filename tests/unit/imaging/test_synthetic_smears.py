"""Synthetic crops and fields: determinism, boxes, room, colours, stains."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing_kit import own_seconds, seconds_of

from leukview.domain.errors import InputProblem
from leukview.imaging.synthetic import (
    CLASSES,
    CROP_UM,
    MIXES,
    NUCLEUS,
    STAINS,
    RedCells,
    class_of_cell,
    new_smear,
    render_crop,
    render_field,
)
from leukview.imaging.synthetic.red_cells import lay_out

SMEAR = new_smear(np.random.default_rng(0))


def _crop(class_id: str, seed: int, **size: int):
    return render_crop(class_id, np.random.default_rng([seed, 5]), SMEAR, **size)


@pytest.mark.parametrize("class_id", CLASSES)
def test_every_class_renders_centred_with_a_tight_box(class_id: str):
    drawn = _crop(class_id, 1)
    assert drawn.image.shape == (363, 360, 3)
    assert drawn.image.dtype == np.uint8
    (cell,) = drawn.cells
    assert cell.class_id == class_id
    assert cv2.boundingRect((drawn.mask > 0).astype(np.uint8)) == (
        cell.box.x,
        cell.box.y,
        cell.box.width,
        cell.box.height,
    )
    x, y = cell.box.x + cell.box.width / 2, cell.box.y + cell.box.height / 2
    assert np.hypot(x - 180, y - 181.5) < 50


@given(seed=st.integers(0, 2**31), class_id=st.sampled_from(CLASSES))
@settings(max_examples=15, deadline=None)
def test_the_same_seed_renders_the_same_pixels(seed: int, class_id: str):
    first, again = _crop(class_id, seed, height=120, width=120), _crop(class_id, seed, height=120, width=120)
    np.testing.assert_array_equal(first.image, again.image)
    np.testing.assert_array_equal(first.mask, again.mask)
    assert first.cells == again.cells


@pytest.mark.parametrize("stain", STAINS)
@pytest.mark.parametrize("class_id", ["segmented_neutrophil", "blast", "lymphocyte", "smudge_cell"])
def test_the_nucleus_is_the_darkest_part_under_every_stain(stain: str, class_id: str):
    drawn = render_crop(class_id, np.random.default_rng(4), new_smear(np.random.default_rng(4), stain))
    green = drawn.image[..., 1].astype(float)
    background = np.percentile(green, 90)
    assert np.median(green[drawn.mask == NUCLEUS]) < 0.62 * background
    assert background == pytest.approx(STAINS[stain].background[1], abs=14)


def test_stains_differ_in_background_and_nucleus():
    colours = []
    for stain in STAINS:
        drawn = render_crop("blast", np.random.default_rng(4), new_smear(np.random.default_rng(4), stain))
        bright = np.percentile(drawn.image.reshape(-1, 3), 85, axis=0)
        colours.append(np.concatenate([bright, np.median(drawn.image[drawn.mask == NUCLEUS], axis=0)]))
    for index, colour in enumerate(colours):
        for other in colours[index + 1 :]:
            assert np.abs(colour - other).max() > 8


def test_eosinophils_are_redder_than_neutrophils_and_plasma_cells_bluer():
    def redness(class_id: str) -> float:
        values = []
        for seed in range(4):
            drawn = _crop(class_id, seed)
            red, green, blue = drawn.image[drawn.mask == 128].mean(axis=0)
            values.append(red - (green + blue) / 2)
        return float(np.mean(values))

    assert redness("eosinophil") > redness("segmented_neutrophil") + 15
    assert redness("plasma_cell") < redness("segmented_neutrophil") - 15


@pytest.mark.parametrize("size", [(240, 240), (363, 360), (96, 140)])
def test_a_crop_shows_the_same_slide_whatever_its_pixels(size: tuple[int, int]):
    height, width = size
    drawn = _crop("lymphocyte", 2, height=height, width=width)
    assert drawn.image.shape == (*drawn.mask.shape, 3) == (height, width, 3)
    diameter = 2 * np.sqrt(np.count_nonzero(drawn.mask) / np.pi) / (min(size) / CROP_UM)
    assert 8 < diameter < 13


def test_a_crop_too_small_to_show_a_cell_is_refused():
    with pytest.raises(InputProblem, match="96 pixels"):
        _crop("blast", 0, height=90, width=200)


def test_an_unknown_stain_is_the_users_mistake():
    with pytest.raises(InputProblem, match="ketchup"):
        new_smear(np.random.default_rng(0), "ketchup")


def test_red_cells_have_their_size_keep_off_the_white_cell_and_fill_the_slide():
    look = RedCells(fill=0.4)
    mask = np.zeros((400, 400), np.uint8)
    cv2.circle(mask, (200, 200), 60, 1, -1)
    room = cv2.distanceTransform(1 - mask, cv2.DIST_L2, 3)
    cells = lay_out(np.random.default_rng(3), (400, 400), look, 9.9, room)
    assert 2 * np.median(cells[:, 2]) / 9.9 == pytest.approx(7.4, rel=0.05)
    assert np.hypot(cells[:, 0] - 200, cells[:, 1] - 200).min() > 60 + 0.8 * cells[:, 2].min()
    drawn = _crop("platelet", 8)
    covered = np.mean(drawn.image[..., 1] < 205)
    assert 0.2 < covered < 0.7


def _field(seed: int, count: int = 10):
    rng = np.random.default_rng([seed, 6])
    wanted = [class_of_cell(seed, "showcase", index) for index in range(count)]
    return wanted, render_field(wanted, rng, SMEAR, height=480, width=640)


@given(seed=st.integers(0, 1000))
@settings(max_examples=8, deadline=None)
def test_cells_of_a_field_lie_apart_and_whole_within_their_boxes(seed: int):
    _, drawn = _field(seed)
    covered = np.zeros(drawn.mask.shape, dtype=bool)
    for cell in drawn.cells:
        box = cell.box
        assert box.x > 0 and box.y > 0 and box.x + box.width < 640 and box.y + box.height < 480
        part = (slice(box.y, box.y + box.height), slice(box.x, box.x + box.width))
        assert not covered[part].any(), "two boxes overlap"
        covered[part] = True
        inside = drawn.mask[part] > 0
        assert inside[0].any() and inside[-1].any() and inside[:, 0].any() and inside[:, -1].any()
    assert not drawn.mask[~covered].any(), "something lies outside every box"


def test_a_field_holds_the_cells_asked_for_where_there_is_room():
    wanted, drawn = _field(1, 6)
    found = [cell.class_id for cell in drawn.cells]
    for class_id in set(wanted) - {"platelet"}:
        assert found.count(class_id) == wanted.count(class_id)


def test_a_full_field_leaves_cells_out_instead_of_overlapping_them():
    drawn = render_field(["promonocyte"] * 60, np.random.default_rng(0), SMEAR, height=300, width=300)
    assert 0 < sum(cell.class_id == "promonocyte" for cell in drawn.cells) < 60


def test_a_field_smaller_than_a_cell_stays_empty():
    drawn = render_field(["promonocyte"], np.random.default_rng(0), SMEAR, height=60, width=60)
    assert "promonocyte" not in [cell.class_id for cell in drawn.cells]


@given(seed=st.integers(0, 10_000), mix=st.sampled_from(sorted(MIXES)))
@settings(max_examples=30, deadline=None)
def test_each_block_holds_the_mix_exactly_in_its_own_order(seed: int, mix: str):
    size = sum(MIXES[mix].values())
    drawn = [class_of_cell(seed, mix, index) for index in range(size)]
    assert {class_id: drawn.count(class_id) for class_id in set(drawn)} == MIXES[mix]


def test_mixes_name_drawable_classes_and_the_showcase_all_of_them():
    assert set(MIXES["showcase"]) == set(CLASSES)
    assert sum(MIXES["showcase"].values()) == 60
    for mix in MIXES.values():
        assert set(mix) <= set(CLASSES)
        assert sum(mix.values()) in {60, 100}
    with pytest.raises(InputProblem):
        class_of_cell(0, "soup", 0)


def test_a_crop_takes_a_fraction_of_a_second():
    seconds = [own_seconds(lambda seed=seed: _crop(CLASSES[seed], seed)) for seed in range(10)]
    # 25 ms where a unit takes 8; the bound only catches a change of order.
    assert sorted(seconds)[5] < seconds_of(30)
