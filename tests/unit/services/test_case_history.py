"""The history of a case: every action in order, the point where one stands, leaps there and back, and what stays out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from session_kit import assert_stored, new_session, outlined, single, stored

from leukview.domain.errors import InputProblem
from leukview.services.case_history import CaseHistory, change_words
from leukview.services.second_reading import finish_second, start_second
from leukview.services.session import Session
from leukview.services.travel import Leap
from leukview.services.workspace import Workspace
from leukview.store.audit import AuditChange


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Workspace, Session]]:
    workspace, session = new_session(tmp_path, [single(number) for number in range(6)])
    yield workspace, session
    workspace.close()


def labels(session: Session) -> dict[str, str | None]:
    return {cell.id: cell.human_class for cell in session.case.cells.values()}


def test_a_leap_takes_many_steps_in_one_and_the_next_redo_takes_all_of_them(opened: tuple[Workspace, Session]) -> None:
    workspace, session = opened
    session.relabel(["c0"], "blast")
    session.relabel(["c0", "c1"], "basophil")
    session.set_note("c2", "odd")
    session.set_mask("c3", outlined(9))
    session.edit_case("Smear 60", "60", "1")
    after, rows = stored(workspace.store, session), len(session.audit())
    leap = session.travel_to(1)
    assert leap == Leap("undo", 4, ("c3", "c2", "c0", "c1"))
    assert labels(session) == {"c0": "blast", "c1": None, "c2": None, "c3": None, "c4": None, "c5": None}
    assert session.case.cells["c2"].note == "" and session.case.info.patient == ""
    assert_stored(workspace.store, session)
    new = session.audit()[rows:]
    assert [(row.action, row.text) for row in new] == [("undo", "Undo 4 steps")]
    assert AuditChange("c0", "label", "basophil", "blast") in new[0].changes, "what was there before is never hidden"
    assert session.redo_text == "4 steps" and session.undo_text == "Label c0 as blast"
    assert session.redo() == Leap("redo", 4, ("c0", "c1", "c2", "c3"))
    assert stored(workspace.store, session) == after
    assert session.undo_text == "4 steps"
    session.undo()
    assert labels(session)["c0"] == "blast" and session.position == 1


def test_a_step_after_a_leap_is_a_step_again_and_a_decision_ends_what_could_be_redone(
    opened: tuple[Workspace, Session], tmp_path: Path
) -> None:
    workspace, session = opened
    for number in range(5):
        session.relabel([f"c{number}"], "blast")
    session.travel_to(2)
    session.undo()
    assert session.redo_text == "Label c1 as blast"
    session.redo()
    assert session.redo_text == "Label c2 as blast", "one step was taken: the leap is forgotten"
    session.travel_to(5)
    session.travel_to(3)
    session.close()
    session = workspace.open_folder(tmp_path / "images")
    assert session.redo_text == "Label c3 as blast", "in another window every step is a step"
    session.relabel(["c5"], "monocyte")
    assert not session.can_redo
    with pytest.raises(InputProblem):
        session.travel_to(5)
    with pytest.raises(InputProblem):
        session.travel_to(-1)
    assert session.travel_to(4) is None
    assert session.travel_to(0) is not None and set(labels(session).values()) == {None}
    assert_stored(workspace.store, session)


def test_a_leap_that_changes_nothing_in_the_end_writes_no_row(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    session.relabel(["c0"], "blast")
    session.clear(["c0"])
    rows = len(session.audit())
    assert session.travel_to(0) == Leap("undo", 2, ())
    assert len(session.audit()) == rows and session.position == 0
    assert session.redo() == Leap("redo", 2, ()) and labels(session)["c0"] is None


def test_the_list_has_every_action_in_order_and_marks_where_one_stands(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    history = CaseHistory(session)
    session.relabel(["c0", "c1"], "blast")
    session.confirm(["c2"])
    session.record(single(3, "monocyte"))
    session.undo()
    view = history.read()
    assert [(line.action, line.by, line.cells, line.change) for line in view.lines] == [
        ("create case", "person", 0, "name: none → images"),
        ("relabel", "person", 2, "not reviewed → Blast (2)"),
        ("confirm", "person", 1, "not reviewed → Lymphocyte"),
        ("analyse again", "AI", 1, "AI: Lymphocyte → Monocyte"),
        ("undo", "person", 1, "Lymphocyte → not reviewed"),
    ]
    assert [view.state(line) for line in view.lines] == ["done", "here", "undone", "", ""]
    assert [view.reachable(line) for line in view.lines] == [True, False, True, False, False]
    assert view.now == 1 and {line.operator for line in view.lines} == {"reader"}


def test_reading_on_takes_only_what_is_new_and_says_the_same_as_reading_anew(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    history = CaseHistory(session)
    for number in range(4):
        session.relabel([f"c{number}"], "blast")
        history.read()
    session.travel_to(1)
    history.read()
    # The same words again: they are another step, and the old row is no point of the history any more.
    session.relabel(["c1"], "blast")
    view = history.read()
    assert view == CaseHistory(session).read()
    alike = [line for line in view.lines if line.text == "Label c1 as blast"]
    assert [view.state(line) for line in alike] == ["", "here"]
    gone = [line for line in view.lines if line.text == "Label c3 as blast"]
    assert [view.state(line) for line in gone] == [""] and not view.reachable(gone[0])


def test_a_step_is_its_own_line_though_another_of_the_same_words_was_nearer_in_time(
    opened: tuple[Workspace, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, session = opened
    # A bulk command takes a while to write, so that its audit row is later than itself.
    times = iter(f"2026-01-01T00:00:00.{number:03d}+00:00" for number in (0, 100, 150, 300, 310, 310, 310, 310))
    monkeypatch.setattr("leukview.store.history.utc_now", lambda: next(times))
    monkeypatch.setattr("leukview.store.audit.utc_now", lambda: next(times))
    for number in range(4):
        session.relabel(["c0", "c1"] if number % 2 else ["c2", "c3"], "blast" if number < 2 else "monocyte")
    monkeypatch.undo()
    view = CaseHistory(session).read()
    assert [view.positions.get(line.id) for line in view.lines] == [0, 1, 2, 3, 4]


def test_the_history_of_a_cell_says_what_became_of_that_cell_alone(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    session.relabel(["c1", "c2"], "blast")
    session.relabel(["c2"], "monocyte")
    session.set_note("c1", "look again")
    history = CaseHistory(session)
    assert [(line.text, line.cells, line.change) for line in history.of_cell("c1")] == [
        ("Label 2 cells as blast", 2, "not reviewed → Blast"),
        ("Note on c1", 1, "note: none → ‘look again’"),
    ]
    assert history.of_cell("c") == (), "a part of a name is no cell"
    first = history.read().lines[1]
    assert history.cell_ids(first.id) == ("c1", "c2") and history.cell_ids(9999) == ()


def test_no_leap_goes_over_a_second_reading_and_its_reader_sees_none_of_the_firsts(
    opened: tuple[Workspace, Session],
) -> None:
    _, session = opened
    session.relabel(["c0"], "blast")
    session.relabel(["c1"], "blast")
    start_second(session, "A. First", "B. Second")
    session.relabel(["c2"], "basophil")
    session.relabel(["c3"], "basophil")
    view = CaseHistory(session).read()
    assert not any(line.text == "Label c0 as blast" for line in view.lines)
    assert view.reach == (3, 5)
    assert [line.text for line in view.lines if view.reachable(line)] == [
        "Start the second reading by B. Second",
        "Label c2 as basophil",
    ]
    with pytest.raises(InputProblem, match="second reading"):
        session.travel_to(1)
    session.travel_to(3)
    session.redo()
    finish_second(session)
    session.relabel(["c2"], "monocyte")
    view = CaseHistory(session).read()
    assert view.reach == (6, 7)
    with pytest.raises(InputProblem, match="second reading"):
        session.travel_to(0)
    assert labels(session)["c0"] == "blast"


def test_a_leap_tells_a_second_reader_nothing_of_the_firsts_steps(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    session.relabel(["c0"], "blast")
    session.clear(["c0"])
    session.edit_case("Smear 60", "60", "1")
    session.travel_to(0)
    session.redo()
    start_second(session, "A. First", "B. Second")
    view = CaseHistory(session).read()
    assert [line.text for line in view.lines if line.action in {"undo", "redo"}] == ["Undo 3 steps", "Redo 3 steps"]
    words = " ".join(f"{line.text} {line.change}" for line in view.lines)
    assert "Blast" not in words and "blast" not in words and "c0" not in words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], ""),
        ([("c1", "label", None, "blast")] * 3 + [("c2", "label", "monocyte", "blast")], None),
        ([("c1", "label", None, c) for c in ("blast", "basophil", "monocyte")], None),
        ([("", "patient", "", "60"), ("", "slide", None, "1")], "patient: none → 60; slide: none → 1"),
        ([("c1", "decision", None, "blast, by C. Third")], "decided: not decided → Blast, by C. Third"),
        ([("c1", "label", "a class of tomorrow", None)], "a class of tomorrow → not reviewed"),
    ],
)
def test_changes_in_words(changes: list[tuple[str, str, str | None, str | None]], words: str | None) -> None:
    said = change_words([AuditChange(*change) for change in changes])
    if words is not None:
        assert said == words
    elif len(changes) == 4:
        assert said == "not reviewed → Blast (3), Monocyte → Blast"
    else:
        assert said == "not reviewed → Blast, not reviewed → Basophil and 1 more"
