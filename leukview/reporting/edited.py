"""What a person changed of which cells a case has: in words for every output, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from leukview.domain.cell import Cell

__all__ = ["ORIGINS", "edited_counts", "edited_words", "merged_from", "removed_cells"]

ORIGINS = {"found": "analysis", "drawn": "person", "both": "both"}
"""Who found a cell, as written in tables."""


def merged_from(removed: Iterable[Cell]) -> dict[str, list[str]]:
    """Return cell id → ids of the cells that a person merged into it."""
    parts: dict[str, list[str]] = {}
    for cell in removed:
        if cell.removed and cell.removed.into:
            parts.setdefault(cell.removed.into, []).append(cell.id)
    return parts


def edited_counts(cells: Sequence[Cell], removed: Sequence[Cell]) -> dict[str, int]:
    """Return how many boxes a person drew, how many were deleted, and how many merged into others.

    A cell that stands for several is among ``merged_into`` and not among ``drawn``.
    """
    wholes = merged_from(removed)
    kinds = [cell.removed.kind for cell in removed if cell.removed]
    return {
        "drawn": sum(cell.by_hand and cell.id not in wholes for cell in cells),
        "deleted": kinds.count("deleted"),
        "merged": kinds.count("merged"),
        "merged_into": sum(cell.id in wholes for cell in cells),
    }


def edited_words(cells: Sequence[Cell], removed: Sequence[Cell]) -> str:
    """Return one sentence on it; empty where a person changed nothing of it."""
    n = edited_counts(cells, removed)
    parts = [f"{n[name]:,} {words}" for name, words in (("drawn", "added"), ("deleted", "deleted")) if n[name]]
    if n["merged"]:
        parts.append(f"{n['merged']:,} merged into {n['merged_into']:,}")
    if not parts:
        return ""
    return f"Of the cells’ boxes, a person changed: {', '.join(parts)}. Deleted and merged ones are in no count."


def removed_cells(removed: Iterable[Cell]) -> list[dict[str, Any]]:
    """Return the removed cells, JSON-ready; boxes are [x, y, width, height] in source pixels."""
    return [
        {
            "cell_id": cell.id,
            "file": cell.file,
            "box": [cell.final_box.x, cell.final_box.y, cell.final_box.width, cell.final_box.height],
            "removed": cell.removed.kind,
            "into": cell.removed.into or None,
            "ai_class": cell.ai_class,
            "human_class": cell.human_class,
            "note": cell.note,
        }
        for cell in removed
        if cell.removed
    ]
