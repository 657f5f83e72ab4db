"""Fields with boxes, real and rendered, and which part each belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leukview.detection.base import KINDS, NUCLEATED, PLATELET, RED_CELL
from leukview.detection.detector import DRAWN
from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress
from leukview.imaging.readers import read_rgb
from leukview.imaging.ruler import red_cell_size
from leukview.imaging.stain import background_colour
from leukview.imaging.synthetic import CLASSES, STAINS, new_smear, render_field

__all__ = ["BoxedField", "FieldRow", "list_fields", "load_field", "render_boxed", "validation_fields"]

_KIND_OF = {"wbc": NUCLEATED, "rbc": RED_CELL, "platelet": PLATELET}
_PLATELETS = frozenset({"platelet", "giant_platelet", "platelet_clump"})
_WORDS = ("path", "class", "split")
_CORNERS = ["xmin", "ymin", "xmax", "ymax"]
_PARTS = ("train", "val", "test")
_LEAST_RED = 3
_SIDE, _PX_PER_UM = 320, 5.0
_RED_UM = 7.4


@dataclass(frozen=True, eq=False, slots=True)
class FieldRow:
    """One field of ``boxes.csv``.

    ``boxes`` is N×4 float64 (x0, y0, x1, y1 in pixels), ``kinds`` N int64; ``part`` is train, val or test.
    """

    path: Path
    source: str
    part: str
    boxes: NDArray[np.float64]
    kinds: NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class BoxedField:
    """A field in memory, at a size near the one it is shown at.

    Attributes
    ----------
    image:
        H×W×3 uint8 RGB.
    boxes, kinds:
        N×4 float64 in the image's pixels, and N int64.
    red:
        The red cells' diameter, pixels.
    known:
        For each kind, whether all of its objects have a box.
    white:
        RGB of the empty background, float64.
    """

    image: NDArray[np.uint8]
    boxes: NDArray[np.float64]
    kinds: NDArray[np.int64]
    red: float
    known: tuple[bool, ...]
    white: NDArray[np.float64]


def list_fields(data: Path, sources: Sequence[str], blocks: int) -> list[FieldRow]:
    """Return the fields of ``data/fields/boxes.csv`` by source and name, each with its part.

    A source all of whose fields the table calls ``train`` is cut into contiguous blocks by name: neighbours may show one patient.
    The last is its test part and the one before is for choosing.

    Raises
    ------
    InputProblem
        When there is no such table, it cannot be read, or a source has no row in it.
    """
    file = data / "fields" / "boxes.csv"
    if not file.is_file():
        raise InputProblem(str(file), "there is no such table of boxes", "Give the folder that holds fields/boxes.csv")
    table = _read_boxes(file)
    found: list[FieldRow] = []
    for source in sources:
        rows = table[table["path"].str.startswith(f"fields/{source}/")]
        if rows.empty:
            raise InputProblem(str(file), f"no row is of fields/{source}", "Correct the recipe's sources")
        found += _fields_of(data, source, rows, blocks)
    return found


def _read_boxes(file: Path) -> pd.DataFrame:
    """Return the table of boxes, whose columns, numbers and words are those that are read."""
    try:
        table = pd.read_csv(file, dtype=dict.fromkeys(_WORDS, str)).fillna(dict.fromkeys(_WORDS, ""))
    except (OSError, ValueError) as error:  # not text, or no table
        raise InputProblem(str(file), f"the table cannot be read ({error})", "Save it as CSV in UTF-8") from None
    missing = [name for name in (*_WORDS, *_CORNERS) if name not in table]
    if missing:
        raise InputProblem(str(file), f"the columns {', '.join(missing)} are missing", "Add them")
    for name, known in (("class", tuple(_KIND_OF)), ("split", _PARTS)):
        strange = sorted(set(table[name]) - set(known))
        if strange:
            reason = f"its column {name} has '{strange[0]}', which is none of {', '.join(known)}"
            raise InputProblem(str(file), reason, "Correct it")
    corners = table[_CORNERS].apply(pd.to_numeric, errors="coerce")
    if not np.isfinite(corners.to_numpy(dtype=np.float64)).all():
        row = int(np.flatnonzero(~np.isfinite(corners.to_numpy(dtype=np.float64)).all(axis=1))[0])
        raise InputProblem(str(file), f"a corner of the box in line {row + 2} is no number", "Correct it")
    return table.assign(**corners)


def _fields_of(data: Path, source: str, rows: pd.DataFrame, blocks: int) -> list[FieldRow]:
    paths = sorted(rows["path"].unique())
    parts = dict(zip(rows["path"], rows["split"], strict=True))
    if set(parts.values()) == {"train"}:
        names = ["train"] * (blocks - 2) + ["val", "test"]
        parts = {path: names[number * blocks // len(paths)] for number, path in enumerate(paths)}
    groups = dict(iter(rows.groupby("path")))
    return [_row(data, source, path, str(parts[path]), groups[path]) for path in paths]


def _row(data: Path, source: str, path: str, part: str, rows: pd.DataFrame) -> FieldRow:
    boxes = rows[_CORNERS].to_numpy(dtype=np.float64)
    kinds = rows["class"].map(_KIND_OF).to_numpy(dtype=np.int64)
    # A few boxes were drawn with a click instead of a drag.
    real = (boxes[:, 2] - boxes[:, 0] > 1) & (boxes[:, 3] - boxes[:, 1] > 1)
    return FieldRow(data / path, source, part, boxes[real], kinds[real])


def validation_fields(rows: Sequence[FieldRow], name: str, patience: int | None) -> list[FieldRow]:
    """Return the fields to choose by.

    Parameters
    ----------
    rows:
        Of all parts.
    name, patience:
        The recipe's.

    Raises
    ------
    InputProblem
        When the recipe has a patience and none of them has a box: hours of training would end at its first epoch.
    """
    chosen = [row for row in rows if row.part == "val"]
    if patience is not None and not any(len(row.boxes) for row in chosen):
        raise InputProblem(
            name,
            "no validation field has a box, but it has a patience",
            "Call some fields val in boxes.csv, or take the patience out of the recipe",
        )
    return chosen


def load_field(row: FieldRow, red: float) -> BoxedField:
    """Read a field and reduce it until its red cells are at most ``red`` pixels wide.

    Their diameter is taken from the boxes where there are some, since the ruler fails now and then, and measured elsewhere.
    """
    image = read_rgb(row.path)
    size = row.boxes[row.kinds == RED_CELL]
    if len(size) >= _LEAST_RED:
        drawn = np.sqrt((size[:, 2] - size[:, 0]) * (size[:, 3] - size[:, 1]))
        found = DRAWN * float(np.median(drawn))
    else:
        found = red_cell_size(image)
    return _reduced(image, row.boxes, row.kinds, found, red, (True,) * len(KINDS))


def _reduced(
    image: NDArray[np.uint8],
    boxes: NDArray[np.float64],
    kinds: NDArray[np.int64],
    found: float,
    red: float,
    known: tuple[bool, ...],
) -> BoxedField:
    white = background_colour(image)
    factor = min(1.0, red / found)
    if factor < 1:
        height, width = image.shape[:2]
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        boxes = boxes * np.array([size[0] / width, size[1] / height] * 2)
    return BoxedField(image, boxes, kinds, found * factor, known, white)


def render_boxed(count: int, seed: int, red: float, progress: Progress) -> list[BoxedField]:
    """Return rendered fields of a few to many nucleated cells of every type, each on a smear and in a stain of its own.

    The red cells are painted in heaps and have no boxes, so that nothing is learnt of them here.
    """
    stains = sorted(STAINS)
    result = []
    for index in range(count):
        progress.check_cancelled()
        rng = np.random.default_rng([seed, 11, index])
        ids = [str(rng.choice(CLASSES)) for _ in range(int(rng.integers(1, 14)))]
        smear = new_smear(rng, stains[index % len(stains)])
        drawn = render_field(ids, rng, smear, height=_SIDE, width=_SIDE, px_per_um=_PX_PER_UM)
        boxes = [
            (cell.box.x, cell.box.y, cell.box.x + cell.box.width, cell.box.y + cell.box.height) for cell in drawn.cells
        ]
        kinds = [PLATELET if cell.class_id in _PLATELETS else NUCLEATED for cell in drawn.cells]
        result.append(
            _reduced(
                drawn.image,
                np.array(boxes, dtype=np.float64).reshape(-1, 4),
                np.array(kinds, dtype=np.int64),
                _RED_UM * _PX_PER_UM,
                red,
                tuple(kind != RED_CELL for kind in range(len(KINDS))),
            )
        )
    return result
