"""A case as one reader may see it: whatever a window shows comes from here, so that nothing of another reader's can slip in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from leukview.domain.case import Case
from leukview.domain.readers import Reader, Sight, seen, sight_of
from leukview.store.audit import DECISION, SECOND_LABEL, SECOND_NOTE, AuditRow

__all__ = ["SeenCase", "hides"]

_SECONDS = frozenset({"set_second_labels", "set_second_note"})
_NEUTRAL = frozenset({"edit_case", "set_target"})
_HIDDEN: dict[Sight, frozenset[str]] = {
    "first": frozenset({SECOND_LABEL, SECOND_NOTE, DECISION}),
    "second": frozenset({"label", "note", "outline"}),
    "whole": frozenset(),
}
_OTHERS_WORDS = frozenset({"signature", "amendment", "alert"})


def hides(sight: Sight, kind: str) -> bool:
    """Return whether a command of this kind is out of these eyes' sight, and so out of their reach.

    A second reader neither undoes what came before the second reading nor its start; the first nothing of the second's.
    """
    if sight == "second":
        return kind not in _SECONDS | _NEUTRAL
    return sight == "first" and kind in _SECONDS | {"set_readings", "edit_cells"}


class SeenCase:
    """A stored case through one reader's eyes.

    ``case`` is the stored one itself while nothing is hidden, else a copy that :meth:`update` keeps in step. A second reading
    that is under way is the second reader's until somebody says otherwise: a window that opens shows rather too little.
    """

    def __init__(self, whole: Case) -> None:
        self._whole = whole
        self.reader: Reader = 1
        self.case = whole
        self.look_as(2)

    @property
    def sight(self) -> Sight:
        """What is shown."""
        return sight_of(self._whole.readings, self.reader)

    def look_as(self, reader: Reader) -> None:
        """Show the case to this reader; with no second reading under way there is the first alone."""
        self.reader = reader if sight_of(self._whole.readings, 2) == "second" else 1
        if self.sight == "whole":
            self.case = self._whole
            return
        shown = replace(self._whole, cells={}, removed={})
        self._fill(shown, self._whole.cells)
        # In place once it is whole: a window may look at it meanwhile.
        self.case = shown

    def update(self, cell_ids: Iterable[str]) -> None:
        """Take over changed, new and removed cells, and the case's own facts."""
        if self.case is not self._whole:
            self._fill(self.case, cell_ids)

    def _fill(self, shown: Case, cell_ids: Iterable[str]) -> None:
        whole, sight = self._whole, self.sight
        shown.info, shown.stamp, shown.timings, shown.readings = whole.info, whole.stamp, whole.timings, whole.readings
        shown.signatures, shown.amendments = whole.signatures, whole.amendments
        # What the first reader has seen of an alert says what the first reader saw.
        own = whole.readings[2].name if sight == "second" else None
        shown.acknowledgements = tuple(item for item in whole.acknowledgements if own is None or item.by == own)
        ai_shown = whole.readings[2].ai_shown
        shown.removed = {name: seen(cell, sight, ai_shown=ai_shown) for name, cell in whole.removed.items()}
        changed = set(cell_ids)
        for cell_id in changed - whole.cells.keys():
            shown.cells.pop(cell_id, None)
        # In the stored order: new cells are shown in the order in which they were found.
        for cell_id in [cell_id for cell_id in whole.cells if cell_id in changed]:
            shown.cells[cell_id] = seen(whole.cells[cell_id], sight, ai_shown=ai_shown)

    def may_show(self, row: AuditRow) -> bool:
        """Return whether a row of the audit trail says nothing that is hidden."""
        hidden = _HIDDEN[self.sight]
        if self.sight == "second":
            second = self._whole.readings[2]
            # An alert that was seen says what the first reader counted, and the reason for an amendment what was wrong with it.
            hidden = hidden | ({"signature", "amendment"} if row.operator == second.name else _OTHERS_WORDS)
            hidden = hidden if second.ai_shown else hidden | {"ai"}
        return not any(change.field in hidden for change in row.changes)
