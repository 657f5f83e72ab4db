"""What a review action would change, worked out before anything is stored or shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from leukview.domain.box import Box
from leukview.domain.case import Case, CaseInfo
from leukview.domain.cell import Cell, Reason, Removal
from leukview.domain.cell_commands import EditCells
from leukview.domain.commands import Command, EditCase, Reconcile, SetLabels, SetMask, SetNote, SetReadings, SetTarget
from leukview.domain.errors import InputProblem
from leukview.domain.human_mask import HumanMask
from leukview.domain.readers import Decision, Reader, Reading
from leukview.store.audit import DECISION, SECOND_LABEL, SECOND_NOTE, AuditChange

__all__ = ["Effect", "Rest", "changes_of", "clear", "plan", "rest_of", "still_meant"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a command does to a case.

    Attributes
    ----------
    command:
        The command, reduced to what it changes; of several done at once, the last.
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
    added, gone:
        Ids of cells that were not there before, and of those that will not be there: only what a person draws comes or goes.
    """

    command: Command
    inverse: Command
    cells: Mapping[str, Cell]
    info: CaseInfo
    readings: Mapping[int, Reading]
    changes: tuple[AuditChange, ...]
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def edited(self) -> tuple[str, ...]:
        """Ids of known cells of which it changes who found them, where they are, or whether they are of the case."""
        fields = {"box", "removed"}
        return tuple(
            dict.fromkeys(
                item.cell_id
                for item in self.changes
                if item.field in fields and item.cell_id not in (*self.added, *self.gone)
            )
        )

    @property
    def touched(self) -> tuple[str, ...]:
        """Ids of every cell that is changed, added or gone."""
        return (*self.cells, *self.gone)


@dataclass(frozen=True, slots=True)
class Rest:
    """The cells of a class that no person has reviewed.

    Attributes
    ----------
    plain:
        Those that nothing puts before a person.
    needing:
        Those that a person should look at: never to be confirmed without being told so.
    reasons:
        Reason → how many of ``needing`` it holds for; a cell may have several.
    """

    plain: tuple[str, ...]
    needing: tuple[str, ...]
    reasons: Mapping[Reason, int]

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them."""
        return self.plain + self.needing


def rest_of(cells: Iterable[Cell], class_id: str) -> Rest:
    """Return what is left to review of the cells whose final class is this one."""
    left = [cell for cell in cells if cell.person_class is None and cell.final_class == class_id]
    needing = [cell for cell in left if cell.needs_review]
    reasons = Counter(reason for cell in needing for reason in cell.review_reasons)
    plain = tuple(cell.id for cell in left if not cell.needs_review)
    return Rest(plain, tuple(cell.id for cell in needing), reasons)


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
    before = {cell_id: cell for cell_id in reduced.cell_ids() if (cell := case.known(cell_id)) is not None}
    # Applied to a copy of what it touches: memory may change only after the disk has it.
    draft = Case(case.info, readings=dict(case.readings))
    for cell in before.values():
        draft.put(cell)
    inverse = reduced.apply(draft)
    cells = {**draft.cells, **draft.removed}
    added = tuple(cell_id for cell_id in cells if cell_id not in before)
    gone = tuple(cell_id for cell_id in before if cell_id not in cells)
    changes = changes_of(case, before, cells, draft)
    return Effect(reduced, inverse, cells, draft.info, draft.readings, changes, added, gone)


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
    return _still_meant_cells(command, meant) if isinstance(command, EditCells) else command


def _still_meant_cells(command: EditCells, meant: Callable[[str], bool]) -> EditCells | None:
    marks = tuple(pair for pair in command.marks if meant(pair[0]))
    if command.drawn or command.undrawn:
        # One cell in the place of several is right for all of them or not at all. A drawn cell's id is never given twice.
        whole = len(marks) == len(command.marks) and all(meant(cell_id) for cell_id in command.undrawn)
        return command if whole else None
    return replace(command, marks=marks) if marks else None


def _reduce(case: Case, command: Command) -> Command | None:
    """Leave out of a command what would change nothing."""
    if isinstance(command, EditCells):
        return _reduce_cells(case, command)
    for cell_id in command.cell_ids():
        if cell_id not in case.cells:
            raise InputProblem(cell_id, "there is no such cell in this case", "Reopen the case")
    if isinstance(command, SetLabels):
        labels = tuple(pair for pair in command.labels if command.label_of(case.cells[pair[0]]) != pair[1])
        return replace(command, labels=labels) if labels else None
    if isinstance(command, Reconcile):
        decisions = tuple(pair for pair in command.decisions if not _same(case.cells[pair[0]].agreed, pair[1]))
        return Reconcile(decisions) if decisions else None
    return command if _changes_anything(case, command) else None


def _changes_anything(case: Case, command: SetReadings | SetNote | SetMask | EditCase | SetTarget) -> bool:
    if isinstance(command, SetReadings):
        return dict(command.readings) != case.readings
    if isinstance(command, SetNote):
        return command.note_of(case.cells[command.cell_id]) != command.note
    if isinstance(command, SetMask):
        return case.cells[command.cell_id].human_mask != command.mask
    if isinstance(command, SetTarget):
        return case.info.target != command.target
    return command != EditCase(case.info.name, case.info.patient, case.info.slide)


def _same(old: Decision | None, new: Decision | None) -> bool:
    """Whether a decision says nothing new: who decided first stays who decided."""
    return old == new or (old is not None and new is not None and old.class_id == new.class_id)


def _reduce_cells(case: Case, command: EditCells) -> EditCells | None:
    for cell_id in (*command.undrawn, *(cell_id for cell_id, _ in command.marks)):
        if case.known(cell_id) is None:
            raise InputProblem(cell_id, "there is no such cell in this case", "Reopen the case")
    marks = tuple(
        (cell_id, removal)
        for cell_id, removal in command.marks
        if (cell := case.known(cell_id)) is not None and cell.removed != removal
    )
    return replace(command, marks=marks) if marks or command.drawn or command.undrawn else None


_NONE = Cell("", "", Box(0, 0, 0, 0))
"""Stands for a cell that was not there, or will not be."""


def _box_words(cell: Cell) -> str | None:
    """Return the box that a person drew, in words; None where no person did."""
    box = cell.box
    return f"{box.width}×{box.height} px at {box.x},{box.y} of {cell.file}" if cell.by_hand else None


def changes_of(
    case: Case, before: Mapping[str, Cell], after: Mapping[str, Cell], draft: Case
) -> tuple[AuditChange, ...]:
    """Return each value that differs between a case and its draft."""
    found = []
    for cell_id in dict.fromkeys((*before, *after)):
        old, new = before.get(cell_id, _NONE), after.get(cell_id, _NONE)
        if _box_words(old) != _box_words(new):
            found.append(AuditChange(cell_id, "box", _box_words(old), _box_words(new)))
        for field, value in _VALUES.items():
            was, becomes = getattr(old, value), getattr(new, value)
            if was != becomes:
                found.append(AuditChange(cell_id, field, _words(was), _words(becomes)))
    for name in ("name", "patient", "slide"):
        was, becomes = getattr(case.info, name), getattr(draft.info, name)
        if was != becomes:
            found.append(AuditChange("", name, was, becomes))
    if case.info.target != draft.info.target:
        found.append(AuditChange("", "target", *(str(info.target or "") or None for info in (case.info, draft.info))))
    for number in (1, 2):
        was, becomes = case.readings.get(number), draft.readings.get(number)
        if was != becomes:
            found.append(AuditChange("", f"reader {number}", _words(was), _words(becomes)))
    return tuple(found)


_VALUES = {
    "removed": "removed",
    "label": "human_class",
    "note": "note",
    SECOND_LABEL: "second_class",
    SECOND_NOTE: "second_note",
    DECISION: "agreed",
    "outline": "human_mask",
}
"""Field of the audit trail → attribute of a cell."""


def _words(value: str | HumanMask | Decision | Reading | Removal | None) -> str | None:
    return value if value is None or isinstance(value, str) else value.words
