"""The review actions of a second reading: who reads, and what is decided where two readers disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from leukview.domain.readers import Decision, Reading
from leukview.domain.taxonomy import taxonomy

if TYPE_CHECKING:
    from leukview.domain.case import Case

__all__ = ["Reconcile", "SetReadings", "reconcile_from_json", "set_readings_from_json"]


@dataclass(frozen=True, slots=True)
class SetReadings:
    """Set who reads the case, and how far each is: (reader's number, reading) pairs, all of them."""

    readings: tuple[tuple[int, Reading], ...]

    def apply(self, case: Case) -> SetReadings:
        """Change the case and return the command that changes it back."""
        before = tuple(sorted(case.readings.items()))
        case.readings = dict(self.readings)
        return SetReadings(before)

    def cell_ids(self) -> tuple[str, ...]:
        """Return the ids of the cells it touches: none."""
        return ()

    def describe(self) -> str:
        """Return a short sentence for menus and the history."""
        second = dict(self.readings).get(2)
        if second is None:
            return "No second reading"
        return f"{'Finish' if second.finished else 'Start'} the second reading by {second.name}"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        readings = [[number, asdict(reading)] for number, reading in self.readings]
        return {"kind": "set_readings", "readings": readings}


@dataclass(frozen=True, slots=True)
class Reconcile:
    """Set the final label of cells once both readers are done: (cell id, decision or None) pairs, one per cell."""

    decisions: tuple[tuple[str, Decision | None], ...]

    def apply(self, case: Case) -> Reconcile:
        """Change the case and return the command that changes it back."""
        before = tuple((cell_id, case.cells[cell_id].agreed) for cell_id, _ in self.decisions)
        for cell_id, decision in self.decisions:
            case.cells[cell_id] = replace(case.cells[cell_id], agreed=decision)
        return Reconcile(before)

    def cell_ids(self) -> tuple[str, ...]:
        """Return the ids of the cells it touches."""
        return tuple(cell_id for cell_id, _ in self.decisions)

    def describe(self) -> str:
        """Return a short sentence for menus and the history."""
        count = len(self.decisions)
        cells = self.decisions[0][0] if count == 1 else f"{count} cells"
        classes = {decision.class_id if decision else None for _, decision in self.decisions}
        if classes == {None}:
            return f"Clear the decision on {cells}"
        only = next(iter(classes)) if len(classes) == 1 else None
        return f"Decide on {cells}" + (f": {taxonomy()[only].name.lower()}" if only else "")

    def to_json(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        decisions = [[cell_id, asdict(decision) if decision else None] for cell_id, decision in self.decisions]
        return {"kind": "reconcile", "decisions": decisions}


def set_readings_from_json(readings: Sequence[tuple[int, Mapping[str, Any]]]) -> SetReadings:
    """Return the command that :meth:`SetReadings.to_json` wrote."""
    return SetReadings(tuple((int(number), Reading(**values)) for number, values in readings))


def reconcile_from_json(decisions: Sequence[tuple[str, Mapping[str, str] | None]]) -> Reconcile:
    """Return the command that :meth:`Reconcile.to_json` wrote."""
    return Reconcile(tuple((str(cell_id), Decision(**values) if values else None) for cell_id, values in decisions))
