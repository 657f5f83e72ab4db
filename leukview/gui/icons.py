"""Small icons drawn from a table of strokes, so that they follow the theme and need no files.

Each icon is drawn on a 16 by 16 grid. The strokes are written like SVG paths: ``M x y`` moves, ``L x y`` draws a line,
``C`` a cubic curve, ``Z`` closes, and also ``E cx cy rx ry`` an ellipse and ``R x y w h`` a rectangle. A leading ``!``
fills.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap

from leukview.gui import theme

__all__ = ["ICONS", "draw_icon", "icon", "path_of"]

ICONS: dict[str, str] = {
    "previous": "M 10 3 L 5 8 L 10 13",
    "next": "M 6 3 L 11 8 L 6 13",
    "collapsed": "M 6 4 L 10 8 L 6 12",
    "expanded": "M 4 6 L 8 10 L 12 6",
    "check": "M 3 8.5 L 6.5 12 L 13 4.5",
    "close": "M 4 4 L 12 12 M 12 4 L 4 12",
    "plus": "M 8 3 L 8 13 M 3 8 L 13 8",
    "minus": "M 3 8 L 13 8",
    "fit": "M 2.5 6 L 2.5 2.5 L 6 2.5 M 10 2.5 L 13.5 2.5 L 13.5 6 M 13.5 10 L 13.5 13.5 L 10 13.5 "
    "M 6 13.5 L 2.5 13.5 L 2.5 10 E 8 8 2.5 2.5",
    "actual": "R 2.5 2.5 11 11 M 5.5 5.5 L 5.5 10.5 M 10.5 5.5 L 10.5 10.5 M 8 6.9 L 8 7 M 8 9 L 8 9.1",
    "contours": "E 8 8 6 5.5 E 7.2 8.2 2.8 2.6",
    "heatmap": "!M 8 1.5 C 8.5 4.5 12.5 6 12.5 10 C 12.5 12.8 10.5 14.5 8 14.5 C 5.5 14.5 3.5 12.8 3.5 10 "
    "C 3.5 8 4.6 7 5.4 5.6 C 5.8 7 6.4 7.6 7.2 7.8 C 6.6 5.4 7 3.4 8 1.5 Z",
    "open": "M 1.5 12.5 L 1.5 3.5 L 6 3.5 L 7.5 5 L 13 5 L 13 7 M 1.5 12.5 L 3.8 7 L 15 7 L 12.8 12.5 Z",
    "cases": "M 2 4 L 14 4 M 2 8 L 14 8 M 2 12 L 14 12",
    "undo": "M 5.5 2.5 L 2.5 5.5 L 5.5 8.5 M 2.5 5.5 L 9.5 5.5 "
    "C 12 5.5 13.5 7.2 13.5 9.3 C 13.5 11.5 12 13 9.5 13 L 6 13",
    "redo": "M 10.5 2.5 L 13.5 5.5 L 10.5 8.5 M 13.5 5.5 L 6.5 5.5 "
    "C 4 5.5 2.5 7.2 2.5 9.3 C 2.5 11.5 4 13 6.5 13 L 10 13",
    "search": "E 7 7 4.3 4.3 M 10.2 10.2 L 14 14",
    "export": "M 8 10 L 8 2 M 5 5 L 8 2 L 11 5 M 3 9 L 3 13.5 L 13 13.5 L 13 9",
    "report": "M 4 1.5 L 10 1.5 L 13 4.5 L 13 14.5 L 4 14.5 Z M 6.5 7 L 10.5 7 M 6.5 9.5 L 10.5 9.5 M 6.5 12 L 9 12",
    "edit": "M 3 13 L 3.6 10.4 L 10.8 3.2 L 12.8 5.2 L 5.6 12.4 Z",
    "stop": "!R 4 4 8 8",
    "urgent": "M 8 2 L 14.5 13.5 L 1.5 13.5 Z M 8 6.5 L 8 9.5 M 8 11.5 L 8 11.6",
    "info": "E 8 8 6 6 M 8 7.5 L 8 11 M 8 5 L 8 5.1",
    "sun": "E 8 8 2.8 2.8 M 8 1.5 L 8 3 M 8 13 L 8 14.5 M 1.5 8 L 3 8 M 13 8 L 14.5 8 M 3.4 3.4 L 4.5 4.5 "
    "M 11.5 11.5 L 12.6 12.6 M 12.6 3.4 L 11.5 4.5 M 4.5 11.5 L 3.4 12.6",
    "moon": "M 13 9.5 C 8.5 11.5 4.8 7.6 6.6 3 C 3.8 4 2.2 6.6 2.8 9.4 "
    "C 3.5 12.6 7 14.5 10 13.2 C 11.5 12.5 12.5 11.3 13 9.5 Z",
    "menu": "!E 3.5 8 1.2 1.2 E 8 8 1.2 1.2 E 12.5 8 1.2 1.2",
    "doubt": "!E 8 8 3.5 3.5",
    "field": "R 2 2.5 12 11 R 4 5 3 3 R 9.5 8.5 2.5 2.5",
    "add_box": "M 10.5 13.5 L 2.5 13.5 L 2.5 4.5 L 9 4.5 M 13.5 8.5 L 13.5 13.5 L 10.5 13.5 M 12 1.5 L 12 6.5 M 9.5 4 L 14.5 4",
    "merge": "R 1.5 4 7 8 R 7.5 4 7 8",
    "delete": "M 3 4.5 L 13 4.5 M 6 4.5 L 6 2.5 L 10 2.5 L 10 4.5 M 4.2 4.5 L 5 13.5 L 11 13.5 L 11.8 4.5",
    "ghost": "M 3 5 L 3 3 L 5 3 M 7 3 L 9 3 M 11 3 L 13 3 L 13 5 M 13 7 L 13 9 M 13 11 L 13 13 L 11 13 M 9 13 L 7 13 "
    "M 5 13 L 3 13 L 3 11 M 3 9 L 3 7 M 6 6 L 10 10 M 10 6 L 6 10",
    "restore": "M 3 3 L 3 7 L 7 7 M 3 7 C 4.5 3.8 8.5 2.6 11.2 4.8 C 13.8 7 13.6 11 10.8 12.8 C 8.6 14.2 5.6 13.6 4.2 11.6",
    "region": "M 2.5 5 L 2.5 3 L 5 3 M 7 3 L 9 3 M 11 3 L 13.5 3 L 13.5 5 M 13.5 7 L 13.5 9 M 13.5 11 L 13.5 13 L 11 13 "
    "M 9 13 L 7 13 M 5 13 L 2.5 13 L 2.5 11 M 2.5 9 L 2.5 7",
    "lasso": "M 8 2.5 C 11.5 2.5 14 4.2 14 6.6 C 14 9 11.5 10.6 8 10.6 C 6.6 10.6 5.4 10.4 4.4 9.9 C 3 9.2 2 8 2 6.6 "
    "C 2 4.2 4.5 2.5 8 2.5 M 4.4 9.9 C 3.2 11 4.6 12 4 13.8",
    "boxes": "R 2.5 2.5 5 5 R 9 8.5 4.5 5",
    "adjust": "M 2 4.5 L 14 4.5 M 2 11.5 L 14 11.5 E 10.5 4.5 1.8 1.8 E 5.5 11.5 1.8 1.8",
    "around": "R 6 6 4 4 R 1.8 1.8 2.4 2.4 R 11.8 1.8 2.4 2.4 R 1.8 11.8 2.4 2.4 R 11.8 11.8 2.4 2.4",
    "pick": "M 2.5 13.5 L 3 11 L 9 5 L 11 7 L 5 13 Z M 8 4 L 12 8 M 10 6 L 12.8 3.2",
    "label": "M 2.5 4.5 L 10 4.5 L 13.5 8 L 10 11.5 L 2.5 11.5 Z M 5 8 L 8.5 8",
    "copy": "R 5.5 5.5 8 8 M 10.5 5.5 L 10.5 2.5 L 2.5 2.5 L 2.5 10.5 L 5.5 10.5",
    "filter": "M 2 3.5 L 14 3.5 L 9.5 8.5 L 9.5 13 L 6.5 11.5 L 6.5 8.5 Z",
    "sort": "M 4 3 L 4 13 M 2 11 L 4 13 L 6 11 M 8.5 4 L 14 4 M 8.5 8 L 12.5 8 M 8.5 12 L 11 12",
}
"""Icon name → strokes."""

_SIZES = {"M": 2, "L": 2, "C": 6, "E": 4, "R": 4, "Z": 0}


@lru_cache(maxsize=64)
def path_of(name: str) -> tuple[QPainterPath, bool]:
    """Return an icon's path on the 16 by 16 grid, and whether it is filled.

    Raises
    ------
    KeyError
        When there is no icon of this name.
    """
    strokes = ICONS[name]
    path = QPainterPath()
    words = strokes.lstrip("!").split()
    at = 0
    while at < len(words):
        letter = words[at]
        n = [float(word) for word in words[at + 1 : at + 1 + _SIZES[letter]]]
        at += 1 + len(n)
        match letter:
            case "M":
                path.moveTo(*n)
            case "L":
                path.lineTo(*n)
            case "C":
                path.cubicTo(*n)
            case "E":
                path.addEllipse(QRectF(n[0] - n[2], n[1] - n[3], 2 * n[2], 2 * n[3]))
            case "R":
                path.addRect(QRectF(*n))
            case _:
                path.closeSubpath()
    return path, strokes.startswith("!")


def draw_icon(painter: QPainter, name: str, where: QRectF, colour: QColor) -> None:
    """Draw an icon centred in a rectangle, as large as fits."""
    path, filled = path_of(name)
    side = min(where.width(), where.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(where.center().x() - side / 2, where.center().y() - side / 2)
    painter.scale(side / 16, side / 16)
    if filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
    else:
        pen = QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


class _Engine(QIconEngine):
    """Draws an icon in the colours of the theme in force at that moment."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw it: faint while disabled, in the accent while switched on."""
        token = "faint" if mode == QIcon.Mode.Disabled else "accent" if state == QIcon.State.On else self._token
        draw_icon(painter, self._name, QRectF(rect), theme.tokens().colour(token))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return it as a pixmap, for the styles that ask for one."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> _Engine:
        """Return another of the same."""
        return _Engine(self._name, self._token)


def icon(name: str, token: str = "text") -> QIcon:
    """Return an icon that repaints itself in the colours of the theme in force.

    Parameters
    ----------
    name:
        A key of :data:`ICONS`.
    token:
        The colour token it is drawn in, e.g. ``text``, ``muted``, ``on_accent``.

    Raises
    ------
    KeyError
        When there is no icon of this name.
    """
    path_of(name)
    return QIcon(_Engine(name, token))
