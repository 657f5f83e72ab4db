"""A review session: every decision is on disk, with its history and audit, before memory changes or anyone is told.

It is the one door to an open case. Behind it are the case itself (:mod:`~leukview.services.open_case`), what a person may say
(:mod:`~leukview.services.labelling`), the history (:mod:`~leukview.services.timeline`) and what an analysis found
(:mod:`~leukview.services.results`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from leukview.domain.box import Box
from leukview.domain.case import Case, PipelineStamp, Problem
from leukview.domain.cell import Cell
from leukview.domain.cell_commands import add_cell, delete_cells, merge_cells, restore_cells
from leukview.domain.commands import Command
from leukview.domain.differential import Differential, Ranges, Whose, count_cells
from leukview.domain.human_mask import HumanMask
from leukview.domain.readers import Reader, Sight
from leukview.domain.rules import Suggestion, suggest
from leukview.domain.signing import Contents
from leukview.services import labelling, results
from leukview.services.analyse_types import AnalysedImage, CalledCell
from leukview.services.listeners import Listener
from leukview.services.moved import moved_words
from leukview.services.open_case import OpenCase
from leukview.services.timeline import Timeline
from leukview.services.travel import Leap, Way
from leukview.store import audit, cases, history
from leukview.store.audit import AuditRow
from leukview.store.cases import StoredCase
from leukview.store.database import Store

__all__ = ["AuditRow", "Session"]


class Session:
    """One case under review. Every method may be called from any thread; listeners are called in the caller's.

    A method that changes the case first writes everything — the changed columns, the history and the audit row — in one
    transaction, then changes ``case``, then tells the listeners. When it raises, nothing was changed anywhere. Each raises
    ``InputProblem`` when the case was changed in another window since it was opened here, and ``EnvironmentFault`` when the
    database cannot be written.

    Attributes
    ----------
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
        self.ranges: Ranges | None = None
        self.classes: tuple[str, ...] = ()
        self.moved_from = ""
        self.contents = Contents()
        self._store = store
        self._view_state = stored.view_state
        self._open = OpenCase(store, case_id, stored, operator, history.latest(connection, case_id))
        self._timeline = Timeline(self._open, connection, stored.history_position)

    # -- the case and who reads it ------------------------------------------------------------------------------------

    @property
    def case(self) -> Case:
        """The case as the reader at the window may see it: while a second one reads, without the other's work. Read it only."""
        return self._open.case

    @property
    def stored(self) -> Case:
        """The case with every reader's work, for what is no reader's window: signing, agreement, outputs. Read it only."""
        return self._open.whole

    @property
    def case_id(self) -> str:
        """The case's id in its database."""
        return str(self._open.number)

    @property
    def revision(self) -> int:
        """How many changes of the case are stored."""
        return self._open.revision

    @property
    def moved_words(self) -> str:
        """What to tell of a case that was found again in another folder; empty for any other."""
        if not self.moved_from:
            return ""
        return moved_words(self.moved_from, sum(cell.decided for cell in list(self.case.cells.values())))

    @property
    def operator(self) -> str:
        """Who works here, for the audit trail; to be set."""
        return self._open.operator

    @operator.setter
    def operator(self, name: str) -> None:
        self._open.operator = name

    @property
    def reader(self) -> Reader:
        """Who is at the window."""
        return self._open.reader

    @property
    def sight(self) -> Sight:
        """What :attr:`case` shows."""
        return self._open.sight

    @property
    def who(self) -> str:
        """The name of who is at the window, for the audit trail."""
        return self._open.who

    def change_reader(self, reader: Reader) -> None:
        """Let the other reader take the window; see :meth:`leukview.services.open_case.OpenCase.change_reader`."""
        self._open.change_reader(reader)

    # -- what a person decides: see leukview.services.labelling and leukview.domain.cell_commands for what is refused ------

    def relabel(self, cell_ids: Iterable[str], class_id: str) -> Command | None:
        """Give cells a person's label. Returns the command, or None where all of them had it already."""
        return self.perform(lambda: labelling.relabel(self._open, cell_ids, class_id))

    def confirm(self, cell_ids: Iterable[str]) -> Command | None:
        """Make each cell's shown class its human label."""
        return self.perform(lambda: labelling.confirm(self._open, cell_ids))

    def count(self, cell_ids: Iterable[str]) -> Command | None:
        """Count cells that the pipeline set aside: each gets the network's class as its human label."""
        return self.perform(lambda: labelling.count(self._open, cell_ids))

    def clear(self, cell_ids: Iterable[str]) -> Command | None:
        """Make cells not reviewed again; once both readers are done, take the decision on them back."""
        return self.perform(lambda: labelling.clear(self._open, cell_ids))

    def set_note(self, cell_id: str, text: str) -> Command | None:
        """Set the note of one cell."""
        return self.perform(lambda: labelling.set_note(self._open, cell_id, text))

    def set_mask(self, cell_id: str, mask: HumanMask | None) -> Command | None:
        """Set the person's outline of one cell, or with None go back to the segmenter's, which is kept either way."""
        return self.perform(lambda: labelling.set_mask(self._open, cell_id, mask))

    def edit_case(self, name: str, patient: str, slide: str) -> Command | None:
        """Set the case's name, patient and slide."""
        return self.perform(lambda: labelling.edit_case(name, patient, slide))

    def add_cell(self, file: str, box: Box) -> Command | None:
        """Add a cell where a person drew a box in a field."""
        return self._edit_cells(lambda: add_cell(self.case, file, box, self._open.latest + 1), adding=True)

    def delete_cells(self, cell_ids: Iterable[str]) -> Command | None:
        """Take cells of fields out of the case."""
        return self._edit_cells(lambda: delete_cells(self.case, cell_ids))

    def merge_cells(self, cell_ids: Iterable[str]) -> Command | None:
        """Put one cell in the place of several."""
        return self._edit_cells(lambda: merge_cells(self.case, cell_ids, self._open.latest + 1))

    def restore_cells(self, cell_ids: Iterable[str]) -> Command | None:
        """Bring deleted cells back."""
        return self._edit_cells(lambda: restore_cells(self.case, cell_ids))

    def _edit_cells(self, make: Callable[[], Command], *, adding: bool = False) -> Command | None:
        def refuse_or_make() -> Command:
            # With the case held: a second reading may be about to begin.
            self.refuse_other_cells(adding=adding)
            return make()

        return self.perform(refuse_or_make)

    def refuse_other_cells(self, *, adding: bool = False) -> None:
        """Raise ``InputProblem`` where a second reader has begun; see :func:`leukview.services.labelling.refuse_other_cells`."""
        labelling.refuse_other_cells(self._open, adding=adding)

    def perform(self, make: Callable[[], Command]) -> Command | None:
        """Do a command; see :meth:`leukview.services.timeline.Timeline.perform`."""
        return self._timeline.perform(make)

    def refuse_unamended(self) -> None:
        """Raise ``SignedCase`` where the case is signed and no reason for an amendment was given yet."""
        self._open.refuse_unamended()

    # -- undo and redo ------------------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is a command to take back, of this session or an earlier one."""
        return self._timeline.can("undo")

    @property
    def can_redo(self) -> bool:
        """Whether there is a command to do again."""
        return self._timeline.can("redo")

    @property
    def undo_text(self) -> str:
        """The command that :meth:`undo` would take back, in words; empty where there is none."""
        return self._timeline.text("undo")

    @property
    def redo_text(self) -> str:
        """The command that :meth:`redo` would do again, in words; empty where there is none."""
        return self._timeline.text("redo")

    @property
    def undo_size(self) -> int:
        """How many cells :meth:`undo` would change: 0 for none, or for what concerns the case."""
        return self._timeline.size("undo")

    @property
    def redo_size(self) -> int:
        """How many cells :meth:`redo` would change: 0 for none, or for what concerns the case."""
        return self._timeline.size("redo")

    def changes_reader(self, way: Way) -> bool:
        """Whether :meth:`undo` or :meth:`redo` would change who reads, and with it what may be seen of every cell."""
        return self._timeline.changes_reader(way)

    @property
    def position(self) -> int:
        """How many commands of the history stand."""
        return self._timeline.position

    def undo(self) -> Command | Leap | None:
        """Take the last command back, or a leap as a whole. Returns it, or None where there is nothing to take back."""
        return self._timeline.travel("undo")

    def redo(self) -> Command | Leap | None:
        """Do again what was taken back last, a leap as a whole. Returns it, or None where there is nothing to do again."""
        return self._timeline.travel("redo")

    def travel_to(self, position: int) -> Leap | None:
        """Go to where just the first ``position`` commands stand; see :meth:`leukview.services.timeline.Timeline.travel_to`."""
        return self._timeline.travel_to(position)

    def steps(self, after: int = 0) -> tuple[list[history.Step], dict[int, int]]:
        """Return the commands of the history with a larger number than ``after``, and the position of every one by number."""
        with self._store.reading() as connection:
            return history.steps(connection, self._open.number, after), history.places(connection, self._open.number)

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
            rows = audit.read(connection, self._open.number, after=after, cell_id=cell_id)
        return [row for row in rows if self._open.seen.may_show(row)]

    # -- what an analysis found: see leukview.services.results --------------------------------------------------------

    def record(self, analysed: AnalysedImage | Problem) -> list[Cell]:
        """Store an analysed image, or a file that could not be used, and return the image's cells as they now stand."""
        return self.record_all([analysed])

    def record_all(self, found: Iterable[AnalysedImage | Problem]) -> list[Cell]:
        """Store several results in one transaction; what a person decided of cells that are already there is never written."""
        return results.record_all(self._open, found)

    def record_call(self, cell_id: str, called: CalledCell) -> bool:
        """Store what the pipeline says of a cell that a person drew; False, and nothing is stored, where that cell is another."""
        return results.record_call(self._open, cell_id, called)

    def set_stamp(self, stamp: PipelineStamp, timings: Mapping[str, float] | None = None) -> None:
        """Store which pipeline and weights make the calls and, where given, how long it took (seconds by stage)."""
        results.set_stamp(self._open, stamp, timings)

    def is_analysed(self, file: str) -> bool:
        """Whether a file (relative to the case folder, forward slashes) has been analysed."""
        return file in self.case.images

    def mask(self, cell_id: str) -> NDArray[np.uint8] | None:
        """Return a cell's mask, the person's where one may be seen: uint8 of the size of its ``final_box`` (height, width).

        255 is the nucleus, 128 the cytoplasm; None without a mask.
        """
        return results.final_mask(self._open, cell_id)

    def segmenter_mask(self, cell_id: str) -> NDArray[np.uint8] | None:
        """Return the segmenter's mask, of the size of the cell's ``box``, whatever a person outlined: what the network saw."""
        return results.segmenter_mask(self._open, cell_id)

    # -- what follows from it -----------------------------------------------------------------------------------------

    def differential(self, whose: Whose = "final") -> Differential:
        """Count the case's cells; see :func:`leukview.domain.differential.count_cells`."""
        with self.lock:
            snapshot = list(self.case.cells.values())
        return count_cells(snapshot, whose, self.classes, self.ranges)

    def suggestion(self) -> Suggestion:
        """Return what the rules suggest from the final classes; never a diagnosis."""
        return suggest(self.differential("final"))

    # -- the window's own ---------------------------------------------------------------------------------------------

    @property
    def view_state(self) -> dict[str, Any]:
        """What the window stored last for this case: a copy."""
        return dict(self._view_state)

    def save_view_state(self, state: Mapping[str, Any]) -> None:
        """Store what the window wants to find again; JSON values only. It is no decision: no audit, no history."""
        with self.lock:
            values = dict(state)
            if values != self._view_state:
                with self._store.writing() as connection:
                    cases.write_view_state(connection, self._open.number, values)
                self._view_state = values

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after every change with the ids of the changed cells, an empty set for the case itself.

        Returns
        -------
        callable
            Ends the subscription.
        """
        return self._open.listeners.add(listener)

    def close(self) -> None:
        """End the session. What it holds is stored already; changing it afterwards is a programming error."""
        self._open.close()

    # -- for the services that change a case by rows of their own: signing ----------------------------------------------

    @property
    def number(self) -> int:
        """The case's number in its database."""
        return self._open.number

    @property
    def lock(self) -> RLock:
        """Held by whatever changes the case."""
        return self._open.lock

    def changing(self) -> AbstractContextManager[Connection]:
        """Give a transaction that changes the case: refused where another window changed it, counted once it is on disk."""
        return self._open.changing()

    def tell(self) -> None:
        """Tell every listener that the case itself has changed."""
        self._open.seen.update(())
        self._open.tell(())
