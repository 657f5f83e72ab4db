"""Open the SQLite database: durable settings, migrations with a backup, and errors in plain words."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError

from leukview.domain.errors import EnvironmentFault, LeukViewError
from leukview.store import migrate

__all__ = ["BUSY_SECONDS", "Store", "default_path", "open_store"]

BUSY_SECONDS = 5.0
"""How long to wait for another program that is writing before saying so."""


def default_path() -> Path:
    """Return the path of the user's database: in ``LEUKVIEW_DATA`` where set, else in the user's data folder."""
    chosen = os.environ.get("LEUKVIEW_DATA")
    folder = Path(chosen) if chosen else platformdirs.user_data_path("LeukView", appauthor=False)
    return folder / "leukview.sqlite3"


class Store:
    """An open database. Safe to use from several threads: each transaction has a connection of its own.

    Attributes
    ----------
    path:
        The database file.
    """

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._writer = engine.execution_options(leukview_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection on which everything read shows the database at one moment.

        Raises
        ------
        EnvironmentFault
            When the database cannot be read.
        """
        with _plain_errors(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are all on disk when the block ends, or none of them after an exception.

        Raises
        ------
        EnvironmentFault
            When another program keeps the database, or the disk is full, read-only or failing.
        """
        with _plain_errors(self.path), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(path: Path | None = None, *, busy_seconds: float = BUSY_SECONDS, scripts: Path | None = None) -> Store:
    """Open a database, making it where it is missing and migrating it where it is older.

    Before a migration the database is copied beside itself (``….before-<revision>-<time>.sqlite3``).

    Parameters
    ----------
    path:
        The file; :func:`default_path` by default.
    busy_seconds:
        How long a transaction waits for another program.
    scripts:
        Folder of migrations; the packaged ones by default.

    Raises
    ------
    InputProblem
        When the file is no LeukView database, or a newer major version wrote it.
    EnvironmentFault
        When it cannot be opened, is damaged or cannot be migrated.
    """
    path = (path or default_path()).absolute()
    _make_folder(path.parent)
    store = Store(path, _engine(path, busy_seconds))
    try:
        with store.reading() as connection:
            layout = migrate.inspect(connection, path)
        _use_wal(store, busy_seconds)
        if layout.revision != migrate.HEAD or scripts is not None:
            with _plain_errors(path):
                migrate.upgrade(store._writer, path, scripts)
    except BaseException:
        store.close()
        raise
    return store


def _make_folder(folder: Path) -> None:
    """Make the data folder, for its owner alone: it will hold patients' names."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            f"the data folder {folder} cannot be made ({error.strerror}). Choose another one with LEUKVIEW_DATA"
        ) from error


def _engine(path: Path, busy_seconds: float) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": busy_seconds})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        # LeukView begins its transactions itself: Python's driver would begin them late, and leave DDL and SELECT outside.
        connection.isolation_level = None
        for setting in (
            "foreign_keys=ON",
            # In WAL mode anything less may lose the last decisions when the power fails; on a Mac even that needs fullfsync.
            "synchronous=FULL",
            "fullfsync=ON",
            "recursive_triggers=ON",
        ):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once: two that read first and write later could only both fail.
        writes = connection.get_execution_options().get("leukview_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _use_wal(store: Store, busy_seconds: float) -> None:
    """Switch to write-ahead logging, so that readers never wait for a writer; the switch is kept in the file.

    SQLite does not wait for its lock here, so two programs that open a new database at once must try again.
    """
    deadline = time.monotonic() + busy_seconds
    with _plain_errors(store.path):
        raw = store._engine.raw_connection()
        try:
            while True:
                try:
                    raw.cursor().execute("PRAGMA journal_mode=WAL")
                    return
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                        raise
                    time.sleep(0.02)
        finally:
            raw.close()


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite reports of the machine into an ``EnvironmentFault``; what is our mistake stays as it is."""
    try:
        yield
    except LeukViewError:
        raise
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        text = _explain(cause, path)
        if text is None or isinstance(error, IntegrityError):
            raise
        raise EnvironmentFault(text) from error


def _explain(cause: BaseException | None, path: Path) -> str | None:
    """Return the machine's fault in words, or None where it is none."""
    name = str(getattr(cause, "sqlite_errorname", ""))
    for prefix, text in _FAULTS.items():
        if name.startswith(prefix):
            return text.format(path=path)
    return None


_FAULTS = {
    "SQLITE_BUSY": (
        "the case database {path} is being written by another program. Nothing was changed here. Try again in a moment, "
        "and close other LeukView windows if it lasts"
    ),
    "SQLITE_LOCKED": "the case database {path} is being written by another program. Nothing was changed. Try again",
    "SQLITE_FULL": "the disk that holds {path} is full. The last change was not made. Free some space and try again",
    "SQLITE_READONLY": "the case database {path} is read-only. Nothing was changed. Ask for permission to write it",
    "SQLITE_IOERR": "the disk that holds {path} reports an error. The last change was not made. Check the disk",
    "SQLITE_CANTOPEN": "the case database {path} cannot be opened. Check that its folder is there and yours to write",
    "SQLITE_PERM": "you may not open the case database {path}. Ask for permission",
    "SQLITE_AUTH": "you may not open the case database {path}. Ask for permission",
    "SQLITE_CORRUPT": (
        "the case database {path} is damaged. It was left as it is: copy it aside, then put back a backup from its folder"
    ),
    "SQLITE_NOTADB": (
        "the case database {path} is damaged, or no database at all. It was left as it is: move it aside, or put back a "
        "backup from its folder"
    ),
}
