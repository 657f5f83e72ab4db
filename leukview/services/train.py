"""Make, measure and check models."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.classifiers.installed import folder_of
from leukview.classifiers.manifest import Manifest, list_manifests
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.progress import Progress
from leukview.manifests import ModelManifest, verify
from leukview.resources import models_dir, user_models_dir

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
    from leukview.classifiers.adapted import load_classifier
    from leukview.classifiers.classifier import pick_device
    from leukview.training.datasets import read_labels
    from leukview.training.evaluate import call_images, evaluate_calls, write_reports

    classifier = load_classifier(model, pick_device(device), models or folder_of(model))
    items = [item for item in read_labels(data) if item.split == split]
    if not items:
        raise InputProblem(str(data), f"it has no image of the split '{split}'", "Choose another with --split")
    calls = call_images(classifier, items, progress)
    reports = [evaluate_calls(calls, name, split) for name in dict.fromkeys(item.dataset for item in items)]
    if out is not None:
        write_reports(reports, calls, out)
    return reports


def check_models(folder: Path | None = None) -> Iterator[tuple[ModelManifest, str | None]]:
    """Yield every installed model with None, or with what is wrong with its weight file.

    Without a folder, the shipped models and then the user's own.

    Raises
    ------
    EnvironmentFault
        When a manifest is damaged.
    """
    from leukview.segmentation.sam import list_sams
    from leukview.segmentation.weights import list_segmenters

    mine = user_models_dir()
    if folder is None and mine.is_dir():
        yield from check_models(models_dir())
        yield from check_models(mine)
        return
    for manifest in (*list_manifests(folder), *list_segmenters(folder), *list_sams(folder)):
        try:
            verify(manifest, folder)
        except EnvironmentFault as fault:
            yield manifest, str(fault)
        else:
            yield manifest, None
