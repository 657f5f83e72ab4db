"""Which cells a case has, as far as a person decides it: add a box, delete, merge, bring back. Pure data, like every command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any, Literal

from leukview.domain.box import Box
from leukview.domain.case import Case, cell_ids_for_files
from leukview.domain.cell import Cell, Removal
from leukview.domain.errors import InputProblem

__all__ = ["LEAST_DRAWN", "DrawnCell", "EditCells", "add_cell", "delete_cells", "merge_cells", "restore_cells"]

Verb = Literal["add", "delete", "merge", "restore"]

LEAST_DRAWN = 6
"""Pixels; a box with a shorter side was a slip of the hand."""


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell as a person draws it: its id, its image, its box in source pixels, and what its person says of it already."""

    cell_id: str
    file: str
    box: Box
    human_class: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EditCells:
    """Draw cells, take drawn ones back, and say which cells are none of the case.

    One command does all of it, so that one undo takes a merge back as a whole.

    Attributes
    ----------
    drawn:
        Cells to draw.
    undrawn:
        Ids of drawn cells that are to be as if they had not been drawn. Where an analysis found one since, it stays, as found.
    marks:
        (cell id, why it is removed or None for a cell of the case) pairs.
    verb:
        What the person did, for the history and the audit.
    """

    drawn: tuple[DrawnCell, ...] = ()
    undrawn: tuple[str, ...] = ()
    marks: tuple[tuple[str, Removal | None], ...] = ()
    verb: Verb = "add"

    def apply(self, case: Case) -> EditCells:
        """Change the case and return the command that changes it back."""
        marked = [(cell, removal) for cell_id, removal in self.marks if (cell := case.known(cell_id)) is not None]
        gone = [cell for cell_id in self.undrawn if (cell := case.known(cell_id)) is not None]
        inverse = EditCells(
            tuple(DrawnCell(cell.id, cell.file, cell.box, cell.human_class, cell.note) for cell in gone),
            tuple(item.cell_id for item in self.drawn),
            tuple((cell.id, cell.removed) for cell, _ in marked),
            self.verb,
        )
        for cell, removal in marked:
            case.put(replace(cell, removed=removal))
        for cell in gone:
            if cell.origin == "drawn":
                case.drop(cell.id)
            else:
                case.put(replace(cell, origin="found", human_class=None, note=""))
        for item in self.drawn:
            case.put(_drawn(item, case.known(item.cell_id)))
        return inverse

    def cell_ids(self) -> tuple[str, ...]:
        """Return the ids of the cells it touches, drawn ones first."""
        return (*(item.cell_id for item in self.drawn), *self.undrawn, *(cell_id for cell_id, _ in self.marks))

    def describe(self) -> str:
        """Return a short sentence for menus and the history."""
        ids = [cell_id for cell_id, _ in self.marks]
        cells = ids[0] if len(ids) == 1 else f"{len(ids)} cells"
        match self.verb:
            case "add":
                return f"Add {', '.join((*(item.cell_id for item in self.drawn), *self.undrawn))}"
            case "merge":
                return f"Merge {cells} into {', '.join((*(item.cell_id for item in self.drawn), *self.undrawn))}"
            case "restore":
                return f"Bring back {cells}"
            case _:
                return f"Delete {cells}"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {
            "kind": "edit_cells",
            "verb": self.verb,
            "drawn": [
                [item.cell_id, item.file, list(astuple(item.box)), item.human_class, item.note] for item in self.drawn
            ],
            "undrawn": list(self.undrawn),
            "marks": [
                [cell_id, removal.kind if removal else None, removal.into if removal else ""]
                for cell_id, removal in self.marks
            ],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> EditCells:
        """Return the command that :meth:`to_json` wrote.

        Raises
        ------
        ValueError
            When it is none.
        """
        try:
            drawn = tuple(
                DrawnCell(str(cell_id), str(file), Box(*box), human_class, str(note))
                for cell_id, file, box, human_class, note in data["drawn"]
            )
            marks = tuple(
                (str(cell_id), Removal(kind, str(into)) if kind else None) for cell_id, kind, into in data["marks"]
            )
            return cls(drawn, tuple(map(str, data["undrawn"])), marks, data["verb"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a change of cells: {error}") from error


def _drawn(item: DrawnCell, found: Cell | None) -> Cell:
    if found is None:
        cell = Cell(item.cell_id, item.file, item.box, single=False, origin="drawn")
    else:
        cell = replace(found, box=item.box, origin="both")
    return replace(cell, human_class=item.human_class, note=item.note)


def add_cell(case: Case, file: str, box: Box, number: int) -> EditCells:
    """Return the command that adds a cell where a person drew a box.

    Parameters
    ----------
    case:
        The case.
    file:
        The field's file.
    box:
        The box in source pixels; what leaves the field is cut off.
    number:
        A number that no other drawn cell of the case had or will have: part of the cell's id.

    Raises
    ------
    InputProblem
        When the file is no field of the case, or too little of the box lies in it.
    """
    inside = _within(case, file, box)
    return EditCells((DrawnCell(_new_id(case, file, number), file, inside),))


def delete_cells(case: Case, cell_ids: Iterable[str]) -> EditCells:
    """Return the command that takes cells of fields out of the case, as no cells of their own.

    Raises
    ------
    InputProblem
        When a cell does not exist, or its image shows it alone.
    """
    marks = tuple((cell.id, Removal("deleted")) for cell in _of_fields(case, cell_ids))
    return EditCells(marks=marks, verb="delete")


def restore_cells(case: Case, cell_ids: Iterable[str]) -> EditCells:
    """Return the command that brings deleted cells back; one that is in the case already stays as it is.

    Raises
    ------
    InputProblem
        When there never was such a cell, or it was merged into one that is there.
    """
    marks: list[tuple[str, Removal | None]] = []
    for cell_id in dict.fromkeys(cell_ids):
        cell = case.known(cell_id)
        if cell is None:
            raise InputProblem(cell_id, "there is no such cell in this case", "Reopen the case")
        if cell.removed and cell.removed.into in case.cells:
            raise InputProblem(cell_id, f"it is part of {cell.removed.into}", f"Delete {cell.removed.into} first")
        marks.append((cell_id, None))
    return EditCells(marks=tuple(marks), verb="restore")


def merge_cells(case: Case, cell_ids: Iterable[str], number: int) -> EditCells:
    """Return the command that puts one cell in the place of several.

    It gets the box around all of them, their notes and, where a person gave each of them the same label, that label. They are
    kept as merged into it.

    Parameters
    ----------
    case, cell_ids:
        The case, and two or more of its cells, of one field.
    number:
        As for :func:`add_cell`.

    Raises
    ------
    InputProblem
        When there are fewer than two, one does not exist, or they are not of one field.
    """
    parts = _of_fields(case, cell_ids)
    files = sorted({cell.file for cell in parts})
    if len(parts) < 2:
        raise InputProblem("Merge", "only one cell is chosen", "Choose two or more cells of one field")
    if len(files) > 1:
        raise InputProblem("Merge", f"the cells lie in {len(files)} fields", "Choose cells of one field")
    labels = {cell.human_class for cell in parts}
    label = labels.pop() if len(labels) == 1 else None
    note = "; ".join(dict.fromkeys(cell.note for cell in parts if cell.note))
    cell_id = _new_id(case, files[0], number)
    around = _within(case, files[0], _around([cell.final_box for cell in parts]))
    whole = DrawnCell(cell_id, files[0], around, label, note)
    return EditCells((whole,), marks=tuple((cell.id, Removal("merged", cell_id)) for cell in parts), verb="merge")


def _of_fields(case: Case, cell_ids: Iterable[str]) -> list[Cell]:
    """Return cells of the case once each, after checking that they exist and lie in fields."""
    found = []
    for cell_id in dict.fromkeys(cell_ids):
        cell = case.cells.get(cell_id)
        if cell is None:
            raise InputProblem(cell_id, "there is no such cell in this case", "Reopen the case")
        if cell.single:
            raise InputProblem(cell_id, "its image shows this cell alone", "Label it as an artefact instead")
        found.append(cell)
    return found


def _within(case: Case, file: str, box: Box) -> Box:
    image = case.images.get(file)
    if image is None or image.kind != "field":
        raise InputProblem(file, "this is no field of the case", "Draw on a field")
    left, top = max(0, box.x), max(0, box.y)
    right, bottom = min(image.width, box.x + box.width), min(image.height, box.y + box.height)
    if min(right - left, bottom - top) < LEAST_DRAWN:
        raise InputProblem("This box", "it is too small to hold a cell", "Draw a box around the whole cell")
    return Box(left, top, right - left, bottom - top)


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Box(left, top, right - left, bottom - top)


def _new_id(case: Case, file: str, number: int) -> str:
    base = f"{cell_ids_for_files(list(case.images))[file]}-drawn{number}"
    cell_id = base
    while case.known(cell_id) is not None:
        cell_id += "x"
    return cell_id
