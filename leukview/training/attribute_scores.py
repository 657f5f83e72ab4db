"""How well the attributes are read: macro-F1 for each, on images whose answers people wrote down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leukview.classifiers.classifier import Classifier
from leukview.domain.attributes import attributes
from leukview.training.datasets import attribute_matrix
from leukview.training.evaluate import Calls
from leukview.training.metrics import Figure, bootstrap, macro_f1

__all__ = ["AttributeScore", "attribute_scores"]


@dataclass(frozen=True, slots=True)
class AttributeScore:
    """One attribute: its id, the number of images, macro-F1 and accuracy with 95 % intervals."""

    id: str
    n: int
    macro_f1: Figure
    accuracy: Figure


def attribute_scores(calls: Calls, classifier: Classifier) -> list[AttributeScore]:
    """Return the scores of every attribute that the weights answer, over the calls whose answer is known; few are left out."""
    truth = attribute_matrix(calls.items)
    answers = classifier.answers(calls.attributes)
    scores = []
    for column, item in enumerate(attributes()):
        rows = np.flatnonzero(truth[:, column] >= 0)
        if item.id not in classifier.manifest.attributes or not len(rows):
            continue
        order = list(item.options)
        called = np.array([order.index(max(answers[i][item.id].items(), key=lambda pair: pair[1])[0]) for i in rows])
        scores.append(_score(item.id, truth[rows, column], called, len(order)))
    return scores


def _score(name: str, truth: NDArray[np.int64], called: NDArray[np.int64], options: int) -> AttributeScore:
    """Return one attribute's scores from N true and N called answers, each an index below ``options``."""
    count = len(truth)
    return AttributeScore(
        name,
        count,
        bootstrap(lambda s: macro_f1(truth[s], called[s], range(options)), count),
        bootstrap(lambda s: float((truth[s] == called[s]).mean()), count),
    )
