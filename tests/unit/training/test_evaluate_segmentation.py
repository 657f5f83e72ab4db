import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from leukview.domain.box import Box
from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress
from leukview.imaging.synthetic import new_smear, render_crop
from leukview.segmentation.base import FoundCell
from leukview.training.evaluate_segmentation import dice, evaluate_segmentation, match_boxes


class _Fixed:
    """A segmenter that always answers the same."""

    name = "fixed"

    def __init__(self, cells: list[FoundCell]) -> None:
        self.cells = cells

    def single(self, image: NDArray[np.uint8]) -> FoundCell | None:
        return self.cells[0] if self.cells else None

    def field(self, image: NDArray[np.uint8], progress: Progress) -> list[FoundCell]:
        return self.cells


def _found(x: int, y: int, side: int, value: int = 255) -> FoundCell:
    return FoundCell(Box(x, y, side, side), np.full((side, side), value, np.uint8))


def test_dice() -> None:
    one = np.array([True, True, False, False])
    two = np.array([True, False, True, False])
    assert dice(one, one) == 1
    assert dice(one, two) == 0.5
    assert dice(one, ~one) == 0
    assert dice(one & two & ~one, two & ~two) == 1


def test_boxes_are_paired_once_best_first() -> None:
    truth = [Box(0, 0, 10, 10), Box(8, 0, 10, 10)]
    assert sorted(match_boxes(truth, [Box(8, 0, 10, 10), Box(1, 0, 10, 10)])) == [(0, 1), (1, 0)]
    assert match_boxes(truth, [Box(0, 0, 10, 10), Box(0, 0, 10, 9)]) == [(0, 0)]
    assert match_boxes(truth, [Box(100, 100, 10, 10)]) == []
    assert match_boxes([], []) == []


def test_masks_are_scored_against_the_drawn_ones(tmp_path: Path) -> None:
    folder = tmp_path / "masks" / "dataset1"
    folder.mkdir(parents=True)
    truth = np.zeros((40, 40), np.uint8)
    truth[10:30, 10:30] = 128
    truth[15:25, 15:25] = 255
    cv2.imwrite(str(folder / "001_mask.png"), truth)
    cv2.imwrite(str(folder / "001.png"), np.full((40, 40, 3), 200, np.uint8))
    score = evaluate_segmentation(tmp_path, _Fixed([_found(10, 10, 20)])).masks["masks/dataset1"]
    assert score.images == 1
    assert score.cell_dice == 1
    assert score.nucleus_dice == pytest.approx(2 * 100 / 500)
    assert evaluate_segmentation(tmp_path, _Fixed([])).masks["masks/dataset1"].cell_dice == 0


def test_fields_are_scored_by_boxes_and_by_points(tmp_path: Path) -> None:
    for name in ("bccd/a.png", "raabin/b.png", "raabin/c.png", "allidb1/d.png"):
        path = tmp_path / "fields" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(path), np.full((100, 100, 3), 200, np.uint8))
    (tmp_path / "fields" / "boxes.csv").write_text(
        "path,class,xmin,ymin,xmax,ymax,split\n"
        "fields/bccd/a.png,wbc,10,10,30,30,train\n"
        "fields/bccd/a.png,wbc,60,60,90,90,train\n"
        "fields/bccd/a.png,rbc,0,0,9,9,train\n"
        "fields/raabin/b.png,wbc,10,10,30,30,test\n"
        "fields/raabin/c.png,rbc,10,10,30,30,train\n"
    )
    (tmp_path / "fields" / "allidb1_blasts.csv").write_text(
        "path,diagnosis,split,x,y\nfields/allidb1/d.png,ALL,train,15,15\nfields/allidb1/d.png,ALL,train,16,16\n"
    )
    found = evaluate_segmentation(tmp_path, _Fixed([_found(10, 10, 20), _found(40, 0, 8)])).detection
    assert set(found) == {"bccd", "raabin test", "raabin rest", "allidb1 blasts"}
    assert (found["bccd"].cells, found["bccd"].found, found["bccd"].besides) == (2, 1, 1)
    assert (found["bccd"].recall, found["bccd"].precision) == (0.5, 0.5)
    assert found["raabin test"].recall == 1
    assert (found["raabin rest"].cells, found["raabin rest"].precision) == (0, 0)
    # One box cannot answer for two blasts.
    assert (found["allidb1 blasts"].found, found["allidb1 blasts"].precision) == (1, None)


def test_a_folder_without_truth_is_an_input_problem(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="no masks or boxes"):
        evaluate_segmentation(tmp_path)


def test_the_command_prints_a_table_and_writes_the_figures(tmp_path: Path) -> None:
    folder = tmp_path / "allidb2" / "lymphoblast"
    folder.mkdir(parents=True)
    rng = np.random.default_rng(1)
    drawn = render_crop("lymphoblast", rng, new_smear(rng))
    cv2.imwrite(str(folder / "x_1.png"), drawn.image[..., ::-1])
    cv2.imwrite(str(folder / "x_1_mask.png"), drawn.mask)
    command = [sys.executable, "-m", "leukview.training.evaluate_segmentation", str(tmp_path), str(tmp_path / "f.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "| allidb2 | 1 |" in done.stdout
    assert json.loads((tmp_path / "f.json").read_text())["masks"]["allidb2"]["cell_dice"] > 0.9
    empty = tmp_path / "empty"
    empty.mkdir()
    assert subprocess.run([*command[:3], str(empty)], capture_output=True, check=False).returncode == 2
    assert subprocess.run(command[:3], capture_output=True, check=False).returncode == 2
