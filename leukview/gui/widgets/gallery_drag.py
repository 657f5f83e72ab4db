"""Cells on the move: what a drag carries, and the tray of classes that have no group to drop on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from leukview.gui import theme
from leukview.gui.pixmaps import class_colour
from leukview.gui.translation import class_short

__all__ = ["MIME", "ClassTray", "cells_of", "mime_of", "start_drag"]

MIME = "application/x-leukview-cells"


def mime_of(cell_ids: Sequence[str]) -> QMimeData:
    """Return what a drag of these cells carries."""
    data = QMimeData()
    data.setData(MIME, "\n".join(cell_ids).encode("ascii"))
    return data


def cells_of(data: QMimeData) -> list[str]:
    """Return the cells that a drag carries; none where it carries something else."""
    return bytes(data.data(MIME).data()).decode("ascii").split() if data.hasFormat(MIME) else []


def start_drag(source: QWidget, cell_ids: Sequence[str], picture: QPixmap) -> None:
    """Drag these cells until they are dropped."""
    drag = QDrag(source)
    drag.setMimeData(mime_of(cell_ids))
    drag.setPixmap(picture)
    drag.setHotSpot(QPoint(picture.deviceIndependentSize().toSize().width() // 3, 32))
    drag.exec(Qt.DropAction.MoveAction)


class ClassTray(QWidget):
    """Chips of every class without a group on screen, shown along the gallery's foot while cells are dragged."""

    relabelRequested = Signal(list, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._classes: list[str] = []
        self._rects: list[QRect] = []
        self._target: str | None = None
        self.setAcceptDrops(True)
        self.hide()

    def offer(self, class_ids: Sequence[str], width: int) -> int:
        """Lay chips for these classes out in this width and return the height they need."""
        t = theme.tokens()
        self.setFont(theme.font(t.body))
        self._classes, self._rects = list(class_ids), []
        x = y = 12
        for class_id in class_ids:
            size = QSize(self.fontMetrics().horizontalAdvance(class_short(class_id)) + 32, 28)
            if x + size.width() > width - 12 and x > 12:
                x, y = 12, y + 36
            self._rects.append(QRect(QPoint(x, y), size))
            x += size.width() + 8
        return y + 40

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chips."""
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), t.colour("raised"))
        painter.fillRect(0, 0, self.width(), 1, t.colour("line_strong"))
        painter.setFont(theme.font(t.body))
        for class_id, rect in zip(self._classes, self._rects, strict=True):
            chosen = class_id == self._target
            painter.setPen(t.colour("accent" if chosen else "line_strong"))
            painter.setBrush(t.colour("accent_soft" if chosen else "panel"))
            painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), t.radius, t.radius)
            painter.fillRect(rect.left() + 8, rect.top() + 7, 4, rect.height() - 14, class_colour(class_id))
            painter.setPen(t.colour("text"))
            painter.drawText(
                rect.adjusted(20, 0, 0, 0),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                class_short(class_id),
            )
        painter.end()

    def class_at(self, point: QPoint) -> str | None:
        """Return the class whose chip is at a point."""
        pairs = zip(self._classes, self._rects, strict=True)
        return next((class_id for class_id, rect in pairs if rect.contains(point)), None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cells only."""
        if cells_of(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show which class the cells would get."""
        self._target = self.class_at(event.position().toPoint())
        self.update()
        if self._target is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show none any more."""
        self._target = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Relabel the dropped cells."""
        class_id = self.class_at(event.position().toPoint())
        self._target = None
        if class_id is not None:
            event.acceptProposedAction()
            self.relabelRequested.emit(cells_of(event.mimeData()), class_id)
