"""Signing, amending and acknowledging over the real store."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pypdf
import pytest
from session_kit import STAMP, new_session, single, stored

from leukview.domain.errors import InputProblem
from leukview.domain.gate import GateItem, Requirements
from leukview.domain.rules import suggest
from leukview.domain.signing import content_sha256
from leukview.services.export import export_case
from leukview.services.labelled_cases import state_of as label_state
from leukview.services.session import Session
from leukview.services.signed import SignedCase
from leukview.services.signing import acknowledge, amend, gate_of, sign, state_of
from leukview.services.workspace import Workspace


@pytest.fixture
def opened(tmp_path: Path) -> tuple[Workspace, Session]:
    workspace, session = new_session(tmp_path, [single(n, "lymphocyte") for n in range(4)])
    session.set_stamp(STAMP)
    session.confirm([f"c{n}" for n in range(4)])
    return workspace, session


def items_of(session: Session) -> list[GateItem]:
    return gate_of(session, Requirements(100))


def sign_all(session: Session, name: str = "Dr A") -> str:
    items = items_of(session)
    return sign(session, name, items, [item.id for item in items]).words


def test_a_signature_holds_what_was_signed(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    items = items_of(session)
    assert [item.id for item in items] == ["target", "details"]
    with pytest.raises(InputProblem, match="no name"):
        sign(session, " ", items, ["target", "details"])
    with pytest.raises(InputProblem, match="not accepted"):
        sign(session, "Dr A", items, ["target"])
    assert session.stored.signatures == ()
    signature = sign(session, " Dr  A ", items, ["target", "details"])
    assert (signature.version, signature.reader, signature.ticks) == (1, "Dr A", tuple(item.words for item in items))
    assert signature.content_sha256 == content_sha256(session.stored)
    assert signature.weights_sha256 == STAMP.weights_sha256
    assert signature.differential["total"] == 4 and signature.differential["rows"][0]["class"]
    assert state_of(session) == "signed"
    assert session.audit()[-1].action == "sign" and session.audit()[-1].operator == "Dr A"
    assert stored(workspace.store, session) == session.case
    assert label_state(workspace.cases()[0]) == "signed"
    with pytest.raises(InputProblem, match="signed as it stands"):
        sign_all(session)
    session.close()
    again = workspace.open_folder(tmp_path / "images")
    assert state_of(again) == "signed"


def test_blocking_items_block(opened: tuple[Workspace, Session]) -> None:
    _, session = opened
    session.clear(["c0"])
    items = items_of(session)
    assert items[0].id == "needs review" and items[0].blocking and items[0].cell_ids == ("c0",)
    with pytest.raises(InputProblem, match="not reviewed"):
        sign(session, "Dr A", items, [item.id for item in items])
    assert session.stored.signatures == ()


def test_a_signed_case_changes_only_by_an_amendment(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    with pytest.raises(InputProblem, match="not signed"):
        amend(session, "why", "Dr A")
    sign_all(session)
    before = stored(workspace.store, session)
    for change in (
        lambda: session.relabel(["c1"], "blast"),
        lambda: session.set_note("c1", "late"),
        lambda: session.edit_case("x", "y", "z"),
        session.undo,
        lambda: session.record_all([single(9, "blast")]),
    ):
        with pytest.raises(SignedCase, match="signed"):
            change()
    assert stored(workspace.store, session) == before
    with pytest.raises(InputProblem, match="no reason"):
        amend(session, " ", "Dr A")
    amend(session, "wrong cell", "Dr B")
    amend(session, "asked once only", "Dr B")
    session.relabel(["c1"], "monocyte")
    assert state_of(session) == "changed since signing"
    assert [item.reason for item in session.stored.amendments] == ["wrong cell"]
    session.undo()
    assert state_of(session) == "signed", "what stands is what was signed"
    session.redo()
    assert sign_all(session, "Dr B").endswith("version 2 (amended: wrong cell)")
    first, second = stored(workspace.store, session).signatures
    assert first == before.signatures[0] and second.content_sha256 != first.content_sha256
    with pytest.raises(SignedCase):
        session.relabel(["c1"], "blast")


def test_nobody_can_change_a_signature(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    workspace, session = opened
    sign_all(session)
    amend(session, "why", "Dr A")
    path = workspace.store.path
    workspace.close()
    with sqlite3.connect(path) as raw:
        raw.execute(
            "INSERT INTO acknowledgements (case_id, rule, hits, total, by, utc) VALUES (1, 'apl', 1, 2, 'A', 't')"
        )
        raw.commit()
        for table in ("signatures", "amendments", "acknowledgements"):
            row = raw.execute(f"SELECT * FROM {table}").fetchone()
            marks = ",".join("?" * len(row))
            for statement, values in (
                (f"UPDATE {table} SET case_id = 2", ()),
                (f"DELETE FROM {table}", ()),
                (f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row),
            ):
                with pytest.raises(sqlite3.IntegrityError, match="cannot be changed"):
                    raw.execute(statement, values)


def test_outputs_say_who_signed(opened: tuple[Workspace, Session], tmp_path: Path) -> None:
    _, session = opened

    def written(name: str) -> tuple[dict[str, object], str]:
        export_case(session.stored, tmp_path / name)
        summary = json.loads((tmp_path / name / "summary.json").read_text("utf-8"))
        pages = pypdf.PdfReader(tmp_path / name / "report.pdf").pages
        return summary["signing"], " ".join("\n".join(page.extract_text() for page in pages).split())

    signing, text = written("before")
    assert signing == {"state": "not signed", "text": "Not signed", "signatures": []} and "Unsigned draft" in text
    words = sign_all(session)
    signing, text = written("signed")
    assert signing["state"] == "signed" and signing["text"] == words
    assert "Unsigned draft" not in text and "Signed by Dr A" in text and "version 1" in text
    amend(session, "wrong cell", "Dr A")
    session.relabel(["c1"], "monocyte")
    signing, text = written("changed")
    assert signing["state"] == "changed since signing" and len(signing["signatures"]) == 1  # type: ignore[arg-type]
    assert "Changed since signing" in text and "wrong cell" in text


def test_an_acknowledgement_is_recorded_once_and_covers_no_more(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path, [single(n, "promyelocyte") for n in range(30)])
    alert = suggest(session.differential()).alerts[0]
    with pytest.raises(InputProblem, match="no name"):
        acknowledge(session, alert, " ")
    item = acknowledge(session, alert, "Dr A")
    assert acknowledge(session, alert, "Dr A") is item
    assert (item.hits, item.total, item.by) == (30, 30, "Dr A")
    assert stored(workspace.store, session).acknowledgements == (item,)
    assert [row.operator for row in session.audit() if row.action == "acknowledge"] == ["Dr A"]
    assert "alert" not in {found.id for found in items_of(session)}
    session.record(single(40, "promyelocyte"))
    assert "alert" in {found.id for found in items_of(session)}
