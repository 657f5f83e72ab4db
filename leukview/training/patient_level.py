"""What a network that asks one question of a patient's cells says of the patient: the mean over the cells (yan2024's genotypes).

A patient has many cells and one genotype, so the cells of one are no independent evidence: figures of cells resample patients,
and those of patients take each once.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score

from leukview.domain.differential import clopper_pearson
from leukview.domain.errors import InputProblem
from leukview.training.labelled import LabelledImage
from leukview.training.metrics import Figure, auroc_figure, bootstrap

__all__ = ["GenotypeReport", "PatientRow", "best_threshold", "genotype_report", "patient_rows", "write_patients"]

Float = NDArray[np.float64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PatientRow:
    """A patient: data set, name, cells, whether they have what is looked for, and the mean of their cells' probabilities."""

    dataset: str
    patient: str
    cells: int
    truth: bool
    probability: float


@dataclass(frozen=True)
class GenotypeReport:
    """A head measured on one data set's split.

    Attributes
    ----------
    head, dataset, split:
        What was measured, on what.
    threshold, patient_threshold:
        From which probability a cell, and a patient, is said to have it; both chosen on the validation part.
    cells:
        AUROC, F1, precision, recall and specificity of single cells; whole patients are resampled.
    patients:
        The same of patients; shares with exact (Clopper–Pearson) intervals, as resamples of a few patients who are all right
        are all right. AUROC and F1 have no interval there.
    rows:
        The patients.
    """

    head: str
    dataset: str
    split: str
    threshold: float
    patient_threshold: float
    cells: dict[str, Figure]
    patients: dict[str, Figure]
    rows: tuple[PatientRow, ...]


def best_threshold(truth: Truth, scores: Float) -> float:
    """Return the threshold of the largest F1: between two neighbouring scores, of equally good ones where the gap is widest.

    Raises
    ------
    InputProblem
        When not both answers are among the truths.
    """
    if truth.all() or not truth.any():
        raise InputProblem(
            "The validation part",
            "it holds only one of a head's answers, so that no threshold can be chosen",
            "Bring patients of both into it",
        )
    values = np.unique(np.concatenate([scores, [0.0, 1.0]]))
    middles, gaps = (values[1:] + values[:-1]) / 2, np.diff(values)
    quality = [
        (round(float(f1_score(truth, scores >= middle)), 9), gap) for middle, gap in zip(middles, gaps, strict=True)
    ]
    best = max(range(len(middles)), key=lambda place: quality[place])
    return float(np.clip(middles[best], 1e-4, 1 - 1e-4))


def patient_rows(items: Sequence[LabelledImage], truth: Truth, scores: Float) -> tuple[PatientRow, ...]:
    """Return each known patient with the mean over their cells; a patient has what any of their cells' labels says."""
    own: dict[tuple[str, str], list[int]] = {}
    for row, item in enumerate(items):
        if item.patient:
            own.setdefault((item.dataset, item.patient), []).append(row)
    return tuple(
        PatientRow(dataset, name, len(rows), bool(truth[rows].any()), float(scores[rows].mean()))
        for (dataset, name), rows in sorted(own.items())
    )


def genotype_report(
    head: str,
    items: Sequence[LabelledImage],
    truth: Truth,
    scores: Float,
    split: str,
    thresholds: tuple[float, float],
) -> GenotypeReport:
    """Measure a head on the cells of one data set.

    Parameters
    ----------
    head, split:
        Named in the report.
    items, truth, scores:
        N cells of one data set, whether each is of a patient with what is looked for, and the probability that it is.
    thresholds:
        For cells and for patients.
    """
    rows = patient_rows(items, truth, scores)
    of_patients = np.array([row.truth for row in rows], dtype=bool), np.array([row.probability for row in rows])
    groups = [item.patient for item in items]
    return GenotypeReport(
        head,
        items[0].dataset,
        split,
        *thresholds,
        _figures(truth, scores, thresholds[0], groups),
        _patient_figures(*of_patients, thresholds[1]) if rows else {},
        rows,
    )


def _figures(truth: Truth, scores: Float, threshold: float, groups: Sequence[str]) -> dict[str, Figure]:
    called = scores >= threshold
    auroc = auroc_figure(truth, scores, groups)

    measures = {"f1": f1_score, "precision": precision_score, "recall": recall_score}
    measures |= {} if truth.all() else {"specificity": _specificity}
    figures = {} if auroc is None else {"auroc": auroc}

    def of(measure: Callable[..., float], sample: NDArray[np.int64]) -> float:
        # A resample without a true one has neither recall nor F1.
        own = truth[sample]
        return float(measure(own, called[sample], zero_division=0.0)) if own.any() else float("nan")

    for name, measure in measures.items():
        figures[name] = bootstrap(partial(of, measure), len(truth), groups)
    return {name: figure for name, figure in figures.items() if not np.isnan(figure.value)}


def _specificity(truth: Truth, called: Truth, *, zero_division: float) -> float:
    return float("nan") if truth.all() else float(recall_score(~truth, ~called, zero_division=zero_division))


def _patient_figures(truth: Truth, scores: Float, threshold: float) -> dict[str, Figure]:
    called = scores >= threshold
    shares = {"precision": truth[called], "recall": called[truth], "specificity": ~called[~truth]}
    figures = {
        name: Figure(float(right.mean()), *clopper_pearson(int(right.sum()), len(right)))
        for name, right in shares.items()
        if len(right)
    }
    nan = float("nan")
    if truth.any():
        figures["f1"] = Figure(float(f1_score(truth, called, zero_division=0.0)), nan, nan)
    if truth.any() and not truth.all():
        figures["auroc"] = Figure(float(roc_auc_score(truth, scores)), nan, nan)
    return figures


def write_patients(reports: Sequence[GenotypeReport], out: Path) -> None:
    """Write ``patients.csv``: one row a patient, with what was said and what is true."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "patients.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["head", "dataset", "split", "patient", "cells", "truth", "probability", "threshold", "said"])
        for report in reports:
            for row in report.rows:
                said = row.probability >= report.patient_threshold
                writer.writerow(
                    [
                        *(report.head, row.dataset, report.split, row.patient, row.cells, int(row.truth)),
                        *(f"{row.probability:.5f}", f"{report.patient_threshold:.5f}", int(said)),
                    ]
                )
