"""Everything that was done on a case, in order, as a person reads it: who, when, what, on how many cells, from what to what.

It is the audit trail, joined with the commands that can be taken back or done again. Nothing here changes either.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from leukview.domain.taxonomy import taxonomy
from leukview.services.session import Session
from leukview.services.travel import is_barrier
from leukview.store.audit import DECISION, SECOND_LABEL, AuditChange, AuditRow

__all__ = ["CaseHistory", "HistoryLine", "HistoryView", "change_words"]

By = Literal["person", "AI"]

_AI = frozenset({"analyse", "analyse again", "call"})
_TRAVELS = frozenset({"undo", "redo"})
_CLASSES = frozenset({"label", "ai", SECOND_LABEL, DECISION})
_NONE = {
    "label": "not reviewed",
    SECOND_LABEL: "not reviewed",
    DECISION: "not decided",
    "ai": "not called",
    "target": "the laboratory's",
}
_HASH = 8
"""Letters of a weights' hash that tell one from another."""
_MOST = 2
"""Different changes that are written out; the rest is counted."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One row of the audit trail.

    Attributes
    ----------
    id:
        The row's number; later rows have larger ones.
    utc, operator, action, text:
        When (ISO 8601, UTC), who, which action of the audit trail, and what in words.
    by:
        Whether a person did it or the pipeline.
    cells:
        How many cells it changed; 0 for what concerns the case.
    change:
        From what to what, in words; empty where nothing changed its value.
    """

    id: int
    utc: str
    operator: str
    action: str
    text: str
    by: By
    cells: int
    change: str


@dataclass(frozen=True, slots=True)
class HistoryView:
    """The lines, oldest first, and which of them can be gone back to.

    Attributes
    ----------
    lines:
        Every row of the trail that may be seen.
    positions:
        Number of a line → how many commands stand once it is gone back to. A line without one cannot be gone to: it is no
        command, or another one took its place after it was undone.
    now:
        How many commands stand.
    reach:
        The smallest and the largest position that can be gone to from here.
    """

    lines: Sequence[HistoryLine] = ()
    positions: Mapping[int, int] = field(default_factory=dict)
    now: int = 0
    reach: tuple[int, int] = (0, 0)

    def reachable(self, line: HistoryLine) -> bool:
        """Return whether a line is another point of the history that can be gone to."""
        position = self.positions.get(line.id)
        return position is not None and position != self.now and self.reach[0] <= position <= self.reach[1]

    def state(self, line: HistoryLine) -> Literal["here", "done", "undone", ""]:
        """Return where a line stands: at the present point, before or after it; empty for what is no point of the history."""
        position = self.positions.get(line.id)
        if position is None:
            return ""
        return "here" if position == self.now else "done" if position < self.now else "undone"


class CaseHistory:
    """Reads a session's history; each reading takes only what is new since the last. Called by one worker at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lines: list[HistoryLine] = []
        self._read = 0
        self._kinds: dict[int, str] = {}
        self._line_of: dict[int, int] = {}
        self._begin = 0
        self._alike: dict[tuple[str, str], list[tuple[str, int]]] = {}

    def read(self) -> HistoryView:
        """Return the history as it is now."""
        session = self._session
        # The commands first: of one that comes while this runs there is then no position yet, but never one without its line.
        new, places = session.steps(max(self._kinds, default=0))
        now = session.position
        for row in session.audit(after=self._read):
            self._take(row)
        for step in new:
            self._kinds[step.id] = step.kind
            line = self._line(step.operator, step.text, step.utc)
            if line:
                self._line_of[step.id] = line
        self._kinds = {number: kind for number, kind in self._kinds.items() if number in places}
        positions = {self._line_of[number]: place for number, place in places.items() if number in self._line_of}
        if self._begin:
            positions[self._begin] = 0
        return HistoryView(tuple(self._lines), positions, now, self._reach(places, now))

    def of_cell(self, cell_id: str) -> tuple[HistoryLine, ...]:
        """Return the lines that changed this cell, oldest first, each with what it changed of this cell."""
        rows = self._session.audit(cell_id=cell_id)
        return tuple(_line(row, [change for change in row.changes if change.cell_id == cell_id]) for row in rows)

    def cell_ids(self, line: int) -> tuple[str, ...]:
        """Return the ids of the cells that a line changed."""
        return next((row.cell_ids for row in self._session.audit(after=line - 1) if row.id == line), ())

    def _take(self, row: AuditRow) -> None:
        self._read = row.id
        self._lines.append(_line(row, row.changes))
        if row.action == "create case":
            self._begin = row.id
        elif row.action not in _TRAVELS:
            insort(self._alike.setdefault((row.operator, row.text), []), (row.utc, row.id))

    def _line(self, operator: str, text: str, utc: str) -> int:
        """Return the row that was written with a command, just after it: of those left with its words the next one; 0 for none.

        The nearest one could be the row of an earlier command, where this one took long to write.
        """
        alike = self._alike.get((operator, text))
        if not alike:
            return 0
        # Behind the last one only where the clock was set back meanwhile.
        return alike.pop(min(bisect_left(alike, (utc, 0)), len(alike) - 1))[1]

    def _reach(self, places: Mapping[int, int], now: int) -> tuple[int, int]:
        """Return how far one can go back and forth: no leap goes over what :func:`~leukview.services.travel.is_barrier` says."""
        sight = self._session.sight
        barriers = [place for number, place in places.items() if is_barrier(sight, self._kinds.get(number, ""))]
        low = max((place for place in barriers if place <= now), default=0)
        high = min((place - 1 for place in barriers if place > now), default=max(places.values(), default=0))
        return low, high


def _line(row: AuditRow, changes: Sequence[AuditChange]) -> HistoryLine:
    by: By = "AI" if row.action in _AI else "person"
    return HistoryLine(
        row.id, row.utc, row.operator, row.action, row.text, by, len(row.cell_ids), change_words(changes)
    )


def change_words(changes: Iterable[AuditChange]) -> str:
    """Return from what to what values changed, in words: the commonest changes first, those of one field together."""
    fields: dict[str, Counter[tuple[str, str]]] = {}
    for change in changes:
        pair = _value(change.field, change.before), _value(change.field, change.after)
        fields.setdefault(change.field, Counter())[pair] += 1
    parts = []
    for name, found in fields.items():
        shown = [_pair(pair, count, many=found.total() > 1) for pair, count in found.most_common(_MOST)]
        rest = found.total() - sum(count for _, count in found.most_common(_MOST))
        words = ", ".join(shown) + (f" and {rest:,} more" if rest else "")
        parts.append(words if name in {"label", SECOND_LABEL} else f"{_NAMES.get(name, name)}: {words}")
    return "; ".join(parts)


_NAMES = {"ai": "AI", DECISION: "decided", "box": "drawn", "removed": "taken out"}


def _pair(pair: tuple[str, str], count: int, *, many: bool) -> str:
    return f"{pair[0]} → {pair[1]}" + (f" ({count:,})" if many and count > 1 else "")


def _value(name: str, value: str | None) -> str:
    if not value:
        return _NONE.get(name, "none")
    if name not in _CLASSES:
        return f"‘{value}’" if "note" in name else value[:_HASH] if name == "weights" else value
    # A decision's words are its class and who decided.
    class_id, _, by = value.partition(", by ")
    known = taxonomy()
    return (known[class_id].name if class_id in known else class_id) + (f", by {by}" if by else "")
