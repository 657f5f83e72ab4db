"""Who reads a case, what each reader may see while reading, and which of several labels is the final one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from leukview.domain.cell import Cell

__all__ = ["Decision", "FinalBy", "Reader", "Reading", "Sight", "final_by", "persons_class", "seen", "sight_of"]

Reader = Literal[1, 2]
Sight = Literal["first", "second", "whole"]
"""Whose eyes a case is shown to: each reader alone while a second one reads, or everything."""
FinalBy = Literal["reconciled", "both readers", "reader 1", "reader 2", "AI"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's reading of a case.

    Attributes
    ----------
    name:
        Who reads.
    started, finished:
        ISO 8601 in UTC; ``finished`` is empty while it is under way.
    ai_shown:
        Whether this reader sees the pipeline's calls.
    """

    name: str
    started: str
    finished: str = ""
    ai_shown: bool = True

    @property
    def words(self) -> str:
        """Who, and how far, for the audit trail."""
        state = f"finished {self.finished}" if self.finished else f"started {self.started}"
        return f"{self.name}, {state}, the AI's calls {'shown' if self.ai_shown else 'hidden'}"


@dataclass(frozen=True, slots=True)
class Decision:
    """The label a person decided on where two readers were done: the class, by whom, and when (ISO 8601 in UTC)."""

    class_id: str
    by: str
    utc: str

    @property
    def words(self) -> str:
        """The class and who decided, for the audit trail."""
        return f"{self.class_id}, by {self.by}"


def persons_class(first: str | None, second: str | None, agreed: Decision | None) -> str | None:
    """Return the label that persons stand for, or None where they say nothing or have not settled their disagreement.

    It is the reconciled one, else the one on which both readers agree, else that of the only one who read the cell.
    """
    if agreed is not None:
        return agreed.class_id
    if first is not None and second is not None:
        return first if first == second else None
    return first if second is None else second


def final_by(cell: Cell) -> FinalBy:
    """Return who stands for a cell's final label."""
    if cell.agreed is not None:
        return "reconciled"
    if cell.person_class is None:
        return "AI"
    if cell.human_class is not None and cell.second_class is not None:
        return "both readers"
    return "reader 1" if cell.second_class is None else "reader 2"


def sight_of(readings: Mapping[int, Reading], reader: Reader) -> Sight:
    """Return what may be shown to a reader: all of it, unless a second reading is under way."""
    second = readings.get(2)
    if second is None or second.finished:
        return "whole"
    return "second" if reader == 2 else "first"


def seen(cell: Cell, sight: Sight, *, ai_shown: bool = True) -> Cell:
    """Return a cell as these eyes may see it: another reader's label, note and outline are not in it at all.

    Each reader's own label is the ``human_class`` of what is shown, so that whatever shows a cell needs no other rule.

    Parameters
    ----------
    cell:
        The cell as stored.
    sight:
        Whose eyes.
    ai_shown:
        Whether the second reader sees the pipeline's call.
    """
    if sight == "whole":
        return cell
    if sight == "first":
        if cell.second_class is None and not cell.second_note and cell.agreed is None:
            return cell
        return replace(cell, second_class=None, second_note="", agreed=None)
    return replace(
        cell,
        human_class=cell.second_class,
        note=cell.second_note,
        human_mask=None,
        second_class=None,
        second_note="",
        agreed=None,
        prediction=cell.prediction if ai_shown else None,
    )
