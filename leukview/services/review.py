"""What a review action would change, worked out before anything is stored or shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from leukview.domain.case import Case, CaseInfo
from leukview.domain.cell import Cell, HumanMask
from leukview.domain.commands import Command, EditCase, Reconcile, SetLabels, SetMask, SetNote, SetReadings
from leukview.domain.errors import InputProblem
from leukview.domain.readers import Decision, Reader, Reading
from leukview.store.audit import DECISION, SECOND_LABEL, SECOND_NOTE, AuditChange

__all__ = ["Effect", "clear", "plan", "still_meant"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a command does to a case.

    Attributes
    ----------
    command:
        The command, reduced to what it changes.
    inverse:
        The command that takes it back.
    cells:
        Cell id → the cell as it will be.
    info:
        The case's details as they will be.
    readings:
        Who reads the case, as it will be.
    changes:
        For the audit trail.
    """

    command: Command
    inverse: Command
    cells: Mapping[str, Cell]
    info: CaseInfo
    readings: Mapping[int, Reading]
    changes: tuple[AuditChange, ...]


def clear(case: Case, cell_ids: Iterable[str], reader: Reader = 1) -> SetLabels:
    """Return the command that makes cells not reviewed by this reader again.

    Raises
    ------
    InputProblem
        When a cell does not exist.
    """
    ids = list(dict.fromkeys(cell_ids))
    for cell_id in ids:
        if cell_id not in case.cells:
            raise InputProblem(cell_id, "there is no such cell in this case", "Reopen the case")
    return SetLabels(tuple((cell_id, None) for cell_id in ids), "clear", reader)


def plan(case: Case, command: Command) -> Effect | None:
    """Return what a command would change, or None where everything is already so. The case is not touched.

    Raises
    ------
    InputProblem
        When a cell does not exist.
    """
    reduced = _reduce(case, command)
    if reduced is None:
        return None
    before = {cell_id: case.cells[cell_id] for cell_id in reduced.cell_ids()}
    # Applied to a copy of what it touches: memory may change only after the disk has it.
    draft = Case(case.info, cells=dict(before), readings=dict(case.readings))
    inverse = reduced.apply(draft)
    return Effect(reduced, inverse, draft.cells, draft.info, draft.readings, _changes(case, before, draft))


def still_meant(command: Command, meant: Callable[[str], bool]) -> Command | None:
    """Return the part of a stored command whose cells are still the ones it was given for, or None where nothing is left.

    A cell that no person labelled goes when an analysis no longer finds it, and its id may come to mean another cell.
    """
    if isinstance(command, SetLabels):
        labels = tuple(pair for pair in command.labels if meant(pair[0]))
        return replace(command, labels=labels) if labels else None
    if isinstance(command, Reconcile):
        decisions = tuple(pair for pair in command.decisions if meant(pair[0]))
        return Reconcile(decisions) if decisions else None
    if isinstance(command, SetNote | SetMask) and not meant(command.cell_id):
        return None
    return command


def _reduce(case: Case, command: Command) -> Command | None:
    """Leave out of a command what would change nothing."""
    for cell_id in command.cell_ids():
        if cell_id not in case.cells:
            raise InputProblem(cell_id, "there is no such cell in this case", "Reopen the case")
    if isinstance(command, SetLabels):
        labels = tuple(pair for pair in command.labels if command.label_of(case.cells[pair[0]]) != pair[1])
        return replace(command, labels=labels) if labels else None
    if isinstance(command, Reconcile):
        decisions = tuple(pair for pair in command.decisions if not _same(case.cells[pair[0]].agreed, pair[1]))
        return Reconcile(decisions) if decisions else None
    if isinstance(command, SetReadings):
        return command if dict(command.readings) != case.readings else None
    if isinstance(command, SetNote):
        return command if command.note_of(case.cells[command.cell_id]) != command.note else None
    if isinstance(command, SetMask):
        return command if case.cells[command.cell_id].human_mask != command.mask else None
    info = case.info
    return command if command != EditCase(info.name, info.patient, info.slide) else None


def _same(old: Decision | None, new: Decision | None) -> bool:
    """Whether a decision says nothing new: who decided first stays who decided."""
    return old == new or (old is not None and new is not None and old.class_id == new.class_id)


def _changes(case: Case, before: Mapping[str, Cell], draft: Case) -> tuple[AuditChange, ...]:
    """Return each value that differs between a case and its draft."""
    found = []
    for cell_id, old in before.items():
        new = draft.cells[cell_id]
        for field, value in _VALUES.items():
            was, becomes = getattr(old, value), getattr(new, value)
            if was != becomes:
                found.append(AuditChange(cell_id, field, _words(was), _words(becomes)))
    for name in ("name", "patient", "slide"):
        was, becomes = getattr(case.info, name), getattr(draft.info, name)
        if was != becomes:
            found.append(AuditChange("", name, was, becomes))
    for number in (1, 2):
        was, becomes = case.readings.get(number), draft.readings.get(number)
        if was != becomes:
            found.append(AuditChange("", f"reader {number}", _words(was), _words(becomes)))
    return tuple(found)


_VALUES = {
    "label": "human_class",
    "note": "note",
    SECOND_LABEL: "second_class",
    SECOND_NOTE: "second_note",
    DECISION: "agreed",
    "outline": "human_mask",
}
"""Field of the audit trail → attribute of a cell."""


def _words(value: str | HumanMask | Decision | Reading | None) -> str | None:
    return value if value is None or isinstance(value, str) else value.words
