"""Lines for a path take a file or folder that is dropped on them, as a path and not as a link's text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit

__all__ = ["dropped_paths", "take_dropped"]

_OVER = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})


def dropped_paths(data: QMimeData) -> list[Path]:
    """Return the files and folders that a drag carries."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class _PathDrop(QObject):
    def __init__(self, line: QLineEdit, folder: bool) -> None:
        super().__init__(line)
        self._line, self._folder = line, folder
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the first path into the line; leave other drags to it."""
        if event.type() not in _OVER or not isinstance(event, QDropEvent):
            return False
        paths = dropped_paths(event.mimeData())
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            path = paths[0]
            self._line.setText(str(path.parent if self._folder and path.is_file() else path))
            self._line.setFocus()
        return True


def take_dropped(line: QLineEdit, *, folder: bool) -> None:
    """Let a line take what is dropped on it from the desktop.

    Parameters
    ----------
    line:
        Holds a path.
    folder:
        Whether it wants a folder: of a file it then takes the folder that it lies in.
    """
    _PathDrop(line, folder)
