"""Folders dropped from the desktop: which they are, and a widget that takes them and shows that it would."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from leukview.gui import theme

__all__ = ["FolderDrop", "dropped_folders"]


def dropped_folders(data: QMimeData) -> list[Path]:
    """Return the folders that are held over the window, and the folders of the files, each once."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return list(dict.fromkeys(path if path.is_dir() else path.parent for path in paths))


class FolderDrop(QWidget):
    """Takes folders from the desktop, framed while they are held over it.

    Signals
    -------
    dropped:
        Folders were dropped: a list of paths.
    """

    dropped = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hot = False
        self.setAcceptDrops(True)

    def _set_hot(self, hot: bool) -> None:
        self._hot = hot
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders from the desktop."""
        if dropped_folders(event.mimeData()):
            self._set_hot(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """List what was dropped."""
        self._set_hot(False)
        folders = dropped_folders(event.mimeData())
        if folders:
            event.acceptProposedAction()
            self.dropped.emit(folders)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show that a drop would be taken."""
        super().paintEvent(event)
        if self._hot:
            painter = QPainter(self)
            painter.setPen(QPen(theme.tokens().colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()
