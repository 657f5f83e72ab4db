"""Draw a source image at any scale without inventing detail and without losing any to aliasing."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from leukview.gui.pixmaps import adjusted_qimage
from leukview.imaging.adjustment import AS_IS, Adjustment

__all__ = ["SharpImage"]

_EVEN_FROM = 6.0
"""From this magnification on, one device pixel more or less per source pixel cannot be seen."""


class SharpImage:
    """One image and its reduced copies.

    Beyond 1:1 every source pixel becomes an even square of its own colour; below 1:1 pixels are averaged.

    Parameters
    ----------
    image:
        The picture; a null image draws nothing.
    adjustment:
        How it is shown. Only what is drawn is adjusted, never the picture: a field may have a hundred million pixels.
    """

    def __init__(self, image: QImage, adjustment: Adjustment = AS_IS) -> None:
        self.image = image
        self.adjustment = adjustment
        self._reduced: list[QImage] = []
        self._kept: tuple[tuple[int, tuple[int, int, int, int], Adjustment], QImage] | None = None

    def draw(self, painter: QPainter, visible: QRectF, origin: QPointF, scale: float) -> None:
        """Draw the part of the image that falls into a rectangle.

        Parameters
        ----------
        painter:
            Where to; its device's pixel ratio decides what 1:1 is.
        visible:
            The rectangle, in the painter's coordinates.
        origin:
            Where the image's top left corner belongs, in the painter's coordinates.
        scale:
            The painter's units per source pixel.
        """
        if self.image.isNull():
            return
        device = scale * painter.device().devicePixelRatio()
        painter.save()
        if device < 1:
            self._draw_reduced(painter, visible, origin, scale, device)
        else:
            self._draw_magnified(painter, visible, origin, scale, device)
        painter.restore()

    def _draw_magnified(self, painter: QPainter, visible: QRectF, origin: QPointF, scale: float, device: float) -> None:
        where = _seen(self.image, visible, origin, scale, scale)
        if where.isEmpty():
            return
        part = self._part(0, where)
        target = QRectF(
            origin.x() + where.x() * scale,
            origin.y() + where.y() * scale,
            where.width() * scale,
            where.height() * scale,
        )
        if device < _EVEN_FROM and abs(device - round(device)) > 1e-3:
            # Whole multiples first, then a slight reduction: every source pixel gets the same area and its own colour.
            times = math.ceil(device)
            part = part.scaled(part.width() * times, part.height() * times)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, part)

    def _draw_reduced(self, painter: QPainter, visible: QRectF, origin: QPointF, scale: float, device: float) -> None:
        """Draw from a copy that was halved, by averaging, to at most twice the size needed."""
        most = int(math.log2(max(1, min(self.image.width(), self.image.height()))))
        level = min(int(-math.log2(device)), most)
        while len(self._reduced) < level:
            last = self._reduced[-1] if self._reduced else self.image
            half = QSize(max(1, last.width() // 2), max(1, last.height() // 2))
            smooth = Qt.TransformationMode.SmoothTransformation
            self._reduced.append(last.scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        source = self._reduced[level - 1] if level else self.image
        # Of a reduced copy, sides are rounded each for itself.
        across = scale * self.image.width() / source.width()
        down = scale * self.image.height() / source.height()
        where = QRect(0, 0, source.width(), source.height())
        if not self.adjustment.changes_nothing:
            where = _seen(source, visible, origin, across, down)
            source = self._part(level, where)
        if not where.isEmpty():
            corner = QPointF(origin.x() + where.x() * across, origin.y() + where.y() * down)
            target = QRectF(corner.x(), corner.y(), where.width() * across, where.height() * down)
            painter.drawImage(target, source)

    def _part(self, level: int, where: QRect) -> QImage:
        """Return a part of the image or of a reduced copy, as it is shown; the last one that was adjusted is kept."""
        source = self._reduced[level - 1] if level else self.image
        if self.adjustment.changes_nothing:
            return source.copy(where)
        key = (level, (where.x(), where.y(), where.width(), where.height()), self.adjustment)
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, adjusted_qimage(source.copy(where), self.adjustment))
        return self._kept[1]


def _seen(source: QImage, visible: QRectF, origin: QPointF, across: float, down: float) -> QRect:
    """Return which pixels of a picture fall into a rectangle, where each is ``across`` wide and ``down`` high."""
    left = max(0, math.floor((visible.left() - origin.x()) / across))
    top = max(0, math.floor((visible.top() - origin.y()) / down))
    right = min(source.width(), math.ceil((visible.right() - origin.x()) / across))
    bottom = min(source.height(), math.ceil((visible.bottom() - origin.y()) / down))
    return QRect(left, top, max(0, right - left), max(0, bottom - top))
