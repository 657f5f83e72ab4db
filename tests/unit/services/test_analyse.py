"""The analysis loop with a pipeline that is quick and known: order, problems, cancel, resuming, ids."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from leukview.domain.box import Box, CellView
from leukview.domain.case import PipelineStamp, Problem
from leukview.domain.errors import Cancelled, InputProblem
from leukview.domain.prediction import Prediction
from leukview.domain.progress import NoProgress
from leukview.pipelines.base import LocatedCell
from leukview.services.analyse import AnalysedImage, Analysis, AnalysisOptions


class BrightnessPipeline:
    """Calls a bright image a lymphocyte and a dark one a blast; a field has one cell per 50 rows."""

    id = "leukview"
    classes = ("lymphocyte", "blast")
    input_size = 8
    stamp = PipelineStamp("leukview", "test", "0" * 64, "cpu", "test")

    def __init__(self):
        self.batches = []

    def locate(self, image, kind, progress):
        count = 1 if kind == "cell" else image.shape[0] // 50
        box = Box(0, 0, image.shape[1], min(50, image.shape[0]))
        pixels = np.full((8, 8, 3), image.mean(), np.uint8)
        mask = np.full((box.height, box.width), 255, np.uint8)
        return [LocatedCell(box, mask, None, CellView(4, 4, 8), pixels) for _ in range(count)]

    def classify(self, pixels: Sequence) -> list[Prediction]:
        self.batches.append(len(pixels))
        light = [float(p.mean()) / 255 for p in pixels]
        return [Prediction({"lymphocyte": p, "blast": 1 - p}, 0.1, self.id, "0" * 64) for p in light]


@pytest.fixture
def folder(tmp_path):
    for i in range(40):
        Image.new("RGB", (60, 60), (240,) * 3 if i % 2 else (20,) * 3).save(tmp_path / f"c{i:02}.png")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno")
    return tmp_path


def run(folder, **kwargs):
    progress = kwargs.pop("progress", None)
    analysis = Analysis(
        folder, AnalysisOptions(input_kind=kwargs.pop("kind", "cells")), pipeline=BrightnessPipeline(), **kwargs
    )
    return analysis, list(analysis.run(progress))


def test_every_image_comes_out_once_with_its_own_call_and_bad_ones_are_listed(folder):
    analysis, results = run(folder)
    images = [r for r in results if isinstance(r, AnalysedImage)]
    assert sorted(r.image.file for r in images) == [f"c{i:02}.png" for i in range(40)]
    for result in images:
        number = int(result.image.file[1:3])
        assert result.cells[0].ai_class == ("lymphocyte" if number % 2 else "blast")
        assert result.cells[0].id == f"c{number:02}"
        assert set(result.masks) == {result.cells[0].id}
        assert len(result.image.sha256) == 64
    problems = [r for r in results if isinstance(r, Problem)]
    assert [p.file for p in problems] == ["broken.png"]
    assert problems[0].reason
    assert {"scan", "read", "locate", "classify", "total"} <= set(analysis.timings)


def test_the_first_cells_come_before_the_rest_is_read(folder):
    pipeline = BrightnessPipeline()
    next(
        r
        for r in Analysis(folder, AnalysisOptions(input_kind="cells"), pipeline=pipeline).run()
        if not isinstance(r, Problem)
    )
    assert pipeline.batches == [4]


def test_an_interrupted_run_goes_on_with_what_is_missing(folder):
    done = {f"c{i:02}.png" for i in range(30)}
    _, results = run(folder, skip=done.__contains__)
    assert sorted(r.image.file for r in results if isinstance(r, AnalysedImage)) == [
        f"c{i:02}.png" for i in range(30, 40)
    ]


class ForgetfulPipeline(BrightnessPipeline):
    """Gives no call for the last view of one batch; 0 is the first."""

    def __init__(self, batch: int) -> None:
        super().__init__()
        self.short = batch

    def classify(self, pixels: Sequence[NDArray[np.uint8]]) -> list[Prediction]:
        calls = super().classify(pixels)
        return calls[:-1] if len(self.batches) == self.short + 1 else calls


@pytest.mark.parametrize(("batch", "whole"), [(0, 0), (1, 2)])
def test_a_call_too_few_is_an_error_and_loses_no_cell_in_silence(tmp_path: Path, batch: int, whole: int) -> None:
    for name in "abc":
        Image.new("RGB", (300, 150), (240,) * 3).save(tmp_path / f"{name}.png")
    analysis = Analysis(tmp_path, AnalysisOptions(input_kind="fields"), pipeline=ForgetfulPipeline(batch))
    got: list[AnalysedImage | Problem] = []
    with pytest.raises(RuntimeError, match=r"returned \d+ calls for \d+ cells"):
        for item in analysis.run():
            got.append(item)
    assert [len(item.cells) for item in got if isinstance(item, AnalysedImage)] == [3] * whole
    assert len(got) == whole


def test_cancel_stops_soon_and_leaves_no_thread(folder):
    progress = NoProgress()
    got = []
    analysis = Analysis(folder, AnalysisOptions(input_kind="cells"), pipeline=BrightnessPipeline())
    with pytest.raises(Cancelled):
        for result in analysis.run(progress):
            got.append(result)
            progress.cancel()
    assert 0 < len(got) < 41


def test_cells_of_a_field_are_numbered(tmp_path):
    Image.new("RGB", (300, 150), (240,) * 3).save(tmp_path / "f.png")
    _, results = run(tmp_path, kind="fields")
    assert [cell.id for cell in results[0].cells] == ["f-001", "f-002", "f-003"]
    assert not results[0].cells[0].single


def test_a_missing_folder_is_the_users_mistake(tmp_path):
    with pytest.raises(InputProblem, match="nowhere"):
        run(tmp_path / "nowhere")


def test_an_unknown_pipeline_is_named_with_those_there_are(folder):
    with pytest.raises(InputProblem, match="leukview"):
        list(Analysis(folder, AnalysisOptions(pipeline="magic", input_kind="cells")).run())
