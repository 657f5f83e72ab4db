"""Lies over a cell's picture while the user is to point at something in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from leukview.gui import theme
from leukview.gui.widgets.cell_view import CellView
from leukview.gui.widgets.overlay_paint import paint_words

__all__ = ["PointLayer"]


class PointLayer(QWidget):
    """Takes one click after another until it is ended; Escape ends it, the wheel still zooms.

    Signals
    -------
    pointed:
        Carries the point in source pixels, which may lie outside the picture.
    """

    pointed = Signal(QPointF)

    def __init__(self, view: CellView, words: str) -> None:
        super().__init__(view)
        self._view, self._words = view, words
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.hide()
        view.installEventFilter(self)

    def begin(self) -> None:
        """Cover the picture and take the keyboard."""
        self._before = QApplication.focusWidget()
        self.resize(self._view.size())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Leave the picture to itself, and give the keyboard back to who had it."""
        before, self._before = self._before, None
        if self.hasFocus() and before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the picture at its new size."""
        if event.type() == QEvent.Type.Resize:
            self.resize(self._view.size())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the window, where it stops an analysis."""
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asked and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell where the left button points; the right one leaves."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pointed.emit(self._view.to_source(event.position()))
        elif event.button() == Qt.MouseButton.RightButton:
            self.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say what to do."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.tokens().small, strong=True))
        width = min(self.width() - 16, painter.fontMetrics().horizontalAdvance(self._words) + 16)
        plate = QRectF((self.width() - width) / 2, self.height() - 32, width, 24)
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, int(width) - 12)
        paint_words(painter, plate, words)
