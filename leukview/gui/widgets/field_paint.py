"""How boxes, marks, regions, the scale bar and the overview are drawn over a field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from leukview.domain.cell import Cell
from leukview.gui import theme
from leukview.gui.class_colours import class_mark, marks_shown
from leukview.gui.translation import class_short
from leukview.gui.widgets.overlay_paint import paint_double, paint_doubt, paint_plate, paint_tick, paint_words

__all__ = ["paint_boxes", "paint_overview", "paint_region", "paint_rubber", "paint_scale_bar"]

_MARKED = 22.0
"""Pixels on screen; marks on smaller boxes would hide the cell."""
_LETTERED = 14.0
_LABELLED = 30.0
_MANY = 1500
"""Beyond this many boxes they are too small for an edge of their own."""

ToView = Callable[[Cell], QRectF]


def paint_boxes(
    painter: QPainter,
    cells: Sequence[Cell],
    place: ToView,
    looks: Mapping[str, tuple[str, bool]],
    *,
    chosen: Collection[str],
    current: str,
    labels: bool,
) -> None:
    """Draw cells' boxes in the colours of their classes, with their marks; the chosen ones have a frame around them.

    Parameters
    ----------
    cells:
        What to draw.
    place:
        Where a cell's box lies, in the painter's coordinates.
    looks:
        Cell id → colour, empty for that of a removed cell, and whether its box is dashed.
    chosen, current:
        Ids of the chosen cells, and of the one that is looked at.
    labels:
        Whether each says its class.
    """
    look = theme.tokens()
    # On whole pixels, where lines are sharp.
    where = [QRectF(place(cell).toRect()) for cell in cells]
    groups: dict[tuple[str, bool], list[QRectF]] = {}
    for cell, rect in zip(cells, where, strict=True):
        groups.setdefault(looks[cell.id], []).append(rect)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for (colour, dashed), rects in groups.items():
        if len(cells) <= _MANY:
            # A dark hairline outside and a light one inside: the class's colour alone is lost on some stain or other.
            for token, out in (("ink", 2), ("plate", -1)):
                painter.setPen(_box_pen(look.colour(token), 1, dashed))
                painter.drawRects([rect.adjusted(-out, -out, out - 1, out - 1) for rect in rects])
        painter.setPen(_box_pen(QColor(colour or look.ink), 2, dashed))
        painter.drawRects(rects)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    least = _LETTERED if marks_shown() else _MARKED
    for cell, rect in zip(cells, where, strict=True):
        if rect.width() >= least or cell.removed:
            _paint_details(painter, rect, cell, labels)
    for cell, rect in zip(cells, where, strict=True):
        if cell.id in chosen or cell.id == current:
            _frame(painter, rect, 3 if cell.id == current else 2)


def _box_pen(colour: QColor, width: int, dashed: bool) -> QPen:
    """Return a pen; dashes are as long whatever its width, so that those of lines side by side meet."""
    pen = QPen(colour, width)
    if dashed:
        pen.setDashPattern([8 / width, 4 / width])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_details(painter: QPainter, rect: QRectF, cell: Cell, labels: bool) -> None:
    if cell.removed:
        paint_double(painter, lambda: painter.drawLine(rect.topLeft(), rect.bottomRight()), 1.25)
        return
    _mark(painter, rect, cell)
    if labels and rect.width() >= _LABELLED:
        _label(painter, rect, class_short(cell.final_class))
    elif marks_shown():
        _label(painter, rect, class_mark(cell.final_class))


def _frame(painter: QPainter, rect: QRectF, width: int) -> None:
    around = rect.adjusted(-5, -5, 5, 5)
    paint_double(painter, lambda: painter.drawRoundedRect(around, 3, 3), width)


def _mark(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """● amber where a person is asked for, ✓ where one has decided: as in the gallery."""
    if cell.person_class is not None:
        paint_tick(painter, rect.topRight(), 6)
    elif cell.needs_review:
        paint_doubt(painter, rect.topRight())


def _label(painter: QPainter, rect: QRectF, text: str) -> None:
    painter.setFont(theme.font(theme.tokens().small))
    metrics = painter.fontMetrics()
    box = QRectF(rect.left(), rect.bottom() + 2, metrics.horizontalAdvance(text) + 8, 15)
    paint_words(painter, box, text, 3)


def paint_region(painter: QPainter, polygon: QPolygonF) -> None:
    """Draw a region: its outline, and what is inside a shade lighter."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inside = theme.tokens().colour("plate")
    inside.setAlpha(40)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inside)
    painter.drawPolygon(polygon)
    paint_double(painter, lambda: painter.drawPolygon(polygon), 2)


def paint_rubber(painter: QPainter, polygon: QPolygonF) -> None:
    """Draw what is being drawn by hand."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_double(painter, lambda: painter.drawPolygon(polygon), 1.5, edge=0.75, style=Qt.PenStyle.DashLine)


def paint_scale_bar(painter: QPainter, area: QRectF, um_per_pixel: float) -> None:
    """Draw a bar of a round length in the lower left corner.

    Parameters
    ----------
    area:
        The whole view.
    um_per_pixel:
        Micrometres per unit of the painter.
    """
    most = 140 * um_per_pixel
    length = next((step for step in _LENGTHS if step <= most), _LENGTHS[-1])
    text = f"{length:g} µm" if length < 1000 else f"{length / 1000:g} mm"
    width = length / um_per_pixel
    painter.setFont(theme.font(theme.tokens().small, strong=True))
    plate = QRectF(
        area.left() + 12, area.bottom() - 44, max(width, painter.fontMetrics().horizontalAdvance(text)) + 16, 32
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_plate(painter, plate)
    ink = theme.tokens().colour("ink")
    painter.setPen(ink)
    painter.drawText(plate.adjusted(0, 2, 0, -10), Qt.AlignmentFlag.AlignCenter, text)
    painter.fillRect(QRectF(plate.center().x() - width / 2, plate.bottom() - 9, width, 3), ink)


_LENGTHS = tuple(
    digit * 10.0**power for power in range(4, -2, -1) for digit in (5, 2, 1) if digit * 10.0**power <= 20_000
)


def paint_overview(painter: QPainter, where: QRectF, preview: QImage, shown: QRectF) -> None:
    """Draw the whole field, small, and a frame around what is on show.

    Parameters
    ----------
    where:
        Where the field goes, in the painter's coordinates.
    shown:
        What is on show, as parts (0–1) of the field.
    """
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(where.adjusted(-3, -3, 3, 3), theme.tokens().colour("ink"))
    painter.fillRect(where.adjusted(-2, -2, 2, 2), theme.tokens().colour("plate"))
    painter.drawImage(where, preview)
    frame = QRectF(
        where.left() + shown.left() * where.width(),
        where.top() + shown.top() * where.height(),
        max(4.0, shown.width() * where.width()),
        max(4.0, shown.height() * where.height()),
    ).intersected(where)
    paint_double(painter, lambda: painter.drawRect(frame), 1.5, edge=0.75)
