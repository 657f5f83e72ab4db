"""In which order a person should look at cells, and why, in words; and how far the count has come."""

from __future__ import annotations

from leukview.domain.cell import Cell, Reason
from leukview.domain.taxonomy import taxonomy

__all__ = ["ORDER", "TARGETS", "look_words", "priority", "target_words"]

TARGETS = (100, 200, 400)
"""White cells to count, as a laboratory may choose."""

ORDER: tuple[Reason, ...] = ("blast-like", "readers disagree", "contradicted", "doubtful", "out of domain")
"""What needs a person first; a cell with several reasons stands under the first of them."""


def priority(cell: Cell) -> int:
    """Return how early a person should look at a cell: its first reason's place in :data:`ORDER`, after them the rest."""
    reasons = cell.review_reasons
    return next((place for place, reason in enumerate(ORDER) if reason in reasons), len(ORDER))


def look_words(cell: Cell) -> str:
    """Return why a person should look at this cell and how early, in words; empty where nothing asks for one."""
    place = priority(cell)
    if place == len(ORDER):
        return ""
    call, reason = cell.prediction, ORDER[place]
    if reason == "blast-like":
        return "Blast-like: look first"
    if reason == "readers disagree":
        first, second = (taxonomy()[name or "unidentified"].name for name in (cell.human_class, cell.second_class))
        return f"Readers disagree: {first} or {second}"
    if reason == "contradicted" and call is not None:
        return f"Contradicts its call: {call.against[0] if call.against else call.stage_conflict}"
    if reason == "doubtful" and call is not None:
        names = " or ".join(taxonomy()[name].name.lower() for name in (call.cls, call.second_cls))
        return f"Doubtful: {names}"
    return "Not analysed: name it" if call is None else "Unlike the cells the network learnt from"


def target_words(counted: int, target: int) -> str:
    """Return how far a count has come, in the words of CLSI H20, e.g. ``105 of 200 white cells``."""
    if counted >= target:
        return f"{counted:,} white cells, {target} wanted: reached"
    return f"{counted:,} of {target} white cells"
