"""Analysing again: ids and people's decisions stay, the pipeline's calls are replaced, and the trail says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from session_kit import assert_stored, corner, field, mask_of, new_session, outlined, single, stored

from leukview.domain.box import Box
from leukview.domain.case import Case, Problem
from leukview.domain.errors import InputProblem
from leukview.services.analyse_types import AnalysedImage
from leukview.services.session import Session
from leukview.services.workspace import Workspace


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Workspace, Session]]:
    workspace, session = new_session(tmp_path)
    yield workspace, session
    workspace.close()


def test_a_person_is_never_overwritten(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    session.record_all([single(n, "lymphocyte") for n in range(4)])
    session.relabel(["c0"], "basophil")
    session.confirm(["c1"])
    session.set_note("c2", "odd")
    session.record_all([single(n, "myeloblast", weights="cd" * 32, mask=n != 3) for n in range(4)])
    cells = session.case.cells
    assert [cells[f"c{n}"].human_class for n in range(4)] == ["basophil", "lymphocyte", None, None]
    assert [cells[f"c{n}"].ai_class for n in range(4)] == ["myeloblast"] * 4
    assert cells["c2"].note == "odd" and cells["c1"].status == "relabelled"
    assert_stored(workspace.store, session)
    mask = session.mask("c2")
    assert session.mask("c3") is None and mask is not None and np.array_equal(mask, mask_of(2))
    row = session.audit()[-1]
    assert row.action == "analyse again"
    assert [(c.cell_id, c.field, c.before, c.after) for c in row.changes] == [
        (f"c{n}", "ai", "lymphocyte", "myeloblast") for n in range(4)
    ]


def test_a_decision_tree_goes_with_the_call_that_made_it(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    session.record(single(0))
    session.relabel(["c0"], "basophil")
    first = stored(workspace.store, session).cells["c0"].prediction
    assert first is not None and [node.id for node in first.tree] == ["whole", "rest", "gene"]
    assert first.tree[0].missing == ("Part A", "Part B") and first.tree[2].aside and first.tree[0].taken
    again = single(0, weights="cd" * 32)
    call = again.cells[0].prediction
    assert call is not None
    flat = replace(again.cells[0], prediction=replace(call, tree=()))
    session.record(AnalysedImage(again.image, (flat,), again.masks))
    cell = stored(workspace.store, session).cells["c0"]
    assert cell.prediction is not None and cell.prediction.tree == () and cell.human_class == "basophil"
    assert_stored(workspace.store, session)
    assert session.undo() is not None and session.case.cells["c0"].human_class is None


def test_a_decision_tree_of_other_weights_than_the_calls_is_not_shown(
    opened: tuple[Workspace, Session], tmp_path: Path
) -> None:
    workspace, session = opened
    session.record(single(0))
    with workspace.store.writing() as connection:  # as a LeukView that knows no trees writes a new call
        connection.exec_driver_sql("UPDATE cells SET weights_sha256 = ?", ("ef" * 32,))
    call = stored(workspace.store, session).cells["c0"].prediction
    assert call is not None and call.tree == () and call.weights_sha256 == "ef" * 32


def test_a_persons_outline_is_never_overwritten(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    session.record_all([single(n) for n in range(2)])
    mine = outlined(70)
    assert session.set_mask("c0", mine) is not None and session.set_mask("c0", mine) is None
    moved = single(0, "myeloblast")
    session.record(AnalysedImage(moved.image, (replace(moved.cells[0], box=Box(0, 0, 40, 30)),), moved.masks))
    cell = session.case.cells["c0"]
    assert (cell.human_mask, cell.final_box, cell.final_morphology) == (mine, mine.box, mine.morphology)
    assert (cell.box, cell.morphology, cell.ai_class) == (Box(0, 0, 40, 30), moved.cells[0].morphology, "myeloblast")
    assert corner(session, "c0") == 70 and np.array_equal(session.segmenter_mask("c0"), mask_of(0))
    assert_stored(workspace.store, session)
    row = session.audit()[-2]
    assert (row.action, row.text) == ("outline", "Outline c0")
    assert [(c.field, c.before, c.after) for c in row.changes] == [("outline", None, mine.words)]
    again = workspace.open_folder(tmp_path / "images")
    assert again.case == session.case and again.undo_text == "Outline c0"
    again.undo()
    assert again.case.cells["c0"].human_mask is None and corner(again, "c0") == 0
    again.redo()
    assert again.set_mask("c0", None) is not None and again.undo_text == "Segmenter's outline of c0"
    assert_stored(workspace.store, again)


@pytest.mark.parametrize("box", [Box(0, 0, 11, 10), Box(0, 0, 10, 12)])
def test_an_outline_that_does_not_fit_its_box_is_refused(opened: tuple[Workspace, Session], box: Box) -> None:
    _, session = opened
    session.record(single(0))
    with pytest.raises(ValueError, match="outline"):
        session.set_mask("c0", replace(outlined(70), box=box))
    with pytest.raises(ValueError, match="outline"):
        session.set_mask("c0", replace(outlined(70), png=b"no picture"))
    with pytest.raises(InputProblem, match="no such cell"):
        session.set_mask("c9", outlined(70))
    assert not session.can_undo


def test_not_even_a_result_that_claims_a_human_label_overwrites(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    session.record(single(0))
    session.relabel(["c0"], "basophil")
    again = single(0, "myeloblast")
    claim = type(again.cells[0])(**{**again.cells[0].__dict__, "human_class": "monocyte", "note": "robot"})
    session.record(type(again)(again.image, (claim,), {}))
    cell = stored(workspace.store, session).cells["c0"]
    assert (cell.human_class, cell.note, cell.ai_class) == ("basophil", "", "myeloblast")


def test_cells_of_a_field_keep_ids_by_place(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    session.record(field([(0, "monocyte"), (2, "monocyte"), (4, "monocyte"), (6, "monocyte")]))
    session.relabel(["field-003"], "basophil")
    session.set_note("field-004", "keep me")
    session.record(field([(2, "myeloblast"), (9, "myeloblast")]))
    places = {cell.id: cell.box.x // 20 for cell in session.case.cells.values()}
    # Place 0 is gone; 2 keeps its id; 4 and 6 stay for their label and note; 9 is new and gets a free id.
    assert places == {"field-002": 2, "field-002-2": 9, "field-003": 4, "field-004": 6}
    assert [corner(session, i) for i in places] == [1 + place for place in places.values()]
    assert session.case.cells["field-003"].human_class == "basophil"
    assert_stored(workspace.store, session)
    changes = [(c.cell_id, c.before, c.after) for c in session.audit()[-1].changes]
    assert changes == [
        ("field-001", "monocyte", None), ("field-002", "monocyte", "myeloblast"), ("field-002-2", None, "myeloblast")
    ]  # fmt: skip


def test_undo_never_reaches_another_cell_with_an_old_id(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    session.record(field([(0, "monocyte"), (2, "monocyte")]))
    session.relabel(["field-002"], "basophil")
    session.relabel(["field-001", "field-002"], "eosinophil")
    session.undo()
    session.undo()
    # The cell at place 2 is gone, and its id now means the cell at place 7.
    session.record(field([(0, "monocyte"), (7, "monocyte")]))
    assert session.case.cells["field-002"].box.x == 140
    for _ in range(2):
        again = workspace.open_folder(tmp_path / "images")
        assert again.can_redo
        done = again.redo()
        # The first command meant only the cell that is gone: it is passed over, and half of the second is left.
        assert done is not None and done.cell_ids() == ("field-001",)
        assert [cell.human_class for cell in again.case.cells.values()] == ["eosinophil", None]
        assert again.undo() is not None
        assert again.undo() is None and not again.can_undo
        assert_stored(workspace.store, again)


def test_ids_of_other_files_are_respected(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    session.record(field([(0, "monocyte")], "a.png"))
    session.relabel(["field-001"], "basophil")
    cells = session.record(field([(0, "eosinophil"), (1, "eosinophil")], "b.png"))
    assert [cell.id for cell in cells] == ["field-001-2", "field-002"]
    assert session.case.cells["field-001"].human_class == "basophil"
    assert corner(session, "field-001-2") == 1
    # Two new images in one go that double each other, where the freed id doubles one of the case.
    both = [field([(0, "monocyte")], "c.png"), field([(0, "monocyte")], "d.png")]
    renamed = [
        type(item)(
            item.image,
            tuple(type(c)(**{**c.__dict__, "id": "field-001-2" if n else "field-001"}) for c in item.cells),
            {},
        )
        for n, item in enumerate(both)
    ]
    session.record_all(renamed)
    assert len(session.case.cells) == 5
    assert_stored(workspace.store, session)


def test_a_batch_is_what_its_parts_would_be(tmp_path: Path) -> None:
    results: list[AnalysedImage | Problem] = [
        field([(0, "monocyte"), (1, "monocyte")]),
        Problem("bad.png", "damaged"),
        single(1),
        field([(1, "basophil"), (5, "basophil")]),
        Problem("1.png", "now damaged"),
        single(1, "basophil"),
        Problem("bad.png", "still damaged"),
    ]
    outcomes = []
    for name, together in (("one", False), ("all", True)):
        (tmp_path / name).mkdir()
        workspace, session = new_session(tmp_path / name)
        if together:
            session.record_all(results)
        else:
            for item in results:
                session.record(item)
        assert_stored(workspace.store, session)
        outcomes.append((session.case.cells, list(session.case.cells), session.case.problems, session.case.images))
        workspace.close()
    plain = Case(session.case.info)
    for item in results:
        if isinstance(item, Problem):
            plain.add_problem(item)
        else:
            plain.add_image(item.image, item.cells)
    assert outcomes[0] == outcomes[1] == (plain.cells, list(plain.cells), plain.problems, plain.images)


def test_the_write_of_an_analysis_names_no_human_column(tmp_path: Path) -> None:
    """Whatever the code above does, the SQL that updates an analysed cell must not mention a person's columns."""
    from sqlalchemy import event

    workspace, session = new_session(tmp_path, [single(0)])
    seen: list[str] = []
    engine = workspace.store._engine
    event.listen(engine, "before_cursor_execute", lambda c, cur, sql, *rest: seen.append(sql))
    session.record(single(0, "basophil"))
    updates = [sql for sql in seen if sql.startswith("UPDATE cells")]
    assert updates and not any("human_class" in sql or "note" in sql for sql in updates)
    workspace.close()
    with sqlite3.connect(tmp_path / "leukview.sqlite3") as raw:
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()


def test_an_id_made_free_within_a_batch_is_free_in_the_case_too(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened

    def named(cell_id: str, file: str) -> AnalysedImage:
        item = field([(0, "monocyte")], file)
        return AnalysedImage(item.image, (replace(item.cells[0], id=cell_id),), {})

    session.record(named("x-2", "a.png"))
    session.relabel(["x-2"], "basophil")
    # Neither id doubles one of the case, but the second is renamed, and its new name does.
    cells = session.record_all([named("x", "b.png"), named("x", "c.png")])
    assert [(cell.id, cell.file) for cell in cells] == [("x", "b.png"), ("x-3", "c.png")]
    assert session.case.cells["x-2"].human_class == "basophil"
    assert_stored(workspace.store, session)
