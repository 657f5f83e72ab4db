"""The case of a session, in memory and on disk: what changes is written in one transaction before memory follows.

What decides a change is elsewhere: a person (:mod:`leukview.services.timeline`), or an analysis
(:mod:`leukview.services.results`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import RLock

from sqlalchemy import Connection

from leukview.domain.case import Case
from leukview.domain.errors import InputProblem
from leukview.domain.readers import Reader, Sight
from leukview.domain.signing import amendment_open
from leukview.services.listeners import Listeners
from leukview.services.recording import Staged
from leukview.services.review import Effect
from leukview.services.seen_case import SeenCase
from leukview.services.signed import SignedCase
from leukview.store import audit, cases, cells, outlines, readings
from leukview.store.cases import StoredCase
from leukview.store.cells import ImageChange
from leukview.store.database import Store
from leukview.store.history import Entry

__all__ = ["OpenCase"]


class OpenCase:
    """One case that is open for changes.

    Attributes
    ----------
    number:
        The case's number in its database.
    whole:
        The case with every reader's work.
    seen:
        The case as the reader at the window may see it.
    operator:
        Who works here, for the audit trail.
    store:
        Where the case is kept.
    revision:
        How many changes of the case are stored.
    latest:
        Number of the newest command of its history, 0 where there is none.
    since:
        Cell id → newest command when the cell was found: an older one did not mean this cell.
    positions, next_position:
        Cell id → its place in the case's order, and the place of the next new cell.
    lock:
        Held by whatever changes the case.
    listeners:
        Who is told of changes.
    """

    def __init__(self, store: Store, number: int, stored: StoredCase, operator: str, latest: int) -> None:
        self.store = store
        self.number = number
        self.whole: Case = stored.case
        self.seen = SeenCase(stored.case)
        self.operator = operator
        self.revision = stored.revision
        self.latest = latest
        self.since = stored.since
        self.positions, self.next_position = stored.positions, stored.next_position
        self.lock = RLock()
        self.listeners = Listeners()
        self._closed = False

    @property
    def case(self) -> Case:
        """The case as the reader at the window may see it."""
        return self.seen.case

    @property
    def reader(self) -> Reader:
        """Who is at the window."""
        return self.seen.reader

    @property
    def sight(self) -> Sight:
        """What :attr:`case` shows."""
        return self.seen.sight

    @property
    def who(self) -> str:
        """The name of who is at the window, for the audit trail."""
        return self.whole.readings[2].name if self.sight == "second" else self.operator

    def change_reader(self, reader: Reader) -> None:
        """Let the other reader take the window while a second reading is under way; audited, and nothing is lost.

        Raises
        ------
        InputProblem
            When no second reading is under way.
        """
        with self.lock:
            second = self.whole.readings.get(2)
            if second is None or second.finished:
                raise InputProblem("Second reading", "none is under way", "Start one first")
            name = second.name if reader == 2 else self.operator
            with self.changing() as connection:
                audit.append(
                    connection, self.number, name, "change reader", f"{name} takes the window as reader {reader}"
                )
            self.seen.look_as(reader)
        self.listeners.tell(())

    def refuse_unamended(self) -> None:
        """Raise where the case is signed and no reason for an amendment was given yet.

        Raises
        ------
        SignedCase
            With the version that stands.
        """
        if self.whole.signatures and amendment_open(self.whole) is None:
            raise SignedCase(self.whole.signatures[-1].words)

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Give a transaction that changes the case: refused where another window changed it, counted once it is on disk."""
        if self._closed:
            raise RuntimeError("this session is closed")
        with self.store.writing() as connection:
            cases.raise_revision(connection, self.number, self.revision)
            yield connection
        self.revision += 1

    def write(self, connection: Connection, effect: Effect, action: str, text: str, entry: Entry) -> None:
        """Write the human columns that a command changes, and its audit row."""
        added = [effect.cells[cell_id] for cell_id in effect.added]
        cells.add_cells(connection, self.number, added, self.next_position, entry.id - 1)
        cells.write_edited(connection, self.number, (effect.cells[cell_id] for cell_id in effect.edited))
        cells.drop_cells(connection, self.number, effect.gone)
        labels, second, decisions = {}, {}, {}
        for change in effect.changes:
            if change.field == "label":
                labels[change.cell_id] = change.after
            elif change.field == audit.SECOND_LABEL:
                second[change.cell_id] = change.after
            elif change.field == audit.DECISION:
                decisions[change.cell_id] = effect.cells[change.cell_id].agreed
            elif change.field == "note":
                cells.write_note(connection, self.number, change.cell_id, change.after or "")
            elif change.field == audit.SECOND_NOTE:
                cells.write_note(connection, self.number, change.cell_id, change.after or "", 2)
            elif change.field == "outline" and change.cell_id in effect.cells:
                mask = effect.cells[change.cell_id].human_mask
                outlines.write_outline(connection, self.number, change.cell_id, mask)
        cells.write_labels(connection, self.number, labels)
        cells.write_labels(connection, self.number, second, 2)
        cells.write_decisions(connection, self.number, decisions)
        if effect.info != self.whole.info:
            cases.write_info(connection, self.number, effect.info)
        if effect.readings != self.whole.readings:
            readings.write_readings(connection, self.number, effect.readings)
        audit.append(connection, self.number, self.who, action, text, effect.changes)

    def take(self, effect: Effect, entry: Entry) -> None:
        """Make in memory what a command changed on disk."""
        for cell_id in effect.added:
            self.since[cell_id] = entry.id - 1
            self.positions[cell_id] = self.next_position
            self.next_position += 1
        for cell in effect.cells.values():
            self.whole.put(cell)
        for cell_id in effect.gone:
            self.whole.drop(cell_id)
            del self.since[cell_id], self.positions[cell_id]
        if effect.edited:
            self.whole.sort_cells(self.positions)
        self.whole.info = effect.info
        if effect.readings != self.whole.readings:
            self.whole.readings = dict(effect.readings)
            # A reading that starts is the second reader's; one that ends shows everything again.
            self.seen.look_as(2)
        else:
            self.seen.update(effect.touched)

    def take_results(self, staged: Staged) -> None:
        """Make in memory what an analysis changed on disk."""
        staged.apply(self.whole)
        self.seen.update(staged.touched())
        self.next_position = staged.next_position
        for step in staged.steps:
            if isinstance(step, ImageChange):
                for cell_id in step.removed:
                    self.since.pop(cell_id, None)
                    self.positions.pop(cell_id, None)
                self.positions.update(step.order)
                self.since.update((cell.id, self.latest) for cell in step.added)

    def tell(self, cell_ids: Iterable[str]) -> None:
        """Tell every listener that these cells have changed; none of them, the case itself."""
        self.listeners.tell(cell_ids)

    def close(self) -> None:
        """Take no change any more, and tell nobody."""
        with self.lock:
            self._closed = True
            self.listeners.clear()
