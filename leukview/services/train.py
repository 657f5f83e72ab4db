"""Make, measure and check models."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.classifiers.installed import folder_of
from leukview.classifiers.manifest import Manifest, list_manifests, verify
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.progress import Progress
from leukview.resources import models_dir, user_models_dir

if TYPE_CHECKING:  # both import torch
    from leukview.segmentation.sam import SamManifest
    from leukview.segmentation.weights import SegmenterManifest
    from leukview.training.evaluate import DatasetReport
    from leukview.training.loops import EpochRecord
    from leukview.training.segmenter.train import HeldBack

__all__ = [
    "TrainedModel",
    "check_models",
    "evaluate_model",
    "measure_segmenter",
    "recipe_kind",
    "train_masks",
    "train_model",
    "write_model_card",
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
    from leukview.training.recipe import recipe_path
    from leukview.training.segmenter.recipe import read_sam_recipe, read_segmenter_recipe
    from leukview.training.segmenter.sam_train import train_sam
    from leukview.training.segmenter.train import train_segmenter

    path = recipe_path(recipe)
    if recipe_kind(recipe) == "sam":
        return train_sam(read_sam_recipe(path), data, out, workers=workers, progress=progress)
    return train_segmenter(read_segmenter_recipe(path), data, out, workers=workers, progress=progress)


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
    from leukview.training.recipe import recipe_path
    from leukview.training.segmenter.recipe import read_segmenter_recipe
    from leukview.training.segmenter.train import measure_segmenter as measure

    return measure(read_segmenter_recipe(recipe_path(recipe)), data, out, workers=workers, progress=progress)


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


def write_model_card(
    model: str, data: Path, *, models: Path | None = None, device: str = "auto", progress: Progress | None = None
) -> Path:
    """Measure a model at home (its own sources' test split) and away (every source it has not seen), and write its card.

    Figures also go into the manifest. Returns the card's path.

    Raises
    ------
    InputProblem
        When the data file lacks the test split of a source the model was made from.
    """
    from leukview.classifiers.classifier import Classifier, pick_device
    from leukview.training.card import write_card
    from leukview.training.datasets import read_labels
    from leukview.training.evaluate import call_images, evaluate_calls
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
    write_card(manifest, recipe, home, away, card)
    metrics = {
        f"{report.dataset}/{report.split}": {name: round(figure.value, 4) for name, figure in report.figures.items()}
        for report in reports
    }
    measured = manifest.model_copy(update={"metrics": metrics})
    (folder / f"{model}.json").write_text(measured.model_dump_json(indent=1) + "\n", "utf-8")
    return card


def check_models(
    folder: Path | None = None,
) -> Iterator[tuple[Manifest | SegmenterManifest | SamManifest, str | None]]:
    """Yield every installed model with None, or with what is wrong with its weight file.

    Without a folder, the shipped models and then the user's own.
    """
    from leukview.segmentation.sam import list_sams, verify_sam
    from leukview.segmentation.weights import list_segmenters, verify_segmenter

    mine = user_models_dir()
    if folder is None and mine.is_dir():
        yield from check_models(models_dir())
        yield from check_models(mine)
        return
    for manifest in list_manifests(folder):
        yield manifest, _fault(partial(verify, manifest, folder))
    for segmenter in list_segmenters(folder):
        yield segmenter, _fault(partial(verify_segmenter, segmenter, folder))
    for sam in list_sams(folder):
        yield sam, _fault(partial(verify_sam, sam, folder))


def _fault(check: Callable[[], object]) -> str | None:
    try:
        check()
    except EnvironmentFault as fault:
        return str(fault)
    return None
