"""Draw a synthetic smear into a folder, with its truth beside it, and tell such a folder from a patient's.

A folder of synthetic cells holds ``S0001.jpg`` …, one of synthetic fields ``F0001.jpg`` …; names never tell the class. Beside
them lie ``synthetic.json``, which marks the folder, and ``.truth/``, hidden from import: ``truth.csv`` with a row a cell and
``masks/<image>.png`` (255 nucleus, 128 cytoplasm and platelets, 0 elsewhere).
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as PilImage

from leukview import __version__
from leukview.domain.box import Box
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.synthetic import (
    CROP_UM,
    MIXES,
    STAINS,
    DrawnImage,
    Smear,
    class_of_cell,
    new_smear,
    render_crop,
    render_field,
)

__all__ = [
    "DEFAULT_CELLS",
    "DEFAULT_SEED",
    "MARKER",
    "TruthRow",
    "drawn_kind",
    "is_synthetic",
    "read_truth",
    "synthetic_pixel_um",
    "truth_mask",
    "write_sample",
]

DEFAULT_SEED = 1
"""The sample everyone sees: a normal-ish smear with some blasts and every class at least once."""
DEFAULT_CELLS = 120
MARKER = "synthetic.json"
TRUTH = ".truth"
_QUALITY = 90
_COMMENT = "Synthetic: drawn by LeukView, from no patient. For Research Use Only."
_COLUMNS = ("file", "cell", "class", "x", "y", "width", "height", "lobes")


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One drawn cell.

    Attributes
    ----------
    file:
        Its image, relative to the folder asked about, with forward slashes.
    cell:
        Its number within the image, from 1.
    class_id:
        What it is.
    box:
        The tight box of its mask in pixels.
    lobes:
        Number of nuclear lobes; 0 without a nucleus.
    """

    file: str
    cell: int
    class_id: str
    box: Box
    lobes: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to draw into one folder of one kind."""

    kind: str
    count: int
    seed: int
    mix: str
    stain: str

    def marker(self, complete: bool) -> dict[str, Any]:
        """Return the marker file's content."""
        return {
            "synthetic": True,
            "what": "Drawn by a program, from no patient. For Research Use Only. Not for use in diagnostic procedures.",
            "software": f"LeukView {__version__}",
            "kind": self.kind,
            "count": self.count,
            "seed": self.seed,
            "mix": self.mix,
            "stain": self.stain,
            "command": (
                f"leukview sample DIR --{self.kind} {self.count} --seed {self.seed} --mix {self.mix} --stain {self.stain}"
            ),
            "complete": complete,
        }


def is_synthetic(folder: Path) -> bool:
    """Return whether this very folder is marked as synthetic; a folder is never taken for one because of its neighbours."""
    marker = _read_marker(folder)
    return marker.get("synthetic") is True


def drawn_kind(folder: Path) -> str:
    """Return what a synthetic folder holds: ``cells``, ``fields``, or ``cases`` of both; empty where it does not say."""
    return str(_read_marker(folder).get("kind", ""))


def synthetic_pixel_um(folder: Path, width: int, height: int) -> float | None:
    """Return the side of a pixel in µm of a synthetic single-cell image of this size; None where its folder does not say.

    Parameters
    ----------
    folder:
        The case's.
    width, height:
        Of the image, in pixels.
    """
    marker = _read_marker(folder)
    stain = STAINS.get(str(marker.get("stain")))
    if marker.get("synthetic") is not True or marker.get("kind") != "cells" or stain is None:
        return None
    return CROP_UM / stain.zoom / min(width, height)


def _read_marker(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_sample(
    folder: Path,
    cells: int | None = None,
    fields: int | None = None,
    seed: int = DEFAULT_SEED,
    progress: Progress | None = None,
    *,
    stain: str | None = None,
    mix: str | None = None,
) -> list[Path]:
    """Draw a synthetic smear.

    Image *i* depends on the seed and on *i* alone, so that a larger sample begins with the smaller one. What is there already
    from the same call is kept; another synthetic sample in the folder is replaced.

    Parameters
    ----------
    folder:
        Where to; made when it is not there. It must be empty or hold a synthetic sample.
    cells, fields:
        How many single-cell images and fields. Both left out: 120 cells. Where both are above 0 they go to ``folder/cells`` and
        ``folder/fields``, two cases.
    seed:
        Any whole number from 0. It also chooses stain and mix, where they are not given.
    progress:
        Told of each image; may cancel, which leaves what was drawn, marked as synthetic and incomplete.
    stain:
        A name of :data:`leukview.imaging.synthetic.STAINS`.
    mix:
        A name of :data:`leukview.imaging.synthetic.MIXES`.

    Returns
    -------
    The case folders.

    Raises
    ------
    InputProblem
        When a number, stain or mix is not valid, or the folder holds something else.
    Cancelled
        When the user stops it.
    """
    if cells is None and fields is None:
        cells = DEFAULT_CELLS
    cells, fields = cells or 0, fields or 0
    if min(cells, fields, seed) < 0:
        raise InputProblem(str(min(cells, fields, seed)), "numbers of cells, fields and the seed cannot be negative")
    if cells + fields == 0:
        raise InputProblem("0", "a sample needs at least one cell or field", "Ask for more with --cells or --fields")
    chosen_mix, chosen_stain = _choose(seed, mix, stain)
    plans = [
        (folder / kind if cells and fields else folder, _Plan(kind, count, seed, chosen_mix, chosen_stain))
        for kind, count in (("cells", cells), ("fields", fields))
        if count
    ]
    both = len(plans) == 2
    if not both and _read_marker(folder) == plans[0][1].marker(complete=True):
        return [folder]
    _make_room(folder)
    if both:
        _write_marker(folder, _both_marker(plans[0][1], cells, fields))
    progress = progress or NoProgress()
    done = 0
    for target, plan in plans:
        _write_case(target, plan, done, cells + fields, progress)
        done += plan.count
    return [target for target, _ in plans]


def _both_marker(plan: _Plan, cells: int, fields: int) -> dict[str, Any]:
    """Return the marker of a folder that holds a case of cells and one of fields."""
    command = f"leukview sample DIR --cells {cells} --fields {fields} --seed {plan.seed}"
    marker = {**plan.marker(True), "kind": "cases", "count": cells + fields}
    return {**marker, "command": f"{command} --mix {plan.mix} --stain {plan.stain}"}


def _choose(seed: int, mix: str | None, stain: str | None) -> tuple[str, str]:
    """Return the mix and stain asked for, else the seed's own."""
    rng = np.random.default_rng([seed, 4])
    first = seed == DEFAULT_SEED
    seeds_mix = "showcase" if first else str(rng.choice([name for name in MIXES if name != "showcase"]))
    seeds_stain = "mgg" if first else str(rng.choice(list(STAINS)))
    for name, known, what in ((mix, MIXES, "mix of cells"), (stain, STAINS, "stain")):
        if name is not None and name not in known:
            raise InputProblem(name, f"there is no such {what}", f"Use one of {', '.join(known)}")
    return mix or seeds_mix, stain or seeds_stain


def _make_room(folder: Path) -> None:
    """Make the folder, and clear an older sample out of it; anything else in it is refused, and never touched."""
    if folder.exists() and not folder.is_dir():
        raise InputProblem(str(folder), "this is a file, not a folder", "Name a new or empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    samples = [case for case in (folder, folder / "cells", folder / "fields") if is_synthetic(case)]
    ours = {path for case in samples for path in _own_files(case)} | set(samples)
    if any(path not in ours for case in {folder, *samples} for path in case.iterdir()):
        raise InputProblem(
            str(folder),
            "the folder holds other files, which synthetic images must not mix with",
            "Name an empty folder",
        )
    for path in ours:
        if path.is_file():
            path.unlink()
    for case in samples:
        shutil.rmtree(case / TRUTH, ignore_errors=True)
        if case != folder:
            case.rmdir()


def _own_files(case: Path) -> list[Path]:
    """Return a sample's own files and truth, by the names that only this module gives."""
    images = [path for pattern in ("S[0-9]*.jpg", "F[0-9]*.jpg") for path in case.glob(pattern)]
    return [*images, case / MARKER, case / TRUTH]


def _write_marker(folder: Path, content: dict[str, Any]) -> None:
    (folder / MARKER).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _write_case(folder: Path, plan: _Plan, done: int, total: int, progress: Progress) -> None:
    """Draw one folder of one kind; it is marked before its first image is there."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_marker(folder, plan.marker(complete=False))
    masks = folder / TRUTH / "masks"
    masks.mkdir(parents=True)
    smear = new_smear(np.random.default_rng([plan.seed, 0]), plan.stain)
    draw: Callable[[_Plan, Smear, int], DrawnImage] = _draw_cell if plan.kind == "cells" else _draw_field
    letter = "S" if plan.kind == "cells" else "F"
    with (folder / TRUTH / "truth.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_COLUMNS)
        for index in range(plan.count):
            progress.check_cancelled()
            drawn = draw(plan, smear, index)
            name = f"{letter}{index + 1:04d}"
            picture = PilImage.fromarray(drawn.image)
            picture.save(folder / f"{name}.jpg", quality=_QUALITY, optimize=True, comment=_COMMENT)
            PilImage.fromarray(drawn.mask).save(masks / f"{name}.png", optimize=True)
            for number, cell in enumerate(drawn.cells, start=1):
                box = cell.box
                row = (f"{name}.jpg", number, cell.class_id, box.x, box.y, box.width, box.height, cell.lobes)
                writer.writerow(row)
            progress.report(done + index + 1, total, f"Drawing {plan.kind}")
    _write_marker(folder, plan.marker(complete=True))


def _draw_cell(plan: _Plan, smear: Smear, index: int) -> DrawnImage:
    rng = np.random.default_rng([plan.seed, 1, index])
    return render_crop(class_of_cell(plan.seed, plan.mix, index), rng, smear)


def _draw_field(plan: _Plan, smear: Smear, index: int) -> DrawnImage:
    rng = np.random.default_rng([plan.seed, 2, index])
    first = 16 * index
    classes = [class_of_cell(plan.seed, plan.mix, first + step) for step in range(int(rng.integers(6, 15)))]
    return render_field(classes, rng, smear)


def read_truth(folder: Path) -> list[TruthRow]:
    """Return what was drawn into a folder, or into its direct subfolders where it holds several synthetic cases.

    Raises
    ------
    InputProblem
        When the folder holds no synthetic sample, or its truth is missing or damaged.
    """
    cases = [folder] if (folder / TRUTH).is_dir() else sorted(path.parent for path in folder.glob(f"*/{TRUTH}"))
    if not cases:
        raise InputProblem(str(folder), "there is no synthetic sample in this folder", "Draw one with: leukview sample")
    try:
        return [row for case in cases for row in _truth_of(case, folder)]
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        reason = "the truth of its synthetic sample is missing or damaged"
        raise InputProblem(str(folder), reason, "Draw it again with: leukview sample") from None


def _truth_of(case: Path, folder: Path) -> list[TruthRow]:
    rows = []
    with (case / TRUTH / "truth.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            box = Box(int(row["x"]), int(row["y"]), int(row["width"]), int(row["height"]))
            file = (case / row["file"]).relative_to(folder).as_posix()
            rows.append(TruthRow(file, int(row["cell"]), row["class"], box, int(row["lobes"])))
    return rows


def truth_mask(folder: Path, file: str) -> Path:
    """Return where the exact mask of an image lies; ``file`` as in :class:`TruthRow`."""
    image = folder / file
    return image.parent / TRUTH / "masks" / f"{image.stem}.png"
