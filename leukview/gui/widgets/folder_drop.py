"""A widget that takes what is dropped on it from the desktop, and shows that it would."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from leukview.gui import theme

__all__ = ["FolderDrop"]


class FolderDrop(QWidget):
    """Takes folders from the desktop, framed while they are held over it.

    Signals
    -------
    dropped:
        Carries what was dropped, a ``QMimeData`` that lives only as long as the call.
    """

    dropped = Signal(QMimeData)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hot = False
        self.setAcceptDrops(True)

    def _set_hot(self, hot: bool) -> None:
        self._hot = hot
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders from the desktop."""
        data = event.mimeData()
        if data.hasUrls() or data.hasImage() or data.hasText():
            self._set_hot(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what was dropped."""
        self._set_hot(False)
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show that a drop would be taken."""
        super().paintEvent(event)
        if self._hot:
            painter = QPainter(self)
            painter.setPen(QPen(theme.tokens().colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()
