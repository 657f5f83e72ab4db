"""A person's outlines in the database, apart from the segmenter's masks."""

from __future__ import annotations

from dataclasses import astuple

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from leukview.domain.box import Box
from leukview.domain.human_mask import HumanMask
from leukview.domain.morphology import Morphology
from leukview.store.schema import human_masks

__all__ = ["read_outlines", "write_outline"]


def write_outline(connection: Connection, case_id: int, cell_id: str, mask: HumanMask | None) -> None:
    """Write a person's outline of a cell, or remove it; the segmenter's mask is not touched."""
    if mask is None:
        here = (human_masks.c.case_id == case_id, human_masks.c.cell_id == cell_id)
        connection.execute(delete(human_masks).where(*here))
        return
    box = mask.box
    values = {
        **{"x": box.x, "y": box.y, "width": box.width, "height": box.height},
        "png": mask.png,
        "morphology": list(astuple(mask.morphology)),
    }
    row = upsert(human_masks).values(case_id=case_id, cell_id=cell_id, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["case_id", "cell_id"], set_=values))


def read_outlines(connection: Connection, case_id: int) -> dict[str, HumanMask]:
    """Return a case's outlines by persons: cell id → outline."""
    query = select(human_masks).where(human_masks.c.case_id == case_id)
    return {
        row.cell_id: HumanMask(Box(row.x, row.y, row.width, row.height), row.png, Morphology.of(row.morphology))
        for row in connection.execute(query)
    }
