"""Whether a network reads the cell, or the slide and the laboratory: it is asked of cells that cannot show the answer.

A lymphocyte shows neither APL nor a blast's lineage. Where the network nevertheless says of an APL patient's lymphocytes what it
says of their blasts, it has learnt the slide, the stain or the laboratory, and its figures on blasts are worth that much less. An
AUROC of 0.5 over such bystanders says that it has not; nothing else can be shown so.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leukview.classifiers.classifier import Classifier
from leukview.classifiers.staged import StageClassifier, StagedClassifier
from leukview.classifiers.staged_manifest import StageManifest
from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress
from leukview.training.evaluate import call_images
from leukview.training.labelled import LabelledImage
from leukview.training.metrics import Figure, auroc_figure
from leukview.training.patient_level import patient_rows
from leukview.training.stage_labels import measurable

__all__ = ["BystanderReport", "BystanderRow", "ask_bystanders", "asked_parts", "bystanders", "write_bystanders"]


@dataclass(frozen=True)
class BystanderRow:
    """What a part with two answers says of some cells that can show neither.

    Attributes
    ----------
    cls:
        The cells' class; empty for all of them.
    counts, patients:
        Cells, and known patients, that suggest the first answer and the second.
    means:
        Mean probability of the first answer among either; no number where there is none.
    auroc:
        Of that probability for the suggested answer, whole patients resampled; None where there are not both.
    """

    cls: str
    counts: tuple[int, int]
    patients: tuple[int, int]
    means: tuple[float, float]
    auroc: Figure | None


@dataclass(frozen=True)
class BystanderReport:
    """All bystanders of a part, then class by class (classes differ between patients, too).

    ``by`` is what suggests an answer: ``diagnosis`` of the patient, or ``dataset``, where all labelled cells of a set have one
    answer. ``of_patients`` is the AUROC of patients by the mean over their bystanders; None where there are not both.
    """

    part: str
    answers: tuple[str, str]
    by: str
    rows: tuple[BystanderRow, ...]
    of_patients: float | None


def bystanders(manifest: StageManifest, items: Sequence[LabelledImage]) -> tuple[list[tuple[LabelledImage, str]], str]:
    """Return the cells that cannot show a part's answer, each with the one its patient or data set suggests, and by what.

    Cells of a class that the part is taught on are none, whoever's they are.
    """
    own, _ = measurable(manifest, items)
    rules = manifest.whole.head_labels if manifest.head is not None else manifest.whole.labels
    rules = tuple(rule for rule in rules if rule.node in manifest.classes)
    taught = {name for rule in rules for name in rule.cls} | {*manifest.classes}
    others = [item for item in items if item.cls not in taught]
    by_diagnosis = {name.casefold(): rule.node for rule in rules for name in rule.diagnosis}
    found = [(item, answer) for item in others if (answer := by_diagnosis.get(item.diagnosis.casefold(), ""))]
    if len({answer for _, answer in found}) == len(manifest.classes):
        return found, "diagnosis"
    said: dict[str, set[str]] = {}
    for item in own:
        said.setdefault(item.dataset, set()).add(item.cls)
    only = {dataset: next(iter(answers)) for dataset, answers in said.items() if len(answers) == 1}
    return [(item, only[item.dataset]) for item in others if item.dataset in only], "dataset"


def ask_bystanders(
    classifier: StageClassifier, items: Sequence[LabelledImage], progress: Progress | None = None
) -> BystanderReport:
    """Ask a part of staged weights of the cells that cannot show its answer.

    Raises
    ------
    InputProblem
        When it has not two answers, or the images hold no bystanders of both.
    """
    manifest = classifier.manifest
    assert isinstance(manifest, StageManifest)
    found, by = bystanders(manifest, items)
    first, second = (*manifest.classes, "", "")[:2]
    if len(manifest.classes) != 2 or {suggested for _, suggested in found} != {first, second}:
        reason = "no other cells stand beside both of its two answers"
        raise InputProblem(manifest.id, reason, "Give images of other cells of the same patients")
    calls = call_images(classifier, [item for item, _ in found], progress)
    scores = calls.probabilities[:, calls.classes.index(first)]
    truth = np.array([suggested == first for _, suggested in found], dtype=bool)
    names = np.array([item.cls for item in calls.items])
    every = np.ones(len(truth), dtype=bool)
    rows = [_row("", calls.items, truth, scores, every)]
    rows += [_row(name, calls.items, truth, scores, names == name) for name in dict.fromkeys(names.tolist())]
    patients = patient_rows(calls.items, truth, scores)
    has = np.array([row.truth for row in patients], dtype=bool)
    whole = auroc_figure(has, np.array([row.probability for row in patients])) if patients else None
    return BystanderReport(manifest.part, (first, second), by, tuple(rows), None if whole is None else whole.value)


def asked_parts(
    classifier: Classifier, items: Sequence[LabelledImage], progress: Progress | None = None
) -> list[BystanderReport]:
    """Ask every stage and head of staged weights that can be asked so; of other weights, nothing."""
    if not isinstance(classifier, StagedClassifier):
        return []
    found = []
    for part in (*classifier.stages.values(), *classifier.asides.values()):
        # Most stages have more than two answers, or cells of both in every data set.
        with suppress(InputProblem):
            found.append(ask_bystanders(part, items, progress))
    return found


def _row(
    name: str,
    items: Sequence[LabelledImage],
    truth: NDArray[np.bool_],
    scores: NDArray[np.float64],
    part: NDArray[np.bool_],
) -> BystanderRow:
    sides = part & truth, part & ~truth
    own = np.flatnonzero(part).tolist()
    patients = [{items[i].patient for i in np.flatnonzero(side).tolist()} - {""} for side in sides]
    means = [float(scores[side].mean()) if side.any() else float("nan") for side in sides]
    return BystanderRow(
        name,
        (int(sides[0].sum()), int(sides[1].sum())),
        (len(patients[0]), len(patients[1])),
        (means[0], means[1]),
        auroc_figure(truth[own], scores[own], [items[i].patient for i in own]),
    )


def write_bystanders(report: BystanderReport, out: Path) -> None:
    """Write ``bystanders.csv``: a row for all, then one a class."""
    out.mkdir(parents=True, exist_ok=True)
    first, second = report.answers
    with (out / "bystanders.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        head = ["part", "by", "class", f"cells_{first}", f"cells_{second}", f"patients_{first}", f"patients_{second}"]
        writer.writerow([*head, f"mean_{first}_of_{first}", f"mean_{first}_of_{second}", "auroc", "low", "high"])
        for row in report.rows:
            figure = row.auroc
            numbers = [f"{value:.4f}" for value in row.means]
            numbers += ["", "", ""] if figure is None else [f"{v:.4f}" for v in (figure.value, figure.low, figure.high)]
            writer.writerow([report.part, report.by, row.cls or "all", *row.counts, *row.patients, *numbers])
