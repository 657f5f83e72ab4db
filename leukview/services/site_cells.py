"""The cells that a laboratory's people have labelled: in stored cases, in a table, or in a folder for each class.

Only a person's label counts. What the pipeline called a cell is never learnt from: it would teach the model its own mistakes.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from leukview.domain.box import Box
from leukview.domain.case import Case, ImageKind, Problem
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.domain.taxonomy import taxonomy
from leukview.imaging.scan import scan_folder, sha256
from leukview.store import cases
from leukview.store.database import Store

__all__ = ["LabelledCell", "SiteLabels", "cells_from_cases", "cells_from_data"]


@dataclass(frozen=True, slots=True)
class LabelledCell:
    """A cell with a person's label.

    Attributes
    ----------
    image:
        Its image file.
    label:
        The person's class id.
    kind:
        Whether the image shows one cell or a field.
    box:
        Where it lies in the image, in pixels; None for a single-cell image.
    """

    image: Path
    label: str
    kind: ImageKind = "cell"
    box: Box | None = None


@dataclass
class SiteLabels:
    """Labelled cells, what kept others out, and in words where they come from."""

    source: str
    cells: list[LabelledCell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return cells by class id, in report order."""
        found = Counter(cell.label for cell in self.cells)
        return {name: found[name] for name in taxonomy().sorted(found)}


# -- stored cases -----------------------------------------------------------------------------------------------------


def cells_from_cases(
    store: Store, case_ids: Collection[str] = (), *, verify: bool = True, progress: Progress | None = None
) -> SiteLabels:
    """Return every cell of the stored cases that a person confirmed or relabelled.

    Parameters
    ----------
    store:
        The database.
    case_ids:
        Which cases; all but synthetic ones where none is named.
    verify:
        Whether to read each image and compare it with the one that was labelled; without, only whether it is there.
    progress:
        Told of every case; may cancel.

    Raises
    ------
    InputProblem
        When a named case does not exist.
    """
    progress = progress or NoProgress()
    with store.reading() as connection:
        known = {item.id: item for item in cases.summaries(connection)}
        for case_id in case_ids:
            if case_id not in known:
                raise InputProblem(case_id, "there is no such case", f"Choose one of: {', '.join(known) or 'none yet'}")
        wanted = [item for item in known.values() if item.reviewed and _is_wanted(item, case_ids)]
        found = SiteLabels(f"{len(wanted)} stored case{'s' * (len(wanted) != 1)}")
        for number, item in enumerate(wanted):
            progress.check_cancelled()
            progress.report(number, len(wanted), "reading labels")
            _add_case(connection, int(item.id), found, verify)
    return found


def _is_wanted(item: cases.CaseSummary, case_ids: Collection[str]) -> bool:
    return item.id in case_ids if case_ids else not item.synthetic


def _add_case(connection: Connection, case_id: int, found: SiteLabels, verify: bool) -> None:
    case = cases.load_case(connection, case_id).case
    labelled = [cell for cell in case.cells.values() if cell.person_class is not None]
    folder = Path(case.info.folder)
    if not folder.is_dir():
        reason = f"its {len(labelled)} labelled cells were left out, because its folder {folder} is not there"
        found.problems.append(Problem(case.info.name, reason, "Open the case once from where its images are now"))
        return
    usable = {file: _usable(case, folder, file, found, verify) for file in dict.fromkeys(c.file for c in labelled)}
    for cell in labelled:
        if usable[cell.file] and cell.person_class is not None:
            kind: ImageKind = "cell" if cell.single else "field"
            box = None if cell.single else cell.box
            found.cells.append(LabelledCell(folder / cell.file, cell.person_class, kind, box))


def _usable(case: Case, folder: Path, file: str, found: SiteLabels, verify: bool) -> bool:
    """Tell whether an image is there and is the one that was labelled; note what is wrong otherwise."""
    path = folder / file
    remedy = "Put the image back, or open the case again"
    if not path.is_file():
        found.problems.append(Problem(str(path), "the image is not there any more", remedy))
        return False
    try:
        same = not verify or sha256(path) == case.images[file].sha256
    except InputProblem as problem:
        found.problems.append(Problem(str(path), problem.reason, problem.remedy))
        return False
    if not same:
        found.problems.append(Problem(str(path), "the image is another than the one that was labelled", remedy))
    return same


# -- a table or folders -----------------------------------------------------------------------------------------------


def cells_from_data(data: Path, classes_from: str = "cls") -> SiteLabels:
    """Return the cells of a table (``path`` and a column of class ids) or of a folder with a subfolder for each class.

    Parameters
    ----------
    data:
        A CSV whose paths are relative to it, a folder that holds ``labels.csv``, or a folder of folders named by class id.
    classes_from:
        The column with the class ids.

    Raises
    ------
    InputProblem
        When it is not there, lacks a column, or names a class that LeukView does not have.
    """
    table = data / "labels.csv" if data.is_dir() else data
    if table.is_file():
        pairs: Iterable[tuple[Path, str]] = _rows(table, classes_from)
    elif data.is_dir():
        pairs = _folders(data)
    else:
        raise InputProblem(str(data), "there is no such table or folder", "Give a CSV, or a folder for each class")
    found = SiteLabels(str(data))
    for path, label in pairs:
        taxonomy()[label]
        if path.is_file():
            found.cells.append(LabelledCell(path, label))
        else:
            found.problems.append(Problem(str(path), "there is no such image", f"Correct its path in {data}"))
    return found


def _rows(table: Path, column: str) -> list[tuple[Path, str]]:
    with table.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
        missing = {"path", column} - set(reader.fieldnames or ())
    if missing:
        raise InputProblem(
            str(table),
            f"the columns {', '.join(sorted(missing))} are missing",
            "Add them, or name them by --classes-from",
        )
    return [(table.parent / row["path"], row[column]) for row in rows if row[column]]


def _folders(data: Path) -> Iterable[tuple[Path, str]]:
    for folder in sorted(path for path in data.iterdir() if path.is_dir() and not path.name.startswith(".")):
        for file in scan_folder(folder, NoProgress()).files:
            yield folder / file, folder.name
