"""Boxes that a person adds, deletes or merges: counted, stored, undone, kept at a re-run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from session_kit import assert_stored, call, field, new_session, single

from leukview.domain.box import Box, CellView
from leukview.domain.case import Case
from leukview.domain.cell import Cell, Removal
from leukview.domain.errors import InputProblem
from leukview.services.agreement import agreement_of
from leukview.services.analyse_types import AnalysedImage, CalledCell
from leukview.services.second_reading import finish_second, start_second
from leukview.services.session import Session
from leukview.services.workspace import Workspace

CLASSES = ("lymphocyte", "monocyte", "erythroblast", "artefact")
PLACES = [(n, "lymphocyte" if n % 2 else "segmented_neutrophil") for n in range(6)]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Workspace, Session]]:
    workspace, session = new_session(tmp_path, [field(PLACES), single(0)])
    yield workspace, session
    workspace.close()


def drawn(session: Session, box: Box) -> str:
    command = session.add_cell("field.png", box)
    assert command is not None
    return command.cell_ids()[0]


def found(cells: list[tuple[Box, str]]) -> AnalysedImage:
    """Return the field analysed again, with cells in these boxes."""
    image = field([]).image
    made = tuple(
        Cell(f"field-{n:03d}", "field.png", box, single=False, prediction=call(ai))
        for n, (box, ai) in enumerate(cells, start=1)
    )
    masks = {cell.id: np.full((cell.box.height, cell.box.width), 200, np.uint8) for cell in made}
    return AnalysedImage(image, made, masks)


def test_a_drawn_cell_is_the_persons_and_counts_once_it_is_labelled(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    before = session.differential().total
    cell_id = drawn(session, Box(130, -3, 17, 40))
    cell = session.case.cells[cell_id]
    assert (cell.origin, cell.box, cell.single, cell.final_class) == (
        "drawn",
        Box(130, 0, 17, 20),
        False,
        "unidentified",
    )
    assert cell.needs_review and cell.decided and session.differential().total == before
    session.relabel([cell_id], "monocyte")
    assert session.differential().total == before + 1
    assert_stored(workspace.store, session)
    row = session.audit()[-2]
    assert (row.action, row.changes[0].field, row.changes[0].before) == ("add", "box", None)
    assert row.changes[0].after == "17×20 px at 130,0 of field.png"
    session.undo()
    session.undo()
    assert cell_id not in session.case.cells and session.audit()[-1].changes[0].after is None
    session.redo()
    session.redo()
    assert session.case.cells[cell_id].human_class == "monocyte"
    assert_stored(workspace.store, session)


def test_a_deleted_cell_is_out_of_every_count_and_still_known(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    session.relabel(["field-002"], "monocyte")
    order = list(session.case.cells)
    session.delete_cells(["field-002", "field-004"])
    assert session.differential().n("monocyte", "lymphocyte") == 2, "field-006 and the single cell"
    assert session.case.removed["field-002"].human_class == "monocyte"
    summary = workspace.cases()[0]
    assert (summary.cells, summary.reviewed) == (5, 0)
    assert_stored(workspace.store, session)
    assert [(c.field, c.after) for c in session.audit()[-1].changes] == [("removed", "deleted")] * 2
    with pytest.raises(InputProblem, match="no such cell"):
        session.relabel(["field-002"], "monocyte")
    session.undo()
    assert list(session.case.cells) == order and not session.case.removed
    assert_stored(workspace.store, session)


def test_a_deleted_cell_can_be_brought_back_later(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    session.delete_cells(["field-001"])
    session.relabel(["field-003"], "monocyte")
    session.restore_cells(["field-001"])
    assert next(iter(session.case.cells)) == "field-001" and session.undo_text == "Bring back field-001"
    assert session.restore_cells(["field-001"]) is None
    assert_stored(workspace.store, session)


def test_a_merge_puts_one_cell_in_the_place_of_several(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    session.relabel(["field-001", "field-002"], "monocyte")
    session.set_note("field-002", "two lobes")
    before = session.differential()
    command = session.merge_cells(["field-001", "field-002"])
    assert command is not None
    whole = session.case.cells[command.cell_ids()[0]]
    assert (whole.box, whole.human_class, whole.note) == (Box(0, 0, 38, 18), "monocyte", "two lobes")
    assert session.differential().total == before.total - 1
    assert session.case.removed["field-001"].removed == Removal("merged", whole.id)
    with pytest.raises(InputProblem, match="part of"):
        session.restore_cells(["field-001"])
    again = workspace.open_folder(tmp_path / "images")
    assert again.case == session.case and again.undo_text == f"Merge 2 cells into {whole.id}"
    again.undo()
    assert again.differential() == before and whole.id not in again.case.cells
    assert_stored(workspace.store, again)


@pytest.mark.parametrize(
    ("ids", "why"),
    [(["field-001"], "only one"), (["field-001", "c0"], "alone"), (["field-001", "nobody"], "no such")],
)
def test_what_cannot_be_merged_is_refused_and_changes_nothing(
    opened: tuple[Workspace, Session], ids: list[str], why: str
) -> None:
    workspace, session = opened
    rows = len(session.audit())
    with pytest.raises(InputProblem, match=why):
        session.merge_cells(ids)
    assert len(session.audit()) == rows and not session.can_undo
    assert_stored(workspace.store, session)


def test_a_slip_of_the_hand_is_no_cell(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    with pytest.raises(InputProblem, match="too small"):
        session.add_cell("field.png", Box(10, 10, 40, 2))
    with pytest.raises(InputProblem, match="no field"):
        session.add_cell("0.png", Box(10, 10, 20, 20))
    with pytest.raises(InputProblem, match="too small"):
        session.add_cell("field.png", Box(5000, 10, 20, 20))


def test_a_cell_that_two_readers_missed_is_added_once_both_are_done_and_what_they_read_stays(
    opened: tuple[Workspace, Session],
) -> None:
    workspace, session = opened
    ids = [cell.id for cell in session.case.cells.values() if not cell.single]
    session.delete_cells(ids[5:])
    session.confirm(ids[:5])
    start_second(session, "Ann", "Ben")
    box = Box(300, -3, 17, 40)
    for reader in (1, 2):
        session.change_reader(reader)  # type: ignore[arg-type]
        for act in (
            lambda: session.add_cell("field.png", box),
            lambda: session.delete_cells(ids[:1]),
            lambda: session.restore_cells(ids[5:]),
        ):
            with pytest.raises(InputProblem, match="while a second reader reads") as refused:
                act()
            assert "Write a note on the nearest cell" in refused.value.remedy
    session.set_note(ids[0], "a blast above this one")
    session.confirm(ids[:4])
    session.relabel(ids[4:5], "basophil")
    finish_second(session)
    before = agreement_of(session.stored)
    for act in (
        lambda: session.delete_cells(ids[:1]),
        lambda: session.merge_cells(ids[:2]),
        lambda: session.restore_cells(ids[5:]),
    ):
        with pytest.raises(InputProblem, match="once two readers have read them"):
            act()
    new = drawn(session, box)
    assert session.case.cells[new].person_class is None
    session.relabel([new], "blast")
    cell = session.case.cells[new]
    assert (cell.final_class, cell.human_class, cell.second_class) == ("blast", None, None)
    assert cell.agreed is not None and agreement_of(session.stored) == before
    assert_stored(workspace.store, session)
    # The end of the second reading cannot be taken back from under the cell: that goes first.
    session.undo()
    session.undo()
    assert new not in session.case.cells and session.sight == "whole"
    session.redo()
    session.redo()
    assert session.case.cells[new].final_class == "blast"
    assert_stored(workspace.store, session)


def test_a_re_run_keeps_what_a_person_drew_deleted_and_merged(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    cell_id = drawn(session, Box(130, 0, 30, 20))
    session.delete_cells(["field-001"])
    session.merge_cells(["field-003", "field-004"])
    whole = next(cell for cell in session.case.cells if "drawn" in cell and cell != cell_id)
    # Found again: the deleted one, both parts, and, tighter than it was drawn, the drawn one.
    session.record(
        found(
            [
                (Box(1, 0, 18, 18), "blast"),
                (Box(40, 1, 18, 18), "blast"),
                (Box(60, 0, 18, 18), "blast"),
                (Box(138, 2, 15, 15), "blast"),
            ]
        )
    )
    case = session.case
    assert sorted(case.removed) == ["field-001", "field-003", "field-004"]
    assert case.removed["field-001"].ai_class == "blast"
    mine = case.cells[cell_id]
    assert (mine.origin, mine.box, mine.ai_class) == ("both", Box(130, 0, 30, 20), "blast")
    mask = session.mask(cell_id)
    assert mask is not None and mask.shape == (20, 30) and mask[2:17, 8:23].all() and mask.sum() == 15 * 15 * 200
    assert set(case.cells) == {cell_id, whole, "c0"}
    assert_stored(workspace.store, session)
    # What the analysis found stays when the person takes the box back.
    session.undo()
    session.undo()
    session.undo()
    assert case.cells[cell_id].origin == "found" and not case.removed
    assert_stored(workspace.store, session)
    session.redo()
    assert case.cells[cell_id].origin == "both"
    assert_stored(workspace.store, session)


def test_a_re_run_that_finds_nothing_keeps_them_too(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    cell_id = drawn(session, Box(130, 0, 30, 20))
    session.delete_cells(["field-001"])
    session.record(found([]))
    assert set(session.case.cells) == {cell_id, "c0"} and set(session.case.removed) == {"field-001"}
    assert_stored(workspace.store, session)
    session.undo()
    session.undo()
    assert set(session.case.cells) == {"field-001", "c0"}
    assert_stored(workspace.store, session)


def test_a_merge_whose_parts_are_gone_is_not_done_again(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    session.merge_cells(["field-003", "field-004"])
    session.undo()
    session.record(found([(Box(40, 0, 18, 18), "blast")]))
    assert "field-004" not in session.case.cells
    assert session.redo() is None
    assert [cell.origin for cell in session.case.cells.values()] == ["found", "found"]
    assert_stored(workspace.store, session)


def test_the_call_of_a_drawn_cell_is_stored_beside_what_a_person_says(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    box = Box(130, 0, 30, 20)
    cell_id = drawn(session, box)
    session.relabel([cell_id], "monocyte")
    called = CalledCell(box, call("blast"), CellView(145, 10, 40), None, np.full((20, 30), 128, np.uint8))
    heard: list[frozenset[str]] = []
    session.subscribe(heard.append)
    assert session.record_call(cell_id, called) and heard == [frozenset({cell_id})]
    cell = session.case.cells[cell_id]
    assert (cell.ai_class, cell.human_class, cell.status) == ("blast", "monocyte", "relabelled")
    assert session.mask(cell_id) is not None
    assert (session.audit()[-1].action, session.undo_text) == ("call", f"Label {cell_id} as monocyte")
    assert_stored(workspace.store, session)
    assert not session.record_call(cell_id, replace(called, box=Box(0, 0, 9, 9)))
    session.undo()
    session.undo()
    assert not session.record_call(cell_id, called)
    assert_stored(workspace.store, session)


def snapshot(case: Case) -> tuple[object, ...]:
    return dict(case.cells), list(case.cells), dict(case.removed), case.info


steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 380), st.integers(8, 60)),
        st.tuples(st.just("delete"), st.integers(0, 9), st.integers(1, 3)),
        st.tuples(st.just("merge"), st.integers(0, 9), st.integers(2, 3)),
        st.tuples(st.just("label"), st.integers(0, 9), st.integers(0, 3)),
        st.tuples(st.just("restore"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("undo"), st.just(0), st.just(0)),
        st.tuples(st.just("redo"), st.just(0), st.just(0)),
        st.tuples(st.just("leap"), st.integers(0, 14), st.just(0)),
        st.tuples(st.just("reopen"), st.just(0), st.just(0)),
    ),
    max_size=14,
)


def act(session: Session, step: tuple[str, int, int]) -> None:
    kind, first, second = step
    here = [cell.id for cell in session.case.cells.values() if not cell.single]
    chosen = list(dict.fromkeys(here[(first + n) % len(here)] for n in range(second))) if here else []
    match kind:
        case "add":
            session.add_cell("field.png", Box(first, 0, second, 15))
        case "delete" if chosen:
            session.delete_cells(chosen)
        case "merge" if len(chosen) > 1:
            session.merge_cells(chosen)
        case "label" if here:
            session.relabel([here[first % len(here)]], CLASSES[second])
        case "restore":
            deleted = [cell.id for cell in session.case.removed.values() if not cell.removed.into]
            if deleted:
                session.restore_cells([deleted[first % len(deleted)]])


@settings(max_examples=12, deadline=None)
@given(steps)
def test_any_way_there_and_back_gives_the_same_case_and_counts(todo: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace, session = new_session(folder, [field(PLACES), single(0)])
        with workspace.store:
            # What the case was after each command that stands, and after those that can be done again.
            states, at = [snapshot(session.case)], 0
            counts = [session.differential()]
            for step in todo:
                if step[0] == "reopen":
                    session = workspace.open_folder(folder / "images")
                elif step[0] == "leap":
                    at = step[1] % len(states)
                    session.travel_to(at)
                elif step[0] in {"undo", "redo"}:
                    session.undo() if step[0] == "undo" else session.redo()
                    at = session.position
                else:
                    before = session.undo_text, session.case.cells.copy(), session.case.removed.copy()
                    act(session, step)
                    if (session.case.cells, session.case.removed) != before[1:]:
                        at += 1
                        states[at:] = [snapshot(session.case)]
                        counts[at:] = [session.differential()]
                now, then = snapshot(session.case), states[at]
                assert now[0] == then[0] and now[2:] == then[2:]
                assert session.differential() == counts[at]
                assert_stored(workspace.store, session)
            while session.undo() is not None:
                pass
            assert snapshot(session.case) == states[0]
