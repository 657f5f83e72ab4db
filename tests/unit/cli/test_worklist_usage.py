"""``leukview worklist`` prints and writes the rows of the window's list."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "services"))

from cli_kit import done, run
from session_kit import STAMP, single

from leukview.services.workspace import Workspace
from leukview.store.database import default_path, open_store


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "data"))
    workspace = Workspace(open_store(), "A")
    for name, patient in (("alpha", "=cmd()"), ("beta", "[b]Okafor")):
        (tmp_path / name).mkdir()
        session = workspace.open_folder(tmp_path / name)
        session.record_all([single(number) for number in range(3)])
        session.set_stamp(STAMP, {"total": 1.0})
        session.edit_case(name, patient, "S1")
    session.confirm(["c0"])
    workspace.close()


def test_rows_on_the_terminal_by_state_and_search(cases: None) -> None:
    out = done("worklist")
    assert "alpha" in out and "beta" in out and "[b]Okafor" in out
    assert "beta" not in done("worklist", "--state", "analysed")
    assert "alpha" not in done("worklist", "--state", "In-Review") and "1/3" in done("worklist", "--state", "in review")
    assert "No case matches" in done("worklist", "--search", "okafor alpha")
    assert run("worklist", "--state", "lost").exit_code == 2


def test_a_table_that_no_spreadsheet_runs(cases: None, tmp_path: Path) -> None:
    assert "Wrote 2 cases" in done("worklist", "--csv", tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["name"] for row in rows] == ["beta", "alpha"] and rows[1]["patient"] == "'=cmd()"
    assert (rows[0]["state"], rows[0]["reviewed"], rows[0]["cells"]) == ("in review", "1", "3")


def test_without_a_database_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "nothing"))
    assert "No case yet" in done("worklist")
    assert not default_path().exists()
