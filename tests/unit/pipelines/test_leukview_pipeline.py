"""What is located is what the network is shown, in a crop and in a field, and again when a call is explained."""

from __future__ import annotations

import numpy as np
import pytest

from leukview.domain.attributes import attributes
from leukview.domain.progress import NoProgress
from leukview.imaging.preparation import FILL
from leukview.imaging.synthetic.smear import new_smear, render_crop, render_field
from leukview.pipelines.leukview import LeukViewPipeline


@pytest.fixture(scope="module")
def pipeline() -> LeukViewPipeline:
    return LeukViewPipeline.load("leukview", "cpu", None)


def crop(class_id: str, seed: int, side: int = 240) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return render_crop(class_id, rng, new_smear(rng), height=side, width=side).image


def test_a_crops_cell_is_shown_alone_and_the_same_when_it_is_explained(pipeline: LeukViewPipeline) -> None:
    image = crop("eosinophil", 4)
    (cell,) = pipeline.locate(image, "cell", NoProgress())
    assert cell.mask is not None and cell.morphology is not None
    assert (cell.pixels[:6, :6] == FILL).all()
    assert np.array_equal(pipeline.shown(image, cell.view, cell.box, cell.mask), cell.pixels)


def test_an_image_without_a_cell_is_shown_as_it_is(pipeline: LeukViewPipeline) -> None:
    image = np.full((200, 200, 3), 235, np.uint8)
    (cell,) = pipeline.locate(image, "cell", NoProgress())
    assert cell.mask is None and (cell.box.width, cell.box.height) == (200, 200)
    assert np.array_equal(pipeline.shown(image, cell.view, cell.box, None), cell.pixels)


def test_the_same_cell_looks_the_same_from_another_camera_and_in_another_light(pipeline: LeukViewPipeline) -> None:
    import cv2

    image = crop("lymphocyte", 5, 200)
    other = np.clip(cv2.resize(image, (330, 330), interpolation=cv2.INTER_CUBIC) * np.array([0.8, 0.85, 0.7]), 0, 255)
    views = [pipeline.locate(np.asarray(each, np.uint8), "cell", NoProgress())[0].pixels for each in (image, other)]
    middle = [view[40:120, 40:120].astype(float) for view in views]
    assert np.abs(middle[0] - middle[1]).mean() < 12


def test_cells_of_a_field_are_shown_alone_too(pipeline: LeukViewPipeline) -> None:
    rng = np.random.default_rng(8)
    drawn = render_field(["lymphocyte", "segmented_neutrophil"], rng, new_smear(rng))
    cells = pipeline.locate(drawn.image, "field", NoProgress())
    assert cells and all((cell.pixels[:4, :4] == FILL).all() for cell in cells)
    assert all(np.array_equal(pipeline.shown(drawn.image, c.view, c.box, c.mask), c.pixels) for c in cells)


def test_calls_come_with_attributes_of_the_same_network(pipeline: LeukViewPipeline) -> None:
    views = [pipeline.locate(crop(name, 6), "cell", NoProgress())[0].pixels for name in ("monocyte", "basophil")]
    for call in pipeline.classify(views):
        assert sum(call.probabilities.values()) == pytest.approx(1)
        assert set(call.attributes) == {item.id for item in attributes()}
        assert all(sum(answers.values()) == pytest.approx(1) for answers in call.attributes.values())
    assert pipeline.classify([]) == []
