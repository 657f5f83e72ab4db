"""A review session: every decision is on disk, with its history and audit, before memory changes or anyone is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from threading import RLock
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from leukview.domain.case import Case, PipelineStamp, Problem
from leukview.domain.cell import Box, Cell, HumanMask
from leukview.domain.cell_commands import add_cell, delete_cells, merge_cells, restore_cells
from leukview.domain.commands import Command, EditCase, SetMask, SetNote, command_from_json, confirm, count, relabel
from leukview.domain.differential import Differential, Ranges, Whose, count_cells
from leukview.domain.errors import InputProblem
from leukview.domain.readers import Reader, Sight
from leukview.domain.rules import Suggestion, suggest
from leukview.domain.signing import Contents, amendment_open
from leukview.imaging.masks import unpack
from leukview.services.analyse_types import AnalysedImage, CalledCell
from leukview.services.listeners import Listener, Listeners
from leukview.services.moved import moved_words
from leukview.services.reconciling import decide, is_settled, undecide
from leukview.services.recording import stage
from leukview.services.review import Effect, clear, plan, still_meant
from leukview.services.seen_case import SeenCase, hides
from leukview.services.signed import SignedCase
from leukview.services.travel import Leap, Wanted, net_effect, refuse_barrier
from leukview.store import audit, cases, cells, history, outlines, readings
from leukview.store.audit import AuditChange, AuditRow
from leukview.store.cases import StoredCase
from leukview.store.cells import ImageChange
from leukview.store.database import Store

__all__ = ["AuditRow", "Session"]

_ACTIONS = {
    "set_note": "note",
    "set_second_note": "note",
    "set_mask": "outline",
    "edit_case": "edit case",
    "set_readings": "readers",
    "reconcile": "reconcile",
}


class Session:
    """One case under review. Every method may be called from any thread; listeners are called in the caller's.

    A method that changes the case first writes everything — the changed columns, the history and the audit row — in one
    transaction, then changes ``case``, then tells the listeners. When it raises, nothing was changed anywhere. Each raises
    ``InputProblem`` when the case was changed in another window since it was opened here, and ``EnvironmentFault`` when the
    database cannot be written.

    Attributes
    ----------
    operator:
        Who works here, for the audit trail.
    ranges:
        The lab's reference ranges; None for the shipped ones.
    classes:
        Class ids that the differential lists even where no cell has them.
    moved_from:
        The folder the case was known as until it was opened now; empty where it is where it was.
    contents:
        What a signature of this case stands for, as far as it was asked for.
    """

    def __init__(self, store: Store, case_id: int, stored: StoredCase, operator: str, connection: Connection) -> None:
        self._whole: Case = stored.case
        self._seen = SeenCase(stored.case)
        self.operator = operator
        self.ranges: Ranges | None = None
        self.classes: tuple[str, ...] = ()
        self.moved_from = ""
        self.contents = Contents()
        self._store = store
        self._case_id = case_id
        self._revision = stored.revision
        self._since = stored.since
        self._next_position = stored.next_position
        self._positions = stored.positions
        self._view_state = stored.view_state
        self._latest = history.latest(connection, case_id)
        # Where the last leap came from: undo or redo, whichever leads back there, goes all the way.
        self._return: tuple[int, int] | None = None
        self._undo = history.head(connection, case_id, stored.history_position)
        self._redo = history.head(connection, case_id, stored.history_position + 1)
        self._listeners = Listeners()
        self._lock = RLock()
        self._closed = False

    @property
    def case(self) -> Case:
        """The case as the reader at the window may see it: while a second one reads, without the other's work. Read it only."""
        return self._seen.case

    @property
    def stored(self) -> Case:
        """The case with every reader's work, for what is no reader's window: signing, agreement, outputs. Read it only."""
        return self._whole

    @property
    def reader(self) -> Reader:
        """Who is at the window."""
        return self._seen.reader

    @property
    def sight(self) -> Sight:
        """What :attr:`case` shows."""
        return self._seen.sight

    @property
    def revision(self) -> int:
        """How many changes of the case are stored."""
        return self._revision

    @property
    def who(self) -> str:
        """The name of who is at the window, for the audit trail."""
        return self._whole.readings[2].name if self.sight == "second" else self.operator

    def change_reader(self, reader: Reader) -> None:
        """Let the other reader take the window while a second reading is under way; audited, and nothing is lost.

        Raises
        ------
        InputProblem
            When no second reading is under way.
        """
        with self._lock:
            second = self._whole.readings.get(2)
            if second is None or second.finished:
                raise InputProblem("Second reading", "none is under way", "Start one first")
            name = second.name if reader == 2 else self.operator
            with self.changing() as connection:
                audit.append(
                    connection, self._case_id, name, "change reader", f"{name} takes the window as reader {reader}"
                )
            self._seen.look_as(reader)
        self._listeners.tell(())

    @property
    def case_id(self) -> str:
        """The case's id in its database."""
        return str(self._case_id)

    @property
    def moved_words(self) -> str:
        """What to tell of a case that was found again in another folder; empty for any other."""
        if not self.moved_from:
            return ""
        return moved_words(self.moved_from, sum(cell.decided for cell in list(self.case.cells.values())))

    # -- what a person decides ----------------------------------------------------------------------------------------

    def relabel(self, cell_ids: Iterable[str], class_id: str) -> Command | None:
        """Give cells a person's label. Returns the command, or None where all of them had it already.

        Raises
        ------
        InputProblem
            When the class or a cell does not exist.
        """
        if self._settled:
            return self.perform(lambda: decide(self.case, cell_ids, class_id, self.who))
        return self.perform(lambda: relabel(self.case, cell_ids, class_id, self.reader))

    def confirm(self, cell_ids: Iterable[str]) -> Command | None:
        """Make each cell's shown class its human label."""
        if self._settled:
            return self.perform(lambda: decide(self.case, cell_ids, None, self.who))
        return self.perform(lambda: confirm(self.case, cell_ids, self.reader))

    def count(self, cell_ids: Iterable[str]) -> Command | None:
        """Count cells that the pipeline set aside: each gets the network's class as its human label.

        Raises
        ------
        InputProblem
            When a cell does not exist, or no network has named it.
        """
        if self._settled:
            raise InputProblem(
                "Both readers are done", "a cell is counted by the class decided on", "Press its class's key"
            )
        return self.perform(lambda: count(self.case, cell_ids, self.reader))

    def clear(self, cell_ids: Iterable[str]) -> Command | None:
        """Make cells not reviewed again; once both readers are done, take the decision on them back."""
        if self._settled:
            return self.perform(lambda: undecide(self.case, cell_ids))
        return self.perform(lambda: clear(self.case, cell_ids, self.reader))

    def set_note(self, cell_id: str, text: str) -> Command | None:
        """Set the note of one cell."""
        return self.perform(lambda: SetNote(cell_id, _valid(text), self.reader))

    def set_mask(self, cell_id: str, mask: HumanMask | None) -> Command | None:
        """Set the person's outline of one cell, or with None go back to the segmenter's, which is kept either way.

        Raises
        ------
        InputProblem
            When there is no such cell.
        ValueError
            When the mask's PNG does not have the size of its box, or holds nothing.
        """
        if mask is not None:
            pixels = unpack(mask.png)
            if pixels is None or pixels.shape != (mask.box.height, mask.box.width) or not pixels.any():
                raise ValueError(f"the outline of {cell_id} is empty or does not have the size of its box, {mask.box}")
        if self.sight == "second":
            raise InputProblem(
                cell_id, "a second reader names classes; outlines are the first's", "Write a note instead"
            )
        return self.perform(lambda: SetMask(cell_id, mask))

    def edit_case(self, name: str, patient: str, slide: str) -> Command | None:
        """Set the case's name, patient and slide."""
        return self.perform(lambda: EditCase(_valid(name), _valid(patient), _valid(slide)))

    def add_cell(self, file: str, box: Box) -> Command | None:
        """Add a cell where a person drew a box in a field; see :func:`leukview.domain.cell_commands.add_cell`."""
        return self._edit(lambda: add_cell(self.case, file, box, self._latest + 1))

    def delete_cells(self, cell_ids: Iterable[str]) -> Command | None:
        """Take cells of fields out of the case; see :func:`leukview.domain.cell_commands.delete_cells`."""
        return self._edit(lambda: delete_cells(self.case, cell_ids))

    def merge_cells(self, cell_ids: Iterable[str]) -> Command | None:
        """Put one cell in the place of several; see :func:`leukview.domain.cell_commands.merge_cells`."""
        return self._edit(lambda: merge_cells(self.case, cell_ids, self._latest + 1))

    def restore_cells(self, cell_ids: Iterable[str]) -> Command | None:
        """Bring deleted cells back; see :func:`leukview.domain.cell_commands.restore_cells`."""
        return self._edit(lambda: restore_cells(self.case, cell_ids))

    def _edit(self, make: Callable[[], Command]) -> Command | None:
        # Both readers must read the same cells, or their agreement says nothing.
        if 2 in self._whole.readings:
            reason = "a second reader has begun, and both must read the same cells"
            raise InputProblem("Cells", f"none can be added, deleted or merged now: {reason}", "Write a note instead")
        return self.perform(make)

    @property
    def _settled(self) -> bool:
        """Whether both readers are done: what is said now decides between them, and leaves either's word as it is."""
        return is_settled(self._whole)

    def refuse_unamended(self) -> None:
        """Raise where the case is signed and no reason for an amendment was given yet.

        Raises
        ------
        SignedCase
            With the version that stands.
        """
        if self._whole.signatures and amendment_open(self._whole) is None:
            raise SignedCase(self._whole.signatures[-1].words)

    def perform(self, make: Callable[[], Command]) -> Command | None:
        """Do a command: stored with its history and audit, then shown. Returns it as it was done, None where nothing changes.

        Raises
        ------
        SignedCase
            When the case is signed and not open for an amendment.
        """
        with self._lock:
            effect = plan(self._whole, make())
            if effect is None:
                return None
            self.refuse_unamended()
            text = effect.command.describe()
            done = effect.command.to_json()
            action = str(done.get("verb") or _ACTIONS[done["kind"]])
            position = (self._undo.position if self._undo else 0) + 1
            with self.changing() as connection:
                entry = history.push(
                    connection, self._case_id, position, self.who, text, done, effect.inverse.to_json()
                )
                self._write(connection, effect, action, text, entry)
            self._undo, self._redo, self._latest, self._return = entry, None, entry.id, None
            self._show(effect, entry)
        self._listeners.tell(effect.touched)
        return effect.command

    def _write(self, connection: Connection, effect: Effect, action: str, text: str, entry: history.Entry) -> None:
        """Write the human columns that a command changes, and its audit row."""
        added = [effect.cells[cell_id] for cell_id in effect.added]
        cells.add_cells(connection, self._case_id, added, self._next_position, entry.id - 1)
        cells.write_edited(connection, self._case_id, (effect.cells[cell_id] for cell_id in effect.edited))
        cells.drop_cells(connection, self._case_id, effect.gone)
        labels, second, decisions = {}, {}, {}
        for change in effect.changes:
            if change.field == "label":
                labels[change.cell_id] = change.after
            elif change.field == audit.SECOND_LABEL:
                second[change.cell_id] = change.after
            elif change.field == audit.DECISION:
                decisions[change.cell_id] = effect.cells[change.cell_id].agreed
            elif change.field == "note":
                cells.write_note(connection, self._case_id, change.cell_id, change.after or "")
            elif change.field == audit.SECOND_NOTE:
                cells.write_note(connection, self._case_id, change.cell_id, change.after or "", 2)
            elif change.field == "outline" and change.cell_id in effect.cells:
                mask = effect.cells[change.cell_id].human_mask
                outlines.write_outline(connection, self._case_id, change.cell_id, mask)
        cells.write_labels(connection, self._case_id, labels)
        cells.write_labels(connection, self._case_id, second, 2)
        cells.write_decisions(connection, self._case_id, decisions)
        if effect.info != self._whole.info:
            cases.write_info(connection, self._case_id, effect.info)
        if effect.readings != self._whole.readings:
            readings.write_readings(connection, self._case_id, effect.readings)
        audit.append(connection, self._case_id, self.who, action, text, effect.changes)

    def _show(self, effect: Effect, entry: history.Entry) -> None:
        for cell_id in effect.added:
            self._since[cell_id] = entry.id - 1
            self._positions[cell_id] = self._next_position
            self._next_position += 1
        for cell in effect.cells.values():
            self._whole.put(cell)
        for cell_id in effect.gone:
            self._whole.drop(cell_id)
            del self._since[cell_id], self._positions[cell_id]
        if effect.edited:
            self._whole.sort_cells(self._positions)
        self._whole.info = effect.info
        if effect.readings != self._whole.readings:
            self._whole.readings = dict(effect.readings)
            # A reading that starts is the second reader's; one that ends shows everything again.
            self._seen.look_as(2)
        else:
            self._seen.update(effect.touched)

    # -- undo and redo ------------------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is a command to take back, of this session or an earlier one."""
        return self._mine(self._undo) is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is a command to do again."""
        return self._mine(self._redo) is not None

    @property
    def undo_text(self) -> str:
        """The command that :meth:`undo` would take back, in words; empty where there is none."""
        entry, leap = self._mine(self._undo), self._leap("undo")
        return leap.describe() if leap else entry.text if entry else ""

    @property
    def undo_size(self) -> int:
        """How many cells :meth:`undo` would change: 0 for none, or for what concerns the case."""
        entry = self._mine(self._undo)
        return self._return[1] if self._return and self._leap("undo") else entry.cells if entry else 0

    @property
    def redo_size(self) -> int:
        """How many cells :meth:`redo` would change: 0 for none, or for what concerns the case."""
        entry = self._mine(self._redo)
        return self._return[1] if self._return and self._leap("redo") else entry.cells if entry else 0

    @property
    def redo_text(self) -> str:
        """The command that :meth:`redo` would do again, in words; empty where there is none."""
        entry, leap = self._mine(self._redo), self._leap("redo")
        return leap.describe() if leap else entry.text if entry else ""

    @property
    def position(self) -> int:
        """How many commands of the history stand."""
        return self._undo.position if self._undo else 0

    def _leap(self, way: Literal["undo", "redo"]) -> Leap | None:
        """Return the leap that undo or redo would be, where that leads back to where the last leap came from."""
        steps = self._return[0] - self.position if self._return else 0
        return Leap(way, abs(steps)) if (steps < 0) == (way == "undo") and abs(steps) > 1 else None

    def _mine(self, entry: history.Entry | None) -> history.Entry | None:
        """Return a history entry unless it is hidden from who is at the window: nobody undoes blindly what another did."""
        return None if entry is None or hides(self.sight, entry.kind) else entry

    def undo(self) -> Command | Leap | None:
        """Take the last command back, or a leap as a whole. Returns it, or None where there is nothing to take back."""
        return self._travel("undo")

    def redo(self) -> Command | Leap | None:
        """Do again what was taken back last, a leap as a whole. Returns it, or None where there is nothing to do again."""
        return self._travel("redo")

    def travel_to(self, position: int) -> Leap | None:
        """Go to where just the first ``position`` commands stand, in one stored and audited step.

        The very next undo or redo that leads back goes all the way back; the commands themselves stay, each for itself.

        Returns
        -------
        Leap or None
            None where it is there already.

        Raises
        ------
        InputProblem
            When there is no such position, or a second reading lies between.
        SignedCase
            When the case is signed and not open for an amendment.
        """
        with self._lock:
            here = self.position
            if position == here:
                return None
            self.refuse_unamended()
            way: Literal["undo", "redo"] = "undo" if position < here else "redo"
            with self.changing() as connection:
                steps = self._way_to(connection, position)
                effect = net_effect(self._whole, self._since, steps)
                leap = Leap(way, len(steps), effect.touched if effect else ())
                oldest = min((entry for entry, _ in steps), key=lambda entry: entry.id)
                history.move(connection, self._case_id, position)
                if effect is not None:
                    # No step by its name: whether a row is shown to a second reader goes by what it changed in the end.
                    self._write(connection, effect, way, f"{way.capitalize()} {leap.describe()}", oldest)
                undo = history.head(connection, self._case_id, position)
                redo = history.head(connection, self._case_id, position + 1)
            self._undo, self._redo = undo, redo
            self._return = here, max(len(leap.changed), leap.steps)
            if effect is not None:
                self._show(effect, oldest)
        self._listeners.tell(leap.changed)
        return leap

    def _way_to(self, connection: Connection, position: int) -> list[Wanted]:
        """Return each step between here and a position, in the order in which it is gone over."""
        here = self.position
        first, last = (here, position + 1) if position < here else (here + 1, position)
        steps = []
        if position >= 0:
            for entry, forward, inverse in history.walk(connection, self._case_id, first, last):
                refuse_barrier(self.sight, entry)
                steps.append((entry, self._command(inverse if position < here else forward, entry)))
        if len(steps) != abs(position - here):
            raise InputProblem("That point of the history", "it is not there any more", "Choose another")
        return steps

    def _travel(self, way: Literal["undo", "redo"]) -> Command | Leap | None:
        if self._return and self._leap(way) and self._mine(self._undo if way == "undo" else self._redo):
            return self.travel_to(self._return[0])
        with self._lock:
            self._return = None
            # A command whose cells are all gone has nothing to change: the next one is meant.
            while (entry := self._mine(self._undo if way == "undo" else self._redo)) is not None:
                self.refuse_unamended()
                if (moved := self._step(way, entry)) is not None:
                    break
            else:
                return None
        command, effect = moved
        self._listeners.tell(effect.touched)
        return command

    def _step(self, way: Literal["undo", "redo"], entry: history.Entry) -> tuple[Command, Effect] | None:
        """Move the history by one command; returns None where that changed nothing else."""
        back = way == "undo"
        with self.changing() as connection:
            forward_json, inverse_json = history.read_commands(connection, entry)
            command = self._meant(forward_json, entry)
            wanted = self._meant(inverse_json if back else forward_json, entry)
            effect = plan(self._whole, wanted) if wanted else None
            position = entry.position - 1 if back else entry.position
            history.move(connection, self._case_id, position)
            if effect is not None:
                self._write(connection, effect, way, f"{way.capitalize()}: {entry.text}", entry)
            undo = history.head(connection, self._case_id, position)
            redo = history.head(connection, self._case_id, position + 1)
        self._undo, self._redo = undo, redo
        if effect is None or command is None:
            return None
        self._show(effect, entry)
        return command, effect

    def _meant(self, data: dict[str, Any], entry: history.Entry) -> Command | None:
        return still_meant(self._command(data, entry), lambda cell_id: self._since.get(cell_id, entry.id) < entry.id)

    def _command(self, data: dict[str, Any], entry: history.Entry) -> Command:
        try:
            return command_from_json(data)
        except ValueError as error:
            raise InputProblem(
                entry.text, "a newer LeukView did this, so it cannot be undone here", "Update LeukView"
            ) from error

    # -- what an analysis found ---------------------------------------------------------------------------------------

    def record(self, analysed: AnalysedImage | Problem) -> list[Cell]:
        """Store an analysed image, or a file that could not be used, and return the image's cells as they now stand.

        What a person decided of cells that are already there is never written: a cell found again keeps its id, its label,
        its note and its outline, one that is not found again stays where a person decided anything and goes where nobody did.
        """
        return self.record_all([analysed])

    def record_all(self, results: Iterable[AnalysedImage | Problem]) -> list[Cell]:
        """Store several results in one transaction; see :meth:`record`."""
        with self._lock:
            staged = stage(self._whole, results, self._next_position)
            if not staged.steps:
                return []
            self.refuse_unamended()
            with self.changing() as connection:
                for group in staged.rounds():
                    if isinstance(group, Problem):
                        cells.write_problem(connection, self._case_id, group)
                    else:
                        cells.write_images(connection, self._case_id, group, self._latest)
                if staged.again:
                    text = f"Analyse again: the pipeline's call of {len(staged.again)} cells changed"
                    audit.append(connection, self._case_id, self.operator, "analyse again", text, staged.again)
            staged.apply(self._whole)
            self._seen.update(staged.touched())
            self._next_position = staged.next_position
            for step in staged.steps:
                if isinstance(step, ImageChange):
                    for cell_id in step.removed:
                        self._since.pop(cell_id, None)
                        self._positions.pop(cell_id, None)
                    self._positions.update(step.order)
                    self._since.update((cell.id, self._latest) for cell in step.added)
        self._listeners.tell(staged.touched())
        return [cell for merged in staged.merged for cell in merged]

    def record_call(self, cell_id: str, called: CalledCell) -> bool:
        """Store what the pipeline says of a cell that a person drew.

        Returns
        -------
        bool
            False, and nothing is stored, where that cell is gone, lies elsewhere by now, or an analysis has found it since.
        """
        with self._lock:
            cell = self._whole.cells.get(cell_id)
            if cell is None or cell.origin != "drawn" or cell.box != called.box:
                return False
            new = replace(cell, prediction=called.prediction, view=called.view, morphology=called.morphology)
            with self.changing() as connection:
                cells.write_call(connection, self._case_id, new, called.mask, self._positions[cell_id])
                change = AuditChange(cell_id, "ai", cell.ai_class, new.ai_class)
                text = f"The pipeline's call of {cell_id}, which a person drew"
                audit.append(connection, self._case_id, self.operator, "call", text, [change])
            self._whole.put(new)
            self._seen.update([cell_id])
        self._listeners.tell([cell_id])
        return True

    def set_stamp(self, stamp: PipelineStamp, timings: Mapping[str, float] | None = None) -> None:
        """Store which pipeline and weights make the calls and, where given, how long it took (seconds by stage)."""
        with self._lock:
            before = self._whole.stamp
            times = dict(self._whole.timings if timings is None else timings)
            if stamp == before and times == self._whole.timings:
                return
            with self.changing() as connection:
                cases.write_stamp(connection, self._case_id, stamp, times)
                if stamp != before:
                    changes = [
                        AuditChange("", "pipeline", before.pipeline if before else None, stamp.pipeline),
                        AuditChange("", "weights", before.weights_sha256 if before else None, stamp.weights_sha256),
                    ]
                    text = f"Analyse with {stamp.title}"
                    audit.append(connection, self._case_id, self.operator, "analyse", text, changes)
            self._whole.stamp, self._whole.timings = stamp, times
            self._seen.update(())
        self._listeners.tell(())

    def is_analysed(self, file: str) -> bool:
        """Whether a file (relative to the case folder, forward slashes) has been analysed."""
        return file in self.case.images

    def mask(self, cell_id: str) -> NDArray[np.uint8] | None:
        """Return a cell's mask, the person's where one may be seen: uint8 of the size of its ``final_box`` (height, width).

        255 is the nucleus, 128 the cytoplasm; None without a mask.
        """
        cell = self.case.cells.get(cell_id)
        if cell is not None and cell.human_mask is not None:
            return unpack(cell.human_mask.png)
        return self.segmenter_mask(cell_id)

    def segmenter_mask(self, cell_id: str) -> NDArray[np.uint8] | None:
        """Return the segmenter's mask, of the size of the cell's ``box``, whatever a person outlined: what the network saw."""
        with self._store.reading() as connection:
            return cells.read_mask(connection, self._case_id, cell_id)

    # -- what follows from it -----------------------------------------------------------------------------------------

    def differential(self, whose: Whose = "final") -> Differential:
        """Count the case's cells; see :func:`leukview.domain.differential.count_cells`."""
        with self._lock:
            snapshot = list(self.case.cells.values())
        return count_cells(snapshot, whose, self.classes, self.ranges)

    def suggestion(self) -> Suggestion:
        """Return what the rules suggest from the final classes; never a diagnosis."""
        return suggest(self.differential("final"))

    def audit(self, *, after: int = 0, cell_id: str = "") -> list[AuditRow]:
        """Return the case's audit trail, oldest first; while a second reader reads, without what that reader may not see.

        Parameters
        ----------
        after:
            Only rows with a larger number.
        cell_id:
            Only rows that changed this cell.
        """
        with self._store.reading() as connection:
            rows = audit.read(connection, self._case_id, after=after, cell_id=cell_id)
        return [row for row in rows if self._seen.may_show(row)]

    def steps(self, after: int = 0) -> tuple[list[history.Step], dict[int, int]]:
        """Return the commands of the history with a larger number than ``after``, and the position of every one by number."""
        with self._store.reading() as connection:
            return history.steps(connection, self._case_id, after), history.places(connection, self._case_id)

    # -- the window's own ---------------------------------------------------------------------------------------------

    @property
    def view_state(self) -> dict[str, Any]:
        """What the window stored last for this case: a copy."""
        return dict(self._view_state)

    def save_view_state(self, state: Mapping[str, Any]) -> None:
        """Store what the window wants to find again; JSON values only. It is no decision: no audit, no history."""
        with self._lock:
            values = dict(state)
            if values != self._view_state:
                with self._store.writing() as connection:
                    cases.write_view_state(connection, self._case_id, values)
                self._view_state = values

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after every change with the ids of the changed cells, an empty set for the case itself.

        Returns
        -------
        callable
            Ends the subscription.
        """
        return self._listeners.add(listener)

    def close(self) -> None:
        """End the session. What it holds is stored already; changing it afterwards is a programming error."""
        with self._lock:
            self._closed = True
            self._listeners.clear()

    # -- within -------------------------------------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """The case's number in its database."""
        return self._case_id

    @property
    def lock(self) -> RLock:
        """Held by whatever changes the case."""
        return self._lock

    def tell(self) -> None:
        """Tell every listener that the case itself has changed."""
        self._seen.update(())
        self._listeners.tell(())

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Give a transaction that changes the case: refused where another window changed it, counted once it is on disk."""
        if self._closed:
            raise RuntimeError("this session is closed")
        with self._store.writing() as connection:
            cases.raise_revision(connection, self._case_id, self._revision)
            yield connection
        self._revision += 1


def _valid(text: str) -> str:
    """Return the text without halves of characters, which a window's input may hold and no file can."""
    return text.encode("utf-8", "replace").decode("utf-8")
