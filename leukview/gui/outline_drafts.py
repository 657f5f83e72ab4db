"""Outlines that were begun and neither used nor cancelled: kept with the case's view until their cell is looked at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.services.mask_editing import Hints, Part

__all__ = ["Drafts", "Steps", "unused_words"]

Steps = Sequence[Mapping[Part, Hints]]
"""What was pointed at after each click, from nothing on; the last is what holds."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """The steps, and the cell they were meant for: after a new analysis its id may mean another one."""

    file: str
    box: Box
    steps: tuple[dict[Part, Hints], ...]

    def meant(self, cell: Cell | None) -> bool:
        return cell is not None and cell.file == self.file and (cell.single or self.box.iou(cell.final_box) > 0)


_DATA: TypeAdapter[dict[str, _Draft]] = TypeAdapter(dict[str, _Draft])


class Drafts:
    """The drafts of one case, by cell id.

    Only what was pointed at is kept, not the outline that came of it: SAM answers again, from the outline as it then is.
    """

    def __init__(self) -> None:
        self._drafts: dict[str, _Draft] = {}

    def ids(self) -> list[str]:
        """Return the cells with a draft, the one begun first first."""
        return list(self._drafts)

    def steps(self, cell: Cell) -> Steps:
        """Return a cell's steps; without a draft the one where nothing is pointed at."""
        draft = self._drafts.get(cell.id)
        return draft.steps if draft is not None and draft.meant(cell) else ({},)

    def keep(self, cell: Cell, steps: Steps) -> None:
        """Keep a cell's steps; where nothing is pointed at any more, there is no draft."""
        if steps[-1]:
            self._drafts[cell.id] = _Draft(cell.file, cell.final_box, tuple(dict(step) for step in steps))
        else:
            self.drop(cell.id)

    def drop(self, cell_id: str) -> None:
        """Forget a cell's draft, if there is one."""
        self._drafts.pop(cell_id, None)

    def retain(self, cells: Mapping[str, Cell]) -> None:
        """Forget the drafts of cells that are gone."""
        self._drafts = {key: draft for key, draft in self._drafts.items() if draft.meant(cells.get(key))}

    def to_data(self) -> dict[str, Any]:
        """Return them ready for JSON."""
        data: dict[str, Any] = _DATA.dump_python(self._drafts, mode="json")
        return data

    def restore(self, data: Mapping[str, Any]) -> None:
        """Take what :meth:`to_data` returned, in place of what is here; nothing where it is odd."""
        try:
            self._drafts = _DATA.validate_python(dict(data))
        except ValidationError:
            self._drafts = {}


_NAMED = 5


def unused_words(ids: Sequence[str]) -> tuple[str, ...]:
    """Return the note that an export carries on outlines that were begun and not used; none where there is none."""
    if not ids:
        return ()
    cells = "1 cell" if len(ids) == 1 else f"{len(ids)} cells"
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return (
        f"Outlines were begun on {cells} and not used ({', '.join(ids[:_NAMED])}{more}): these outputs show the ones before.",
    )
