"""An evaluation's figures, worked out by hand or by scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from evaluation_kit import CLASSES, calls_of
from sklearn.metrics import (
    average_precision_score,
    precision_recall_fscore_support,
    roc_auc_score,
)

from leukview.domain.differential import clopper_pearson
from leukview.training.evaluate import Calls
from leukview.training.evaluation_figures import evaluation_of
from leukview.training.metrics import expected_calibration_error

SEG, BAND, LYMPH, BLAST, PLATELET = CLASSES
MIXED = (
    [(SEG, SEG)] * 5 + [(SEG, BAND)] * 2 + [(BAND, BAND)] * 3 + [(LYMPH, LYMPH)] * 4 + [(LYMPH, BLAST), (BLAST, BLAST)]
)


def noisy(pairs: list[tuple[str, str]], patients: list[str]) -> Calls:
    return calls_of(pairs, patients, sure=np.random.default_rng(1).uniform(0.4, 0.99, len(pairs)).tolist())


def test_with_exact_labels_every_figure_is_scikit_learns() -> None:
    patients = [f"p{i % 5}" for i in range(len(MIXED))]
    calls = noisy(MIXED, patients)
    found = evaluation_of(calls, "toy", "test", rounds=50)
    truth = np.array([CLASSES.index(label) for label, _ in MIXED])
    called = calls.probabilities.argmax(axis=1)
    scores = precision_recall_fscore_support(truth, called, labels=range(4), zero_division=0)
    for row in found.classes:
        c = CLASSES.index(row.class_id)
        figures = (row.precision, row.recall, row.f1)
        assert [f.value for f in figures if f] == pytest.approx([scores[k][c] for k in range(3)])
        assert row.auroc and row.auroc.value == pytest.approx(roc_auc_score(truth == c, calls.probabilities[:, c]))
        assert row.ap and row.ap.value == pytest.approx(average_precision_score(truth == c, calls.probabilities[:, c]))
        assert row.n == (truth == c).sum() and row.called == (called == c).sum()
        specific = ((truth != c) & (called != c)).sum() / (truth != c).sum()
        assert row.specificity and row.specificity.value == pytest.approx(specific)
    for k, name in enumerate(("macro_precision", "macro_recall", "macro_f1")):
        assert found.measures[name].value == pytest.approx(scores[k].mean())
    right = truth == called
    confidence = calls.probabilities.max(axis=1)
    assert found.reliability.ece.value == pytest.approx(expected_calibration_error(confidence, right))
    assert found.measures["accuracy"].value == right.mean()
    assert found.patients == 5
    assert all(figure.low <= figure.value <= figure.high for figure in found.measures.values() if figure.value < 1)


def test_areas_of_the_drawn_curves_are_the_areas_said() -> None:
    found = evaluation_of(noisy(MIXED, [""] * len(MIXED)), "toy", "test", rounds=10)
    mean, *rocs = found.rocs
    assert mean.class_id == "" and mean.area == found.measures["macro_auroc"]
    for roc, recall in zip(rocs, found.precision_recalls, strict=True):
        assert roc.area and np.trapezoid(roc.y, roc.x) == pytest.approx(roc.area.value)
        steps = np.diff(recall.x) @ np.array(recall.y[1:])
        assert recall.area and steps == pytest.approx(recall.area.value)
    best = {curve.class_id: curve.best for curve in found.f1s}
    assert all(at is not None and max(curve.y) == at[1] for curve, at in zip(found.f1s, best.values(), strict=True))


def test_a_coarse_label_is_right_within_its_members_and_counts_for_no_member() -> None:
    calls = calls_of([("neutrophil", SEG), ("neutrophil", BAND), ("neutrophil", LYMPH), (LYMPH, LYMPH), (SEG, SEG)])
    found = evaluation_of(calls, "toy", "test", rounds=20)
    assert found.measures["accuracy"].value == pytest.approx(4 / 5)
    rows = {row.class_id: row for row in found.classes}
    assert rows[SEG].n == 1 and rows[SEG].precision and rows[SEG].precision.value == 1
    # Of two cells called lymphocyte one is a neutrophil, whichever.
    assert rows[LYMPH].precision and rows[LYMPH].precision.value == 0.5
    table = found.confusion
    assert table.labels == (SEG, LYMPH, "neutrophil")
    assert table.counts[2] == (1, 1, 1) and table.right[2] == (True, True, False)
    assert any(
        "neutrophil (band or segmented) (3 cells) may be segmented neutrophil, band neutrophil" in note
        for note in found.notes
    )


def test_coarse_labels_alone_leave_no_class_but_a_confusion_and_calibration() -> None:
    found = evaluation_of(calls_of([("neutrophil", SEG), ("neutrophil", LYMPH)]), "toy", "test", rounds=20)
    assert not found.classes and not found.rocs and "macro_f1" not in found.measures
    assert found.confusion.labels == ("neutrophil",) and found.measures["accuracy"].value == 0.5
    assert any("No label names one class" in note for note in found.notes)


def test_one_class_alone_has_a_recall_but_no_area_and_no_mean() -> None:
    found = evaluation_of(calls_of([(BLAST, BLAST), (BLAST, LYMPH)]), "toy", "test", rounds=20)
    (row,) = found.classes
    assert row.auroc is None and row.ap is None and row.specificity is None
    assert row.recall and row.recall.value == 0.5
    assert "macro_f1" not in found.measures and not found.rocs and not found.f1s
    assert any("no area under a curve" in note for note in found.notes)


def test_all_right_is_given_the_exact_interval_since_a_bootstrap_of_it_has_no_width() -> None:
    found = evaluation_of(calls_of([(SEG, SEG)] * 6 + [(LYMPH, LYMPH)] * 4), "toy", "test", rounds=20)
    accuracy = found.measures["accuracy"]
    assert (accuracy.low, accuracy.high) == clopper_pearson(10, 10)
    assert [(row.recall.low, row.recall.high) for row in found.classes if row.recall] == [
        clopper_pearson(6, 6),
        clopper_pearson(4, 4),
    ]


def test_a_class_never_called_has_no_precision_and_counts_as_nought_in_the_mean() -> None:
    found = evaluation_of(calls_of([(SEG, SEG), (SEG, SEG), (BAND, SEG)]), "toy", "test", rounds=20)
    rows = {row.class_id: row for row in found.classes}
    assert rows[BAND].precision is None and rows[BAND].called == 0
    assert found.measures["macro_precision"].value == pytest.approx((2 / 3 + 0) / 2)


def test_calls_of_classes_that_the_set_lacks_are_counted_in_the_notes() -> None:
    found = evaluation_of(calls_of([(SEG, PLATELET), (SEG, SEG), (LYMPH, PLATELET)]), "toy", "test", rounds=20)
    assert "any of the model's 5 classes" in found.notes[0]
    assert "2 wrong calls named a class of which it has no labelled cell: platelet 2." in found.notes[0]
    assert "platelet" in found.confusion.called


@pytest.mark.parametrize(
    ("patients", "said"), [(["", "", ""], "Patients are not known"), (["a", "b", "b"], "2 known patients")]
)
def test_the_notes_say_what_was_resampled(patients: list[str], said: str) -> None:
    found = evaluation_of(calls_of([(SEG, SEG), (LYMPH, SEG), (LYMPH, LYMPH)], patients), "toy", "test", rounds=20)
    assert any(said in note for note in found.notes)
    assert any("rough guide" in note for note in found.notes) == any(patients)


def test_bins_hold_every_call_once() -> None:
    calls = noisy(MIXED, [""] * len(MIXED))
    bins = evaluation_of(calls, "toy", "test", rounds=20).reliability.bins
    assert sum(part.n for part in bins) == len(MIXED) and len(bins) == 15
    assert all(part.low <= part.confidence <= part.high for part in bins if part.n)
    assert all((part.right is None) == (part.n == 0) for part in bins)


def test_classes_of_a_recipe_of_ones_own_are_measured_like_cell_types() -> None:
    found = evaluation_of(
        calls_of([("aml", "aml"), ("healthy", "aml")], classes=("aml", "healthy")), "x", "test", rounds=20
    )
    assert [row.class_id for row in found.classes] == ["aml", "healthy"] and "blast_auroc" not in found.measures
