"""A head that reads the patient's slide gives itself away on cells that cannot show its answer."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from leukview.classifiers.loading import load_manifest_of
from leukview.classifiers.staged_manifest import StagedManifest, StageManifest
from leukview.domain.errors import InputProblem
from leukview.training import bystanders as module
from leukview.training.bystanders import ask_bystanders, bystanders, write_bystanders
from leukview.training.evaluate import Calls
from leukview.training.labelled import LabelledImage


def item(label: str, diagnosis: str = "", patient: str = "", dataset: str = "d") -> LabelledImage:
    return LabelledImage(Path("x.png"), label, "test", dataset, patient, diagnosis=diagnosis)


def part(name: str) -> StageManifest:
    whole = load_manifest_of("yan2024_compact")
    assert isinstance(whole, StagedManifest)
    return whole.stage_manifest(next(each for each in (*whole.stages, *whole.heads) if each.id == name))


CELLS = [
    *(item("lymphocyte", "APL", "a") for _ in range(3)),
    item("monocyte", "APL", "b"),
    *(item("lymphocyte", "AML", "c") for _ in range(2)),
    item("monocyte", "AML", "d"),
    item("lymphocyte", "AML", "d"),
    item("blast", "APL", "a"),
    item("promyelocyte", "AML", "c"),
    item("lymphocyte", "normal", "e"),
]


def test_blasts_are_no_bystanders_nor_are_cells_of_patients_with_neither_answer() -> None:
    found, by = bystanders(part("APL"), CELLS)
    assert by == "diagnosis" and len(found) == 8
    assert {cell.cls for cell, _ in found} == {"lymphocyte", "monocyte"}
    assert [answer for _, answer in found] == ["apl"] * 4 + ["non_apl"] * 4


@pytest.mark.parametrize(("reads_slides", "expected"), [(True, 1.0), (False, 0.5)])
def test_a_head_that_reads_the_slide_is_found_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reads_slides: bool, expected: float
) -> None:
    def called(classifier: object, items: list[LabelledImage], progress: object) -> Calls:
        scores = np.array([0.9 if reads_slides and cell.diagnosis == "APL" else 0.25 for cell in items])
        blank = np.zeros((len(items), 1), np.float32)
        return Calls(tuple(items), ("apl", "non_apl"), np.stack([scores, 1 - scores], 1), blank, blank, blank)

    monkeypatch.setattr(module, "call_images", called)
    report = ask_bystanders(SimpleNamespace(manifest=part("APL")), CELLS)  # type: ignore[arg-type]
    assert [row.cls for row in report.rows] == ["", "lymphocyte", "monocyte"]
    whole = report.rows[0]
    assert whole.counts == (4, 4) and whole.patients == (2, 2)
    assert whole.auroc is not None and whole.auroc.value == expected and report.of_patients == expected
    assert whole.means == pytest.approx((0.9 if reads_slides else 0.25, 0.25))
    write_bystanders(report, tmp_path)
    with (tmp_path / "bystanders.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["class"] for row in rows] == ["all", "lymphocyte", "monocyte"] and float(rows[0]["auroc"]) == expected


def test_without_diagnoses_the_data_set_suggests_the_answer_where_it_holds_but_one() -> None:
    both = [
        *(item("blast", dataset="ill") for _ in range(2)),
        *(replace(item("eosinophil"), dataset="ill") for _ in range(2)),
        item("lymphocyte", dataset="well"),
        item("smudge_cell", dataset="ill"),
        item("smudge_cell", dataset="well"),
        item("smudge_cell", dataset="other"),
    ]
    found, by = bystanders(part("1"), both)
    assert by == "dataset" and {answer for _, answer in found} <= {"benign", "malignant"}
    assert {(cell.dataset, answer) for cell, answer in found} == {("well", "benign")}, "'ill' holds both answers"


def test_without_cells_of_both_sides_nothing_is_claimed() -> None:
    with pytest.raises(InputProblem, match="no other cells stand beside both"):
        ask_bystanders(SimpleNamespace(manifest=part("APL")), CELLS[:4])  # type: ignore[arg-type]
