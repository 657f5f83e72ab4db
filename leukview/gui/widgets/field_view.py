"""A field of any size: zoom, pan, boxes, and the tools that draw on it. What is drawn is told, and done elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip, QWidget

from leukview.domain.cell import Box, Cell
from leukview.gui import theme
from leukview.gui.field_sheet import FieldSheet
from leukview.gui.field_tiles import FieldTiles
from leukview.gui.models.field_boxes import FieldBoxes, box_words
from leukview.gui.widgets.cell_view import MAX_ZOOM
from leukview.gui.widgets.field_paint import (
    paint_boxes,
    paint_overview,
    paint_region,
    paint_rubber,
    paint_scale_bar,
)

__all__ = ["FieldView", "Tool"]

Tool = Literal["move", "cell", "rectangle", "freehand"]
_CLICK = 4
"""Pixels; a press that moves less is a click."""
_STEP = 1.25
_PAN = 80
_OVERVIEW = 132
_AROUND = 8.0
"""Sides of a cell's box that are shown of its surroundings when the field first moves to it."""
_EDGE = 24
"""Pixels; a cell this near the edge of the view counts as out of sight."""


class FieldView(QWidget):
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
    zoomChanged:
        Screen pixels per source pixel.
    """

    chosen = Signal(str, bool)
    boxDrawn = Signal(object)
    regionDrawn = Signal(list)
    toolChanged = Signal(str)
    zoomChanged = Signal(float)

    def __init__(self, tiles: FieldTiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = tiles
        self.boxes = FieldBoxes()
        self.region: list[tuple[float, float]] = []
        self.show_boxes, self.show_labels = True, False
        self._sheet = FieldSheet(tiles)
        self._message = ""
        self._chosen: set[str] = set()
        self._current = ""
        self._scale: float | None = None
        self._centre = QPointF(0, 0)
        self._home: Box | None = None
        self._tool: Tool = "move"
        self._pressed: QPointF | None = None
        self._grabbed: QPointF | None = None
        self._overview_held = False
        self._line: list[QPointF] = []
        self._kept: tuple[int, QImage] | None = None
        self.setMinimumSize(200, 160)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName("Field")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        tiles.opened.connect(self._opened)
        tiles.ready.connect(self.update)
        tiles.failed.connect(self.set_message)
        theme.notifier().changed.connect(self.update)

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

    # -- geometry -----------------------------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """Screen pixels per source pixel."""
        return self._scale if self._scale is not None else self._fit_scale()

    def to_view(self, x: float, y: float) -> QPointF:
        """Return where a source point is drawn."""
        origin = self._origin()
        return QPointF(origin.x() + x * self.scale, origin.y() + y * self.scale)

    def to_source(self, point: QPointF) -> QPointF:
        """Return the source point drawn at a point of this widget."""
        return (point - self._origin()) / self.scale

    def shown(self) -> QRectF:
        """Return what is on show, in source pixels."""
        return QRectF(self.to_source(QPointF(0, 0)), self.to_source(QPointF(self.width(), self.height())))

    def _origin(self) -> QPointF:
        # On whole device pixels, so that a 1:1 field is not half a pixel out and every box moves with it.
        ratio = self.devicePixelRatioF()
        x = self.width() / 2 - self._centre.x() * self.scale
        y = self.height() / 2 - self._centre.y() * self.scale
        return QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio)

    def _fit_scale(self) -> float:
        if self.tiles.size is None:
            return 1.0
        frame = 2 * theme.tokens().grid
        return min(
            MAX_ZOOM,
            max(1, self.width() - frame) / self.tiles.size[0],
            max(1, self.height() - frame) / self.tiles.size[1],
        )

    def fit(self) -> None:
        """Show the whole field."""
        self._scale = None
        if self.tiles.size is not None:
            self._centre = QPointF(self.tiles.size[0] / 2, self.tiles.size[1] / 2)
        self._announce()

    def actual_size(self) -> None:
        """Show one source pixel as one screen pixel."""
        self._scale = 1.0 / self.devicePixelRatioF()
        self._announce()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor; the source point under ``at`` (the middle by default) stays where it is."""
        if self.tiles.size is None:
            return
        at = QPointF(self.width() / 2, self.height() / 2) if at is None else at
        fixed = self.to_source(at)
        self._scale = min(MAX_ZOOM, max(min(self._fit_scale(), 1.0) / 2, self.scale * factor))
        self._set_centre(fixed + (QPointF(self.width() / 2, self.height() / 2) - at) / self._scale)
        self._announce()

    def pan(self, dx: float, dy: float) -> None:
        """Move what is shown by screen pixels."""
        self._scale = self.scale
        self._set_centre(self._centre + QPointF(dx, dy) / self._scale)

    def go_to(self, box: Box, *, always: bool = False) -> None:
        """Bring a cell into sight; a cell that is well in sight moves nothing unless ``always``."""
        if self.tiles.size is None:
            self._home = box
            return
        seen = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        if not always and seen.contains(self._rect(box)) and min(box.width, box.height) * self.scale >= _EDGE / 2:
            return
        if self._scale is None:
            side = _AROUND * max(box.width, box.height)
            self._scale = min(4.0, max(self._fit_scale(), min(self.width(), self.height()) / side))
        self._set_centre(QPointF(*box.centre))
        self._announce()

    def _set_centre(self, centre: QPointF) -> None:
        if self.tiles.size is not None:
            width, height = self.tiles.size
            x = _held(centre.x(), width, self.width() / self.scale, _EDGE / self.scale)
            y = _held(centre.y(), height, self.height() / self.scale, _EDGE / self.scale)
            centre = QPointF(x, y)
        self._centre = centre
        self.update()

    def _announce(self) -> None:
        self.setAccessibleDescription(f"Shown at {100 * self.scale * self.devicePixelRatioF():.0f} %")
        self.zoomChanged.emit(self.scale)
        self.update()

    def _rect(self, box: Box) -> QRectF:
        corner = self.to_view(box.x, box.y)
        return QRectF(corner.x(), corner.y(), box.width * self.scale, box.height * self.scale)

    def overview_rect(self) -> QRectF | None:
        """Return where the small picture of the whole field is drawn; None while all of it is in sight anyway."""
        if self.tiles.size is None or self.scale <= 1.05 * self._fit_scale() or self.width() < 3 * _OVERVIEW:
            return None
        width, height = self.tiles.size
        factor = _OVERVIEW / max(width, height)
        size = (width * factor, height * factor)
        return QRectF(self.width() - size[0] - 12, self.height() - size[1] - 12, *size)

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
            paint_rubber(painter, self._rubber())
        if self.tiles.pixel_um:
            paint_scale_bar(painter, area, self.tiles.pixel_um / self.scale)
        self._paint_overview(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))

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
        key = self.tiles.preview.cacheKey()
        if self._kept is None or self._kept[0] != key:
            side = round(_OVERVIEW * self.devicePixelRatioF())
            small = self.tiles.preview.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._kept = (key, small)
        return self._kept[1]

    def _rubber(self) -> QPolygonF:
        if self._tool == "freehand":
            return QPolygonF([self.to_view(point.x(), point.y()) for point in self._line])
        first, last = self._line[0], self._line[-1]
        corners = ((first.x(), first.y()), (last.x(), first.y()), (last.x(), last.y()), (first.x(), last.y()))
        return QPolygonF([self.to_view(x, y) for x, y in corners])

    # -- hands --------------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        if steps := event.angleDelta().y():
            self.zoom_by(1.0015**steps, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom by pinching, tell of the cell under the pointer, and take Escape while a tool is in hand."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom_by(pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint())))
                return True
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
        """Zoom with + and −, fit with 0, pan with the arrows; Escape puts a tool away."""
        step = _PAN * (4 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        moves: dict[int, tuple[int, int]] = {
            Qt.Key.Key_Left: (-step, 0),
            Qt.Key.Key_Right: (step, 0),
            Qt.Key.Key_Up: (0, -step),
            Qt.Key.Key_Down: (0, step),
        }
        key = event.key()
        if key in moves:
            self.pan(*moves[key])
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_by(_STEP)
        elif key in {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}:
            self.zoom_by(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_1:
            self.actual_size()
        elif key == Qt.Key.Key_Escape and self._tool != "move":
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
        if self._tool == "freehand":
            # A hand's tremble within a screen pixel or two is no shape.
            kept = line[:1]
            for point in line[1:]:
                if (point - kept[-1]).manhattanLength() * self.scale >= 2:
                    kept.append(point)
            if len(kept) >= 3:
                self.regionDrawn.emit([(point.x(), point.y()) for point in kept])
            return
        rect = QRectF(line[0], line[-1]).normalized()
        if self._tool == "cell":
            left, top = round(rect.left()), round(rect.top())
            self.boxDrawn.emit(Box(left, top, round(rect.right()) - left, round(rect.bottom()) - top))
        else:
            corners = (rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft())
            self.regionDrawn.emit([(point.x(), point.y()) for point in corners])

    def _to_overview(self, where: QPointF, overview: QRectF) -> None:
        assert self.tiles.size is not None
        part = where - overview.topLeft()
        width, height = self.tiles.size
        self._scale = self.scale
        self._set_centre(QPointF(part.x() / overview.width() * width, part.y() / overview.height() * height))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Come nearer."""
        if self._tool == "move":
            self.zoom_by(2.0, event.position())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted field fitted."""
        super().resizeEvent(event)
        if self._scale is None:
            self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()


def _held(centre: float, size: float, seen: float, margin: float) -> float:
    """Return where the middle of the view may lie along one side: little but the field is shown, and a small field whole."""
    if seen >= size:
        return size / 2
    return min(max(centre, seen / 2 - margin), size - seen / 2 + margin)
