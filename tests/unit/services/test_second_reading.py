"""A second reading over the real store: blind, undoable, never overwritten, compared by Cohen's kappa."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_kit import STAMP, assert_stored, new_session, outlined, single, stored
from sklearn.metrics import cohen_kappa_score

from leukview.domain.differential import count_cells
from leukview.domain.errors import InputProblem
from leukview.domain.gate import GateItem, Requirements
from leukview.domain.rules import suggest
from leukview.services.agreement import agreement_of, kappa
from leukview.services.second_reading import finish_second, start_second
from leukview.services.session import Session
from leukview.services.signing import acknowledge, amend, gate_of, sign
from leukview.store import audit
from leukview.store.audit import AuditChange

COUNT = 6


def ready(folder: Path, **how: bool) -> Session:
    """Return a session in which Ann read everything, and Ben begins."""
    _, session = new_session(folder, [single(n, "blast" if n % 2 else "lymphocyte") for n in range(COUNT)])
    session.set_stamp(STAMP)
    session.operator = "Ann"
    session.relabel(["c0", "c2"], "monocyte")
    session.confirm(["c1", "c3", "c4"])
    session.set_note("c0", "a secret")
    session.set_mask("c4", outlined(128))
    start_second(session, "Ann", "Ben", **how)
    return session


def test_the_second_reader_sees_nothing_of_the_first(tmp_path: Path) -> None:
    session = ready(tmp_path)
    cells = session.case.cells.values()
    assert session.sight == "second" and session.who == "Ben"
    assert [(cell.human_class, cell.note, cell.human_mask, cell.status) for cell in cells] == [
        (None, "", None, "unreviewed")
    ] * COUNT
    assert not session.can_undo and not session.undo_text and session.undo() is None
    mask = session.mask("c4")
    assert mask is not None and mask.shape == (30, 40)
    assert session.differential("human").total == 0
    said = " ".join(f"{row.text} {row.changes}" for row in session.audit())
    assert "monocyte" not in said and "secret" not in said
    assert session.stored.cells["c0"].human_class == "monocyte"
    with pytest.raises(InputProblem, match="outlines are the first's"):
        session.set_mask("c1", outlined(128))


def test_without_the_ai_nothing_of_it_is_there(tmp_path: Path) -> None:
    session = ready(tmp_path, ai_shown=False)
    assert all(cell.prediction is None and cell.final_class == "unidentified" for cell in session.case.cells.values())
    with pytest.raises(InputProblem, match="no call is shown"):
        session.confirm(["c1"])
    session.relabel(["c1"], "blast")
    assert session.case.cells["c1"].status == "relabelled"
    assert session.stored.cells["c1"].prediction is not None


def test_nobody_signs_while_a_second_reader_reads_whatever_the_gate_said_before(tmp_path: Path) -> None:
    session = ready(tmp_path)
    for reader in (2, 1):
        session.change_reader(reader)  # type: ignore[arg-type]
        with pytest.raises(InputProblem, match="a second reading is under way"):
            sign(session, "Ann", [GateItem("alert", "what the first reader counted", True)], [])
    assert not session.stored.signatures


def told(session: Session) -> str:
    """Return everything that the session tells of what was done."""
    return " ".join(f"{row.text} {row.changes}" for row in session.audit())


def test_what_was_done_tells_a_second_reader_neither_alerts_nor_why_the_case_was_amended(tmp_path: Path) -> None:
    _, session = new_session(tmp_path, [single(n, "lymphocyte") for n in range(COUNT)])
    session.set_stamp(STAMP)
    session.relabel([f"c{n}" for n in range(COUNT)], "promyelocyte")
    session.edit_case("Smear", "P", "S")
    found = suggest(count_cells(session.case.cells.values())).alerts[0]
    acknowledge(session, found, "Ann")
    items = gate_of(session, Requirements(target=COUNT), analysed=True)
    sign(session, "Ann", items, [item.id for item in items])
    amend(session, "it is APL", "Ann")
    start_second(session, "Ann", "Ben")
    assert (
        "promyelocytes" not in told(session).lower() and "APL" not in told(session) and "version" not in told(session)
    )
    acknowledge(session, found, "Ben")
    assert told(session).count("Acknowledge ") == 1
    session.change_reader(1)
    assert "it is APL" in told(session) and told(session).count("Acknowledge ") == 2


def test_what_was_done_tells_no_call_where_none_is_shown(tmp_path: Path) -> None:
    for shown in (True, False):
        folder = tmp_path / str(shown)
        folder.mkdir()
        session = ready(folder, ai_shown=shown)
        with session._store.writing() as connection:
            change = AuditChange("c0", "ai", "lymphocyte", "blast")
            audit.append(connection, session.number, "Ann", "analyse again", "Analyse again", [change])
        assert ("blast" in told(session)) == shown


def test_the_window_opens_blind_again(tmp_path: Path) -> None:
    session = ready(tmp_path)
    session.relabel(["c0"], "blast")
    workspace_store = session._store
    session.close()
    from leukview.services.workspace import Workspace

    again = Workspace(workspace_store, "Ann").open_folder(tmp_path / "images")
    assert again.sight == "second" and again.who == "Ben"
    assert again.case.cells["c0"].human_class == "blast" and again.case.cells["c2"].human_class is None
    again.change_reader(1)
    assert again.sight == "first" and again.case.cells["c0"].human_class == "monocyte"
    assert all(cell.second_class is None for cell in again.case.cells.values())
    assert not again.can_undo, "the newest command is the second reader's"
    again.change_reader(2)
    assert again.undo_text == "Label c0 as blast"


def test_names_must_be_two_people(tmp_path: Path) -> None:
    _, session = new_session(tmp_path, [single(0)])
    for first, second in (("Ann", " ann "), ("Ann", ""), ("", "Ben")):
        with pytest.raises(InputProblem):
            start_second(session, first, second)
    with pytest.raises(InputProblem, match="none is under way"):
        finish_second(session)
    with pytest.raises(InputProblem, match="none is under way"):
        session.change_reader(2)
    start_second(session, "Ann", "Ben")
    with pytest.raises(InputProblem, match="Ben reads this case already"):
        start_second(session, "Ann", "Cid")


def test_both_labels_stand_and_a_person_decides(tmp_path: Path) -> None:
    session = ready(tmp_path)
    session.relabel(["c0"], "blast")
    session.confirm(["c1", "c3", "c4"])
    finish_second(session)
    assert session.sight == "whole" and session.reader == 1
    cell = session.case.cells["c0"]
    assert (cell.human_class, cell.second_class, cell.final_class) == ("monocyte", "blast", "lymphocyte")
    with pytest.raises(InputProblem, match="readers disagree"):
        session.confirm(["c0"])
    with pytest.raises(InputProblem):
        session.count(["c0"])
    session.relabel(["c0"], "monocyte")
    cell = session.case.cells["c0"]
    assert cell.agreed is not None and (cell.agreed.by, cell.final_class) == ("Ann", "monocyte")
    assert (cell.human_class, cell.second_class) == ("monocyte", "blast")
    assert_stored(session._store, session)
    session.clear(["c0"])
    assert session.case.cells["c0"].disagreement
    session.undo()
    assert session.case.cells["c0"].final_class == "monocyte"
    by = {(row.operator, row.action) for row in session.audit()}
    assert {("Ben", "relabel"), ("Ben", "confirm"), ("Ann", "reconcile"), ("Ben", "readers")} <= by


def test_a_rerun_overwrites_nobody(tmp_path: Path) -> None:
    session = ready(tmp_path)
    session.relabel(["c0", "c5"], "blast")
    session.set_note("c5", "Ben's")
    session.record_all([single(n, "eosinophil", weights="cd" * 32) for n in range(COUNT)])
    assert session.case.cells["c0"].human_class == "blast" and session.case.cells["c0"].ai_class == "eosinophil"
    assert list(session.case.cells) == list(session.stored.cells)
    finish_second(session)
    session.relabel(["c0"], "basophil")
    session.record_all([single(n, "monocyte") for n in range(COUNT)])
    cell = session.case.cells["c0"]
    assert (cell.human_class, cell.second_class, cell.final_class) == ("monocyte", "blast", "basophil")
    assert (session.case.cells["c5"].second_class, session.case.cells["c5"].second_note) == ("blast", "Ben's")
    assert_stored(session._store, session)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_undo_and_redo_with_both_readers(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    session = ready(tmp_path_factory.mktemp("case"))
    states = [dict(session.stored.cells)]
    names = st.sampled_from(["blast", "monocyte", "lymphocyte"])
    for _ in range(data.draw(st.integers(1, 5))):
        ids = data.draw(st.lists(st.sampled_from([f"c{n}" for n in range(COUNT)]), min_size=1, max_size=3))
        act = data.draw(st.sampled_from(["relabel", "confirm", "clear", "note"]))
        done = {
            "relabel": lambda ids=ids: session.relabel(ids, data.draw(names)),
            "confirm": lambda ids=ids: session.confirm(ids),
            "clear": lambda ids=ids: session.clear(ids),
            "note": lambda ids=ids: session.set_note(ids[0], data.draw(st.sampled_from(["", "a", "b"]))),
        }[act]()
        if done is not None:
            states.append(dict(session.stored.cells))
    first = {cell_id: (cell.human_class, cell.note, cell.human_mask) for cell_id, cell in states[0].items()}
    for state in reversed(states[:-1]):
        assert session.undo() is not None
        assert session.stored.cells == state
    assert session.undo() is None, "what the first reader did is out of reach"
    for state in states[1:]:
        assert session.redo() is not None
        assert session.stored.cells == state
        kept = {cell_id: (cell.human_class, cell.note, cell.human_mask) for cell_id, cell in state.items()}
        assert kept == first
    assert stored(session._store, session) == session.stored


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["blast", "monocyte", "lymphocyte"]), st.sampled_from(["blast", "monocyte", "band"])),
        min_size=1,
        max_size=40,
    )
)
def test_kappa_is_scikit_learns(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    if len({name for pair in pairs for name in pair}) < 2:
        assert found is None
        return
    assert found is not None
    value, low, high = found
    assert value == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)), abs=1e-9)
    assert -1 <= low <= value + 1e-9 and value - 1e-9 <= high <= 1


def test_the_interval_is_the_published_one() -> None:
    """A table of Fleiss, Cohen and Everitt (1969): kappa 0.429, standard error 0.054."""
    table = ((53, 5, 2), (11, 14, 5), (1, 6, 3))
    pairs = [(f"{i}", f"{j}") for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(2 * n)]
    found = kappa(pairs)
    assert found is not None
    assert found[0] == pytest.approx(0.429, abs=5e-4)
    assert (found[2] - found[1]) / (2 * 1.96) == pytest.approx(0.054, abs=5e-4)


def test_agreement_of_a_case(tmp_path: Path) -> None:
    session = ready(tmp_path)
    assert agreement_of(session.stored) is None
    session.relabel(["c0", "c1", "c3", "c5"], "blast")
    finish_second(session)
    found = agreement_of(session.stored)
    assert found is not None
    assert (found.first, found.second, found.both, found.same) == ("Ann", "Ben", 3, 2)
    assert (found.only_first, found.only_second) == (2, 1)
    assert found.differing == (("monocyte", "blast", 1, 0),)
    assert agreement_of(replace(session.stored, cells={})) is not None
