"""Cells that the pipeline set aside: stored with their reasons, overruled by a person with an audit row, undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from session_kit import assert_stored, new_session, single, stored

from leukview.domain.prediction import SetAside
from leukview.services.analyse_types import AnalysedImage
from leukview.store import audit

CUT = SetAside("uncountable", ("cut by the field's border", "out of focus"))


def cut(number: int) -> AnalysedImage:
    image = single(number, "blast")
    (cell,) = image.cells
    assert cell.prediction is not None
    return AnalysedImage(
        image.image, (cell.with_prediction(replace(cell.prediction, set_aside=CUT)),), image.masks
    )  # fmt: skip


def test_reasons_are_kept_and_counting_a_cell_is_stored_audited_and_undone(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path, [cut(0), single(1)])
    assert_stored(workspace.store, session)
    assert stored(workspace.store, session).cells["c0"].set_aside == CUT
    session.count(["c0"])
    assert_stored(workspace.store, session)
    kept = stored(workspace.store, session).cells["c0"]
    assert kept.counted and kept.final_class == "blast" and kept.prediction and kept.prediction.set_aside == CUT
    with workspace.store.reading() as connection:
        actions = [entry.action for entry in audit.read(connection, int(session.case_id))]
    assert "count" in actions
    session.undo()
    assert_stored(workspace.store, session)
    assert session.case.cells["c0"].set_aside == CUT
    session.record_all([cut(0)])
    assert_stored(workspace.store, session)
