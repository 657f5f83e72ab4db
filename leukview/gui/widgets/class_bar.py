"""A class's thin colour bar."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from leukview.gui.pixmaps import class_colour

__all__ = ["ClassBar"]


class ClassBar(QWidget):
    """Four pixels of a class's colour beside its name."""

    def __init__(self, class_id: str) -> None:
        super().__init__()
        self._class = class_id
        self.setFixedSize(QSize(4, 14))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        QPainter(self).fillRect(self.rect(), class_colour(self._class))
