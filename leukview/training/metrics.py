"""The figures a paper asks for, each with a 95 % bootstrap interval that resamples patients where they are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support, roc_auc_score

from leukview.domain.evaluation import Figure

__all__ = [
    "ClassScore",
    "Figure",
    "auroc_figure",
    "bootstrap",
    "class_scores",
    "expected_calibration_error",
    "macro_f1",
    "resamples",
]

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ClassScore:
    """Precision, recall, F1 and one-vs-rest AUROC of one class (None where it cannot be formed) and its true count."""

    class_id: str
    n: int
    precision: float
    recall: float
    f1: float
    auroc: float | None


def bootstrap(
    figure: Callable[[NDArray[np.int64]], float],
    count: int,
    groups: Sequence[str] | None = None,
    rounds: int = 1000,
    seed: int = 0,
) -> Figure:
    """Return a figure over ``count`` samples with its percentile bootstrap interval.

    Parameters
    ----------
    figure:
        Maps sample indices to the figure.
    count:
        Number of samples.
    groups:
        A patient or slide per sample: whole groups are resampled, because cells of one patient are alike. An empty name makes a
        sample its own group.
    rounds, seed:
        Number of resamples and their seed.
    """
    draws = [figure(sample) for sample in resamples(count, groups, rounds, seed)]
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return Figure(figure(np.arange(count)), float(low), float(high))


def resamples(
    count: int, groups: Sequence[str] | None = None, rounds: int = 1000, seed: int = 0
) -> Iterator[NDArray[np.int64]]:
    """Yield the bootstrap's resamples as sample indices; parameters as of :func:`bootstrap`."""
    rng = np.random.default_rng(seed)
    names = [f"{group}" if group else f"\0{i}" for i, group in enumerate(groups or [""] * count)]
    _, membership = np.unique(names, return_inverse=True)
    members = [np.flatnonzero(membership == g) for g in range(int(membership.max()) + 1)]
    for _ in range(rounds):
        yield np.concatenate([members[g] for g in rng.integers(0, len(members), len(members))])


def auroc_figure(
    truth: NDArray[np.bool_], scores: NDArray[np.float64], groups: Sequence[str] | None = None, rounds: int = 1000
) -> Figure | None:
    """Return the AUROC of scores with its bootstrap interval; None where the truths are all one."""
    if truth.all() or not truth.any():
        return None

    def auroc(sample: NDArray[np.int64]) -> float:
        own = truth[sample]
        return float("nan") if own.all() or not own.any() else float(roc_auc_score(own, scores[sample]))

    return bootstrap(auroc, len(truth), groups, rounds)


def macro_f1(truth: Labels, called: Labels, classes: Sequence[int]) -> float:
    """Return the mean F1 of the given classes (those that occur in the truth; a missing class has none to find)."""
    present = [c for c in classes if (truth == c).any()]
    *_, f1, _ = precision_recall_fscore_support(truth, called, labels=present, average="macro", zero_division=0)
    return float(f1)


def class_scores(truth: Labels, probabilities: NDArray[np.float64], names: Sequence[str]) -> list[ClassScore]:
    """Return the scores of every class that occurs in the truth.

    Parameters
    ----------
    truth:
        N class indices.
    probabilities:
        N×C.
    names:
        C class ids.
    """
    called = probabilities.argmax(axis=1)
    present = [c for c in range(len(names)) if (truth == c).any()]
    precision, recall, f1, support = precision_recall_fscore_support(truth, called, labels=present, zero_division=0)
    scores = []
    for row, c in enumerate(present):
        mixed = bool((truth != c).any())
        auroc = float(roc_auc_score(truth == c, probabilities[:, c])) if mixed else None
        scores.append(
            ClassScore(names[c], int(support[row]), float(precision[row]), float(recall[row]), float(f1[row]), auroc)
        )
    return scores


def expected_calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 15) -> float:
    """Return the expected calibration error over equal-width bins (Guo et al., ICML 2017)."""
    slot = np.minimum((confidence * bins).astype(int), bins - 1)
    error = 0.0
    for b in range(bins):
        inside = slot == b
        if inside.any():
            error += inside.mean() * abs(float(confidence[inside].mean()) - float(right[inside].mean()))
    return float(error)


def confusion(truth: Labels, called: Labels, count: int) -> NDArray[np.int64]:
    """Return the count×count confusion matrix, truth in rows; of no cells, all zeros."""
    if not len(truth):
        return np.zeros((count, count), dtype=np.int64)
    return np.asarray(confusion_matrix(truth, called, labels=list(range(count))), dtype=np.int64)
