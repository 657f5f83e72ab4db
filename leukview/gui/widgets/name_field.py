"""A line for a name that must be typed on purpose."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

__all__ = ["NameField"]


class NameField(QLineEdit):
    """A name; it keeps Return and Escape to itself, so that neither fires a shortcut of the window.

    Signals
    -------
    given:
        Emitted on Return where something is typed.
    left:
        Emitted on Escape.
    """

    given = Signal()
    left = Signal()

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setMaxLength(200)

    def name(self) -> str:
        """Return what is typed, without needless spaces."""
        return " ".join(self.text().split())

    def event(self, event: QEvent) -> bool:
        """Claim Return and Escape before any shortcut of the window does."""
        ours = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in ours:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the name with Return, leave with Escape."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.name():
                self.given.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
