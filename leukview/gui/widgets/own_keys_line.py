"""A line of text that keeps Return and Escape to itself, so that neither fires a shortcut of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

__all__ = ["OwnKeysLine"]

_RETURN = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class OwnKeysLine(QLineEdit):
    """A line whose :meth:`give` answers Return and :meth:`leave` Escape."""

    def __init__(self, name: str, tip: str, longest: int) -> None:
        super().__init__()
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setMaxLength(longest)

    def give(self) -> None:
        """Answer Return."""
        raise NotImplementedError

    def leave(self) -> None:
        """Answer Escape."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Claim Return and Escape before any shortcut of the window does."""
        ours = _RETURN | {Qt.Key.Key_Escape}
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in ours:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer Return and Escape; every other key is text."""
        if event.key() in _RETURN:
            self.give()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
