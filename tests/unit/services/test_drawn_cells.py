"""The call of a cell that a person drew is that of the weights that made the case's calls."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PilImage

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress
from leukview.imaging.synthetic import new_smear, render_field
from leukview.pipelines.registry import load_pipeline
from leukview.services.drawn_cells import DrawnCells


def test_a_drawn_cell_is_called_like_one_that_was_found(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    drawn = render_field(["lymphocyte", "segmented_neutrophil"], rng, new_smear(rng), height=420, width=520)
    PilImage.fromarray(drawn.image).save(tmp_path / "f.png")
    pipeline = load_pipeline("leukview", "cpu")
    found = pipeline.locate(drawn.image, "field", NoProgress())
    calls = pipeline.classify([cell.pixels for cell in found])
    truth = next(cell.box for cell in drawn.cells if cell.class_id == "segmented_neutrophil")
    at = max(range(len(found)), key=lambda n: truth.iou(found[n].box))
    assert truth.iou(found[at].box) > 0.5
    loose = Box(max(0, truth.x - 6), max(0, truth.y - 6), truth.width + 12, truth.height + 12)
    cell = Cell("f-drawn1", "f.png", loose, single=False, origin="drawn")
    called = DrawnCells("cpu").call(tmp_path, cell, pipeline.stamp)
    assert called.box == loose and called.prediction.cls == calls[at].cls
    assert called.prediction.weights_sha256 == pipeline.stamp.weights_sha256
    assert (
        called.mask is not None and called.mask.shape == (loose.height, loose.width) and called.morphology is not None
    )
    assert called.view.side == pytest.approx(found[at].view.side, rel=0.05)
    bare = DrawnCells("cpu").call(tmp_path, replace(cell, box=Box(0, 0, 30, 30)), pipeline.stamp)
    assert sum(bare.prediction.probabilities.values()) == pytest.approx(1)
    with pytest.raises(InputProblem, match="not installed"):
        DrawnCells("cpu").call(tmp_path, cell, replace(pipeline.stamp, weights_sha256="0" * 64))
