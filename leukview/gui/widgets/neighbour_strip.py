"""The cells whose files come before and after the one on show, as a row of tiles with what each is called."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from leukview.domain.cell import Cell
from leukview.gui import theme
from leukview.gui.models.field_boxes import box_words
from leukview.gui.translation import class_name, class_short, translate
from leukview.gui.widgets.gallery_paint import paint_tile
from leukview.gui.widgets.gallery_thumbnails import Thumbnails

__all__ = ["NeighbourStrip"]

_SIDE, _GAP, _CAPTION = 44, 6, 16


class NeighbourStrip(QWidget):
    """As many tiles on either side of the cell on show as fit.

    Signals
    -------
    chosen:
        Carries the id of the cell to go to.
    roomChanged:
        There is room for another number of tiles: ask :meth:`each_side` again.
    """

    chosen = Signal(str)
    roomChanged = Signal()

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._cells: list[Cell] = []
        self._first = 0
        self._current = ""
        self._hovered = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(translate("Neighbours", "Neighbours in file order"))
        thumbnails.ready.connect(self.update)
        theme.notifier().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the room for five tiles."""
        return QSize(5 * (_SIDE + _GAP) - _GAP + 8, _SIDE + _CAPTION + 8)

    def minimumSizeHint(self) -> QSize:
        """Return the room for three."""
        return QSize(3 * (_SIDE + _GAP) - _GAP + 8, _SIDE + _CAPTION + 8)

    def each_side(self) -> int:
        """Return how many tiles fit on either side of the middle one."""
        return max(1, ((self.width() - 8 + _GAP) // (_SIDE + _GAP) - 1) // 2)

    def show_cells(self, before: Sequence[Cell], cell: Cell | None, after: Sequence[Cell]) -> None:
        """Show these, the cell on show in the middle."""
        self._cells = [*before, *([cell] if cell is not None else []), *after]
        self._first = self.each_side() - len(before)
        self._current = cell.id if cell is not None else ""
        self._thumbnails.want(self._cells, self._pixels())
        names = ", ".join(f"{each.id} {class_name(each.final_class)}" for each in self._cells)
        self.setAccessibleDescription(names)
        self.update()

    def cells(self) -> list[str]:
        """Return the ids on show, in order."""
        return [cell.id for cell in self._cells]

    def tile_rect(self, place: int) -> QRect:
        """Return where the tile of a place in :meth:`cells` is; at the ends of the case the other places stay empty."""
        count = 2 * self.each_side() + 1
        left = (self.width() - count * (_SIDE + _GAP) + _GAP) // 2
        return QRect(left + (self._first + place) * (_SIDE + _GAP), 4, _SIDE, _SIDE)

    def _pixels(self) -> int:
        return round(_SIDE * self.devicePixelRatioF())

    def _cell_at(self, point: QPointF) -> Cell | None:
        for place, cell in enumerate(self._cells):
            if self.tile_rect(place).adjusted(-2, -2, 2, _CAPTION).contains(point.toPoint()):
                return cell
        return None

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tiles and their classes."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, cell in enumerate(self._cells):
            rect = self.tile_rect(place)
            current = cell.id == self._current
            pixmap = self._thumbnails.pixmap(cell, self._pixels())
            paint_tile(
                painter,
                rect,
                cell,
                pixmap,
                selected=False,
                current=current,
                hovered=cell.id == self._hovered,
                confidence=False,
            )
            painter.setFont(theme.font(look.small, strong=current))
            painter.setPen(look.colour("text" if current else "muted"))
            words = painter.fontMetrics().elidedText(
                class_short(cell.final_class), Qt.TextElideMode.ElideRight, rect.width() + _GAP - 2
            )
            below = QRect(rect.left() - _GAP, rect.bottom() + 3, rect.width() + 2 * _GAP, _CAPTION)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    # Hands

    def event(self, event: QEvent) -> bool:
        """Tell of the cell under the pointer."""
        if isinstance(event, QHelpEvent):
            cell = self._cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), box_words(cell) if cell else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which tile is under the pointer."""
        cell = self._cell_at(event.position())
        self._hover(cell.id if cell else "")

    def leaveEvent(self, event: QEvent) -> None:
        """Forget it."""
        self._hover("")
        super().leaveEvent(event)

    def _hover(self, cell_id: str) -> None:
        if cell_id != self._hovered:
            self._hovered = cell_id
            other = bool(cell_id) and cell_id != self._current
            self.setCursor(Qt.CursorShape.PointingHandCursor if other else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the cell that was clicked."""
        cell = self._cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None and cell.id != self._current:
            self.chosen.emit(cell.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the cell before or after."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        ids = self.cells()
        if not step or self._current not in ids:
            super().keyPressEvent(event)
            return
        place = ids.index(self._current) + step
        if 0 <= place < len(ids):
            self.chosen.emit(ids[place])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for as many tiles as fit now."""
        super().resizeEvent(event)
        self.roomChanged.emit()
