"""What an analysis finds, stored in an open case with its audit; what a person decided stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leukview.domain.case import PipelineStamp, Problem
from leukview.domain.cell import Cell
from leukview.imaging.masks import unpack
from leukview.services.analyse_types import AnalysedImage, CalledCell
from leukview.services.open_case import OpenCase
from leukview.services.recording import stage
from leukview.store import audit, cases, cells
from leukview.store.audit import AuditChange

__all__ = ["final_mask", "record_all", "record_call", "segmenter_mask", "set_stamp"]


def record_all(case: OpenCase, results: Iterable[AnalysedImage | Problem]) -> list[Cell]:
    """Store analysed images and files that could not be used, in one transaction; return their cells as they now stand.

    What a person decided of cells that are already there is never written: a cell found again keeps its id, its label,
    its note and its outline, one that is not found again stays where a person decided anything and goes where nobody did.

    Raises
    ------
    SignedCase
        When the case is signed and not open for an amendment.
    """
    with case.lock:
        staged = stage(case.whole, results, case.next_position)
        if not staged.steps:
            return []
        case.refuse_unamended()
        with case.changing() as connection:
            for group in staged.rounds():
                if isinstance(group, Problem):
                    cells.write_problem(connection, case.number, group)
                else:
                    cells.write_images(connection, case.number, group, case.latest)
            if staged.again:
                text = f"Analyse again: the pipeline's call of {len(staged.again)} cells changed"
                audit.append(connection, case.number, case.operator, "analyse again", text, staged.again)
        case.take_results(staged)
    case.tell(staged.touched())
    return [cell for merged in staged.merged for cell in merged]


def record_call(case: OpenCase, cell_id: str, called: CalledCell) -> bool:
    """Store what the pipeline says of a cell that a person drew.

    Returns
    -------
    bool
        False, and nothing is stored, where that cell is gone, lies elsewhere by now, or an analysis has found it since.
    """
    with case.lock:
        cell = case.whole.cells.get(cell_id)
        if cell is None or cell.origin != "drawn" or cell.box != called.box:
            return False
        new = replace(cell, prediction=called.prediction, view=called.view, morphology=called.morphology)
        with case.changing() as connection:
            cells.write_call(connection, case.number, new, called.mask, case.positions[cell_id])
            change = AuditChange(cell_id, "ai", cell.ai_class, new.ai_class)
            text = f"The pipeline's call of {cell_id}, which a person drew"
            audit.append(connection, case.number, case.operator, "call", text, [change])
        case.whole.put(new)
        case.seen.update([cell_id])
    case.tell([cell_id])
    return True


def set_stamp(case: OpenCase, stamp: PipelineStamp, timings: Mapping[str, float] | None = None) -> None:
    """Store which pipeline and weights make the calls and, where given, how long it took (seconds by stage)."""
    with case.lock:
        before = case.whole.stamp
        times = dict(case.whole.timings if timings is None else timings)
        if stamp == before and times == case.whole.timings:
            return
        with case.changing() as connection:
            cases.write_stamp(connection, case.number, stamp, times)
            if stamp != before:
                changes = [
                    AuditChange("", "pipeline", before.pipeline if before else None, stamp.pipeline),
                    AuditChange("", "weights", before.weights_sha256 if before else None, stamp.weights_sha256),
                ]
                text = f"Analyse with {stamp.title}"
                audit.append(connection, case.number, case.operator, "analyse", text, changes)
        case.whole.stamp, case.whole.timings = stamp, times
        case.seen.update(())
    case.tell(())


def final_mask(case: OpenCase, cell_id: str) -> NDArray[np.uint8] | None:
    """Return a cell's mask, the person's where one may be seen: uint8 of the size of its ``final_box`` (height, width).

    255 is the nucleus, 128 the cytoplasm; None without a mask.
    """
    cell = case.case.cells.get(cell_id)
    if cell is not None and cell.human_mask is not None:
        return unpack(cell.human_mask.png)
    return segmenter_mask(case, cell_id)


def segmenter_mask(case: OpenCase, cell_id: str) -> NDArray[np.uint8] | None:
    """Return the segmenter's mask, of the size of the cell's ``box``, whatever a person outlined: what the network saw."""
    with case.store.reading() as connection:
        return cells.read_mask(connection, case.number, cell_id)
