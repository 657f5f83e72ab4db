"""Taking many steps back, or doing many again, at once: worked out as one change before anything is stored or shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from leukview.domain.case import Case
from leukview.domain.commands import Command
from leukview.domain.errors import InputProblem
from leukview.domain.readers import Sight
from leukview.services.review import Effect, changes_of, plan, still_meant
from leukview.services.seen_case import hides
from leukview.store.history import Entry

__all__ = ["Leap", "Wanted", "Way", "is_barrier", "net_effect", "refuse_barrier"]

Way = Literal["undo", "redo"]
Wanted = tuple[Entry, Command]
"""An entry of the history, and the command that goes over it: its own forwards, its inverse backwards."""


@dataclass(frozen=True, slots=True)
class Leap:
    """Several steps that were gone over at once.

    Attributes
    ----------
    way:
        Taken back, or done again.
    steps:
        How many.
    changed:
        Ids of the cells that are others now.
    """

    way: Way
    steps: int
    changed: tuple[str, ...] = ()

    def cell_ids(self) -> tuple[str, ...]:
        """Return the ids of the cells that it changed."""
        return self.changed

    def describe(self) -> str:
        """Return a short sentence for menus and messages."""
        return f"{self.steps:,} step{'s' if self.steps != 1 else ''}"


def is_barrier(sight: Sight, kind: str) -> bool:
    """Return whether no leap goes over a command of this kind.

    What is hidden from who is at the window is out of reach, and a second reading begins and ends by a step of its own: with it
    changes what may be seen.
    """
    return kind == "set_readings" or hides(sight, kind)


def refuse_barrier(sight: Sight, entry: Entry) -> None:
    """Raise where a leap would go over this entry.

    Raises
    ------
    InputProblem
        Which says so.
    """
    if is_barrier(sight, entry.kind):
        reason = "a second reading lies between there and now"
        raise InputProblem("That point cannot be gone to", reason, "Go step by step, as far as your own steps reach")


def net_effect(case: Case, since: Mapping[str, int], steps: Iterable[Wanted]) -> Effect | None:
    """Return what the steps, one after another, change in the end; None where they change nothing. The case is not touched.

    Parameters
    ----------
    case:
        The stored case.
    since:
        Cell id → newest entry when the cell was found: an older one did not mean this cell.
    steps:
        In the order in which they are to be gone over.
    """
    draft = replace(case, cells=dict(case.cells), removed=dict(case.removed), readings=dict(case.readings))
    known = dict(since)
    touched: dict[str, None] = {}
    last: Effect | None = None
    for entry, command in steps:
        meant = still_meant(command, _means(known, entry.id))
        effect = plan(draft, meant) if meant is not None else None
        if effect is None:
            continue
        last = effect
        touched |= dict.fromkeys(effect.touched)
        for cell in effect.cells.values():
            draft.put(cell)
        for cell_id in effect.gone:
            draft.drop(cell_id)
            known.pop(cell_id, None)
        known |= dict.fromkeys(effect.added, entry.id - 1)
        draft.info, draft.readings = effect.info, dict(effect.readings)
    return _net(case, draft, touched, last) if last is not None else None


def _means(known: Mapping[str, int], entry: int) -> Callable[[str], bool]:
    return lambda cell_id: known.get(cell_id, entry) < entry


def _net(case: Case, draft: Case, touched: Iterable[str], last: Effect) -> Effect | None:
    before = {cell_id: cell for cell_id in touched if (cell := case.known(cell_id)) is not None}
    after = {cell_id: cell for cell_id in touched if (cell := draft.known(cell_id)) is not None}
    cells = {cell_id: cell for cell_id, cell in after.items() if before.get(cell_id) != cell}
    gone = tuple(cell_id for cell_id in before if cell_id not in after)
    if not cells and not gone and draft.info == case.info and draft.readings == case.readings:
        return None
    kept = {cell_id: cell for cell_id, cell in before.items() if cell_id in cells or cell_id in gone}
    changes = changes_of(case, kept, cells, draft)
    added = tuple(cell_id for cell_id in cells if cell_id not in before)
    return Effect(last.command, last.inverse, cells, draft.info, draft.readings, changes, added, gone)
