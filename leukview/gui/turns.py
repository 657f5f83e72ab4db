"""Long work on the GUI thread, cut into turns between which the window lives."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

__all__ = ["in_turns"]


def in_turns(context: QObject, wanted: Callable[[], bool], steps: list[Callable[[], object]]) -> None:
    """Do each step in a turn of its own; one that fails holds up none of the others.

    Parameters
    ----------
    context:
        Nothing is done once it is gone.
    wanted:
        Asked before each step: where it says no, what is left is not done.
    steps:
        What to do.
    """

    def do() -> None:
        if wanted():
            try:
                steps[0]()
            finally:
                in_turns(context, wanted, steps[1:])

    if steps:
        QTimer.singleShot(0, context, do)
