"""Measure a detector on fields with boxes and with marked centres, beside the classical way to find cells."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leukview.detection.average_precision import Curve, FieldBoxes, average_precision, curve
from leukview.detection.base import KINDS, NUCLEATED, Found
from leukview.detection.detector import Detector
from leukview.domain.box import Box
from leukview.domain.progress import Progress
from leukview.imaging.readers import read_rgb
from leukview.segmentation.fields import field_cells
from leukview.training.detector.fields import FieldRow
from leukview.training.evaluate_segmentation import match_points

__all__ = [
    "BoxScore",
    "CentreScore",
    "Measured",
    "everything",
    "look_at",
    "measure_boxes",
    "measure_centres",
    "nucleated_by_stain",
]

_LEAST = 0.02
"""Objects below this score are not looked at: a curve needs a long tail, not an endless one."""
_IOUS = (0.5, 0.3)
Image = NDArray[np.uint8]
Finder = Callable[[Image, Progress], Found]


@dataclass(frozen=True, eq=False, slots=True)
class Measured:
    """What was found in a set of fields.

    Attributes
    ----------
    fields:
        For each kind, truth and finds of every field.
    milliseconds:
        Median for one field.
    """

    fields: tuple[list[FieldBoxes], ...]
    milliseconds: float

    def curves(self, iou: float = 0.5) -> tuple[Curve, ...]:
        """Return precision against recall of each kind."""
        return tuple(curve(own, iou) for own in self.fields)


@dataclass(frozen=True, slots=True)
class BoxScore:
    """One kind of object in the fields of one source and part.

    ``by`` is the detector's id or ``classical``. ``ap50`` and ``ap`` (AP50:95) are None where there is no score to rank by or
    nothing to find; the rest is at the detector's threshold, at an overlap of 0.5 and of 0.3.
    """

    by: str
    source: str
    part: str
    kind: str
    fields: int
    objects: int
    ap50: float | None
    ap: float | None
    recall: float
    precision: float
    recall30: float
    precision30: float
    median_ms: float


@dataclass(frozen=True, slots=True)
class CentreScore:
    """Marked centres of nucleated cells, each to lie in a box of its own; ``boxes`` counts all that were found."""

    by: str
    source: str
    part: str
    fields: int
    centres: int
    found: int
    boxes: int
    median_ms: float

    @property
    def recall(self) -> float:
        """Part of the centres that were found, 0–1."""
        return self.found / max(1, self.centres)


def nucleated_by_stain(image: Image, progress: Progress) -> Found:
    """Return the nucleated cells that the classical method finds, each with score 1."""
    boxes = [cell.box for cell in field_cells(image, progress)]
    corners = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in boxes]
    return Found(
        np.array(corners, dtype=np.float64).reshape(-1, 4), np.ones(len(boxes)), np.full(len(boxes), NUCLEATED)
    )


def look_at(finder: Finder, rows: Sequence[FieldRow], progress: Progress) -> Measured:
    """Look at every field as the program does, and set what is found beside its boxes.

    Raises
    ------
    Cancelled
        When the user cancels.
    """
    fields: tuple[list[FieldBoxes], ...] = tuple([] for _ in KINDS)
    seconds = []
    for row in rows:
        progress.check_cancelled()
        image = read_rgb(row.path)
        started = time.perf_counter()
        found = finder(image, progress)
        seconds.append(time.perf_counter() - started)
        for kind, own in enumerate(fields):
            of_kind = found.of_kind(kind)
            own.append(FieldBoxes(row.boxes[row.kinds == kind], of_kind.boxes, of_kind.scores))
    return Measured(fields, 1e3 * float(np.median(seconds)) if seconds else 0.0)


def everything(detector: Detector) -> Finder:
    """Return what finds every object with the detector, unsure ones included, for a curve."""
    return lambda image, progress: detector.find(image, progress, least=(_LEAST,) * len(KINDS))


def measure_boxes(
    detector: Detector, rows: Sequence[FieldRow], progress: Progress
) -> tuple[list[BoxScore], dict[tuple[str, str], Measured]]:
    """Measure the detector, and the classical method on nucleated cells, by source.

    Parameters
    ----------
    detector:
        The detector.
    rows:
        Fields, all of one part.
    progress:
        Told of every source; may cancel.

    Returns
    -------
    The scores, and what the detector found by source and part, for its curves.
    """
    scores: list[BoxScore] = []
    looks = {}
    for source, part in dict.fromkeys((row.source, row.part) for row in rows):
        own = [row for row in rows if (row.source, row.part) == (source, part)]
        progress.report(0, 0, f"{source}, {part}")
        by_stain = look_at(nucleated_by_stain, own, progress)
        scores.append(_score("classical", source, part, NUCLEATED, by_stain, 0.5))
        look = looks[source, part] = look_at(everything(detector), own, progress)
        for kind, threshold in enumerate(detector.manifest.thresholds):
            scores.append(_score(detector.manifest.id, source, part, kind, look, threshold))
    return scores, looks


def _score(by: str, source: str, part: str, kind: int, look: Measured, threshold: float) -> BoxScore:
    fields = look.fields[kind]
    strict, loose = (curve(fields, iou) for iou in _IOUS)
    (precision, recall), (precision30, recall30) = strict.at(threshold), loose.at(threshold)
    ranked = len(np.unique(strict.scores)) > 1
    return BoxScore(
        by=by,
        source=source,
        part=part,
        kind=KINDS[kind],
        fields=len(fields),
        objects=strict.truths,
        ap50=strict.area if ranked else None,
        ap=average_precision(fields) if ranked else None,
        recall=recall,
        precision=precision,
        recall30=recall30,
        precision30=precision30,
        median_ms=look.milliseconds,
    )


def measure_centres(detector: Detector, data: Path, progress: Progress) -> list[CentreScore]:
    """Measure how many blast centres of ``data/fields/allidb1_blasts.csv`` are found, by part; none where it is not there."""
    file = data / "fields" / "allidb1_blasts.csv"
    if not file.is_file():
        return []
    table = pd.read_csv(file)
    scores = []
    for part in sorted(table["split"].unique()):
        rows = table[table["split"] == part]
        for by, finder in (("classical", nucleated_by_stain), (detector.manifest.id, detector.find)):
            progress.report(0, 0, f"allidb1, {part}")
            scores.append(_centre_score(by, str(part), finder, data, rows, progress))
    return scores


def _centre_score(
    by: str, part: str, finder: Finder, data: Path, rows: pd.DataFrame, progress: Progress
) -> CentreScore:
    centres = found = boxes = 0
    seconds = []
    paths = sorted(rows["path"].unique())
    for path in paths:
        progress.check_cancelled()
        image = read_rgb(data / path)
        started = time.perf_counter()
        cells = finder(image, progress).of_kind(NUCLEATED)
        seconds.append(time.perf_counter() - started)
        points = rows.loc[rows["path"] == path, ["x", "y"]].dropna().to_numpy(dtype=np.float64)
        corners = np.rint(cells.boxes).astype(int).tolist()
        found += match_points(points, [Box(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in corners])
        centres, boxes = centres + len(points), boxes + len(cells)
    return CentreScore(by, "allidb1", part, len(paths), centres, found, boxes, 1e3 * float(np.median(seconds)))
