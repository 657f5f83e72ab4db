"""Measure what finds cells, a segmenter, a SAM or a detector, on images that its training held back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.domain.progress import NoProgress, Progress

if TYPE_CHECKING:  # they import torch
    from leukview.training.detector.measure import BoxScore, CentreScore, Measured
    from leukview.training.segmenter.sam_scores import PromptScore
    from leukview.training.segmenter.train import HeldBack

__all__ = ["DetectorFigures", "measure_detector", "measure_sam", "measure_segmenter"]


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
