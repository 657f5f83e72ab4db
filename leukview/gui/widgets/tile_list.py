"""A list of tiles of one size, in rows: where each lies is reckoned, not laid out, so that thousands open as a screenful does."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from leukview.gui.widgets.gallery_paint import paint_band

__all__ = ["TileList"]

Index = QModelIndex | QPersistentModelIndex
_Cursor = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint


class TileList(QListView):
    """Qt's list view with the places of its items worked out from their number, row by row.

    Qt's own layout asks for every item whenever anything is shown, chosen or sized; this one for those in sight. It stays a
    ``QListView`` so that screen readers find a list.

    Parameters
    ----------
    width, height:
        Size of a tile with the room around it, in device-independent pixels.
    """

    def __init__(self, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide, self._high = width, height
        self._columns = 1
        self._pressed = self._dragged = QPoint()
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    # -- where tiles lie ----------------------------------------------------------------------------------------------

    def _count(self) -> int:
        model = self.model()
        return model.rowCount() if model is not None else 0

    def visualRect(self, index: Index) -> QRect:
        """Return where an item's tile lies in the viewport."""
        if not index.isValid():
            return QRect()
        line, column = divmod(index.row(), self._columns)
        return QRect(column * self._wide, line * self._high - self.verticalOffset(), self._wide, self._high)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the item whose tile is at a point of the viewport."""
        column, line = point.x() // self._wide, (point.y() + self.verticalOffset()) // self._high
        row = line * self._columns + column
        inside = 0 <= column < self._columns and 0 <= row < self._count()
        return self.model().index(row, 0) if inside else QModelIndex()

    def verticalOffset(self) -> int:
        """Return how far the tiles are scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """Return nothing: rows end where the view does."""
        return 0

    def doItemsLayout(self) -> None:
        """Take over how many items there are."""
        self.updateGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:
        """Set the scroll bar for as many rows as there are."""
        self._columns = max(1, self.viewport().width() // self._wide)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(self._high // 3)
        bar.setPageStep(height)
        bar.setRange(0, max(0, -(-self._count() // self._columns) * self._high - height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break rows anew; what was at the top stays there."""
        line, within = divmod(self.verticalOffset(), self._high)
        first, before = line * self._columns, self._columns
        QAbstractItemView.resizeEvent(self, event)
        self.updateGeometries()
        if self._columns != before:
            self.verticalScrollBar().setValue(first // self._columns * self._high + within)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw what is in sight now: Qt would ask its own layout, which there is none of."""
        self.viewport().update()

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible) -> None:
        """Scroll just so far that an item's tile is seen whole, or to where the hint wants it."""
        place, bar, height = self.visualRect(index), self.verticalScrollBar(), self.viewport().height()
        if not place.isValid():
            return
        below = place.bottom() + 1 - height
        if hint == _Hint.PositionAtCenter:
            bar.setValue(bar.value() + place.center().y() - height // 2)
        elif hint == _Hint.PositionAtTop or place.top() < 0:
            bar.setValue(bar.value() + place.top())
        elif hint == _Hint.PositionAtBottom or below > 0:
            bar.setValue(bar.value() + below)

    # -- choosing -----------------------------------------------------------------------------------------------------

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Return where a key of moving leads: along a row, and from row to row in one column."""
        count, current = self._count(), self.currentIndex()
        if not count:
            return QModelIndex()
        row = current.row()
        page = max(1, self.viewport().height() // self._high) * self._columns
        steps = {
            _Cursor.MoveLeft: -1,
            _Cursor.MovePrevious: -1,
            _Cursor.MoveRight: 1,
            _Cursor.MoveNext: 1,
            _Cursor.MoveUp: -self._columns,
            _Cursor.MoveDown: self._columns,
            _Cursor.MovePageUp: -page,
            _Cursor.MovePageDown: page,
            _Cursor.MoveHome: -count,
            _Cursor.MoveEnd: count,
        }
        if not current.isValid():
            return self.model().index(0, 0)
        wanted = row + steps[action]
        if action == _Cursor.MoveDown and wanted >= count and row // self._columns == (count - 1) // self._columns:
            wanted = row
        if action == _Cursor.MoveUp and wanted < 0:
            wanted = row
        return self.model().index(max(0, min(wanted, count - 1)), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose the tiles that a band touches; as keys and clicks do, all from one tile to another in their order."""
        found = QItemSelection()
        if self.state() == QAbstractItemView.State.DragSelectingState:
            for first, last in self._within(rect.normalized()):
                found.select(self.model().index(first, 0), self.model().index(last, 0))
        else:
            ends = sorted(self._nearest(point) for point in (rect.topLeft(), rect.bottomRight()))
            if self.indexAt(rect.topLeft()).isValid() or ends[0] != ends[1]:
                found.select(self.model().index(ends[0], 0), self.model().index(ends[1], 0))
        self.selectionModel().select(found, command)

    def _nearest(self, point: QPoint) -> int:
        column = max(0, min(point.x() // self._wide, self._columns - 1))
        line = max(0, (point.y() + self.verticalOffset()) // self._high)
        return max(0, min(line * self._columns + column, self._count() - 1))

    def _within(self, rect: QRect) -> list[tuple[int, int]]:
        """Return the first and last item of each row that a rectangle of the viewport touches."""
        count, top = self._count(), self.verticalOffset()
        first, last = max(0, rect.left() // self._wide), min(self._columns - 1, rect.right() // self._wide)
        lines = range(max(0, (rect.top() + top) // self._high), (rect.bottom() + top) // self._high + 1)
        starts = (line * self._columns for line in lines)
        return [
            (start + first, min(start + last, count - 1)) for start in starts if first <= last and start + first < count
        ]

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return the whole view: what is in sight is drawn as quickly as it would be looked for."""
        return QRegion(self.viewport().rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take note of where a band begins."""
        self._pressed = event.position().toPoint() + QPoint(0, self.verticalOffset())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take note of how far a band goes."""
        self._dragged = event.position().toPoint() + QPoint(0, self.verticalOffset())
        super().mouseMoveEvent(event)
        if self.state() == QAbstractItemView.State.DragSelectingState:
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the band away."""
        super().mouseReleaseEvent(event)
        self.viewport().update()

    # -- drawing ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tiles in sight."""
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain, current, chosen = option.state, self.currentIndex(), self.selectionModel()
        for first, last in self._within(event.rect()):
            for row in range(first, last + 1):
                index = self.model().index(row, 0)
                option.rect = self.visualRect(index)
                option.state = plain
                if chosen.isSelected(index):
                    option.state |= QStyle.StateFlag.State_Selected
                if index == current and self.hasFocus():
                    option.state |= QStyle.StateFlag.State_HasFocus
                self.itemDelegate().paint(painter, option, index)
        if self.state() == QAbstractItemView.State.DragSelectingState:
            band = QRect(self._pressed, self._dragged).normalized()
            paint_band(painter, band.translated(0, -self.verticalOffset()))
        painter.end()
