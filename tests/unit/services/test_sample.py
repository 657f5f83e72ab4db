"""A synthetic sample on disk: layout, marker, truth, cancel, refusal to touch anything else."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from leukview.cli.main import app
from leukview.domain.errors import Cancelled, InputProblem
from leukview.domain.progress import NoProgress
from leukview.imaging.synthetic import CLASSES, MIXES
from leukview.services.sample import is_synthetic, read_truth, truth_mask, write_sample


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


class _StopAfter(NoProgress):
    def __init__(self, images: int) -> None:
        super().__init__()
        self._images = images
        self.seen: list[tuple[int, int]] = []

    def report(self, done: int, total: int, message: str = "") -> None:
        self.seen.append((done, total))
        if done >= self._images:
            self.cancel()


def test_cells_alone_lie_directly_in_the_folder(tmp_path: Path):
    progress = _StopAfter(99)
    assert write_sample(tmp_path / "smear", 4, seed=7, progress=progress) == [tmp_path / "smear"]
    assert progress.seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    names = {path.name for path in (tmp_path / "smear").iterdir()}
    assert names == {"S0001.jpg", "S0002.jpg", "S0003.jpg", "S0004.jpg", "synthetic.json", ".truth"}
    marker = json.loads((tmp_path / "smear" / "synthetic.json").read_text("utf-8"))
    assert marker["synthetic"] is True
    assert marker["complete"] is True
    assert marker["seed"] == 7
    assert marker["mix"] in MIXES
    arguments = marker["command"].replace("DIR", str(tmp_path / "again")).split()[1:]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert _files(tmp_path / "again") == _files(tmp_path / "smear")
    assert marker["software"].startswith("LeukView ")


def test_cells_and_fields_become_two_marked_cases(tmp_path: Path):
    cases = write_sample(tmp_path / "both", 2, 1)
    assert cases == [tmp_path / "both" / "cells", tmp_path / "both" / "fields"]
    assert all(is_synthetic(case) for case in (tmp_path / "both", *cases))
    rows = read_truth(tmp_path / "both")
    assert {row.file for row in rows} == {"cells/S0001.jpg", "cells/S0002.jpg", "fields/F0001.jpg"}
    for row in rows:
        assert truth_mask(tmp_path / "both", row.file).is_file()


def test_truth_agrees_with_the_masks(tmp_path: Path):
    write_sample(tmp_path, 3, seed=11)
    for row in read_truth(tmp_path):
        mask = np.asarray(Image.open(truth_mask(tmp_path, row.file)))
        with Image.open(tmp_path / row.file) as image:
            assert mask.shape == (image.height, image.width)
            assert image.info["comment"].startswith(b"Synthetic")
        box = (row.box.x, row.box.y, row.box.width, row.box.height)
        assert cv2.boundingRect((mask > 0).astype(np.uint8)) == box
        assert (255 in mask) is (row.lobes > 0)


def test_no_name_and_no_metadata_tells_the_class(tmp_path: Path):
    write_sample(tmp_path, 3)
    with (tmp_path / ".truth" / "truth.csv").open(encoding="utf-8", newline="") as stream:
        classes = {row["class"] for row in csv.DictReader(stream)}
    for path in tmp_path.glob("*.jpg"):
        with Image.open(path) as image:
            text = f"{path.name} {image.info.get('comment')!r}"
        assert not any(class_id in text for class_id in classes)


def test_a_cell_depends_on_seed_and_number_alone(tmp_path: Path):
    write_sample(tmp_path / "two", 2, seed=5)
    write_sample(tmp_path / "four", 4, seed=5)
    write_sample(tmp_path / "other", 2, seed=6)
    two, four, other = (_files(tmp_path / name) for name in ("two", "four", "other"))
    for name in ("S0001.jpg", "S0002.jpg", ".truth/masks/S0002.png"):
        assert two[name] == four[name]
        assert two[name] != other[name]


def test_the_default_smear_shows_every_class_within_sixty_cells(sample_folder: Path):
    rows = read_truth(sample_folder)
    assert len(rows) == 60
    assert {row.class_id for row in rows} == set(CLASSES)


def test_the_bundled_sample_is_marked_small_and_what_its_command_draws(sample_folder: Path, tmp_path: Path):
    assert is_synthetic(sample_folder)
    assert sum(len(content) for content in _files(sample_folder).values()) < 1_500_000
    write_sample(tmp_path, 2)
    drawn = np.asarray(Image.open(tmp_path / "S0002.jpg")).astype(int)
    bundled = np.asarray(Image.open(sample_folder / "S0002.jpg")).astype(int)
    # Not byte for byte: JPEG and OpenCV builds round differently.
    assert np.abs(drawn - bundled).mean() < 2


def test_the_same_call_again_keeps_what_is_there_and_another_replaces_it(tmp_path: Path):
    write_sample(tmp_path, 3)
    before = (tmp_path / "S0001.jpg").stat().st_mtime_ns
    write_sample(tmp_path, 3)
    assert (tmp_path / "S0001.jpg").stat().st_mtime_ns == before
    write_sample(tmp_path, 1, 1, seed=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cells", "fields", "synthetic.json"]
    write_sample(tmp_path, 1, seed=3)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".truth", "S0001.jpg", "synthetic.json"]


def test_a_folder_with_anything_else_is_refused_and_left_alone(tmp_path: Path):
    write_sample(tmp_path, 2)
    (tmp_path / "patient.jpg").write_bytes(b"precious")
    before = _files(tmp_path)
    with pytest.raises(InputProblem, match="other files"):
        write_sample(tmp_path, 3)
    assert _files(tmp_path) == before
    with pytest.raises(InputProblem, match="not a folder"):
        write_sample(tmp_path / "patient.jpg", 1)


def test_cancelling_keeps_what_was_drawn_marked_as_synthetic_and_drawing_again_completes_it(tmp_path: Path):
    with pytest.raises(Cancelled):
        write_sample(tmp_path, 5, progress=_StopAfter(2))
    assert is_synthetic(tmp_path)
    assert len(list(tmp_path.glob("*.jpg"))) == 2
    assert json.loads((tmp_path / "synthetic.json").read_text("utf-8"))["complete"] is False
    write_sample(tmp_path, 5)
    assert len(list(tmp_path.glob("*.jpg"))) == 5


@pytest.mark.parametrize("content", ["", "[]", "not json", '{"synthetic": false}', '{"synthetic": "yes"}'])
def test_only_a_valid_marker_makes_a_folder_synthetic(tmp_path: Path, content: str):
    assert not is_synthetic(tmp_path)
    assert not is_synthetic(tmp_path / "nowhere")
    (tmp_path / "synthetic.json").write_text(content, encoding="utf-8")
    assert not is_synthetic(tmp_path)


def test_a_patients_folder_inside_a_sample_is_not_synthetic(tmp_path: Path):
    write_sample(tmp_path, 1)
    (tmp_path / "Patient").mkdir()
    assert not is_synthetic(tmp_path / "Patient")


@pytest.mark.parametrize("numbers", [{"cells": 0, "fields": 0}, {"cells": -1}, {"cells": 1, "seed": -4}])
def test_impossible_numbers_are_refused_before_anything_is_written(tmp_path: Path, numbers: dict[str, int]):
    with pytest.raises(InputProblem):
        write_sample(tmp_path / "new", **numbers)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("wrong", [{"stain": "ketchup"}, {"mix": "soup"}])
def test_unknown_stain_or_mix_is_refused_before_anything_is_written(tmp_path: Path, wrong: dict[str, str]):
    with pytest.raises(InputProblem, match="there is no such"):
        write_sample(tmp_path / "new", 1, **wrong)
    assert not (tmp_path / "new").exists()


def test_there_is_no_truth_in_an_ordinary_folder(tmp_path: Path):
    with pytest.raises(InputProblem, match="no synthetic sample"):
        read_truth(tmp_path)


def test_command_line_draws_the_folder_asked_for(tmp_path: Path):
    result = CliRunner().invoke(app, ["sample", str(tmp_path / "new"), "--cells", "1", "--fields", "1", "--seed", "3"])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "new" / "cells" / "S0001.jpg").is_file()
    assert (tmp_path / "new" / "fields" / "F0001.jpg").is_file()
    assert CliRunner().invoke(app, ["sample", str(tmp_path / "x"), "--cells", "-1"]).exit_code == 2
