"""Draw a source image at any scale without inventing detail and without losing any to aliasing."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

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
    """

    def __init__(self, image: QImage) -> None:
        self.image = image
        self._reduced: list[QImage] = []

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
            self._draw_reduced(painter, origin, scale, device)
        else:
            self._draw_magnified(painter, visible, origin, scale, device)
        painter.restore()

    def _draw_magnified(self, painter: QPainter, visible: QRectF, origin: QPointF, scale: float, device: float) -> None:
        left = max(0, math.floor((visible.left() - origin.x()) / scale))
        top = max(0, math.floor((visible.top() - origin.y()) / scale))
        right = min(self.image.width(), math.ceil((visible.right() - origin.x()) / scale))
        bottom = min(self.image.height(), math.ceil((visible.bottom() - origin.y()) / scale))
        if right <= left or bottom <= top:
            return
        part = self.image.copy(QRect(left, top, right - left, bottom - top))
        target = QRectF(
            origin.x() + left * scale, origin.y() + top * scale, (right - left) * scale, (bottom - top) * scale
        )
        if device < _EVEN_FROM and abs(device - round(device)) > 1e-3:
            # Whole multiples first, then a slight reduction: every source pixel gets the same area and its own colour.
            times = math.ceil(device)
            part = part.scaled(part.width() * times, part.height() * times)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, part)

    def _draw_reduced(self, painter: QPainter, origin: QPointF, scale: float, device: float) -> None:
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
        painter.drawImage(
            QRectF(origin.x(), origin.y(), self.image.width() * scale, self.image.height() * scale), source
        )
