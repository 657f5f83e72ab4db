"""Where a cell's image lies in its widget: zoom and pan, and what is shown of a field around its cell. Nothing is drawn here."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QWidget

from leukview.domain.box import Box
from leukview.gui import theme
from leukview.gui.translation import translate
from leukview.gui.widgets.zooming import ZoomingWidget

__all__ = ["FIELD_MARGIN", "MAX_ZOOM", "WIDE_MARGIN", "CellZoom"]

FIELD_MARGIN, WIDE_MARGIN = 2.5, 8.0
"""In a field, the side of what is shown around a cell, in sides of its box; the wider one with its neighbours."""
MAX_ZOOM = 32.0
"""Screen pixels per source pixel."""
_RIM = 12
"""Screen pixels of grey that a field's edge may show, so that the corners around a cell there are whole."""


class CellZoom(ZoomingWidget):
    """A widget in which a cell's image is zoomed and moved.

    Signals
    -------
    zoomChanged:
        Emitted with the scale (screen pixels per source pixel) whenever it changes.
    """

    zoomChanged = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._box: Box | None = None
        self._single = True
        self._wide = False
        self._zoom: float | None = None
        self._scale = 1.0
        self._centre = QPointF(0, 0)

    def to_view(self, x: float, y: float) -> QPointF:
        """Return where a source point is drawn (the corner of the first pixel is 0, 0)."""
        origin = self._origin()
        return QPointF(origin.x() + x * self._scale, origin.y() + y * self._scale)

    def to_source(self, point: QPointF) -> QPointF:
        """Return the source point drawn at a point of this widget."""
        origin = self._origin()
        return QPointF((point.x() - origin.x()) / self._scale, (point.y() - origin.y()) / self._scale)

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
        self.finish_glide()
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

    def pan(self, dx: float, dy: float) -> None:
        """Look further right and down by screen pixels; from then on the zoom is the user's."""
        self.finish_glide()
        if self._image is None:
            return
        self._zoom = self._scale
        self._set_centre(self._centre + QPointF(dx, dy) / self._scale)

    def home_rect(self) -> QRectF:
        """Return what :meth:`fit` shows, in source pixels."""
        if self._image is None:
            return QRectF(0, 0, 1, 1)
        if self._single or self._box is None:
            return QRectF(0, 0, self._image.width(), self._image.height())
        side = (WIDE_MARGIN if self._wide else FIELD_MARGIN) * max(self._box.width, self._box.height)
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
        centre = self.home_rect().center()
        if self._wide and self._image is not None and self._zoom is None:
            # The view is seldom square: what it shows beside the home is field, not the grey beyond its edge.
            rim = _RIM / self._scale
            x = _within(centre.x(), self._image.width(), self.width() / self._scale, rim)
            centre = QPointF(x, _within(centre.y(), self._image.height(), self.height() / self._scale, rim))
        self._set_centre(centre)
        self._announce()

    def _set_centre(self, centre: QPointF) -> None:
        if self._image is not None:
            x = min(max(centre.x(), 0.0), float(self._image.width()))
            y = min(max(centre.y(), 0.0), float(self._image.height()))
            centre = QPointF(x, y)
        self._centre = centre
        self.update()

    def _announce(self) -> None:
        percent = 100 * self._scale * self.devicePixelRatioF()
        self.setAccessibleDescription(translate("CellPanel", "Shown at {percent:.0f} %").format(percent=percent))
        self.zoomChanged.emit(self._scale)

    def _origin(self) -> QPointF:
        # On whole device pixels, so that a 1:1 image is not half a pixel out and every overlay moves with it.
        ratio = self.devicePixelRatioF()
        x = self.width() / 2 - self._centre.x() * self._scale
        y = self.height() / 2 - self._centre.y() * self._scale
        return QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted cell fitted."""
        super().resizeEvent(event)
        if self._zoom is None:
            self._go_home()


def _within(centre: float, size: float, seen: float, rim: float) -> float:
    """Return the middle of what is seen along one side, so that little but image is; a smaller image is centred."""
    return size / 2 if seen >= size else min(max(centre, seen / 2 - rim), size - seen / 2 + rim)
