"""Make, measure and check models."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.classifiers.ensemble_manifest import list_ensembles
from leukview.classifiers.frozen_manifest import label_names, list_frozen
from leukview.classifiers.installed import folder_of
from leukview.classifiers.manifest import Manifest, list_manifests
from leukview.classifiers.staged_manifest import list_staged
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.domain.training_status import TrainingStatus
from leukview.manifests import ModelManifest, verify
from leukview.resources import models_dir, user_models_dir

if TYPE_CHECKING:  # both import torch
    from leukview.detection.weights import DetectorManifest
    from leukview.segmentation.sam import SamManifest
    from leukview.segmentation.weights import SegmenterManifest
    from leukview.training.detector.measure import BoxScore, CentreScore, Measured
    from leukview.training.evaluate import DatasetReport
    from leukview.training.intake.prepare import OwnData
    from leukview.training.leave_out import LeftOut
    from leukview.training.loops import EpochRecord
    from leukview.training.make import AnyRecipe
    from leukview.training.patient_level import GenotypeReport
    from leukview.training.segmenter.sam_scores import PromptScore
    from leukview.training.segmenter.train import HeldBack
    from leukview.training.staged_recipe import StagedRecipe

__all__ = [
    "DetectorFigures",
    "TrainedModel",
    "check_models",
    "evaluate_model",
    "leave_source_out",
    "measure_detector",
    "measure_sam",
    "measure_segmenter",
    "recipe_kind",
    "train_detector",
    "train_masks",
    "train_model",
    "training_status",
]


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
        Files of weights to start from, by the name of an ensemble's member, stage or head; a frozen network's is ``backbone``.
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
        return _trained(loaded, own, out, place, workers, watch, tell, ablation=ablation)


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
    from leukview.training.frozen_recipe import FrozenRecipe
    from leukview.training.intake.class_map import answerable
    from leukview.training.intake.prepare import data_to_train, refuse_empty_parts
    from leukview.training.parallel import current_team, first_decides
    from leukview.training.stage_labels import recipe_labels
    from leukview.training.staged import plan_of
    from leukview.training.staged_recipe import StagedRecipe

    given = recipe.data

    def read() -> OwnData:
        more = label_names(recipe.gathers) if isinstance(recipe, FrozenRecipe) else ()
        labels = recipe_labels(recipe) if isinstance(recipe, StagedRecipe) else answerable(recipe.classes)
        return data_to_train(
            data,
            out,
            (*labels, *more),
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


def _trained(
    recipe: AnyRecipe,
    own: OwnData,
    out: Path,
    device: str,
    workers: int,
    progress: Progress | None,
    say: Callable[[str], None],
    *,
    ablation: bool = False,
) -> TrainedModel:
    """Train, and let the first process of a team write the model."""
    from leukview.classifiers.loading import load_manifest_of
    from leukview.training.live import live_training
    from leukview.training.make import finalise_any, train_any
    from leukview.training.parallel import current_team, first_before_others
    from leukview.training.staged_recipe import StagedRecipe

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
        if ablation and isinstance(recipe, StagedRecipe):
            _ablated(recipe, own, out, device, workers, progress, say)
    return TrainedModel(histories, load_manifest_of(recipe.name, out))


def _ablated(
    recipe: StagedRecipe,
    own: OwnData,
    out: Path,
    device: str,
    workers: int,
    progress: Progress | None,
    say: Callable[[str], None],
) -> None:
    """Train and measure what each part of a staged recipe buys, and say and write what came out."""
    from leukview.training.staged_ablation import ablate_stages, write_ablation

    rows = ablate_stages(recipe, own.items, out / "ablation", device=device, workers=workers, progress=progress)
    write_ablation(rows, out / f"{recipe.name}-ablation.csv")
    for row in rows:
        say(", ".join(f"{name} {value}" for name, value in row.items()))


def training_status(out: Path) -> TrainingStatus | None:
    """Return what the training in a folder last said of itself, while it runs or after; None where there is none.

    Reads ``out/progress.json``, without torch; cheap enough to be asked every second.
    """
    from leukview.training.live import read_status

    return read_status(out)


def recipe_kind(recipe: str) -> str:
    """Return what a recipe makes.

    ``classifier``, ``ensemble``, ``staged``, ``frozen``, ``segmenter``, ``sam`` or ``detector``.
    """
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


def measure_sam(
    model: str, data: Path, *, models: Path | None = None, progress: Progress | None = None
) -> tuple[list[PromptScore], list[HeldBack]]:
    """Measure a compact SAM on the images with drawn masks that its training held back.

    By a person's prompts, and in its automatic mode.

    Raises
    ------
    InputProblem
        When the data lack one of its sources.
    EnvironmentFault
        When the weights are missing or damaged.
    Cancelled
        When cancelled.
    """
    from leukview.segmentation.prompted import SamSegmenter
    from leukview.segmentation.sam import Sammer, load_compact
    from leukview.training.recipe import recipe_path
    from leukview.training.segmenter.recipe import read_sam_recipe
    from leukview.training.segmenter.sam_scores import score_prompts
    from leukview.training.segmenter.sam_train import shares_of
    from leukview.training.segmenter.train import score_images

    _, held = shares_of(read_sam_recipe(recipe_path(model)), data)
    sammer = Sammer(load_compact(model, models))
    prompted = score_prompts(sammer, held, progress=progress)
    by_itself = SamSegmenter(sammer, model)
    sources = dict.fromkeys(item.source for item in held)
    own = {source: [item for item in held if item.source == source] for source in sources}
    return prompted, [score_images("automatic", source, items, by_itself) for source, items in own.items()]


@dataclass(frozen=True)
class DetectorFigures:
    """What :func:`measure_detector` found: scores of boxes and of marked centres, and what each curve is made of."""

    boxes: list[BoxScore]
    centres: list[CentreScore]
    looks: dict[tuple[str, str], Measured]


def measure_detector(
    model: str, data: Path, *, models: Path | None = None, out: Path | None = None, progress: Progress | None = None
) -> DetectorFigures:
    """Measure a detector on the test fields of its sources and on ALL-IDB1's blasts, beside the classical method.

    With ``out`` the scores are also written there as ``detector.json``, and every point of the curves as ``curves.csv``.

    Raises
    ------
    InputProblem
        When the data lack one of its sources.
    EnvironmentFault
        When the weights are missing or damaged.
    Cancelled
        When cancelled.
    """
    from leukview.detection.detector import Detector
    from leukview.training.detector.card import write_curves
    from leukview.training.detector.fields import list_fields
    from leukview.training.detector.measure import measure_boxes, measure_centres
    from leukview.training.detector.recipe import read_detector_recipe

    watch = progress or NoProgress()
    detector = Detector.load(model, folder=models)
    recipe = read_detector_recipe(detector.manifest.recipe)
    rows = [row for row in list_fields(data, recipe.sources, recipe.blocks) if row.part == "test"]
    boxes, looks = measure_boxes(detector, rows, watch)
    figures = DetectorFigures(boxes, measure_centres(detector, data, watch), looks)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        scores = {"boxes": [asdict(one) for one in boxes], "centres": [asdict(one) for one in figures.centres]}
        (out / "detector.json").write_text(json.dumps(scores, indent=1) + "\n", "utf-8")
        write_curves(looks, out / "curves.csv")
    return figures


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
    from leukview.classifiers.classifier import pick_device
    from leukview.classifiers.loading import gathers_of, left_out_by, load_any, load_manifest_of, model_of
    from leukview.training.evaluate import call_images, evaluate_calls, write_reports
    from leukview.training.frozen_recipe import gathered
    from leukview.training.intake.prepare import data_to_measure
    from leukview.training.intake.split_file import SPLIT_FILE
    from leukview.training.patient_level import write_patients
    from leukview.training.stage_labels import known_labels, measurable
    from leukview.training.staged_measure import genotypes

    folder = models or folder_of(model_of(model))
    classifier = load_any(model, pick_device(device), folder)
    gathers = gathers_of(classifier.manifest)
    own = data_to_measure(
        data,
        split,
        (*known_labels(classifier.manifest), *gathers),
        classes=classes,
        leave_out=left_out_by(load_manifest_of(model_of(model), folder)),
        trained=[(folder or models_dir()) / SPLIT_FILE],
        progress=progress,
    )
    for note in own.notes:
        say(note)
    items, others = measurable(classifier.manifest, gathered(own.items, gathers))
    if not items:
        raise InputProblem(str(data), f"{model} can be measured on none of its images", "Measure another stage, or all")
    if others:
        say(f"{others} images that {model} is not asked about, or knows no answer for: left out.")
    calls = call_images(classifier, items, progress)
    reports = [evaluate_calls(calls, name, split) for name in dict.fromkeys(item.dataset for item in items)]
    patients = genotypes(classifier, calls)
    for line in (words for found in patients for words in _genotype_words(found)):
        say(line)
    if out is not None:
        write_reports(reports, calls, out)
        if patients:
            write_patients(patients, out)
    return reports


def _genotype_words(found: GenotypeReport) -> Iterator[str]:
    """Yield what a head says of cells and of patients, a line each."""
    of = ("cells", found.threshold, found.cells), ("patients", found.patient_threshold, found.patients)
    for what, threshold, figures in of:
        said = ", ".join(f"{name} {figure}" for name, figure in figures.items())
        yield f"{found.head}, {found.dataset} ({found.split}), by {what}, threshold {threshold:.3f}: {said}"


def check_models(folder: Path | None = None) -> Iterator[tuple[ModelManifest, str | None]]:
    """Yield every installed model with None, or with what is wrong with its weight file.

    Without a folder, the shipped models and then the user's own.

    Raises
    ------
    EnvironmentFault
        When a manifest is damaged.
    """
    from leukview.detection.weights import list_detectors
    from leukview.segmentation.sam import list_sams
    from leukview.segmentation.weights import list_segmenters

    mine = user_models_dir()
    if folder is None and mine.is_dir():
        yield from check_models(models_dir())
        yield from check_models(mine)
        return
    listed = (
        *(list_manifests, list_ensembles, list_staged, list_frozen),
        *(list_segmenters, list_sams, list_detectors),
    )
    for manifest in (manifest for kind in listed for manifest in kind(folder)):
        try:
            verify(manifest, folder)
        except EnvironmentFault as fault:
            yield manifest, str(fault)
        else:
            yield manifest, None
