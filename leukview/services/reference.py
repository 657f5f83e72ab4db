"""The library of reference cells: sets are made, filled, renamed and deleted here. Every change can be undone, and is logged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from leukview.domain.case import Problem
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.reference import (
    NewReference,
    ReferenceCell,
    ReferenceSet,
    plain_name,
    report_order,
)
from leukview.domain.reference_cover import Cover
from leukview.services.reference_sifting import sifted
from leukview.store import reference
from leukview.store.clock import utc_now
from leukview.store.database import Store
from leukview.store.reference import Change, LogRow
from leukview.store.reference_cover import read_cover

__all__ = ["Added", "ReferenceLibrary"]

_CONTENTS = re.compile(r" \((?:empty|[\d,]+ cells? [^()]*)\)$")
"""What a deleted set held, at the end of what the log says of it."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of cells that were to enter a set: how many did, how many were there already, what was refused."""

    cells: int
    doubles: int
    problems: tuple[Problem, ...] = ()


class ReferenceLibrary:
    """The reference sets of one database. Every method may be called from any thread.

    While a second reader reads a case, its cells are in nothing that is read here, for nobody, and nothing that was done with
    them is undone: they have the first reader's word. They come back when that reading ends.

    A method that changes something writes it and its log row in one transaction. Each raises
    ``EnvironmentFault`` when the database cannot be read or written.

    Parameters
    ----------
    store:
        The open database.
    operator:
        Who works here.
    laboratory_um:
        Side of a pixel in µm where a cell's file does not say it; see :meth:`leukview.domain.reference.ReferenceCell.sized`.
    """

    def __init__(self, store: Store, operator: str, laboratory_um: float = 0.0) -> None:
        self._store = store
        self.operator = operator
        self._laboratory_um = laboratory_um
        self._lock = RLock()

    # -- reading ------------------------------------------------------------------------------------------------------

    def sets(self) -> list[ReferenceSet]:
        """Return every set, by name."""
        with self._store.reading() as connection:
            return reference.read_sets(connection, read_cover(connection))

    def covered_cases(self) -> int:
        """Return of how many cases no cell is shown, because a second reader reads them; whether they are in any set or not."""
        with self._store.reading() as connection:
            return len(read_cover(connection).cases)

    def installation(self) -> str:
        """Return what identifies this installation in the sets that it exports."""
        with self._store.reading() as connection:
            return reference.read_installation(connection)

    def find(self, name: str) -> ReferenceSet:
        """Return a set by its name, in whatever case and spacing, else by its number.

        Raises
        ------
        InputProblem
            When there is none.
        """
        known, wanted = self.sets(), " ".join(name.split()).casefold()
        by_name = [item for item in known if item.name.casefold() == wanted]
        for item in (*by_name, *(item for item in known if str(item.id) == wanted)):
            return item
        listed = ", ".join(item.name for item in known) or "none yet"
        raise InputProblem(name, "there is no such reference set", f"Choose one of: {listed}")

    def cells(self, set_id: int) -> list[ReferenceCell]:
        """Return a set's cells by class in report order, those of one class in the order in which they came."""
        with self._store.reading() as connection:
            found = reference.read_cells(connection, set_id, read_cover(connection))
        return report_order(cell.sized(self._laboratory_um) for cell in found)

    def png(self, picture: str) -> bytes:
        """Return a picture as PNG.

        Raises
        ------
        EnvironmentFault
            When the database lacks it.
        """
        with self._store.reading() as connection:
            found = reference.read_picture(connection, picture)
        if found is None:
            raise EnvironmentFault(f"the reference picture {picture[:12]} is missing from {self._store.path}")
        return found

    def pixels(self, picture: str) -> NDArray[np.uint8]:
        """Return a picture as H×W×3 uint8 RGB.

        Raises
        ------
        EnvironmentFault
            When the database lacks it, or it is damaged.
        """
        decoded = cv2.imdecode(np.frombuffer(self.png(picture), np.uint8), cv2.IMREAD_COLOR)
        if decoded is None:
            raise EnvironmentFault(f"the reference picture {picture[:12]} in {self._store.path} is damaged")
        return np.ascontiguousarray(decoded[..., ::-1])

    def log(self) -> list[LogRow]:
        """Return who changed what, oldest first."""
        with self._store.reading() as connection:
            return reference.read_log(connection)

    # -- changing -----------------------------------------------------------------------------------------------------

    def create(self, name: str, note: str = "") -> int:
        """Make an empty set and return its number.

        Raises
        ------
        InputProblem
            When the name is none, or another set has it.
        """
        name = plain_name(name)
        with self._lock, self._store.writing() as connection:
            _check_free(connection, name)
            number = reference.add_set(connection, name, note.strip(), self.operator)
            change = Change("set", number, "removed", utc_now(), None)
            self._do(connection, "create", f"Make the set {name}", [change])
        return number

    def add(self, set_id: int, cells: Sequence[NewReference]) -> Added:
        """Put cells into a set; a picture that is in it already is left out, and listed where its class is another one.

        A cell of a case that a second reader reads is left out, and listed: what is in the set already is not to be learnt so.

        Raises
        ------
        InputProblem
            When there is no such set.
        """
        with self._lock, self._store.writing() as connection:
            item = _get(connection, set_id)
            new, doubles, problems = sifted(connection, set_id, cells)
            if new:
                now = utc_now()
                numbers = reference.add_cells(connection, set_id, new)
                changes = [Change("cell", number, "removed", now, None) for number in numbers]
                self._do(connection, "add", f"Add {_cells(len(new))} to {item.name}", changes)
        return Added(len(new), doubles, tuple(problems))

    def rename(self, set_id: int, name: str) -> None:
        """Give a set another name.

        Raises
        ------
        InputProblem
            When there is no such set, the name is none, or another set has it.
        """
        name = plain_name(name)
        with self._lock, self._store.writing() as connection:
            item = _get(connection, set_id)
            if name == item.name:
                return
            _check_free(connection, name, set_id)
            change = Change("set", set_id, "name", item.name, name)
            self._do(connection, "rename", f"Rename {item.name} to {name}", [change])

    def set_note(self, set_id: int, note: str) -> None:
        """Write what a set is about.

        Raises
        ------
        InputProblem
            When there is no such set.
        """
        with self._lock, self._store.writing() as connection:
            item = _get(connection, set_id)
            if note.strip() != item.note:
                change = Change("set", set_id, "note", item.note, note.strip())
                self._do(connection, "note", f"Note on {item.name}", [change])

    def delete(self, set_id: int) -> None:
        """Take a set off the library; it is kept, and undo brings it back.

        Raises
        ------
        InputProblem
            When there is no such set.
        """
        with self._lock, self._store.writing() as connection:
            item = _get(connection, set_id)
            change = Change("set", set_id, "removed", None, utc_now())
            # The log is read by whoever is at the window: while something is covered it does not count what is.
            contents = "" if read_cover(connection) else f" ({item.words})"
            self._do(connection, "delete", f"Delete the set {item.name}{contents}", [change])

    def remove(self, set_id: int, cell_ids: Sequence[int]) -> int:
        """Take cells out of a set and return how many; they are kept, and undo brings them back.

        Raises
        ------
        InputProblem
            When there is no such set.
        """
        with self._lock, self._store.writing() as connection:
            item = _get(connection, set_id)
            there = {cell.id for cell in reference.read_cells(connection, set_id, read_cover(connection))}
            gone, now = [number for number in dict.fromkeys(cell_ids) if number in there], utc_now()
            if gone:
                changes = [Change("cell", number, "removed", None, now) for number in gone]
                self._do(connection, "remove", f"Remove {_cells(len(gone))} from {item.name}", changes)
        return len(gone)

    def note_cell(self, set_id: int, cell_id: int, note: str) -> None:
        """Write a note on a cell.

        Raises
        ------
        InputProblem
            When there is no such set or cell.
        """
        with self._lock, self._store.writing() as connection:
            item = _get(connection, set_id)
            cells = reference.read_cells(connection, set_id, read_cover(connection))
            cell = next((cell for cell in cells if cell.id == cell_id), None)
            if cell is None:
                raise InputProblem(f"Cell {cell_id}", f"it is not in {item.name}", "Look at the set again")
            if note.strip() != cell.note:
                change = Change("cell", cell_id, "note", cell.note, note.strip())
                self._do(connection, "note", f"Note on a cell of {item.name}", [change])

    # -- taking back --------------------------------------------------------------------------------------------------

    def history(self) -> tuple[str, str]:
        """Return what undo would take back and what redo would do again, in words; empty for nothing, or what is covered."""
        with self._store.reading() as connection:
            undo, redo = _stacks(reference.read_log(connection))
            cover = read_cover(connection)
            return _told(connection, undo, cover), _told(connection, redo, cover)

    def undo(self) -> str:
        """Take the last change of the library back, whoever made it; return it in words, empty where there is none.

        Raises
        ------
        InputProblem
            When another set has the name by now that this would bring back.
        """
        return self._travel("undo")

    def redo(self) -> str:
        """Do again what was undone last; return it in words, empty where there is nothing.

        Raises
        ------
        InputProblem
            When another set has the name by now.
        """
        return self._travel("redo")

    def _travel(self, way: Literal["undo", "redo"]) -> str:
        with self._lock, self._store.writing() as connection:
            undo, redo = _stacks(reference.read_log(connection))
            rows = undo if way == "undo" else redo
            words = _told(connection, rows, read_cover(connection))
            if not words:
                return ""
            changes = reference.changes_of(connection, rows[-1].id)
            if way == "undo":
                changes = [change.reversed for change in reversed(changes)]
            reference.write(connection, changes)
            reference.append(
                connection, self.operator, way, f"{way.capitalize()}: {rows[-1].text}", changes, rows[-1].id
            )
            _check_names(connection)
        return words

    def _do(self, connection: Connection, action: str, text: str, changes: Sequence[Change]) -> None:
        reference.write(connection, changes)
        reference.append(connection, self.operator, action, text, changes)


def _stacks(log: Sequence[LogRow]) -> tuple[list[LogRow], list[LogRow]]:
    """Return the rows that stand and those that were undone, the next one to travel last."""
    undo: list[LogRow] = []
    redo: list[LogRow] = []
    for row in log:
        if row.action == "undo":
            redo.append(undo.pop())
        elif row.action == "redo":
            undo.append(redo.pop())
        else:
            undo.append(row)
            redo = []
    return undo, redo


def _told(connection: Connection, rows: Sequence[LogRow], cover: Cover) -> str:
    """Return what the last of these rows says; nothing where there is none, or it is of cells that are covered."""
    if not rows:
        return ""
    row = rows[-1]
    if not cover:
        return row.text
    if any(each.what == "cell" and each.id in cover.ids for each in reference.changes_of(connection, row.id)):
        return ""
    # What a deleted set held was counted before the second reading.
    return _CONTENTS.sub("", row.text) if row.action == "delete" else row.text


def _get(connection: Connection, set_id: int) -> ReferenceSet:
    found = next((item for item in reference.read_sets(connection) if item.id == set_id), None)
    if found is None:
        raise InputProblem("Reference set", "it is not there any more", "Choose another, or undo its deletion")
    return found


def _check_free(connection: Connection, name: str, besides: int = 0) -> None:
    for item in reference.read_sets(connection):
        if item.id != besides and item.name.casefold() == name.casefold():
            raise InputProblem(name, "another reference set has this name", "Choose another name")


def _check_names(connection: Connection) -> None:
    seen: set[str] = set()
    for item in reference.read_sets(connection):
        if item.name.casefold() in seen:
            raise InputProblem(item.name, "two reference sets would have this name", "Rename the other one first")
        seen.add(item.name.casefold())


def _cells(count: int) -> str:
    return f"{count:,} cell{'s' * (count != 1)}"
