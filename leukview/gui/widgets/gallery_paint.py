"""How the gallery's headers, tiles and marks are drawn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from leukview.domain.cell import Cell
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.icons import draw_icon
from leukview.gui.pixmaps import class_colour
from leukview.gui.translation import class_name, translate
from leukview.gui.widgets.overlay_paint import paint_double, paint_doubt, paint_tick, paint_words

__all__ = ["paint_band", "paint_caption", "paint_header", "paint_tile", "pile"]

_BAR = 4


def paint_header(
    painter: QPainter, rect: QRect, class_id: str, numbers: str, *, share: str, collapsed: bool, target: bool
) -> None:
    """Draw a group's header: chevron, thin class colour bar, name, count and percentage.

    Parameters
    ----------
    numbers, share:
        The count (``31`` or ``4 of 31``) and the percentage (empty for a class outside the count).
    target:
        Whether cells are being dragged over the group.
    """
    t = theme.tokens()
    item = taxonomy()[class_id]
    painter.fillRect(rect, t.colour("accent_soft") if target else t.colour("panel"))
    middle = rect.center().y() + 0.5
    left = rect.left() + 16
    chevron = "collapsed" if collapsed else "expanded"
    draw_icon(painter, chevron, QRectF(left - 3, middle - 7, 14, 14), t.colour("muted"))
    painter.fillRect(QRectF(left + 16, middle - 8, _BAR, 16), class_colour(class_id))
    text = QRect(left + 28, rect.top(), rect.width() - 44 - 28, rect.height())
    painter.setFont(theme.font(t.body, strong=True))
    painter.setPen(t.colour("text"))
    width = painter.fontMetrics().horizontalAdvance(class_name(item.id))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(text, flags, class_name(item.id))
    painter.setFont(theme.font(t.body))
    edge = rect.right() - 16
    share_box = QRect(edge - 64, rect.top(), 64, rect.height())
    count_box = QRect(edge - 64 - 88, rect.top(), 88, rect.height())
    painter.setPen(t.colour("muted"))
    painter.drawText(share_box, right, share)
    painter.setPen(t.colour("text"))
    painter.drawText(count_box, right, numbers)
    line_left, line_right = (
        text.left() + width + 12,
        count_box.right() - painter.fontMetrics().horizontalAdvance(numbers) - 12,
    )
    if line_right > line_left:
        painter.fillRect(QRectF(line_left, middle, line_right - line_left, 1), t.colour("line"))


def paint_tile(
    painter: QPainter,
    rect: QRect,
    cell: Cell,
    pixmap: QPixmap | None,
    *,
    selected: bool,
    current: bool,
    hovered: bool,
    confidence: bool,
) -> None:
    """Draw a cell as it is, on a neutral grey, with its marks in the corners and the selection as a frame around it."""
    t = theme.tokens()
    if pixmap is None or pixmap.isNull():
        painter.fillRect(rect, t.colour("surround"))
        if pixmap is not None:
            painter.setPen(t.colour("on_surround"))
            painter.setFont(theme.font(t.small))
            painter.drawText(
                rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, translate("Gallery", "not\nreadable")
            )
    else:
        painter.drawPixmap(rect, pixmap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if selected or current:
        width = 3 if current else 2
        outset = QRectF(rect).adjusted(-2.5, -2.5, 2.5, 2.5) if current else QRectF(rect).adjusted(-2, -2, 2, 2)
        painter.setPen(QPen(t.colour("accent"), width))
        painter.drawRoundedRect(outset, 3, 3)
    else:
        painter.setPen(QPen(t.colour("line_strong" if hovered else "surround_line"), 1))
        painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))
    if cell.set_aside is not None:
        _slash(painter, rect)
    _marks(painter, rect, cell)
    if cell.note or cell.second_note:
        _note(painter, rect)
    if confidence and cell.prediction is not None:
        _number(painter, rect, f"{cell.prediction.probability:.2f}")


def paint_caption(painter: QPainter, rect: QRect, text: str, doubt: bool) -> None:
    """Draw a line of words under a tile; a doubt with an amber bar above it, so that it is seen from afar."""
    if not text:
        return
    t = theme.tokens()
    painter.setFont(theme.font(t.small, strong=not doubt))
    if doubt:
        painter.fillRect(QRectF(rect.left(), rect.top() - 1, rect.width(), 2), t.colour("doubt"))
    painter.setPen(t.colour("doubt_text" if doubt else "text"))
    words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def _marks(painter: QPainter, rect: QRect, cell: Cell) -> None:
    """● amber where a person is asked for, ✓ where one has decided."""
    centre = QPointF(rect.right() - 8.5, rect.top() + 9.5)
    if cell.person_class is not None:
        paint_tick(painter, centre, 7)
    elif cell.needs_review:
        paint_doubt(painter, centre)


def _slash(painter: QPainter, rect: QRect) -> None:
    """Draw ⊘ in the upper left corner: the pipeline sets the cell aside."""
    t = theme.tokens()
    centre = QPointF(rect.left() + 9.5, rect.top() + 9.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for token, width in (("plate", 4.0), ("ink", 1.8)):
        painter.setPen(QPen(t.colour(token), width))
        painter.drawEllipse(centre, 5, 5)
        painter.drawLine(centre + QPointF(-3.5, 3.5), centre + QPointF(3.5, -3.5))


def _note(painter: QPainter, rect: QRect) -> None:
    """Draw a sheet with two lines in the lower right corner: a person wrote something."""
    t = theme.tokens()
    sheet = QRectF(rect.right() - 15.5, rect.bottom() - 16.5, 12, 13)
    painter.setPen(QPen(t.colour("ink"), 1))
    painter.setBrush(t.colour("plate"))
    painter.drawRoundedRect(sheet, 2, 2)
    for line in (4.5, 8.5):
        painter.drawLine(sheet.topLeft() + QPointF(3, line), sheet.topRight() + QPointF(-3, line))


def _number(painter: QPainter, rect: QRect, text: str) -> None:
    painter.setFont(theme.font(theme.tokens().small))
    width = painter.fontMetrics().horizontalAdvance(text) + 8
    paint_words(painter, QRectF(rect.left() + 3, rect.bottom() - 17, width, 15), text, 3)


def paint_band(painter: QPainter, rect: QRect) -> None:
    """Draw the rubber band, which lies over pictures and over the panel between them."""
    fill = theme.tokens().colour("accent")
    fill.setAlpha(36)
    painter.fillRect(rect, fill)
    paint_double(painter, lambda: painter.drawRect(QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5)), 1)


def pile(pixmaps: list[QPixmap], count: int, side: int, ratio: float) -> QPixmap:
    """Return the picture under the pointer while ``count`` cells are dragged: up to three tiles and the number."""
    t = theme.tokens()
    shown = pixmaps[:3]
    extent = side + 6 * max(0, len(shown) - 1) + 12
    result = QPixmap(round(extent * ratio), round(extent * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, pixmap in reversed(list(enumerate(shown))):
        rect = QRect(6 * place, 12 + 6 * place, side, side)
        if pixmap.isNull():
            painter.fillRect(rect, t.colour("surround"))
        else:
            painter.drawPixmap(rect, pixmap)
        painter.setPen(QPen(t.colour("plate"), 1))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
    if count > 1:
        painter.setFont(theme.font(t.small, strong=True))
        width = max(20, painter.fontMetrics().horizontalAdvance(str(count)) + 12)
        badge = QRectF(side - width / 2, 2, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.colour("accent"))
        painter.drawRoundedRect(badge, 10, 10)
        painter.setPen(t.colour("on_accent"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(count))
    painter.end()
    return result
