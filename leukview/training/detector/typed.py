"""Measure a pipeline on fields whose boxes carry cell types: found and typed right at once, each type by its own curve."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leukview.detection.average_precision import Curve, FieldBoxes, average_precision, curve
from leukview.domain.box import Box
from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress
from leukview.domain.taxonomy import taxonomy
from leukview.imaging.readers import read_rgb
from leukview.pipelines.base import LocatedCell, Pipeline

__all__ = ["TypeScore", "TypedField", "list_typed_fields", "measure_types", "score_types", "write_type_curves"]

_COLUMNS = ("path", "class", "xmin", "ymin", "xmax", "ymax")
_LEAST = 0.01
"""Probability below which a type's curve is not followed."""
_NOT_NUCLEATED = frozenset({"rbc", "red_cell", "platelet", "giant_platelet", "platelet_clump"})
_ROUNDS = 500


@dataclass(frozen=True, eq=False, slots=True)
class TypedField:
    """One field: its image, N×4 float64 boxes (x0, y0, x1, y1 in pixels) of nucleated cells and N class ids."""

    path: Path
    boxes: NDArray[np.float64]
    classes: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class TypeScore:
    """One type over all fields.

    Attributes
    ----------
    class_id, n:
        The type and its true boxes.
    found:
        Truth and finds of each field; the scores are the type's probability.
    curve:
        At an overlap of 0.5.
    ap50, ap:
        Average precision at 0.5, and over 0.5 to 0.95; None where there is nothing to find.
    interval:
        95 % of ``ap50`` over resampled fields; None as that.
    """

    class_id: str
    n: int
    found: tuple[FieldBoxes, ...]
    curve: Curve
    ap50: float | None
    ap: float | None
    interval: tuple[float, float] | None


def list_typed_fields(data: Path, split: str = "test") -> list[TypedField]:
    """Return the fields of ``data/boxes.csv`` or ``data/fields/boxes.csv``, by name.

    The table has the columns path (from ``data``), class (an id of the taxonomy), xmin, ymin, xmax, ymax, and perhaps split, of
    which one part is read. Red cells and platelets are passed over.

    Raises
    ------
    InputProblem
        When there is no such table, a column is missing, or a class is no type of cell.
    """
    places = [data / "boxes.csv", data / "fields" / "boxes.csv"]
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        raise InputProblem(
            str(data), "there is no boxes.csv", f"Put a table with the columns {', '.join(_COLUMNS)} there"
        )
    table = pd.read_csv(file)
    missing = [name for name in _COLUMNS if name not in table]
    if missing:
        raise InputProblem(str(file), f"the column {missing[0]} is missing", f"It needs {', '.join(_COLUMNS)}")
    if "split" in table:
        table = table[table["split"] == split]
    unknown = sorted(set(table["class"]) - _NOT_NUCLEATED - set(taxonomy().ids()))
    if unknown:
        remedy = "Use the class ids of docs/GLOSSARY.md; where cells have no type, 'leukview evaluate detector' measures finding"
        raise InputProblem(str(file), f"'{unknown[0]}' is no type of cell", remedy)
    if table.empty:
        raise InputProblem(str(file), f"no row is of the part {split}", "Correct its column split, or give --split")
    return [_typed(data / str(path), rows) for path, rows in table.groupby("path")]


def _typed(path: Path, rows: pd.DataFrame) -> TypedField:
    own = rows[~rows["class"].isin(_NOT_NUCLEATED)]
    return TypedField(path, own[list(_COLUMNS[2:])].to_numpy(dtype=np.float64), tuple(own["class"]))


def measure_types(pipeline: Pipeline, fields: Sequence[TypedField], progress: Progress) -> list[TypeScore]:
    """Run the pipeline on each field and return the score of every type that it or the truth knows, in report order.

    A cell that the pipeline sets aside stands as what it sets it aside as, with certainty.

    Raises
    ------
    Cancelled
        When the user cancels.
    """
    found = []
    for number, field in enumerate(fields, start=1):
        progress.check_cancelled()
        located = pipeline.locate(read_rgb(field.path), "field", progress)
        found.append(_named(pipeline, located))
        progress.report(number, len(fields), "measuring fields")
    return score_types(fields, found)


def _named(pipeline: Pipeline, located: Sequence[LocatedCell]) -> list[tuple[Box, Mapping[str, float]]]:
    calls = pipeline.classify([cell.pixels for cell in located])
    result: list[tuple[Box, Mapping[str, float]]] = []
    for cell, call in zip(located, calls, strict=True):
        aside = cell.set_aside.joined(call.set_aside) if cell.set_aside else call.set_aside
        result.append((cell.box, {aside.class_id: 1.0} if aside else call.probabilities))
    return result


def score_types(
    fields: Sequence[TypedField], found: Sequence[Sequence[tuple[Box, Mapping[str, float]]]]
) -> list[TypeScore]:
    """Return every type's score.

    Parameters
    ----------
    fields:
        The truth.
    found:
        For each field, the box and the probabilities of each cell found.
    """
    names = {name for field in fields for name in field.classes}
    names |= {name for cells in found for _, chances in cells for name, chance in chances.items() if chance >= _LEAST}
    return [_score(name, fields, found) for name in taxonomy().sorted(names)]


def _score(
    name: str, fields: Sequence[TypedField], found: Sequence[Sequence[tuple[Box, Mapping[str, float]]]]
) -> TypeScore:
    own = []
    for field, cells in zip(fields, found, strict=True):
        named = [(box, chances[name]) for box, chances in cells if chances.get(name, 0.0) >= _LEAST]
        boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box, _ in named]
        truth = field.boxes[np.array([each == name for each in field.classes], dtype=bool)]
        own.append(
            FieldBoxes(
                truth, np.array(boxes, dtype=np.float64).reshape(-1, 4), np.array([chance for _, chance in named])
            )
        )
    whole = curve(own)
    return TypeScore(name, whole.truths, tuple(own), whole, whole.area, average_precision(own), _interval(own))


def _interval(fields: Sequence[FieldBoxes]) -> tuple[float, float] | None:
    """Return 95 % of AP50 over resampled fields; None where there is nothing to find."""
    rng = np.random.default_rng(0)
    areas = []
    for _ in range(_ROUNDS):
        area = curve([fields[place] for place in rng.integers(len(fields), size=len(fields))]).area
        if area is not None:
            areas.append(area)
    if not areas:
        return None
    low, high = np.percentile(areas, [2.5, 97.5])
    return float(low), float(high)


def write_type_curves(scores: Sequence[TypeScore], path: Path) -> None:
    """Write every point of every curve as CSV: class, threshold, precision, recall."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("class", "threshold", "precision", "recall"))
        for score in scores:
            points = zip(score.curve.scores, score.curve.precision, score.curve.recall, strict=True)
            rows.writerows((score.class_id, *(f"{value:.4f}" for value in point)) for point in points)
