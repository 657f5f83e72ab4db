"""Reference sets as files: a folder for each class with a table beside them, which any program can read, and back."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from leukview import __version__
from leukview.domain.case import Problem
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.domain.reference import WHOSE, Elsewhere, NewReference, ReferenceCell, ReferenceSet
from leukview.domain.taxonomy import taxonomy
from leukview.imaging.pixel_size import pixel_size_um
from leukview.imaging.readers import read_rgb
from leukview.imaging.scan import scan_folder, sha256
from leukview.reporting.csv_export import safe
from leukview.resources import resource
from leukview.services.reference import ReferenceLibrary
from leukview.services.reference_intake import Taken, new_reference
from leukview.services.sample import MARKER, drawn_kind, is_synthetic, read_truth, synthetic_pixel_um

__all__ = ["STARTER", "Given", "export_set", "read_reference_files", "starter_cells"]

STARTER = "Starter set (synthetic)"
"""What the set of the bundled sample's cells is called."""
_MOST = 5_000
"""Pictures that are read at once."""

_LONGEST = 40
"""Characters of a case's number and of what identifies an installation that are kept of a file."""

TABLE = "labels.csv"
_COLUMNS = (
    *("path", "cls", "whose", "labelled_by", "labelled_utc", "synthetic", "pixel_um", "stain", "note"),
    *("case", "source_sha256", "picture_sha256", "installation"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of imported cells where their files do not.

    Attributes
    ----------
    by:
        Who vouches for the labels.
    stain:
        Stain and microscope, in words.
    pixel_um:
        Side of a pixel in µm, or None.
    """

    by: str = ""
    stain: str = ""
    pixel_um: float | None = None


# -- out ------------------------------------------------------------------------------------------------------------------


def export_set(library: ReferenceLibrary, item: ReferenceSet, out: Path, progress: Progress | None = None) -> Path:
    """Write a set into a new folder, whole or not at all: ``<class>/<number>.png``, ``labels.csv`` and a ``README.md``.

    Cells of cases that a second reader reads stay out, and the ``README.md`` says so.

    Raises
    ------
    InputProblem
        When the folder is there already, or the set is empty.
    EnvironmentFault
        When the folder cannot be written.
    Cancelled
        When cancelled; nothing is left behind.
    """
    progress = progress or NoProgress()
    cells = library.cells(item.id)
    if not cells:
        raise InputProblem(item.name, "there is no cell in it to write", "Add cells first")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputProblem(str(out), "it is there already, and nothing is written over", "Choose a new folder")
    draft: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        rows = list(_write_pictures(library, cells, draft, progress))
        with (draft / TABLE).open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(_COLUMNS)
            writer.writerows(rows)
        (draft / "README.md").write_text(_readme(item, cells, library), "utf-8")
        draft.chmod(0o755)
        if out.exists():
            out.rmdir()
        draft.rename(out)
    except OSError as error:
        raise EnvironmentFault(
            f"{out} cannot be written ({error.strerror or error}). Free some space or choose another."
        ) from error
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)
    return out


def _write_pictures(
    library: ReferenceLibrary, cells: list[ReferenceCell], draft: Path, progress: Progress
) -> Iterator[tuple[object, ...]]:
    numbers: Counter[str] = Counter()
    here = library.installation()
    for done, cell in enumerate(cells):
        progress.check_cancelled()
        progress.report(done, len(cells), "writing cells")
        numbers[cell.label] += 1
        file = f"{cell.label}/{numbers[cell.label]:04d}.png"
        (draft / cell.label).mkdir(exist_ok=True)
        (draft / file).write_bytes(library.png(cell.picture))
        pixel = f"{cell.pixel_um:.5f}" if cell.pixel_um else ""
        origin = cell.elsewhere or Elsewhere(here if cell.case else "", cell.case)
        words = (cell.whose, _guarded(cell.by), cell.utc, "yes" if cell.synthetic else "no", pixel)
        yield (
            *(file, cell.label, *words, _guarded(cell.stain), _guarded(cell.note)),
            *(origin.case, cell.source_sha256, cell.picture, origin.installation),
        )
    progress.report(len(cells), len(cells), "writing cells")


def _guarded(text: str) -> str:
    """Return text that no spreadsheet runs as a formula, and that :func:`_unguarded` brings back as it was."""
    return f"'{text}" if _like_formula(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _like_formula(text) else text


def _like_formula(text: str) -> bool:
    bare = text.lstrip("'")
    return safe(bare) != bare


def _readme(item: ReferenceSet, cells: list[ReferenceCell], library: ReferenceLibrary) -> str:
    # Of the cells that were written: others may have come since, or been covered.
    counts = Counter(cell.label for cell in cells)
    item = replace(item, counts=counts, drawn=sum(cell.synthetic for cell in cells))
    whose = Counter(cell.whose for cell in cells)
    covered = library.covered_cases()
    lines = [
        f"# Reference cells: {item.name}",
        "",
        f"Written by LeukView {__version__}, installation {library.installation()}, on "
        f"{datetime.now(UTC).isoformat(timespec='seconds')}. For Research Use Only. Not for use in diagnostic procedures.",
        "",
        *([item.note, ""] if item.note else []),
        *(["Not the whole set: cells of cases that a second reader was reading are left out.", ""] if covered else []),
        f"{item.words[0].upper()}{item.words[1:]}. Whose word the labels are: "
        + ", ".join(f"{name} {count}" for name, count in whose.most_common())
        + ". No label is a program's opinion of a patient's cell.",
        "",
        "| class | cells |",
        "|---|---|",
        *(f"| {name} | {count} |" for name, count in item.counts.items()),
        "",
        f"`{TABLE}` has a row a cell: its picture, class (`cls`), whose word the class is, who gave it and when, whether the",
        "cell is synthetic (drawn by a program, from no patient), the side of a pixel in µm where known, stain and microscope,",
        "a note, the number of the case it came from and the installation of LeukView that counts it so, and the SHA-256 of the",
        "image it was taken from and of its own pixels.",
        "No patient, and no name of a case or a file, is in this folder unless somebody wrote it into a note.",
        "",
    ]
    return "\n".join(lines)


# -- in -------------------------------------------------------------------------------------------------------------------


def read_reference_files(source: Path, given: Given, progress: Progress | None = None) -> Taken:
    """Read a folder with a subfolder for each class, a table with ``path`` and ``cls``, or a folder drawn by LeukView.

    What :func:`export_set` wrote comes back as it was. Of other files, the labels are those of the person or the group that
    ``given`` names; file names are not kept. A file that cannot be used is listed, the rest is read.

    Raises
    ------
    InputProblem
        When there is no such folder or table, it lacks a column, lists more than 5,000 pictures, or nothing in it can be used.
    Cancelled
        When cancelled.
    """
    progress = progress or NoProgress()
    if not source.exists():
        raise InputProblem(str(source), "there is no such folder or table", "Choose another")
    cells: list[NewReference] = []
    problems: list[Problem] = []
    if source.is_dir() and is_synthetic(source) and (source / ".truth").is_dir():
        items = list(_drawn(source))
    elif source.is_file() or (source / TABLE).is_file():
        items = list(_table(source if source.is_file() else source / TABLE, problems, inside=source.is_dir()))
    else:
        items = list(_folders(source, progress, problems))
    if len(items) > _MOST:
        reason = f"it lists {len(items):,} pictures, and a set is made to be looked at"
        raise InputProblem(str(source), reason, f"Choose up to {_MOST:,}")
    for done, item in enumerate(items):
        progress.check_cancelled()
        progress.report(done, len(items), "reading cells")
        try:
            cells.append(_cell(item, given))
        except InputProblem as problem:
            problems.append(Problem(item.path.name, problem.reason, problem.remedy))
    if not cells:
        reason = f"no cell in it can be used ({problems[0].file}: {problems[0].reason})" if problems else "it is empty"
        raise InputProblem(str(source), reason, "Give a folder for each class, named by its class id, or a table")
    return Taken(tuple(cells), (), tuple(problems))


def starter_cells(progress: Progress | None = None) -> Taken:
    """Return the cells of the bundled sample case: drawn by LeukView, each labelled as what it was drawn as.

    They show what a class is known for. They are no patient's, and no substitute for cells that people vouch for.
    """
    return read_reference_files(resource("sample", MARKER).parent, Given(), progress)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A picture to read, and what its table says of it."""

    path: Path
    label: str
    row: dict[str, str]


def _cell(item: _Listed, given: Given) -> NewReference:
    if not _is_file(item.path):
        raise InputProblem(item.path.name, "there is no such image", "Correct its path")
    # A class that LeukView does not know is named before a picture is read.
    known, row = taxonomy()[item.label], item.row
    image = read_rgb(item.path)
    whose = row.get("whose", "")
    base = new_reference(
        image,
        known.id,
        whose if whose in WHOSE else "file",  # type: ignore[arg-type]  # one of these words
        _unguarded(row.get("labelled_by", "")) or given.by.strip(),
        row.get("labelled_utc", ""),
    )
    if row.get("picture_sha256", "") not in {"", base.picture}:
        raise InputProblem(item.path.name, "it is another picture than the one its table tells of", "Export it again")
    return replace(
        base,
        pixel_um=_number(row.get("pixel_um", "")) or pixel_size_um(item.path) or given.pixel_um,
        elsewhere=_elsewhere(row) if whose in WHOSE else None,
        source_sha256=row.get("source_sha256", "") or sha256(item.path),
        stain=_unguarded(row.get("stain", "")) or given.stain.strip(),
        synthetic=row.get("synthetic", "") == "yes",
        note=_unguarded(row.get("note", "")),
    )


def _elsewhere(row: dict[str, str]) -> Elsewhere | None:
    """Return whose case a row is of; whether that is this installation is seen where the cell enters a set."""
    case, name = (row.get(column, "").strip()[:_LONGEST] for column in ("case", "installation"))
    return Elsewhere(name, case) if case else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for the disk, or a folder that may not be entered
        return False


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < 100 else None


def _table(table: Path, problems: list[Problem], *, inside: bool) -> Iterator[_Listed]:
    """Yield a table's rows; of a folder that was given whole, what leads out of it is added to the problems instead."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            rows = [{key: value or "" for key, value in row.items() if key} for row in reader]
            missing = {"path", "cls"} - set(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputProblem(str(table), f"the table cannot be read ({error})", "Save it as CSV in UTF-8") from None
    if missing:
        raise InputProblem(str(table), f"the columns {', '.join(sorted(missing))} are missing", "Add them")
    for row in rows:
        path = table.parent / row["path"]
        if not row["cls"].strip():
            continue
        if inside and not Path(os.path.normpath(path)).is_relative_to(os.path.normpath(table.parent)):
            # Whoever made the folder does not say what of this computer is copied.
            reason = "its path leads out of the folder"
            problems.append(Problem(row["path"], reason, f"Give {TABLE} itself, if that is meant"))
            continue
        yield _Listed(path, row["cls"].strip(), row)


def _folders(source: Path, progress: Progress, problems: list[Problem]) -> Iterator[_Listed]:
    """Yield the images of class folders; what could not be looked into is added to the problems."""
    try:
        folders = sorted(path for path in source.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        reason = f"the folder cannot be opened ({error.strerror})"
        raise InputProblem(str(source), reason, "Ask for permission to read it") from None
    for folder in folders:
        try:
            found = scan_folder(folder, progress)
        except InputProblem as problem:
            problems.append(Problem(folder.name, problem.reason, problem.remedy))
            continue
        problems += [replace(problem, file=f"{folder.name}/{problem.file}") for problem in found.problems]
        for file in found.files:
            yield _Listed(folder / file, folder.name, {})


def _drawn(source: Path) -> Iterator[_Listed]:
    """Yield the single cells of a folder that LeukView drew: what they are is known exactly."""
    if drawn_kind(source) != "cells":
        reason = "it holds drawn fields, and a reference cell is a picture of one cell"
        raise InputProblem(str(source), reason, "Draw single cells: leukview sample DIR --cells 60")
    for row in read_truth(source):
        path = source / row.file
        pixel = synthetic_pixel_um(source, 360, 363)
        facts = {"whose": "drawn", "synthetic": "yes"}
        yield _Listed(path, row.class_id, {**facts, "pixel_um": f"{pixel:.5f}" if pixel else ""})
