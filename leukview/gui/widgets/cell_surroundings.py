"""The boxes of the cells around the one on show, drawn over its field with what each is called."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from leukview.domain.cell import Cell
from leukview.gui.models.field_boxes import FieldBoxes, box_words
from leukview.gui.translation import translate
from leukview.gui.widgets.field_paint import paint_boxes

__all__ = ["Surroundings"]


class Surroundings:
    """Where the neighbours lie, and which one is under a point. Nothing is drawn while there are none."""

    def __init__(self) -> None:
        self._boxes = FieldBoxes()

    def set_cells(self, cells: Sequence[Cell]) -> None:
        """Show these cells, all of the field on show."""
        self._boxes.set_cells(cells)

    def __bool__(self) -> bool:
        return bool(self._boxes.cells)

    def draw(self, painter: QPainter, seen: QRectF, origin: QPointF, scale: float) -> None:
        """Draw the boxes that touch ``seen``, in source pixels; origin and scale place the field in the painter."""

        def place(cell: Cell) -> QRectF:
            box = cell.final_box
            corner = QPointF(origin.x() + box.x * scale, origin.y() + box.y * scale)
            return QRectF(corner.x(), corner.y(), box.width * scale, box.height * scale)

        here = self._boxes.within(seen.left(), seen.top(), seen.right(), seen.bottom())
        painter.save()
        paint_boxes(painter, here, place, self._boxes.looks, chosen=(), current="", labels=True)
        painter.restore()

    def at(self, source: QPointF, scale: float) -> Cell | None:
        """Return the neighbour at a source point, with a few screen pixels of grace."""
        return self._boxes.at(source.x(), source.y(), 3 / scale)

    def words(self, source: QPointF, scale: float) -> str:
        """Return what is told of the neighbour at a source point; empty where there is none."""
        cell = self.at(source, scale)
        return (
            translate("CellPanel", "{words}\nClick: go to this cell").format(words=box_words(cell))
            if cell is not None
            else ""
        )
