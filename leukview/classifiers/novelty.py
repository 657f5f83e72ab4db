"""How far a cell lies from the training cells, in the network's own features, read in two places.

The *look* is the mean and spread of an early stage's maps: stain, light, sharpness and scale, before the network has learnt to
look past them. Its Mahalanobis distance to all training cells tells another laboratory or no cell at all. The *kind* is what the
classifier sees: the class-wise Mahalanobis distance with one shared covariance (Lee et al., NeurIPS 2018), in the leading
directions. A cell is as novel as the farther of the two says, read as a quantile of the validation cells, so that 0.99 means
"farther out than 99 % of unseen cells like those of the training".
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

__all__ = ["Novelty", "fit_novelty"]

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Novelty:
    """A fitted distance over features whose first L columns are the look and whose other F the kind.

    Attributes
    ----------
    look_mean, look_basis:
        L-long mean and L×L whitening projection of the training cells' look.
    mean:
        F-long mean of the training cells' kind.
    basis:
        F×K whitening projection: within-class covariance becomes the identity.
    centres:
        C×K class centres after projection.
    levels:
        2×2: mean and deviation of the logarithm of each distance over the validation cells; makes the two comparable.
    quantiles:
        1001 joint distances: the quantiles 0, 0.001, … 1 of the validation cells.
    """

    look_mean: Array
    look_basis: Array
    mean: Array
    basis: Array
    centres: Array
    levels: Array
    quantiles: Array

    def distances(self, features: Array) -> Array:
        """Return N×2 logarithms of the distances of N×(L+F) features: look, kind."""
        look, kind = np.split(features, [len(self.look_mean)], axis=1)
        whitened = (look - self.look_mean) @ self.look_basis
        projected = (kind - self.mean) @ self.basis
        squares = ((projected[:, None, :] - self.centres[None]) ** 2).sum(axis=2).min(axis=1)
        return np.log(np.stack([(whitened**2).sum(axis=1), squares], axis=1) + 1e-6).astype(np.float32)

    def joint(self, features: Array) -> Array:
        """Return N distances, in deviations of the validation cells: the larger of look and kind."""
        return np.asarray(((self.distances(features) - self.levels[:, 0]) / self.levels[:, 1]).max(axis=1))

    def score(self, features: Array) -> NDArray[np.float64]:
        """Return N scores in 0–1: the part of the validation cells that lie nearer."""
        levels = np.linspace(0, 1, len(self.quantiles))
        return np.interp(self.joint(features), self.quantiles, levels, left=0.0, right=1.0)

    def tensors(self) -> dict[str, Array]:
        """Return the arrays by name, for the weight file."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


def fit_novelty(
    train: Array, labels: NDArray[np.int64], validation: Array, look: int, directions: int = 64, shrinkage: float = 0.1
) -> Novelty:
    """Fit the distance.

    Parameters
    ----------
    train:
        N×(L+F) features of training cells.
    labels:
        N class indices; classes without a cell get no centre.
    validation:
        M×(L+F) features of cells that the network was not trained on.
    look:
        L.
    directions:
        Principal directions kept of the kind.
    shrinkage:
        Part of the mean variance added to each direction of the look, against directions that hardly vary in training.
    """
    early, late = np.split(train, [look], axis=1)
    look_mean = early.mean(axis=0)
    values, vectors = _directions(early - look_mean, len(early) - 1)
    look_basis = vectors / np.sqrt(values + shrinkage * values.mean() + 1e-8)
    mean = late.mean(axis=0)
    present = np.unique(labels)
    centres = np.stack([late[labels == index].mean(axis=0) for index in present])
    values, vectors = _directions(late - centres[np.searchsorted(present, labels)], len(late) - len(present))
    basis = (vectors[:, :directions] / np.sqrt(np.maximum(values[:directions], 1e-8))).astype(np.float32)
    draft = Novelty(
        look_mean.astype(np.float32),
        look_basis.astype(np.float32),
        mean.astype(np.float32),
        basis,
        ((centres - mean) @ basis).astype(np.float32),
        np.array([[0, 1], [0, 1]], np.float32),
        np.zeros(2, np.float32),
    )
    seen = draft.distances(validation)
    levels = np.stack([seen.mean(axis=0), np.maximum(seen.std(axis=0), 1e-6)], axis=1).astype(np.float32)
    fitted = Novelty(**{**draft.tensors(), "levels": levels})
    quantiles = np.quantile(fitted.joint(validation), np.linspace(0, 1, 1001)).astype(np.float32)
    return Novelty(**{**fitted.tensors(), "quantiles": quantiles})


def _directions(centred: Array, freedom: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the variances along the principal directions, largest first, and the directions as columns."""
    covariance = centred.T.astype(np.float64) @ centred / max(1, freedom)
    values, vectors = np.linalg.eigh(covariance)
    return np.maximum(values[::-1], 0), vectors[:, ::-1]
