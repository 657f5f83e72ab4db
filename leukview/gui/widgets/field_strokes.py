"""Lines drawn over a field with a tool in hand: how one looks while it is drawn, and the box or region it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from leukview.domain.box import Box

__all__ = ["Tool", "drawn_box", "drawn_region", "rubber"]

Tool = Literal["move", "cell", "rectangle", "freehand"]


def rubber(tool: Tool, line: Sequence[QPointF]) -> list[QPointF]:
    """Return the corners of what is shown of a line, at least one point, while it is drawn; source pixels."""
    if tool == "freehand":
        return list(line)
    first, last = line[0], line[-1]
    corners = ((first.x(), first.y()), (last.x(), first.y()), (last.x(), last.y()), (first.x(), last.y()))
    return [QPointF(x, y) for x, y in corners]


def drawn_box(line: Sequence[QPointF]) -> Box:
    """Return the box between the ends of a line, in whole source pixels."""
    rect = QRectF(line[0], line[-1]).normalized()
    left, top = round(rect.left()), round(rect.top())
    return Box(left, top, round(rect.right()) - left, round(rect.bottom()) - top)


def drawn_region(tool: Tool, line: Sequence[QPointF], scale: float) -> list[tuple[float, float]]:
    """Return the corners (x, y) of the region that a line becomes, in source pixels; none where it is no shape.

    Parameters
    ----------
    tool:
        ``freehand`` follows the line, any other tool makes the rectangle between its ends.
    line:
        At least one point, in source pixels.
    scale:
        Screen pixels per source pixel.
    """
    if tool == "freehand":
        # A hand's tremble within a screen pixel or two is no shape.
        kept = list(line[:1])
        for point in line[1:]:
            if (point - kept[-1]).manhattanLength() * scale >= 2:
                kept.append(point)
        return [(point.x(), point.y()) for point in kept] if len(kept) >= 3 else []
    rect = QRectF(line[0], line[-1]).normalized()
    corners = (rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft())
    return [(point.x(), point.y()) for point in corners]
