"""Bootstrap intervals of many figures at once: a resample is a weight a sample, so that all rounds are one matrix.

Calling scikit-learn once a round, class and figure takes minutes for a paper's table; a sum over weights gives the same numbers
(tests compare them with scikit-learn's ``sample_weight``) in less than a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from leukview.domain.evaluation import Figure
from leukview.training.metrics import resamples

__all__ = ["aurocs", "average_precisions", "figure_of", "resample_weights", "shares"]

Weights = NDArray[np.float64]
Flags = NDArray[np.bool_]

_CHUNK = 100
"""Rounds worked on at once: bounds memory for sets of many thousand cells."""


def resample_weights(count: int, groups: Sequence[str] | None = None, rounds: int = 1000, seed: int = 0) -> Weights:
    """Return (1+rounds)×count weights: a row of ones, the sample itself, then how often each resample drew each cell.

    Parameters as of :func:`leukview.training.metrics.bootstrap`, whose resamples these are.
    """
    drawn = (np.bincount(sample, minlength=count) for sample in resamples(count, groups, rounds, seed))
    return np.stack([np.ones(count), *drawn]).astype(np.float64)


def figure_of(values: NDArray[np.float64]) -> Figure | None:
    """Return the first value with the others' 2.5th and 97.5th percentile; None where the first is not a number."""
    if np.isnan(values[0]):
        return None
    drawn = values[1:][~np.isnan(values[1:])]
    if not len(drawn):
        return Figure(float(values[0]), float("nan"), float("nan"))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figure(float(values[0]), float(low), float(high))


def shares(weights: Weights, part: NDArray[np.generic], whole: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return for each row of R×N weights the weight of ``part`` over that of ``whole`` (N, or N×C), NaN where that is 0."""
    above, below = weights @ part.astype(np.float64), weights @ whole.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(below > 0, above / below, np.nan))


def aurocs(weights: Weights, positive: Flags, negative: Flags, score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return R areas under the ROC curve, a tie counting one half; NaN where a row has no positive or no negative.

    Parameters
    ----------
    weights:
        R×N.
    positive, negative:
        N each; a cell that is neither does not count.
    score:
        N, larger for what is more likely positive.
    """

    def area(pos: Weights, neg: Weights) -> NDArray[np.float64]:
        below = neg.cumsum(axis=1) - neg
        pairs = pos.sum(axis=1) * neg.sum(axis=1)
        won = (pos * (below + neg / 2)).sum(axis=1)
        return np.where(pairs > 0, won / np.where(pairs > 0, pairs, 1), np.nan)

    return _by_level(weights, positive, negative, score, area)


def average_precisions(
    weights: Weights, positive: Flags, negative: Flags, score: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return R average precisions, the mean of the precision at each recall gained; parameters as of :func:`aurocs`."""

    def area(pos: Weights, neg: Weights) -> NDArray[np.float64]:
        # From the highest score down: whoever is at or above a level is called.
        found, called = (part[:, ::-1].cumsum(axis=1) for part in (pos, pos + neg))
        precision = found / np.where(called > 0, called, 1)
        total = pos.sum(axis=1)
        return np.where(total > 0, (pos[:, ::-1] * precision).sum(axis=1) / np.where(total > 0, total, 1), np.nan)

    return _by_level(weights, positive, negative, score, area)


def _by_level(
    weights: Weights,
    positive: Flags,
    negative: Flags,
    score: NDArray[np.float64],
    area: Callable[[Weights, Weights], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return what ``area`` makes of the positives' and negatives' weights at each level of the score, ascending."""
    used = np.flatnonzero(positive | negative)
    order = used[np.argsort(score[used], kind="stable")]
    if not len(order):
        return np.full(len(weights), np.nan)
    ordered = score[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    parts = []
    for first in range(0, len(weights), _CHUNK):
        some = weights[first : first + _CHUNK, order]
        pos, neg = (np.add.reduceat(some * flags[order], starts, axis=1) for flags in (positive, negative))
        parts.append(area(pos, neg))
    return np.concatenate(parts)
