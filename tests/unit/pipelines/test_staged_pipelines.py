"""The pipelines of stages: each call with its tree, explained by the stage that decided it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from staged_kit import install

from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress
from leukview.explain.gradcam import combined, heat_map
from leukview.imaging.synthetic.smear import new_smear, render_crop
from leukview.pipelines.registry import load_pipeline, pipeline_classes, pipeline_specs, weights_of
from leukview.pipelines.yan2024 import Yan2024Pipeline

SPECS = {spec.id: spec for spec in pipeline_specs()}


def test_weights_of_another_tree_are_not_taken_for_a_pipelines_own(tmp_path: Path) -> None:
    install(tmp_path)
    assert weights_of(SPECS["yan2024"], tmp_path) == "toy" and weights_of(SPECS["boldu2021"], tmp_path) == ""
    assert pipeline_classes("yan2024", tmp_path) == (*("lymphocyte", "eosinophil", "basophil"), "malignant_cell")


def test_a_cell_is_called_with_its_tree_and_explained_by_the_deciding_stage(tmp_path: Path) -> None:
    install(tmp_path)
    pipeline = load_pipeline("yan2024", "cpu", tmp_path)
    assert isinstance(pipeline, Yan2024Pipeline) and pipeline.id == pipeline.stamp.pipeline == "yan2024"
    rng = np.random.default_rng(4)
    image = render_crop("eosinophil", rng, new_smear(rng), height=120, width=120).image
    (located,) = pipeline.locate(image, "cell", NoProgress())
    assert located.mask is not None and located.pixels.shape == (2, 48, 48, 3)
    (call,) = pipeline.classify([located.pixels])
    taken = [node for node in call.tree if node.taken]
    assert call.cls == pipeline.classifier.tree.classes[taken[-1].id]
    assert sum(call.probabilities.values()) == pytest.approx(1, abs=1e-5) and 0 <= call.out_of_domain <= 1
    assert {node.parent for node in call.tree if node.id in {"myeloid", "lymphoid"}} == {"malignant"}
    # The second stage is shown the cell alone: what is far from it is blank.
    assert located.view is not None and (located.pixels[1, 0] > 230).all()

    cell = Cell("c", "c.png", located.box, view=located.view, prediction=call)
    for name, size in (("malignant_cell", 32), ("eosinophil", 48)):
        (part,) = pipeline.explanations(image, cell, located.mask, name)
        assert part.pixels.shape == (size, size, 3) and part.weight == 1
        heat = heat_map(part.target, part.pixels)
        assert combined([(heat, part.view, part.weight)], located.view).shape == (size, size)
    (part,) = pipeline.explanations(image, cell, located.mask, "malignant_cell")
    assert len(part.target.layers) == 3, "of a granularity network its last three stages"
    with pytest.raises(InputProblem, match="neutrophil"):
        pipeline.explanations(image, cell, located.mask, "neutrophil")
