"""The line between the columns and the keys: what was just done, with its undo; analysis; files with problems."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from leukview.gui import theme
from leukview.gui.widgets.basics import ElidedLabel

__all__ = ["RESEARCH_USE", "StatusLine"]

RESEARCH_USE = "For Research Use Only. Not for use in diagnostic procedures."
_SHOWN_MS = 12_000


class StatusLine(QFrame):
    """One line with a fixed height, so that nothing above it ever moves."""

    problemsWanted = Signal()

    def __init__(self, undo: QAction, cancel: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, surface="bar")
        self.setFixedHeight(32)
        self.message = ElidedLabel()
        self.undo = _link("Undo", undo.toolTip())
        self.undo.clicked.connect(undo.trigger)
        self.undo.hide()
        self.progress = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.cancel = _link("Cancel", cancel.toolTip())
        self.cancel.clicked.connect(cancel.trigger)
        self.problems = _link("", "Which files could not be used, and why")
        self.problems.clicked.connect(self.problemsWanted)
        self.problems.hide()
        self.pipeline = QLabel()
        theme.set_role(self.pipeline, role="small")
        use = QLabel(RESEARCH_USE)
        theme.set_role(use, role="small")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self.message, 1)
        layout.addWidget(self.undo)
        layout.addWidget(self.progress)
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.cancel)
        layout.addWidget(self.problems)
        layout.addSpacing(8)
        layout.addWidget(self.pipeline)
        layout.addSpacing(8)
        layout.addWidget(use)
        self._fade = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._fade.timeout.connect(self.clear_message)
        self.hide_progress()

    def show_message(self, text: str, undoable: bool = False) -> None:
        """Say what was just done, for a while, with a way back where there is one."""
        self.undo.setVisible(undoable)
        self.message.set_whole_text(text)
        self._fade.start()

    def clear_message(self) -> None:
        """Say nothing any more."""
        self._fade.stop()
        self.message.set_whole_text("")
        self.undo.hide()

    def show_progress(self, done: int, total: int, text: str) -> None:
        """Show how far the analysis is; unknown where ``total`` is 0."""
        self.progress.setText(text)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        for part in (self.progress, self.bar, self.cancel):
            part.show()

    def hide_progress(self) -> None:
        """Show that nothing runs."""
        for part in (self.progress, self.bar, self.cancel):
            part.hide()

    def show_problems(self, count: int) -> None:
        """Show how many files could not be used."""
        self.problems.setText(f"{count:,} file{'s' if count != 1 else ''} not read")
        self.problems.setVisible(count > 0)


def _link(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
