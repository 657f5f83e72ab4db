"""Model cards: measured, and written beside the weights."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.domain.progress import Progress
from leukview.manifests import write_manifest

if TYPE_CHECKING:  # all import torch
    from leukview.classifiers.classifier import Classifier
    from leukview.services.measure_finders import DetectorFigures
    from leukview.training.compare_models import ModelComparison
    from leukview.training.evaluate import Calls, DatasetReport
    from leukview.training.segmenter.sam_scores import PromptScore
    from leukview.training.segmenter.train import HeldBack

__all__ = ["write_detector_card", "write_model_card", "write_sam_card", "write_segmenter_card"]


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

    Images whose label these weights have no class for are passed over; of an ensemble, the members are compared at home as well.
    Figures also go into the manifest. ``left_out`` is the folder that :func:`leukview.services.measure.leave_source_out` wrote
    to, for its table. Returns the card's path.

    Raises
    ------
    InputProblem
        When the data file lacks the test split of a source the model was made from, or the recipe has no card's text.
    """
    from leukview.classifiers.classifier import pick_device
    from leukview.classifiers.loading import left_out_by, load_any
    from leukview.resources import models_dir
    from leukview.training.attribute_scores import attribute_scores
    from leukview.training.bystanders import asked_parts
    from leukview.training.card import Measured, write_card
    from leukview.training.datasets import read_labels
    from leukview.training.ensemble_recipe import load_any_recipe
    from leukview.training.evaluate import call_images, evaluate_calls, flagged_by_set
    from leukview.training.leave_out import read_rows
    from leukview.training.stage_labels import known_labels, measurable
    from leukview.training.staged_ablation import read_ablation
    from leukview.training.staged_measure import measured_parts

    folder = models or models_dir()
    classifier = load_any(model, pick_device(device), folder)
    manifest = classifier.manifest
    recipe = load_any_recipe(manifest.recipe)
    seen = {recipe.data.train_split, recipe.data.val_split}
    known = set(known_labels(manifest)) - set(left_out_by(manifest))
    offered = [item for item in read_labels(data) if item.cls in known]
    items = [item for item in offered if not (item.dataset in manifest.data and item.split in seen)]
    # What the data file offers for training and these weights were not made from is another laboratory's.
    elsewhere = {item.dataset for item in offered if item.split in seen} - set(manifest.data)
    given = items
    items, _ = measurable(manifest, given)
    calls = call_images(classifier, items, progress)
    parts = dict.fromkeys((item.dataset, item.split) for item in items)
    reports = [evaluate_calls(calls, dataset, split) for dataset, split in parts]
    home = [report for report in reports if report.split not in {"shift", *seen} and report.dataset not in elsewhere]
    away = [report for report in reports if report not in home]
    card = folder / f"{model}.md"
    measured = Measured(
        home,
        away,
        read_rows(left_out) if left_out is not None else (),
        attribute_scores(calls.part([i for i, item in enumerate(calls.items) if item.split == "test"]), classifier),
        flagged_by_set(calls, classifier, [f"{report.dataset} ({report.split})" for report in (*home, *away)]),
        _members_compared(classifier, calls, home, progress),
        measured_parts(classifier, given, progress),
        read_ablation(folder / f"{model}-ablation.csv"),
        asked_parts(classifier, given, progress),
    )
    write_card(manifest, recipe, measured, card)
    metrics = {
        f"{report.dataset}/{report.split}": {name: round(figure.value, 4) for name, figure in report.figures.items()}
        for report in reports
    }
    with_figures = manifest.model_copy(update={"metrics": metrics})
    write_manifest(with_figures, folder / f"{model}.json")
    return card


def _members_compared(
    classifier: Classifier, calls: Calls, home: Sequence[DatasetReport], progress: Progress | None
) -> list[ModelComparison]:
    """Return an ensemble against each member, and the members against each other, on the home sets; of another model, nothing."""
    from leukview.classifiers.ensemble import EnsembleClassifier
    from leukview.training.compare_models import compare_calls
    from leukview.training.evaluate import call_images

    if not isinstance(classifier, EnsembleClassifier):
        return []
    sets = {(report.dataset, report.split) for report in home}
    rows = [row for row, item in enumerate(calls.items) if (item.dataset, item.split) in sets]
    own = calls.part(rows)
    named = {"ensemble": own}
    named |= {name: call_images(member, own.items, progress) for name, member in classifier.members.items()}
    return [part for a, b in combinations(named.items(), 2) for part in compare_calls(a, b, "test")]


def write_segmenter_card(model: str, scores: Sequence[HeldBack], *, models: Path | None = None) -> Path:
    """Write a segmenter's card, and its figures into its manifest.

    ``scores`` come from :func:`leukview.services.measure_finders.measure_segmenter`.
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


def write_sam_card(
    model: str, scores: Sequence[PromptScore], automatic: Sequence[HeldBack], *, models: Path | None = None
) -> Path:
    """Write a compact SAM's card, and its figures into its manifest.

    ``scores`` and ``automatic`` come from :func:`leukview.services.measure_finders.measure_sam`. Returns the card's path.

    Raises
    ------
    EnvironmentFault
        When the weights are missing or damaged.
    """
    from leukview.manifests import load_of_kind
    from leukview.resources import models_dir
    from leukview.segmentation.sam import SamManifest
    from leukview.training.recipe import recipe_path
    from leukview.training.segmenter.card import write_sam_card as write
    from leukview.training.segmenter.recipe import read_sam_recipe

    folder = models or models_dir()
    manifest = load_of_kind(SamManifest, model, folder)
    path = folder / f"{model}.md"
    write(manifest, read_sam_recipe(recipe_path(manifest.recipe)), scores, automatic, path)
    figures = {
        f"{score.source}, {score.part}": {"box_dice": round(score.box, 4), "click_dice": round(score.clicks[0], 4)}
        for score in scores
    }
    figures |= {
        f"{score.source}, automatic": {"cell_dice": round(score.cell, 4), "nucleus_dice": round(score.nucleus, 4)}
        for score in automatic
    }
    write_manifest(manifest.model_copy(update={"metrics": figures}), folder / f"{model}.json")
    return path


def write_detector_card(model: str, figures: DetectorFigures, *, models: Path | None = None) -> Path:
    """Write a detector's card, and its figures into its manifest.

    ``figures`` come from :func:`leukview.services.measure_finders.measure_detector`. Returns the card's path.

    Raises
    ------
    EnvironmentFault
        When the detector's manifest is missing or damaged.
    """
    from leukview.detection.weights import DetectorManifest
    from leukview.manifests import load_of_kind
    from leukview.resources import models_dir
    from leukview.training.detector.card import write_detector_card as write
    from leukview.training.detector.recipe import read_detector_recipe
    from leukview.training.recipe import recipe_path

    folder = models or models_dir()
    manifest = load_of_kind(DetectorManifest, model, folder)
    path = folder / f"{model}.md"
    recipe = read_detector_recipe(recipe_path(manifest.recipe))
    write(manifest, recipe, figures.boxes, figures.centres, figures.looks, path)
    own = [score for score in figures.boxes if score.by == model and score.ap50 is not None]
    metrics = {
        f"{score.source}/{score.part}, {score.kind}": {
            name: round(value, 4)
            for name, value in (("ap50", score.ap50), ("ap", score.ap), ("recall", score.recall))
            if value is not None
        }
        for score in own
    } | {
        f"{score.source}/{score.part}, blasts": {"recall": round(score.recall, 4)}
        for score in figures.centres
        if score.by == model
    }
    write_manifest(manifest.model_copy(update={"metrics": metrics}), folder / f"{model}.json")
    return path
