"""The gallery: thumbnails grouped by class, painted only where they are seen, so that 10,000 cells scroll as ten do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.models.gallery import GalleryModel
from leukview.gui.models.grid import Grid, Section
from leukview.gui.models.selection import Selection
from leukview.gui.widgets import gallery_paint as paint
from leukview.gui.widgets.gallery_drag import cells_of, start_drag
from leukview.gui.widgets.gallery_thumbnails import Thumbnails

__all__ = ["TILES", "Gallery"]

TILES = (56, 72, 96, 128, 160)
"""Tile sizes in pixels that Ctrl+wheel steps through."""

_Keys = Qt.Key
_Ctrl = Qt.KeyboardModifier.ControlModifier
_Shift = Qt.KeyboardModifier.ShiftModifier


class Gallery(QAbstractScrollArea):
    """Cells of a :class:`GalleryModel`, with selection, keyboard, rubber band and drag onto a group.

    Parameters
    ----------
    model, selection:
        What is shown and what is chosen; both are listened to.
    thumbnails:
        Where the pictures come from.
    """

    relabelRequested = Signal(list, str)
    menuRequested = Signal(QPoint, str)
    viewChanged = Signal()
    dragging = Signal(bool)

    def __init__(
        self, model: GalleryModel, selection: Selection, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model, self.selection, self.thumbnails = model, selection, thumbnails
        self.grid = Grid()
        self.show_confidence = False
        self.shares: dict[str, str] = {}
        self._hovered: str | None = None
        self._target: str | None = None
        self._pressed: tuple[QPoint, str | None, Section | None] | None = None
        self._collapse_to: str | None = None
        self._band: QRect | None = None
        self._band_keeps: list[str] = []
        self._drag: Callable[[QWidget, Sequence[str], QPixmap], None] = start_drag
        self._edge = QTimer(self, interval=30)
        self._edge.timeout.connect(self._scroll_at_edge)
        self._edge_step = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Cells by class")
        self.viewport().setMouseTracking(True)
        self.viewport().setAcceptDrops(True)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        model.subscribe(self.refresh)
        selection.subscribe(self._selection_changed)
        thumbnails.ready.connect(self.viewport().update)

    # -- showing ------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Return a size for eight tiles a row."""
        return QSize(2 * self.grid.margin + 8 * (self.grid.tile + self.grid.gap) + 16, 480)

    def minimumSizeHint(self) -> QSize:
        """Return a size for three tiles a row."""
        return QSize(2 * self.grid.margin + 3 * (self.grid.tile + self.grid.gap) + 16, 160)

    def set_tile(self, side: int) -> None:
        """Show tiles of this many pixels, keeping what is at the top at the top."""
        side = min(TILES, key=lambda size: abs(size - side))
        if side != self.grid.tile:
            self.grid.tile = side
            self.refresh()
            self.viewChanged.emit()

    def set_shares(self, shares: dict[str, str]) -> None:
        """Set the percentage shown beside each class."""
        if shares != self.shares:
            self.shares = shares
            self.viewport().update()

    def set_show_confidence(self, shown: bool) -> None:
        """Show or hide the confidence in each tile's corner."""
        self.show_confidence = shown
        self.viewport().update()

    def refresh(self) -> None:
        """Lay out anew. Whatever is under the pointer, or else at the top, stays where it is."""
        anchors = self._anchors()
        self.grid.build(self.model.groups, self.model.collapsed, self.viewport().width())
        self._update_scroll_bar()
        if anchors:
            bar = self.verticalScrollBar()
            for cell_id, class_id, offset in anchors:
                rect = self.grid.rect(cell_id)
                if rect is not None and self.model.group_of(cell_id) == class_id:
                    bar.setValue(rect[1] - offset)
                    break
        self._fetch()
        self.viewport().update()

    def ensure_visible(self, cell_id: str) -> None:
        """Scroll just so far that a cell is seen whole, expanding its group."""
        class_id = self.model.group_of(cell_id)
        if class_id is not None:
            self.model.expand(class_id)
        rect = self.grid.rect(cell_id)
        if rect is None:
            return
        bar = self.verticalScrollBar()
        top = rect[1] - self.grid.header - self.grid.gap
        bottom = rect[1] + rect[3] + self.grid.gap - self.viewport().height()
        if bar.value() > top:
            bar.setValue(top)
        elif bar.value() < bottom:
            bar.setValue(bottom)

    def show_group(self, class_id: str) -> None:
        """Scroll to a class's group."""
        self.model.expand(class_id)
        section = self.grid.section_of(class_id)
        if section is not None:
            self.verticalScrollBar().setValue(section.top)

    def _anchors(self) -> list[tuple[str, str, int]]:
        """Return (cell, its class, offset from the view's top) of what should stay put, the best first."""
        bar = self.verticalScrollBar().value()
        found = [
            (cell_id, rect[1] - bar)
            for cell_id, rect in self.grid.tiles(bar, bar + self.viewport().height())
            if rect[1] + rect[3] > bar
        ]
        pointer = [pair for pair in found if pair[0] == self._hovered]
        if not pointer and bar == 0:
            return []
        # The groups that the grid was built with, not the model's newer ones: a cell that left its group is no anchor.
        owner = {cell_id: section.class_id for section in self.grid.sections for cell_id in section.ids} if found else {}
        return [(cell_id, owner[cell_id], offset) for cell_id, offset in pointer + found]

    def _update_scroll_bar(self) -> None:
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setPageStep(height)
        bar.setRange(0, max(0, self.grid.height - height))

    def _scrolled(self) -> None:
        self._fetch()
        self.viewport().update()
        self.viewChanged.emit()

    def _fetch(self) -> None:
        """Ask for the pictures of what is seen, then of one screen further on."""
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        seen = [cell_id for cell_id, _ in self.grid.tiles(top, top + height)]
        ahead = [cell_id for cell_id, _ in self.grid.tiles(top + height, top + 2 * height)]
        self.thumbnails.want([self.model.cell(cell_id) for cell_id in dict.fromkeys(seen + ahead)], self._pixels())

    def _pixels(self) -> int:
        return round(self.grid.tile * self.devicePixelRatioF())

    def _selection_changed(self) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the headers and tiles that are seen; the top group's header stays in sight."""
        t = theme.tokens()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), t.colour("panel"))
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        if self._target is not None and (section := self.grid.section_of(self._target)) is not None:
            soft = t.colour("accent_soft")
            painter.fillRect(0, section.top - top, self.viewport().width(), section.bottom - section.top, soft)
        side = self._pixels()
        for cell_id, (x, y, w, h) in self.grid.tiles(top, top + height):
            cell = self.model.cell(cell_id)
            paint.paint_tile(
                painter,
                QRect(x, y - top, w, h),
                cell,
                self.thumbnails.pixmap(cell, side),
                selected=cell_id in self.selection,
                current=cell_id == self.selection.current,
                hovered=cell_id == self._hovered,
                confidence=self.show_confidence,
            )
        for section in self.grid.between(top, top + height):
            self._paint_header(painter, section, max(section.top - top, min(0, section.bottom - top - self.grid.header)))
        if self._band is not None:
            paint.paint_band(painter, self._band.translated(0, -top))
        painter.end()

    def _paint_header(self, painter: QPainter, section: Section, y: int) -> None:
        total = self.model.totals[section.class_id]
        shown = len(section.ids)
        paint.paint_header(
            painter,
            QRect(0, y, self.viewport().width(), self.grid.header),
            section.class_id,
            str(shown) if shown == total else f"{shown} of {total}",
            share=self.shares.get(section.class_id, ""),
            collapsed=section.collapsed,
            target=section.class_id == self._target,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)
        self.refresh()

    # -- pointer ------------------------------------------------------------------------------------------------------

    def header_at(self, point: QPoint) -> Section | None:
        """Return the section whose header (also the one held at the top) is at a point of the viewport."""
        top = self.verticalScrollBar().value()
        section = self.grid.section_at(point.y() + top)
        if section is None:
            return None
        y = max(section.top - top, min(0, section.bottom - top - self.grid.header))
        return section if y <= point.y() < y + self.grid.header else None

    def cell_at(self, point: QPoint) -> str | None:
        """Return the cell at a point of the viewport; none under a header."""
        if self.header_at(point) is not None:
            return None
        return self.grid.cell_at(point.x(), point.y() + self.verticalScrollBar().value())

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
            lines.append("AI: " + ", ".join(f"{taxonomy()[name].name} {value:.2f}" for name, value in names))
        if cell.human_class is not None:
            lines.append(f"Reader: {taxonomy()[cell.human_class].name}")
        if cell.out_of_domain:
            lines.append("Unlike the cells the network learnt from")
        if cell.note:
            lines.append(cell.note)
        return "\n".join(lines)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or with Ctrl change the tiles' size."""
        if event.modifiers() & _Ctrl:
            step = 1 if event.angleDelta().y() > 0 else -1
            place = TILES.index(self.grid.tile) + step
            self.set_tile(TILES[max(0, min(place, len(TILES) - 1))])
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the chosen cells, or of a group."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.grid.rect(self.selection.current or "")
            at = QPoint(16, 16) if rect is None else QPoint(rect[0], rect[1] + rect[3] - self.verticalScrollBar().value())
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
        pictures = [self.thumbnails.pixmap(self.model.cell(other), side) or QPixmap() for other in ids[:3]]
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
