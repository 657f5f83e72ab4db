"""Train weights from a recipe and labelled images, fields or masks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.classifiers.manifest import Manifest
from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress
from leukview.domain.training_status import TrainingStatus

if TYPE_CHECKING:  # they import torch
    from leukview.detection.weights import DetectorManifest
    from leukview.segmentation.sam import SamManifest
    from leukview.segmentation.weights import SegmenterManifest
    from leukview.training.history import EpochRecord
    from leukview.training.intake.prepare import OwnData
    from leukview.training.make import AnyRecipe
    from leukview.training.staged_recipe import StagedRecipe

__all__ = ["TrainedModel", "recipe_kind", "train_detector", "train_masks", "train_model", "training_status"]


@dataclass(frozen=True)
class TrainedModel:
    """A finished training: the epochs of each network, by name, and the manifest of the weights it wrote."""

    histories: dict[str, list[EpochRecord]]
    manifest: Manifest


def _not_said(sentence: str) -> None:
    """Drop what nobody asked to be told."""


def train_model(
    recipe: str,
    data: Path,
    out: Path,
    *,
    classes: Path | None = None,
    starts: Mapping[str, Path] = {},
    device: str = "auto",
    workers: int = 1,
    ablation: bool = False,
    progress: Progress | None = None,
    say: Callable[[str], None] = _not_said,
) -> TrainedModel:
    """Train by a recipe of one network, of an ensemble or of stages, then calibrate and write weights and manifest into ``out``.

    The same call goes on where it was stopped.

    Parameters
    ----------
    recipe:
        A shipped recipe's name, or a recipe file.
    data:
        A folder with a subfolder for each class, a folder with ``labels.csv``, or a CSV; see ``docs/TRAINING_DATA.md``.
    out:
        Folder for checkpoint, weights, manifest, history and ``split.csv``.
    classes:
        The class map; ``classes.toml`` beside the data without.
    starts:
        Files of weights to start from, by the name of an ensemble's member, or of a stage or head; a frozen network's is
        ``backbone``.
    device, workers:
        ``auto``, ``cpu`` or ``cuda``; processes that prepare images.
    ablation:
        Of stages: also train and measure what each of their parts buys, into ``OUT/<name>-ablation.csv``.
    progress:
        Told of every step; may cancel.
    say:
        Called with each sentence the user should read, about the data before the training, about the machine after it.

    Processes that ``torchrun`` has started train together; the first alone tells ``progress`` and ``say``, and writes.

    Raises
    ------
    InputProblem
        When the recipe or the data is not usable, or a patient, a smear or a picture stands in two splits.
    Cancelled
        When cancelled; the last finished epoch is kept.
    """
    from leukview.classifiers.classifier import pick_device
    from leukview.training.ensemble_recipe import load_any_recipe, with_starts
    from leukview.training.parallel import joined_team
    from leukview.training.staged_recipe import StagedRecipe

    loaded = load_any_recipe(recipe)
    if starts:
        loaded = with_starts(loaded, starts)
    if ablation and not isinstance(loaded, StagedRecipe):
        raise InputProblem(loaded.name, "it has no stages whose worth could be measured", "Name a recipe of stages")
    place = pick_device(device)
    with joined_team(place) as team:
        watch = progress if team.first else None
        tell = say if team.first else _not_said
        loaded, own = _prepared(loaded, data, out, classes, watch, tell)
        trained = _trained(loaded, own, out, place, workers, watch, tell)
        if ablation and isinstance(loaded, StagedRecipe):
            _ablated(loaded, own, out, place, workers, watch, tell)
    return trained


def _prepared(
    recipe: AnyRecipe,
    data: Path,
    out: Path,
    classes: Path | None,
    progress: Progress | None,
    say: Callable[[str], None],
) -> tuple[AnyRecipe, OwnData]:
    """Return the images, as the first process of a team reads them, and the recipe as they leave it."""
    from leukview.training.ensemble import with_shown_classes
    from leukview.training.ensemble_recipe import EnsembleRecipe
    from leukview.training.intake.prepare import data_to_train, refuse_empty_parts
    from leukview.training.make import data_labels
    from leukview.training.parallel import current_team, first_decides
    from leukview.training.stage_plan import plan_of
    from leukview.training.staged_recipe import StagedRecipe

    given = recipe.data

    def read() -> OwnData:
        return data_to_train(
            data,
            out,
            data_labels(recipe),
            datasets=given.datasets,
            classes=classes,
            leave_out=given.leave_out,
            fractions=given.fractions,
            seed=recipe.seed,
            progress=progress,
        )

    # The first one's for all: each would write the file of the split.
    found = first_decides(read() if current_team().first else None)
    assert found is not None
    for note in found.notes:
        say(note)
    refuse_empty_parts(found, given.train_split, given.val_split, recipe.optimiser.batch * given.every)
    # The manifest names what was trained on: not the recipe's data sets where people bring their own.
    names = tuple(name for name in given.datasets if name in found.datasets) or found.datasets
    recipe = recipe.model_copy(update={"data": given.model_copy(update={"datasets": names})})
    if isinstance(recipe, EnsembleRecipe):
        recipe, unknown = with_shown_classes(recipe, found.items)
        if unknown:
            say(f"No training image shows {', '.join(unknown)}: these weights cannot know it and will never call it.")
    if isinstance(recipe, StagedRecipe):
        for note in plan_of(recipe, found.items).notes:
            say(note)
    return recipe, found


def _ablated(
    recipe: StagedRecipe,
    own: OwnData,
    out: Path,
    device: str,
    workers: int,
    progress: Progress | None,
    say: Callable[[str], None],
) -> None:
    """Train and measure what each part of the stages buys, and write it beside the model."""
    from leukview.training.parallel import current_team
    from leukview.training.staged_ablation import ablate_stages, write_ablation

    rows = ablate_stages(recipe, own.items, out / "ablation", device=device, workers=workers, progress=progress)
    if current_team().first:
        write_ablation(rows, out / f"{recipe.name}-ablation.csv")
    for row in rows:
        say(", ".join(f"{name} {value}" for name, value in row.items()))


def _trained(
    recipe: AnyRecipe,
    own: OwnData,
    out: Path,
    device: str,
    workers: int,
    progress: Progress | None,
    say: Callable[[str], None],
) -> TrainedModel:
    """Train, and let the first process of a team write the model."""
    from leukview.classifiers.loading import load_manifest_of
    from leukview.training.live import live_training
    from leukview.training.make import finalise_any, train_any
    from leukview.training.parallel import current_team, first_before_others

    first = current_team().first
    with live_training(out if first else None, recipe.name, own.notes) as live:
        before = live.status.notes
        histories = train_any(recipe, own.items, out, device=device, workers=workers, progress=progress, live=live)
        for note in live.status.notes:
            if note not in before:
                say(note)
        live.enter("finishing")
        with first_before_others():
            if first:
                finalise_any(recipe, own.items, out, out, progress)
    return TrainedModel(histories, load_manifest_of(recipe.name, out))


def training_status(out: Path) -> TrainingStatus | None:
    """Return what the training in a folder last said of itself, while it runs or after; None where there is none.

    Reads ``out/progress.json``, without torch; cheap enough to be asked every second.
    """
    from leukview.training.live import read_status

    return read_status(out)


def recipe_kind(recipe: str) -> str:
    """Return what it makes: ``classifier``, ``ensemble``, ``staged``, ``frozen``, ``segmenter``, ``sam`` or ``detector``."""
    from leukview.training.recipe import recipe_kind as kind

    return kind(recipe)


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
    from leukview.training.parallel import refuse_team
    from leukview.training.segmenter.recipe import read_sam_recipe, read_segmenter_recipe
    from leukview.training.segmenter.sam_train import train_sam
    from leukview.training.segmenter.train import train_segmenter

    refuse_team(recipe)
    if recipe_kind(recipe) == "sam":
        return train_sam(read_sam_recipe(recipe), data, out, workers=workers, progress=progress)
    return train_segmenter(read_segmenter_recipe(recipe), data, out, workers=workers, progress=progress)


def train_detector(
    recipe: str, data: Path, out: Path, *, workers: int = 1, progress: Progress | None = None
) -> DetectorManifest:
    """Train a detector on the fields of ``data/fields/boxes.csv``; goes on where it was stopped.

    Raises
    ------
    InputProblem
        When the recipe or the data is not usable.
    Cancelled
        When cancelled; the last finished epoch is kept.
    """
    from leukview.training.detector.recipe import read_detector_recipe
    from leukview.training.detector.train import train_detector as train
    from leukview.training.parallel import refuse_team

    refuse_team(recipe)
    return train(read_detector_recipe(recipe), data, out, workers=workers, progress=progress)
