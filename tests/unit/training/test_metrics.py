import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from leukview.training.finalise import fit_temperature
from leukview.training.metrics import bootstrap, class_scores, expected_calibration_error, macro_f1


def test_macro_f1_is_that_of_the_classes_present():
    truth, called = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 1, 1, 3])
    assert macro_f1(truth, called, [0, 1, 2, 3]) == pytest.approx(
        f1_score(truth, called, labels=[0, 1, 2], average="macro", zero_division=0)
    )


def test_interval_holds_the_figure_and_is_wider_by_patient_than_by_cell():
    right = np.repeat([1.0, 0.0, 1.0, 1.0, 0.0, 1.0], 40)
    patients = [f"P{i // 40}" for i in range(240)]
    by_cell = bootstrap(lambda s: float(right[s].mean()), 240)
    by_patient = bootstrap(lambda s: float(right[s].mean()), 240, patients)
    assert by_cell.low < by_cell.value < by_cell.high
    assert by_patient.value == by_cell.value
    assert by_patient.high - by_patient.low > 2 * (by_cell.high - by_cell.low)


def test_bootstrap_repeats_for_its_seed():
    values = np.random.default_rng(0).normal(size=50)
    assert bootstrap(lambda s: float(values[s].mean()), 50) == bootstrap(lambda s: float(values[s].mean()), 50)


@settings(max_examples=25)
@given(st.floats(0.05, 0.95))
def test_calibration_error_is_the_gap_between_confidence_and_accuracy(accuracy):
    n = 1000
    right = np.arange(n) < round(accuracy * n)
    assert expected_calibration_error(np.full(n, 0.5), right) == pytest.approx(abs(0.5 - right.mean()))


def test_scores_of_a_perfect_and_of_a_blind_classifier():
    truth = np.array([0, 0, 1, 1])
    sure = np.eye(2)[truth]
    assert [(s.precision, s.recall, s.auroc) for s in class_scores(truth, sure, ["blast", "monocyte"])] == [
        (1, 1, 1)
    ] * 2
    blind = class_scores(truth, np.full((4, 2), 0.5), ["blast", "monocyte"])
    assert [s.auroc for s in blind] == [0.5, 0.5]
    assert class_scores(np.zeros(3, int), np.eye(2)[[0, 0, 0]], ["blast", "monocyte"])[0].auroc is None


def test_temperature_undoes_overconfidence():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, 4000)
    honest = rng.normal(size=(4000, 3)) + 1.5 * np.eye(3)[truth]
    # Logits of the right scale for unit-variance classes 1.5 apart; five times as large is overconfident.
    fitted = fit_temperature((5 * 1.5 * honest).astype(np.float32), np.eye(3, dtype=bool)[truth])
    assert fitted == pytest.approx(5.0, rel=0.1)
