"""One report of a model on labelled images, alone or against another, with every figure that a paper shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from leukview import __version__
from leukview.classifiers.installed import folder_of
from leukview.domain.errors import InputProblem
from leukview.domain.evaluation import DatasetEvaluation, Epoch, Evaluation, ModelFacts, Paired
from leukview.domain.progress import NoProgress, Progress
from leukview.services.evaluation_parts import history_folder, part_notes, refuse_unlike_parts

if TYPE_CHECKING:  # they import torch
    from leukview.classifiers.classifier import Classifier
    from leukview.training.evaluate import Calls
    from leukview.training.evaluation_leaks import Leaks
    from leukview.training.labelled import LabelledImage

__all__ = ["SUFFIXES", "check_report_name", "evaluate_for_report", "write_evaluation"]

SUFFIXES = (".html", ".htm", ".pdf")
"""What a report's name may end in."""


@dataclass(frozen=True, eq=False)
class _Model:
    """A loaded model and the folder it lies in."""

    id: str
    classifier: Classifier
    folder: Path

    @property
    def facts(self) -> ModelFacts:
        manifest = self.classifier.manifest
        return ModelFacts(
            self.id,
            manifest.title,
            manifest.sha256,
            manifest.classes,
            manifest.data,
            manifest.licence,
            manifest.software,
        )


def evaluate_for_report(
    model: str,
    data: Path,
    split: str = "test",
    *,
    against: str | None = None,
    classes: Path | None = None,
    models: Path | None = None,
    device: str = "auto",
    command: str = "",
    progress: Progress | None = None,
) -> Evaluation:
    """Measure a model and return every table and figure as data; nothing is written or drawn.

    Parameters
    ----------
    model, data, split, classes, models, device:
        As for :func:`leukview.services.measure.evaluate_model`.
    against:
        Another model to compare with; it is looked for in ``models``, then among the installed. Both are then measured on the
        images whose label both can answer.
    command:
        What was typed, for the record.
    progress:
        Told of every step; may cancel.

    Raises
    ------
    InputProblem
        When there is no image of the split that the models can answer, or a model was trained on some of them.
    EnvironmentFault
        When a model is missing or damaged, or a library is not installed.
    Cancelled
        When cancelled.
    """
    from leukview.classifiers.classifier import pick_device
    from leukview.services.evaluation_examples import examples_of
    from leukview.training.evaluate import call_images
    from leukview.training.evaluation_figures import ROUNDS, SEED

    progress = progress or NoProgress()
    if against == model:
        raise InputProblem(model, "a model is not compared with itself", "Name another model with --against")
    names = [model, *([against] if against else [])]
    loaded = [_load(name, models, pick_device(device), alone=not against) for name in names]
    refuse_unlike_parts(names, [each.classifier for each in loaded])
    shown, notes = _images(loaded, data, split, classes, progress)
    items = shown[0]
    leaks = [_leaks(each, data, items, split) for each in loaded]
    calls = [call_images(each.classifier, own, progress) for each, own in zip(loaded, shown, strict=True)]
    notes += [text for each, own in zip(loaded, calls, strict=True) for text in part_notes(each.classifier, own)]
    parts = {name: _rows(items, name) for name in dict.fromkeys(item.dataset for item in items)}
    evaluations: list[list[DatasetEvaluation]] = [[] for _ in loaded]
    paired = []
    for number, (name, rows) in enumerate(parts.items()):
        progress.check_cancelled()
        progress.report(number, len(parts), "measuring")
        own = [each.part(rows) for each in calls]
        for measured, part in zip(evaluations, own, strict=True):
            measured.append(_measured(part, name, split))
        if against:
            paired.append(_pair(loaded, own, name, split))
        examples = examples_of(loaded[0].classifier, own[0], progress)
        evaluations[0][-1] = replace(evaluations[0][-1], examples=examples)
    return Evaluation(
        loaded[0].facts,
        loaded[1].facts if against else None,
        tuple(evaluations[0]),
        tuple(evaluations[1]) if against else (),
        tuple(paired),
        _history(history_folder(loaded[0].classifier, loaded[0].folder)),
        tuple(text for each in leaks for text in each.warnings),
        (*notes, *(text for each in leaks for text in each.notes)),
        str(data),
        command,
        f"LeukView {__version__}",
        _libraries(bool(against)),
        SEED,
        ROUNDS,
        datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
    )


def write_evaluation(evaluation: Evaluation, report: Path) -> list[Path]:
    """Write a report, as HTML or PDF by its name, its tables beside it, and each figure as SVG into ``<name>_figures``.

    Returns the report, the tables, and the figures' folder.

    Raises
    ------
    InputProblem
        When the name ends in neither.
    EnvironmentFault
        When LeukView's own fonts are missing.
    OSError
        When a file cannot be written.
    """
    from leukview.reporting.evaluation_csv import write_evaluation_tables
    from leukview.reporting.evaluation_html import write_evaluation_html
    from leukview.reporting.evaluation_pdf import write_evaluation_pdf
    from leukview.reporting.evaluation_svg import write_evaluation_svgs

    check_report_name(report)
    write = write_evaluation_pdf if report.suffix.lower() == ".pdf" else write_evaluation_html
    write(evaluation, report)
    figures = report.with_name(f"{report.stem}_figures")
    write_evaluation_svgs(evaluation, figures)
    return [report, *write_evaluation_tables(evaluation, report.parent), figures]


def check_report_name(report: Path) -> None:
    """Check, before anything is measured, that a report can be written under this name.

    Raises
    ------
    InputProblem
        When its ending is none of :data:`SUFFIXES`, or it is a folder.
    """
    if report.suffix.lower() not in SUFFIXES:
        raise InputProblem(str(report), "a report is HTML or PDF", "Give a name that ends in .html or .pdf")
    if report.is_dir():
        raise InputProblem(str(report), "this is a folder", "Give the report's own name")


def _load(name: str, models: Path | None, device: str, *, alone: bool) -> _Model:
    """Load a model from the folder that was given; of two, one may be an installed one."""
    from leukview.classifiers.loading import load_any, model_of

    model_id = model_of(name)
    here = models is not None and (alone or (models / f"{model_id}.json").is_file())
    folder = models if models is not None and here else folder_of(model_id)
    return _Model(name, load_any(name, device, folder), folder)


def _images(
    loaded: Sequence[_Model], data: Path, split: str, classes: Path | None, progress: Progress
) -> tuple[list[list[LabelledImage]], list[str]]:
    """Return the images that none of the models was trained on and all can answer, and what was done with the data.

    The same images for each model, under its own names for what they show.
    """
    from leukview.classifiers.loading import left_out_by, load_manifest_of, model_of
    from leukview.training.evaluation_pairs import answerable_by
    from leukview.training.intake.prepare import data_to_measure
    from leukview.training.intake.split_file import SPLIT_FILE
    from leukview.training.stage_labels import known_labels, measurable

    known = tuple(dict.fromkeys(label for each in loaded for label in known_labels(each.classifier.manifest)))
    ignored = {label for each in loaded for label in left_out_by(load_manifest_of(model_of(each.id), each.folder))}
    own = data_to_measure(
        data,
        split,
        known,
        classes=classes,
        leave_out=ignored - set(known),
        trained=[folder / SPLIT_FILE for folder in dict.fromkeys(each.folder for each in loaded)],
        progress=progress,
    )
    items, notes = list(own.items), list(own.notes)
    able: list[dict[Path, LabelledImage]] = []
    for each in loaded:
        asked, _ = measurable(each.classifier.manifest, items)
        can = answerable_by(asked, each.classifier.manifest.classes)
        able.append({item.path: item for item, may in zip(asked, can, strict=True) if may})
    kept = [item for item in items if all(item.path in found for found in able)]
    if not kept:
        raise InputProblem(
            "The data", "no image has a label that both models can answer", "Compare models with classes in common"
        )
    if left := len(items) - len(kept):
        names = ", ".join(sorted({item.cls for item in items} - {item.cls for item in kept}))
        who = "only one of the models can answer" if len(loaded) > 1 else "the model cannot answer"
        notes.append(f"{left} images whose label {who} ({names or 'by their patients'}): left out.")
    return [[found[item.path] for item in kept] for found in able], notes


def _leaks(model: _Model, data: Path, items: Sequence[LabelledImage], split: str) -> Leaks:
    from leukview.training.ensemble_recipe import load_any_recipe
    from leukview.training.evaluation_leaks import leaks_of
    from leukview.training.intake.prepare import read_data
    from leukview.training.intake.split_file import SPLIT_FILE

    manifest = model.classifier.manifest
    # The intake gives every image the split that is measured: what the data themselves say is asked anew.
    said = {item.path: item.split for item in read_data(data, (), NoProgress())[0]}
    given = [replace(item, split=said.get(item.path, "")) for item in items]
    try:
        parts = load_any_recipe(manifest.recipe).data
        own = {parts.train_split, parts.val_split}
    except InputProblem:  # a recipe of the user's, which lies elsewhere
        own = {"train", "val"}
    checked = (model.folder / SPLIT_FILE).is_file()
    return leaks_of(model.id, manifest.data, given, split, own, checked=checked)


def _rows(items: Sequence[LabelledImage], dataset: str) -> list[int]:
    return [row for row, item in enumerate(items) if item.dataset == dataset]


def _measured(calls: Calls, dataset: str, split: str) -> DatasetEvaluation:
    from leukview.training.evaluation_figures import evaluation_of

    return evaluation_of(calls, dataset, split)


def _pair(loaded: Sequence[_Model], calls: Sequence[Calls], dataset: str, split: str) -> Paired:
    from leukview.training.evaluation_pairs import paired_evaluation

    first, second = ((each.id, own) for each, own in zip(loaded, calls, strict=True))
    return paired_evaluation(first, second, dataset, split)


def _history(folder: Path) -> tuple[Epoch, ...]:
    """Return the epochs of a training in whose folder the model lies, round by round; nothing for a shipped model."""
    files = sorted(
        folder.glob("round-*/history.json"), key=lambda file: (len(file.parent.name), file.parent.name)
    ) or sorted(folder.glob("history.json"))
    try:
        rows = [row for file in files for row in json.loads(file.read_text("utf-8"))]
        return tuple(Epoch(i + 1, float(row["loss"]), float(row["score"])) for i, row in enumerate(rows))
    except (OSError, ValueError, KeyError, TypeError):
        # The history is an extra: one that another version wrote, or a person changed, must not cost the report.
        return ()


def _libraries(compared: bool) -> dict[str, str]:
    from leukview.reporting.model import library_versions

    more = ("scikit-learn", "statsmodels") if compared else ("scikit-learn",)
    return {**library_versions(), **{name: metadata.version(name) for name in more}}
