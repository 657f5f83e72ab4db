"""``leukview train`` and ``evaluate`` on images that people bring themselves, from folders to a measured model."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from own_data_kit import tiny_recipe, write_class_folders
from typer.testing import CliRunner, Result

from leukview.cli.main import app
from leukview.domain.errors import InputProblem

RECIPE = tiny_recipe("resnet10t", "epochs = 2\nlr = 5e-3")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Class folders under other people's names, and a folder with a class that nobody wants."""
    folder = write_class_folders(tmp_path_factory.mktemp("theirs"), junk=("basophil", 2))
    (folder / "LYT" / "notes.txt").write_text("none")
    return folder


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recipe") / "tiny.toml"
    path.write_text(RECIPE, "utf-8")
    return path


def run(*arguments: object) -> Result:
    """Run a command in this process: torch is loaded once, and not once a command."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def refusal(*arguments: object) -> str:
    """Return what a command that refuses its input tells the user."""
    problem = run(*arguments).exception
    assert isinstance(problem, InputProblem)
    return str(problem)


def test_class_folders_become_a_measured_model(theirs: Path, recipe: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    refused = refusal("train", recipe, "--data", theirs, "--out", out)
    assert "'LYT', 12 images" in refused and "'junk', 2 images" in refused
    assert "classes.toml" in refused and "eosinophil, lymphocyte" in refused

    (theirs / "classes.toml").write_text('[classes]\nLYT = "lymphocyte"\njunk = "ignore"\n', "utf-8")
    made = run("train", recipe, "--data", theirs, "--out", out)
    assert made.exit_code == 0, made.output
    assert "files that are no images (1)" in made.output and "'junk' (2 images)" in made.output
    assert "train 12, val 6, test 6" in made.output
    assert json.loads((out / "tiny.json").read_text("utf-8"))["data"] == [theirs.name]
    with (out / "split.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 24 and {row["cls"] for row in rows} == {"lymphocyte", "eosinophil"}

    held = run("evaluate", "tiny", "--data", out / "split.csv", "--models", out)
    assert held.exit_code == 0 and f"{theirs.name} (test): 6 images" in held.output
    found = run("evaluate", "tiny", "--data", theirs, "--models", out)
    assert found.exit_code == 0 and f"{theirs.name} (test): 6 images" in found.output
    assert "18 images of the model's own training: left out" in found.output


def test_a_network_may_learn_what_is_no_cell_type(theirs: Path, recipe: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    text = recipe.read_text().replace("epochs = 2", "epochs = 1")
    own.write_text(text.replace('"eosinophil", "lymphocyte"', '"aml", "healthy"'))
    names = tmp_path / "names.toml"
    names.write_text('[classes]\nLYT = "healthy"\nEosinophil = "aml"\njunk = ""\n')
    more = ("--data", theirs, "--classes", names)
    assert run("train", own, *more, "--out", tmp_path / "out").exit_code == 0
    measured = run("evaluate", "tiny", *more, "--models", tmp_path / "out")
    assert measured.exit_code == 0 and "accuracy" in measured.output and "healthy" in measured.output
    assert "blast_auroc" not in measured.output and "five_types" not in measured.output


def test_a_leak_in_a_spreadsheets_split_stops_the_training(theirs: Path, recipe: Path, tmp_path: Path) -> None:
    rows = [rf"LYT\{n}.png;lymphocyte;P{n // 2};{'train' if n % 2 else 'test'}" for n in range(12)]
    data = theirs / "sheet.csv"
    data.write_text("\n".join(["Path;cls;Patient;Split", *rows]), "utf-8-sig")
    words = refusal("train", recipe, "--data", data, "--out", tmp_path / "out")
    assert "P0: this patient's cells stand in both 'test' and 'train'" in words
    assert not list(tmp_path.rglob("*.safetensors"))


def test_too_few_images_stop_it_before_anything_is_made(theirs: Path, recipe: Path, tmp_path: Path) -> None:
    data = theirs / "few.csv"
    data.write_text("path,cls\nLYT/0.png,lymphocyte\nLYT/1.png,lymphocyte\n")
    assert "'train' needs 4" in refusal("train", recipe, "--data", data, "--out", tmp_path / "out")


def test_a_class_map_where_no_classes_are_mapped_is_wrong_usage(theirs: Path, tmp_path: Path) -> None:
    more = ("--data", theirs, "--classes", theirs / "classes.toml")
    assert run("train", "segmenter", *more, "--out", tmp_path).exit_code == 2
    assert run("evaluate", "leukview", *more, "--card").exit_code == 2
