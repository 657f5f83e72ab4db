"""Stages from people's own images: trained, measured whole and by stage, picked and explained, by commands alone."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from cli_kit import done, run
from staged_kit import RECIPE, write_staged_cells

from leukview.domain.errors import EnvironmentFault, InputProblem


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_staged_cells(tmp_path_factory.mktemp("theirs") / "cells")


@pytest.fixture(scope="module")
def trained(theirs: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    recipe = tmp_path_factory.mktemp("recipe") / "toy.toml"
    recipe.write_text(RECIPE.replace("epochs = 2", "epochs = 1"), "utf-8")
    out = tmp_path_factory.mktemp("run")
    return out, done("train", recipe, "--data", theirs, "--out", out, "--ablation")


def test_training_says_what_the_weights_cannot_know(trained: tuple[Path, str]) -> None:
    out, words = trained
    assert (
        "'basophil' (2 images)" in words and "Below malignant, these weights will not tell: myeloid, lymphoid" in words
    )
    for name in ("1", "2B", "APL"):
        assert f"{name}: Trained 1 epochs" in words
    manifest = json.loads((out / "toy.json").read_text("utf-8"))
    assert manifest["kind"] == "staged" and manifest["classes"] == ["lymphocyte", "eosinophil", "blast"]
    assert manifest["tree"]["unknown"]["malignant"] == ["myeloid", "lymphoid"]
    assert 0 < manifest["heads"][0]["patient_threshold"] < 1


def test_the_ablation_compares_three_networks_at_the_same_cost(trained: tuple[Path, str]) -> None:
    out, words = trained
    with (out / "toy-ablation.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["network"] for row in rows] == ["backbone", "+ PMG", "+ tree"]
    passes = [int(row["passes"]) for row in rows]
    assert max(passes) - min(passes) <= 4 and len({row["images"] for row in rows}) == 1
    assert all(row["top-1 accuracy"] and row["mean F1"] for row in rows) and "network + tree" in words


def test_it_is_listed_with_its_stages_and_its_pipelines(trained: tuple[Path, str]) -> None:
    words = done("models", "--folder", trained[0])
    assert "1: Benign or malignant: benign | malignant; mobilenetv2_035, pmg, 32 px" in words
    assert "APL: Genotype of an AML cell: APL or not: APL | non-APL" in words and "verified" in words
    assert "boldu2021: boldu2021, ALNet; needs your data" in words, "these weights decide along another tree"
    assert "needs your data: " in words and "yan2024: yan2024, stages of granularity networks; weights toy" in words


def test_it_is_measured_whole_by_stage_and_by_patient(trained: tuple[Path, str], theirs: Path, tmp_path: Path) -> None:
    more = ("--models", trained[0], "--data", theirs)
    whole = done("evaluate", "toy", *more)
    assert "toy (test): 8 images" in whole and "blast" in whole and "accuracy" in whole
    first, second = done("evaluate", "toy/1", *more), done("evaluate", "toy/2B", *more)
    assert "toy (test): 8 images" in first and "malignant" in first
    assert "toy (test): 4 images" in second and "4 images that toy/2B is not asked about" in second
    head = done("evaluate", "toy/APL", *more, "--out", tmp_path)
    assert "APL, toy (test), by cells, threshold" in head and "by patients, threshold" in head and "auroc" in head
    with (tmp_path / "patients.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["truth"] for row in rows} == {"0", "1"} and sum(int(row["cells"]) for row in rows) == 4
    against = done("evaluate", "toy", *more, "--against", "leukview")
    assert "toy against leukview, toy (test): 4 images" in against, "the default pipeline knows no myeloblast"
    problem = run("evaluate", "toy/3M", *more).exception
    assert isinstance(problem, InputProblem) and "toy/1, toy/2B, toy/APL" in str(problem)


def test_a_stage_and_a_head_have_reports_of_their_own(trained: tuple[Path, str], theirs: Path, tmp_path: Path) -> None:
    more = ("--models", trained[0], "--data", theirs)
    words = done("evaluate", "toy/2B", *more, "--report", tmp_path / "stage.html")
    assert "toy (test): 4 images" in words and "answers lymphocyte, eosinophil" in words
    assert "4 images whose label the model cannot answer" in words
    page = (tmp_path / "stage.html").read_text("utf-8")
    assert "toy/2B" in page and "Eosinophil" in page and "stages above" in page and "Grad-CAM" in page
    # Its own training's epochs, in the folder that its weights lie in.
    epochs = json.loads((trained[0] / "2B" / "history.json").read_text("utf-8"))
    assert f"{epochs[-1]['loss']:.3f}" in page or "Training" in page
    words = done("evaluate", "toy/APL", *more, "--report", tmp_path / "head.pdf")
    assert "by patients, threshold" in words and (tmp_path / "head.pdf").is_file()
    with (tmp_path / "per_class.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {row["class"] for row in csv.DictReader(stream)} == {"apl", "non_apl"}
    problem = run("evaluate", "toy/2B", *more, "--report", tmp_path / "x.html", "--against", "toy/1").exception
    assert isinstance(problem, InputProblem) and "stage of the same answers" in str(problem)


def test_a_head_is_asked_of_the_same_patients_other_cells(
    trained: tuple[Path, str], theirs: Path, tmp_path: Path
) -> None:
    table = tmp_path / "labels.csv"
    with (theirs / "labels.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for number, row in enumerate(rows):
        row["path"] = str(theirs / row["path"])
        if row["cls"] == "lymphocyte":
            row |= {"patient": f"p{number}", "diagnosis": ("APL", "AML")[number // 4 % 2]}
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    more = ("--models", trained[0], "--data", table)
    words = done("evaluate", "toy/APL", *more, "--bystanders", "--out", tmp_path)
    assert "the answer that their diagnosis suggests" in words and "apl    1 cells,   1 patients" in words
    assert "patients by the mean of these cells: AUROC" in words and (tmp_path / "bystanders.csv").is_file()
    problem = run("evaluate", "toy", *more, "--bystanders").exception
    assert isinstance(problem, InputProblem) and "no stage or head" in str(problem)
    assert run("evaluate", "toy/APL", *more, "--bystanders", "--card").exit_code == 2


def test_it_calls_a_folder_and_explains_every_call(trained: tuple[Path, str], theirs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    more = ("--pipeline", "yan2024", "--models", trained[0], "--input-kind", "cells", "--format", "csv,json")
    words = done("analyze", theirs / "myeloblast", "-o", out, *more, "--heatmaps", "--device", "cpu")
    assert "16 images, 16 cells" in words
    head = (out / "probabilities.csv").read_text("utf-8").splitlines()[0]
    assert head == "cell_id,lymphocyte,eosinophil,blast"
    assert len(list(out.rglob("*.png"))) == 16


def test_without_weights_the_pipelines_say_what_to_do(theirs: Path, tmp_path: Path) -> None:
    for pipeline in ("yan2024", "boldu2021"):
        more = ("-o", tmp_path / "out", "--pipeline", pipeline, "--models", tmp_path)
        problem = run("analyze", theirs, *more).exception
        assert isinstance(problem, EnvironmentFault) and f"leukview train {pipeline}_compact" in str(problem)
        assert f"needs your data: leukview train {pipeline}_compact" in done("models", "--folder", tmp_path)


def test_only_stages_have_an_ablation(theirs: Path, tmp_path: Path) -> None:
    more = ("--data", theirs, "--out", tmp_path / "out", "--ablation")
    problem = run("train", "leukview", *more).exception
    assert isinstance(problem, InputProblem) and "no stages" in str(problem)
    assert run("train", "segmenter", *more).exit_code == 2
