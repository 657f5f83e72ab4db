"""Bring a database's tables up to date with Alembic, after a copy of it, all in one transaction."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.store.schema import APPLICATION_ID, HEAD, MAJOR

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["HEAD", "MIGRATIONS", "Layout", "inspect", "upgrade"]

MIGRATIONS = Path(__file__).parent / "migrations"
"""The packaged migrations: ``env.py`` and ``versions/``."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a database is laid out: its newest migration, or None where it is empty."""

    revision: str | None


def inspect(connection: Connection, path: Path) -> Layout:
    """Return a database's layout, without changing anything.

    Raises
    ------
    InputProblem
        When it is not LeukView's, or a newer major version wrote it.
    """
    tables = {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return Layout(None)
    if (
        connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID
        or "alembic_version" not in tables
    ):
        raise InputProblem(
            str(path), "this is a database of another program", "Choose another data folder with LEUKVIEW_DATA"
        )
    major = int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)
    if major > MAJOR:
        raise InputProblem(
            str(path),
            f"a newer LeukView wrote this database (layout {major}; this one reads up to {MAJOR})",
            "Update LeukView; the database was left as it is",
        )
    return Layout(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def upgrade(engine: Engine, path: Path, scripts: Path | None = None) -> None:
    """Run the migrations that are missing.

    Parameters
    ----------
    engine:
        Whose transactions take the write lock at once.
    path:
        The database file.
    scripts:
        Folder of migrations.

    Raises
    ------
    EnvironmentFault
        When the copy cannot be made, or a migration fails; the database is then as it was.
    """
    # Alembic takes a moment to import, and is needed only where something is to be migrated.
    from alembic import command
    from alembic.script import ScriptDirectory

    config = _config(scripts or MIGRATIONS)
    directory = ScriptDirectory.from_config(config)
    known = {script.revision for script in directory.walk_revisions()}
    with engine.connect() as connection:
        # A migration may copy a table and drop the old one; its references are checked at the end instead. The setting
        # cannot be changed within a transaction.
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                # Another program may have migrated while this one waited for the lock.
                revision = inspect(connection, path).revision
                if revision == directory.get_current_head() or (revision is not None and revision not in known):
                    # A revision this LeukView does not know, of the same major version, only adds what it can ignore.
                    return
                if revision is not None:
                    _copy(path, revision)
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                _check_references(connection, path)
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version={MAJOR}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _config(scripts: Path) -> Config:
    from alembic.config import Config

    config = Config()
    # Alembic reads "%" as the start of a variable.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def _copy(path: Path, revision: str) -> Path:
    """Copy the database, with what is still in its log, beside itself; the copy is checked."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = path.with_name(f"{path.stem}.before-{revision}-{stamp}.sqlite3")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            answer = target.execute("PRAGMA quick_check").fetchone()[0]
    except (OSError, sqlite3.Error) as error:
        copy.unlink(missing_ok=True)
        raise EnvironmentFault(
            f"no copy of {path} could be made before updating it ({error}). It was left as it is"
        ) from error
    if answer != "ok":
        raise EnvironmentFault(f"the case database {path} is damaged ({answer}). It was left as it is")
    return copy


def _check_references(connection: Connection, path: Path) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise EnvironmentFault(f"updating {path} would have broken its references. It was left as it is")
