import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from timing_kit import best_seconds, seconds_of

from leukview.domain.cell import Box
from leukview.domain.errors import Cancelled
from leukview.domain.progress import NoProgress
from leukview.imaging.measure import measure
from leukview.imaging.synthetic import STAINS, DrawnImage, new_smear, render_crop, render_field
from leukview.segmentation.base import FoundCell, mask_on_image
from leukview.segmentation.classical import ClassicalSegmenter

WHITE = (
    "segmented_neutrophil",
    "band_neutrophil",
    "lymphocyte",
    "variant_lymphocyte",
    "monocyte",
    "eosinophil",
    "metamyelocyte",
    "myelocyte",
    "blast",
    "lymphoblast",
    "plasma_cell",
    "erythroblast",
)


def _dice(one: NDArray[np.bool_], two: NDArray[np.bool_]) -> float:
    return 2 * int((one & two).sum()) / max(1, int(one.sum()) + int(two.sum()))


def _segmented(drawn: DrawnImage) -> tuple[FoundCell, NDArray[np.uint8]]:
    found = ClassicalSegmenter().single(drawn.image)
    assert found is not None
    return found, mask_on_image(found, *drawn.mask.shape)


@pytest.mark.parametrize("stain", list(STAINS))
def test_single_cells_are_segmented_in_every_stain(stain: str) -> None:
    rng = np.random.default_rng(11)
    smear = new_smear(rng, stain)
    nucleus, cell, lobes = [], [], []
    for name in WHITE:
        drawn = render_crop(name, rng, smear)
        found, mask = _segmented(drawn)
        nucleus.append(_dice(mask == 255, drawn.mask == 255))
        cell.append(_dice(mask > 0, drawn.mask > 0))
        box = found.box
        crop = drawn.image[box.y : box.y + box.height, box.x : box.x + box.width]
        lobes.append(measure(crop, found.mask).lobes == drawn.cells[0].lobes)
    assert np.mean(cell) > 0.95
    assert min(cell) > 0.88
    assert np.mean(nucleus) > 0.93
    assert np.mean(lobes) >= 0.8


@pytest.mark.parametrize("size", [(96, 96), (120, 120), (240, 240), (363, 360), (700, 700)])
def test_masks_fit_the_image_at_any_size(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    drawn = render_crop("monocyte", rng, new_smear(rng), height=size[0], width=size[1])
    found, mask = _segmented(drawn)
    box = found.box
    assert found.mask.shape == (box.height, box.width)
    assert found.mask.dtype == np.uint8
    assert set(np.unique(found.mask)) <= {0, 128, 255}
    assert box.x >= 0
    assert box.y >= 0
    assert box.x + box.width <= size[1]
    assert box.y + box.height <= size[0]
    # The box is tight: every side of it touches the cell.
    sides = (found.mask[0], found.mask[-1], found.mask[:, 0], found.mask[:, -1])
    assert all(side.any() for side in sides)
    assert _dice(mask > 0, drawn.mask > 0) > 0.9


def test_brightness_and_colour_cast_hardly_matter() -> None:
    rng = np.random.default_rng(5)
    drawn = render_crop("segmented_neutrophil", rng, new_smear(rng))
    for gain in ((1.0, 1.0, 1.0), (0.7, 0.7, 0.7), (1.0, 0.95, 0.6), (0.8, 0.9, 1.0)):
        image = np.clip(drawn.image * np.array(gain), 0, 255).astype(np.uint8)
        found = ClassicalSegmenter().single(image)
        assert found is not None
        assert _dice(mask_on_image(found, *drawn.mask.shape) > 0, drawn.mask > 0) > 0.93, gain


def test_the_central_cell_is_taken_among_neighbours() -> None:
    rng = np.random.default_rng(2)
    smear = new_smear(rng)
    crops = [render_crop("lymphoblast", rng, smear, height=240, width=240) for _ in range(2)]
    image = np.hstack([crops[0].image[:, 120:], crops[1].image])
    found = ClassicalSegmenter().single(image[:, 60:300])
    assert found is not None
    middle = found.box.x + found.box.width / 2
    assert abs(middle - 180) < 25


@pytest.mark.parametrize("level", [0, 128, 240, 255])
def test_nothing_is_found_in_an_empty_image(level: int) -> None:
    image = np.full((240, 240, 3), level, np.uint8)
    assert ClassicalSegmenter().single(image) is None
    assert ClassicalSegmenter().field(image, NoProgress()) == []


def _white(drawn: DrawnImage) -> list[Box]:
    return [cell.box for cell in drawn.cells if "platelet" not in cell.class_id]


def test_a_field_without_white_cells_yields_a_large_platelet_at_most() -> None:
    found = drawn_platelets = 0
    for seed, stain in enumerate(STAINS):
        rng = np.random.default_rng(seed)
        drawn = render_field([], rng, new_smear(rng, stain))
        drawn_platelets += len(drawn.cells)
        found += len(ClassicalSegmenter().field(drawn.image, NoProgress()))
    assert drawn_platelets > 40
    assert found < 0.1 * drawn_platelets


@pytest.mark.parametrize("stain", list(STAINS))
def test_every_white_cell_of_a_field_is_found_and_hardly_anything_else(stain: str) -> None:
    rng = np.random.default_rng(8)
    drawn = render_field(list(WHITE), rng, new_smear(rng, stain))
    found = ClassicalSegmenter().field(drawn.image, NoProgress())
    boxes = [cell.box for cell in found]
    assert len(_white(drawn)) >= 10
    assert all(max(true.iou(box) for box in boxes) > 0.6 for true in _white(drawn))
    assert len(found) <= len(_white(drawn)) + 1
    assert [box.y for box in boxes] == sorted(box.y for box in boxes)


@pytest.mark.parametrize("px_per_um", [4.0, 6.6, 12.0])
def test_magnification_hardly_matters(px_per_um: float) -> None:
    rng = np.random.default_rng(9)
    drawn = render_field(["monocyte", "lymphocyte", "segmented_neutrophil"], rng, new_smear(rng), px_per_um=px_per_um)
    found = ClassicalSegmenter().field(drawn.image, NoProgress())
    assert len(found) == len(_white(drawn)) == 3
    assert all(max(true.iou(cell.box) for cell in found) > 0.6 for true in _white(drawn))


def test_touching_cells_are_parted() -> None:
    image = np.full((600, 800, 3), (235, 225, 215), np.uint8)
    for x, y in [(x, y) for x in range(60, 800, 110) for y in (60, 170, 430, 540)]:
        cv2.circle(image, (x, y), 30, (200, 150, 140), cv2.FILLED, cv2.LINE_AA)
    for x in (330, 418):
        cv2.circle(image, (x, 300), 46, (150, 150, 205), cv2.FILLED, cv2.LINE_AA)
    for x in (330, 418):
        cv2.circle(image, (x, 300), 45, (85, 40, 130), cv2.FILLED, cv2.LINE_AA)
    found = ClassicalSegmenter().field(image, NoProgress())
    assert len(found) == 2
    truth = [Box(284, 254, 92, 92), Box(372, 254, 92, 92)]
    assert all(max(box.iou(cell.box) for cell in found) > 0.7 for box in truth)


def test_a_field_reports_and_can_be_cancelled() -> None:
    rng = np.random.default_rng(1)
    drawn = render_field(["blast"], rng, new_smear(rng))
    progress = NoProgress()
    progress.cancel()
    with pytest.raises(Cancelled):
        ClassicalSegmenter().field(drawn.image, progress)


def test_large_fields_are_tiled_without_losing_or_doubling_cells() -> None:
    rng = np.random.default_rng(6)
    drawn = render_field(["lymphoblast"] * 9, rng, new_smear(rng))
    image = np.tile(drawn.image, (3, 3, 1))
    found = ClassicalSegmenter().field(image, NoProgress())
    assert len(_white(drawn)) >= 8
    assert len(found) == 9 * len(_white(drawn))


def test_a_single_cell_takes_milliseconds() -> None:
    rng = np.random.default_rng(6)
    image = render_crop("monocyte", rng, new_smear(rng)).image
    segmenter = ClassicalSegmenter()
    segmenter.single(image)
    # 4 ms where a unit takes 8; the bound leaves room for a busy machine.
    assert best_seconds(lambda: segmenter.single(image), 15) < seconds_of(5)


@settings(deadline=None, max_examples=40)
@given(
    hnp.arrays(
        np.uint8,
        st.tuples(st.integers(1, 70), st.integers(1, 70), st.just(3)),
        elements=st.sampled_from([0, 40, 128, 255]),
    )
)
def test_any_image_gives_a_valid_answer(image: NDArray[np.uint8]) -> None:
    segmenter = ClassicalSegmenter()
    single = segmenter.single(image)
    for found in [*([single] if single else []), *segmenter.field(image, NoProgress())]:
        assert found.mask.shape == (found.box.height, found.box.width)
        assert mask_on_image(found, *image.shape[:2]).any()


def test_one_segmenter_serves_several_threads() -> None:
    from concurrent.futures import ThreadPoolExecutor

    rng = np.random.default_rng(12)
    smear = new_smear(rng)
    images = [render_crop(name, rng, smear).image for name in WHITE]
    segmenter = ClassicalSegmenter()
    alone = [segmenter.single(image) for image in images]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(segmenter.single, images))
    for one, two in zip(alone, together, strict=True):
        assert one is not None
        assert two is not None
        assert one.box == two.box
        np.testing.assert_array_equal(one.mask, two.mask)
