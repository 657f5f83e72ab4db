"""Measure weights on labelled images, through the same code that calls a user's cells."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from leukview.classifiers.classifier import Classifier
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import OUT_OF_DOMAIN_AT
from leukview.domain.progress import NoProgress, Progress
from leukview.domain.taxonomy import taxonomy
from leukview.imaging.readers import read_rgb
from leukview.pipelines.sight import in_crop, looks_at_cells, views_of
from leukview.segmentation.base import Segmenter
from leukview.segmentation.learned import LearnedSegmenter
from leukview.segmentation.outcome import cell_of_mask
from leukview.training.datasets import LabelledImage, allowed_matrix
from leukview.training.failures import write_failures
from leukview.training.frames import FoundMasks
from leukview.training.metrics import (
    ClassScore,
    Figure,
    bootstrap,
    class_scores,
    confusion,
    expected_calibration_error,
    macro_f1,
)

__all__ = [
    "FIVE_TYPES",
    "Calls",
    "DatasetReport",
    "accuracy_among",
    "blast_auroc",
    "call_images",
    "evaluate_calls",
    "flagged_by_set",
    "write_reports",
]


FIVE_TYPES = ("segmented_neutrophil", "band_neutrophil", "eosinophil", "basophil", "monocyte", "lymphocyte")
"""The classes of the five-part differential; two of them are neutrophils."""

EIGHT_GROUPS = {
    "segmented_neutrophil": "neutrophil",
    "band_neutrophil": "neutrophil",
    "neutrophil": "neutrophil",
    "eosinophil": "eosinophil",
    "basophil": "basophil",
    "monocyte": "monocyte",
    "lymphocyte": "lymphocyte",
    "promyelocyte": "immature granulocyte",
    "myelocyte": "immature granulocyte",
    "metamyelocyte": "immature granulocyte",
    "erythroblast": "erythroblast",
    "platelet": "platelet",
}
"""The groups in which Acevedo et al. (2020) published their cells, and in which most systems were measured on them."""


@dataclass(frozen=True, eq=False)
class Calls:
    """Calls for labelled images: N×C probabilities and logits, N×(L+F) features, N×A attribute logits."""

    items: tuple[LabelledImage, ...]
    classes: tuple[str, ...]
    probabilities: NDArray[np.float64]
    logits: NDArray[np.float32]
    features: NDArray[np.float32]
    attributes: NDArray[np.float32]

    def part(self, rows: Sequence[int]) -> Calls:
        """Return the calls of some rows."""
        chosen = list(rows)
        return Calls(
            tuple(self.items[i] for i in chosen),
            self.classes,
            self.probabilities[chosen],
            self.logits[chosen],
            self.features[chosen],
            self.attributes[chosen],
        )


@dataclass(frozen=True, eq=False)
class DatasetReport:
    """Everything measured on one data set's split.

    ``figures`` holds accuracy (a coarse label is right within its members), macro-F1, calibration error; accuracy among the five
    normal types where the set holds nothing else, and by the eight published groups where it holds just those; and, where the
    set has both, the AUROC of the summed blast probability for blast versus any other cell.
    """

    dataset: str
    split: str
    n: int
    patients: int
    figures: dict[str, Figure]
    classes: list[ClassScore]
    class_ids: tuple[str, ...]
    confusion: NDArray[np.int64]


def call_images(
    classifier: Classifier,
    items: Sequence[LabelledImage],
    progress: Progress | None = None,
    masks: FoundMasks | None = None,
) -> Calls:
    """Call every image, in batches of 64; cells are found anew where ``masks`` are not given and the model looks at cells."""
    progress = progress or NoProgress()
    search = looks_at_cells(classifier) and masks is None
    segmenter = LearnedSegmenter.load(classifier.device) if search else None
    results = []
    for start in range(0, len(items), 64):
        progress.check_cancelled()
        progress.report(start, len(items), "calling cells")
        views = [_shown(classifier, item, segmenter, masks) for item in items[start : start + 64]]
        results.append(classifier.outputs(views))
    logits = np.concatenate([result.logits for result in results])
    return Calls(
        tuple(items),
        classifier.manifest.classes,
        classifier.calibrate(logits),
        logits,
        np.concatenate([result.features for result in results]),
        np.concatenate([result.attributes for result in results]),
    )


def _shown(
    classifier: Classifier, item: LabelledImage, segmenter: Segmenter | None, masks: FoundMasks | None
) -> NDArray[np.uint8]:
    """Return what the classifier is shown of one image, as the pipeline cuts it."""
    image = read_rgb(item.path)
    if masks is not None:
        mask = masks.get(item.path)
        found = None if mask is None else cell_of_mask(mask)
    else:
        found = segmenter.single(image) if segmenter is not None else None
    return views_of(classifier, image, found, in_crop(image, classifier.manifest.crop_fraction))


def evaluate_calls(calls: Calls, dataset: str, split: str) -> DatasetReport:
    """Measure the calls of one data set's split.

    Raises
    ------
    InputProblem
        When there is no such image among the calls.
    """
    rows = _rows(calls, dataset, split)
    if not rows:
        raise InputProblem(dataset or "data", f"it has no image of the split '{split}'", "Check the data file")
    items = [calls.items[i] for i in rows]
    probabilities = calls.probabilities[rows]
    called = probabilities.argmax(axis=1)
    allowed = allowed_matrix([item.cls for item in items], calls.classes)
    right = allowed[np.arange(len(items)), called]
    groups = [item.patient for item in items]
    figures = {"accuracy": bootstrap(lambda s: float(right[s].mean()), len(items), groups)}
    exact = np.array([int(row.argmax()) if row.sum() == 1 else -1 for row in allowed], dtype=np.int64)
    known = np.flatnonzero(exact >= 0)
    if len(known) == len(items):
        kinds = sorted(set(exact.tolist()))
        figures["macro_f1"] = bootstrap(lambda s: macro_f1(exact[s], called[s], kinds), len(items), groups)
    confidence = probabilities.max(axis=1)
    figures["ece"] = bootstrap(lambda s: expected_calibration_error(confidence[s], right[s]), len(items), groups)
    if five := _five_types(items, calls.logits[rows], calls.classes):
        figures["five_types"] = five
    if groups8 := _eight_groups(items, called, calls.classes):
        figures["eight_groups"] = groups8
    if blasts := blast_auroc(items, probabilities, calls.classes):
        figures["blast_auroc"] = blasts
    return DatasetReport(
        dataset,
        split,
        len(items),
        len({group for group in groups if group}),
        figures,
        class_scores(exact[known], probabilities[known], calls.classes) if len(known) else [],
        calls.classes,
        confusion(exact[known], called[known], len(calls.classes)),
    )


def _rows(calls: Calls, dataset: str, split: str) -> list[int]:
    return [i for i, item in enumerate(calls.items) if item.dataset == dataset and item.split == split]


def _right(calls: Calls) -> NDArray[np.bool_]:
    """Return whether each call is one that its label allows."""
    allowed = allowed_matrix([item.cls for item in calls.items], calls.classes)
    return np.asarray(allowed[np.arange(len(calls.items)), calls.probabilities.argmax(axis=1)], dtype=np.bool_)


def accuracy_among(
    items: Sequence[LabelledImage], logits: NDArray[np.float32], classes: Sequence[str], among: Sequence[str]
) -> NDArray[np.bool_]:
    """Return for each of N cells whether its call is right where only the classes in ``among`` may be answered.

    A class that stands for several of these alone, as ``neutrophil`` does, may be answered too.
    """
    barred = np.array([0.0 if _is_among(name, among) else -np.inf for name in classes])
    called = (logits + barred).argmax(axis=1)
    return np.array(
        [classes[best] in {item.cls, *taxonomy().members(item.cls)} for best, item in zip(called, items, strict=True)],
        dtype=bool,
    )


def _is_among(name: str, among: Sequence[str]) -> bool:
    return name in among or (name in taxonomy() and set(taxonomy().members(name)) <= set(among))


def _five_types(items: Sequence[LabelledImage], logits: NDArray[np.float32], classes: Sequence[str]) -> Figure | None:
    """Return the accuracy among the five normal types, where the set holds nothing else and each on its own."""
    labels = {item.cls for item in items}
    five = set(FIVE_TYPES)
    if len(labels) < 2 or not all(name in taxonomy() and five.issuperset(taxonomy().members(name)) for name in labels):
        return None
    right = accuracy_among(items, logits, classes, FIVE_TYPES)
    return bootstrap(lambda s: float(right[s].mean()), len(items), [item.patient for item in items])


def _eight_groups(items: Sequence[LabelledImage], called: NDArray[np.int64], classes: Sequence[str]) -> Figure | None:
    """Return the accuracy by group, where the set holds every one of the eight groups and nothing else."""
    truth = [EIGHT_GROUPS.get(item.cls) for item in items]
    if set(truth) != set(EIGHT_GROUPS.values()):
        return None
    right = np.array([EIGHT_GROUPS.get(classes[best]) == group for best, group in zip(called, truth, strict=True)])
    return bootstrap(lambda s: float(right[s].mean()), len(items), [item.patient for item in items])


def blast_auroc(
    items: Sequence[LabelledImage], probabilities: NDArray[np.float64], classes: Sequence[str]
) -> Figure | None:
    """Return the AUROC of the summed blast probability, where the set holds both blasts and other cells."""
    blast = np.array([_is_blast(item.cls) for item in items])
    if len(set(blast.tolist())) < 2:
        return None
    columns = [i for i, name in enumerate(classes) if _is_blast(name)]
    score = probabilities[:, columns].sum(axis=1)

    def auroc(sample: NDArray[np.int64]) -> float:
        both = len(set(blast[sample].tolist())) == 2
        return float(roc_auc_score(blast[sample], score[sample])) if both else float("nan")

    return bootstrap(auroc, len(items), [item.patient for item in items])


def _is_blast(label: str) -> bool:
    """Tell whether a label is a blast's; one that is no cell type, such as a diagnosis, is none."""
    return label in taxonomy() and taxonomy()[label].group == "blast"


def flagged_by_set(calls: Calls, classifier: Classifier, sets: Sequence[str]) -> dict[str, tuple[float, float | None]]:
    """Return by "data set (split)", for the named ones in order, the part flagged out of domain and the score's AUROC.

    The AUROC tells each set's cells from those of the first.
    """
    scores = classifier.novelty_of(calls.features)
    names = np.array([f"{item.dataset} ({item.split})" for item in calls.items])
    first = scores[names == sets[0]]
    result: dict[str, tuple[float, float | None]] = {}
    for name in sets:
        own = scores[names == name]
        auroc = None
        if name != sets[0]:
            truth = np.repeat([0, 1], [len(first), len(own)])
            auroc = float(roc_auc_score(truth, np.concatenate([first, own])))
        result[name] = (float((own > OUT_OF_DOMAIN_AT).mean()), auroc)
    return result


def write_reports(reports: Sequence[DatasetReport], calls: Calls, out: Path) -> None:
    """Write ``metrics.json``, ``calls.csv`` (one row an image) and, for each data set, its confusion and its worst failures.

    ``confusion_<dataset>.csv`` and ``failures_<dataset>.png``, the latter only where a call is wrong.
    """
    out.mkdir(parents=True, exist_ok=True)
    table = [
        {
            "dataset": report.dataset,
            "split": report.split,
            "n": report.n,
            "patients": report.patients,
            "figures": {name: asdict(figure) for name, figure in report.figures.items()},
            "classes": [asdict(score) for score in report.classes],
        }
        for report in reports
    ]
    (out / "metrics.json").write_text(json.dumps(table, indent=1), "utf-8")
    for report in reports:
        with (out / f"confusion_{report.dataset or 'data'}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["truth", *report.class_ids])
            writer.writerows(
                [name, *row] for name, row in zip(report.class_ids, report.confusion.tolist(), strict=True)
            )
        own = calls.part(_rows(calls, report.dataset, report.split))
        picture = out / f"failures_{report.dataset or 'data'}.png"
        write_failures(own.items, _right(own), own.probabilities, own.classes, picture)
    with (out / "calls.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["path", "dataset", "split", "patient", "cls", *calls.classes])
        for item, row in zip(calls.items, calls.probabilities, strict=True):
            writer.writerow(
                [item.path.name, item.dataset, item.split, item.patient, item.cls, *(f"{p:.5f}" for p in row)]
            )
