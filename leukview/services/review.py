"""What a review action would change, worked out before anything is stored or shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from leukview.domain.case import Case, CaseInfo
from leukview.domain.cell import Cell, Reason
from leukview.domain.commands import Command, EditCase, SetLabels, SetMask, SetNote
from leukview.domain.errors import InputProblem
from leukview.store.audit import AuditChange

__all__ = ["Effect", "Rest", "clear", "plan", "rest_of", "still_meant"]


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
    changes:
        For the audit trail.
    """

    command: Command
    inverse: Command
    cells: Mapping[str, Cell]
    info: CaseInfo
    changes: tuple[AuditChange, ...]


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
    left = [cell for cell in cells if cell.human_class is None and cell.final_class == class_id]
    needing = [cell for cell in left if cell.needs_review]
    reasons = Counter(reason for cell in needing for reason in cell.review_reasons)
    plain = tuple(cell.id for cell in left if not cell.needs_review)
    return Rest(plain, tuple(cell.id for cell in needing), reasons)


def clear(case: Case, cell_ids: Iterable[str]) -> SetLabels:
    """Return the command that makes cells not reviewed again.

    Raises
    ------
    InputProblem
        When a cell does not exist.
    """
    ids = list(dict.fromkeys(cell_ids))
    for cell_id in ids:
        if cell_id not in case.cells:
            raise InputProblem(cell_id, "there is no such cell in this case", "Reopen the case")
    return SetLabels(tuple((cell_id, None) for cell_id in ids), "clear")


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
    draft = Case(case.info, cells=dict(before))
    inverse = reduced.apply(draft)
    return Effect(reduced, inverse, draft.cells, draft.info, _changes(case.info, before, draft))


def still_meant(command: Command, meant: Callable[[str], bool]) -> Command | None:
    """Return the part of a stored command whose cells are still the ones it was given for, or None where nothing is left.

    A cell that no person labelled goes when an analysis no longer finds it, and its id may come to mean another cell.
    """
    if isinstance(command, SetLabels):
        labels = tuple(pair for pair in command.labels if meant(pair[0]))
        return SetLabels(labels, command.verb) if labels else None
    if isinstance(command, SetNote | SetMask) and not meant(command.cell_id):
        return None
    return command


def _reduce(case: Case, command: Command) -> Command | None:
    """Leave out of a command what would change nothing."""
    for cell_id in command.cell_ids():
        if cell_id not in case.cells:
            raise InputProblem(cell_id, "there is no such cell in this case", "Reopen the case")
    if isinstance(command, SetLabels):
        labels = tuple(pair for pair in command.labels if case.cells[pair[0]].human_class != pair[1])
        return SetLabels(labels, command.verb) if labels else None
    if isinstance(command, SetNote):
        return command if case.cells[command.cell_id].note != command.note else None
    if isinstance(command, SetMask):
        return command if case.cells[command.cell_id].human_mask != command.mask else None
    info = case.info
    return command if command != EditCase(info.name, info.patient, info.slide) else None


def _changes(info: CaseInfo, before: Mapping[str, Cell], draft: Case) -> tuple[AuditChange, ...]:
    """Return each value that differs between a case and its draft."""
    found = []
    for cell_id, old in before.items():
        new = draft.cells[cell_id]
        if old.human_class != new.human_class:
            found.append(AuditChange(cell_id, "label", old.human_class, new.human_class))
        if old.note != new.note:
            found.append(AuditChange(cell_id, "note", old.note, new.note))
        if old.human_mask != new.human_mask:
            masks = [item.words if item else None for item in (old.human_mask, new.human_mask)]
            found.append(AuditChange(cell_id, "outline", *masks))
    for name in ("name", "patient", "slide"):
        was, becomes = getattr(info, name), getattr(draft.info, name)
        if was != becomes:
            found.append(AuditChange("", name, was, becomes))
    return tuple(found)
