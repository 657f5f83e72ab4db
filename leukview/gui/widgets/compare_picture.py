"""A picture among others side by side: all of them at one scale, each with its outlines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPolygonF, QResizeEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from leukview.gui import theme
from leukview.gui.comparing import Contours, Cut
from leukview.gui.translation import translate
from leukview.gui.widgets.field_paint import paint_scale_bar
from leukview.gui.widgets.overlay_paint import paint_contour
from leukview.gui.widgets.picture_mark import paint_mark
from leukview.gui.widgets.sharp_image import SharpImage
from leukview.imaging.adjustment import AS_IS, Adjustment

__all__ = ["ComparePicture"]

_BAR_FROM = 200
"""Pixels; in a narrower picture a scale bar would hide the cell."""


class ComparePicture(QWidget):
    """A cell's picture; every pane has the same scale, so that sizes compare.

    Signals
    -------
    resized:
        Emitted where there is another room for it.
    """

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._picture = SharpImage(QImage())
        self._adjustment = AS_IS
        self.laboratory_um = 0.0
        self._file_um: float | None = None
        self._span = 1.0
        self._side = 96
        self._zoom = 1.0
        self._paths: list[tuple[str, QPainterPath]] = []
        self._contours_on = True
        self._message = translate("Compare", "Loading…")
        self.setMinimumSize(96, 96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_span(self, span: float) -> None:
        """Say how many source pixels fit in at zoom 1."""
        self._span = span
        self.update()

    def set_side(self, side: int) -> None:
        """Say how many screen pixels the span takes: the same in every pane, whatever room each has."""
        if side != self._side:
            self._side = side
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is another room."""
        super().resizeEvent(event)
        self.resized.emit()

    def set_cut(self, cut: Cut) -> None:
        """Show a picture with its outlines."""
        self._picture = SharpImage(cut.image, self._adjustment)
        self._file_um = cut.pixel_um
        self._message = translate("Compare", "This image cannot be read.") if cut.image.isNull() else ""
        self._paths = [("cytoplasm", _path(cut.cytoplasm)), ("nucleus", _path(cut.nucleus))]
        self.update()

    def set_adjustment(self, adjustment: Adjustment) -> None:
        """Show the picture so from now on."""
        self._adjustment = self._picture.adjustment = adjustment
        self.update()

    def set_zoom(self, zoom: float) -> None:
        """Show the middle larger by this factor."""
        self._zoom = zoom
        self.update()

    def set_contours_visible(self, shown: bool) -> None:
        """Show or hide the outlines."""
        self._contours_on = shown
        self.update()

    @property
    def pixel_um(self) -> float | None:
        """Side of a source pixel in µm, as the file says or else the laboratory; None where neither does."""
        return self._file_um or self.laboratory_um or None

    def has_image(self) -> bool:
        """Return whether there is a picture."""
        return not self._picture.image.isNull()

    def scale(self) -> float:
        """Return screen pixels per source pixel."""
        return self._side / self._span * self._zoom

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture around the middle, then its outlines."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("surround"))
        if not self.has_image():
            painter.setPen(look.colour("on_surround"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
            return
        scale, side = self.scale(), self._picture.image.width()
        origin = QPointF(self.width() / 2 - side * scale / 2, self.height() / 2 - side * scale / 2)
        self._picture.draw(painter, QRectF(self.rect()), origin, scale)
        if self._contours_on:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            place = QTransform.fromTranslate(origin.x(), origin.y()).scale(scale, scale)
            for part, path in self._paths:
                paint_contour(painter, place.map(path), part)
        if self.pixel_um and self.width() >= _BAR_FROM:
            paint_scale_bar(painter, QRectF(self.rect()), self.pixel_um / scale)
        paint_mark(painter, QRectF(self.rect()), self._adjustment)


def _path(contours: Contours) -> QPainterPath:
    path = QPainterPath()
    for points in contours:
        if len(points) > 2:
            path.addPolygon(QPolygonF([QPointF(float(x), float(y)) for x, y in points]))
            path.closeSubpath()
    return path
