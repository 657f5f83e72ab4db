"""The commands of an open case one after another: do the next, take the last back, do it again, or go over many at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from leukview.domain.commands import Command, command_from_json
from leukview.domain.errors import InputProblem
from leukview.services.open_case import OpenCase
from leukview.services.review import Effect, plan, still_meant
from leukview.services.seen_case import hides
from leukview.services.travel import Leap, Wanted, Way, net_effect, refuse_barrier
from leukview.store import history
from leukview.store.history import Entry

__all__ = ["Timeline"]

_ACTIONS = {
    "set_note": "note",
    "set_second_note": "note",
    "set_mask": "outline",
    "edit_case": "edit case",
    "set_target": "set target",
    "set_readings": "readers",
    "reconcile": "reconcile",
}
"""Kind of a command → its action in the audit trail, where the command's verb does not name it."""


class Timeline:
    """Where in its history a case stands, and how it goes on or back; each step is stored, with its audit, before it is shown.

    Parameters
    ----------
    case:
        The case.
    connection:
        Reads the history's state.
    position:
        How many commands of the history stand.
    """

    def __init__(self, case: OpenCase, connection: Connection, position: int) -> None:
        self._case = case
        # Where the last leap came from: undo or redo, whichever leads back there, goes all the way.
        self._return: tuple[int, int] | None = None
        self._undo = history.head(connection, case.number, position)
        self._redo = history.head(connection, case.number, position + 1)

    # -- where it stands ----------------------------------------------------------------------------------------------

    @property
    def position(self) -> int:
        """How many commands of the history stand."""
        return self._undo.position if self._undo else 0

    def can(self, way: Way) -> bool:
        """Return whether there is a command to take back, or to do again, of this session or an earlier one."""
        return self._next(way) is not None

    def text(self, way: Way) -> str:
        """Return the command that would be taken back, or done again, in words; empty where there is none."""
        entry, leap = self._next(way), self._leap(way)
        return leap.describe() if leap else entry.text if entry else ""

    def size(self, way: Way) -> int:
        """Return how many cells that would change: 0 for none, or for what concerns the case."""
        entry = self._next(way)
        # Read once: a worker may travel meanwhile.
        back = self._return
        return back[1] if back and self._leap(way) else entry.cells if entry else 0

    def changes_reader(self, way: Way) -> bool:
        """Return whether that would change who reads, and with it what may be seen of every cell."""
        entry = self._next(way)
        return entry is not None and entry.kind == "set_readings"

    def _leap(self, way: Way) -> Leap | None:
        """Return the leap that undo or redo would be, where that leads back to where the last leap came from."""
        back = self._return
        steps = back[0] - self.position if back else 0
        return Leap(way, abs(steps)) if (steps < 0) == (way == "undo") and abs(steps) > 1 else None

    def _next(self, way: Way) -> Entry | None:
        """Return what comes next that way, unless it is hidden from who is at the window: nobody undoes blindly."""
        entry = self._undo if way == "undo" else self._redo
        return None if entry is None or hides(self._case.sight, entry.kind) else entry

    # -- on -----------------------------------------------------------------------------------------------------------

    def perform(self, make: Callable[[], Command]) -> Command | None:
        """Do a command: stored with its history and audit, then shown. Returns it as it was done, None where nothing changes.

        Raises
        ------
        SignedCase
            When the case is signed and not open for an amendment.
        """
        case = self._case
        with case.lock:
            effect = plan(case.whole, make())
            if effect is None:
                return None
            case.refuse_unamended()
            text = effect.command.describe()
            done = effect.command.to_json()
            action = str(done.get("verb") or _ACTIONS[done["kind"]])
            with case.changing() as connection:
                entry = history.push(
                    connection, case.number, self.position + 1, case.who, text, done, effect.inverse.to_json()
                )
                case.write(connection, effect, action, text, entry)
            self._undo, self._redo, case.latest, self._return = entry, None, entry.id, None
            case.take(effect, entry)
        case.tell(effect.touched)
        return effect.command

    # -- back and forth -----------------------------------------------------------------------------------------------

    def travel(self, way: Way) -> Command | Leap | None:
        """Take the last command back or do it again, a leap as a whole. Returns it, or None where there is none."""
        back = self._return
        if back and self._leap(way) and self._next(way):
            return self.travel_to(back[0])
        with self._case.lock:
            self._return = None
            # A command whose cells are all gone has nothing to change: the next one is meant.
            while (entry := self._next(way)) is not None:
                self._case.refuse_unamended()
                if (moved := self._step(way, entry)) is not None:
                    break
            else:
                return None
        command, effect = moved
        self._case.tell(effect.touched)
        return command

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
        case = self._case
        with case.lock:
            here = self.position
            if position == here:
                return None
            case.refuse_unamended()
            way: Way = "undo" if position < here else "redo"
            with case.changing() as connection:
                steps = self._way_to(connection, position)
                effect = net_effect(case.whole, case.since, steps)
                leap = Leap(way, len(steps), effect.touched if effect else ())
                oldest = min((entry for entry, _ in steps), key=lambda entry: entry.id)
                history.move(connection, case.number, position)
                if effect is not None:
                    # No step by its name: whether a row is shown to a second reader goes by what it changed in the end.
                    case.write(connection, effect, way, f"{way.capitalize()} {leap.describe()}", oldest)
                undo = history.head(connection, case.number, position)
                redo = history.head(connection, case.number, position + 1)
            self._undo, self._redo = undo, redo
            self._return = here, max(len(leap.changed), leap.steps)
            if effect is not None:
                case.take(effect, oldest)
        case.tell(leap.changed)
        return leap

    def _way_to(self, connection: Connection, position: int) -> list[Wanted]:
        """Return each step between here and a position, in the order in which it is gone over."""
        here = self.position
        first, last = (here, position + 1) if position < here else (here + 1, position)
        steps = []
        if position >= 0:
            for entry, forward, inverse in history.walk(connection, self._case.number, first, last):
                refuse_barrier(self._case.sight, entry)
                steps.append((entry, _command(inverse if position < here else forward, entry)))
        if len(steps) != abs(position - here):
            raise InputProblem("That point of the history", "it is not there any more", "Choose another")
        return steps

    def _step(self, way: Way, entry: Entry) -> tuple[Command, Effect] | None:
        """Move the history by one command; returns None where that changed nothing else."""
        case, back = self._case, way == "undo"
        with case.changing() as connection:
            forward_json, inverse_json = history.read_commands(connection, entry)
            command = self._meant(forward_json, entry)
            wanted = self._meant(inverse_json if back else forward_json, entry)
            effect = plan(case.whole, wanted) if wanted else None
            position = entry.position - 1 if back else entry.position
            history.move(connection, case.number, position)
            if effect is not None:
                case.write(connection, effect, way, f"{way.capitalize()}: {entry.text}", entry)
            undo = history.head(connection, case.number, position)
            redo = history.head(connection, case.number, position + 1)
        self._undo, self._redo = undo, redo
        if effect is None or command is None:
            return None
        case.take(effect, entry)
        return command, effect

    def _meant(self, data: dict[str, Any], entry: Entry) -> Command | None:
        since = self._case.since
        return still_meant(_command(data, entry), lambda cell_id: since.get(cell_id, entry.id) < entry.id)


def _command(data: dict[str, Any], entry: Entry) -> Command:
    try:
        return command_from_json(data)
    except ValueError as error:
        raise InputProblem(
            entry.text, "a newer LeukView did this, so it cannot be undone here", "Update LeukView"
        ) from error
