"""Areas under ROC curves with their variance: DeLong et al. (Biometrics 1988) by the fast algorithm of Sun & Xu (2014).

The variance of an AUROC is that of its structural components: for each positive the part of the negatives below it, for each
negative the part of the positives above it, a tie counting one half. Sun & Xu (IEEE Signal Process Lett 2014;21:1389–1393) get
them from mid-ranks in O(n log n) instead of comparing every pair. Cells are taken to be independent; where they come from few
patients, use the patient bootstrap of :mod:`leukview.training.comparison` as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, rankdata

from leukview.domain.errors import InputProblem
from leukview.training.metrics import Figure

__all__ = ["AurocTest", "Components", "auroc", "components", "paired_test", "unpaired_test"]

_Z95 = float(norm.ppf(0.975))


@dataclass(frozen=True, eq=False)
class Components:
    """An AUROC (0–1) with its structural components: one value for each positive and for each negative, 0–1."""

    value: float
    positive: NDArray[np.float64]
    negative: NDArray[np.float64]

    @property
    def variance(self) -> float:
        """The AUROC's variance, 0 or more."""
        return covariance(self, self)

    @property
    def figure(self) -> Figure:
        """The AUROC with DeLong's normal 95 % interval, cut to 0–1. At an AUROC of 0 or 1 it has no width: say n instead."""
        half = _Z95 * self.variance**0.5
        return Figure(self.value, max(0.0, self.value - half), min(1.0, self.value + half))


@dataclass(frozen=True, slots=True)
class AurocTest:
    """Two AUROCs compared: each with its interval, their difference (first − second) with its own, z and two-sided p.

    Where both have no variance, z is 0 and p is 1 for equal AUROCs, else z is infinite and p is 0: then n says more than p.
    """

    first: Figure
    second: Figure
    difference: Figure
    z: float
    p: float


def components(truth: ArrayLike, score: ArrayLike) -> Components:
    """Return an AUROC and its structural components.

    Parameters
    ----------
    truth:
        N of true or false: whether each sample is positive.
    score:
        N finite numbers, larger for what is more likely positive.

    Raises
    ------
    InputProblem
        When the two differ in length, a score is not a number, or there is no positive or no negative.
    """
    truth, score = np.asarray(truth, dtype=bool), np.asarray(score, dtype=np.float64)
    if truth.shape != score.shape or truth.ndim != 1:
        raise InputProblem("scores", f"{score.size} scores stand against {truth.size} answers", "Give one score each")
    if not np.isfinite(score).all():
        raise InputProblem("scores", "not every score is a number", "Leave out the samples without one")
    if truth.all() or not truth.any():
        raise InputProblem("answers", "an AUROC needs both positives and negatives", "Give samples of both")
    m, n = int(truth.sum()), int((~truth).sum())
    whole = rankdata(score)
    # A sample's mid-rank among all, less that among its own kind, counts the other kind below it.
    positive = (whole[truth] - rankdata(score[truth])) / n
    negative = 1 - (whole[~truth] - rankdata(score[~truth])) / m
    return Components(float(positive.mean()), positive, negative)


def covariance(first: Components, second: Components) -> float:
    """Return the covariance of two AUROCs of the same samples, 0 where too few samples leave it undetermined."""
    pairs = ((first.positive, second.positive), (first.negative, second.negative))
    return sum(float(np.cov(a, b)[0, 1]) / len(a) for a, b in pairs if len(a) > 1)


def auroc(truth: ArrayLike, score: ArrayLike) -> Figure:
    """Return an AUROC with DeLong's 95 % interval; parameters and errors as of :func:`components`."""
    return components(truth, score).figure


def paired_test(truth: ArrayLike, first: ArrayLike, second: ArrayLike) -> AurocTest:
    """Compare the AUROCs of two scores of the same samples; parameters and errors as of :func:`components`."""
    a, b = components(truth, first), components(truth, second)
    return _test(a, b, a.variance + b.variance - 2 * covariance(a, b))


def unpaired_test(first_truth: ArrayLike, first: ArrayLike, second_truth: ArrayLike, second: ArrayLike) -> AurocTest:
    """Compare the AUROCs of two scores of different samples; parameters and errors as of :func:`components`."""
    a, b = components(first_truth, first), components(second_truth, second)
    return _test(a, b, a.variance + b.variance)


def _test(a: Components, b: Components, variance: float) -> AurocTest:
    difference = a.value - b.value
    # Two scores of one order differ by nothing, and rounding must not make that a difference.
    deviation = max(0.0, variance) ** 0.5
    if deviation < 1e-12:
        z = 0.0 if abs(difference) < 1e-12 else float(np.copysign(np.inf, difference))
    else:
        z = difference / deviation
    half = _Z95 * deviation
    interval = Figure(difference, difference - half, difference + half)
    return AurocTest(a.figure, b.figure, interval, z, float(2 * norm.sf(abs(z))))
