"""Errors as the window shows them: a card over the gallery's head, of a look and a wording for each of the three kinds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from leukview.gui import theme
from leukview.gui.icons import icon
from leukview.gui.tasks import Fault

__all__ = ["Notice"]

_WIDTH = 560
_TOP = 64
_HEADINGS = {
    "input": "This could not be used",
    "environment": "Something on this computer stands in the way",
    "bug": "LeukView made a mistake",
}


class Notice(QFrame):
    """A card that floats above the window's columns, so that nothing moves, until it is closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        theme.set_role(self, surface="notice")
        self.heading = QLabel()
        theme.set_role(self.heading, role="heading")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setFixedHeight(160)
        self._more = QPushButton("Details")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_details)
        self._copy = QPushButton("Copy details")
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details.toPlainText()))
        close = QToolButton()
        close.setIcon(icon("close", "muted"))
        close.setToolTip("Close this message")
        close.clicked.connect(self.hide)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(close)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self._more)
        foot.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 12)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addWidget(self.details)
        layout.addLayout(foot)
        parent.installEventFilter(self)
        self.hide()

    def show_fault(self, fault: Fault) -> None:
        """Show an error: what went wrong and what to do; a bug also with details to pass on."""
        self.heading.setText(_HEADINGS[fault.kind])
        self.text.setText("\n".join(part for part in (fault.title, fault.text) if part))
        self.details.setPlainText(fault.details)
        self._more.setChecked(False)
        self._more.setVisible(bool(fault.details))
        self._copy.setVisible(bool(fault.details))
        self.details.hide()
        theme.set_role(self, kind=fault.kind)
        self._place()
        self.show()
        self.raise_()

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)
        self._place()

    def _place(self) -> None:
        parent = self._over
        width = min(_WIDTH, parent.width() - 32)
        self.setFixedWidth(width)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        height = layout.heightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry((parent.width() - width) // 2, _TOP, width, max(height, self.minimumSizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
