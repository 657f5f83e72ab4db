"""The cases of one database: their list, and how one is opened by its folder or by its id."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from leukview.domain.case import CaseInfo
from leukview.domain.errors import InputProblem
from leukview.services.moved import find_moved
from leukview.services.sample import is_synthetic
from leukview.services.session import Session
from leukview.services.settings import default_operator
from leukview.store import audit, cases
from leukview.store.audit import AuditChange
from leukview.store.cases import CaseSummary
from leukview.store.database import Store

__all__ = ["CaseSummary", "Workspace"]


class Workspace:
    """The cases of one database.

    Parameters
    ----------
    store:
        The open database.
    operator:
        Who works here, for the audit trail; the computer's user by default.
    """

    def __init__(self, store: Store, operator: str | None = None) -> None:
        self.store = store
        self.operator = operator or default_operator()

    def cases(self) -> list[CaseSummary]:
        """Return every case, the one opened last first."""
        with self.store.reading() as connection:
            return cases.summaries(connection)

    def open_folder(self, folder: Path) -> Session:
        """Open the case of a folder: the one stored for it or for the place it was moved from, else a new one.

        Raises
        ------
        InputProblem
            When the folder is not there.
        EnvironmentFault
            When the database cannot be written.
        """
        path = _usable(folder)
        key = _folder_key(path)
        before = ""
        with self.store.reading() as connection:
            known = cases.find_case(connection, key)
            moved = find_moved(connection, path) if known is None else None
        with self.store.writing() as connection:
            case_id = cases.find_case(connection, key)
            if case_id is None and moved is not None:
                case_id = moved
                before = dict(cases.folders(connection))[moved]
                cases.move_case(connection, moved, str(path), key)
                change = AuditChange("", "folder", before, str(path))
                audit.append(connection, moved, self.operator, "move case", f"Found again in {path}", [change])
            if case_id is None:
                info = CaseInfo(path.name or str(path), str(path), synthetic=is_synthetic(path))
                case_id = cases.create_case(connection, info, key)
                changes = [AuditChange("", "name", None, info.name)]
                audit.append(connection, case_id, self.operator, "create case", f"Create case {info.name}", changes)
        session = self._open(case_id)
        session.moved_from = before
        return session

    def open_case(self, case_id: str) -> Session:
        """Open a stored case, whether or not its folder can be reached.

        Raises
        ------
        InputProblem
            When there is no such case.
        EnvironmentFault
            When the database cannot be written.
        """
        if not (case_id.isascii() and case_id.isdigit() and len(case_id) < 19):
            raise InputProblem(case_id, "there is no such case", "Open its folder instead")
        return self._open(int(case_id))

    def _open(self, case_id: int) -> Session:
        with self.store.writing() as connection:
            cases.write_opened(connection, case_id)
        with self.store.reading() as connection:
            stored = cases.load_case(connection, case_id)
            return Session(self.store, case_id, stored, self.operator, connection)

    def close(self) -> None:
        """Close the database."""
        self.store.close()


def _usable(folder: Path) -> Path:
    """Return a folder's resolved path; raise ``InputProblem`` where it is none, or has a name that cannot be stored."""
    path = folder.resolve()
    if not path.is_dir():
        raise InputProblem(str(folder), "this is no folder, or it is not there any more", "Choose a folder of images")
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        shown = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
        raise InputProblem(shown, "its name is no valid text on this computer", "Rename the folder") from None
    return path


def _folder_key(path: Path) -> str:
    """Return a resolved path as compared: without case on Windows, and with one form for each accented letter."""
    return unicodedata.normalize("NFC", os.path.normcase(path))
