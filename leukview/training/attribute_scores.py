"""How well the attributes are read: macro-F1 for each, on images whose answers people wrote down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
        known = truth[rows, column]
        kinds = list(range(len(order)))
        scores.append(
            AttributeScore(
                item.id,
                len(rows),
                bootstrap(lambda s, a=known, b=called, c=kinds: macro_f1(a[s], b[s], c), len(rows)),  # type: ignore[misc]
                bootstrap(lambda s, a=known, b=called: float((a[s] == b[s]).mean()), len(rows)),  # type: ignore[misc]
            )
        )
    return scores
