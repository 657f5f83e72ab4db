"""The bootstrap as sums over weights gives scikit-learn's numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from leukview.training.metrics import bootstrap
from leukview.training.weighted import aurocs, average_precisions, figure_of, resample_weights, shares


@given(st.integers(0, 10_000), st.integers(5, 60), st.integers(1, 12))
def test_areas_are_those_of_scikit_learn_on_every_resample_ties_and_all(seed: int, count: int, levels: int) -> None:
    rng = np.random.default_rng(seed)
    positive = rng.random(count) < 0.4
    positive[:2] = True, False
    score = rng.integers(0, levels, count) / levels
    weights = resample_weights(count, [f"p{i // 3}" for i in range(count)], rounds=5, seed=seed)
    areas = aurocs(weights, positive, ~positive, score)
    precisions = average_precisions(weights, positive, ~positive, score)
    for row, area, precision in zip(weights, areas, precisions, strict=True):
        if not (row * positive).any() or not (row * ~positive).any():
            assert np.isnan(area)
            continue
        assert area == pytest.approx(roc_auc_score(positive, score, sample_weight=row))
        assert precision == pytest.approx(average_precision_score(positive, score, sample_weight=row))


def test_a_cell_that_is_neither_for_nor_against_does_not_count() -> None:
    score = np.array([0.9, 0.1, 0.99])
    positive, negative = np.array([True, False, False]), np.array([False, True, False])
    assert aurocs(np.ones((1, 3)), positive, negative, score)[0] == 1
    assert average_precisions(np.ones((1, 3)), positive, negative, score)[0] == 1


def test_without_a_cell_of_either_kind_there_is_no_area() -> None:
    nobody = np.zeros(2, bool)
    assert figure_of(aurocs(np.ones((3, 2)), nobody, nobody, np.zeros(2))) is None
    assert figure_of(aurocs(np.ones((3, 2)), nobody, ~nobody, np.zeros(2))) is None


def test_a_share_and_its_interval_are_the_bootstraps_own() -> None:
    right = np.array([True, True, False, True, False, True])
    patients = ["a", "a", "b", "b", "", "c"]
    mine = figure_of(shares(resample_weights(6, patients, 200, seed=3), right, np.ones(6)))
    assert mine is not None
    slow = bootstrap(lambda rows: float(right[rows].mean()), 6, patients, 200, seed=3)
    assert (mine.value, mine.low, mine.high) == pytest.approx((slow.value, slow.low, slow.high))
