"""A page that takes the review's place for a while: a head with the way back, and what it shows below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leukview.gui import theme
from leukview.gui.icons import icon
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import ElidedLabel, Hairline, label

__all__ = ["Page"]


class Page(QWidget):
    """Escape goes back, whatever has the keyboard here.

    Signals
    -------
    left:
        Emitted where the user wants to go back.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, surface="panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back = QPushButton(translate("Page", "Back"))
        self.back.setIcon(icon("previous"))
        self.back.setToolTip(translate("Page", "Back (Esc)"))
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.clicked.connect(self.left)
        self.title = label("", "title")
        self.state = ElidedLabel("muted")
        self.head = QHBoxLayout()
        self.head.setContentsMargins(16, 8, 16, 8)
        self.head.setSpacing(12)
        self.head.addWidget(self.back)
        self.head.addWidget(self.title)
        self.head.addWidget(self.state, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(self.head)
        self.column.addWidget(Hairline())

    def event(self, event: QEvent) -> bool:
        """Take Escape before any shortcut of the window does."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.left.emit()
                return True
        return super().event(event)
