"""Cells for an evaluation's Grad-CAM panels: which ones, and their maps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leukview.domain.cell import Cell
from leukview.domain.evaluation import Example
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.crops import View, cut_view
from leukview.imaging.readers import read_rgb

if TYPE_CHECKING:  # they import torch
    from leukview.classifiers.classifier import Classifier
    from leukview.pipelines.leukview import LeukViewPipeline
    from leukview.training.evaluate import Calls

__all__ = ["RIGHT", "WRONG", "chosen_rows", "examples_of"]

RIGHT, WRONG = 12, 8
"""Examples shown at most of each kind."""

_PIXELS = 192


def chosen_rows(
    labels: Sequence[str],
    right: NDArray[np.bool_],
    confidence: NDArray[np.float64],
    most_right: int = RIGHT,
    most_wrong: int = WRONG,
) -> tuple[list[int], list[int]]:
    """Return the rows of the right and of the wrong examples.

    Of each label called right, the call of middling confidence, the most frequent labels first; and the wrong calls with the
    highest probability. All arguments are of N calls; ties go to the earlier one, so that a report can be made again.
    """
    usual: dict[str, list[int]] = {}
    for row in np.argsort(confidence, kind="stable").tolist():
        if right[row]:
            usual.setdefault(labels[row], []).append(row)
    frequent = sorted(usual.values(), key=lambda rows: (-len(rows), min(rows)))[:most_right]
    wrong = [row for row in np.argsort(-confidence, kind="stable").tolist() if not right[row]]
    return [rows[len(rows) // 2] for rows in frequent], wrong[:most_wrong]


def examples_of(classifier: Classifier, calls: Calls, progress: Progress | None = None) -> tuple[Example, ...]:
    """Return the examples of one data set's calls, right ones first, each with its Grad-CAM.

    Raises
    ------
    InputProblem
        When an image is gone.
    Cancelled
        When cancelled.
    """
    from leukview.pipelines.leukview import LeukViewPipeline
    from leukview.segmentation.learned import LearnedSegmenter
    from leukview.training.datasets import allowed_matrix
    from leukview.training.evaluation_figures import in_order, right_calls

    progress = progress or NoProgress()
    pipeline = LeukViewPipeline(classifier, LearnedSegmenter.load(classifier.device))
    labels = [item.cls for item in calls.items]
    right, wrong = chosen_rows(labels, right_calls(calls), calls.probabilities.max(axis=1))
    order = in_order(sorted({labels[row] for row in right}))
    rows = [*sorted(right, key=lambda row: order.index(labels[row])), *wrong]
    made = []
    for number, row in enumerate(rows):
        progress.check_cancelled()
        progress.report(number, len(rows), "explaining calls")
        shares = calls.probabilities[row]
        allowed = allowed_matrix([labels[row]], calls.classes)[0]
        called = calls.classes[int(shares.argmax())]
        meant = calls.classes[int(allowed.argmax())] if allowed.sum() == 1 and row in wrong else None
        picture, heats = _seen(pipeline, calls.items[row].path, [called, *([meant] if meant else [])])
        made.append(
            Example(
                calls.items[row].path.name,
                labels[row],
                called,
                float(shares.max()),
                float(shares[allowed].sum()),
                row not in wrong,
                picture,
                heats[0],
                heats[1] if meant else None,
            )
        )
    return tuple(made)


def _seen(
    pipeline: LeukViewPipeline, path: Path, class_ids: Sequence[str]
) -> tuple[NDArray[np.uint8], list[NDArray[np.float32]]]:
    """Return the view of an image's cell, and the evidence for each class in it."""
    from leukview.classifiers.staged import StageClassifier
    from leukview.explain.gradcam import combined, heat_map

    image = read_rgb(path)
    (found,) = pipeline.locate(image, "cell", NoProgress())
    # A stage alone has no call of its own that could be out of domain.
    whole = not isinstance(pipeline.classifier, StageClassifier)
    prediction = pipeline.classify([found.pixels])[0] if whole else None
    cell = Cell(path.stem, path.name, found.box, view=found.view, prediction=prediction)
    heats = []
    for class_id in class_ids:
        parts = pipeline.explanations(image, cell, found.mask, class_id)
        maps = [(heat_map(part.target, part.pixels), part.view, part.weight) for part in parts]
        heats.append(combined(maps, found.view))
    view = View(found.view.cx, found.view.cy, found.view.side)
    return cut_view(image, view, _PIXELS), heats
