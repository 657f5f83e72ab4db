"""What is located is what the network is shown, in a crop and in a field, and again when a call is explained."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from leukview.classifiers.paired import FAR, HOME, SECOND
from leukview.domain.attributes import attributes
from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import OUT_OF_DOMAIN_AT
from leukview.domain.progress import NoProgress
from leukview.explain.gradcam import combined, heat_map
from leukview.imaging.crops import cut_view, whole_image_view
from leukview.imaging.preparation import FILL
from leukview.imaging.synthetic.smear import new_smear, render_crop, render_field
from leukview.pipelines.leukview import LeukViewPipeline


@pytest.fixture(scope="module")
def pipeline() -> LeukViewPipeline:
    return LeukViewPipeline.load("leukview", "cpu", None)


def crop(class_id: str, seed: int, side: int = 240) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return render_crop(class_id, rng, new_smear(rng), height=side, width=side).image


def test_a_cell_is_shown_as_it_is_then_alone_then_in_one_stain(pipeline: LeukViewPipeline) -> None:
    image = crop("eosinophil", 4)
    (cell,) = pipeline.locate(image, "cell", NoProgress())
    assert cell.mask is not None and cell.morphology is not None
    side = pipeline.input_size
    assert cell.pixels.shape == (3, side, side, 3) and cell.pixels.dtype == np.uint8
    fraction = pipeline.classifier.manifest.crop_fraction
    assert np.array_equal(cell.pixels[HOME], cut_view(image, whole_image_view(image, fraction), side))
    assert (cell.pixels[SECOND, :6, :6] == FILL).all() and not (cell.pixels[FAR, :6, :6] == FILL).all()


def test_an_image_without_a_cell_is_shown_as_it_is(pipeline: LeukViewPipeline) -> None:
    image = np.full((200, 200, 3), 235, np.uint8)
    (cell,) = pipeline.locate(image, "cell", NoProgress())
    assert cell.mask is None and (cell.box.width, cell.box.height) == (200, 200)
    (call,) = pipeline.classify([cell.pixels])
    assert call.out_of_domain > OUT_OF_DOMAIN_AT


def test_the_same_cell_looks_the_same_from_another_camera_and_in_another_light(pipeline: LeukViewPipeline) -> None:
    image = crop("lymphocyte", 5, 200)
    large = cv2.resize(image, (330, 330), interpolation=cv2.INTER_CUBIC)
    other = np.clip(large * np.array([0.8, 0.85, 0.7]), 0, 255).astype(np.uint8)
    views = [pipeline.locate(each, "cell", NoProgress())[0].pixels for each in (image, other)]

    def apart(place: int) -> float:
        middle = [view[place, 40:120, 40:120].astype(float) for view in views]
        return float(np.abs(middle[0] - middle[1]).mean())

    assert apart(SECOND) < 12 < apart(HOME)


def test_cells_of_a_field_are_shown_alone_too(pipeline: LeukViewPipeline) -> None:
    rng = np.random.default_rng(8)
    drawn = render_field(["lymphocyte", "segmented_neutrophil"], rng, new_smear(rng))
    cells = pipeline.locate(drawn.image, "field", NoProgress())
    assert cells and all((cell.pixels[SECOND, :4, :4] == FILL).all() for cell in cells)


def test_calls_of_types_with_known_attributes_come_with_them_and_no_others(pipeline: LeukViewPipeline) -> None:
    names = ("monocyte", "basophil", "segmented_neutrophil", "blast", "smudge_cell")
    views = [pipeline.locate(crop(name, 6), "cell", NoProgress())[0].pixels for name in names]
    typical = pipeline.classifier.manifest.typical
    taught = set()
    for call in pipeline.classify(views):
        assert sum(call.probabilities.values()) == pytest.approx(1)
        taught.add(call.cls in typical)
        assert set(call.attributes) == ({item.id for item in attributes()} if call.cls in typical else set())
        assert all(sum(answers.values()) == pytest.approx(1) for answers in call.attributes.values())
    assert taught == {True, False}, "both kinds were called"
    assert pipeline.classify([]) == []


def test_an_explanation_shows_each_network_what_it_saw_of_the_cell(pipeline: LeukViewPipeline) -> None:
    image = crop("eosinophil", 4)
    (located,) = pipeline.locate(image, "cell", NoProgress())
    (call,) = pipeline.classify([located.pixels])
    for score, first in ((0.5, HOME), (0.999, FAR)):
        cell = Cell("c", "c.png", located.box, view=located.view, prediction=replace(call, out_of_domain=score))
        parts = pipeline.explanations(image, cell, located.mask, call.cls)
        assert [part.weight for part in parts] == pytest.approx([1 - parts[1].weight, parts[1].weight])
        if first == HOME:
            assert np.array_equal(parts[0].pixels, located.pixels[HOME])
        assert np.array_equal(parts[1].pixels, located.pixels[SECOND])
        maps = [(heat_map(part.target, part.pixels), part.view, part.weight) for part in parts]
        assert located.view is not None
        assert combined(maps, located.view).max() == pytest.approx(1)
    with pytest.raises(InputProblem, match="hairy_cell"):
        pipeline.explanations(image, cell, located.mask, "hairy_cell")
