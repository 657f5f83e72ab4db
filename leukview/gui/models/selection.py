"""Which cells are chosen and which one is looked at, without Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

__all__ = ["Selection"]


class Selection:
    """The chosen cells, in the order in which they were chosen, and the current one (always among them)."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}
        self._current: str | None = None
        self._anchor: str | None = None
        self._listeners: list[Callable[[], None]] = []

    @property
    def ids(self) -> list[str]:
        """The chosen ids."""
        return list(self._ids)

    @property
    def current(self) -> str | None:
        """The cell that is looked at."""
        return self._current

    def __contains__(self, cell_id: object) -> bool:
        return cell_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Have a function called after every change."""
        self._listeners.append(listener)

    def set(self, cell_ids: Iterable[str], current: str | None = None) -> None:
        """Choose exactly these; the current one is ``current`` where given, else the last."""
        ids = dict.fromkeys(cell_ids)
        if current is None and ids:
            current = self._current if self._current in ids else next(reversed(ids))
        if current is not None:
            ids[current] = None
        self._anchor = current
        self._become(ids, current)

    def toggle(self, cell_id: str) -> None:
        """Add a cell, or take it out; the last one cannot be taken out."""
        ids = dict(self._ids)
        current: str | None = cell_id
        if cell_id in ids and len(ids) > 1:
            del ids[cell_id]
            current = next(reversed(ids))
        else:
            ids[cell_id] = None
        self._anchor = cell_id
        self._become(ids, current)

    def extend(self, cell_id: str, order: Sequence[str]) -> None:
        """Choose everything between the anchor and this cell in display order."""
        anchor = self._anchor if self._anchor in order else cell_id
        first, last = sorted((order.index(anchor or cell_id), order.index(cell_id)))
        self._anchor = anchor
        self._become(dict.fromkeys(order[first : last + 1]), cell_id)

    def retain(self, keep: Callable[[str], bool]) -> None:
        """Drop what is no longer shown; the current cell stays looked at until another is chosen."""
        ids = {cell_id: None for cell_id in self._ids if keep(cell_id)}
        if len(ids) != len(self._ids):
            current = self._current if self._current in ids else next(reversed(ids), None)
            self._become(ids, current)

    def _become(self, ids: dict[str, None], current: str | None) -> None:
        if list(ids) == list(self._ids) and current == self._current:
            return
        self._ids, self._current = ids, current
        for listener in list(self._listeners):
            listener()
