"""Where a field of any size lies in its widget: zoom and pan, by wheel, pinch and keys. Nothing is drawn here."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from leukview.domain.box import Box
from leukview.gui import theme
from leukview.gui.field_tiles import FieldTiles
from leukview.gui.translation import translate
from leukview.gui.widgets.cell_view import MAX_ZOOM
from leukview.gui.widgets.zooming import ZoomingWidget

__all__ = ["OVERVIEW", "FieldZoom"]

OVERVIEW = 132
"""Pixels; the longer side of the small picture of the whole field."""
_STEP = 1.25
_PAN = 80
_AROUND = 8.0
"""Sides of a cell's box that are shown of its surroundings when the field first moves to it."""
_EDGE = 24
"""Pixels; a cell this near the edge of the view counts as out of sight."""


class FieldZoom(ZoomingWidget):
    """A widget in which a field is zoomed and moved.

    Attributes
    ----------
    tiles:
        The field on show.

    Signals
    -------
    zoomChanged:
        Screen pixels per source pixel.
    """

    zoomChanged = Signal(float)

    def __init__(self, tiles: FieldTiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = tiles
        self._scale: float | None = None
        self._centre = QPointF(0, 0)
        self._home: Box | None = None
        self.grabGesture(Qt.GestureType.PinchGesture)

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
        self.finish_glide()
        self._scale = None
        if self.tiles.size is not None:
            self._centre = QPointF(self.tiles.size[0] / 2, self.tiles.size[1] / 2)
        self._announce()

    def actual_size(self) -> None:
        """Show one source pixel as one screen pixel."""
        self.finish_glide()
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
        self.finish_glide()
        self._scale = self.scale
        self._set_centre(self._centre + QPointF(dx, dy) / self._scale)

    def go_to(self, box: Box, *, always: bool = False) -> None:
        """Bring a cell into sight; a cell that is well in sight moves nothing unless ``always``."""
        self.finish_glide()
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
        percent = 100 * self.scale * self.devicePixelRatioF()
        self.setAccessibleDescription(translate("CellPanel", "Shown at {percent:.0f} %").format(percent=percent))
        self.zoomChanged.emit(self.scale)
        self.update()

    def _rect(self, box: Box) -> QRectF:
        corner = self.to_view(box.x, box.y)
        return QRectF(corner.x(), corner.y(), box.width * self.scale, box.height * self.scale)

    def overview_rect(self) -> QRectF | None:
        """Return where the small picture of the whole field is drawn; None while all of it is in sight anyway."""
        if self.tiles.size is None or self.scale <= 1.05 * self._fit_scale() or self.width() < 3 * OVERVIEW:
            return None
        width, height = self.tiles.size
        factor = OVERVIEW / max(width, height)
        size = (width * factor, height * factor)
        return QRectF(self.width() - size[0] - 12, self.height() - size[1] - 12, *size)

    def _to_overview(self, where: QPointF, overview: QRectF) -> None:
        assert self.tiles.size is not None
        self.finish_glide()
        part = where - overview.topLeft()
        width, height = self.tiles.size
        self._scale = self.scale
        self._set_centre(QPointF(part.x() / overview.width() * width, part.y() / overview.height() * height))

    # -- hands --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and −, fit with 0, pan with the arrows."""
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
            self.glide_by(_STEP)
        elif key in {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}:
            self.glide_by(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_1:
            self.actual_size()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted field fitted."""
        super().resizeEvent(event)
        if self._scale is None:
            self.fit()


def _held(centre: float, size: float, seen: float, margin: float) -> float:
    """Return where the middle of the view may lie along one side: little but the field is shown, and a small field whole."""
    if seen >= size:
        return size / 2
    return min(max(centre, seen / 2 - margin), size - seen / 2 + margin)
