"""One session: decisions, history, audit, masks, counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from session_kit import STAMP, assert_stored, field, mask_of, new_session, single, stored

from leukview import __version__
from leukview.domain.case import Problem
from leukview.domain.commands import SetLabels
from leukview.domain.differential import Ranges
from leukview.domain.errors import InputProblem
from leukview.services.analyse_types import AnalysedImage
from leukview.services.session import Session
from leukview.services.workspace import Workspace


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Workspace, Session]]:
    workspace, session = new_session(tmp_path, [single(n, "lymphocyte") for n in range(5)])
    yield workspace, session
    workspace.close()


def test_everything_of_a_case_comes_back(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    session.record(field([(0, "monocyte"), (3, "myeloblast")]))
    session.record(Problem("höhe/β.png", "the file is damaged", "Export it again"))
    session.set_stamp(STAMP, {"load": 1.5, "total": 2.25})
    session.relabel(["c1", "c3"], "basophil")
    session.set_note("c2", "Auer rod? ‘ü’ 🔬")
    session.edit_case("Case 7", "P-0001", "slide 2")
    session.save_view_state({"cell": "c3", "zoom": 2.5, "collapsed": ["blast"]})
    session.close()
    again = workspace.open_folder(tmp_path / "images")
    assert again.case == session.case
    assert list(again.case.cells) == list(session.case.cells)
    assert again.case.stamp == STAMP
    assert again.view_state == {"cell": "c3", "zoom": 2.5, "collapsed": ["blast"]}
    assert again.case_id == session.case_id
    assert workspace.open_case(session.case_id).case == session.case
    assert again.is_analysed("0.png") and again.is_analysed("field.png")
    assert not again.is_analysed("höhe/β.png")


def test_human_label_and_ai_label_are_separate(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    session.relabel(["c0"], "myeloblast")
    session.confirm(["c1"])
    assert (session.case.cells["c0"].ai_class, session.case.cells["c0"].human_class) == ("lymphocyte", "myeloblast")
    assert [session.case.cells[c].status for c in ("c0", "c1", "c2")] == ["relabelled", "confirmed", "unreviewed"]
    session.clear(["c0", "c2"])
    assert session.case.cells["c0"].human_class is None


def test_undo_and_redo_survive_reopening(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    session.relabel(["c0", "c1"], "basophil")
    session.confirm(["c2"])
    session.set_note("c0", "look again")
    session.edit_case("N", "P", "S")
    before = session.case.info
    session.undo()
    session.undo()
    again = workspace.open_folder(tmp_path / "images")
    assert again.undo_text == "Confirm c2" and again.redo_text == "Note on c0"
    assert again.case.cells["c0"].note == "" and again.case.info != before
    redone = [again.redo(), again.redo()]
    assert [command.describe() for command in redone if command] == ["Note on c0", "Edit the case's details"]
    assert again.case.info == before and again.case.cells["c0"].note == "look again"
    assert again.redo() is None and not again.can_redo and again.redo_text == ""
    for _ in range(4):
        assert again.undo() is not None
    assert not again.can_undo and again.undo() is None and again.undo_text == ""
    assert all(cell.human_class is None and not cell.note for cell in again.case.cells.values())
    assert_stored(workspace.store, again)


def test_a_new_command_drops_what_could_be_redone(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    session.relabel(["c0"], "basophil")
    session.relabel(["c1"], "basophil")
    session.undo()
    session.relabel(["c2"], "monocyte")
    assert not session.can_redo
    session.undo()
    session.undo()
    assert not session.can_undo
    again = workspace.open_folder(tmp_path / "images")
    assert not again.can_undo and again.redo_text == "Label c0 as basophil"


def test_what_changes_nothing_leaves_no_trace(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    session.relabel(["c0"], "basophil")
    rows = len(session.audit())
    heard: list[frozenset[str]] = []
    session.subscribe(heard.append)
    assert session.relabel(["c0"], "basophil") is None
    assert session.clear(["c1"]) is None
    assert session.set_note("c1", "") is None
    info = session.case.info
    assert session.edit_case(info.name, info.patient, info.slide) is None
    assert session.relabel([], "basophil") is None
    assert session.record_all([]) == []
    assert len(session.audit()) == rows and not heard
    command = session.relabel(["c0", "c1"], "basophil")
    assert isinstance(command, SetLabels) and command.cell_ids() == ("c1",)


@pytest.mark.parametrize(
    "act",
    [
        lambda s: s.relabel(["c0", "nobody"], "basophil"),
        lambda s: s.relabel(["c0"], "no_such_class"),
        lambda s: s.confirm(["c0", "nobody"]),
        lambda s: s.clear(["nobody"]),
        lambda s: s.set_note("nobody", "x"),
    ],
)
def test_a_wrong_request_changes_nothing(opened: tuple[Workspace, Session], act: Callable[[Session], object]) -> None:
    workspace, session = opened
    before, rows = stored(workspace.store, session), session.audit()
    with pytest.raises(InputProblem):
        act(session)
    assert stored(workspace.store, session) == before == session.case
    assert session.audit() == rows and not session.can_undo


def test_listeners_hear_only_of_what_is_stored(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    heard = []

    def listen(ids: frozenset[str]) -> None:
        on_disk = stored(workspace.store, session)
        heard.append((ids, on_disk == session.case))

    end = session.subscribe(listen)
    session.relabel(["c0", "c1"], "basophil")
    session.set_note("c2", "note")
    session.edit_case("n", "p", "s")
    session.undo()
    session.undo()
    session.redo()
    session.record(single(9))
    session.record(Problem("x.png", "damaged"))
    session.set_stamp(STAMP)
    ids = [changed for changed, _ in heard]
    expected = [{"c0", "c1"}, {"c2"}, set(), set(), {"c2"}, {"c2"}, {"c9"}, set(), set()]
    assert ids == [frozenset(item) for item in expected]
    assert all(same for _, same in heard)
    end()
    end()
    session.clear(["c0"])
    assert len(heard) == len(expected)


def test_a_faulty_listener_keeps_nobody_else_from_hearing(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    heard: list[frozenset[str]] = []

    def faulty(ids: frozenset[str]) -> None:
        raise ZeroDivisionError

    session.subscribe(faulty)
    session.subscribe(heard.append)
    with pytest.raises(ZeroDivisionError):
        session.relabel(["c0"], "basophil")
    assert heard == [frozenset({"c0"})]
    assert session.case.cells["c0"].human_class == "basophil" and session.can_undo


def test_the_audit_says_who_what_and_what_was_before(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    session.set_stamp(STAMP)
    session.relabel(["c0", "c1"], "basophil")
    session.operator = "second reader"
    session.relabel(["c1"], "monocyte")
    session.undo()
    session.redo()
    session.set_note("c0", "seen")
    session.edit_case(session.case.info.name, "P-1", "")
    rows = session.audit()
    assert [row.action for row in rows] == [
        "create case", "analyse", "relabel", "relabel", "undo", "redo", "note", "edit case"
    ]  # fmt: skip
    assert [row.operator for row in rows[2:4]] == ["reader", "second reader"]
    assert rows[2].cell_ids == ("c0", "c1") and rows[2].text == "Label 2 cells as basophil"
    assert [(c.cell_id, c.field, c.before, c.after) for c in rows[3].changes] == [
        ("c1", "label", "basophil", "monocyte")
    ]
    assert [(c.before, c.after) for c in rows[4].changes] == [("monocyte", "basophil")]
    assert [(c.before, c.after) for c in rows[5].changes] == [("basophil", "monocyte")]
    assert [(c.field, c.before, c.after) for c in rows[7].changes] == [("patient", "", "P-1")]
    assert [row.id for row in rows] == sorted({row.id for row in rows})
    assert all(row.software == __version__ and row.utc.endswith("+00:00") for row in rows)
    assert [row.utc for row in rows] == sorted(row.utc for row in rows)


def test_masks_come_back_exactly(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    for number in range(5):
        mask = session.mask(f"c{number}")
        assert mask is not None and mask.dtype == np.uint8
        assert np.array_equal(mask, mask_of(number))
    session.record(single(7, mask=False))
    assert session.mask("c7") is None and session.mask("nobody") is None


def test_a_mask_that_is_no_mask_is_refused_whole(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    good = single(8)
    bad = AnalysedImage(good.image, good.cells, {"c8": np.zeros((3, 3), np.float32)})
    with pytest.raises(ValueError, match="float32"):
        session.record(bad)
    assert "c8" not in session.case.cells and not session.is_analysed("8.png")
    assert_stored(workspace.store, session)
    session.record(good)
    assert "c8" in session.case.cells


def test_numpy_numbers_are_stored_as_numbers(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    plain = single(6)
    cell = plain.cells[0]
    box = type(cell.box)(*(np.int64(v) for v in (4, 6, 40, 30)))
    odd = type(cell)(**{**cell.__dict__, "box": box})
    session.record(AnalysedImage(plain.image, (odd,), plain.masks))
    assert stored(workspace.store, session).cells["c6"] == cell


def test_counts_follow_the_labels(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    session.relabel(["c0", "c1"], "myeloblast")
    assert session.differential("ai").n("lymphocyte") == 5
    assert session.differential("final").n("myeloblast") == 2 == session.differential().n("myeloblast")
    assert session.differential("human").total == 2
    assert session.suggestion().results[0].total == 5
    session.classes, session.ranges = ("plasma_cell",), Ranges("ours", {"lymphocyte": (99.0, 100.0)})
    rows = {row.class_id: row for row in session.differential().rows}
    assert rows["plasma_cell"].n == 0 and rows["lymphocyte"].flag == "low"


def test_a_file_name_that_is_no_text_becomes_a_problem(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    odd = single(8)
    image = type(odd.image)("bad\udcff.png", "0" * 64, 50, 48, "cell")
    assert session.record(AnalysedImage(image, odd.cells, odd.masks)) == []
    session.record(Problem("also\udcff.png", "damaged"))
    assert [p.file for p in session.case.problems.values()] == ["bad\\udcff.png", "also\\udcff.png"]
    session.set_note("c0", "half \ud83d character")
    assert_stored(workspace.store, session)


def test_a_second_window_is_told_that_the_case_changed(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    other_workspace, other = new_session(tmp_path)
    other.relabel(["c0"], "basophil")
    for act in (
        lambda: session.relabel(["c0"], "monocyte"),
        lambda: session.record(single(9)),
        lambda: session.set_stamp(STAMP),
    ):
        with pytest.raises(InputProblem, match="another LeukView window"):
            act()
    assert session.case.cells["c0"].human_class is None and "c9" not in session.case.cells
    fresh = workspace.open_folder(tmp_path / "images")
    assert fresh.case.cells["c0"].human_class == "basophil"
    fresh.undo()
    assert stored(workspace.store, fresh).cells["c0"].human_class is None
    other_workspace.close()


def test_a_closed_session_takes_no_more_changes(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    session.close()
    with pytest.raises(RuntimeError, match="closed"):
        session.relabel(["c0"], "basophil")
    assert stored(workspace.store, session).cells["c0"].human_class is None


def test_threads_may_record_and_label_at_once(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    faults: list[BaseException] = []

    def guarded(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:
            faults.append(error)

    def record(start: int) -> None:
        for number in range(start, start + 15):
            session.record(single(number))

    def label() -> None:
        for name in ("basophil", "monocyte", "eosinophil") * 5:
            session.relabel(["c0", "c1"], name)
            session.mask("c1")
            session.differential()

    threads = [Thread(target=guarded, args=(act,)) for act in (lambda: record(100), lambda: record(200), label)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(session.case.cells) == 35 and session.case.cells["c0"].human_class == "eosinophil"
    assert_stored(workspace.store, session)
