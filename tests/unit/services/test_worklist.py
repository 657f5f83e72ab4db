"""The worklist over a real database: counts that follow the cells, states, search, sort, groups and what is taken off it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from session_kit import STAMP, single

from leukview.domain.case import Problem
from leukview.domain.case_status import CaseStatus
from leukview.domain.errors import Cancelled, InputProblem
from leukview.domain.gate import Requirements
from leukview.domain.progress import NoProgress
from leukview.services import tallies
from leukview.services.combine import as_table, combine_slides, slides_of
from leukview.services.session import Session
from leukview.services.signing import amend, gate_of, sign, state_of
from leukview.services.worklist import REMOVED, CaseRow, PatientHead, View, arrange, load_rows
from leukview.services.workspace import Workspace
from leukview.store import audit
from leukview.store.database import open_store


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(open_store(tmp_path / "leukview.sqlite3"), "A. Reader")
    yield made
    made.close()


def folder_of(tmp_path: Path, name: str, images: int = 3) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    for number in range(images):
        (folder / f"{number}.png").write_bytes(b"not read here")
    return folder


def analysed(
    workspace: Workspace, tmp_path: Path, name: str, ai: str = "lymphocyte", count: int = 4, base: int = 0
) -> Session:
    session = workspace.open_folder(folder_of(tmp_path, name, 0))
    session.record_all([single(base + number, ai) for number in range(count)])
    session.set_stamp(STAMP, {"total": 1.5})
    return session


def row_of(workspace: Workspace, case_id: str) -> CaseRow:
    return next(row for row in load_rows(workspace.store) if row.id == case_id)


def test_a_case_from_its_arrival_to_its_review(workspace: Workspace, tmp_path: Path) -> None:
    received = workspace.receive(folder_of(tmp_path, "run 7"))
    assert (received.name, received.new) == ("run 7", True)
    row = row_of(workspace, received.case_id)
    assert (row.status, row.found, row.images, row.opened) == (CaseStatus.RECEIVED, 3, 0, "")
    session = workspace.open_case(received.case_id, by_person=False)
    session.record_all([single(number) for number in range(2)])
    row = row_of(workspace, received.case_id)
    assert (row.status, row.cells, row.opened) == (CaseStatus.RECEIVED, 2, ""), "one image is still to come"
    session.record(Problem("2.png", "damaged"))
    row = row_of(workspace, received.case_id)
    assert (row.status, row.problems) == (CaseStatus.ANALYSED, 1)
    assert "1 file not read" in row.flags
    session.confirm(["c0"])
    row = row_of(workspace, received.case_id)
    assert (row.status, row.reviewed, row.cells) == (CaseStatus.IN_REVIEW, 1, 2)
    session.relabel(["c1"], "blast")
    row = row_of(workspace, received.case_id)
    assert row.status is CaseStatus.REVIEWED and row.classes == {"lymphocyte": 1, "blast": 1}
    session.undo()
    assert row_of(workspace, received.case_id).status is CaseStatus.IN_REVIEW
    assert workspace.open_case(received.case_id) and row_of(workspace, received.case_id).opened


def test_counts_are_those_of_the_cells_themselves(workspace: Workspace, tmp_path: Path) -> None:
    session = analysed(workspace, tmp_path, "a", "blast", 30)
    session.relabel(["c0", "c1"], "promyelocyte")
    session.clear(["c1"])
    row = row_of(workspace, session.case_id)
    cells = list(session.case.cells.values())
    assert row.needing == sum(cell.needs_review for cell in cells) > 0
    assert row.reviewed == sum(cell.human_class is not None for cell in cells) == 1
    assert row.classes == {"blast": 29, "promyelocyte": 1}
    assert sum(row.classes.values()) == row.cells == len(cells)


def test_an_urgent_rule_shows_in_words_and_goes_with_the_labels(workspace: Workspace, tmp_path: Path) -> None:
    session = analysed(workspace, tmp_path, "a", "promyelocyte", 40)
    row = row_of(workspace, session.case_id)
    assert [alert.rule.title for alert in session.suggestion().alerts] == list(row.alerts) != []
    assert row.flags[0].startswith("Urgent: ")
    session.relabel(list(session.case.cells), "lymphocyte")
    assert row_of(workspace, session.case_id).alerts == ()


def test_only_what_has_changed_is_counted_again(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = [analysed(workspace, tmp_path, name) for name in "abc"]
    counted: list[int] = []
    count = tallies.count_case
    monkeypatch.setattr(
        tallies, "count_case", lambda c, case_id, *rest: counted.append(case_id) or count(c, case_id, *rest)
    )
    load_rows(workspace.store)
    assert counted == [3, 2, 1]
    early: list[list[CaseRow]] = []
    load_rows(workspace.store, early=early.append)
    assert counted == [3, 2, 1] and early == []
    sessions[1].confirm(["c0"])
    rows = load_rows(workspace.store, early=early.append)
    assert counted == [3, 2, 1, 2]
    assert [row.counted for row in early[0]] == [True, False, True] and all(row.counted for row in rows)
    # Other rules might find another number of cells that need review.
    monkeypatch.setattr(tallies, "rules_version", lambda: "another")
    load_rows(workspace.store)
    assert counted[4:] == [3, 2, 1]


def test_counting_is_no_change_of_the_case_and_can_be_cancelled(workspace: Workspace, tmp_path: Path) -> None:
    session = analysed(workspace, tmp_path, "a")
    before = len(session.audit())
    stopped = NoProgress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        load_rows(workspace.store, stopped)
    load_rows(workspace.store)
    session.confirm(["c0"])
    assert len(session.audit()) == before + 1


def test_a_folder_is_received_once_and_keeps_what_is_known(workspace: Workspace, tmp_path: Path) -> None:
    session = analysed(workspace, tmp_path, "a")
    session.edit_case("First", "P", "S")
    (tmp_path / "a" / "late.png").write_bytes(b"x")
    again = workspace.receive(tmp_path / "a")
    assert (again.case_id, again.new) == (session.case_id, False)
    row = row_of(workspace, session.case_id)
    assert (row.name, row.patient, row.slide, row.cells) == ("First", "P", "S", 4)
    with pytest.raises(InputProblem, match="no image in it"):
        workspace.receive(folder_of(tmp_path, "empty", 0))
    with pytest.raises(InputProblem, match="not there"):
        workspace.receive(tmp_path / "nowhere")
    assert len(workspace.cases()) == 1


def test_taking_a_case_off_the_list_keeps_every_decision(workspace: Workspace, tmp_path: Path) -> None:
    session = analysed(workspace, tmp_path, "a")
    session.relabel(["c0"], "blast")
    assert workspace.set_listed([session.case_id], False) == [session.case_id]
    assert workspace.set_listed([session.case_id], False) == []
    rows = load_rows(workspace.store)
    assert rows[0].removed and rows[0].classes["blast"] == 1
    assert arrange(rows, View()).lines == () and arrange(rows, View(status=REMOVED)).order == [session.case_id]
    # The session that is open goes on as if nothing had happened.
    session.relabel(["c1"], "blast")
    (tmp_path / "a" / "late.png").write_bytes(b"x")
    assert not workspace.receive(tmp_path / "a").new, "removed, and still known: it is not taken for a new one"
    assert arrange(load_rows(workspace.store), View()).lines == ()
    assert workspace.set_listed([session.case_id], True) == [session.case_id]
    assert arrange(load_rows(workspace.store), View()).order == [session.case_id]
    actions = [(row.action, row.text) for row in session.audit() if row.action == "worklist"]
    assert actions == [("worklist", "Take off the worklist"), ("worklist", "Put back on the worklist")]
    with pytest.raises(InputProblem):
        workspace.set_listed(["x"], False)


def test_details_of_a_case_that_is_not_open_can_be_undone_in_it(workspace: Workspace, tmp_path: Path) -> None:
    session = analysed(workspace, tmp_path, "a")
    session.close()
    workspace.edit_details(session.case_id, "Name", "Okafor, N.", "B", "C. Lerk")
    row = row_of(workspace, session.case_id)
    assert (row.name, row.patient, row.slide) == ("Name", "Okafor, N.", "B")
    again = workspace.open_case(session.case_id)
    assert again.audit()[-1].operator == "C. Lerk"
    again.undo()
    assert again.case.info.patient == ""


def test_signatures_decide_the_state_where_there_are_any(workspace: Workspace, tmp_path: Path) -> None:
    session = analysed(workspace, tmp_path, "a")
    other = analysed(workspace, tmp_path, "b")
    session.confirm(list(session.case.cells))

    def sign_all() -> None:
        items = gate_of(session, Requirements(100))
        sign(session, "Dr A", items, [item.id for item in items if not item.blocking])

    sign_all()
    row = row_of(workspace, session.case_id)
    assert (row.status, row.versions, row.changed) == (CaseStatus.SIGNED, 1, False)
    assert row_of(workspace, other.case_id).status is CaseStatus.ANALYSED
    amend(session, "a cell looked at again", "Dr A")
    assert row_of(workspace, session.case_id).status is CaseStatus.SIGNED, "a reason alone changes nothing"
    cell_id = next(iter(session.case.cells))
    label = "basophil" if session.case.cells[cell_id].final_class != "basophil" else "eosinophil"
    session.relabel([cell_id], label)
    row = row_of(workspace, session.case_id)
    assert (row.status, row.changed) == (CaseStatus.REVIEWED, True) and "changed since it was signed" in row.flags
    sign_all()
    assert row_of(workspace, session.case_id).status is CaseStatus.AMENDED


def test_what_was_taken_back_to_what_was_signed_is_no_change_but_stays_in_the_audit_trail(
    workspace: Workspace, tmp_path: Path
) -> None:
    session = analysed(workspace, tmp_path, "a")
    session.confirm(list(session.case.cells))
    items = gate_of(session, Requirements(100))
    sign(session, "Dr A", items, [item.id for item in items if not item.blocking])
    amend(session, "a cell looked at again", "Dr A")
    first, second, *_ = session.case.cells
    signed_as = {cell_id: session.case.cells[cell_id].human_class for cell_id in (first, second)}
    other = "basophil" if "basophil" not in signed_as.values() else "eosinophil"
    before = len(session.audit())

    def is_changed() -> bool:
        row = row_of(workspace, session.case_id)
        assert (row.status is not CaseStatus.SIGNED) == row.changed == ("changed since it was signed" in row.flags)
        assert row.changed == (state_of(session) != "signed")
        return row.changed

    session.relabel([first], other)
    assert is_changed()
    session.undo()
    assert not is_changed()
    session.redo()
    assert is_changed()
    session.relabel([second], other)
    session.relabel([first], signed_as[first] or "")
    assert is_changed(), "another cell still differs"
    session.relabel([second], signed_as[second] or "")
    assert not is_changed(), "labelled by hand as it was"
    session.set_note(first, "looked at again")
    assert is_changed(), "a note is part of what was signed"
    session.undo()
    assert not is_changed()
    session.edit_case("Another name", "P", "S")
    assert is_changed()
    session.undo()
    assert not is_changed()
    assert len(session.audit()) == before + 10, "every step and its undoing is told"


def test_a_call_that_changed_after_the_signature_is_a_change_until_it_is_as_it_was(
    workspace: Workspace, tmp_path: Path
) -> None:
    session = analysed(workspace, tmp_path, "a")
    session.confirm(list(session.case.cells))
    items = gate_of(session, Requirements(100))
    sign(session, "Dr A", items, [item.id for item in items if not item.blocking])
    amend(session, "read by the network again", "Dr A")
    session.record_all([single(0, "blast")])
    assert row_of(workspace, session.case_id).changed and state_of(session) != "signed"
    session.record_all([single(0, "lymphocyte")])
    assert not row_of(workspace, session.case_id).changed and state_of(session) == "signed"


def test_an_action_that_this_version_does_not_know_is_a_change_whatever_the_cells_say(
    workspace: Workspace, tmp_path: Path
) -> None:
    session = analysed(workspace, tmp_path, "a")
    session.confirm(list(session.case.cells))
    items = gate_of(session, Requirements(100))
    sign(session, "Dr A", items, [item.id for item in items if not item.blocking])
    assert not row_of(workspace, session.case_id).changed
    with session.changing() as connection:
        audit.append(connection, session.number, "Dr B", "of a newer version", "Something new", [])
    assert state_of(session) == "signed" and row_of(workspace, session.case_id).changed


# -- search, filter, sort, group ------------------------------------------------------------------------------------------


def plain(number: int, **changes: object) -> CaseRow:
    stamp = f"2026-01-{number:02d}T08:00:00.000+00:00"
    row = CaseRow(str(number), f"case {number}", f"/x/{number}", "", "", False, stamp, "", stamp, CaseStatus.ANALYSED)
    return replace(row, **changes)  # type: ignore[arg-type]


ROWS = [
    plain(1, patient="Müller, J.", slide="10", status=CaseStatus.RECEIVED),
    plain(2, patient="Okafor, N.", slide="9", cells=10, reviewed=5, status=CaseStatus.IN_REVIEW),
    plain(3, patient="", needing=3, cells=10),
    plain(4, patient="Okafor, N.", slide="10", alerts=("APL",), cells=10, reviewed=10, status=CaseStatus.REVIEWED),
    plain(5, name="old", removed=True),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["4", "3", "2", "1"]),
        ("okafor", ["4", "2"]),
        ("OKAFOR 9", ["2"]),
        ("muller", ["1"]),
        ("in review", ["2"]),
        ("/x/3", ["3"]),
        ("okafor müller", []),
    ],
)
def test_every_word_must_occur_with_or_without_accents(text: str, found: list[str]) -> None:
    assert arrange(ROWS, View(text=text)).order == found


def test_filters_say_how_many_they_would_show_of_what_is_searched() -> None:
    every = arrange(ROWS, View())
    assert every.totals == {"": 4, "received": 1, "in review": 1, "analysed": 1, "reviewed": 1, REMOVED: 1}
    some = arrange(ROWS, View(text="okafor", status="in review"))
    assert some.order == ["2"] and some.totals[""] == 2 and some.totals.get("received", 0) == 0


@pytest.mark.parametrize(
    ("sort", "descending", "order"),
    [
        ("patient", False, ["1", "4", "2", "3"]),
        ("slide", False, ["2", "4", "1", "3"]),
        ("status", False, ["1", "3", "2", "4"]),
        ("reviewed", True, ["4", "2", "3", "1"]),
        ("flags", True, ["4", "3", "2", "1"]),
        ("received", False, ["1", "2", "3", "4"]),
        ("opened", True, ["4", "3", "2", "1"]),
    ],
)
def test_each_column_sorts_numbers_as_numbers_and_equals_most_recent_first(
    sort: str, descending: bool, order: list[str]
) -> None:
    assert arrange(ROWS, View(sort=sort, descending=descending)).order == order  # type: ignore[arg-type]


def test_a_patients_slides_stand_together_and_the_unknown_each_by_itself() -> None:
    lines = arrange([*ROWS, plain(6, patient="unknown")], View(grouped=True)).lines
    heads = [line for line in lines if isinstance(line, PatientHead)]
    assert [(head.patient, head.case_ids) for head in heads] == [
        ("Okafor, N.", ("4", "2")),
        ("Müller, J.", ("1",)),
        ("", ("6", "3")),
    ]
    assert [type(line).__name__ for line in lines[:3]] == ["PatientHead", "CaseRow", "CaseRow"]


# -- several slides -------------------------------------------------------------------------------------------------------


def test_slides_of_a_patient_are_combined_when_asked_and_stay_apart_in_their_cases(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = analysed(workspace, tmp_path, "a", "lymphocyte", 60)
    second = analysed(workspace, tmp_path, "b", "monocyte", 40, base=50)
    nobody = analysed(workspace, tmp_path, "c", "blast", 5, base=200)
    for session, slide in ((first, "A"), (second, "B")):
        session.edit_case(f"case {slide}", "Okafor, N.", slide)
    first.relabel(["c0"], "blast")
    rows = load_rows(workspace.store)
    assert slides_of(rows, [nobody.case_id]) == [] and slides_of(rows, [first.case_id, nobody.case_id]) == []
    assert set(slides_of(rows, [second.case_id])) == {first.case_id, second.case_id}
    found = combine_slides(workspace.store, [first.case_id, second.case_id])
    by_class = {row.class_id: row.n for row in found.combined.whole.rows if row.n}
    assert by_class == {"lymphocyte": 59, "blast": 1, "monocyte": 40}
    assert [slide.name for slide, _ in found.combined.slides] == ["A", "B"]
    # Ten pictures are in both folders: they would be counted twice, and that is said.
    assert any(words.startswith("10 images are in both A and B") for words in found.cautions)
    assert "A: 1 of 60 cells reviewed; the rest count as called." in found.cautions
    table = as_table(found)
    assert table[0] == ["Class", "A n", "A %", "B n", "B %", "All n", "All %", "95 % from", "95 % to"]
    assert next(line for line in table if line[0] == "Monocyte")[:7] == [
        "Monocyte",
        "0",
        "0.0",
        "40",
        "100.0",
        "40",
        "40.0",
    ]
    first.undo()
    assert first.case.cells["c0"].human_class is None and second.case.cells["c50"].human_class is None
    with pytest.raises(InputProblem, match="no such case"):
        combine_slides(workspace.store, [first.case_id, "99"])
