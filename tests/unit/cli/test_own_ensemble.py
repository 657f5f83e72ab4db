"""An ensemble from people's own images: trained, measured, compared, picked as a pipeline and explained, by commands alone."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from cli_kit import done, run
from ensemble_kit import RECIPE, write_cells

from leukview.domain.errors import EnvironmentFault, InputProblem


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_cells(tmp_path_factory.mktemp("theirs") / "cells")


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recipe") / "toy.toml"
    path.write_text(RECIPE.replace("epochs = 3", "epochs = 1"), "utf-8")
    return path


@pytest.fixture(scope="module")
def trained(theirs: Path, recipe: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("run")
    return out, done("train", recipe, "--data", theirs, "--out", out)


def test_training_says_what_it_left_out_and_what_the_weights_cannot_know(trained: tuple[Path, str]) -> None:
    out, words = trained
    assert "Left out, as the system knows no such cells: 'basophil' (2 images)." in words
    assert "No training image shows myeloblast" in words
    assert "image: Trained 1 epochs" in words and "cell: Trained 1 epochs" in words
    manifest = json.loads((out / "toy.json").read_text("utf-8"))
    assert manifest["kind"] == "ensemble" and manifest["classes"] == ["eosinophil", "lymphocyte"]
    assert sum(item["weight"] for item in manifest["members"]) == pytest.approx(1)


def test_it_is_listed_with_its_members_and_its_pipeline(trained: tuple[Path, str]) -> None:
    words = done("models", "--folder", trained[0])
    assert "toy: Toy" in words and "cell: mobilenetv2_035, 48 px, weight" in words and "verified" in words
    assert "park2024: park2024, EfficientNet ensemble; weights toy" in words


def test_it_is_measured_whole_and_by_member(trained: tuple[Path, str], theirs: Path) -> None:
    more = ("--models", trained[0], "--data", theirs)
    whole, member = done("evaluate", "toy", *more), done("evaluate", "toy/cell", *more)
    for words in (whole, member):
        assert "cells (test): 6 images" in words and "'basophil' (2 images)" in words and "accuracy" in words


def test_members_are_compared_and_so_are_other_models(trained: tuple[Path, str], theirs: Path, tmp_path: Path) -> None:
    more = ("--models", trained[0], "--data", theirs, "--out", tmp_path)
    words = done("evaluate", "toy", *more, "--against", "members")
    for pair in ("toy against toy/image", "toy against toy/cell", "toy/image against toy/cell"):
        assert f"{pair}, cells (test): 6 images" in words
    assert "McNemar (exact)" in words and "DeLong" in words
    with (tmp_path / "comparison.csv").open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 3 * (1 + 2)
    assert len(json.loads((tmp_path / "comparison.json").read_text("utf-8"))) == 3
    # The default pipeline's weights lie elsewhere and know more classes.
    assert "toy against leukview, cells (test): 6 images" in done("evaluate", "toy", *more, "--against", "leukview")
    for name, reason in (("toy", "not compared with itself"), ("toy/nose", "toy/image, toy/cell")):
        problem = run("evaluate", "toy", *more, "--against", name).exception
        assert isinstance(problem, InputProblem) and reason in str(problem)
    problem = run("evaluate", "leukview", *more, "--against", "members").exception
    assert isinstance(problem, InputProblem) and "no ensemble" in str(problem)


def test_it_calls_a_folder_and_explains_every_call(trained: tuple[Path, str], theirs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    folder = theirs / "lymphocyte"
    more = ("--pipeline", "park2024", "--models", trained[0], "--input-kind", "cells", "--format", "csv,json")
    words = done("analyze", folder, "-o", out, *more, "--heatmaps", "--device", "cpu")
    assert "12 images, 12 cells" in words
    head = (out / "probabilities.csv").read_text("utf-8").splitlines()[0]
    assert head == "cell_id,lymphocyte,eosinophil"
    assert len(list(out.rglob("*.png"))) == 12
    assert json.loads((trained[0] / "toy.json").read_text("utf-8"))["sha256"] in (out / "summary.json").read_text(
        "utf-8"
    )


def test_without_weights_the_pipeline_says_what_to_do(theirs: Path, tmp_path: Path) -> None:
    problem = run("analyze", theirs, "-o", tmp_path / "out", "--pipeline", "park2024", "--models", tmp_path).exception
    assert isinstance(problem, EnvironmentFault) and "leukview train park2024_compact" in str(problem)
    assert not (tmp_path / "out").exists()
    assert "needs your data: leukview train park2024_compact" in done("models", "--folder", tmp_path)


def test_starts_that_are_none_are_refused(theirs: Path, recipe: Path, tmp_path: Path) -> None:
    more = ("--data", theirs, "--out", tmp_path / "out")
    assert run("train", recipe, *more, "--start", "image").exit_code == 2
    assert run("train", "segmenter", *more, "--start", "image=w").exit_code == 2
    weights = tmp_path / "w.safetensors"
    weights.write_bytes(b"none")
    problem = run("train", recipe, *more, "--start", f"image={weights}").exception
    assert isinstance(problem, InputProblem) and "cannot be read as safetensors" in str(problem)
    assert run("evaluate", "leukview", "--data", theirs, "--card", "--against", "toy").exit_code == 2
