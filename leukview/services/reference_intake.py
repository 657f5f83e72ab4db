"""Cells of a case as reference cells: a copy of each at true pixels, with whose word its label is. Nothing else of the case."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.case import Case, Problem
from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.domain.readers import final_by
from leukview.domain.reference import NewReference, Whose
from leukview.imaging.cell_crop import crop_side, cut_crop
from leukview.imaging.pixel_size import pixel_size_um
from leukview.imaging.readers import read_rgb
from leukview.imaging.ruler import red_cell_size
from leukview.imaging.scan import sha256
from leukview.services.labelled_cases import who_labelled
from leukview.services.sample import synthetic_pixel_um
from leukview.services.session import Session

__all__ = ["Taken", "new_reference", "take_cells", "vouched_for"]

_UNSURE = "unidentified"


@dataclass(frozen=True, slots=True)
class Taken:
    """Cells that may enter a set, and those that may not.

    Attributes
    ----------
    cells:
        Copied, in the case's order.
    unconfirmed:
        Ids of cells of which no person has said what they are: the pipeline's call alone is no reference.
    problems:
        What kept others out.
    """

    cells: tuple[NewReference, ...]
    unconfirmed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def new_reference(pixels: NDArray[np.uint8], label: str, whose: Whose, by: str = "", utc: str = "") -> NewReference:
    """Return a reference cell of a picture, with nothing known of where it comes from.

    Parameters
    ----------
    pixels:
        H×W×3 uint8 RGB.
    label, whose, by, utc:
        See :class:`leukview.domain.reference.NewReference`.
    """
    height, width = pixels.shape[:2]
    ok, data = cv2.imencode(".png", np.ascontiguousarray(pixels[..., ::-1]))
    if not ok:
        raise ValueError(f"a picture of {width} × {height} pixels cannot be packed")
    digest = hashlib.sha256(f"{height}x{width}:".encode() + np.ascontiguousarray(pixels).tobytes()).hexdigest()
    return NewReference(label, whose, by, utc, data.tobytes(), digest, width, height)


def vouched_for(case: Case, cell_ids: Iterable[str]) -> tuple[list[Cell], list[str], list[Problem]]:
    """Return which cells a person vouches for, ids of those that only the pipeline called, and what keeps others out."""
    good: list[Cell] = []
    unconfirmed: list[str] = []
    problems: list[Problem] = []
    for cell in (case.cells[cell_id] for cell_id in cell_ids if cell_id in case.cells):
        if cell.disagreement:
            problems.append(Problem(cell.id, "two readers disagree on it", "Decide on one label first"))
        elif cell.person_class is None:
            unconfirmed.append(cell.id)
        elif cell.person_class == _UNSURE:
            problems.append(Problem(cell.id, "a person called it unidentified", "Say what it is first"))
        else:
            good.append(cell)
    return good, unconfirmed, problems


def take_cells(session: Session, cell_ids: Iterable[str], stain: str = "", progress: Progress | None = None) -> Taken:
    """Copy cells of an open case that a person has labelled. The patient, the case's name and its files' names stay behind.

    A single-cell image is taken whole, a field's cell cut out at native resolution, as wide as an analyser's crop. Each image
    must be the one that was labelled.

    Parameters
    ----------
    session:
        The case.
    cell_ids:
        Which cells.
    stain:
        Stain and microscope, in words.
    progress:
        Told of every cell; may cancel.

    Raises
    ------
    InputProblem
        While a second reader reads, who is not to know what the first one said.
    """
    if session.sight != "whole":
        reason = "a second reading is under way, and no label may be shown before it is finished"
        raise InputProblem("Reference cells", f"none can be taken now: {reason}", "Finish the second reading first")
    case, progress = session.stored, progress or NoProgress()
    good, unconfirmed, problems = vouched_for(case, cell_ids)
    who = who_labelled(session.audit(), case)
    found: dict[str, NewReference] = {}
    good.sort(key=lambda cell: cell.file)
    for file, members in groupby(good, key=lambda cell: cell.file):
        progress.check_cancelled()
        progress.report(len(found), len(good), "copying cells")
        try:
            found |= _copied(session, file, list(members), who, stain)
        except InputProblem as problem:
            problems.append(Problem(file, problem.reason, problem.remedy))
    return Taken(
        tuple(found[cell_id] for cell_id in case.cells if cell_id in found), tuple(unconfirmed), tuple(problems)
    )


def _copied(
    session: Session, file: str, members: list[Cell], who: Mapping[str, tuple[str, str]], stain: str
) -> dict[str, NewReference]:
    """Return the cells of one image by their ids; ``InputProblem`` where it is not the image that was labelled."""
    case = session.stored
    folder, digest = Path(case.info.folder), case.images[file].sha256
    path = folder if folder.is_file() else folder / file
    if not path.is_file():
        raise InputProblem(file, "the image is not there any more", "Put it back, or open the case again")
    if sha256(path) != digest:
        raise InputProblem(file, "the image is another than the one that was labelled", "Open the case again")
    image = read_rgb(path)
    pixel = pixel_size_um(path) or synthetic_pixel_um(folder, image.shape[1], image.shape[0])
    red = 0.0 if all(cell.single for cell in members) else red_cell_size(image)
    found = {}
    for cell in members:
        box = None if cell.single else cell.final_box
        pixels = image if box is None else cut_crop(image, box, crop_side(box, red))
        whose = final_by(cell)
        assert cell.person_class is not None and whose != "AI"
        found[cell.id] = replace(
            new_reference(pixels, cell.person_class, whose, *who.get(cell.id, ("", ""))),
            pixel_um=pixel,
            case=session.case_id,
            source_sha256=digest,
            box=box,
            stain=stain.strip(),
            synthetic=case.info.synthetic,
        )
    return found
