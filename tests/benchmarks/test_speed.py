"""Ratios within one run, which hold on a fast machine and on a slow and busy one; ``bench.py`` prints the absolute numbers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from leukview.domain.case import Problem
from leukview.pipelines.base import Pipeline
from leukview.pipelines.registry import load_pipeline
from leukview.services.analyse import Analysis, AnalysisOptions
from leukview.services.batch import analyse_case
from leukview.services.heatmaps import Heatmaps
from leukview.services.sample import write_sample

CELLS = AnalysisOptions(input_kind="cells", device="cpu")


@pytest.fixture(scope="module")
def pipeline(warm: Path) -> Pipeline:
    """The default pipeline, after its first slow calls."""
    loaded = load_pipeline("leukview", "cpu")
    analyse_case(warm, CELLS, pipeline=loaded)
    return loaded


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("speed") / "few"
    write_sample(folder, cells=30, fields=0, seed=3)
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("speed") / "many"
    write_sample(folder, cells=120, fields=0, seed=4)
    return folder


def seconds_per_image(folder: Path, pipeline: Pipeline) -> float:
    """Return the best of two runs."""
    runs = []
    for _ in range(2):
        result = analyse_case(folder, CELLS, pipeline=pipeline)
        runs.append(result.case.timings["total"] / len(result.case.images))
    return min(runs)


def test_a_cell_takes_no_longer_among_many(warm: Path, many: Path, pipeline: Pipeline) -> None:
    assert seconds_per_image(many, pipeline) < 1.7 * seconds_per_image(warm, pipeline)


def test_the_first_cells_come_long_before_the_last(many: Path, pipeline: Pipeline) -> None:
    started = time.perf_counter()
    arrivals = []
    for item in Analysis(many, CELLS, pipeline=pipeline).run():
        assert not isinstance(item, Problem)
        arrivals.append(time.perf_counter() - started)
    assert len(arrivals) == 120
    assert arrivals[0] < arrivals[-1] / 4


def test_a_heat_map_asked_for_again_comes_from_memory(warm: Path, pipeline: Pipeline) -> None:
    maps = Heatmaps(device="cpu")
    maps.use(pipeline)
    case = analyse_case(warm, CELLS, pipeline=pipeline).case
    cells = list(case.cells.values())[:12]

    def once() -> float:
        started = time.perf_counter()
        for cell in cells:
            maps.get(Path(case.info.folder), cell, None)
        return time.perf_counter() - started

    made = once()
    assert once() < made / 20


def test_masks_are_held_in_a_fraction_of_their_size(warm: Path, pipeline: Pipeline) -> None:
    result = analyse_case(warm, CELLS, pipeline=pipeline)
    whole = sum(cell.box.width * cell.box.height for cell in result.case.cells.values())
    assert result.masks.nbytes < whole / 8
