"""Who wants to hear of a case's changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock

__all__ = ["Listener", "Listeners"]

Listener = Callable[[frozenset[str]], None]
"""Is called with the ids of the changed cells; an empty set says that the case itself changed."""


class Listeners:
    """A list of listeners that may be changed and told from any thread."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = Lock()

    def add(self, listener: Listener) -> Callable[[], None]:
        """Add a listener and return what ends its subscription."""
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end

    def clear(self) -> None:
        """Forget every listener."""
        with self._lock:
            self._listeners.clear()

    def tell(self, cell_ids: Iterable[str]) -> None:
        """Tell every listener, without a lock: one may wait for another thread.

        The change is made and stored, so all of them hear of it before the first one's fault, if any, is raised.
        """
        with self._lock:
            listeners = list(self._listeners)
        changed = frozenset(cell_ids)
        fault: Exception | None = None
        for listener in listeners:
            try:
                listener(changed)
            except Exception as error:
                fault = fault or error
        if fault is not None:
            raise fault
