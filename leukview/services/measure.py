"""Measure classifiers on labelled images: on a split, or with a source left out of training."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.classifiers.installed import folder_of
from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress
from leukview.resources import models_dir

if TYPE_CHECKING:  # they import torch
    from leukview.classifiers.classifier import Classifier
    from leukview.training.bystanders import BystanderReport
    from leukview.training.evaluate import DatasetReport
    from leukview.training.intake.prepare import OwnData
    from leukview.training.leave_out import LeftOut

__all__ = ["evaluate_model", "leave_source_out", "measure_bystanders"]


def _not_said(sentence: str) -> None:
    """Drop what nobody asked to be told."""


def leave_source_out(
    model: str,
    data: Path,
    source: str,
    out: Path,
    *,
    recipe: str | None = None,
    models: Path | None = None,
    device: str = "auto",
    progress: Progress | None = None,
) -> LeftOut:
    """Measure a model on a data set that neither its segmenter nor its classifier has seen.

    What had seen it is trained anew without it, by the model's recipe or the one given, below ``out``; goes on where it was
    stopped.

    Raises
    ------
    InputProblem
        When the data file has no such set, or a recipe is not usable.
    Cancelled
        When cancelled.
    """
    from leukview.classifiers.classifier import pick_device
    from leukview.classifiers.loading import load_manifest_of
    from leukview.segmentation.weights import SEGMENTER
    from leukview.training.ensemble_recipe import load_any_recipe
    from leukview.training.leave_out import leave_out
    from leukview.training.recipe import recipe_path
    from leukview.training.segmenter.recipe import read_segmenter_recipe

    manifest = load_manifest_of(model, models)
    loaded = load_any_recipe(recipe or manifest.recipe)
    if not loaded.data.datasets:
        # A recipe for anybody's data names none: what these weights were trained on counts.
        loaded = loaded.model_copy(update={"data": loaded.data.model_copy(update={"datasets": manifest.data})})
    if source not in manifest.data:
        # The model itself has never seen it.
        loaded = loaded.model_copy(
            update={"name": model, "data": loaded.data.model_copy(update={"datasets": manifest.data})}
        )
    return leave_out(
        loaded,
        read_segmenter_recipe(recipe_path(SEGMENTER)),
        data,
        source,
        out,
        models=models,
        device=pick_device(device),
        progress=progress,
    )


def evaluate_model(
    model: str,
    data: Path,
    split: str,
    *,
    classes: Path | None = None,
    models: Path | None = None,
    out: Path | None = None,
    device: str = "auto",
    progress: Progress | None = None,
    say: Callable[[str], None] = _not_said,
) -> list[DatasetReport]:
    """Measure a model on every data set that has this split.

    ``data``, ``classes`` and ``say`` are as for :func:`train_model`. Images whose split the data do not say count as this one,
    but for those that ``split.csv`` beside the model gives to another.

    Raises
    ------
    InputProblem
        When there is no image of the split, or the model was trained on some of it.
    EnvironmentFault
        When the model is missing or damaged.
    """
    from leukview.training.evaluate import call_images, evaluate_calls, write_reports
    from leukview.training.patient_level import write_patients
    from leukview.training.stage_labels import measurable
    from leukview.training.staged_measure import genotype_words, genotypes

    classifier, own = _model_and_images(model, data, split, classes, models, device, progress)
    for note in own.notes:
        say(note)
    items, others = measurable(classifier.manifest, own.items)
    if not items:
        raise InputProblem(str(data), f"{model} can be measured on none of its images", "Measure another stage, or all")
    if others:
        say(f"{others} images that {model} is not asked about, or knows no answer for: left out.")
    calls = call_images(classifier, items, progress)
    reports = [evaluate_calls(calls, name, split) for name in dict.fromkeys(item.dataset for item in items)]
    patients = genotypes(classifier, calls)
    for line in (words for found in patients for words in genotype_words(found)):
        say(line)
    if out is not None:
        write_reports(reports, calls, out)
        if patients:
            write_patients(patients, out)
    return reports


def _model_and_images(
    model: str,
    data: Path,
    split: str,
    classes: Path | None,
    models: Path | None,
    device: str,
    progress: Progress | None,
) -> tuple[Classifier, OwnData]:
    """Return a model and the images of a part that it was not trained on."""
    from leukview.classifiers.classifier import pick_device
    from leukview.classifiers.loading import left_out_by, load_any, load_manifest_of, model_of
    from leukview.training.intake.prepare import data_to_measure
    from leukview.training.intake.split_file import SPLIT_FILE
    from leukview.training.stage_labels import known_labels

    folder = models or folder_of(model_of(model))
    classifier = load_any(model, pick_device(device), folder)
    own = data_to_measure(
        data,
        split,
        known_labels(classifier.manifest),
        classes=classes,
        leave_out=left_out_by(load_manifest_of(model_of(model), folder)),
        trained=[(folder or models_dir()) / SPLIT_FILE],
        progress=progress,
    )
    return classifier, own


def measure_bystanders(
    part: str,
    data: Path,
    split: str,
    *,
    models: Path | None = None,
    out: Path | None = None,
    device: str = "auto",
    progress: Progress | None = None,
) -> BystanderReport:
    """Ask a stage or head, ``<weights>/<part>``, of the cells that cannot show its answer.

    :mod:`leukview.training.bystanders` says what for.

    Raises
    ------
    InputProblem
        When it is no part of staged weights, or the images hold no such cells.
    EnvironmentFault
        When the model is missing or damaged.
    """
    from leukview.classifiers.staged import StageClassifier
    from leukview.training.bystanders import ask_bystanders, write_bystanders

    classifier, own = _model_and_images(part, data, split, None, models, device, progress)
    if not isinstance(classifier, StageClassifier):
        raise InputProblem(part, "it is no stage or head of staged weights", "Name one, e.g. yan2024_compact/APL")
    report = ask_bystanders(classifier, own.items, progress)
    if out is not None:
        write_bystanders(report, out)
    return report
