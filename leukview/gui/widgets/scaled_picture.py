"""A cell's picture around its middle, at a scale in µm where its pixel size is known, so that sizes compare."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from leukview.gui import theme
from leukview.gui.widgets.overlay_paint import paint_double
from leukview.gui.widgets.sharp_image import SharpImage

__all__ = ["SPAN_UM", "ScaledPicture"]

SPAN_UM = 26.0
"""µm across a picture: the largest blood cell with some of what is around it."""
_MIDDLE = 0.72
"""Part of a picture that is shown where its pixel size is not known: about as many µm of an analyser's crop."""


class ScaledPicture(QAbstractButton):
    """Shows a picture; a click is told by ``clicked``."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = SharpImage(QImage())
        self._pixel_um: float | None = None
        self._message = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_picture(self, image: QImage, pixel_um: float | None, message: str = "") -> None:
        """Show a picture.

        Parameters
        ----------
        image:
            The cell in its middle; a null image shows ``message``.
        pixel_um:
            Side of a pixel in µm, or None: then the middle of the picture fills the room.
        message:
            What is said in place of a picture.
        """
        self._picture, self._pixel_um, self._message = SharpImage(image), pixel_um, message
        self.update()

    def has_picture(self) -> bool:
        """Return whether there is one."""
        return not self._picture.image.isNull()

    def scale(self) -> float:
        """Return screen pixels per pixel of the picture."""
        image, side = self._picture.image, min(self.width(), self.height())
        if self._pixel_um:
            return side * self._pixel_um / SPAN_UM
        return side / max(1.0, _MIDDLE * min(image.width(), image.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it around its middle, on a neutral ground."""
        look, painter = theme.tokens(), QPainter(self)
        painter.fillRect(self.rect(), look.colour("surround"))
        if not self.has_picture():
            painter.setPen(look.colour("on_surround"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
            return
        image, scale = self._picture.image, self.scale()
        corner = QPointF(self.width() / 2 - image.width() * scale / 2, self.height() / 2 - image.height() * scale / 2)
        painter.setClipRect(self.rect())
        self._picture.draw(painter, QRectF(self.rect()), corner, scale)
        if (self.isCheckable() and self.isChecked()) or (self.underMouse() and self.isEnabled()):
            paint_double(painter, lambda: painter.drawRect(self.rect().adjusted(1, 1, -2, -2)), 1)
