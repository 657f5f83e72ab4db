"""A model's evaluation as data: every figure and table of a report, made once and drawn anywhere.

Nothing here computes or draws: :mod:`leukview.training` makes it from calls, :mod:`leukview.reporting` and the window show it.
Shares and scores are fractions, 0–1, unless said otherwise; class ids are the taxonomy's or a recipe's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Bin",
    "ClassRow",
    "Confusion",
    "Curve",
    "CurveKind",
    "DatasetEvaluation",
    "Epoch",
    "Evaluation",
    "Example",
    "Figure",
    "ModelFacts",
    "Paired",
    "PairedClass",
    "Reliability",
]

CurveKind = Literal["roc", "precision-recall", "f1"]

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval, all 0–1 unless said otherwise; limits that are no number: no interval can be formed."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if isnan(self.low) or isnan(self.high):
            return f"{self.value:.3f}"
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class against the rest.

    Attributes
    ----------
    class_id, n, patients, called:
        The class, how many cells are truly of it, of how many known patients, and how many the model called so.
    precision, recall, specificity, f1, auroc, ap:
        With 95 % intervals; None where a figure cannot be formed (never called, or no cell of another class). Cells whose coarse
        label leaves open whether they are of this class count neither for nor against it.
    """

    class_id: str
    n: int
    patients: int
    called: int
    precision: Figure | None
    recall: Figure | None
    specificity: Figure | None
    f1: Figure | None
    auroc: Figure | None
    ap: Figure | None


@dataclass(frozen=True, slots=True)
class Confusion:
    """Which label was called what.

    Attributes
    ----------
    labels:
        The rows: labels as the data have them, coarse ones last.
    called:
        The columns: every class that is a row or was called.
    counts:
        Cells, row by row.
    right:
        Where a call is one that the label allows, row by row; a coarse label allows several.
    """

    labels: tuple[str, ...]
    called: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    right: tuple[tuple[bool, ...], ...]

    def share(self, row: int, column: int) -> float:
        """Return the part of a row's cells that was called so, 0–1."""
        total = sum(self.counts[row])
        return self.counts[row][column] / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Curve:
    """One class's curve, one against the rest.

    Attributes
    ----------
    kind:
        ``roc`` (x: 1 − specificity, y: sensitivity), ``precision-recall`` (x: recall, y: precision) or ``f1`` (x: probability
        from which a cell is called so, y: F1).
    class_id, n:
        The class and its cells; an empty class id is the mean of all classes.
    x, y:
        Points in drawing order, 0–1.
    area:
        AUROC or average precision with its interval; of an F1 curve its highest F1, without interval.
    chance:
        Precision of a model that knows nothing (the class's share); None for the others.
    best:
        Of an F1 curve, where it is highest.
    """

    kind: CurveKind
    class_id: str
    n: int
    x: tuple[float, ...]
    y: tuple[float, ...]
    area: Figure | None
    chance: float | None = None
    best: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """Cells whose call has a probability within [low, high): their number, mean probability, and part called right."""

    low: float
    high: float
    n: int
    confidence: float
    right: Figure | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """The reliability diagram: equal bins of the call's probability, and their expected calibration error."""

    bins: tuple[Bin, ...]
    ece: Figure


@dataclass(frozen=True, slots=True)
class Epoch:
    """One epoch of the training: its loss, and the validation accuracy by which the best epoch was chosen (0–1)."""

    number: int
    loss: float
    score: float


@dataclass(frozen=True, eq=False, slots=True)
class Example:
    """A cell to look at.

    Attributes
    ----------
    name:
        Its file's name.
    label, called:
        Its label and the model's call.
    probability, label_probability:
        Of the call, and of what the label allows together.
    right:
        Whether the label allows the call.
    picture:
        S×S×3 uint8 RGB: the view the model was shown, as it is.
    heat:
        S×S float32 in 0–1: Grad-CAM for the call, scaled to its own largest value.
    label_heat:
        The same for the label's class; None where the call is right or the label means several classes.
    """

    name: str
    label: str
    called: str
    probability: float
    label_probability: float
    right: bool
    picture: Image
    heat: NDArray[np.float32]
    label_heat: NDArray[np.float32] | None = None


@dataclass(frozen=True, eq=False, slots=True)
class DatasetEvaluation:
    """A model on one data set's split.

    Attributes
    ----------
    dataset, split, n, patients:
        What was measured, on how many images, of how many known patients.
    measures:
        By name, see :mod:`leukview.training.evaluation_figures`.
    classes, confusion, rocs, precision_recalls, f1s, reliability, examples:
        The tables and figures; curves start with the classes' mean where it can be formed.
    notes:
        Sentences without which the figures would be misread.
    """

    dataset: str
    split: str
    n: int
    patients: int
    measures: Mapping[str, Figure]
    classes: tuple[ClassRow, ...]
    confusion: Confusion
    rocs: tuple[Curve, ...]
    precision_recalls: tuple[Curve, ...]
    f1s: tuple[Curve, ...]
    reliability: Reliability
    notes: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class PairedClass:
    """Two models' AUROCs of one class: DeLong's test with p after Holm, and the same over resampled patients where known."""

    class_id: str
    n: int
    first: Figure
    second: Figure
    difference: Figure
    p: float
    p_holm: float
    by_patient: Figure | None
    by_patient_p: float | None
    by_patient_p_holm: float | None


@dataclass(frozen=True, slots=True)
class Paired:
    """Two models on the same cells of one data set; differences are first − second.

    Attributes
    ----------
    dataset, split, first, second, n, patients:
        What was compared on what.
    first_accuracy, second_accuracy:
        Each with its interval.
    both, only_first, only_second, neither:
        Cells that both call right, one alone, or none.
    exact, p:
        McNemar's test: whether it is the exact binomial one, and its two-sided p.
    difference, difference_p:
        The accuracies' difference over resampled patients (cells where no patient is known).
    classes:
        Classes that both models know; empty where fewer than two are there.
    sentence:
        The finding in words.
    """

    dataset: str
    split: str
    first: str
    second: str
    n: int
    patients: int
    first_accuracy: Figure
    second_accuracy: Figure
    both: int
    only_first: int
    only_second: int
    neither: int
    exact: bool
    p: float
    difference: Figure
    difference_p: float
    classes: tuple[PairedClass, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Which weights were measured: id, title, SHA-256, their classes, the data sets they were made from, licence, software."""

    id: str
    title: str
    sha256: str
    classes: tuple[str, ...]
    trained_on: tuple[str, ...]
    licence: str
    software: str


@dataclass(frozen=True, eq=False, slots=True)
class Evaluation:
    """A whole report.

    Attributes
    ----------
    model, against:
        The model, and the one it is compared with, if any.
    datasets, others:
        The model's evaluation by data set, and the other model's in the same order.
    paired:
        The comparisons, in the same order.
    training:
        The training's epochs, in order, where its history lies beside the model.
    warnings:
        Sentences that must be read first, such as of a leak.
    notes:
        What was done with the data.
    data, command, software, libraries, seed, rounds, created_utc:
        How to make it again: the data's path, the exact command, the program's and the libraries' versions, the bootstrap's seed
        and rounds, and when it was made.
    """

    model: ModelFacts
    against: ModelFacts | None
    datasets: tuple[DatasetEvaluation, ...]
    others: tuple[DatasetEvaluation, ...]
    paired: tuple[Paired, ...]
    training: tuple[Epoch, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    data: str
    command: str
    software: str
    libraries: Mapping[str, str]
    seed: int
    rounds: int
    created_utc: str
