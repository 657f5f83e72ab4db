"""Images and cells in the database: what an analysis found, and a person's labels apart from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Executable, Row, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from leukview.domain.box import Box, CellView
from leukview.domain.case import ImageFile, Problem
from leukview.domain.cell import Cell, Removal
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import Prediction, SetAside, TreeNode
from leukview.domain.readers import Decision, Reader
from leukview.imaging.masks import pack, unpack
from leukview.store.schema import cells, images, masks, problems

__all__ = [
    "ImageChange",
    "add_cells",
    "cell_from_row",
    "drop_cells",
    "read_mask",
    "write_call",
    "write_decisions",
    "write_edited",
    "write_images",
    "write_labels",
    "write_note",
    "write_problem",
]


@dataclass
class ImageChange:
    """What an analysed image does to a case.

    Attributes
    ----------
    image:
        The image.
    removed:
        Ids of cells that are gone.
    updated:
        Cells that were known and have a new call; their human columns are not written.
    kept:
        Cells that the analysis did not find again and a person had labelled: nothing but their place is written.
    added:
        New cells.
    masks:
        Cell id → box-sized uint8 mask of updated and added cells.
    order:
        Cell id → position, for all but the removed.
    """

    image: ImageFile
    removed: list[str] = field(default_factory=list)
    updated: list[Cell] = field(default_factory=list)
    kept: list[Cell] = field(default_factory=list)
    added: list[Cell] = field(default_factory=list)
    masks: dict[str, NDArray[np.uint8]] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)


# -- a person's decisions -------------------------------------------------------------------------------------------------

_OF_CELL = update(cells).where(cells.c.case_id == bindparam("in_case"), cells.c.cell_id == bindparam("of_cell"))
"""Sets whichever columns its rows name."""


def write_labels(connection: Connection, case_id: int, labels: Mapping[str, str | None], reader: Reader = 1) -> None:
    """Write one reader's labels (None: not reviewed), and nothing else of these cells."""
    column = "human_class" if reader == 1 else "second_class"
    rows = [{"in_case": case_id, "of_cell": cell_id, column: label} for cell_id, label in labels.items()]
    if rows:
        connection.execute(_OF_CELL, rows)


def write_note(connection: Connection, case_id: int, cell_id: str, note: str, reader: Reader = 1) -> None:
    """Write one reader's note of a cell."""
    column = cells.c.note if reader == 1 else cells.c.second_note
    here = (cells.c.case_id == case_id, cells.c.cell_id == cell_id)
    connection.execute(update(cells).where(*here).values({column: note}))


def write_decisions(connection: Connection, case_id: int, decisions: Mapping[str, Decision | None]) -> None:
    """Write what was decided between two readers (None: nothing), and nothing else of these cells."""
    rows = [
        {"in_case": case_id, "of_cell": cell_id, "agreed": list(astuple(decision)) if decision else None}
        for cell_id, decision in decisions.items()
    ]
    if rows:
        connection.execute(_OF_CELL, rows)


def write_edited(connection: Connection, case_id: int, edited: Iterable[Cell]) -> None:
    """Write who found cells, the boxes of those that a person drew, and which a person took out of the case."""
    rows = [{"in_case": case_id, "of_cell": cell.id, **_place(cell), **_edited(cell)} for cell in edited]
    if rows:
        connection.execute(_OF_CELL, rows)


def add_cells(connection: Connection, case_id: int, added: Sequence[Cell], first: int, since: int) -> None:
    """Add cells that a person drew, from position ``first`` on; ``since`` is the newest command before the one that adds them."""
    order = {cell.id: first + number for number, cell in enumerate(added)}
    if added:
        connection.execute(_ADD, [_new_row(case_id, cell, order, since) for cell in added])


def drop_cells(connection: Connection, case_id: int, cell_ids: Iterable[str]) -> None:
    """Forget cells altogether, with their masks."""
    rows = [{"in_case": case_id, "of_cell": cell_id} for cell_id in cell_ids]
    if rows:
        connection.execute(_NO_CELL, rows)


def write_call(connection: Connection, case_id: int, cell: Cell, mask: NDArray[np.uint8] | None, position: int) -> None:
    """Write what a pipeline says of one cell that a person drew, with its mask, of the size of its box."""
    connection.execute(_OF_CELL, [_call_row(case_id, cell, {cell.id: position})])
    if mask is not None:
        connection.execute(_MASK, [{"case_id": case_id, "cell_id": cell.id, "png": pack(cell.id, mask)}])


# -- what an analysis found -----------------------------------------------------------------------------------------------


_PROBLEM = upsert(problems)
_PROBLEM = _PROBLEM.on_conflict_do_update(
    index_elements=["case_id", "file"], set_={"reason": _PROBLEM.excluded.reason, "remedy": _PROBLEM.excluded.remedy}
)
_IMAGE = upsert(images)
_IMAGE = _IMAGE.on_conflict_do_update(
    index_elements=["case_id", "file"],
    set_={name: _IMAGE.excluded[name] for name in ("sha256", "width", "height", "kind")},
)
_MASK = upsert(masks)
_MASK = _MASK.on_conflict_do_update(index_elements=["case_id", "cell_id"], set_={"png": _MASK.excluded.png})
_NO_PROBLEM = delete(problems).where(
    problems.c.case_id == bindparam("in_case"), problems.c.file == bindparam("of_file")
)
_NO_CELL = delete(cells).where(cells.c.case_id == bindparam("in_case"), cells.c.cell_id == bindparam("of_cell"))
_NO_MASK = delete(masks).where(masks.c.case_id == bindparam("in_case"), masks.c.cell_id == bindparam("of_cell"))
_ADD = insert(cells)


def write_problem(connection: Connection, case_id: int, problem: Problem) -> None:
    """Add a file that could not be used, or its new reason."""
    connection.execute(_PROBLEM, [{"case_id": case_id, **asdict(problem)}])


def write_images(connection: Connection, case_id: int, changes: Sequence[ImageChange], since: int) -> None:
    """Write analysed images, each file once. Human columns of cells that are already there are never written.

    Parameters
    ----------
    connection, case_id:
        Where.
    changes:
        What.
    since:
        The newest command of the history, noted with each new cell.
    """

    def run(statement: Executable, rows: list[dict[str, Any]]) -> None:
        if rows:
            connection.execute(statement, rows)

    def of_cells(cell_ids: Iterable[str]) -> list[dict[str, Any]]:
        return [{"in_case": case_id, "of_cell": cell_id} for cell_id in cell_ids]

    run(_IMAGE, [{"case_id": case_id, **asdict(change.image)} for change in changes])
    run(_NO_PROBLEM, [{"in_case": case_id, "of_file": change.image.file} for change in changes])
    # What goes goes first: a new cell may have got the id of one that is gone.
    run(_NO_CELL, of_cells(cell_id for change in changes for cell_id in change.removed))
    run(_OF_CELL, [_call_row(case_id, cell, change.order) for change in changes for cell in change.updated])
    run(_NO_MASK, of_cells(cell.id for change in changes for cell in change.updated if cell.id not in change.masks))
    run(
        _OF_CELL,
        [
            {"in_case": case_id, "of_cell": cell.id, "position": change.order[cell.id]}
            for change in changes
            for cell in change.kept
        ],
    )
    run(_ADD, [_new_row(case_id, cell, change.order, since) for change in changes for cell in change.added])
    run(
        _MASK,
        [
            {"case_id": case_id, "cell_id": cell_id, "png": pack(cell_id, mask)}
            for change in changes
            for cell_id, mask in change.masks.items()
        ],
    )


def _new_row(case_id: int, cell: Cell, order: Mapping[str, int], since: int) -> dict[str, Any]:
    return {
        **_ai_columns(cell),
        "case_id": case_id,
        "cell_id": cell.id,
        "file": cell.file,
        "position": order[cell.id],
        "since": since,
        "human_class": cell.human_class,
        "note": cell.note,
        **_edited(cell),
        "second_class": cell.second_class,
        "second_note": cell.second_note or None,
        "agreed": list(astuple(cell.agreed)) if cell.agreed else None,
    }


def _edited(cell: Cell) -> dict[str, Any]:
    """Return the columns that a person decides of which cells there are."""
    return {
        "origin": cell.origin if cell.by_hand else None,
        "removed": [cell.removed.kind, cell.removed.into] if cell.removed else None,
    }


def _place(cell: Cell) -> dict[str, Any]:
    box = cell.box
    return {"x": int(box.x), "y": int(box.y), "width": int(box.width), "height": int(box.height)}


def _call_row(case_id: int, cell: Cell, order: Mapping[str, int]) -> dict[str, Any]:
    values = {**_ai_columns(cell), "in_case": case_id, "of_cell": cell.id, "position": order[cell.id]}
    return {**values, "origin": cell.origin if cell.by_hand else None}


def _ai_columns(cell: Cell) -> dict[str, Any]:
    """Return the columns that an analysis decides, as plain Python numbers: NumPy's would be stored as bytes."""
    call = cell.prediction
    view = cell.view
    return {
        **_place(cell),
        "single": bool(cell.single),
        "view": [float(view.cx), float(view.cy), float(view.side)] if view else None,
        "morphology": _plain(astuple(cell.morphology)) if cell.morphology else None,
        "probabilities": {name: float(p) for name, p in call.probabilities.items()} if call else None,
        "out_of_domain": float(call.out_of_domain) if call else None,
        "pipeline": call.pipeline if call else None,
        "weights_sha256": call.weights_sha256 if call else None,
        "attributes": {name: dict(answers) for name, answers in call.attributes.items()} if call else None,
        "against": list(call.against) if call else None,
        "tree": _tree_json(call) if call and call.tree else None,
        "set_aside": [call.set_aside.kind, *call.set_aside.reasons] if call and call.set_aside else None,
    }


def _plain(value: Any) -> Any:
    """Return numbers and tuples of them as JSON knows them."""
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    return value.item() if isinstance(value, np.generic) else value


def _tree_json(call: Prediction) -> dict[str, Any]:
    nodes = [
        [node.id, node.name, node.parent, float(node.probability), bool(node.taken), bool(node.aside), [*node.missing]]
        for node in call.tree
    ]
    # An older LeukView that analyses again replaces the call and leaves this column: the weights tell that it is stale. It reads
    # nodes of seven parts, so that what came later stands beside them.
    limits = {node.id: float(node.limit) for node in call.tree if node.limit is not None}
    return {"weights": call.weights_sha256, "nodes": nodes} | ({"limits": limits} if limits else {})


def _tree(row: Row[Any]) -> tuple[TreeNode, ...]:
    if row.tree is None or row.tree["weights"] != row.weights_sha256:
        return ()
    limits = row.tree.get("limits", {})
    return tuple(
        TreeNode(node, name, parent, probability, taken, aside, tuple(missing), limits.get(node))
        for node, name, parent, probability, taken, aside, missing in row.tree["nodes"]
    )


def cell_from_row(row: Row[Any]) -> Cell:
    """Return the cell of a row of all columns."""
    call = None
    if row.probabilities is not None:
        call = Prediction(
            row.probabilities,
            row.out_of_domain,
            row.pipeline,
            row.weights_sha256,
            row.attributes or {},
            tuple(row.against or ()),
            _tree(row),
            set_aside=SetAside(row.set_aside[0], tuple(row.set_aside[1:])) if row.set_aside else None,
        )
    return Cell(
        row.cell_id,
        row.file,
        Box(row.x, row.y, row.width, row.height),
        single=row.single,
        view=CellView(*row.view) if row.view is not None else None,
        morphology=Morphology.of(row.morphology) if row.morphology is not None else None,
        prediction=call,
        human_class=row.human_class,
        note=row.note,
        origin=row.origin or "found",
        removed=Removal(*row.removed) if row.removed else None,
        second_class=row.second_class,
        second_note=row.second_note or "",
        agreed=Decision(*row.agreed) if row.agreed else None,
    )


# -- masks ----------------------------------------------------------------------------------------------------------------


def read_mask(connection: Connection, case_id: int, cell_id: str) -> NDArray[np.uint8] | None:
    """Return the segmenter's mask of a cell, uint8 of the size of its box (height, width), or None where it has none."""
    data = connection.execute(
        select(masks.c.png).where(masks.c.case_id == case_id, masks.c.cell_id == cell_id)
    ).scalar()
    return None if data is None else unpack(data)
