"""The evaluation for papers, from images to files, by the shipped weights on the bundled synthetic cells."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from leukview.domain.errors import InputProblem
from leukview.resources import models_dir
from leukview.services.evaluation_examples import chosen_rows
from leukview.services.evaluation_report import (
    _history,
    check_report_name,
    evaluate_for_report,
    write_evaluation,
)


def test_examples_are_the_usual_right_calls_and_the_surest_wrong_ones() -> None:
    labels = ["a", "a", "a", "b", "b", "a", "b"]
    right = np.array([True, True, True, True, False, False, False])
    confidence = np.array([0.9, 0.5, 0.7, 0.6, 0.8, 0.4, 0.95])
    assert chosen_rows(labels, right, confidence) == ([2, 3], [6, 4, 5])
    assert chosen_rows(labels, right, confidence, 1, 1) == ([2], [6])
    assert chosen_rows(labels, np.zeros(7, bool), confidence)[0] == []


@pytest.mark.parametrize("name", ["report", "report.docx", "report.html.zip"])
def test_a_name_that_is_neither_is_refused_before_anything_is_measured(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputProblem, match="HTML or PDF"):
        check_report_name(tmp_path / name)


def test_a_folder_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(InputProblem, match="folder"):
        check_report_name(tmp_path / "a.pdf")
    check_report_name(tmp_path / "A.PDF")


def test_a_model_is_not_compared_with_itself(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="not compared with itself"):
        evaluate_for_report("leukview", tmp_path, against="leukview")


def test_the_history_of_every_round_is_one_and_a_damaged_one_is_none(tmp_path: Path) -> None:
    assert _history(tmp_path) == ()
    for number, loss in ((2, 2.0), (10, 1.0)):
        (tmp_path / f"round-{number}").mkdir()
        rows = [{"epoch": 1, "loss": loss, "val": {}, "score": 0.5, "seconds": 1.0}]
        (tmp_path / f"round-{number}" / "history.json").write_text(json.dumps(rows), "utf-8")
    assert [(epoch.number, epoch.loss) for epoch in _history(tmp_path)] == [(1, 2.0), (2, 1.0)]
    (tmp_path / "round-2" / "history.json").write_text("[{}]", "utf-8")
    assert _history(tmp_path) == ()


@pytest.fixture(scope="module")
def second_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the first of the shipped model's two networks as a model of its own."""
    folder = tmp_path_factory.mktemp("models")
    manifest = json.loads((models_dir() / "leukview.json").read_text("utf-8"))
    manifest |= {"id": "first", "title": "First alone", "second": None, "attributes": [], "typical": {}, "metrics": {}}
    (folder / "first.json").write_text(json.dumps(manifest), "utf-8")
    shutil.copy(models_dir() / "leukview.safetensors", folder)
    return folder


def test_a_report_from_images_to_files(tmp_path: Path, sample_folder: Path, second_model: Path) -> None:
    labels = ["segmented_neutrophil", "neutrophil", "lymphocyte", "monocyte", "segmented_neutrophil", "lymphocyte"]
    with (tmp_path / "mine.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["path", "cls", "patient", "dataset"])
        for number, label in enumerate(labels, start=1):
            writer.writerow([sample_folder / f"S{number:04}.jpg", label, f"p{number % 3}", "pbc"])
    found = evaluate_for_report(
        "leukview", tmp_path / "mine.csv", against="first", models=second_model, device="cpu", command="leukview …"
    )
    (own,), (other,), (pair,) = found.datasets, found.others, found.paired
    assert own.n == other.n == pair.n == 6 and own.patients == 3
    # The data name a set that both were trained on, and say nothing of a split.
    assert [text.startswith("Possible leak") for text in found.warnings] == [True, True]
    assert sum(map(sum, own.confusion.counts)) == 6 and not other.examples
    assert len(own.examples) == 6 or {item.right for item in own.examples} == {True, False}
    for item in own.examples:
        assert item.picture.shape == (192, 192, 3) and item.heat.max() <= 1
        assert (item.label_heat is None) == (item.right or item.label == "neutrophil")
    assert pair.both + pair.only_first + pair.only_second + pair.neither == 6
    written = write_evaluation(found, tmp_path / "out" / "report.html")
    assert {path.name for path in written} == {
        *("report.html", "report_figures", "figures.csv", "per_class.csv", "confusion.csv", "curves.csv", "paired.csv")
    }
    assert all(path.exists() for path in written)
