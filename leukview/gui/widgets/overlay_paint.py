"""What is drawn over pictures, in the theme's tokens: nothing here may vanish on a dark, a pale or a strongly stained one.

A line has a light and a dark part side by side, a sign a light rim with a dark one, and words stand on a light plate: one of
the two stands out from whatever the picture shows there.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from leukview.gui import theme

__all__ = ["paint_contour", "paint_double", "paint_doubt", "paint_plate", "paint_tick", "paint_words"]

_PLATE_ALPHA = 225
_HALO_ALPHA = 215


def paint_double(
    painter: QPainter,
    draw: Callable[[], object],
    width: float,
    *,
    edge: float = 1.0,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    """Have ``draw`` called twice: with a wide light pen, then with a dark one ``width`` pixels wide upon it.

    Parameters
    ----------
    draw:
        Strokes something with the painter's pen; its brush is empty.
    edge:
        Pixels of the light line that are seen on either side.
    style:
        Of the dark line; what lies between its dashes is the light one.
    """
    t = theme.tokens()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for token, wide, how in (("plate", width + 2 * edge, Qt.PenStyle.SolidLine), ("mark", width, style)):
        painter.setPen(QPen(t.colour(token), wide, how))
        draw()


def paint_tick(painter: QPainter, centre: QPointF, radius: float) -> None:
    """Draw ✓ in a disc of this radius: a person has decided."""
    t = theme.tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    for token, size in (("plate", radius + 1), ("mark", radius)):
        painter.setBrush(t.colour(token))
        painter.drawEllipse(centre, size, size)
    painter.setPen(
        QPen(t.colour("plate"), 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    part = radius / 7
    steps = [QPointF(-3, 0.2) * part, QPointF(-0.8, 2.5) * part, QPointF(3.2, -2.3) * part]
    painter.drawPolyline(QPolygonF([centre + step for step in steps]))


def paint_doubt(painter: QPainter, centre: QPointF) -> None:
    """Draw an amber dot: a person is asked for. Amber alone is lost on many a stain, hence the rims."""
    t = theme.tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    for token, radius in (("ink", 6.75), ("plate", 6.0), ("mark_doubt", 4.75)):
        painter.setBrush(t.colour(token))
        painter.drawEllipse(centre, radius, radius)


def paint_plate(painter: QPainter, box: QRectF, radius: float = 4.0) -> None:
    """Draw the light ground that words on a picture stand on."""
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    painter.fillPath(path, _thin("plate", _PLATE_ALPHA))


def paint_words(painter: QPainter, box: QRectF, text: str, radius: float = 4.0) -> None:
    """Draw words in the painter's font in the middle of a light plate."""
    paint_plate(painter, box, radius)
    painter.setPen(theme.tokens().colour("ink"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_contour(
    painter: QPainter, path: QPainterPath, token: str, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> None:
    """Draw an outline of a part of a cell, ``nucleus`` or ``cytoplasm``, on its dark edge."""
    painter.strokePath(path, QPen(_thin("halo", _HALO_ALPHA), 3.5))
    painter.strokePath(path, QPen(theme.tokens().colour(token), 2, style))


def _thin(token: str, alpha: int) -> QColor:
    """Return a token's colour that lets the picture shine through; none of it does in high contrast."""
    t = theme.tokens()
    colour = t.colour(token)
    colour.setAlpha(255 if t.strong else alpha)
    return colour
