"""The worklist's part of the database: the migration keeps everything, and an older LeukView's changes are seen."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from leukview.services.worklist import load_rows
from leukview.store import migrate
from leukview.store.cells import cell_from_row
from leukview.store.database import open_store
from leukview.store.schema import cells
from leukview.store.worklist import folder_keys, read_rows, shared_images, signed, write_listed


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as the version before left it, with a reviewed case, a problem, history and audit."""
    scripts = tmp_path / "before"
    shutil.copytree(
        migrate.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__", "m000[6-9]*", "m00[1-9]*")
    )
    path = tmp_path / "old.sqlite3"
    with open_store(path, scripts=scripts) as store, store.writing() as connection:
        for sql in (
            "INSERT INTO cases (folder_key, folder, name, patient, slide, synthetic, created, opened, timings, view_state,"
            " revision, history_position) VALUES ('/k', '/k', 'Smear', 'Okafor', 'A', 0, '2026-01-01', '2026-01-02',"
            ' \'{"total": 3.0}\', \'{"tab": "all"}\', 4, 1)',
            "INSERT INTO images (case_id, file, sha256, width, height, kind) VALUES (1, 'a.png', 'ff', 9, 9, 'cell')",
            "INSERT INTO images (case_id, file, sha256, width, height, kind) VALUES (1, 'b.png', 'fe', 9, 9, 'cell')",
            "INSERT INTO problems (case_id, file, reason, remedy) VALUES (1, 'c.png', 'damaged', '')",
            "INSERT INTO cells (case_id, cell_id, position, since, file, x, y, width, height, single, probabilities,"
            " out_of_domain, pipeline, weights_sha256, human_class, note) VALUES"
            " (1, 'a', 0, 0, 'a.png', 0, 0, 9, 9, 1, '{\"blast\": 1.0}', 0.5, 'leukview', '0', 'monocyte', 'seen'),"
            " (1, 'b', 1, 0, 'b.png', 0, 0, 9, 9, 1, '{\"blast\": 1.0}', 0.5, 'leukview', '0', NULL, '')",
            "INSERT INTO history (case_id, position, utc, operator, text, command, inverse)"
            " VALUES (1, 1, '2026-01-02', 'A', 't', '{}', '{}')",
            "INSERT INTO audit (case_id, utc, operator, action, text, changes, software)"
            " VALUES (1, '2026-01-02', 'A', 'relabel', 't', '[]', '0')",
        ):
            connection.exec_driver_sql(sql)
    assert ask(path, "SELECT version_num FROM alembic_version") == [("0005",)]
    return path


TABLES = ("cases", "images", "problems", "cells", "history", "audit")


def test_the_migration_keeps_everything(old: Path) -> None:
    columns = {name: [str(row[1]) for row in ask(old, f"PRAGMA table_info({name})")] for name in TABLES}
    before = {name: ask(old, f"SELECT {', '.join(columns[name])} FROM {name}") for name in TABLES}
    with open_store(old) as store:
        with store.reading() as connection:
            row = connection.execute(select(cells).order_by(cells.c.position)).first()
            assert row is not None and cell_from_row(row).human_class == "monocyte"
            assert read_rows(connection)[0].tally is None and folder_keys(connection) == {"/k"}
            assert signed(connection) == {}
        listed = load_rows(store)[0]
    assert {name: ask(old, f"SELECT {', '.join(columns[name])} FROM {name}") for name in TABLES} == before
    assert (listed.cells, listed.reviewed, listed.problems, listed.status) == (2, 1, 1, "in review")
    assert listed.classes == {"monocyte": 1, "blast": 1} and not listed.removed and listed.found is None
    assert list(old.parent.glob("old.before-0005-*.sqlite3"))


def test_what_an_older_leukview_changes_is_counted_anew(old: Path) -> None:
    with open_store(old) as store:
        assert load_rows(store)[0].reviewed == 1
        # As the version before writes it: it knows neither the new columns nor the counts.
        with store.writing() as connection:
            connection.exec_driver_sql("UPDATE cells SET human_class = 'blast' WHERE cell_id = 'b'")
            connection.exec_driver_sql("UPDATE cases SET revision = revision + 1")
        assert load_rows(store)[0].classes == {"monocyte": 1, "blast": 1} and load_rows(store)[0].reviewed == 2


def test_pictures_that_two_cases_share_are_found_by_what_they_hold(old: Path) -> None:
    with open_store(old) as store:
        with store.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO cases (folder_key, folder, name, patient, slide, synthetic, created, opened, timings,"
                " view_state, revision, history_position) VALUES ('/l', '/l', 'l', '', '', 0, '', '', '{}', '{}', 0, 0)"
            )
            connection.exec_driver_sql(
                "INSERT INTO images (case_id, file, sha256, width, height, kind) VALUES"
                " (2, 'other name.png', 'ff', 9, 9, 'cell'), (2, 'z.png', 'aa', 9, 9, 'cell')"
            )
        with store.reading() as connection:
            assert shared_images(connection, [1, 2]) == [(1, 2, 1)]
            assert shared_images(connection, [1]) == []


def test_taking_off_the_list_is_told_once(old: Path) -> None:
    with open_store(old) as store, store.writing() as connection:
        assert write_listed(connection, 1, False) and not write_listed(connection, 1, False)
        assert write_listed(connection, 1, True) and not write_listed(connection, 1, True)
        assert not write_listed(connection, 99, False)
