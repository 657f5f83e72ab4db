"""The audit trail can only grow, whoever tries and however."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from leukview.domain.case import CaseInfo
from leukview.store import audit
from leukview.store.audit import AuditChange
from leukview.store.cases import create_case
from leukview.store.database import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "leukview.sqlite3") as opened:
        with opened.writing() as connection:
            case = create_case(connection, CaseInfo("n", "/a"), "/a")
            audit.append(connection, case, "reader", "relabel", "Label c1", [AuditChange("c1", "label", None, "blast")])
            audit.append(
                connection, case, "reader", "undo", "Undo: Label c1", [AuditChange("c1", "label", "blast", None)]
            )
        yield opened


@pytest.mark.parametrize("own_settings", [True, False])
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit SET operator = 'nobody'",
        "UPDATE audit SET changes = '[]' WHERE id = 1",
        "UPDATE audit SET id = 7 WHERE id = 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE id = 2",
        "INSERT OR REPLACE INTO audit SELECT id, case_id, utc, 'nobody', action, text, changes, software FROM audit",
        "REPLACE INTO audit SELECT id, case_id, utc, 'nobody', action, text, changes, software FROM audit WHERE id = 1",
        "INSERT INTO audit SELECT id, case_id, utc, 'nobody', action, text, changes, software FROM audit WHERE true "
        "ON CONFLICT (id) DO UPDATE SET operator = 'nobody'",
        "INSERT OR IGNORE INTO audit SELECT id, case_id, utc, 'x', action, text, changes, software FROM audit",
    ],
)
def test_no_row_can_be_changed_or_removed(store: Store, attack: str, own_settings: bool) -> None:
    with store.reading() as connection:
        before = audit.read(connection, 1)
    # Also by a program that has none of LeukView's settings.
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute(f"PRAGMA recursive_triggers={'ON' if own_settings else 'OFF'}")
        with pytest.raises(sqlite3.IntegrityError, match="cannot be changed"):
            raw.execute(attack)
    with store.reading() as connection:
        assert audit.read(connection, 1) == before
    assert [row.operator for row in before] == ["reader", "reader"]


def test_a_case_with_a_trail_cannot_be_removed(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute("PRAGMA foreign_keys=ON")
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute("DELETE FROM cases")


def test_rows_come_back_as_written(store: Store) -> None:
    with store.reading() as connection:
        first, second = audit.read(connection, 1)
        assert audit.read(connection, 2) == []
    assert first.changes == (AuditChange("c1", "label", None, "blast"),)
    assert (second.action, second.text, second.cell_ids) == ("undo", "Undo: Label c1", ("c1",))
