"""The link in the status line to the cases that are analysed behind the review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Queue"]


class Queue(QObject):
    """Says how many cases wait, while the open case is analysed first, and leads to the list of them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.worklist.background.changed.connect(self.look)
        window.controller.analysisChanged.connect(self.look)
        window.status.queueWanted.connect(window.worklist.show)
        self.look()

    def look(self) -> None:
        """Say what holds now."""
        background = self._window.worklist.background
        # While the queue itself runs, its own progress says how many wait.
        own = self._window.controller.analysis is not None
        waiting = len(background.waiting) + bool(background.current) if own else 0
        self._window.status.show_queue(waiting)
