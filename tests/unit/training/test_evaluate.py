"""Figures of labelled images, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from leukview.training.datasets import LabelledImage
from leukview.training.evaluate import EIGHT_GROUPS, Calls, evaluate_calls

CLASSES = (*(name for name in EIGHT_GROUPS if name != "neutrophil"), "blast")


def called(pairs: list[tuple[str, str]]) -> Calls:
    """Calls of cells, each with its label and the class it is called."""
    items = tuple(LabelledImage(Path(f"{i}.png"), truth, "test", "toy") for i, (truth, _) in enumerate(pairs))
    logits = np.array([[5.0 if name == call else 0.0 for name in CLASSES] for _, call in pairs], dtype=np.float32)
    shares = np.exp(logits.astype(np.float64))
    shares /= shares.sum(axis=1, keepdims=True)
    return Calls(
        items, CLASSES, shares, logits, np.zeros((len(items), 1), np.float32), np.zeros((len(items), 0), np.float32)
    )


def test_within_one_of_the_eight_groups_a_neighbour_stage_is_right_and_across_groups_it_is_wrong() -> None:
    pairs = [(name, name) for name in CLASSES if name != "blast"]
    pairs += [
        ("band_neutrophil", "segmented_neutrophil"),
        ("promyelocyte", "metamyelocyte"),
        ("myelocyte", "band_neutrophil"),
    ]
    pairs += [("neutrophil", "band_neutrophil"), ("promyelocyte", "blast")]
    figures = evaluate_calls(called(pairs), "toy", "test").figures
    assert figures["eight_groups"].value == pytest.approx(1 - 2 / len(pairs))
    # The coarse label's member is right either way; four others are not what their label says.
    assert figures["accuracy"].value == pytest.approx(1 - 4 / len(pairs))


def test_a_set_with_other_cells_or_without_a_group_has_no_figure_by_group() -> None:
    whole = [(name, name) for name in CLASSES]
    assert "eight_groups" not in evaluate_calls(called(whole), "toy", "test").figures
    assert "eight_groups" not in evaluate_calls(called(whole[:-3]), "toy", "test").figures


def test_a_set_with_coarse_labels_alone_is_measured_without_a_confusion() -> None:
    report = evaluate_calls(called([("neutrophil", "band_neutrophil"), ("neutrophil", "monocyte")]), "toy", "test")
    assert report.figures["accuracy"].value == 0.5 and not report.classes and not report.confusion.any()
