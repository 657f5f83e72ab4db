"""A training set of people's labels: theirs alone, each picture once, traceable, and good to train on."""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from ensemble_kit import RECIPE
from PIL import Image
from training_set_kit import WEIGHTS, case_of, drawn, labelled
from typer.testing import CliRunner

from leukview.cli.main import app
from leukview.domain.box import Box
from leukview.domain.case import ImageFile
from leukview.domain.cell import Cell
from leukview.domain.errors import Cancelled, InputProblem
from leukview.domain.prediction import Prediction
from leukview.domain.progress import NoProgress
from leukview.imaging.cell_crop import CROP_DIAMETERS, crop_side, cut_crop
from leukview.imaging.scan import sha256
from leukview.services.analyse_types import AnalysedImage
from leukview.services.labelled_cases import gather_cells
from leukview.services.train import train_model
from leukview.services.training_set import write_training_set
from leukview.services.workspace import Workspace
from leukview.store.database import open_store
from leukview.training.intake.prepare import data_to_train

TWO = ["eosinophil", "lymphocyte"]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_store(tmp_path / "leukview.sqlite3") as store:
        yield Workspace(store, "Dr Reader")


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "labels.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_only_a_persons_label_is_taken_and_says_where_it_comes_from(workspace: Workspace, tmp_path: Path) -> None:
    session = case_of(workspace, drawn(tmp_path / "a", ["monocyte"] * 4, 1), "P-17")
    session.confirm(["c00"])
    session.relabel(["c01"], "lymphocyte")
    session.relabel(["c02"], "eosinophil")
    session.undo()
    session.relabel(["c03"], "unidentified")
    with pytest.raises(InputProblem, match="none is reviewed"):
        gather_cells(workspace.store)  # one cell has no person's label: this case is not reviewed
    made = write_training_set(gather_cells(workspace.store, wanted="started"), tmp_path / "set")
    first, second = rows_of(made.folder)
    assert (first["cls"], second["cls"]) == ("monocyte", "lymphocyte")
    assert first["patient"] == "P-17" and first["smear"] == f"case-{session.case_id}" and first["split"] == ""
    assert (second["ai_cls"], second["ai_probability"], second["ai_weights_sha256"]) == ("monocyte", "0.9000", WEIGHTS)
    assert second["labelled_by"] == "Dr Reader" and second["labelled_utc"].startswith("20")
    assert (made.folder / first["path"]).read_bytes() == (tmp_path / "a" / "00.png").read_bytes()
    assert sha256(made.folder / first["path"]) == first["source_sha256"]
    left = (made.folder / "left_out.csv").read_text("utf-8-sig")
    assert "c03" in left and "unidentified" in left and len(made.problems) == 1
    readme = (made.folder / "README.md").read_text("utf-8")
    assert "Research Use Only" in readme and "| monocyte | 1 |" in readme and "one patient" in readme


def test_an_existing_folder_is_not_written_over_and_a_stopped_one_leaves_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    labelled(workspace, tmp_path / "a", TWO, 1)
    found = gather_cells(workspace.store)
    there = tmp_path / "there"
    there.mkdir()
    (there / "mine.txt").write_text("x")
    with pytest.raises(InputProblem, match="nothing is written over"):
        write_training_set(found, there)
    stopped = NoProgress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        write_training_set(found, tmp_path / "new", stopped)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["a", "there"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert len(write_training_set(found, empty).cells) == 2


def test_one_picture_in_two_cases_counts_once_and_not_at_all_where_people_disagree(
    workspace: Workspace, tmp_path: Path
) -> None:
    labelled(workspace, tmp_path / "a", ["eosinophil", "lymphocyte", "monocyte"], 1)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    again = case_of(workspace, tmp_path / "b", "P-2")
    again.relabel(["c00"], "eosinophil")
    again.relabel(["c01"], "basophil")
    again.relabel(["c02"], "monocyte")
    found = gather_cells(workspace.store)
    assert found.counts() == {"monocyte": 1, "eosinophil": 1} and found.doubles == 2
    assert [problem.file.partition("/")[2] for problem in found.problems] == ["c01", "c01"]
    assert "lymphocyte" in found.problems[0].reason and "basophil" in found.problems[0].reason
    # The two cases are one smear, of the one patient that is named.
    assert {(cell.smear, cell.patient) for cell in found.cells} == {("case-1", "P-2")}


def test_cases_that_share_pictures_but_not_the_patient_are_named(workspace: Workspace, tmp_path: Path) -> None:
    labelled(workspace, tmp_path / "a", TWO, 1, "P-1")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    case_of(workspace, tmp_path / "b", "P-2").relabel(["c00", "c01"], "eosinophil")
    assert any("Cases 1, 2" in line and "P-1, P-2" in line for line in gather_cells(workspace.store).warnings)


def test_missing_and_changed_images_are_left_out_by_name(workspace: Workspace, tmp_path: Path) -> None:
    labelled(workspace, tmp_path / "a", ["eosinophil", "lymphocyte", "monocyte"], 1)
    (tmp_path / "a" / "00.png").unlink()
    Image.fromarray(np.zeros((96, 96, 3), np.uint8)).save(tmp_path / "a" / "01.png")
    found = gather_cells(workspace.store)
    made = write_training_set(found, tmp_path / "set")
    assert made.counts() == {"monocyte": 1}
    assert [problem.file for problem in made.problems] == ["1/c00", "1/c01"]
    (tmp_path / "a").rename(tmp_path / "gone")
    with pytest.raises(InputProblem, match="not there any more"):
        write_training_set(found, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_fields_cell_is_cut_at_native_resolution_and_mirrored_past_the_edge(
    workspace: Workspace, tmp_path: Path
) -> None:
    rng = np.random.default_rng(5)
    image = rng.integers(0, 255, (300, 420, 3), dtype=np.uint8)
    folder = tmp_path / "fields"
    folder.mkdir()
    Image.fromarray(image).save(folder / "f.png")
    call = Prediction({"monocyte": 1.0}, 0.1, "leukview", WEIGHTS)
    boxes = (Box(180, 130, 40, 40), Box(0, 0, 30, 30))
    cells = tuple(Cell(f"f-{n}", "f.png", box, single=False, prediction=call) for n, box in enumerate(boxes, start=1))
    session = workspace.open_folder(folder)
    session.record_all([AnalysedImage(ImageFile("f.png", sha256(folder / "f.png"), 420, 300, "field"), cells, {})])
    session.relabel(["f-1"], "lymphocyte")
    session.relabel(["f-2"], "eosinophil")
    made = write_training_set(gather_cells(workspace.store), tmp_path / "set")
    middle, corner = (np.asarray(Image.open(made.folder / row["path"])) for row in rows_of(made.folder))
    assert [row["kind"] for row in rows_of(made.folder)] == ["field", "field"]
    side = len(middle)
    assert middle.shape == corner.shape == (side, side, 3)
    left, top = round(200 - side / 2), round(150 - side / 2)
    assert np.array_equal(middle, image[top : top + side, left : left + side])
    centre = round(side / 2 - 15)
    assert np.array_equal(corner[centre : centre + 30, centre : centre + 30], image[:30, :30])
    assert np.array_equal(corner[centre - 5, centre : centre + 30], image[5, :30])


def test_a_crop_is_as_wide_as_an_analysers_and_holds_the_largest_cell() -> None:
    assert crop_side(Box(0, 0, 60, 60), 40) == round(CROP_DIAMETERS * 40)
    assert crop_side(Box(0, 0, 300, 200), 40) == 390
    image = np.arange(20 * 20 * 3, dtype=np.uint8).reshape(20, 20, 3)
    assert cut_crop(image, Box(2, 2, 4, 4), 64).shape == (64, 64, 3)


def test_the_set_is_read_as_it_is_and_split_by_patient(workspace: Workspace, tmp_path: Path) -> None:
    for number in range(5):
        labelled(workspace, tmp_path / f"case{number}", TWO * 3, number, f"P{number}" if number else "")
    made = write_training_set(gather_cells(workspace.store), tmp_path / "mine")
    own = data_to_train(made.folder, tmp_path / "run", TWO)
    assert len(own.items) == 30 and own.datasets == ("mine",) and any("4 patients" in note for note in own.notes)
    splits: dict[str, set[str]] = defaultdict(set)
    for item in own.items:
        splits[item.patient or item.smear].add(item.split)
    assert all(len(parts) == 1 for parts in splits.values()) and set.union(*splits.values()) == {"train", "val", "test"}

    # A patient put into two parts by hand is a leak, and refused.
    table = (made.folder / "labels.csv").read_text("utf-8-sig").splitlines()
    of_one = [n for n, line in enumerate(table) if ",P1,case-2,," in line][:2]
    for line, part in zip(of_one, ("train", "test"), strict=True):
        table[line] = table[line].replace(",P1,case-2,,", f",P1,case-2,{part},")
    (made.folder / "labels.csv").write_text("\n".join(table), "utf-8")
    with pytest.raises(InputProblem, match="both 'train' and 'test'"):
        data_to_train(made.folder, tmp_path / "other", TWO)


def test_a_network_learns_from_the_set(workspace: Workspace, tmp_path: Path) -> None:
    for number in range(4):
        labelled(workspace, tmp_path / f"case{number}", TWO * 3, number, f"P{number}")
    made = write_training_set(gather_cells(workspace.store), tmp_path / "mine")
    recipe = tmp_path / "toy.toml"
    recipe.write_text(RECIPE.replace("epochs = 3", "epochs = 1").replace('leave_out = ["basophil"]', ""), "utf-8")
    trained = train_model(str(recipe), made.folder, tmp_path / "run")
    assert trained.manifest.data == ("mine",) and trained.manifest.classes == tuple(TWO)
    assert (tmp_path / "run" / trained.manifest.weights).is_file()


def test_the_command_writes_it_and_names_what_it_left_out(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path))
    session = labelled(workspace, tmp_path / "a", TWO, 1)
    session.relabel(["c01"], "unidentified")
    labelled(workspace, tmp_path / "b", ["lymphocyte"], 2)
    result = CliRunner().invoke(app, ["training-set", "--out", str(tmp_path / "set")])
    assert result.exit_code == 3 and "2 cells of 2 cases" in result.output and "a person called it" in result.output
    result = CliRunner().invoke(app, ["training-set", "--out", str(tmp_path / "one"), "--case", "2"])
    assert result.exit_code == 0 and [row["cls"] for row in rows_of(tmp_path / "one")] == ["lymphocyte"]
    digest = hashlib.sha256((tmp_path / "one" / "cells" / "2-c00.png").read_bytes()).hexdigest()
    assert rows_of(tmp_path / "one")[0]["source_sha256"] == digest
    wrong = CliRunner().invoke(app, ["training-set", "--out", str(tmp_path / "x"), "--state", "done"])
    assert isinstance(wrong.exception, InputProblem) and "no such state" in str(wrong.exception)
