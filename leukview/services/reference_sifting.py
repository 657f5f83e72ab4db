"""Which of the cells that are to enter a reference set do, with the case that they are of, and why the others stay out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from leukview.domain.case import Problem
from leukview.domain.reference import NewReference
from leukview.domain.taxonomy import taxonomy
from leukview.store import reference
from leukview.store.reference_cover import read_cover

__all__ = ["sifted"]

_COVERED = "a second reader reads its case"


def sifted(
    connection: Connection, set_id: int, cells: Sequence[NewReference]
) -> tuple[list[NewReference], int, list[Problem]]:
    """Return the cells that a set does not have, how many it has, and what keeps others out: another class there, or a cover."""
    cover, known = read_cover(connection), reference.pictures_in(connection, set_id)
    new, doubles, problems = [], 0, []
    for cell in cells:
        there = known.get(cell.picture)
        if cover.hides(cell):
            # Whether the set has it, and as what, is not to be learnt by bringing it again.
            problems.append(Problem(_where(cell), _COVERED, "Add it when that reading is finished"))
        elif there is None:
            known[cell.picture] = cell.label
            new.append(_placed(connection, cell))
        elif there == cell.label:
            doubles += 1
        else:
            words = f"the same picture is in the set as {_name(there)}, and now comes as {_name(cell.label)}"
            problems.append(Problem(_where(cell), words, "Remove it from the set first, if the new label is right"))
    return new, doubles, problems


def _placed(connection: Connection, cell: NewReference) -> NewReference:
    """Return an imported cell with its case's number where that is one of this installation's, else as one from elsewhere."""
    origin = cell.elsewhere
    if origin is None or origin.installation != reference.read_installation(connection):
        return cell
    # A copy of this database may have gone its own way: its newer numbers count other cases.
    if not reference.is_here(connection, origin.case, cell.source_sha256):
        return cell
    return replace(cell, case=origin.case, elsewhere=None)


def _where(cell: NewReference) -> str:
    return f"case {cell.case}" if cell.case else f"picture {cell.picture[:12]}"


def _name(class_id: str) -> str:
    return taxonomy()[class_id].name.lower() if class_id in taxonomy() else class_id
