"""The gallery under hand: choosing with pointer and keyboard, rubber band, drag onto a group, menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from leukview.gui.domain_words import aside
from leukview.gui.models.gallery import GalleryModel
from leukview.gui.models.grid import Section
from leukview.gui.models.selection import Selection
from leukview.gui.translation import translate, with_english
from leukview.gui.widgets import gallery_paint as paint
from leukview.gui.widgets.cell_parts import reader_lines
from leukview.gui.widgets.gallery_drag import cells_of, start_drag
from leukview.gui.widgets.gallery_thumbnails import Thumbnails
from leukview.gui.widgets.gallery_view import TILES, GalleryView

__all__ = ["TILES", "Gallery"]

_Keys = Qt.Key
_Ctrl = Qt.KeyboardModifier.ControlModifier
_Shift = Qt.KeyboardModifier.ShiftModifier
_NOTCH = 120
"""Eighths of a degree that an ordinary mouse wheel turns at a time."""


class Gallery(GalleryView):
    """Cells grouped by class, with selection, keyboard, rubber band and drag onto a group.

    ``relabelRequested`` carries cell ids and a class id; ``menuRequested`` a global position and, over a header, its class;
    ``dragging`` says that cells are being dragged.
    """

    relabelRequested = Signal(list, str)
    menuRequested = Signal(QPoint, str)
    dragging = Signal(bool)

    def __init__(
        self, model: GalleryModel, selection: Selection, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, selection, thumbnails, parent)
        self._turned = 0
        self._pressed: tuple[QPoint, str | None, Section | None] | None = None
        self._collapse_to: str | None = None
        self._band_from = QPoint()
        self._band_keeps: list[str] = []
        self._drag: Callable[[QWidget, Sequence[str], QPixmap], None] = start_drag
        self._edge = QTimer(self, interval=30)
        self._edge.timeout.connect(self._scroll_at_edge)
        self._edge_step = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAcceptDrops(True)

    # -- pointer ------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell, or begin a drag or a rubber band."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        cell_id, header = self.cell_at(point), self.header_at(point)
        self._pressed = (point, cell_id, header)
        self._collapse_to = None
        if cell_id is not None:
            if event.modifiers() & _Shift:
                self.selection.extend(cell_id, self.model.order(collapsed=False))
            elif event.modifiers() & _Ctrl:
                self.selection.toggle(cell_id)
            elif cell_id in self.selection:
                # Only the release tells whether this begins a drag of all of them or chooses this one.
                self._collapse_to = cell_id
            else:
                self.selection.set([cell_id])
        elif header is None:
            self._band_keeps = self.selection.ids if event.modifiers() & (_Ctrl | _Shift) else []
            self._band = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the pointer; drag cells or draw the rubber band."""
        point = event.position().toPoint()
        if not event.buttons() & Qt.MouseButton.LeftButton or self._pressed is None:
            self._hover(point)
            return
        start, cell_id, header = self._pressed
        if (point - start).manhattanLength() < QApplication.startDragDistance() and self._band is None:
            return
        if cell_id is not None:
            self._pressed, self._collapse_to = None, None
            self._start_drag(cell_id)
        elif header is None:
            self._stretch_band(start, point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish a click on a header or on one of several chosen cells, or the rubber band."""
        pressed, self._pressed = self._pressed, None
        self._edge.stop()
        if self._band is not None:
            self._band = None
            self.viewport().update()
            return
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._collapse_to is not None:
            self.selection.set([self._collapse_to], self._collapse_to)
            self._collapse_to = None
        elif pressed[2] is not None and self.header_at(event.position().toPoint()) is not None:
            self.model.toggle(pressed[2].class_id)
            self.viewChanged.emit()

    def _stretch_band(self, start: QPoint, point: QPoint) -> None:
        top = self.verticalScrollBar().value()
        if self._band is None:
            self._band_from = QPoint(start.x(), start.y() + top)
        here = QPoint(point.x(), point.y() + top)
        self._band = QRect(self._band_from, here).normalized()
        band = self._band
        hit = self.grid.ids_in(band.left(), band.top(), band.right() + 1, band.bottom() + 1)
        if hit or self._band_keeps:
            self.selection.set([*self._band_keeps, *hit], (hit or self._band_keeps)[-1])
        self._edge_at(point)
        self.viewport().update()

    def _edge_at(self, point: QPoint) -> None:
        height = self.viewport().height()
        self._edge_step = -24 if point.y() < 16 else 24 if point.y() > height - 16 else 0
        if self._edge_step and not self._edge.isActive():
            self._edge.start()
        elif not self._edge_step:
            self._edge.stop()

    def _scroll_at_edge(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self._edge_step)

    def _hover(self, point: QPoint) -> None:
        hovered = self.cell_at(point)
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()
        over_header = self.header_at(point) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over_header else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was under the pointer."""
        self._hovered = None
        self.viewport().update()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a cell's calls as its tooltip."""
        if event.type() == QEvent.Type.ToolTip:
            cell_id = self.cell_at(event.pos())  # type: ignore[attr-defined]
            QToolTip.showText(event.globalPos(), self._tip(cell_id) if cell_id else "", self)  # type: ignore[attr-defined]
            return True
        if event.type() == QEvent.Type.Leave:
            self._hovered = None
        return super().viewportEvent(event)

    def _tip(self, cell_id: str) -> str:
        cell = self.model.cell(cell_id)
        lines = [cell_id]
        if cell.prediction is not None:
            call = cell.prediction
            names = [(call.cls, call.probability), (call.second_cls, call.second_probability)]
            lines.append("AI: " + ", ".join(f"{with_english(name)} {value:.2f}" for name, value in names))
        if cell.set_aside is not None:
            lines.append(translate("Gallery", "Not counted, {words}").format(words=aside(cell.set_aside)))
        lines += reader_lines(cell)
        if cell.out_of_domain:
            lines.append(translate("Gallery", "Unlike the cells the network learnt from"))
        if cell.note:
            lines.append(cell.note)
        return "\n".join(lines)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or with Ctrl change the tiles' size."""
        if event.modifiers() & _Ctrl:
            # A touch pad sends many small steps: a size for each notch they come to.
            self._turned += event.angleDelta().y()
            notches = int(self._turned / _NOTCH)
            self._turned -= notches * _NOTCH
            if notches:
                place = self.sizes.index(self.grid.tile) + notches
                self.set_tile(self.sizes[max(0, min(place, len(self.sizes) - 1))])
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the chosen cells, or of a group."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.grid.rect(self.selection.current or "")
            at = (
                QPoint(16, 16)
                if rect is None
                else QPoint(rect[0], rect[1] + rect[3] - self.verticalScrollBar().value())
            )
            self.menuRequested.emit(self.viewport().mapToGlobal(at), "")
            return
        point = self.viewport().mapFromGlobal(event.globalPos())
        cell_id, header = self.cell_at(point), self.header_at(point)
        if cell_id is not None and cell_id not in self.selection:
            self.selection.set([cell_id])
        if cell_id is not None or header is not None:
            self.menuRequested.emit(event.globalPos(), header.class_id if header else "")

    # -- keyboard -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrow keys, Home, End and the page keys; with Shift, choose on the way."""
        target = self._key_target(event.key())
        if target is None:
            if event.key() not in _MOVES:
                super().keyPressEvent(event)
            return
        if event.modifiers() & _Shift:
            self.selection.extend(target, self.model.order(collapsed=False))
        else:
            self.selection.set([target], target)
        self.ensure_visible(target)

    def _key_target(self, key: int) -> str | None:
        current = self.selection.current
        if key in {_Keys.Key_Left, _Keys.Key_Right}:
            return self.model.neighbour(current, -1 if key == _Keys.Key_Left else 1)
        order = self.model.order(collapsed=False)
        if not order or key not in _MOVES:
            return None
        if current not in order or key in {_Keys.Key_Home, _Keys.Key_End}:
            return order[-1] if key == _Keys.Key_End else order[0]
        page = max(1, self.viewport().height() // (self.grid.tile + self.grid.gap))
        return self.grid.above_or_below(current, _MOVES[key] if abs(_MOVES[key]) == 1 else _MOVES[key] // 2 * page)

    # -- drag onto a group --------------------------------------------------------------------------------------------

    def _start_drag(self, cell_id: str) -> None:
        ids = [cell_id, *(other for other in self.selection.ids if other != cell_id)]
        side = self._pixels()
        pictures = [self.thumbnails.pixmap(self.model.cell(other), side, self.span) or QPixmap() for other in ids[:3]]
        picture = paint.pile(pictures, len(ids), self.grid.tile, self.devicePixelRatioF())
        self.dragging.emit(True)
        try:
            self._drag(self, ids, picture)
        finally:
            self.dragging.emit(False)
            self._set_target(None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cells only; files are for the window."""
        if cells_of(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show which group the cells would join."""
        point = event.position().toPoint()
        section = self.grid.section_at(point.y() + self.verticalScrollBar().value())
        self._set_target(section.class_id if section else None)
        self._edge_at(point)
        if section is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show no group any more."""
        self._edge.stop()
        self._set_target(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Relabel the dropped cells as the group's class."""
        self._edge.stop()
        ids = [cell_id for cell_id in cells_of(event.mimeData()) if self.model.group_of(cell_id) is not None]
        section = self.grid.section_at(event.position().toPoint().y() + self.verticalScrollBar().value())
        self._set_target(None)
        if ids and section is not None:
            event.acceptProposedAction()
            self.relabelRequested.emit(ids, section.class_id)

    def _set_target(self, class_id: str | None) -> None:
        if class_id != self._target:
            self._target = class_id
            self.viewport().update()


_MOVES: dict[int, int] = {
    _Keys.Key_Left: -1,
    _Keys.Key_Right: 1,
    _Keys.Key_Up: -1,
    _Keys.Key_Down: 1,
    _Keys.Key_PageUp: -2,
    _Keys.Key_PageDown: 2,
    _Keys.Key_Home: 0,
    _Keys.Key_End: 0,
}
