"""Two models' calls of the same images, compared and written down."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from leukview.domain.errors import InputProblem
from leukview.training.compare_models import answerable_by_both, compare_calls, write_comparisons
from leukview.training.comparison import mcnemar
from leukview.training.delong import paired_test
from leukview.training.evaluate import Calls
from leukview.training.labelled import LabelledImage

KINDS = ("blast", "monocyte", "lymphocyte")


def cells(count: int, *, patients: bool, dataset: str = "d") -> tuple[LabelledImage, ...]:
    return tuple(
        LabelledImage(Path(f"{dataset}{i}.png"), KINDS[i % 3], "test", dataset, f"P{i % 12}" if patients else "")
        for i in range(count)
    )


def calls(items: Sequence[LabelledImage], skill: float, seed: int, classes: tuple[str, ...] = KINDS) -> Calls:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(len(items), len(classes)))
    for row, item in enumerate(items):
        if item.cls in classes:
            scores[row, classes.index(item.cls)] += skill
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    none = np.zeros((len(items), 0), np.float32)
    return Calls(tuple(items), classes, shares, scores.astype(np.float32), none, none)


def test_each_data_set_is_compared_by_call_and_by_class() -> None:
    items = (*cells(120, patients=True), *cells(60, patients=False, dataset="e"))
    good, poor = calls(items, 3, 0), calls(items, 0.5, 1)
    first, second = compare_calls(("good", good), ("poor", poor), "test", rounds=100)
    assert (first.dataset, first.n, first.patients) == ("d", 120, 12)
    assert (second.dataset, second.n, second.patients, second.by_patient) == ("e", 60, 0, None)
    truth = np.array([KINDS.index(item.cls) for item in items[:120]])
    right = [(each.probabilities[:120].argmax(axis=1) == truth) for each in (good, poor)]
    assert (first.first_accuracy, first.second_accuracy) == (right[0].mean(), right[1].mean())
    assert first.right == mcnemar(*right) and first.right.p < 0.01
    assert first.by_patient is not None
    assert first.by_patient.figure.value == pytest.approx(first.first_accuracy - first.second_accuracy)
    assert [row.class_id for row in first.classes] == list(KINDS)
    for column, row in enumerate(first.classes):
        known = paired_test(truth == column, good.probabilities[:120, column], poor.probabilities[:120, column])
        assert row.test == known and row.p_holm >= known.p and row.by_patient is not None


def test_models_of_other_classes_are_compared_where_both_can_answer() -> None:
    items = (*cells(30, patients=False), replace(cells(1, patients=False)[0], path=Path("n.png"), cls="neutrophil"))
    wide = (*KINDS, "segmented_neutrophil", "band_neutrophil")
    assert answerable_by_both(items, KINDS, wide) == list(items[:30])
    assert answerable_by_both(items, wide, wide) == list(items)
    assert answerable_by_both(items, wide, ("basophil",)) == []
    whole = answerable_by_both(items, wide, (*KINDS[:2], "band_neutrophil"))
    assert {item.cls for item in whole} == {"blast", "monocyte", "neutrophil"}
    a, b = calls(whole, 3, 0, wide), calls(whole, 3, 1, (*KINDS[:2], "band_neutrophil"))
    (found,) = compare_calls(("a", a), ("b", b), "test")
    # The coarse label counts for the calls; for an AUROC, it is of no class.
    assert found.n == 21 and [(row.class_id, row.n) for row in found.classes] == [("blast", 10), ("monocyte", 10)]


def test_one_class_alone_gives_calls_and_no_auroc() -> None:
    items = [item for item in cells(30, patients=False) if item.cls == "blast"]
    (found,) = compare_calls(("a", calls(items, 1, 0)), ("b", calls(items, 1, 1)), "test")
    assert found.n == 10 and found.classes == ()


def test_calls_of_other_images_are_not_compared() -> None:
    one, other = cells(6, patients=False), cells(6, patients=False, dataset="e")
    for a, b in ((one, other), (one, one[:5]), ((), ())):
        with pytest.raises(InputProblem, match="not of the same images"):
            compare_calls(("a", calls(a, 1, 0)), ("b", calls(b, 1, 0)), "test")


def test_what_is_written_is_what_was_found(tmp_path: Path) -> None:
    items = (*cells(60, patients=True), *cells(12, patients=False, dataset="e"))
    # The same calls twice: no difference, and no test of one.
    same = calls(items, 2, 0)
    found = compare_calls(("a", same), ("b", same), "test", rounds=50)
    write_comparisons(found, tmp_path / "new")
    table = json.loads((tmp_path / "new/comparison.json").read_text("utf-8"))
    assert [row["dataset"] for row in table] == ["d", "e"] and table[0]["right"]["p"] == 1
    assert table[0]["classes"][0]["test"]["p"] == 1 and table[1]["by_patient"] is None
    with (tmp_path / "new/comparison.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["figure"] for row in rows] == 2 * ["accuracy", "auroc", "auroc", "auroc"]
    assert rows[0]["test"] == "McNemar, exact" and rows[1]["test"] == "DeLong"
    assert float(rows[0]["first_value"]) == pytest.approx(found[0].first_accuracy, rel=1e-5)
    assert rows[1]["difference"] == "0" and rows[1]["by_patient_low"] == "0" and rows[5]["by_patient_low"] == ""


def test_a_perfect_model_s_infinite_z_is_null_in_the_file(tmp_path: Path) -> None:
    items = cells(30, patients=False)
    perfect, reverse = calls(items, 50, 0), calls(items, -50, 0)
    found = compare_calls(("a", perfect), ("b", reverse), "test")
    assert found[0].classes[0].test.z == float("inf")
    write_comparisons(found, tmp_path)
    assert json.loads((tmp_path / "comparison.json").read_text())[0]["classes"][0]["test"]["z"] is None
