"""Make a training set of the cells that people labelled: a folder of its own, as ``leukview train`` reads it."""

from __future__ import annotations

import csv
import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path, PurePosixPath

from PIL import Image

from leukview import __version__
from leukview.domain.case import Problem
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.cell_crop import crop_side, cut_crop
from leukview.imaging.readers import read_rgb
from leukview.imaging.ruler import red_cell_size
from leukview.services.labelled_cases import LabelledCases, PersonsCell

__all__ = ["TrainingSet", "write_training_set"]

_COLUMNS = (
    *("path", "cls", "patient", "smear", "split"),
    *("case", "cell", "kind", "labelled_by", "labelled_utc"),
    *("ai_cls", "ai_probability", "ai_pipeline", "ai_weights_sha256", "source_sha256", "source_box"),
)
_LEFT_OUT = "left_out.csv"


@dataclass(frozen=True)
class TrainingSet:
    """What was written: the folder, its cells, what was left out and why, and what should be known of it."""

    folder: Path
    cells: tuple[PersonsCell, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """Return cells by class id, in report order."""
        return LabelledCases(list(self.cells)).counts()


def write_training_set(found: LabelledCases, out: Path, progress: Progress | None = None) -> TrainingSet:
    """Write images, ``labels.csv``, ``left_out.csv`` and a ``README.md`` into a new folder, whole or not at all.

    A single-cell image is copied byte for byte. A field's cell is cut out at native resolution, as wide as an analyser's crop, so
    that a network sees it in training as it will in a field. Every image is compared with the one that was labelled.

    Parameters
    ----------
    found:
        The cells.
    out:
        The folder; it must not exist, or be empty.
    progress:
        Told of every image; may cancel, and then nothing is left behind.

    Raises
    ------
    InputProblem
        When the folder is there already, or no image can be used.
    EnvironmentFault
        When the folder cannot be written.
    Cancelled
        When cancelled.
    """
    progress = progress or NoProgress()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputProblem(str(out), "it is there already, and nothing is written over", "Choose a new folder")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise _disk(out, error) from error
    try:
        problems = list(found.problems)
        rows = _write_images(found.cells, draft, problems, progress)
        if not rows:
            reason = f"none of the {len(found.cells)} images can be used ({problems[-1].file}: {problems[-1].reason})"
            raise InputProblem("The chosen cases", reason, "Open the cases once from where their images are now")
        made = TrainingSet(out, tuple(cell for cell, _, _ in rows), tuple(problems), tuple(found.warnings))
        _write_table(draft / "labels.csv", _COLUMNS, [_row(*row) for row in rows])
        if problems:
            listed = [(item.file, item.reason, item.remedy) for item in problems]
            _write_table(draft / _LEFT_OUT, ("cell", "reason", "remedy"), listed)
        (draft / "README.md").write_text(_readme(made, found), "utf-8")
        draft.chmod(0o755)
        if out.exists():
            out.rmdir()
        draft.rename(out)
    except OSError as error:
        raise _disk(out, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return made


def _disk(out: Path, error: OSError) -> EnvironmentFault:
    return EnvironmentFault(f"{out} cannot be written ({error.strerror or error}). Free some space or choose another.")


def _write_images(
    cells: Sequence[PersonsCell], draft: Path, problems: list[Problem], progress: Progress
) -> list[tuple[PersonsCell, str, str]]:
    """Write each cell's image and return the cells with their path in the set and their kind, in the cells' order."""
    (draft / "cells").mkdir()
    rows: list[tuple[PersonsCell, str, str]] = []
    for (folder, file), group in groupby(cells, key=lambda cell: (cell.folder, cell.file)):
        members = list(group)
        progress.check_cancelled()
        progress.report(len(rows), len(cells), "copying cells")
        source = folder if folder.is_file() else folder / file
        try:
            rows += _copy(source, members, draft)
        except InputProblem as problem:
            problems += [
                Problem(f"{cell.case}/{cell.cell}", f"{source}: {problem.reason}", problem.remedy) for cell in members
            ]
    progress.report(len(cells), len(cells), "copying cells")
    return rows


def _copy(source: Path, members: Sequence[PersonsCell], draft: Path) -> list[tuple[PersonsCell, str, str]]:
    """Write the cells of one image; ``InputProblem`` where it is not the image that was labelled."""
    try:
        content = source.read_bytes()
    except OSError:
        reason = "the image is not there any more"
        raise InputProblem(str(source), reason, "Put the image back, or open the case again") from None
    if hashlib.sha256(content).hexdigest() != members[0].sha256:
        reason = "the image is another than the one that was labelled"
        raise InputProblem(str(source), reason, "Put the image back, or open the case again")
    rows = []
    fields = [cell for cell in members if cell.box is not None]
    image = read_rgb(source) if fields else None
    red = red_cell_size(image) if image is not None else 0.0
    for cell in members:
        stem = f"cells/{cell.case}-{cell.cell}"
        if cell.box is None or image is None:
            path, kind = f"{stem}{PurePosixPath(cell.file).suffix.lower()}", "cell"
            (draft / path).write_bytes(content)
        else:
            path, kind = f"{stem}.png", "field"
            Image.fromarray(cut_crop(image, cell.box, crop_side(cell.box, red))).save(draft / path)
        rows.append((cell, path, kind))
    return rows


def _row(cell: PersonsCell, path: str, kind: str) -> tuple[str, ...]:
    box, call = cell.box, cell.call
    ai = (call.cls, f"{call.probability:.4f}", call.pipeline, call.weights_sha256) if call else ("", "", "", "")
    place = f"{box.x} {box.y} {box.width} {box.height}" if box else ""
    named = (cell.case, cell.cell, kind, cell.by, cell.utc)
    return (path, cell.label, cell.patient, cell.smear, "", *named, *ai, cell.sha256, place)


def _write_table(file: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    # With a byte order mark: without, Excel shows umlauts as two signs each.
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows(rows)


def _readme(made: TrainingSet, found: LabelledCases) -> str:
    patients = {cell.patient for cell in made.cells} - {""}
    people = {cell.by for cell in made.cells} - {""}
    lines = [
        f"# Training set: {made.folder.name}",
        "",
        f"Made by LeukView {__version__} on {datetime.now(UTC).isoformat(timespec='seconds')} from {len(found.cases)} stored "
        f"case{'s' * (len(found.cases) != 1)}. For Research Use Only. Not for use in diagnostic procedures.",
        "",
        f"{len(made.cells)} cells of {len(patients)} named patient{'s' * (len(patients) != 1)}, labelled by "
        f"{', '.join(sorted(people)) or 'persons the audit trail does not name'}. Every label (`cls`) is a person's: confirmed "
        "or relabelled. What the AI called the cell stands in the columns `ai_…` and is not learnt from.",
        "",
        "| class | cells |",
        "|---|---|",
        *(f"| {name} | {count} |" for name, count in made.counts().items()),
        "",
        "- `labels.csv`: a row a cell. `path`, `cls`, `patient`, `smear`, `split` (empty: the training splits by patient) are",
        "  what `leukview train` reads; the rest says where the cell comes from: its case and id, who labelled it and when, the",
        "  AI's call with the SHA-256 of its weights, the SHA-256 of the source image and, in a field, the cell's box (x y width",
        "  height).",
        "- `cells/`: single-cell images are copies, byte for byte; a field's cells were cut out at native resolution.",
        "- Patients stand under the ids that the cases give them. If those are names, this folder holds names.",
        f"- {found.doubles} further pictures were the same as one of these, and stand here once.",
        f"- {len(made.problems)} labelled cells were left out" + (f": see `{_LEFT_OUT}`." if made.problems else "."),
        *(f"- {warning}" for warning in made.warnings),
        "",
        "Train from it, or in the window under More → Model → Train a model…:",
        "",
        "```",
        "leukview train RECIPE --data THIS-FOLDER --out RUN",
        "```",
        "",
    ]
    return "\n".join(lines)
