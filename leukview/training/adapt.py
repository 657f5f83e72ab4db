"""Fit a model to a laboratory from a few labelled cells: a last layer of its own, on features that stay as they are.

Ten cells a class say nothing about two thousand features unless most of what might be learnt is ruled out. The layer is therefore
a kernel logistic regression with a strong quadratic penalty (its weights lie in the span of the labelled cells), added to the
original scores, so that whatever the cells do not contradict stays: a class that the site did not label, and everything at home
(see :mod:`leukview.classifiers.adapted` for the switch).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits

from leukview.classifiers.adapted import AdaptedClassifier, SiteHead, SiteNovelty, WideClassifier
from leukview.classifiers.classifier import Classifier
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.training.datasets import LabelledImage, allowed_matrix
from leukview.training.evaluate import call_images
from leukview.training.finalise import fit_temperature

__all__ = [
    "FEWEST_CELLS",
    "FEWEST_CLASSES",
    "FOLDS",
    "Adaptation",
    "SiteCells",
    "adapt",
    "call_adapted",
    "refuse_too_few",
    "see_cells",
    "site_novelty",
]

FEWEST_CELLS = 5
"""Cells of a class below which its own layer would be a guess."""
FEWEST_CLASSES = 2
FOLDS = 5
_BATCH = 64

_PENALTY = 0.0003
_PRIOR = 0.5
_RELUCTANCE = 0.5
"""All three chosen by the mean over draws of two foreign data sets; ``leukview.training.evaluate_adaptation`` measures them."""

_LEAST_DEVIATION = 0.15
_MOST_POINTS = 500
"""Looks kept in the weight file at most: the distance is to the nearest, and more hardly change it."""

Array = NDArray[np.float32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SiteCells:
    """Labelled cells as the unadapted network sees them.

    Attributes
    ----------
    labels:
        N class ids; a coarse one (``neutrophil``) allows several classes.
    features:
        N×(L+F+M) of :class:`leukview.classifiers.adapted.WideClassifier`.
    logits:
        N×C original scores.
    widths:
        Columns of each part of the M.
    """

    labels: tuple[str, ...]
    features: Array
    logits: Array
    widths: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def part(self, rows: NDArray[np.int64]) -> SiteCells:
        """Return some of the cells."""
        return SiteCells(tuple(self.labels[i] for i in rows), self.features[rows], self.logits[rows], self.widths)


@dataclass(frozen=True, eq=False)
class Adaptation:
    """A fitted adaptation.

    Attributes
    ----------
    classifier:
        The adapted classifier; its manifest is still the base's.
    held_out:
        N×C probabilities of the labelled cells, each by a layer that was fitted without it.
    before:
        N×C probabilities of the same cells by the weights as they were.
    nearness:
        N out-of-domain scores of the labelled cells, each held out as well.
    """

    classifier: AdaptedClassifier
    held_out: Floats
    before: Floats
    nearness: Floats


def see_cells(wide: WideClassifier, items: Sequence[LabelledImage], progress: Progress | None = None) -> SiteCells:
    """Return labelled single-cell images as the unadapted network sees them."""
    calls = call_images(wide, items, progress)
    return SiteCells(tuple(item.cls for item in items), calls.features, calls.logits, wide.widths)


def see_views(
    wide: WideClassifier, labels: Sequence[str], views: Sequence[NDArray[np.uint8]], progress: Progress | None = None
) -> SiteCells:
    """Return cells as the unadapted network sees them, from views cut by the pipeline; see :func:`see_cells`.

    Raises
    ------
    InputProblem
        When there is none.
    """
    progress = progress or NoProgress()
    if not views:
        raise InputProblem("the labelled cells", "not one of them could be read", "Check the images named above")
    features, logits = [], []
    for start in range(0, len(views), _BATCH):
        progress.check_cancelled()
        progress.report(start, len(views), "looking at labelled cells")
        seen, scores = wide.features_and_logits(views[start : start + _BATCH])
        features.append(seen)
        logits.append(scores)
    return SiteCells(tuple(labels), np.concatenate(features), np.concatenate(logits), wide.widths)


def call_adapted(classifier: Classifier, cells: SiteCells) -> tuple[Floats, Floats]:
    """Return probabilities and out-of-domain scores of cells already seen, without another look at their images."""
    features = _own(classifier, cells.features)
    if not isinstance(classifier, AdaptedClassifier):
        return classifier.calibrate(cells.logits), classifier.novelty.score(features)
    nearness = np.minimum(classifier.novelty.score(features), classifier.site.score(features))
    return classifier.calibrate(_apply(classifier, cells).astype(np.float32)), nearness


def refuse_too_few(labels: Sequence[str], where: str) -> list[str]:
    """Return a warning for each class that has too few cells to be used.

    Raises
    ------
    InputProblem
        When fewer than two classes remain.
    """
    counts = Counter(labels)
    few = sorted(name for name, n in counts.items() if n < FEWEST_CELLS)
    if len(counts) - len(few) < FEWEST_CLASSES:
        found = ", ".join(f"{name} {n}" for name, n in sorted(counts.items())) or "none"
        raise InputProblem(
            where,
            f"there are too few labelled cells to learn from ({found}); it takes {FEWEST_CLASSES} classes with "
            f"{FEWEST_CELLS} cells each",
            "Label more cells, ten a class or more, and adapt again",
        )
    return [f"{name}: {counts[name]} labelled, fewer than {FEWEST_CELLS}: left as the model knows it" for name in few]


def adapt(base: Classifier, cells: SiteCells, *, seed: int = 0, progress: Progress | None = None) -> Adaptation:
    """Fit the site's layer, the switch and the out-of-domain distance to labelled cells.

    Parameters
    ----------
    base:
        The classifier to adapt, unadapted itself.
    cells:
        At least :data:`FEWEST_CELLS` of at least two classes.
    seed:
        Of the folds.
    progress:
        Told of every fold; may cancel.

    Raises
    ------
    InputProblem
        When the base does not know a label.
    Cancelled
        When cancelled.
    """
    # The matrices are small: threads that wait for each other cost fifty times the sum on a busy machine.
    with threadpool_limits(1):
        return _adapt(base, cells, seed, progress or NoProgress())


def _adapt(base: Classifier, cells: SiteCells, seed: int, progress: Progress) -> Adaptation:
    allowed = allowed_matrix(cells.labels, base.manifest.classes)
    raw, nearness = np.zeros(cells.logits.shape), np.zeros(len(cells))
    folds = list(_folds(cells.labels, seed))
    for number, (fitted, held) in enumerate(folds):
        progress.check_cancelled()
        progress.report(number, len(folds) + 1, "cross-validating")
        part = _adapted(base, cells.part(fitted), allowed[fitted], 1.0)
        raw[held] = _apply(part, cells.part(held))
        nearness[held] = part.site.score(_own(base, cells.features[held]))
    progress.check_cancelled()
    progress.report(len(folds), len(folds) + 1, "fitting")
    sharpness = base.temperature / fit_temperature(raw.astype(np.float32), allowed)
    adapted = _adapted(base, cells, allowed, sharpness)
    nearness = np.minimum(nearness, base.novelty.score(_own(base, cells.features)))
    held_out = base.calibrate((raw * sharpness).astype(np.float32))
    return Adaptation(adapted, held_out, base.calibrate(cells.logits), nearness)


def _adapted(base: Classifier, cells: SiteCells, allowed: NDArray[np.bool_], sharpness: float) -> AdaptedClassifier:
    novelty = site_novelty(base, cells)
    return AdaptedClassifier(base, _head(base, cells, allowed, novelty, sharpness), novelty)


def _folds(labels: Sequence[str], seed: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return (fitted, held out) rows; every class stands in every fold where it has that many cells."""
    least = min(Counter(labels).values())
    splitter = StratifiedKFold(min(FOLDS, least), shuffle=True, random_state=seed)
    return [(fitted, held) for fitted, held in splitter.split(np.zeros(len(labels)), np.array(labels))]


def _own(base: Classifier, features: Array) -> Array:
    """Return the L+F columns that the out-of-domain distance reads."""
    return features[:, : len(base.novelty.look_mean) + len(base.novelty.mean)]


def _apply(adapted: AdaptedClassifier, cells: SiteCells) -> Floats:
    look = len(adapted.novelty.look_mean)
    parts = (cells.features[:, :look], cells.features[:, look:], cells.logits)
    with torch.inference_mode():
        found: torch.Tensor = adapted.head.cpu()(*(torch.from_numpy(part) for part in parts))
        return found.numpy().astype(np.float64)


# -- the layer --------------------------------------------------------------------------------------------------------


def _head(
    base: Classifier, cells: SiteCells, allowed: NDArray[np.bool_], novelty: SiteNovelty, sharpness: float
) -> SiteHead:
    """Fit the layer; the switch follows from the distances."""
    look = len(base.novelty.look_mean)
    wide = cells.features[:, look:].astype(np.float64)
    centre, scale = wide.mean(axis=0), _scale(wide, (len(base.novelty.mean), *cells.widths))
    scaled = (wide - centre) * scale
    spread, bias = _logistic(scaled @ scaled.T, _PRIOR * cells.logits, allowed, _class_weights(cells.labels))
    values = {
        "look_mean": base.novelty.look_mean,
        "look_basis": base.novelty.look_basis,
        "points": novelty.points,
        "levels": np.stack([base.novelty.levels[0], novelty.levels[0]]),
        "centre": centre,
        "scale": scale,
        "weight": spread.T @ scaled,
        "bias": bias,
        "prior": np.array(_PRIOR),
        "labelled": allowed.any(axis=0),
        "offset": _offset(base, cells, allowed),
        "reluctance": np.array(_RELUCTANCE),
        "sharpness": np.array(sharpness),
    }
    return SiteHead({name: torch.from_numpy(np.asarray(value, np.float32)) for name, value in values.items()})


def _offset(base: Classifier, cells: SiteCells, allowed: NDArray[np.bool_]) -> Floats:
    """Return what the site's mean shift adds to each class's original score.

    The shift is that of the labelled classes' centres from the training's, in the directions that the weight file holds.
    """
    home, layer = base.novelty, base.network.get_classifier()
    classes = allowed.shape[1]
    if len(home.centres) != classes:
        return np.zeros(classes)  # a class without a cell in training has no centre, and it is not known which
    projected = (_own(base, cells.features)[:, len(home.look_mean) :] - home.mean) @ home.basis
    names = np.array(cells.labels)
    moves = []
    for name in sorted(set(cells.labels)):
        members = np.flatnonzero(names == name)
        moves.append(projected[members].mean(axis=0) - home.centres[allowed[members[0]]].mean(axis=0))
    back = np.mean(moves, axis=0) @ np.linalg.pinv(home.basis)
    return np.asarray(back @ layer.weight.detach().cpu().numpy()[:classes].T, np.float64)


def _scale(wide: Floats, widths: Sequence[int]) -> Floats:
    """Return a factor a column: every part of the features counts alike, whatever its width and size."""
    result = np.zeros(wide.shape[1])
    for part in np.split(np.arange(wide.shape[1]), np.cumsum(widths)[:-1]):
        deviation = wide[:, part].std(axis=0)
        # A column that hardly varies among these cells says little, and must not be blown up.
        result[part] = 1 / (deviation + 0.1 * deviation.mean() + 1e-9) / np.sqrt(len(widths) * len(part))
    return result


def _class_weights(labels: Sequence[str]) -> Floats:
    """Return a weight a cell: every class counts alike, and all weights sum to the number of cells."""
    counts = Counter(labels)
    return np.array([len(labels) / (len(counts) * counts[label]) for label in labels])


def _logistic(
    kernel: Floats, offset: NDArray[np.floating], allowed: NDArray[np.bool_], weights: Floats
) -> tuple[Floats, Floats]:
    """Return N×C dual weights and C biases that minimise the weighted −log P(any allowed class) plus the penalty.

    Classes that no label allows have zeros: nothing is known of them here.
    """
    count, classes = allowed.shape
    columns = np.flatnonzero(allowed.any(axis=0))
    width = len(columns)

    def loss(values: Floats) -> tuple[float, Floats]:
        dual, bias = values[: count * width].reshape(count, width), values[count * width :]
        score = kernel @ dual
        logits = np.array(offset, np.float64)
        logits[:, columns] += score + bias
        total = logsumexp(logits, axis=1)
        hit = logsumexp(np.where(allowed, logits, -np.inf), axis=1)
        pull = np.exp(logits - total[:, None]) - np.where(allowed, np.exp(logits - hit[:, None]), 0)
        slope = (weights[:, None] * pull)[:, columns]
        value = float(weights @ (total - hit)) + _PENALTY / 2 * float((dual * score).sum() + 0.01 * (bias**2).sum())
        gradient = kernel @ (slope + _PENALTY * dual)
        return value, np.concatenate([gradient.ravel(), slope.sum(axis=0) + 0.01 * _PENALTY * bias])

    found = minimize(loss, np.zeros((count + 1) * width), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    dual, bias = np.zeros((count, classes)), np.zeros(classes)
    dual[:, columns], bias[columns] = found[: count * width].reshape(count, width), found[count * width :]
    return dual, bias


# -- the distance -------------------------------------------------------------------------------------------------------


def site_novelty(base: Classifier, cells: SiteCells) -> SiteNovelty:
    """Return the distance to the site's labelled cells, in the training's directions.

    A class that the site did not label has no centre here, so that its cells ask for a person; so do other laboratories' cells.
    """
    home, features = base.novelty, _own(base, cells.features)
    look, kind = np.split(features, [len(home.look_mean)], axis=1)
    points = ((look - home.look_mean) @ home.look_basis).astype(np.float32)
    projected = ((kind - home.mean) @ home.basis).astype(np.float32)
    names = np.array(cells.labels)
    seen = []
    for row in range(len(names)):
        others = np.arange(len(names)) != row
        without = SiteNovelty(home, points[others], _centres(projected[others], names[others]), home.levels)
        seen.append(without.distances(features[row : row + 1])[0])
    distances = np.stack(seen)
    deviations = np.maximum(distances.std(axis=0), _LEAST_DEVIATION)
    levels = np.stack([distances.mean(axis=0), deviations], axis=1).astype(np.float32)
    few = np.random.default_rng(0).permutation(len(points))[:_MOST_POINTS]
    return SiteNovelty(home, points[few], _centres(projected, names), levels)


def _centres(projected: Array, names: NDArray[np.str_]) -> Array:
    return np.stack([projected[names == name].mean(axis=0) for name in sorted(set(names.tolist()))]).astype(np.float32)
