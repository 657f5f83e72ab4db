"""An evaluation's numbers and captions in words, the same in every output."""

from __future__ import annotations

import math

from leukview.domain.evaluation import Confusion, DatasetEvaluation, Figure, Paired
from leukview.domain.taxonomy import taxonomy

__all__ = [
    "CAPTIONS",
    "HEAT_CAVEAT",
    "MEASURES",
    "class_name",
    "heading",
    "interval",
    "mcnemar_words",
    "p_words",
    "percent",
    "short_name",
    "value_words",
]

MEASURES = {
    "accuracy": "Accuracy",
    "macro_precision": "Macro precision",
    "macro_recall": "Macro recall",
    "macro_f1": "Macro F1",
    "macro_auroc": "Macro AUROC",
    "macro_ap": "Macro average precision",
    "ece": "Calibration error",
    "blast_auroc": "Blast AUROC",
}
"""The measures by their keys, in the order shown."""

HEAT_CAVEAT = (
    "Grad-CAM shows where in the view the network found its evidence for a class. Each map is scaled to its own cell's strongest "
    "evidence: maps of two cells, or of two classes, cannot be compared in strength, and a map over the nucleus does not mean "
    "that the call is right."
)

CAPTIONS = {
    "confusion": (
        "Rows are the labels, columns the calls. Per cent are of the row. Blue: the label allows the call; orange: it does not. "
        "An empty square is no cell. Bars at the right: labelled cells, on a logarithmic scale."
    ),
    "roc": (
        "One class against the rest; grey behind, every other class. Above each: the area under the curve with its 95 % "
        "interval. The dotted diagonal is a guess."
    ),
    "precision-recall": (
        "One class against the rest; grey behind, every other class. Above each: average precision with its 95 % interval. The "
        "dotted line is a guess, at the class's share of the cells."
    ),
    "f1": (
        "F1 of calling a cell so from a probability on; the dot is where it is highest. That threshold was chosen on these very "
        "cells: it is optimistic, and is no advice for others. The calls counted elsewhere are the most probable class."
    ),
    "reliability": (
        "Left: of the calls made with a probability, the part that was right, with its 95 % interval; on the dotted line a "
        "probability means what it says, below it the model is too sure; grey: fewer than ten calls. Right: how many calls have "
        "it, and how many of them are wrong (orange)."
    ),
    "training": "The training's loss by epoch, and the validation score by which its best epoch was chosen.",
    "classes": (
        "Each figure with its 95 % interval. Precision and recall are of the most probable class; AUROC and AP, average "
        "precision, are of the class's probability, one against the rest."
    ),
    "paired": (
        "Accuracy: McNemar's p, and the difference with its bootstrap interval. AUROC: DeLong's intervals and p, which take "
        "cells for independent. By patient: interval and p over resampled patients, the ones to quote where they are there."
    ),
}
"""What each figure shows and how not to misread it."""


def class_name(class_id: str) -> str:
    """Return a class's name; one that is no cell type as it is, without underscores. The empty id is the classes' mean."""
    if not class_id:
        return "Mean of the classes"
    known = taxonomy()
    if class_id in known:
        return known[class_id].name
    return class_id.replace("_", " ").capitalize() if class_id in known.coarse else class_id.replace("_", " ")


def short_name(class_id: str) -> str:
    """Return a class's name for narrow places."""
    known = taxonomy()
    return known[class_id].short if class_id in known else class_name(class_id)


def heading(item: DatasetEvaluation | Paired) -> str:
    """Return whose images these are, and how many."""
    patients = f", {item.patients} patients" if item.patients > 1 else ", 1 patient" if item.patients else ""
    return f"{item.dataset or 'Data'} ({item.split}): {item.n} image{'s' * (item.n != 1)}{patients}"


def interval(figure: Figure, digits: int = 3) -> str:
    """Return a figure's interval, such as ``0.812–0.934``; a dash where there is none."""
    if math.isnan(figure.low):
        return "–"
    low, high = (f"{value:.{digits}f}" for value in (figure.low, figure.high))
    # A dash between negative numbers would read as another minus.
    return f"{low}–{high}" if figure.low >= 0 else f"{low} to {high}".replace("-", "−")


def percent(share: float) -> str:
    """Return a share as a whole per cent, ``<1`` and ``>99`` where rounding would claim none or all."""
    if 0 < share < 0.01:
        return "<1"
    return ">99" if 0.99 < share < 1 else f"{100 * share:.0f}"


def value_words(figure: Figure) -> str:
    """Return a figure's value with three decimals, a difference below zero with a minus sign."""
    return f"{figure.value:.3f}".replace("-", "−")


def p_words(p: float | None) -> str:
    """Return a p value: ``<0.001`` below that, a dash where there is none."""
    if p is None or math.isnan(p):
        return "–"
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def mcnemar_words(pair: Paired) -> str:
    """Return McNemar's test in words, with its counts."""
    how = "exact binomial, as fewer than 25 cells differ" if pair.exact else "χ² with continuity correction"
    return (
        f"Right by both {pair.both}, by {pair.first} alone {pair.only_first}, by {pair.second} alone {pair.only_second}, by "
        f"neither {pair.neither}. McNemar's test ({how}): p {p_words(pair.p)}; it takes cells for independent."
    )


def confusion_summary(table: Confusion) -> str:
    """Return a confusion's content for those who do not see it."""
    total = sum(map(sum, table.counts))
    right = sum(
        n for row, may in zip(table.counts, table.right, strict=True) for n, yes in zip(row, may, strict=True) if yes
    )
    return f"Confusion matrix of {total} cells, {right} of them called right; its numbers are in confusion.csv."
