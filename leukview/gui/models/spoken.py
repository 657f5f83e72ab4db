"""What a screen reader says of a cell: what the tile shows by picture, place and mark."""

from __future__ import annotations

from leukview.domain.cell import Cell
from leukview.gui.domain_words import aside, word
from leukview.gui.translation import class_name, translate

__all__ = ["cell_words", "chosen_words"]


def chosen_words(count: int) -> str:
    """Return how many cells are chosen, where that is more than the one looked at; else nothing."""
    return translate("Spoken", "{n:,} cells selected").format(n=count) if count > 1 else ""


def cell_words(cell: Cell) -> str:
    """Return a cell's class, who called it so, how sure, whether a person has looked, and why one should."""
    call = cell.prediction
    said = (
        translate("Spoken", "AI: {name} {probability:.2f}").format(
            name=class_name(call.cls), probability=call.probability
        )
        if call
        else translate("Spoken", "AI: no call")
    )
    parts = [translate("Spoken", "Cell {id}").format(id=cell.id), class_name(cell.final_class), said]
    if call is not None:
        parts.append(
            translate("Spoken", "out of domain")
            if cell.out_of_domain
            else translate("Spoken", "doubt {doubt:.2f}").format(doubt=cell.doubt)
        )
    if cell.person_class is not None:
        parts.append(
            translate("Spoken", "reader: {name}, {status}").format(
                name=class_name(cell.person_class), status=word(cell.status)
            )
        )
    else:
        parts.append(translate("Spoken", "not reviewed"))
    if cell.set_aside is not None:
        parts.append(translate("Spoken", "set aside as {words}").format(words=aside(cell.set_aside)))
    if cell.needs_review:
        parts.append(
            translate("Spoken", "needs you: {reasons}").format(
                reasons=", ".join(word(reason) for reason in cell.review_reasons)
            )
        )
    return "; ".join(parts)
