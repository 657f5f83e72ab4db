"""Opening a database: settings, versions, migrations, damage, and several programs at once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select

from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.store import migrate
from leukview.store.cases import load_case
from leukview.store.cells import cell_from_row
from leukview.store.database import default_path, open_store
from leukview.store.schema import APPLICATION_ID, HEAD, MAJOR, cells, metadata


def execute(path: Path, *statements: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        for statement in statements:
            rows = raw.execute(statement).fetchall()
        raw.commit()
    return rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a new database with one case in it."""
    result = tmp_path / "leukview.sqlite3"
    open_store(result).close()
    execute(
        result,
        "INSERT INTO cases (folder_key, folder, name, patient, slide, synthetic, created, opened, timings, view_state,"
        " revision, history_position) VALUES ('/a', '/a', 'kept', '', '', 0, '', '', '{}', '{}', 0, 0)",
    )
    return result


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.before-*"))


def test_transactions_are_durable_and_references_hold(path: Path) -> None:
    with open_store(path) as store, store.writing() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "application_id", "user_version")
        }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "application_id": APPLICATION_ID,
        "user_version": MAJOR,
    }


def test_an_exception_takes_the_whole_transaction_back(path: Path) -> None:
    with open_store(path) as store:
        with pytest.raises(ZeroDivisionError), store.writing() as connection:
            connection.exec_driver_sql("UPDATE cases SET name = 'changed'")
            connection.exec_driver_sql("CREATE TABLE extra (x)")
            raise ZeroDivisionError
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT name FROM cases").scalar() == "kept"
            assert not connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'extra'").all()


def test_migrations_make_the_schema(path: Path) -> None:
    with open_store(path) as store, store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    directory = ScriptDirectory.from_config(migrate._config(migrate.MIGRATIONS))
    assert directory.get_current_head() == HEAD


def test_opening_again_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    open_store(path).close()
    assert path.read_bytes() == before and not backups(path)


def test_a_newer_major_version_is_refused_and_left_alone(path: Path) -> None:
    execute(path, f"PRAGMA user_version = {MAJOR + 1}", "UPDATE alembic_version SET version_num = '0999'")
    before = path.read_bytes()
    with pytest.raises(InputProblem, match="newer LeukView") as caught:
        open_store(path)
    assert "Update LeukView" in caught.value.remedy
    assert path.read_bytes() == before


def test_a_newer_minor_version_is_opened_as_it_is(path: Path) -> None:
    execute(path, "UPDATE alembic_version SET version_num = '0999'", "ALTER TABLE cases ADD COLUMN later TEXT")
    with open_store(path) as store, store.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM cases").scalar() == "kept"
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0999"
    assert not backups(path)


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    execute(other, "CREATE TABLE bookmarks (x)")
    before = other.read_bytes()
    with pytest.raises(InputProblem, match="another program"):
        open_store(other)
    assert other.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"this is no database, however long it may be" * 40, b"SQLite format 3\0" + b"\xff" * 2000]
)
def test_a_damaged_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    damaged = tmp_path / "leukview.sqlite3"
    damaged.write_bytes(content)
    with pytest.raises(EnvironmentFault, match="damaged"):
        open_store(damaged)
    assert damaged.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_the_machines_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentFault, match="LEUKVIEW_DATA"):
        open_store(tmp_path / "file" / "deeper" / "leukview.sqlite3")
    (tmp_path / "folder").mkdir()
    with pytest.raises(EnvironmentFault, match="cannot be opened"):
        open_store(tmp_path / "folder")


def test_the_database_lies_where_the_user_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "über 50 %"))
    assert default_path().parent == tmp_path / "über 50 %"
    open_store().close()
    assert default_path().is_file()
    monkeypatch.delenv("LEUKVIEW_DATA")
    assert default_path().name == "leukview.sqlite3" and "LeukView" in default_path().parts


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_only_its_owner_may_look_into_the_data_folder(tmp_path: Path) -> None:
    open_store(tmp_path / "data" / "leukview.sqlite3").close()
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


# -- a migration ----------------------------------------------------------------------------------------------------------

_NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("later", sa.Text, nullable=False, server_default="new"))
    {extra}
"""


def next_version(tmp_path: Path, extra: str = "") -> Path:
    """Return a copy of the migrations with one more."""
    scripts = tmp_path / "50 % migrations"
    shutil.copytree(migrate.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "m9999_next.py").write_text(_NEXT.format(extra=extra, head=HEAD))
    return scripts


def test_a_migration_keeps_a_copy_of_what_was(path: Path, tmp_path: Path) -> None:
    scripts = next_version(tmp_path)
    # What is still in the write-ahead log of a program that is running belongs to the copy, too.
    with open_store(path) as running:
        with running.writing() as connection:
            connection.exec_driver_sql("UPDATE cases SET patient = 'in the log'")
        with open_store(path, scripts=scripts) as store, store.reading() as connection:
            assert connection.exec_driver_sql("SELECT name, patient, later FROM cases").all() == [
                ("kept", "in the log", "new")
            ]
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "9999"
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    (copy,) = backups(path)
    assert f".before-{HEAD}-" in copy.name
    assert execute(copy, "SELECT name, patient FROM cases") == [("kept", "in the log")]
    assert execute(copy, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    with pytest.raises(sqlite3.OperationalError, match="later"):
        execute(copy, "SELECT later FROM cases")
    open_store(path, scripts=scripts).close()
    assert backups(path) == [copy]


@pytest.mark.parametrize("extra", ["raise RuntimeError('fails half-way')", "op.execute('DELETE FROM nowhere')"])
def test_a_migration_that_fails_leaves_everything_as_it_was(path: Path, tmp_path: Path, extra: str) -> None:
    with pytest.raises(Exception, match=r"half-way|no such table"):
        open_store(path, scripts=next_version(tmp_path, extra))
    with open_store(path) as store, store.reading() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD
        columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(cases)")]
        assert "later" not in columns
        assert connection.exec_driver_sql("SELECT name FROM cases").scalar() == "kept"


def test_a_migration_that_breaks_references_is_taken_back(path: Path, tmp_path: Path) -> None:
    execute(path, "INSERT INTO problems (case_id, file, reason, remedy) VALUES (1, 'f', 'r', '')")
    with pytest.raises(EnvironmentFault, match="references"):
        open_store(path, scripts=next_version(tmp_path, "op.execute('DELETE FROM cases')"))
    assert execute(path, "SELECT name FROM cases") == [("kept",)]


def test_programs_that_open_a_new_database_at_once_all_succeed(tmp_path: Path) -> None:
    path = tmp_path / "leukview.sqlite3"
    script = f"from pathlib import Path; from leukview.store.database import open_store; open_store(Path({str(path)!r})).close()"
    running = [subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True) for _ in range(4)]
    outcomes = [(process.communicate(timeout=120)[1], process.returncode) for process in running]
    assert outcomes == [("", 0)] * 4
    assert execute(path, "SELECT version_num FROM alembic_version") == [(HEAD,)] and not backups(path)


def test_opening_a_current_database_needs_no_alembic(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from leukview.store.database import open_store; "
        f"open_store(Path({str(path)!r})).close(); sys.exit('alembic' in sys.modules or 'torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=120).returncode == 0


def test_a_database_of_the_first_version_is_taken_over_with_its_cells(tmp_path: Path) -> None:
    scripts = tmp_path / "first"
    shutil.copytree(
        migrate.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__", "m000[2-9]*", "m00[1-9]*")
    )
    old = tmp_path / "old.sqlite3"
    with open_store(old, scripts=scripts) as store, store.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO cases (folder_key, folder, name, patient, slide, synthetic, created, opened, timings, view_state,"
            " revision, history_position) VALUES ('k', 'f', 'n', '', '', 0, '', '', '{}', '{}', 0, 0)"
        )
        connection.exec_driver_sql(
            "INSERT INTO images (case_id, file, sha256, width, height, kind) VALUES (1, 'a.png', '', 9, 9, 'cell')"
        )
        connection.exec_driver_sql(
            "INSERT INTO cells (case_id, cell_id, position, since, file, x, y, width, height, single, probabilities,"
            " out_of_domain, pipeline, weights_sha256, human_class, note)"
            " VALUES (1, 'a', 0, 0, 'a.png', 0, 0, 9, 9, 1, '{\"blast\": 1.0}', 0.5, 'leukview', '0', 'monocyte', 'seen')"
        )
    with open_store(old) as store, store.reading() as connection:
        cell = cell_from_row(connection.execute(select(cells)).one())
    assert cell.prediction is not None and cell.prediction.attributes == {} and cell.prediction.against == ()
    assert cell.prediction.tree == ()
    assert (cell.human_class, cell.note, cell.ai_class) == ("monocyte", "seen", "blast")


def test_a_second_readers_columns_are_added_and_everything_is_kept(tmp_path: Path) -> None:
    """A database of layout 0005 as an older LeukView left it."""
    from alembic import command

    path = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(path)) as raw:
        raw.commit()
    engine = create_engine(f"sqlite:///{path}")
    config = migrate._config(migrate.MIGRATIONS)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql("PRAGMA user_version=1")
    engine.dispose()
    execute(
        path,
        "INSERT INTO cases VALUES (1, 'k', '/f', 'kept', 'P', 's', 0, 't', 't', NULL, '{}', '{}', 4, 0)",
        "INSERT INTO images VALUES (1, 1, 'a.png', 'aa', 9, 9, 'cell')",
        "INSERT INTO cells (case_id, cell_id, position, since, file, x, y, width, height, single, human_class, note)"
        " VALUES (1, 'c', 0, 0, 'a.png', 0, 0, 9, 9, 1, 'blast', 'mine')",
        "INSERT INTO audit VALUES (1, 1, 't', 'Ann', 'relabel', 'Label c', '[]', '0')",
    )
    with open_store(path) as store, store.reading() as connection:
        found = load_case(connection, 1)
        (cell,) = found.case.cells.values()
        assert (cell.human_class, cell.note, cell.second_class, cell.agreed) == ("blast", "mine", None, None)
        assert (found.revision, found.case.info.name, found.case.readings, found.case.signatures) == (4, "kept", {}, ())
        assert connection.exec_driver_sql("PRAGMA user_version").scalar() == MAJOR
        assert connection.exec_driver_sql("SELECT text FROM audit").scalar() == "Label c"
    assert len(backups(path)) == 1
