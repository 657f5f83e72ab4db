"""Fields whose boxes carry types: the table, and average precision of finding and typing at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from leukview.domain.box import Box, CellView
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import Prediction, SetAside
from leukview.domain.progress import NoProgress
from leukview.pipelines.base import LocatedCell
from leukview.services.evaluate_fields import evaluate_fields, takes_fields
from leukview.training.detector.typed import TypedField, list_typed_fields, measure_types, score_types

HEADER = "path,class,xmin,ymin,xmax,ymax,split\n"


def table(folder: Path, *rows: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "boxes.csv").write_text(HEADER + "\n".join(rows) + "\n")
    return folder


def field(*cells: tuple[str, Box]) -> TypedField:
    boxes = np.array([(b.x, b.y, b.x + b.width, b.y + b.height) for _, b in cells], dtype=np.float64)
    return TypedField(Path("f.png"), boxes, tuple(name for name, _ in cells))


LEFT, RIGHT, BELOW = Box(0, 0, 20, 20), Box(50, 0, 20, 20), Box(0, 50, 20, 20)


def test_each_type_has_a_curve_of_its_own() -> None:
    truth = [field(("blast", LEFT), ("lymphocyte", RIGHT), ("blast", BELOW))]
    found = [
        [
            (LEFT, {"blast": 0.9, "lymphocyte": 0.1}),
            (RIGHT, {"blast": 0.6, "lymphocyte": 0.4}),
            (BELOW, {"blast": 0.3, "lymphocyte": 0.7}),
        ]
    ]
    lymphocyte, blast = score_types(truth, found)
    assert (lymphocyte.class_id, lymphocyte.n, blast.class_id, blast.n) == ("lymphocyte", 1, "blast", 2)
    # Second of two by score: precision 1/2 at every recall. Blasts: right, wrong, right.
    assert lymphocyte.ap50 == pytest.approx(0.5)
    assert blast.ap50 == pytest.approx((51 * 1 + 50 * 2 / 3) / 101)
    assert blast.ap == pytest.approx(blast.ap50)
    assert blast.interval == pytest.approx((blast.ap50, blast.ap50))


def test_a_cell_that_was_not_found_costs_recall_and_a_shifted_box_the_stricter_average() -> None:
    truth = [field(("blast", LEFT), ("blast", BELOW))]
    (score,) = score_types(truth, [[(Box(4, 0, 20, 20), {"blast": 0.9})]])
    assert score.ap50 == pytest.approx(51 / 101)
    assert score.ap is not None and 0 < score.ap < score.ap50


class Toy:
    """Locates a cell, and one that it sets aside, in every field."""

    def locate(self, image, kind, progress):
        view, pixels = CellView(0, 0, 1), np.zeros((2, 2, 3), np.uint8)
        aside = SetAside("uncountable", ("cut",))
        return [LocatedCell(LEFT, None, None, view, pixels), LocatedCell(BELOW, None, None, view, pixels, aside)]

    def classify(self, pixels):
        return [Prediction({"blast": 0.8, "lymphocyte": 0.2}, 0.0, "toy", "") for _ in pixels]


def test_what_is_set_aside_is_not_a_find_of_its_type(tmp_path: Path) -> None:
    Image.new("RGB", (80, 80)).save(tmp_path / "f.png")
    truth = [TypedField(tmp_path / "f.png", field(("blast", LEFT)).boxes, ("blast",))]
    scores = {one.class_id: one for one in measure_types(Toy(), truth, NoProgress())}
    assert scores["blast"].ap50 == pytest.approx(1)
    assert len(scores["blast"].curve.scores) == 1 and len(scores["unidentified"].curve.scores) == 1
    assert scores["unidentified"].ap50 is None and scores["lymphocyte"].n == 0


def test_the_table_is_read_by_part_and_its_mistakes_are_named(tmp_path: Path) -> None:
    data = table(
        tmp_path / "d", "a.png,blast,1,2,30,40,test", "a.png,rbc,1,2,30,40,test", "b.png,monocyte,1,2,9,9,train"
    )
    (one,) = list_typed_fields(data)
    assert (one.path, one.classes, one.boxes.tolist()) == (data / "a.png", ("blast",), [[1, 2, 30, 40]])
    for rows, what in (("a.png,wbc,1,2,3,4,test", "'wbc' is no type"), ("a.png,blast,1,2,3,4,val", "part test")):
        with pytest.raises(InputProblem, match=what):
            list_typed_fields(table(tmp_path / "d", rows))
    (data / "boxes.csv").write_text("path,class\n")
    with pytest.raises(InputProblem, match="xmin"):
        list_typed_fields(data)
    with pytest.raises(InputProblem, match=r"no boxes\.csv"):
        list_typed_fields(tmp_path)


def test_figures_and_curves_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = table(tmp_path / "d", "f.png,blast,0,0,20,20,test")
    Image.new("RGB", (80, 80)).save(data / "f.png")
    monkeypatch.setattr("leukview.services.evaluate_fields.load_pipeline", lambda *_: Toy())
    evaluate_fields("zhou2021", data, out=tmp_path / "out")
    assert (tmp_path / "out" / "curves.csv").read_text().startswith("class,threshold,precision,recall")
    assert "Blast" in (tmp_path / "out" / "precision-recall.svg").read_text()
    assert '"ap50": 1.0' in (tmp_path / "out" / "types.json").read_text()
    assert takes_fields("zhou2021") and not takes_fields("leukview")
