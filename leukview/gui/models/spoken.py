"""What a screen reader says of a cell: what the tile shows by picture, place and mark."""

from __future__ import annotations

from leukview.domain.cell import Cell
from leukview.gui.translation import class_name

__all__ = ["cell_words"]


def cell_words(cell: Cell) -> str:
    """Return a cell's class, who called it so, how sure, whether a person has looked, and why one should."""
    call = cell.prediction
    said = f"AI: {class_name(call.cls)} {call.probability:.2f}" if call else "AI: no call"
    parts = [f"Cell {cell.id}", class_name(cell.final_class), said]
    if call is not None:
        parts.append("out of domain" if cell.out_of_domain else f"doubt {cell.doubt:.2f}")
    if cell.person_class is not None:
        parts.append(f"reader: {class_name(cell.person_class)}, {cell.status}")
    else:
        parts.append("not reviewed")
    if cell.set_aside is not None:
        parts.append(f"set aside as {cell.set_aside.words}")
    if cell.needs_review:
        parts.append(f"needs you: {', '.join(cell.review_reasons)}")
    return "; ".join(parts)
