"""Make, measure and check models."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.classifiers.manifest import Manifest, list_manifests
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.progress import Progress
from leukview.manifests import ModelManifest, verify, write_manifest

if TYPE_CHECKING:  # both import torch
    from leukview.segmentation.sam import SamManifest
    from leukview.segmentation.weights import SegmenterManifest
    from leukview.training.evaluate import DatasetReport
    from leukview.training.leave_out import LeftOut
    from leukview.training.loops import EpochRecord
    from leukview.training.segmenter.train import HeldBack

__all__ = [
    "TrainedModel",
    "check_models",
    "evaluate_model",
    "leave_source_out",
    "measure_segmenter",
    "recipe_kind",
    "train_masks",
    "train_model",
    "write_model_card",
    "write_segmenter_card",
]


@dataclass(frozen=True)
class TrainedModel:
    """A finished training: its epochs and the manifest of the weights it wrote."""

    history: list[EpochRecord]
    manifest: Manifest


def train_model(
    recipe: str, data: Path, out: Path, *, device: str = "auto", workers: int = 1, progress: Progress | None = None
) -> TrainedModel:
    """Train by a recipe, then calibrate and write weights and manifest into ``out``; goes on where it was stopped.

    Raises
    ------
    InputProblem
        When the recipe or the data is not usable, or a patient stands in two splits.
    Cancelled
        When cancelled; the last finished epoch is kept.
    """
    from leukview.classifiers.classifier import pick_device
    from leukview.training.finalise import finalise
    from leukview.training.loops import train
    from leukview.training.recipe import load_recipe

    loaded = load_recipe(recipe)
    history = train(loaded, data, out, device=pick_device(device), workers=workers, progress=progress)
    return TrainedModel(history, finalise(loaded, data, out, out, progress))


def recipe_kind(recipe: str) -> str:
    """Return what a recipe, by name or path, makes: ``classifier``, ``segmenter`` or ``sam``."""
    from leukview.training.recipe import recipe_path

    try:
        return str(tomllib.loads(recipe_path(recipe).read_text("utf-8")).get("kind", "classifier"))
    except (OSError, ValueError):
        return "classifier"  # loading it says what is wrong


def train_masks(
    recipe: str, data: Path, out: Path, *, workers: int = 1, progress: Progress | None = None
) -> SegmenterManifest | SamManifest:
    """Train a segmenter or a SAM on images with ``_mask.png`` beside them; goes on where it was stopped.

    Raises
    ------
    InputProblem
        When the recipe or the data is not usable.
    Cancelled
        When cancelled; the last finished epoch is kept.
    """
    from leukview.training.segmenter.recipe import read_sam_recipe, read_segmenter_recipe
    from leukview.training.segmenter.sam_train import train_sam
    from leukview.training.segmenter.train import train_segmenter

    if recipe_kind(recipe) == "sam":
        return train_sam(read_sam_recipe(recipe), data, out, workers=workers, progress=progress)
    return train_segmenter(read_segmenter_recipe(recipe), data, out, workers=workers, progress=progress)


def measure_segmenter(
    recipe: str, data: Path, out: Path, *, workers: int = 1, progress: Progress | None = None
) -> list[HeldBack]:
    """Train a segmenter anew for each fold and each left-out source, and measure each on what it has not seen.

    Raises
    ------
    InputProblem
        When the recipe or the data is not usable.
    Cancelled
        When cancelled; finished trainings are kept.
    """
    from leukview.training.segmenter.recipe import read_segmenter_recipe
    from leukview.training.segmenter.train import measure_segmenter as measure

    return measure(read_segmenter_recipe(recipe), data, out, workers=workers, progress=progress)


def write_segmenter_card(model: str, scores: Sequence[HeldBack], *, models: Path | None = None) -> Path:
    """Write a segmenter's card, and its figures into its manifest, from what :func:`measure_segmenter` found.

    Returns the card's path.

    Raises
    ------
    EnvironmentFault
        When the segmenter is missing or damaged.
    """
    from leukview.resources import models_dir
    from leukview.segmentation.weights import load_segmenter
    from leukview.training.recipe import recipe_path
    from leukview.training.segmenter.card import write_segmenter_card as write
    from leukview.training.segmenter.recipe import read_segmenter_recipe

    folder = models or models_dir()
    manifest, _ = load_segmenter(model, folder)
    path = folder / f"{model}.md"
    write(manifest, read_segmenter_recipe(recipe_path(manifest.recipe)), scores, path)
    figures = {
        f"{score.run}, {score.source}": {"cell_dice": round(score.cell, 4), "nucleus_dice": round(score.nucleus, 4)}
        for score in scores
    }
    write_manifest(manifest.model_copy(update={"metrics": figures}), folder / f"{model}.json")
    return path


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
    from leukview.classifiers.manifest import load_manifest
    from leukview.segmentation.weights import SEGMENTER
    from leukview.training.leave_out import leave_out
    from leukview.training.recipe import load_recipe, recipe_path
    from leukview.training.segmenter.recipe import read_segmenter_recipe

    manifest = load_manifest(model, models)
    loaded = load_recipe(recipe or manifest.recipe)
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
    models: Path | None = None,
    out: Path | None = None,
    device: str = "auto",
    progress: Progress | None = None,
) -> list[DatasetReport]:
    """Measure a model on every data set of the model's own data that has this split.

    Raises
    ------
    InputProblem
        When there is no image of the split.
    EnvironmentFault
        When the model is missing or damaged.
    """
    from leukview.classifiers.classifier import Classifier, pick_device
    from leukview.training.datasets import read_labels
    from leukview.training.evaluate import call_images, evaluate_calls, write_reports

    classifier = Classifier.load(model, pick_device(device), models)
    items = [item for item in read_labels(data) if item.split == split]
    if not items:
        raise InputProblem(str(data), f"it has no image of the split '{split}'", "Choose another with --split")
    calls = call_images(classifier, items, progress)
    reports = [evaluate_calls(calls, name, split) for name in dict.fromkeys(item.dataset for item in items)]
    if out is not None:
        write_reports(reports, calls, out)
    return reports


def write_model_card(
    model: str,
    data: Path,
    *,
    left_out: Path | None = None,
    models: Path | None = None,
    device: str = "auto",
    progress: Progress | None = None,
) -> Path:
    """Measure a model at home (its own sources' test split) and away (every source it has not seen), and write its card.

    Figures also go into the manifest. ``left_out`` is the folder that :func:`leave_source_out` wrote to, for its table. Returns
    the card's path.

    Raises
    ------
    InputProblem
        When the data file lacks the test split of a source the model was made from.
    """
    from leukview.classifiers.classifier import Classifier, pick_device
    from leukview.resources import models_dir
    from leukview.training.attribute_scores import attribute_scores
    from leukview.training.card import Measured, write_card
    from leukview.training.datasets import read_labels
    from leukview.training.evaluate import call_images, evaluate_calls, flagged_by_set
    from leukview.training.leave_out import read_rows
    from leukview.training.recipe import load_recipe

    folder = models or models_dir()
    classifier = Classifier.load(model, pick_device(device), folder)
    manifest = classifier.manifest
    recipe = load_recipe(manifest.recipe)
    seen = {recipe.data.train_split, recipe.data.val_split}
    items = [item for item in read_labels(data) if not (item.dataset in manifest.data and item.split in seen)]
    calls = call_images(classifier, items, progress)
    parts = dict.fromkeys((item.dataset, item.split) for item in items)
    reports = [evaluate_calls(calls, dataset, split) for dataset, split in parts]
    home = [report for report in reports if report.split not in {"shift", *seen}]
    away = [report for report in reports if report not in home]
    card = folder / f"{model}.md"
    measured = Measured(
        home,
        away,
        read_rows(left_out) if left_out is not None else (),
        attribute_scores(calls.part([i for i, item in enumerate(calls.items) if item.split == "test"]), classifier),
        flagged_by_set(calls, classifier, [f"{report.dataset} ({report.split})" for report in (*home, *away)]),
    )
    write_card(manifest, recipe, measured, card)
    metrics = {
        f"{report.dataset}/{report.split}": {name: round(figure.value, 4) for name, figure in report.figures.items()}
        for report in reports
    }
    with_figures = manifest.model_copy(update={"metrics": metrics})
    write_manifest(with_figures, folder / f"{model}.json")
    return card


def check_models(folder: Path | None = None) -> Iterator[tuple[ModelManifest, str | None]]:
    """Yield every installed model with None, or with what is wrong with its weight file.

    Raises
    ------
    EnvironmentFault
        When a manifest is damaged.
    """
    from leukview.segmentation.sam import list_sams
    from leukview.segmentation.weights import list_segmenters

    for manifest in (*list_manifests(folder), *list_segmenters(folder), *list_sams(folder)):
        try:
            verify(manifest, folder)
        except EnvironmentFault as fault:
            yield manifest, str(fault)
        else:
            yield manifest, None
