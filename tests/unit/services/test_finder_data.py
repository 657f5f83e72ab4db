"""What a recipe of a finder of cells makes of masks and boxes, and the curves that its training leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from finder_kit import SAM, SEGMENTER, write_masks

from leukview.domain.errors import InputProblem
from leukview.services.training_curves import read_curves
from leukview.services.training_recipes import look_at_data, read_recipe_facts
from leukview.services.training_runs import RunPlan, look_at_run, write_plan

DETECTOR = """
kind = "detector"
name = "own"
title = "Own"
licence = "test"
seed = 4
encoder = "tf_efficientnet_lite0"
width = 16
red = 20
scale = 1.2
stretch = 1.05
input_size = 96
sources = ["lab"]
synthetic = 2
share = 0.3
epochs = 2
batch = 3
lr = 2e-3
"""


def looked_at(folder: Path, text: str, data: Path) -> tuple[dict[str, dict[str, int]], tuple[str, ...]]:
    (folder / "own.toml").write_text(text, "utf-8")
    look = look_at_data(str(folder / "own.toml"), data, folder / "out")
    assert look.ready and not look.unknown and not (folder / "out").exists()
    return {source: dict(parts) for source, parts in look.counts.items()}, look.notes


def test_masks_are_counted_by_source_and_part_as_the_training_uses_them(tmp_path: Path) -> None:
    data = write_masks(tmp_path / "data")
    counts, notes = looked_at(tmp_path, SEGMENTER, data)
    assert counts == {"one": {"train": 8}, "two": {"train": 6}} and "nothing is validated" in notes[0]
    patient = SEGMENTER + "patience = 3\nblocks = 4\n"
    assert looked_at(tmp_path, patient, data) == ({"one": {"train": 6, "val": 2}, "two": {"train": 5, "val": 1}}, ())
    # What the data file says goes before blocks.
    (data / "labels.csv").write_text("path,cls,split\none/0.png,blast,val\none/1.png,blast,test\n", "utf-8")
    counts, _ = looked_at(tmp_path, patient, data)
    assert counts["one"] == {"train": 6, "val": 1, "test": 1} and counts["two"] == {"train": 5, "val": 1}
    counts, _ = looked_at(tmp_path, SAM, data)
    assert counts["one"]["test"] == 1 and counts["two"] == {"train": 5, "test": 1}
    with pytest.raises(InputProblem, match="there are no masks"):
        looked_at(tmp_path, SEGMENTER.replace('"two"', '"three"'), data)


def test_a_patience_needs_something_to_validate_on(tmp_path: Path) -> None:
    data = write_masks(tmp_path / "data", 10)
    with pytest.raises(InputProblem, match="it has a patience, and of 10 images 0"):
        looked_at(tmp_path, SEGMENTER + "patience = 3\nblocks = 90\n", data)


def test_fields_are_counted_by_source_and_part(tmp_path: Path) -> None:
    rows = ["path,class,xmin,ymin,xmax,ymax,split"]
    rows += [f"fields/lab/F{number}.png,wbc,5,5,40,40,{'train' if number < 3 else 'val'}" for number in range(5)]
    (tmp_path / "data" / "fields").mkdir(parents=True)
    (tmp_path / "data" / "fields" / "boxes.csv").write_text("\n".join(rows) + "\n", "utf-8")
    counts, notes = looked_at(tmp_path, DETECTOR, tmp_path / "data")
    assert counts == {"lab": {"train": 3, "val": 2}} and len(notes) == 1


def test_fields_that_nothing_can_be_validated_on_are_refused_before_the_training(tmp_path: Path) -> None:
    (tmp_path / "data" / "fields").mkdir(parents=True)
    table = "path,class,xmin,ymin,xmax,ymax,split\nfields/lab/a.png,wbc,5,5,40,40,train\n"
    (tmp_path / "data" / "fields" / "boxes.csv").write_text(table, "utf-8")
    with pytest.raises(InputProblem, match="no validation field"):
        looked_at(tmp_path, DETECTOR + "patience = 3\n", tmp_path / "data")
    assert looked_at(tmp_path, DETECTOR, tmp_path / "data")[0] == {"lab": {"train": 1}}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"a,b\n1,2\n", "columns path, class, split, xmin, ymin, xmax, ymax are missing"),
        (b"path,class,xmin,ymin,xmax,ymax,split\nfields/lab/a.png,wbc,5,five,40,40,train\n", "line 2"),
        (b"path,class,xmin,ymin,xmax,ymax,split\nfields/lab/a.png,wbc,5,5,40,40,train\n,,,,,,\n", "class has ''"),
        (b"path,class,xmin,ymin,xmax,ymax,split\nfields/lab/a.png,WBC,5,5,40,40,train\n", "class has 'WBC'"),
        (b"path,class,xmin,ymin,xmax,ymax,split\nfields/lab/a.png,wbc,5,5,40,40,validate\n", "split has 'validate'"),
    ],
)
def test_a_table_of_boxes_that_cannot_be_used_is_a_mistake_and_says_which(
    tmp_path: Path, table: bytes, said: str
) -> None:
    (tmp_path / "data" / "fields").mkdir(parents=True)
    (tmp_path / "data" / "fields" / "boxes.csv").write_bytes(table)
    with pytest.raises(InputProblem, match=said):
        looked_at(tmp_path, DETECTOR, tmp_path / "data")


def test_a_recipe_file_says_what_it_learns_from(tmp_path: Path) -> None:
    for text, said in ((SEGMENTER, "_mask.png"), (SAM, "_mask.png"), (DETECTOR, "boxes.csv")):
        (tmp_path / "own.toml").write_text(text, "utf-8")
        facts = read_recipe_facts(tmp_path / "own.toml")
        assert said in facts.needs[0] and ("one, two" in facts.needs[0] or "lab" in facts.needs[0])


def test_curves_of_finders_and_of_stages_are_read_where_they_lie(tmp_path: Path) -> None:
    row = {"epoch": 1, "loss": 0.5, "val": {}, "score": 0.0, "seconds": 2.0}
    judged = row | {"val": {"one": 0.7}, "score": 0.7}
    for folder, rows in (("all", [row]), ("2B", [judged, judged]), ("APL", [judged | {"score": 0.0}])):
        (tmp_path / "run" / folder).mkdir(parents=True)
        (tmp_path / "run" / folder / "history.json").write_text(json.dumps(rows), "utf-8")
    stage, head, whole = sorted(read_curves(tmp_path / "run"), key=lambda curve: curve.network or "~")
    assert (stage.network, stage.scores, stage.best) == ("2B", (0.7, 0.7), 1)
    assert (head.network, head.scores) == ("APL", (0.0,)), "a score of nothing is a score"
    assert (whole.network, whole.losses, whole.scores, whole.best) == ("", (0.5,), (), 0)


def test_a_look_at_a_finders_training_knows_its_length_and_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(SEGMENTER + "patience = 3\n", "utf-8")
    write_plan(RunPlan(str(tmp_path / "own.toml"), "Own", "/data"), tmp_path / "run")
    look = look_at_run(tmp_path / "run")
    assert (look.finder, look.epochs, look.patience, look.notes) == (True, 2, 3, ())
    write_plan(RunPlan("leukview", "Default", "/data"), tmp_path / "other")
    assert not look_at_run(tmp_path / "other").finder
