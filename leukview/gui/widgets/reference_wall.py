"""Reference cells as a wall of pictures, each with its class below it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.models.reference_cells import CELL, ReferenceCells
from leukview.gui.pixmaps import class_colour
from leukview.gui.translation import class_short, translate
from leukview.gui.widgets.overlay_paint import paint_double
from leukview.gui.widgets.tile_list import TileList

__all__ = ["ReferenceWall"]

_TILE = 112
_WORDS = 20


class _Tile(QStyledItemDelegate):
    """Draws a picture whole on a neutral ground, its class with the class's bar, and what is synthetic as such."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of a tile with the room around it."""
        return QSize(_TILE + 8, _TILE + _WORDS + 8)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one."""
        look, cell = theme.tokens(), index.data(CELL)
        view: QStyleOptionViewItem = option
        area = QRectF(view.rect).adjusted(4, 4, -4, -4)
        ground = QRectF(area.left(), area.top(), area.width(), area.height() - _WORDS)
        chosen = bool(view.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(ground, look.colour("surround"))
        image = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(image, QImage) and not image.isNull():
            scale = min(ground.width() / image.width(), ground.height() / image.height())
            place = QRectF(0, 0, image.width() * scale, image.height() * scale)
            place.moveCenter(ground.center())
            # Averaged where it is made smaller; a small picture is not smoothed, which would invent detail.
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 1)
            painter.drawImage(place, image)
        if chosen:
            paint_double(painter, lambda: painter.drawRect(ground.adjusted(1, 1, -1, -1)), 2)
        words = QRectF(area.left(), ground.bottom() + 4, area.width(), _WORDS - 4)
        if cell.label in taxonomy():
            painter.fillRect(QRectF(words.left(), words.top() + 2, 4, 12), class_colour(cell.label))
        painter.setFont(theme.font(look.small))
        painter.setPen(look.colour("text" if chosen else "muted"))
        short = class_short(cell.label) if cell.label in taxonomy() else cell.label
        text = translate("Reference", "{name} · synthetic").format(name=short) if cell.synthetic else short
        room = words.adjusted(10, 0, 0, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class ReferenceWall(TileList):
    """The cells of a set; arrows move, Shift and Ctrl choose several, Enter enlarges."""

    def __init__(self, model: ReferenceCells, parent: QWidget | None = None) -> None:
        super().__init__(_TILE + 8, _TILE + _WORDS + 8, parent)
        self.setModel(model)
        self.setItemDelegate(_Tile(self))
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setAccessibleName(translate("Reference", "Reference cells"))

    def keyboardSearch(self, search: str) -> None:
        """Leave letters to the page: they are keys here."""
