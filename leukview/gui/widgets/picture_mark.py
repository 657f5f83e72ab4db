"""The mark over a picture that is not shown as it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from leukview.gui import theme
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.overlay_paint import paint_words
from leukview.imaging.adjustment import Adjustment

__all__ = ["ADJUSTED", "paint_mark"]

ADJUSTED = QT_TRANSLATE_NOOP("Picture", "Picture adjusted")
"""What the mark says, to be translated where it is shown."""


def paint_mark(painter: QPainter, area: QRectF, adjustment: Adjustment) -> None:
    """Say in the upper left corner that a picture is adjusted; nothing where it is shown as it is."""
    if adjustment.changes_nothing:
        return
    words = translate("Picture", ADJUSTED)
    painter.setFont(theme.font(theme.tokens().small, strong=True))
    width = painter.fontMetrics().horizontalAdvance(words) + 12
    plate = QRectF(area.left() + 8, area.top() + 8, min(width, area.width() - 16), 18)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_words(painter, plate, words)
