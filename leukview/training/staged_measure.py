"""What each stage of staged weights does with its own cells, and what each head says of cells and of patients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from leukview.classifiers.classifier import Classifier
from leukview.classifiers.staged import StageClassifier, StagedClassifier
from leukview.domain.progress import Progress
from leukview.training.datasets import LabelledImage
from leukview.training.evaluate import Calls, DatasetReport, call_images, evaluate_calls
from leukview.training.patient_level import GenotypeReport, genotype_report
from leukview.training.stage_labels import measurable

__all__ = ["PartReport", "genotype_words", "genotypes", "measured_parts"]


@dataclass(frozen=True, eq=False)
class PartReport:
    """A stage, or a head with what it says of patients, on one data set's split."""

    part: str
    report: DatasetReport
    genotype: GenotypeReport | None = None


def measured_parts(
    classifier: Classifier, items: Sequence[LabelledImage], progress: Progress | None = None
) -> list[PartReport]:
    """Measure every stage and head of staged weights on the images that belong to it; of another model, nothing."""
    if not isinstance(classifier, StagedClassifier):
        return []
    found = []
    for name, part in (*classifier.stages.items(), *classifier.asides.items()):
        own, _ = measurable(part.manifest, items)
        if not own:
            continue
        calls = call_images(part, own, progress)
        said = {(each.dataset, each.split): each for each in genotypes(part, calls)}
        for dataset, split in dict.fromkeys((item.dataset, item.split) for item in own):
            found.append(PartReport(name, evaluate_calls(calls, dataset, split), said.get((dataset, split))))
    return found


def genotypes(classifier: Classifier, calls: Calls) -> list[GenotypeReport]:
    """Return what a head's calls say of cells and patients, by data set and split; of another network, nothing."""
    if not isinstance(classifier, StageClassifier) or classifier.manifest.head is None or len(calls.classes) != 2:
        return []
    head = classifier.manifest.head
    reports = []
    for dataset, split in dict.fromkeys((item.dataset, item.split) for item in calls.items):
        rows = [i for i, item in enumerate(calls.items) if (item.dataset, item.split) == (dataset, split)]
        own = calls.part(rows)
        truth = np.array([item.cls == calls.classes[0] for item in own.items], dtype=bool)
        thresholds = head.threshold, head.patient_threshold
        scores = own.probabilities[:, 0]
        reports.append(genotype_report(head.id, own.items, truth, scores, split, thresholds))
    return reports


def genotype_words(found: GenotypeReport) -> Iterator[str]:
    """Yield what a head says of cells and of patients, a line each."""
    of = ("cells", found.threshold, found.cells), ("patients", found.patient_threshold, found.patients)
    for what, threshold, figures in of:
        said = ", ".join(f"{name} {figure}" for name, figure in figures.items())
        yield f"{found.head}, {found.dataset} ({found.split}), by {what}, threshold {threshold:.3f}: {said}"
