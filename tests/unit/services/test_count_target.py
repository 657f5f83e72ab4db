"""A case's own target: stored, audited, undone, in force at the gate and in every output."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_kit import STAMP, assert_stored, new_session, single

from leukview.domain.commands import SetTarget, command_from_json
from leukview.domain.errors import InputProblem
from leukview.domain.gate import Requirements
from leukview.domain.guide import TARGETS
from leukview.domain.signing import content_sha256
from leukview.services.case_history import change_words
from leukview.services.count_target import set_target
from leukview.services.export import export_case
from leukview.services.second_reading import start_second
from leukview.services.session import Session
from leukview.services.signed import SignedCase
from leukview.services.signing import amend, gate_of, sign, state_of


def short(session: Session, laboratory: int) -> list[str]:
    return [item.words for item in gate_of(session, Requirements(laboratory)) if item.id == "target"]


def test_a_case_follows_the_laboratory_until_it_has_a_target_of_its_own(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path, [single(n) for n in range(3)])
    assert session.case.info.target is None
    assert [session.case.info.wanted(count) for count in TARGETS] == list(TARGETS)
    assert short(session, 100) == ["The count is short: 3 of 100 white cells."]
    set_target(session, 400)
    assert [session.case.info.wanted(count) for count in TARGETS] == [400, 400, 400]
    assert short(session, 100) == ["The count is short: 3 of 400 white cells."]
    assert_stored(workspace.store, session)
    session.close()
    again = workspace.open_folder(tmp_path / "images")
    assert again.case.info.target == 400 and again.undo_text == "Set the target to 400 white cells"
    again.undo()
    assert again.case.info.target is None
    again.redo()
    assert again.case.info.target == 400
    rows = [row for row in again.audit() if row.action in {"set target", "undo", "redo"}]
    assert [(row.action, change_words(row.changes)) for row in rows] == [
        ("set target", "target: the laboratory's → 400"),
        ("undo", "target: 400 → the laboratory's"),
        ("redo", "target: the laboratory's → 400"),
    ]
    workspace.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.none(), st.sampled_from(TARGETS), st.just("details")), max_size=6))
def test_every_way_back_leads_through_the_same_targets(steps: list[int | str | None]) -> None:
    with TemporaryDirectory() as folder:
        workspace, session = new_session(Path(folder), [single(0)])
        seen = [session.case.info]
        for place, step in enumerate(steps):
            done = session.edit_case(f"n{place}", "p", "s") if step == "details" else set_target(session, step)  # type: ignore[arg-type]
            assert (done is None) == (session.case.info == seen[-1])
            if done is not None:
                seen.append(session.case.info)
        for info in reversed(seen[:-1]):
            session.undo()
            assert session.case.info == info
        assert not session.can_undo
        session.travel_to(len(seen) - 1)
        assert session.case.info == seen[-1]
        assert_stored(workspace.store, session)
        workspace.close()


def test_only_targets_that_there_are_can_be_set(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path, [single(0)])
    with pytest.raises(InputProblem, match="no target"):
        set_target(session, 150)
    assert set_target(session, None) is None and not session.can_undo
    workspace.close()


def test_the_command_comes_back_from_json() -> None:
    for target in (None, *TARGETS):
        assert command_from_json(json.loads(json.dumps(SetTarget(target).to_json()))) == SetTarget(target)


def test_a_signed_case_gets_another_target_by_an_amendment_alone(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path, [single(n) for n in range(2)])
    session.set_stamp(STAMP)
    session.confirm(["c0", "c1"])
    unset = content_sha256(session.stored)
    set_target(session, 100)
    assert content_sha256(session.stored) != unset
    items = gate_of(session, Requirements(400))
    sign(session, "Dr A", items, [item.id for item in items])
    assert "The count is short: 2 of 100 white cells." in session.stored.signatures[0].ticks
    with pytest.raises(SignedCase):
        set_target(session, 200)
    assert session.case.info.target == 100 and state_of(session) == "signed"
    amend(session, "more blasts than expected", "Dr A")
    set_target(session, 200)
    assert state_of(session) == "changed since signing"
    session.undo()
    assert state_of(session) == "signed"
    workspace.close()


def test_a_second_reader_sees_the_target(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path, [single(0)])
    set_target(session, 400)
    start_second(session, "Dr A", "Dr B")
    assert session.sight == "second" and session.case.info.target == 400
    set_target(session, 200)
    assert session.case.info.target == session.stored.info.target == 200
    session.undo()
    assert session.case.info.target == 400
    workspace.close()


@pytest.mark.parametrize(
    ("own", "laboratory", "found"),
    [
        (None, None, None),
        (None, 200, {"white_cells": 200, "set_for": "laboratory", "reached": False}),
        (400, 200, {"white_cells": 400, "set_for": "case", "reached": False}),
        (100, None, {"white_cells": 100, "set_for": "case", "reached": True}),
    ],
)
def test_outputs_say_the_target_and_whose_it_is(
    tmp_path: Path, own: int | None, laboratory: int | None, found: dict[str, object] | None
) -> None:
    workspace, session = new_session(tmp_path, [single(n, mask=False) for n in range(100)])
    set_target(session, own)
    export_case(session.stored, tmp_path / "out", formats={"json", "pdf"}, target=laboratory)
    assert json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["target"] == found
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "out" / "report.pdf").pages)
    words = " ".join(text.split())
    if found is None:
        assert "Target (" not in words
    else:
        whose = "set for this case" if own else "the laboratory's"
        reached = "reached" if found["reached"] else "not reached"
        assert f"Target ({whose}): {found['white_cells']} white cells, {reached}." in words
    workspace.close()
