"""The cells of one field as boxes: which are to be drawn, and which one lies under a point."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from leukview.domain.cell import Cell
from leukview.gui.class_colours import box_colour
from leukview.gui.domain_words import aside, removal, word
from leukview.gui.translation import class_name, translate

__all__ = ["FieldBoxes", "box_words"]


class FieldBoxes:
    """The boxes of a field's cells, in source pixels.

    Attributes
    ----------
    only_needs:
        Whether only cells that need a person are to be drawn.
    with_removed:
        Whether those that a person deleted or merged are drawn, too.
    cells:
        The cells that are drawn.
    looks:
        Id → the class's colour, empty for a removed cell, and whether the box is dashed: asked for at every step of a hand.
    """

    def __init__(self) -> None:
        self.only_needs = False
        self.with_removed = False
        self._all: list[Cell] = []
        self.cells: list[Cell] = []
        self.looks: dict[str, tuple[str, bool]] = {}
        self._corners: NDArray[np.float64] = np.zeros((0, 4))

    def set_cells(self, cells: Iterable[Cell]) -> None:
        """Show these cells of the field, those removed included."""
        self._all = list(cells)
        self.refresh()

    def refresh(self) -> None:
        """Choose anew which are drawn."""
        self.cells = [
            cell
            for cell in self._all
            if (self.with_removed if cell.removed else (not self.only_needs or cell.needs_review))
        ]
        self.looks = {
            cell.id: ("", True) if cell.removed else (box_colour(cell.final_class), cell.set_aside is not None)
            for cell in self.cells
        }
        boxes = [cell.final_box for cell in self.cells]
        corners = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in boxes]
        self._corners = np.asarray(corners, dtype=np.float64).reshape(-1, 4)

    def within(self, left: float, top: float, right: float, bottom: float) -> list[Cell]:
        """Return the drawn cells whose box touches a rectangle."""
        x0, y0, x1, y1 = self._corners.T
        hit = (x1 > left) & (x0 < right) & (y1 > top) & (y0 < bottom)
        return [self.cells[int(place)] for place in np.flatnonzero(hit)]

    def at(self, x: float, y: float, slack: float = 0.0) -> Cell | None:
        """Return the drawn cell at a point, the smallest of several; ``slack`` widens each box, in source pixels."""
        x0, y0, x1, y1 = self._corners.T
        hit = np.flatnonzero((x0 - slack <= x) & (x <= x1 + slack) & (y0 - slack <= y) & (y <= y1 + slack))
        if not hit.size:
            return None
        sizes = (x1[hit] - x0[hit]) * (y1[hit] - y0[hit])
        return self.cells[int(hit[int(sizes.argmin())])]


def box_words(cell: Cell) -> str:
    """Return what is told of a cell under the pointer: its class, who called it so, and how sure."""
    if cell.removed:
        return translate("Fields", "{id}\n{what} by a person: in no count").format(
            id=cell.id, what=removal(cell.removed)
        )
    lines = [class_name(cell.final_class)]
    call = cell.prediction
    said = (
        translate("Fields", "AI: {name} {probability:.2f}").format(
            name=class_name(call.cls), probability=call.probability
        )
        if call
        else translate("Fields", "AI: no call")
    )
    if cell.person_class is not None:
        lines.append(
            translate("Fields", "Reader: {name} ({status}) · {said}").format(
                name=class_name(cell.person_class), status=word(cell.status), said=said
            )
        )
    else:
        lines.append(translate("Fields", "{said} · not reviewed").format(said=said))
    if cell.set_aside:
        lines.append(translate("Fields", "Set aside as {words}").format(words=aside(cell.set_aside)))
    if cell.needs_review:
        lines.append(
            translate("Fields", "Needs you: {reasons}").format(
                reasons=", ".join(word(reason) for reason in cell.review_reasons)
            )
        )
    if cell.by_hand:
        lines.append(
            translate("Fields", "Drawn by a person")
            + (translate("Fields", ", and found by the analysis") if cell.origin == "both" else "")
        )
    return "\n".join([*lines, cell.id])
