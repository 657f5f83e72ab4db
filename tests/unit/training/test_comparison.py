import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2
from sklearn.metrics import roc_auc_score

from leukview.domain.errors import InputProblem
from leukview.training.comparison import compare_classes, compare_right, holm, mcnemar
from leukview.training.delong import paired_test


def calls(both, only_first, only_second, neither):
    counts = [both, only_first, only_second, neither]
    return np.repeat([True, True, False, False], counts), np.repeat([True, False, True, False], counts)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(0, 12), st.integers(0, 12), st.integers(0, 40))
def test_few_discordant_cells_are_tested_exactly(both, only_first, only_second, neither):
    if both + only_first + only_second + neither == 0:
        return
    found = mcnemar(*calls(both, only_first, only_second, neither))
    assert (found.both, found.only_first, found.only_second, found.neither) == (both, only_first, only_second, neither)
    assert found.exact
    discordant = only_first + only_second
    expected = binomtest(only_first, discordant).pvalue if discordant else 1.0
    assert found.p == pytest.approx(expected)


def test_many_discordant_cells_by_chi_square_with_continuity_correction():
    # Agresti, Categorical Data Analysis: approval 150 and 86 discordant of 1,600.
    found = mcnemar(*calls(794, 150, 86, 570))
    assert not found.exact
    assert found.p == pytest.approx(chi2.sf((abs(150 - 86) - 1) ** 2 / 236, 1))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_is_step_down(values):
    order = np.argsort(values, kind="stable")
    expected, worst = [0.0] * len(values), 0.0
    for rank, i in enumerate(order):
        worst = max(worst, min(1.0, (len(values) - rank) * values[i]))
        expected[i] = worst
    assert holm(values) == pytest.approx(expected)


def test_holm_counts_no_test_that_was_not_made():
    assert holm([]) == []
    found = holm([0.01, float("nan"), 0.02])
    assert found[0] == pytest.approx(0.02) and np.isnan(found[1]) and found[2] == pytest.approx(0.02)


def test_accuracy_by_patient_is_less_sure_than_by_cell():
    rng = np.random.default_rng(0)
    patients = np.repeat([f"P{i}" for i in range(12)], 50)
    # The first model is better by a patient's luck: all of a patient's cells go the same way.
    lucky = np.repeat(rng.random(12) < 0.6, 50)
    first, second = lucky, ~lucky
    by_cell = compare_right(first, second, [""] * 600, rounds=300)
    by_patient = compare_right(first, second, patients.tolist(), rounds=300)
    assert by_patient.figure.value == by_cell.figure.value == pytest.approx(first.mean() - second.mean())
    assert by_patient.figure.high - by_patient.figure.low > 3 * (by_cell.figure.high - by_cell.figure.low)
    assert by_patient.p > by_cell.p > 0


def test_models_of_the_same_calls_differ_by_nothing():
    right = np.array([True, False, True, True])
    found = compare_right(right, right, ["a", "b", "c", "d"], rounds=50)
    assert (found.figure.value, found.figure.low, found.figure.high, found.p) == (0, 0, 0, 1)


def two_models(seed=0, cells=300):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, cells)
    good = np.eye(3)[truth] + 0.6 * rng.normal(size=(cells, 3))
    poor = np.eye(3)[truth] + 2.5 * rng.normal(size=(cells, 3))
    return truth, good, poor


def test_each_class_is_compared_against_the_rest_and_corrected_for_their_number():
    truth, good, poor = two_models()
    found = compare_classes(truth, good, poor, ["blast", "monocyte", "lymphocyte", "basophil"][:3])
    assert [item.class_id for item in found] == ["blast", "monocyte", "lymphocyte"]
    for c, item in enumerate(found):
        assert item.n == (truth == c).sum()
        assert item.test == paired_test(truth == c, good[:, c], poor[:, c])
        assert item.test.first.value == pytest.approx(roc_auc_score(truth == c, good[:, c]))
        assert item.test.p <= item.p_holm <= 3 * item.test.p + 1e-15
        assert item.test.difference.low > 0
        assert item.by_patient is None and item.by_patient_holm is None


def test_with_patients_each_class_has_the_patients_interval_too():
    truth, good, poor = two_models(cells=240)
    patients = [f"P{i % 24}" for i in range(240)]
    for item in compare_classes(truth, good, poor, ["a", "b", "c"], patients, rounds=200):
        assert item.by_patient is not None and item.by_patient_holm is not None
        figure = item.by_patient.figure
        assert figure.value == pytest.approx(item.test.difference.value)
        assert figure.low < figure.value < figure.high
        assert item.by_patient_holm >= item.by_patient.p > 0


def test_a_class_that_no_cell_is_of_is_left_out():
    truth, good, poor = two_models()
    truth = np.where(truth == 2, 1, truth)
    assert [item.class_id for item in compare_classes(truth, good, poor, ["a", "b", "c"])] == ["a", "b"]


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: mcnemar([True], [True, False]), "1 calls stand against 2"),
        (lambda: mcnemar([], []), "0 calls stand against 0"),
        (lambda: compare_right([True, True], [True, False], ["a"]), "1 names stand against 2 cells"),
        (lambda: compare_classes([0, 1], np.ones((2, 2)), np.ones((2, 3)), ["a", "b"]), "against 2 cells of 2 classes"),
        (lambda: compare_classes([0, 0], np.ones((2, 2)), np.ones((2, 2)), ["a", "b"]), "all cells are of one class"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(call, reason):
    with pytest.raises(InputProblem, match=reason):
        call()
