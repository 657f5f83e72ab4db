import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from leukview.domain.errors import InputProblem
from leukview.training.delong import auroc, components, paired_test, unpaired_test


def kernel(positive, negative):
    return 1.0 if positive > negative else 0.5 if positive == negative else 0.0


def by_definition(truth, *scores):
    """AUROCs and their covariance matrix, every pair compared: DeLong et al. 1988, equations 3 to 6."""
    values, tens, ones = [], [], []
    for score in scores:
        positives = [s for s, t in zip(score, truth, strict=True) if t]
        negatives = [s for s, t in zip(score, truth, strict=True) if not t]
        m, n = len(positives), len(negatives)
        values.append(sum(kernel(x, y) for x in positives for y in negatives) / (m * n))
        tens.append([sum(kernel(x, y) for y in negatives) / n for x in positives])
        ones.append([sum(kernel(x, y) for x in positives) / m for y in negatives])
    matrix = np.zeros((len(scores), len(scores)))
    for r, s in itertools.product(range(len(scores)), repeat=2):
        for parts in (tens, ones):
            pairs = zip(parts[r], parts[s], strict=True)
            spread = sum((a - values[r]) * (b - values[s]) for a, b in pairs)
            matrix[r, s] += spread / (len(parts[r]) - 1) / len(parts[r])
    return values, matrix


# Few distinct scores, so that ties are the rule.
samples = st.integers(2, 12).flatmap(
    lambda m: st.integers(2, 12).flatmap(
        lambda n: st.tuples(
            st.just([True] * m + [False] * n),
            st.lists(st.integers(0, 6), min_size=m + n, max_size=m + n),
            st.lists(st.integers(0, 6), min_size=m + n, max_size=m + n),
        )
    )
)


@settings(max_examples=60, deadline=None)
@given(samples)
def test_mid_ranks_give_what_comparing_every_pair_gives(sample):
    truth, first, second = sample
    (a, b), matrix = by_definition(truth, first, second)
    one, other = components(truth, first), components(truth, second)
    assert one.value == pytest.approx(a) == pytest.approx(roc_auc_score(truth, first))
    assert one.variance == pytest.approx(matrix[0, 0], abs=1e-12)
    found = paired_test(truth, first, second)
    variance = matrix[0, 0] + matrix[1, 1] - 2 * matrix[0, 1]
    assert found.difference.value == pytest.approx(a - b, abs=1e-12)
    assert found.difference.high - found.difference.value == pytest.approx(
        norm.ppf(0.975) * max(variance, 0) ** 0.5, abs=1e-6
    )
    if variance > 1e-9:
        assert found.z == pytest.approx((a - b) / variance**0.5)
        assert found.p == pytest.approx(2 * norm.sf(abs((a - b) / variance**0.5)))
    assert other.value == pytest.approx(b)


def test_by_hand():
    # Positives 3, 2, 1 against negatives 2, 0: wins 2, 1.5, 1 of 2, so 4.5 of 6. Components 1, .75, .5 and .5, 1.
    found = components([1, 1, 1, 0, 0], [3, 2, 1, 2, 0])
    assert found.value == pytest.approx(0.75)
    assert found.positive.tolist() == [1, 0.75, 0.5] and found.negative.tolist() == pytest.approx([0.5, 1])
    # Variances 1/16 and 1/8, over 3 and 2.
    assert found.variance == pytest.approx(1 / 48 + 1 / 16)


@settings(max_examples=60, deadline=None)
@given(samples)
def test_swapping_the_scores_turns_the_sign_alone(sample):
    truth, first, second = sample
    one, other = paired_test(truth, first, second), paired_test(truth, second, first)
    assert one.z == pytest.approx(-other.z) and one.p == pytest.approx(other.p)


@settings(max_examples=60, deadline=None)
@given(samples)
def test_a_score_against_any_rescaling_of_itself_differs_by_nothing(sample):
    truth, first, _ = sample
    found = paired_test(truth, first, np.exp(np.array(first) / 3))
    assert (found.difference.value, found.z, found.p) == (0, 0, 1)


@settings(max_examples=60, deadline=None)
@given(samples)
def test_unpaired_variances_add_up(sample):
    truth, first, second = sample
    found = unpaired_test(truth, first, truth, second)
    _, matrix = by_definition(truth, first, second)
    half = norm.ppf(0.975) * (matrix[0, 0] + matrix[1, 1]) ** 0.5
    assert found.difference.high - found.difference.value == pytest.approx(half, abs=1e-6)


def test_the_interval_holds_the_true_auroc_about_as_often_as_it_says():
    rng = np.random.default_rng(3)
    true = norm.cdf(1 / 2**0.5)
    truth = np.repeat([True, False], [60, 90])
    found = [auroc(truth, rng.normal(size=150) + truth) for _ in range(400)]
    assert 0.92 < np.mean([figure.low <= true <= figure.high for figure in found]) < 0.98


def test_two_alike_models_are_found_different_in_about_one_of_twenty_samples():
    rng = np.random.default_rng(4)
    truth = np.repeat([True, False], [50, 70])
    p = []
    for _ in range(400):
        shared = rng.normal(size=120) + truth
        p.append(paired_test(truth, shared + rng.normal(size=120), shared + rng.normal(size=120)).p)
    assert 0.02 < np.mean(np.array(p) < 0.05) < 0.09


def test_pairing_sharpens_the_comparison_of_alike_scores():
    rng = np.random.default_rng(5)
    truth = np.repeat([True, False], [100, 100])
    first = rng.normal(size=200) + truth
    second = first + 0.5 * rng.normal(size=200)
    assert paired_test(truth, first, second).p < unpaired_test(truth, first, truth, second).p


def test_a_perfect_score_has_no_variance_and_is_said_to_differ():
    truth = [True, True, False, False]
    found = paired_test(truth, [4, 3, 2, 1], [1, 2, 3, 4])
    assert (found.first.value, found.second.value, found.z, found.p) == (1, 0, np.inf, 0)


@pytest.mark.parametrize(
    ("truth", "score", "reason"),
    [
        ([1, 0], [0.5], "1 scores stand against 2 answers"),
        ([1, 1], [0.5, 0.4], "both positives and negatives"),
        ([0, 0], [0.5, 0.4], "both positives and negatives"),
        ([1, 0], [0.5, float("nan")], "not every score is a number"),
    ],
)
def test_what_has_no_auroc_is_refused_in_words(truth, score, reason):
    with pytest.raises(InputProblem, match=reason):
        auroc(truth, score)
