"""Review actions as pure data: applying one to a case returns its inverse, so that everything can be undone."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from leukview.domain.box import Box
from leukview.domain.case import Case, CaseInfo
from leukview.domain.cell import Cell
from leukview.domain.cell_commands import EditCells
from leukview.domain.errors import InputProblem
from leukview.domain.human_mask import HumanMask
from leukview.domain.morphology import Morphology
from leukview.domain.readers import Reader
from leukview.domain.reading_commands import Reconcile, SetReadings, reconcile_from_json, set_readings_from_json
from leukview.domain.taxonomy import taxonomy

__all__ = [
    "Command",
    "EditCase",
    "EditCells",
    "Reconcile",
    "SetLabels",
    "SetMask",
    "SetNote",
    "SetReadings",
    "SetTarget",
    "command_from_json",
    "confirm",
    "count",
    "mask_from_json",
    "mask_to_json",
    "relabel",
]


@dataclass(frozen=True, slots=True)
class SetLabels:
    """Set one reader's label of one or many cells.

    Attributes
    ----------
    labels:
        (cell id, human class id or None for "not reviewed") pairs, one per cell.
    verb:
        ``relabel``, ``confirm``, ``count`` or ``clear``: what the person did, for the history and the audit.
    reader:
        Whose label it is.
    """

    labels: tuple[tuple[str, str | None], ...]
    verb: str = "relabel"
    reader: Reader = 1

    def apply(self, case: Case) -> SetLabels:
        """Change the case and return the command that changes it back."""
        before = tuple((cell_id, self.label_of(case.cells[cell_id])) for cell_id, _ in self.labels)
        for cell_id, label in self.labels:
            cell = case.cells[cell_id]
            changed = replace(cell, human_class=label) if self.reader == 1 else replace(cell, second_class=label)
            case.cells[cell_id] = changed
        return SetLabels(before, self.verb, self.reader)

    def label_of(self, cell: Cell) -> str | None:
        """Return this reader's label of a cell."""
        return cell.human_class if self.reader == 1 else cell.second_class

    def cell_ids(self) -> tuple[str, ...]:
        """Return the ids of the cells it touches."""
        return tuple(cell_id for cell_id, _ in self.labels)

    def describe(self) -> str:
        """Return a short sentence for menus and the history."""
        count = len(self.labels)
        cells = self.labels[0][0] if count == 1 else f"{count} cells"
        targets = {label for _, label in self.labels}
        if self.verb == "confirm":
            return f"Confirm {cells}"
        if self.verb == "count":
            return f"Count {cells}"
        if len(targets) == 1 and (label := next(iter(targets))) is not None:
            return f"Label {cells} as {taxonomy()[label].name.lower()}"
        return f"Relabel {cells}" if targets != {None} else f"Clear the label of {cells}"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        labels = [list(pair) for pair in self.labels]
        # A kind of its own: a LeukView that knows one reader must not take the second's label for the first's.
        return {"kind": "set_labels" if self.reader == 1 else "set_second_labels", "labels": labels, "verb": self.verb}


@dataclass(frozen=True, slots=True)
class SetNote:
    """Set one reader's note of one cell."""

    cell_id: str
    note: str
    reader: Reader = 1

    def apply(self, case: Case) -> SetNote:
        """Change the case and return the command that changes it back."""
        cell = case.cells[self.cell_id]
        changed = replace(cell, note=self.note) if self.reader == 1 else replace(cell, second_note=self.note)
        case.cells[self.cell_id] = changed
        return SetNote(self.cell_id, self.note_of(cell), self.reader)

    def note_of(self, cell: Cell) -> str:
        """Return this reader's note of a cell."""
        return cell.note if self.reader == 1 else cell.second_note

    def cell_ids(self) -> tuple[str, ...]:
        """Return the ids of the cells it touches."""
        return (self.cell_id,)

    def describe(self) -> str:
        """Return a short sentence for menus and the history."""
        return f"Note on {self.cell_id}"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        kind = "set_note" if self.reader == 1 else "set_second_note"
        return {"kind": kind, "cell_id": self.cell_id, "note": self.note}


@dataclass(frozen=True, slots=True)
class SetMask:
    """Set the person's outline of one cell; None goes back to the segmenter's."""

    cell_id: str
    mask: HumanMask | None

    def apply(self, case: Case) -> SetMask:
        """Change the case and return the command that changes it back."""
        before = case.cells[self.cell_id].human_mask
        case.cells[self.cell_id] = replace(case.cells[self.cell_id], human_mask=self.mask)
        return SetMask(self.cell_id, before)

    def cell_ids(self) -> tuple[str, ...]:
        """Return the ids of the cells it touches."""
        return (self.cell_id,)

    def describe(self) -> str:
        """Return a short sentence for menus and the history."""
        return f"Outline {self.cell_id}" if self.mask else f"Segmenter's outline of {self.cell_id}"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready form; the PNG as base64 text."""
        return {"kind": "set_mask", "cell_id": self.cell_id, "mask": mask_to_json(self.mask) if self.mask else None}


@dataclass(frozen=True, slots=True)
class EditCase:
    """Set the case's patient, slide and name."""

    name: str
    patient: str
    slide: str

    def apply(self, case: Case) -> EditCase:
        """Change the case and return the command that changes it back."""
        before: CaseInfo = case.info
        case.info = replace(before, name=self.name, patient=self.patient, slide=self.slide)
        return EditCase(before.name, before.patient, before.slide)

    def cell_ids(self) -> tuple[str, ...]:
        """Return the ids of the cells it touches: none."""
        return ()

    def describe(self) -> str:
        """Return a short sentence for menus and the history."""
        return "Edit the case's details"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {"kind": "edit_case", "name": self.name, "patient": self.patient, "slide": self.slide}


@dataclass(frozen=True, slots=True)
class SetTarget:
    """Set how many white cells to count in this case; None follows the laboratory's target."""

    target: int | None

    def apply(self, case: Case) -> SetTarget:
        """Change the case and return the command that changes it back."""
        before = case.info.target
        case.info = replace(case.info, target=self.target)
        return SetTarget(before)

    def cell_ids(self) -> tuple[str, ...]:
        """Return the ids of the cells it touches: none."""
        return ()

    def describe(self) -> str:
        """Return a short sentence for menus and the history."""
        return f"Set the target to {self.target} white cells" if self.target else "Set the target to the laboratory's"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        # No part of ``edit_case``: a LeukView that knows no target of a case must not lose it in an undo.
        return {"kind": "set_target", "target": self.target}


Command = SetLabels | SetNote | SetMask | EditCase | SetTarget | EditCells | SetReadings | Reconcile


def mask_to_json(mask: HumanMask) -> dict[str, Any]:
    """Return a person's outline, JSON-ready: its box, its PNG as base64 text and its measurements in their order."""
    png = base64.b64encode(mask.png).decode("ascii")
    return {"box": list(astuple(mask.box)), "png": png, "morphology": list(astuple(mask.morphology))}


def mask_from_json(data: Mapping[str, Any]) -> HumanMask:
    """Return the outline that :func:`mask_to_json` wrote.

    Raises
    ------
    ValueError
        When a part of it is missing or is not what it was.
    """
    try:
        png = base64.b64decode(data["png"], validate=True)
        return HumanMask(Box(*data["box"]), png, Morphology.of(data["morphology"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"this is no outline: {error}") from error


def relabel(case: Case, cell_ids: Iterable[str], class_id: str, reader: Reader = 1) -> SetLabels:
    """Return the command that gives these cells this reader's label.

    Raises
    ------
    InputProblem
        When the class or a cell does not exist.
    """
    taxonomy()[class_id]
    return SetLabels(tuple((cell_id, class_id) for cell_id in _known(case, cell_ids)), "relabel", reader)


def confirm(case: Case, cell_ids: Iterable[str], reader: Reader = 1) -> SetLabels:
    """Return the command that makes each cell's final class this reader's label: agreement with what is shown.

    Raises
    ------
    InputProblem
        When a cell does not exist, or nothing is shown to agree with.
    """
    ids = _known(case, cell_ids)
    for cell_id in ids:
        if reader == 2 and case.cells[cell_id].ai_class is None and case.cells[cell_id].person_class is None:
            raise InputProblem(cell_id, "no call is shown to agree with", "Press the key of its class")
    return SetLabels(tuple((c, case.cells[c].final_class) for c in ids), "confirm", reader)


def count(case: Case, cell_ids: Iterable[str], reader: Reader = 1) -> SetLabels:
    """Return the command that counts cells the pipeline set aside: each gets the network's class as this reader's label.

    Raises
    ------
    InputProblem
        When a cell does not exist, or no network has named it.
    """
    labels = []
    for cell_id in _known(case, cell_ids):
        call = case.cells[cell_id].prediction
        if call is None:
            raise InputProblem(cell_id, "no network has named this cell", "Label it by hand")
        labels.append((cell_id, call.cls))
    return SetLabels(tuple(labels), "count", reader)


def _known(case: Case, cell_ids: Iterable[str]) -> list[str]:
    """Return the ids once each, in order, after checking that each exists."""
    ids = list(dict.fromkeys(cell_ids))
    for cell_id in ids:
        if cell_id not in case.cells:
            raise InputProblem(cell_id, "there is no such cell in this case", "Reopen the case")
    return ids


_WHOLE: dict[object, Callable[[dict[str, Any]], Command]] = {
    "set_readings": lambda data: set_readings_from_json(data["readings"]),
    "reconcile": lambda data: reconcile_from_json(data["decisions"]),
    "edit_cells": EditCells.from_json,
}
"""Kinds that read themselves."""


def command_from_json(data: dict[str, Any]) -> Command:
    """Return the command that :meth:`to_json` wrote.

    Raises
    ------
    ValueError
        When the kind is unknown (a newer LeukView wrote it).
    """
    kind = data.get("kind")
    if kind in _WHOLE:
        return _WHOLE[kind](data)
    # The second reader's commands differ from the first's by their kind alone.
    reader: Reader = 2 if str(kind).startswith("set_second_") else 1
    match {**data, "kind": str(kind).replace("set_second_", "set_")}:
        case {"kind": "set_labels", "labels": labels, "verb": verb}:
            return SetLabels(tuple((str(cell_id), label) for cell_id, label in labels), verb, reader)
        case {"kind": "set_note", "cell_id": cell_id, "note": note}:
            return SetNote(cell_id, note, reader)
        case {"kind": "set_mask", "cell_id": cell_id, "mask": mask}:
            return SetMask(cell_id, mask_from_json(mask) if mask is not None else None)
        case {"kind": "edit_case", "name": name, "patient": patient, "slide": slide}:
            return EditCase(name, patient, slide)
        case {"kind": "set_target", "target": target}:
            return SetTarget(target)
        case _:
            raise ValueError(f"unknown command {kind!r}")
