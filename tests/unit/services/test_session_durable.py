"""A killed program, a full disk, a second program: what was decided is there, what was not finished is not half there."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from session_kit import assert_stored, call, new_session, outlined, single, stored
from timing_kit import best_seconds, own_seconds, seconds_of

from leukview.domain.case import ImageFile
from leukview.domain.cell import Box, Cell
from leukview.domain.errors import EnvironmentFault
from leukview.services.analyse_types import AnalysedImage
from leukview.services.workspace import Workspace
from leukview.store import audit
from leukview.store.database import open_store

HERE = Path(__file__).parent

_SCRIPT = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from session_kit import new_session, outlined, single
from leukview.store import audit, cells, history, outlines
folder = Path(sys.argv[1])
workspace, session = new_session(folder)
def die(*_, **__):
    os._exit(9)
{body}
os._exit(7)
"""


def run_and_die(folder: Path, body: str) -> int:
    """Run statements in another process that ends without cleaning up; return its exit code."""
    command = [sys.executable, "-c", _SCRIPT.format(body=body), str(folder), str(HERE)]
    return subprocess.run(command, check=False, timeout=120).returncode


@pytest.mark.parametrize(
    ("body", "label", "note"),
    [
        ("session.relabel(['c0'], 'basophil')", "basophil", ""),
        ("session.confirm(['c0'])", "lymphocyte", ""),
        ("session.set_note('c0', 'seen')", None, "seen"),
        ("session.set_note('c0', 'seen'); session.set_mask('c0', outlined(70))", None, "seen"),
        ("session.relabel(['c0'], 'basophil'); session.undo()", None, ""),
        ("session.relabel(['c0'], 'basophil'); session.undo(); session.redo()", "basophil", ""),
    ],
)
def test_a_decision_is_there_after_a_kill(tmp_path: Path, body: str, label: str | None, note: str) -> None:
    workspace, session = new_session(tmp_path, [single(0)])
    workspace.close()
    assert run_and_die(tmp_path, body) == 7
    workspace, session = new_session(tmp_path)
    assert (session.case.cells["c0"].human_class, session.case.cells["c0"].note) == (label, note)
    assert session.audit()[-1].action in ("relabel", "confirm", "note", "outline", "undo", "redo")
    assert (session.case.cells["c0"].human_mask == outlined(70)) == ("outlined" in body)
    assert session.can_undo or session.can_redo
    workspace.close()


@pytest.mark.parametrize(
    "body",
    [
        "audit.append = die; session.relabel(['c0', 'c1'], 'basophil')",
        "cells.write_labels = die; session.relabel(['c0', 'c1'], 'basophil')",
        "audit.append = die; session.undo()",
        "outlines.write_outline = die; session.set_mask('c0', outlined(70))",
        "audit.append = die; session.set_mask('c0', outlined(70))",
        "cells.pack = die; session.record_all([single(0, 'basophil'), single(5)])",
    ],
)
def test_a_kill_within_a_transaction_leaves_nothing_of_it(tmp_path: Path, body: str) -> None:
    workspace, session = new_session(tmp_path, [single(0), single(1)])
    session.relabel(["c1"], "monocyte")
    before, rows = session.case, session.audit()
    workspace.close()
    assert run_and_die(tmp_path, body) == 9
    workspace, session = new_session(tmp_path)
    assert session.case == before
    assert session.audit() == rows
    assert session.undo_text == "Label c1 as monocyte" and not session.can_redo
    session.relabel(["c0"], "basophil")
    assert_stored(workspace.store, session)
    workspace.close()


def test_a_failing_write_changes_neither_disk_nor_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, session = new_session(tmp_path, [single(0)])
    session.relabel(["c0"], "monocyte")
    heard: list[frozenset[str]] = []
    session.subscribe(heard.append)
    before, rows = stored(workspace.store, session), session.audit()

    def fail(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("simulated")

    with monkeypatch.context() as patch:
        patch.setattr(audit, "append", fail)
        for act in (
            lambda: session.relabel(["c0"], "basophil"),
            session.undo,
            lambda: session.record(single(0, "basophil")),
        ):
            with pytest.raises(sqlite3.OperationalError):
                act()
    assert session.case == before == stored(workspace.store, session)
    assert session.audit() == rows and not heard
    assert session.undo_text == "Label c0 as monocyte" and not session.can_redo
    session.undo()
    session.relabel(["c0"], "basophil")
    assert_stored(workspace.store, session)
    workspace.close()


def test_another_program_that_keeps_the_database_is_named(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path, [single(0)])
    workspace.close()
    workspace = Workspace(open_store(tmp_path / "leukview.sqlite3", busy_seconds=0.2), "reader")
    session = workspace.open_folder(tmp_path / "images")
    other = sqlite3.connect(tmp_path / "leukview.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(EnvironmentFault, match="another program"):
        session.relabel(["c0"], "basophil")
    # Reading goes on meanwhile.
    assert session.mask("c0") is not None and len(workspace.cases()) == 1
    other.execute("ROLLBACK")
    other.close()
    assert session.case.cells["c0"].human_class is None
    session.relabel(["c0"], "basophil")
    assert_stored(workspace.store, session)
    workspace.close()


def test_two_programs_may_work_on_two_cases(tmp_path: Path) -> None:
    workspace, session = new_session(tmp_path, [single(n) for n in range(3)])
    script = """
other = folder / "other"
other.mkdir()
session = workspace.open_folder(other)
for number in range(60):
    session.record(single(number))
    session.relabel([f"c{number}"], "basophil")
"""
    command = [sys.executable, "-c", _SCRIPT.format(body=script), str(tmp_path), str(HERE)]
    process = subprocess.Popen(command)
    number = 0
    while process.poll() is None or number < 30:
        number += 1
        session.relabel(["c0", "c1"], ("basophil", "monocyte")[number % 2])
    assert process.returncode == 7
    assert_stored(workspace.store, session)
    assert len([row for row in session.audit() if row.action == "relabel"]) == number
    other = workspace.open_folder(tmp_path / "other")
    assert len(other.case.cells) == 60
    assert all(cell.human_class == "basophil" for cell in other.case.cells.values())
    workspace.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the permission bits bind neither root nor Windows")
def test_a_read_only_database_is_said_to_be_so(tmp_path: Path) -> None:
    workspace, _ = new_session(tmp_path, [single(0)])
    workspace.close()
    (tmp_path / "leukview.sqlite3").chmod(0o400)
    workspace = Workspace(open_store(tmp_path / "leukview.sqlite3"))
    with pytest.raises(EnvironmentFault, match="read-only"):
        workspace.open_folder(tmp_path / "images")
    workspace.close()


def test_a_full_disk_is_said_to_be_so(tmp_path: Path) -> None:
    from sqlalchemy import event

    workspace, session = new_session(tmp_path, [single(0)])
    with workspace.store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    # SQLite's own limit on pages gives the same error as a disk without room; it binds one connection, so set it on each.
    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 1}")

    event.listen(workspace.store._engine, "checkout", limit)
    noise = np.random.default_rng(0).integers(0, 256, (200, 200), dtype=np.uint8)
    cell = Cell("big", "big.png", Box(0, 0, 200, 200), prediction=call("monocyte"))
    with pytest.raises(EnvironmentFault, match="full"):
        session.record(AnalysedImage(ImageFile("big.png", "0" * 64, 200, 200, "cell"), (cell,), {"big": noise}))
    assert "big" not in session.case.cells
    event.remove(workspace.store._engine, "checkout", limit)
    assert_stored(workspace.store, session)
    workspace.close()


def test_ten_thousand_cells_in_one_go(tmp_path: Path) -> None:
    """Against work of the same size on the same machine, and the best of three; the benchmark has the figures."""
    workspace, session = new_session(tmp_path, [single(n, mask=False) for n in range(10_000)])
    everything = list(session.case.cells)
    spent: dict[str, list[float]] = {"relabel": [], "undo": [], "redo": []}
    before = None
    for label in ("monocyte", "basophil", "eosinophil"):
        for name, wanted in (("relabel", label), ("undo", before), ("redo", label)):
            act = session.undo if name == "undo" else session.redo if name == "redo" else None
            spent[name].append(own_seconds(act or (lambda label=label: session.relabel(everything, label))))
            assert {cell.human_class for cell in session.case.cells.values()} == {wanted}
        before = label
    opened = best_seconds(lambda: workspace.open_folder(tmp_path / "images"))
    again = workspace.open_folder(tmp_path / "images")
    assert again.case == session.case and list(again.case.cells) == everything
    assert [len(row.changes) for row in again.audit()[-9:]] == [10_000] * 9
    assert max(min(seconds) for seconds in spent.values()) < seconds_of(150), spent
    assert opened < seconds_of(300)
    workspace.close()
