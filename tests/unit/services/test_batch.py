from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from PIL import Image

from leukview.domain.box import Box, CellView
from leukview.domain.case import ImageKind, PipelineStamp
from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import Prediction
from leukview.domain.progress import NoProgress, Progress
from leukview.pipelines.base import Explanation, LocatedCell
from leukview.services.analyse import AnalysisOptions
from leukview.services.batch import MaskBook, analyse_case, case_folders

CELLS = AnalysisOptions(input_kind="cells")


class BrightnessPipeline:
    """Calls dark images blasts and bright ones lymphocytes; the mask is the left half of the image."""

    id = "leukview"
    classes = ("lymphocyte", "blast")
    input_size = 8
    stamp = PipelineStamp("leukview", "By brightness", "0" * 64, "cpu", "LeukView")

    def locate(self, image: NDArray[np.uint8], kind: ImageKind, progress: Progress) -> list[LocatedCell]:
        height, width = image.shape[:2]
        mask = np.zeros((height, width), np.uint8)
        mask[:, : width // 2] = 255
        pixels = np.full((8, 8, 3), image.mean(), np.uint8)
        return [LocatedCell(Box(0, 0, width, height), mask, None, CellView(width / 2, height / 2, width), pixels)]

    def classify(self, pixels: Sequence[NDArray[np.uint8]]) -> list[Prediction]:
        dark = [float(item.mean() < 128) for item in pixels]
        return [Prediction({"blast": 0.1 + 0.8 * d, "lymphocyte": 0.9 - 0.8 * d}, 0.5, self.id, "0" * 64) for d in dark]

    def explanations(
        self, image: NDArray[np.uint8], cell: Cell, mask: NDArray[np.uint8] | None, class_id: str
    ) -> list[Explanation]:
        raise InputProblem(class_id, "brightness explains itself")


class StopAfter(NoProgress):
    """Cancels once this many images are done."""

    def __init__(self, images: int) -> None:
        super().__init__()
        self.images = images

    def report(self, done: int, total: int, message: str = "") -> None:
        self.cancelled = self.cancelled or done >= self.images


def save(path: Path, value: int, width: int = 40, height: int = 32) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((height, width, 3), value, np.uint8)).save(path)


def test_a_folder_becomes_a_case(tmp_path: Path) -> None:
    save(tmp_path / "dark.png", 20)
    save(tmp_path / "deep" / "bright Zelle ü.png", 220)
    (tmp_path / "empty.jpg").write_bytes(b"")
    result = analyse_case(tmp_path, CELLS, pipeline=BrightnessPipeline())
    case = result.case
    assert {cell.file: cell.ai_class for cell in case.cells.values()} == {
        "dark.png": "blast",
        "deep/bright Zelle ü.png": "lymphocyte",
    }
    assert list(case.problems) == ["empty.jpg"]
    assert case.info.name == tmp_path.name
    assert Path(case.info.folder) == tmp_path.resolve()
    assert case.stamp == BrightnessPipeline.stamp
    assert case.timings["total"] > 0
    assert not result.stopped
    assert not case.info.synthetic
    for cell in case.cells.values():
        mask = result.masks.get(cell.id)
        assert mask is not None
        assert mask.shape == (cell.box.height, cell.box.width)
        assert set(np.unique(mask)) == {0, 255}


def test_one_image_is_a_case_too(tmp_path: Path) -> None:
    save(tmp_path / "one.png", 20)
    save(tmp_path / "other.png", 20)
    case = analyse_case(tmp_path / "one.png", CELLS, pipeline=BrightnessPipeline()).case
    (cell,) = case.cells.values()
    assert cell.file == "one.png"
    assert case.info.name == "one"
    assert (Path(case.info.folder) / cell.file).is_file()


def test_earlier_results_within_the_folder_are_left_out(tmp_path: Path) -> None:
    save(tmp_path / "cell.png", 20)
    save(tmp_path / "out" / "masks" / "cell.png", 255)
    save(tmp_path / "outside" / "cell.png", 20)
    (tmp_path / "out" / "broken.png").write_bytes(b"")
    case = analyse_case(tmp_path, CELLS, pipeline=BrightnessPipeline(), exclude=tmp_path / "out").case
    assert sorted(case.images) == ["cell.png", "outside/cell.png"]
    assert not case.problems


def test_a_stopped_run_keeps_what_was_finished(tmp_path: Path) -> None:
    for number in range(60):
        save(tmp_path / f"{number:02d}.png", 20)
    result = analyse_case(tmp_path, CELLS, pipeline=BrightnessPipeline(), progress=StopAfter(5))
    assert result.stopped
    assert 5 <= len(result.case.images) < 60
    assert len(result.case.cells) == len(result.case.images)
    assert result.case.stamp is not None


def test_a_folder_without_images_is_a_mistake_unless_it_is_one_of_many(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no image")
    with pytest.raises(InputProblem, match="no image"):
        analyse_case(tmp_path, CELLS, pipeline=BrightnessPipeline())
    result = analyse_case(tmp_path, CELLS, pipeline=BrightnessPipeline(), empty_is_error=False)
    assert not result.case.cells


def test_a_heat_map_that_cannot_be_made_is_left_out(tmp_path: Path) -> None:
    from leukview.services.heatmaps import Heatmaps

    save(tmp_path / "one.png", 20)
    result = analyse_case(tmp_path, CELLS, pipeline=BrightnessPipeline())
    assert result.pipeline is not None
    maps = Heatmaps()
    maps.use(result.pipeline)
    (cell,) = result.case.cells.values()
    assert result.heatmap(maps, cell) is None


@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=50), elements=st.sampled_from([0, 128, 255])))
def test_masks_come_back_as_they_were_put(mask: NDArray[np.uint8]) -> None:
    book = MaskBook()
    book.put("a", mask)
    found = book.get("a")
    assert found is not None
    np.testing.assert_array_equal(found, mask)
    assert book.get("b") is None


def test_subfolders_are_cases_by_name(tmp_path: Path) -> None:
    for name in ("b", "a", ".hidden", "out"):
        (tmp_path / name).mkdir()
    (tmp_path / "file.png").write_bytes(b"")
    assert [path.name for path in case_folders(tmp_path, tmp_path / "out")] == ["a", "b"]
    with pytest.raises(InputProblem, match="no subfolder"):
        case_folders(tmp_path / "a")
