"""How far a cell lies from the training cells, in the network's own features.

A class-wise Mahalanobis distance with one shared covariance (Lee et al., NeurIPS 2018) in the leading principal directions,
read as a quantile of the validation cells' distances, so that 0.99 means "farther out than 99 % of unseen cells like those of the
training".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Novelty", "fit_novelty"]

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Novelty:
    """A fitted distance.

    Attributes
    ----------
    mean:
        F-long mean of the training features.
    basis:
        F×K whitening projection: within-class covariance becomes the identity.
    centres:
        C×K class centres after projection.
    quantiles:
        1001 distances: the quantiles 0, 0.001, … 1 of the validation cells.
    """

    mean: Array
    basis: Array
    centres: Array
    quantiles: Array

    def distance(self, features: Array) -> Array:
        """Return the N distances of N×F features to their nearest class centre."""
        projected = (features - self.mean) @ self.basis
        squares = ((projected[:, None, :] - self.centres[None]) ** 2).sum(axis=2)
        return np.asarray(np.sqrt(squares.min(axis=1)), dtype=np.float32)

    def score(self, features: Array) -> NDArray[np.float64]:
        """Return N scores in 0–1: the part of the validation cells that lie nearer."""
        levels = np.linspace(0, 1, len(self.quantiles))
        return np.interp(self.distance(features), self.quantiles, levels, left=0.0, right=1.0)

    def tensors(self) -> dict[str, Array]:
        """Return the arrays by name, for the weight file."""
        return {"mean": self.mean, "basis": self.basis, "centres": self.centres, "quantiles": self.quantiles}


def fit_novelty(train: Array, labels: NDArray[np.int64], validation: Array, directions: int = 64) -> Novelty:
    """Fit the distance.

    Parameters
    ----------
    train:
        N×F features of training cells.
    labels:
        N class indices; classes without a cell get no centre.
    validation:
        M×F features of cells that the network was not trained on.
    directions:
        Principal directions kept.
    """
    mean = train.mean(axis=0)
    present = np.unique(labels)
    centres = np.stack([train[labels == index].mean(axis=0) for index in present])
    within = train - centres[np.searchsorted(present, labels)]
    covariance = within.T.astype(np.float64) @ within / max(1, len(within) - len(present))
    values, vectors = np.linalg.eigh(covariance)
    order = np.argsort(values)[::-1][:directions]
    basis = (vectors[:, order] / np.sqrt(np.maximum(values[order], 1e-8))).astype(np.float32)
    fitted = Novelty(
        mean.astype(np.float32), basis, ((centres - mean) @ basis).astype(np.float32), np.zeros(2, np.float32)
    )
    quantiles = np.quantile(fitted.distance(validation), np.linspace(0, 1, 1001)).astype(np.float32)
    return Novelty(fitted.mean, fitted.basis, fitted.centres, quantiles)
