"""The cell under review: zoom and pan without invented detail, with contours and a heat map exactly in place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from leukview.domain.cell import Box
from leukview.domain.cell import CellView as SeenSquare
from leukview.gui import theme
from leukview.gui.pixmaps import heat_image
from leukview.gui.widgets.sharp_image import SharpImage
from leukview.gui.widgets.zooming import ZoomingWidget

__all__ = ["FIELD_MARGIN", "MAX_ZOOM", "CellView"]

FIELD_MARGIN = 2.5
"""In a field, the side of what is shown around a cell, in sides of its box."""
MAX_ZOOM = 32.0
"""Screen pixels per source pixel."""

Contours = Sequence[NDArray[np.int32]]


class CellView(ZoomingWidget):
    """Shows one cell of one image.

    All overlays share one transform with the image: source point (x, y) is drawn at ``to_view(x, y)``. The
    widget never takes the keyboard, which stays with the gallery.

    Signals
    -------
    zoomChanged:
        Emitted with the scale (screen pixels per source pixel) whenever it changes.
    """

    zoomChanged = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._picture = SharpImage(QImage())
        self._message = ""
        self._box: Box | None = None
        self._single = True
        self._seen: SeenSquare | None = None
        self._zoom: float | None = None
        self._scale = 1.0
        self._centre = QPointF(0, 0)
        self._paths: dict[str, QPainterPath] = {}
        self._heat: NDArray[np.float32] | None = None
        self._heat_picture: QImage | None = None
        self._opacity = 0.6
        self._contours_on = True
        self._heat_on = False
        self._grabbed: QPointF | None = None
        self.setMinimumSize(160, 160)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName("Cell image")
        self.setToolTip("Wheel or pinch: zoom · drag: move · double-click: fit")
        theme.notifier().changed.connect(self.update)

    # What is shown

    def show_cell(self, box: Box | None, *, single: bool, seen: SeenSquare | None) -> None:
        """Move to a cell; a zoom chosen by hand stays, and overlays of the cell before are dropped.

        Parameters
        ----------
        box:
            The cell's box in source pixels; None for no cell.
        single:
            Whether its image shows it alone: the whole image is shown then, else the cell's neighbourhood.
        seen:
            The square that the network saw, where the heat map belongs.
        """
        self._box, self._single, self._seen = box, single, seen
        self.set_contours([], [])
        self.set_heatmap(None)
        self._go_home()

    def set_box(self, box: Box) -> None:
        """Give the cell on show another box, in source pixels; nothing moves. Its outlines are to be set anew."""
        self._box = box
        self.set_contours([], [])

    def set_image(self, image: QImage | None, message: str = "") -> None:
        """Show a source image, or say why there is none."""
        self._image = None if image is None or image.isNull() else image
        self._picture = SharpImage(self._image or QImage())
        self._message = message
        self._go_home()

    def set_contours(self, nucleus: Contours, cell: Contours) -> None:
        """Set the outlines: n×2 int32 arrays of (x, y) pixel indices in the cell's box, from ``imaging.measure``."""
        self._paths = {"cytoplasm": self._path(cell), "nucleus": self._path(nucleus)}
        self.update()

    def set_heatmap(self, values: NDArray[np.float32] | None) -> None:
        """Set the heat map: S×S float, 0–1, over the square that the network saw; None for none."""
        self._heat = values
        self._heat_picture = None
        self.update()

    def has_image(self) -> bool:
        """Return whether a picture is on show."""
        return self._image is not None

    def has_contours(self) -> bool:
        """Return whether this cell has any outline to draw."""
        return any(not path.isEmpty() for path in self._paths.values())

    def has_heatmap(self) -> bool:
        """Return whether a heat map is set."""
        return self._heat is not None

    def set_contours_visible(self, visible: bool) -> None:
        """Draw the outlines or not."""
        self._contours_on = visible
        self.update()

    def set_heatmap_visible(self, visible: bool) -> None:
        """Draw the heat map or not."""
        self._heat_on = visible
        self.update()

    def set_opacity(self, opacity: float) -> None:
        """Set the heat map's opacity at its highest value, 0–1."""
        self._opacity = min(1.0, max(0.0, opacity))
        self._heat_picture = None
        self.update()

    # Geometry

    def to_view(self, x: float, y: float) -> QPointF:
        """Return where a source point is drawn (the corner of the first pixel is 0, 0)."""
        origin = self._origin()
        return QPointF(origin.x() + x * self._scale, origin.y() + y * self._scale)

    def to_source(self, point: QPointF) -> QPointF:
        """Return the source point drawn at a point of this widget."""
        origin = self._origin()
        return QPointF((point.x() - origin.x()) / self._scale, (point.y() - origin.y()) / self._scale)

    def heat_rect(self) -> QRectF | None:
        """Return where the heat map is drawn, in this widget's coordinates."""
        if self._seen is None:
            return None
        half = self._seen.side / 2
        corner = self.to_view(self._seen.cx - half, self._seen.cy - half)
        return QRectF(corner.x(), corner.y(), self._seen.side * self._scale, self._seen.side * self._scale)

    def contour_path(self, part: str) -> QPainterPath:
        """Return an outline (``nucleus`` or ``cytoplasm``) in this widget's coordinates."""
        origin = self._origin()
        move = QTransform(self._scale, 0, 0, self._scale, origin.x(), origin.y())
        return move.map(self._paths.get(part, QPainterPath()))

    @property
    def scale(self) -> float:
        """Screen pixels per source pixel, as shown now."""
        return self._scale

    @property
    def zoom(self) -> float | None:
        """The scale chosen by hand, or None while the cell is fitted."""
        return self._zoom

    def set_zoom(self, zoom: float | None) -> None:
        """Fit (None), or show at this scale with the cell in the middle."""
        self._zoom = None if zoom is None else min(MAX_ZOOM, max(0.02, zoom))
        self._go_home()

    def fit(self) -> None:
        """Fit the cell, or in a field its neighbourhood, to the view."""
        self.set_zoom(None)

    def actual_size(self) -> None:
        """Show one source pixel as one screen pixel."""
        self.set_zoom(1.0 / self.devicePixelRatioF())

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor; the source point under ``at`` (the middle by default) stays where it is."""
        if self._image is None:
            return
        at = QPointF(self.width() / 2, self.height() / 2) if at is None else at
        fixed = self.to_source(at)
        least = (
            min(self._fit_scale(), self.width() / self._image.width(), self.height() / self._image.height(), 1.0) / 2
        )
        self._scale = self._zoom = min(MAX_ZOOM, max(least, self._scale * factor))
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._set_centre(fixed + (middle - at) / self._scale)
        self._announce()

    def home_rect(self) -> QRectF:
        """Return what :meth:`fit` shows, in source pixels."""
        if self._image is None:
            return QRectF(0, 0, 1, 1)
        if self._single or self._box is None:
            return QRectF(0, 0, self._image.width(), self._image.height())
        side = FIELD_MARGIN * max(self._box.width, self._box.height)
        left = self._box.x + self._box.width / 2 - side / 2
        top = self._box.y + self._box.height / 2 - side / 2
        # At the field's edge there is more to see on the other side.
        left = max(0.0, min(left, self._image.width() - side))
        top = max(0.0, min(top, self._image.height() - side))
        return QRectF(left, top, side, side)

    def _fit_scale(self) -> float:
        home = self.home_rect()
        frame = 2 * theme.tokens().grid
        return min(MAX_ZOOM, max(1, self.width() - frame) / home.width(), max(1, self.height() - frame) / home.height())

    def _go_home(self) -> None:
        self._scale = self._fit_scale() if self._zoom is None else self._zoom
        self._set_centre(self.home_rect().center())
        self._announce()

    def _set_centre(self, centre: QPointF) -> None:
        if self._image is not None:
            x = min(max(centre.x(), 0.0), float(self._image.width()))
            y = min(max(centre.y(), 0.0), float(self._image.height()))
            centre = QPointF(x, y)
        self._centre = centre
        self.update()

    def _announce(self) -> None:
        self.setAccessibleDescription(f"Shown at {100 * self._scale * self.devicePixelRatioF():.0f} %")
        self.zoomChanged.emit(self._scale)

    def _origin(self) -> QPointF:
        # On whole device pixels, so that a 1:1 image is not half a pixel out and every overlay moves with it.
        ratio = self.devicePixelRatioF()
        x = self.width() / 2 - self._centre.x() * self._scale
        y = self.height() / 2 - self._centre.y() * self._scale
        return QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio)

    def _path(self, contours: Contours) -> QPainterPath:
        path = QPainterPath()
        left, top = (self._box.x, self._box.y) if self._box is not None else (0, 0)
        for points in contours:
            if len(points) > 2:
                # Contours run through pixel centres; the first pixel's centre is half a pixel from its corner.
                polygon = QPolygonF([QPointF(left + float(x) + 0.5, top + float(y) + 0.5) for x, y in points])
                path.addPolygon(polygon)
                path.closeSubpath()
        return path

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surround, the image, the heat map, the outlines and, in a field, the cell's corners."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("surround"))
        if self._image is None:
            painter.setPen(look.colour("on_surround"))
            inner = self.rect().adjusted(24, 24, -24, -24)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
            return
        self._picture.draw(painter, QRectF(self.rect()), self._origin(), self._scale)
        if self._heat_on and self._heat is not None:
            self._draw_heat(painter, self._image, self._heat)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._single:
            self._draw_corners(painter)
        if self._contours_on:
            self._draw_contours(painter)

    def _draw_heat(self, painter: QPainter, image: QImage, heat: NDArray[np.float32]) -> None:
        where = self.heat_rect()
        if where is None:
            return
        if self._heat_picture is None:
            self._heat_picture = heat_image(heat, self._opacity)
        painter.save()
        painter.setClipRect(QRectF(self.to_view(0, 0), self.to_view(image.width(), image.height())))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(where, self._heat_picture)
        painter.restore()

    def _draw_contours(self, painter: QPainter) -> None:
        look = theme.tokens()
        halo = look.colour("halo")
        halo.setAlpha(110)
        for part in ("cytoplasm", "nucleus"):
            path = self.contour_path(part)
            painter.strokePath(path, QPen(halo, 3))
            painter.strokePath(path, QPen(look.colour(part), 1.5))

    def _draw_corners(self, painter: QPainter) -> None:
        """Mark which cell of a field is meant, with corners that hide nothing of it."""
        if self._box is None:
            return
        look = theme.tokens()
        corner = self.to_view(self._box.x, self._box.y)
        where = QRectF(corner.x(), corner.y(), self._box.width * self._scale, self._box.height * self._scale)
        where = where.adjusted(-6, -6, 6, 6)
        arm = max(6.0, min(16.0, where.width() / 5))
        path = QPainterPath()
        for x, dx in ((where.left(), arm), (where.right(), -arm)):
            for y, dy in ((where.top(), arm), (where.bottom(), -arm)):
                path.moveTo(x + dx, y)
                path.lineTo(x, y)
                path.lineTo(x, y + dy)
        painter.strokePath(path, QPen(look.colour("raised") if look.tone == "light" else look.colour("text"), 4))
        painter.strokePath(path, QPen(look.colour("halo"), 1.5))

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the image."""
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton} and self._image is not None:
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the image with the pointer; from then on the zoom is the user's."""
        if self._grabbed is None:
            return
        moved = event.position() - self._grabbed
        if self._zoom is None and moved.manhattanLength() < 4:
            return
        self._grabbed = event.position()
        self._zoom = self._scale
        self._set_centre(self._centre - moved / self._scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the image."""
        self._grabbed = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit."""
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted cell fitted."""
        super().resizeEvent(event)
        if self._zoom is None:
            self._go_home()
