"""A field with its boxes, and the tools that draw on it. What is drawn is told, and done elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip, QWidget

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.gui import theme
from leukview.gui.field_sheet import FieldSheet
from leukview.gui.field_tiles import FieldTiles
from leukview.gui.models.field_boxes import FieldBoxes, box_words
from leukview.gui.models.spoken import cell_words
from leukview.gui.pixmaps import adjusted_qimage
from leukview.gui.translation import translate
from leukview.gui.widgets.field_paint import (
    paint_boxes,
    paint_overview,
    paint_region,
    paint_rubber,
    paint_scale_bar,
)
from leukview.gui.widgets.field_strokes import Tool, drawn_box, drawn_region, rubber
from leukview.gui.widgets.field_zoom import OVERVIEW, FieldZoom
from leukview.gui.widgets.overlay_paint import paint_double
from leukview.gui.widgets.picture_mark import paint_mark
from leukview.imaging.adjustment import Adjustment

__all__ = ["FieldView", "Tool"]

_CLICK = 4
"""Pixels; a press that moves less is a click."""


class FieldView(FieldZoom):
    """Shows one field with its boxes.

    Signals
    -------
    chosen:
        A cell's id, and whether it is to be added to (or taken out of) the chosen ones.
    boxDrawn:
        The box that was drawn around a cell, in whole source pixels.
    regionDrawn:
        Corners of a region as (x, y) tuples in source pixels.
    toolChanged:
        The tool in use.
    """

    chosen = Signal(str, bool)
    boxDrawn = Signal(object)
    regionDrawn = Signal(list)
    toolChanged = Signal(str)

    def __init__(self, tiles: FieldTiles, parent: QWidget | None = None) -> None:
        super().__init__(tiles, parent)
        self.boxes = FieldBoxes()
        self.region: list[tuple[float, float]] = []
        self.show_boxes, self.show_labels = True, False
        self._sheet = FieldSheet(tiles)
        self._message = ""
        self._chosen: set[str] = set()
        self._current = ""
        self._tool: Tool = "move"
        self._pressed: QPointF | None = None
        self._grabbed: QPointF | None = None
        self._overview_held = False
        self._line: list[QPointF] = []
        self._kept: tuple[tuple[int, Adjustment], QImage] | None = None
        self.setMinimumSize(200, 160)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(translate("Fields", "Field"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        tiles.opened.connect(self._opened)
        tiles.ready.connect(self.update)
        tiles.failed.connect(self.set_message)
        theme.notifier().changed.connect(self._colours_changed)

    def _colours_changed(self) -> None:
        self.boxes.refresh()
        self.update()

    # -- what is shown ------------------------------------------------------------------------------------------------

    def begin(self, message: str, home: Box | None = None) -> None:
        """Wait for another field: say so, and remember at which cell it is to open, at the zoom of the one before.

        Without a cell it opens whole.
        """
        self._message, self._home = message, home
        self._scale = None if home is None else self._scale
        self._sheet.forget()
        self.update()

    def set_message(self, message: str) -> None:
        """Say why there is no field."""
        self._message = message
        self.update()

    def set_chosen(self, ids: Collection[str], current: str) -> None:
        """Frame the chosen cells."""
        self._chosen, self._current = set(ids), current
        cell = next((cell for cell in self.boxes.cells if cell.id == current), None)
        self.setAccessibleDescription(cell_words(cell) if cell is not None else "")
        self.update()

    def set_adjustment(self, adjustment: Adjustment) -> None:
        """Show the field so from now on."""
        self.tiles.set_adjustment(adjustment)
        self._sheet.forget()
        self.update()

    def set_tool(self, tool: Tool) -> None:
        """Take a tool in hand; ``move`` puts it away."""
        self._line, self._pressed = [], None
        if tool != self._tool:
            self._tool = tool
            self.setCursor(Qt.CursorShape.OpenHandCursor if tool == "move" else Qt.CursorShape.CrossCursor)
            self.toolChanged.emit(tool)
        self.update()

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self._tool

    @property
    def sharp(self) -> bool:
        """Whether every tile that is on screen is the right one, and none a stand-in."""
        return self._sheet.complete

    def _opened(self) -> None:
        self._message = ""
        self._sheet.forget()
        if self._home is not None:
            home, self._home = self._home, None
            self.go_to(home, always=True)
        elif self._scale is None:
            self.fit()
        self._announce()

    # -- painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surround, the field, its boxes, the region, the scale bar and the overview."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("surround"))
        if self.tiles.size is None or self._message:
            painter.setPen(look.colour("on_surround"))
            inner = self.rect().adjusted(24, 24, -24, -24)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
            return
        area = QRectF(self.rect())
        self._sheet.draw(painter, area, self._origin(), self.scale)
        if self.show_boxes:
            seen = self.shown()
            here = self.boxes.within(seen.left(), seen.top(), seen.right(), seen.bottom())
            origin, scale = self._origin(), self.scale
            left, top = origin.x(), origin.y()

            def place(cell: Cell) -> QRectF:
                box = cell.final_box
                return QRectF(left + box.x * scale, top + box.y * scale, box.width * scale, box.height * scale)

            paint_boxes(
                painter,
                here,
                place,
                self.boxes.looks,
                chosen=self._chosen,
                current=self._current,
                labels=self.show_labels,
            )
        if self.region:
            paint_region(painter, QPolygonF([self.to_view(x, y) for x, y in self.region]))
        if self._line:
            corners = rubber(self._tool, self._line)
            paint_rubber(painter, QPolygonF([self.to_view(point.x(), point.y()) for point in corners]))
        if self.tiles.pixel_um:
            paint_scale_bar(painter, area, self.tiles.pixel_um / self.scale)
        self._paint_overview(painter)
        paint_mark(painter, area, self.tiles.adjustment)
        if self.hasFocus():
            paint_double(painter, lambda: painter.drawRect(area.adjusted(1, 1, -1, -1)), 2)

    def _paint_overview(self, painter: QPainter) -> None:
        where = self.overview_rect()
        if where is None or self.tiles.size is None:
            return
        width, height = self.tiles.size
        seen = self.shown()
        part = QRectF(seen.left() / width, seen.top() / height, seen.width() / width, seen.height() / height)
        paint_overview(painter, where, self._small(), part.intersected(QRectF(0, 0, 1, 1)))

    def _small(self) -> QImage:
        """Return the preview at the overview's size, made once: it may be ten times as large."""
        key = (self.tiles.preview.cacheKey(), self.tiles.adjustment)
        if self._kept is None or self._kept[0] != key:
            side = round(OVERVIEW * self.devicePixelRatioF())
            small = self.tiles.preview.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._kept = (key, adjusted_qimage(small, self.tiles.adjustment))
        return self._kept[1]

    # -- hands --------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Tell of the cell under the pointer, and take Escape while a tool is in hand."""
        if isinstance(event, QHelpEvent):
            cell = self.cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), box_words(cell) if cell else "", self)
            return True
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asked and event.key() == Qt.Key.Key_Escape and self._tool != "move":  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def cell_at(self, point: QPointF) -> Cell | None:
        """Return the cell whose box is drawn at a point of this widget."""
        if self.tiles.size is None or not self.show_boxes:
            return None
        at = self.to_source(point)
        return self.boxes.at(at.x(), at.y(), 3 / self.scale)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put a tool away with Escape; every other key zooms or pans."""
        if event.key() == Qt.Key.Key_Escape and self._tool != "move":
            self.set_tool("move")
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the field, the overview, or begin to draw."""
        if self.tiles.size is None:
            return
        where, left = event.position(), event.button() == Qt.MouseButton.LeftButton
        overview = self.overview_rect()
        if left and overview is not None and overview.contains(where):
            self._overview_held = True
            self._to_overview(where, overview)
        elif left and self._tool != "move":
            self._pressed = where
            self._line = [self.to_source(where)]
        elif left or event.button() == Qt.MouseButton.MiddleButton:
            self._pressed, self._grabbed = where, where
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the field, or draw on."""
        where = event.position()
        overview = self.overview_rect()
        if self._overview_held and overview is not None:
            self._to_overview(where, overview)
        elif self._grabbed is not None and self._pressed is not None:
            if (where - self._pressed).manhattanLength() >= _CLICK or self._grabbed != self._pressed:
                moved, self._grabbed = where - self._grabbed, where
                self.pan(-moved.x(), -moved.y())
        elif self._line:
            self._line.append(self.to_source(where))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: what hardly moved was a click on a cell, what was drawn is told."""
        where, pressed, line = event.position(), self._pressed, self._line
        self._pressed, self._grabbed, self._line, self._overview_held = None, None, [], False
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._tool == "move" else Qt.CursorShape.CrossCursor)
        self.update()
        if pressed is None or event.button() == Qt.MouseButton.MiddleButton:
            return
        if (where - pressed).manhattanLength() < _CLICK and len(line) < 3 * _CLICK:
            cell = self.cell_at(where)
            if cell is not None:
                more = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
                self.chosen.emit(cell.id, bool(event.modifiers() & more))
        elif line:
            self._tell_drawn([*line, self.to_source(where)])

    def _tell_drawn(self, line: list[QPointF]) -> None:
        if self._tool == "cell":
            self.boxDrawn.emit(drawn_box(line))
        elif corners := drawn_region(self._tool, line, self.scale):
            self.regionDrawn.emit(corners)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Come nearer."""
        if self._tool == "move":
            self.zoom_by(2.0, event.position())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()
