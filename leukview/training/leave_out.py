"""The headline metric: what a recipe reaches on a laboratory that neither its segmenter nor its classifier has seen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from leukview.classifiers.classifier import Classifier
from leukview.classifiers.loading import load_any
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.domain.taxonomy import taxonomy
from leukview.segmentation.base import Segmenter
from leukview.segmentation.learned import LearnedSegmenter
from leukview.training.datasets import LabelledImage, read_labels
from leukview.training.evaluate import DatasetReport, blast_auroc, call_images, evaluate_calls
from leukview.training.frames import FoundMasks, find_masks
from leukview.training.make import AnyRecipe, finalise_any, train_any
from leukview.training.metrics import Figure
from leukview.training.segmenter.recipe import SegmenterRecipe
from leukview.training.segmenter.train import segmenter_without
from leukview.training.stage_labels import measurable
from leukview.training.staged_recipe import StagedRecipe

__all__ = ["LEFT_OUT", "LeftOut", "LeftOutRow", "leave_out", "measured", "read_rows", "without_source", "write_row"]

LEFT_OUT = "left out"
"""Named as the split in reports."""


@dataclass(frozen=True, eq=False)
class LeftOut:
    """What was measured on a source that was left out.

    Attributes
    ----------
    trained_on:
        The classifier's sources; trained anew where the source was one of the recipe's.
    report:
        Figures over the images whose label the classifier can answer, all splits as one.
    unknown:
        Labels that no class of the classifier stands for, with their number of images: not in ``report``, but for the AUROC of
        blast versus not, which needs no class of that name.
    """

    trained_on: tuple[str, ...]
    report: DatasetReport
    unknown: dict[str, int]


@dataclass(frozen=True)
class LeftOutRow:
    """The figures of a source that was left out, as kept in ``left-out-<source>.json``."""

    source: str
    trained_on: tuple[str, ...]
    images: int
    figures: dict[str, Figure]
    unknown: dict[str, int]


def write_row(left: LeftOut, out: Path) -> None:
    """Keep the figures beside the trainings."""
    report = left.report
    row = LeftOutRow(report.dataset, left.trained_on, report.n, report.figures, left.unknown)
    (out / f"left-out-{report.dataset}.json").write_text(json.dumps(asdict(row), indent=1), "utf-8")


def read_rows(out: Path) -> list[LeftOutRow]:
    """Return the figures kept below a folder, by source."""
    rows = []
    for path in sorted(out.glob("left-out-*.json")):
        row = json.loads(path.read_text("utf-8"))
        figures = {name: Figure(**figure) for name, figure in row.pop("figures").items()}
        rows.append(LeftOutRow(**{**row, "trained_on": tuple(row["trained_on"])}, figures=figures))
    return rows


_Some = TypeVar("_Some", bound=AnyRecipe)


def without_source(recipe: _Some, source: str, items: Sequence[LabelledImage]) -> _Some:
    """Return a recipe without a source, and without the classes that only its images show."""
    datasets = tuple(name for name in recipe.data.datasets if name != source)
    shown = {member for item in items if item.dataset in datasets for member in taxonomy().members(item.cls)}
    changes: dict[str, object] = {
        "name": f"{recipe.name}-without-{source}",
        "data": recipe.data.model_copy(update={"datasets": datasets}),
    }
    # Of stages, what no image shows is cut from the tree when they are trained.
    if not isinstance(recipe, StagedRecipe):
        changes["classes"] = tuple(name for name in recipe.classes if name in shown)
    return cast("_Some", recipe.model_copy(update=changes))


def leave_out(
    recipe: AnyRecipe,
    segmenter_recipe: SegmenterRecipe,
    data: Path,
    source: str,
    out: Path,
    *,
    models: Path | None = None,
    device: str = "cpu",
    workers: int = 1,
    progress: Progress | None = None,
) -> LeftOut:
    """Train what has to be trained without ``source`` and measure it on all of its images.

    The shipped classifier stands where the source is none of its own; the shipped segmenter likewise. Trainings are kept below
    ``out`` and go on where they were stopped; the figures are kept there, too.

    Raises
    ------
    InputProblem
        When the data file has no such source.
    Cancelled
        When cancelled.
    """
    progress = progress or NoProgress()
    items = read_labels(data)
    held = [item for item in items if item.dataset == source]
    if not held:
        known = ", ".join(sorted({item.dataset for item in items}))
        raise InputProblem(source, "the data file has no such source", f"Choose one of: {known}")
    segmenter = _segmenter(segmenter_recipe, data, source, out, workers, progress)
    if source in recipe.data.datasets:
        recipe = without_source(recipe, source, items)
        folder = out / recipe.name
        own = [item.path for item in items if item.dataset in recipe.data.datasets]
        find_masks(own, segmenter, cache=folder / "masks.npz", progress=progress)
        train_any(recipe, data, folder, device=device, workers=workers, segmenter=segmenter, progress=progress)
        finalise_any(recipe, data, folder, folder, progress, segmenter)
        classifier = load_any(recipe.name, device, folder)
    else:
        classifier = load_any(recipe.name, device, models)
    masks = find_masks([item.path for item in held], segmenter, cache=out / f"held-{source}.npz", progress=progress)
    left = measured(classifier, held, source, masks, progress)
    out.mkdir(parents=True, exist_ok=True)
    write_row(left, out)
    return left


def _segmenter(
    recipe: SegmenterRecipe, data: Path, source: str, out: Path, workers: int, progress: Progress
) -> Segmenter:
    """Return a segmenter that has not seen the source."""
    own = next((name for name in recipe.sources if name.replace("/", "-") == source), None)
    if own is None:
        return LearnedSegmenter.load()
    return segmenter_without(recipe, data, own, out, workers=workers, progress=progress)


def measured(
    classifier: Classifier, held: Sequence[LabelledImage], source: str, masks: FoundMasks, progress: Progress
) -> LeftOut:
    """Measure a classifier on a source's images, whatever their split."""
    classes = set(classifier.manifest.classes)
    asked, _ = measurable(classifier.manifest, held)
    one = [replace(item, dataset=source, split=LEFT_OUT) for item in asked]
    known = [bool(classes & set(taxonomy().members(item.cls))) for item in one]
    calls = call_images(classifier, one, progress, masks)
    rows = [i for i, answerable in enumerate(known) if answerable]
    report = evaluate_calls(calls.part(rows), source, LEFT_OUT)
    blast = blast_auroc(one, calls.probabilities, calls.classes)
    if blast is not None:
        report.figures["blast_auroc"] = blast
    unknown = Counter(item.cls for item, answerable in zip(one, known, strict=True) if not answerable)
    return LeftOut(classifier.manifest.data, report, dict(unknown))
