"""Several networks vote: the weighted mean of their probabilities (soft voting; park2024 weighs its two 0.4 and 0.6)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leukview.domain.errors import InputProblem

__all__ = ["PARK2024", "checked_weights", "fit_weights", "soft_vote", "vote_loss"]

Float = NDArray[np.float64]

PARK2024 = (0.4, 0.6)
"""Of EfficientNet-B1 and EfficientNetV2-B2, as published."""

_SMALLEST = 1e-12
"""Least probability: a network that excludes the truth costs much, not without end."""

_SUM_TOLERANCE = 1e-6


def checked_weights(weights: Sequence[float], models: int) -> Float:
    """Return the weights as an array.

    Raises
    ------
    InputProblem
        When there is not one for each model, or one is negative or no number, or they do not sum to 1.
    """
    values = np.asarray(weights, dtype=np.float64)
    said = f"Weights {', '.join(f'{value:g}' for value in values)}"
    if len(values) != models:
        raise InputProblem(said, f"there must be one for each of the {models} models")
    if not (np.isfinite(values).all() and (values >= 0).all()):
        raise InputProblem(said, "each must be 0 or more")
    if abs(values.sum() - 1) > _SUM_TOLERANCE:
        raise InputProblem(said, f"they sum to {values.sum():g}, not to 1")
    return values


def soft_vote(probabilities: Sequence[NDArray[np.floating]], weights: Sequence[float]) -> Float:
    """Return the N×C weighted mean of the models' N×C probabilities; rows sum to 1 where the models' do.

    Raises
    ------
    InputProblem
        For weights that are none; see :func:`checked_weights`.
    ValueError
        When the models' answers are not of one shape.
    """
    return np.asarray(np.tensordot(checked_weights(weights, len(probabilities)), _stacked(probabilities), axes=1))


def vote_loss(
    probabilities: Sequence[NDArray[np.floating]], labels: NDArray[np.int64], weights: Sequence[float]
) -> float:
    """Return the mean of −log of the vote for each cell's true class; N class indices are the labels."""
    return _loss(checked_weights(weights, len(probabilities)), _of_truth(probabilities, labels))


def fit_weights(
    probabilities: Sequence[NDArray[np.floating]], labels: NDArray[np.int64], fixed: Sequence[float] | None = None
) -> tuple[float, ...]:
    """Return the weights, ≥ 0 and of sum 1, whose vote has the least negative log-likelihood on validation cells.

    The loss is convex in the weights, so there is one least value. The answer is never worse on these cells than ``fixed``, than
    any model alone, or than all alike: those are compared with what the search found.

    Parameters
    ----------
    probabilities:
        For each of M models N×C, of cells that no model was trained on.
    labels:
        N class indices.
    fixed:
        The weights to start from and to improve on, as :data:`PARK2024`; all alike without.

    Raises
    ------
    InputProblem
        When ``fixed`` are no weights.
    ValueError
        When there is no cell, a label is no class, or the models' answers are not of one shape.
    """
    from scipy.optimize import Bounds, LinearConstraint, minimize  # slow to import, and only training needs it

    truth = _of_truth(probabilities, labels)
    models = truth.shape[1]
    alike: Float = np.full(models, 1 / models)
    start: Float = alike if fixed is None else checked_weights(fixed, models)
    found = minimize(
        _loss,
        start,
        args=(truth,),
        jac=_slope,
        method="SLSQP",
        bounds=Bounds(0.0, 1.0),
        constraints=LinearConstraint(np.ones((1, models)), 1, 1),
        tol=1e-10,
        options={"maxiter": 200},
    )
    candidates = [start, alike, *np.eye(models)]
    searched = np.clip(np.asarray(found.x, dtype=np.float64), 0, None)
    if np.isfinite(searched).all() and searched.sum() > 0:
        candidates.insert(0, searched / searched.sum())
    best = min(candidates, key=lambda weights: _loss(weights, truth))
    return tuple(float(value) for value in best)


def _stacked(probabilities: Sequence[NDArray[np.floating]]) -> Float:
    shapes = {each.shape for each in probabilities}
    if len(shapes) != 1 or len(next(iter(shapes))) != 2:
        raise ValueError(f"the models' answers are of the shapes {sorted(shapes)}, not all of one N×C")
    return np.stack(probabilities).astype(np.float64)


def _of_truth(probabilities: Sequence[NDArray[np.floating]], labels: NDArray[np.int64]) -> Float:
    """Return N×M: what each model gives each cell's true class."""
    stacked = _stacked(probabilities)
    count, classes = stacked.shape[1:]
    if not count or labels.shape != (count,) or labels.min() < 0 or labels.max() >= classes:
        raise ValueError(f"{labels.shape} labels do not fit {count} cells of {classes} classes")
    return np.maximum(stacked[:, np.arange(count), labels].T, _SMALLEST)


def _loss(weights: Float, truth: Float) -> float:
    return float(-np.log(np.maximum(truth @ weights, _SMALLEST)).mean())


def _slope(weights: Float, truth: Float) -> Float:
    return np.asarray(-(truth / np.maximum(truth @ weights, _SMALLEST)[:, None]).mean(axis=0))
