"""The cell under review: zoom and pan without invented detail, with contours and a heat map exactly in place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QToolTip, QWidget

from leukview.domain.box import Box
from leukview.domain.box import CellView as SeenSquare
from leukview.domain.cell import Cell
from leukview.gui import theme
from leukview.gui.pixmaps import heat_image
from leukview.gui.translation import translate
from leukview.gui.widgets.cell_surroundings import Surroundings
from leukview.gui.widgets.cell_zoom import FIELD_MARGIN, MAX_ZOOM, WIDE_MARGIN, CellZoom
from leukview.gui.widgets.field_paint import paint_scale_bar
from leukview.gui.widgets.overlay_paint import paint_contour
from leukview.gui.widgets.picture_mark import paint_mark
from leukview.gui.widgets.sharp_image import SharpImage
from leukview.imaging.adjustment import AS_IS, Adjustment

__all__ = ["FIELD_MARGIN", "MAX_ZOOM", "WIDE_MARGIN", "CellView"]

_CLICK = 4
"""Screen pixels; a press that moves less is a click."""

Contours = Sequence[NDArray[np.int32]]


class CellView(CellZoom):
    """Shows one cell of one image.

    All overlays share one transform with the image: source point (x, y) is drawn at ``to_view(x, y)``. The
    widget never takes the keyboard, which stays with the gallery.

    Signals
    -------
    neighbourChosen:
        Emitted with the id of the neighbour that was clicked.
    """

    neighbourChosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = SharpImage(QImage())
        self._adjustment = AS_IS
        self._pixel_um: float | None = None
        self._message = ""
        self._seen: SeenSquare | None = None
        self._paths: dict[str, QPainterPath] = {}
        self._heat: NDArray[np.float32] | None = None
        self._heat_seen: SeenSquare | None = None
        self._heat_picture: QImage | None = None
        self._opacity = 0.6
        self._contours_on = True
        self._heat_on = False
        self._grabbed: QPointF | None = None
        self._pressed: QPointF | None = None
        self._surroundings = Surroundings()
        self.setMinimumSize(160, 160)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(translate("CellPanel", "Cell image"))
        self.setToolTip(
            translate(
                "CellPanel",
                "Wheel, pinch or Ctrl with + and −: zoom · drag or Alt with arrows: move · double-click: fit",
            )
        )
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

    def set_image(self, image: QImage | None, message: str = "", pixel_um: float | None = None) -> None:
        """Show a source image, or say why there is none.

        ``pixel_um`` is the side of its pixels in µm, for the scale bar; None where its file does not say.
        """
        self._pixel_um = pixel_um
        self._image = None if image is None or image.isNull() else image
        self._picture = SharpImage(self._image or QImage(), self._adjustment)
        self._message = message
        self._go_home()

    def set_pixel_size(self, pixel_um: float | None) -> None:
        """Draw the scale bar for this side of a source pixel in µm; None for no bar."""
        self._pixel_um = pixel_um
        self.update()

    def set_adjustment(self, adjustment: Adjustment) -> None:
        """Show the image so from now on; what :meth:`image` returns stays as it is."""
        self._adjustment = self._picture.adjustment = adjustment
        self.update()

    def image(self) -> QImage | None:
        """Return the source image as it is in its file, or None."""
        return self._image

    def set_contours(self, nucleus: Contours, cell: Contours) -> None:
        """Set the outlines: n×2 int32 arrays of (x, y) pixel indices in the cell's box, from ``imaging.measure``."""
        self._paths = {"cytoplasm": self._path(cell), "nucleus": self._path(nucleus)}
        self.update()

    def set_heatmap(self, values: NDArray[np.float32] | None, seen: SeenSquare | None = None) -> None:
        """Set the heat map: S×S float, 0–1, over the square that the network saw; None for none.

        ``seen`` is that square where another network than the case's own looked.
        """
        self._heat, self._heat_seen = values, seen
        self._heat_picture = None
        self.update()

    def set_surroundings(self, cells: Sequence[Cell] | None) -> None:
        """Show more of the field, with the boxes of these cells of it; None shows the cell alone again."""
        self._surroundings.set_cells(cells or ())
        if self._wide != (cells is not None):
            self._wide = cells is not None
            self.fit()
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

    def heat_rect(self) -> QRectF | None:
        """Return where the heat map is drawn, in this widget's coordinates."""
        seen = self._heat_seen or self._seen
        if seen is None:
            return None
        half = seen.side / 2
        corner = self.to_view(seen.cx - half, seen.cy - half)
        return QRectF(corner.x(), corner.y(), seen.side * self._scale, seen.side * self._scale)

    def contour_path(self, part: str) -> QPainterPath:
        """Return an outline (``nucleus`` or ``cytoplasm``) in this widget's coordinates."""
        origin = self._origin()
        move = QTransform(self._scale, 0, 0, self._scale, origin.x(), origin.y())
        return move.map(self._paths.get(part, QPainterPath()))

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
        if self._surroundings:
            seen = QRectF(self.to_source(QPointF(0, 0)), self.to_source(QPointF(self.width(), self.height())))
            self._surroundings.draw(painter, seen, self._origin(), self._scale)
        if not self._single:
            self._draw_corners(painter)
        if self._contours_on:
            self._draw_contours(painter)
        if self._pixel_um:
            paint_scale_bar(painter, QRectF(self.rect()), self._pixel_um / self._scale)
        paint_mark(painter, QRectF(self.rect()), self._adjustment)

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
        for part in ("cytoplasm", "nucleus"):
            paint_contour(painter, self.contour_path(part), part)

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
        painter.strokePath(path, QPen(look.colour("plate"), 4))
        painter.strokePath(path, QPen(look.colour("ink"), 1.5))

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the image."""
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton} and self._image is not None:
            self._grabbed = self._pressed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the image with the pointer; from then on the zoom is the user's."""
        if self._grabbed is None:
            return
        moved = event.position() - self._grabbed
        if self._zoom is None and moved.manhattanLength() < 4:
            return
        self.finish_glide()
        self._grabbed = event.position()
        self._zoom = self._scale
        self._set_centre(self._centre - moved / self._scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the image; what hardly moved was a click, maybe on a neighbour."""
        pressed, self._pressed, self._grabbed = self._pressed, None, None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if pressed is None or (event.position() - pressed).manhattanLength() >= _CLICK:
            return
        cell = self._surroundings.at(self.to_source(event.position()), self._scale)
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.neighbourChosen.emit(cell.id)

    def event(self, event: QEvent) -> bool:
        """Tell of the neighbour under the pointer."""
        if isinstance(event, QHelpEvent) and self._surroundings:
            words = self._surroundings.words(self.to_source(QPointF(event.pos())), self._scale)
            QToolTip.showText(event.globalPos(), words or self.toolTip(), self)
            return True
        return super().event(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit."""
        self.fit()
