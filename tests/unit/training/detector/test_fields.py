"""Fields, their parts, and how large their red cells are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from leukview.detection.base import NUCLEATED, PLATELET, RED_CELL
from leukview.detection.detector import DRAWN
from leukview.domain.errors import Cancelled, InputProblem
from leukview.domain.progress import NoProgress
from leukview.training.detector.fields import FieldRow, list_fields, load_field, render_boxed


def test_a_source_without_a_split_is_cut_into_blocks_and_one_with_keeps_its_own(data: Path) -> None:
    rows = list_fields(data, ["one", "two"], 5)
    assert [row.path.stem for row in rows] == [f"F{number:02}" for number in range(13)]
    assert [row.part for row in rows] == ["train"] * 6 + ["val"] * 2 + ["test"] * 2 + ["train", "val", "test"]


def test_a_box_drawn_with_a_click_is_left_out(data: Path) -> None:
    row = list_fields(data, ["one"], 5)[0]
    assert RED_CELL not in row.kinds and set(row.kinds) <= {NUCLEATED, PLATELET}
    assert (row.boxes[:, 2:] > row.boxes[:, :2]).all() and row.boxes.shape == (len(row.kinds), 4)


def test_what_is_not_there_is_said(data: Path, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="three"):
        list_fields(data, ["three"], 5)
    with pytest.raises(InputProblem, match=r"boxes\.csv"):
        list_fields(tmp_path, ["one"], 5)


def test_red_cells_with_boxes_give_the_scale_and_boxes_shrink_with_the_field(data: Path) -> None:
    path = list_fields(data, ["one"], 5)[0].path
    reds = np.array([[10, 10, 90, 90], [100, 10, 180, 90], [10, 100, 90, 180], [50, 60, 120, 150]], dtype=np.float64)
    field = load_field(FieldRow(path, "one", "train", reds, np.full(4, RED_CELL)), 17)
    assert field.red == pytest.approx(17, rel=0.02)
    assert field.image.shape[:2] == pytest.approx((200 * 17 / (80 * DRAWN), 240 * 17 / (80 * DRAWN)), abs=1)
    assert field.boxes[0] == pytest.approx(reds[0] * 17 / (80 * DRAWN), abs=0.6)
    assert field.known == (True, True, True)


def test_without_their_boxes_red_cells_are_measured(data: Path) -> None:
    row = list_fields(data, ["one"], 5)[3]
    field = load_field(row, 1000)
    assert field.image.shape == (200, 240, 3) and field.boxes.tolist() == row.boxes.tolist()
    assert 20 < field.red < 42, "they were drawn 28 to 31 pixels wide"


def test_rendered_fields_know_nothing_of_red_cells() -> None:
    one, two = render_boxed(2, 3, 24, NoProgress()), render_boxed(2, 3, 24, NoProgress())
    assert all(np.array_equal(a.image, b.image) for a, b in zip(one, two, strict=True))
    assert {field.known for field in one} == {(True, False, True)}
    assert sum(int((field.kinds == NUCLEATED).sum()) for field in one) >= 2
    height, width = one[0].image.shape[:2]
    assert (one[0].boxes >= 0).all() and (one[0].boxes <= [width, height] * 2).all()
    progress = NoProgress()
    progress.cancel()
    with pytest.raises(Cancelled):
        render_boxed(1, 3, 24, progress)
