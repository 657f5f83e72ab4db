"""Measure the segmenter against drawn masks and boxes: ``python -m leukview.training.evaluate_segmentation DATA``.

``DATA`` holds ``masks/dataset1``, ``masks/dataset2`` and ``allidb2`` (images with ``_mask.png`` beside them: 255 nucleus, 128
cytoplasm) and ``fields`` with ``boxes.csv`` and ``allidb1_blasts.csv``. What is not there is left out.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leukview.domain.box import Box
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.readers import read_rgb
from leukview.segmentation.base import NUCLEUS, FoundCell, Segmenter, mask_on_image
from leukview.segmentation.classical import ClassicalSegmenter

__all__ = [
    "DetectionScore",
    "MaskScore",
    "SegmentationScores",
    "dice",
    "evaluate_segmentation",
    "image_of",
    "match_boxes",
    "match_points",
    "score_masks",
]

_MASK_FOLDERS = ("masks/dataset1", "masks/dataset2", "allidb2")
_BOX_FOLDERS = ("bccd", "raabin")
_LEAST_IOU = 0.3


@dataclass(frozen=True, slots=True)
class MaskScore:
    """Mean Dice over images, its lowest tenth, and median time for one image in milliseconds."""

    images: int
    nucleus_dice: float
    nucleus_dice_p10: float
    cell_dice: float
    cell_dice_p10: float
    median_ms: float


@dataclass(frozen=True, slots=True)
class DetectionScore:
    """White cells of a set of fields: how many are there, found, and found besides.

    ``precision`` is None where the truth names some of the cells only.
    """

    fields: int
    cells: int
    found: int
    besides: int
    recall: float
    precision: float | None
    median_ms: float


@dataclass(frozen=True, slots=True)
class SegmentationScores:
    """All figures, by source."""

    masks: dict[str, MaskScore] = field(default_factory=dict)
    detection: dict[str, DetectionScore] = field(default_factory=dict)


def dice(one: NDArray[np.bool_], two: NDArray[np.bool_]) -> float:
    """Return twice the overlap over the sum of both areas, 0–1; 1 where both are empty."""
    total = int(one.sum()) + int(two.sum())
    return 2 * int((one & two).sum()) / total if total else 1.0


def match_boxes(truth: Sequence[Box], found: Sequence[Box], least_iou: float = _LEAST_IOU) -> list[tuple[int, int]]:
    """Pair true with found boxes one to one, best overlap first; pairs under ``least_iou`` do not count."""
    pairs = sorted(((a.iou(b), i, j) for i, a in enumerate(truth) for j, b in enumerate(found)), reverse=True)
    kept: list[tuple[int, int]] = []
    for iou, i, j in pairs:
        if iou >= least_iou and all(i != a and j != b for a, b in kept):
            kept.append((i, j))
    return kept


def match_points(points: NDArray[np.float64], boxes: Sequence[Box]) -> int:
    """Return how many of N×2 points (x, y) lie in a box of their own, the box with the nearest middle first."""
    free = list(boxes)
    for x, y in points:
        holding = [b for b in free if b.x <= x < b.x + b.width and b.y <= y < b.y + b.height]
        if holding:
            free.remove(min(holding, key=lambda b: np.hypot(b.x + b.width / 2 - x, b.y + b.height / 2 - y)))
    return len(boxes) - len(free)


def evaluate_segmentation(
    data: Path, segmenter: Segmenter | None = None, progress: Progress | None = None, every: int = 1
) -> SegmentationScores:
    """Measure a segmenter on what the data folder holds.

    Parameters
    ----------
    data:
        The data folder.
    segmenter:
        The one to measure; the classical one by default.
    progress:
        Told of every source; may cancel.
    every:
        Take every n-th image only.

    Raises
    ------
    InputProblem
        When the folder holds neither masks nor boxes.
    Cancelled
        When the user cancels.
    """
    segmenter = segmenter or ClassicalSegmenter()
    progress = progress or NoProgress()
    scores = SegmentationScores()
    for name in _MASK_FOLDERS:
        masks = sorted((data / name).rglob("*_mask.png"))[::every]
        if masks:
            progress.report(0, 0, name)
            items = ((read_rgb(image_of(mask)), read_rgb(mask)[..., 0]) for mask in masks)
            scores.masks[name] = score_masks(items, segmenter, progress)
    boxes = data / "fields" / "boxes.csv"
    if boxes.is_file():
        scores.detection.update(_score_boxes(data, pd.read_csv(boxes), segmenter, progress, every))
    blasts = data / "fields" / "allidb1_blasts.csv"
    if blasts.is_file():
        progress.report(0, 0, "allidb1")
        scores.detection["allidb1 blasts"] = _score_points(data, pd.read_csv(blasts), segmenter, progress, every)
    if not scores.masks and not scores.detection:
        raise InputProblem(
            str(data), "there are no masks or boxes here", "Give the folder that holds masks/ and fields/"
        )
    return scores


def score_masks(
    items: Iterable[tuple[NDArray[np.uint8], NDArray[np.uint8]]], segmenter: Segmenter, progress: Progress
) -> MaskScore:
    """Measure a segmenter on single-cell images with drawn masks, through the call that the program makes.

    Parameters
    ----------
    items:
        Images, H×W×3 uint8 RGB, each with its mask: H×W uint8, 255 nucleus, 128 cytoplasm, 0 elsewhere.
    segmenter:
        The one to measure.
    progress:
        May cancel.

    Raises
    ------
    Cancelled
        When the user cancels.
    """
    nucleus, cell, seconds = [], [], []
    for image, truth in items:
        progress.check_cancelled()
        started = time.perf_counter()
        found = segmenter.single(image)
        seconds.append(time.perf_counter() - started)
        mask = mask_on_image(found, *truth.shape) if found else np.zeros_like(truth)
        nucleus.append(dice(mask == NUCLEUS, truth == NUCLEUS))
        cell.append(dice(mask > 0, truth > 0))
    return MaskScore(
        len(cell),
        float(np.mean(nucleus)),
        float(np.percentile(nucleus, 10)),
        float(np.mean(cell)),
        float(np.percentile(cell, 10)),
        1e3 * float(np.median(seconds)),
    )


def image_of(mask: Path) -> Path:
    """Return the image that ``<name>_mask.png`` was drawn on: ``<name>`` beside it, with any ending."""
    return next(p for p in sorted(mask.parent.glob(mask.name.replace("_mask.png", ".*"))))


def _search(image: Path, segmenter: Segmenter, progress: Progress, seconds: list[float]) -> list[FoundCell]:
    """Find a field's cells and note the time taken."""
    pixels = read_rgb(image)
    started = time.perf_counter()
    found = segmenter.field(pixels, progress)
    seconds.append(time.perf_counter() - started)
    return found


def _score_boxes(
    data: Path, table: pd.DataFrame, segmenter: Segmenter, progress: Progress, every: int
) -> dict[str, DetectionScore]:
    """Score each folder of fields, ``raabin`` on its test split and, apart, on the rest."""
    scores = {}
    for folder in _BOX_FOLDERS:
        rows = table[table["path"].str.startswith(f"fields/{folder}/")]
        test = rows["split"] == "test"
        parts = {f"{folder} test": rows[test], f"{folder} rest": rows[~test]} if test.any() else {folder: rows}
        for name, part in parts.items():
            paths = sorted(part["path"].unique())[::every]
            if paths:
                progress.report(0, 0, name)
                scores[name] = _score_box_fields(data, part, paths, segmenter, progress)
    return scores


def _score_box_fields(
    data: Path, rows: pd.DataFrame, paths: Sequence[str], segmenter: Segmenter, progress: Progress
) -> DetectionScore:
    cells = matched = besides = 0
    seconds: list[float] = []
    for path in paths:
        found = [item.box for item in _search(data / path, segmenter, progress, seconds)]
        here = rows[(rows["path"] == path) & (rows["class"] == "wbc")]
        corners = here[["xmin", "ymin", "xmax", "ymax"]].to_numpy(dtype=int)
        truth = [Box(int(x0), int(y0), int(x1 - x0), int(y1 - y0)) for x0, y0, x1, y1 in corners]
        pairs = match_boxes(truth, found)
        cells += len(truth)
        matched += len(pairs)
        besides += len(found) - len(pairs)
    precision = matched / max(1, matched + besides)
    return DetectionScore(
        len(paths), cells, matched, besides, matched / max(1, cells), precision, 1e3 * float(np.median(seconds))
    )


def _score_points(
    data: Path, table: pd.DataFrame, segmenter: Segmenter, progress: Progress, every: int
) -> DetectionScore:
    """Score blast centres: each must lie in the box of a cell of its own."""
    cells = matched = besides = 0
    seconds: list[float] = []
    paths = sorted(table["path"].unique())[::every]
    for path in paths:
        boxes = [item.box for item in _search(data / path, segmenter, progress, seconds)]
        points = table.loc[table["path"] == path, ["x", "y"]].dropna().to_numpy(dtype=float)
        hits = match_points(points, boxes)
        cells += len(points)
        matched += hits
        besides += len(boxes) - hits
    return DetectionScore(
        len(paths), cells, matched, besides, matched / max(1, cells), None, 1e3 * float(np.median(seconds))
    )


def _table(scores: SegmentationScores) -> str:
    """Return the figures as two Markdown tables."""
    lines = ["| masks | images | nucleus Dice (p10) | cell Dice (p10) | ms |", "|---|---|---|---|---|"]
    for name, mask in scores.masks.items():
        lines.append(
            f"| {name} | {mask.images} | {mask.nucleus_dice:.3f} ({mask.nucleus_dice_p10:.3f}) "
            f"| {mask.cell_dice:.3f} ({mask.cell_dice_p10:.3f}) | {mask.median_ms:.1f} |"
        )
    lines += ["", "| fields | images | cells | recall | precision | ms |", "|---|---|---|---|---|---|"]
    for name, found in scores.detection.items():
        precision = "–" if found.precision is None else f"{found.precision:.3f}"
        lines.append(
            f"| {name} | {found.fields} | {found.cells} | {found.recall:.3f} | {precision} | {found.median_ms:.0f} |"
        )
    return "\n".join(lines)


def _main(arguments: Sequence[str]) -> int:
    """Run from a shell: the data folder and, where wanted, a JSON file to write."""
    if len(arguments) not in {1, 2}:
        sys.stderr.write("usage: python -m leukview.training.evaluate_segmentation DATA [FIGURES.json]\n")
        return 2
    try:
        scores = evaluate_segmentation(Path(arguments[0]))
    except InputProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(_table(scores) + "\n")
    if len(arguments) == 2:
        Path(arguments[1]).write_text(json.dumps(asdict(scores), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
