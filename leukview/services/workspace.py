"""The cases of one database: their list, and how one is opened by its folder or by its id."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from leukview.domain.case import CaseInfo
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.scan import scan_folder
from leukview.services.moved import find_moved
from leukview.services.sample import is_synthetic
from leukview.services.session import Session
from leukview.services.settings import default_operator
from leukview.store import audit, cases, worklist
from leukview.store.audit import AuditChange
from leukview.store.cases import CaseSummary
from leukview.store.database import Store

__all__ = ["CaseSummary", "Received", "Workspace", "folder_key"]


@dataclass(frozen=True, slots=True)
class Received:
    """A folder that was listed: its case's id, its name, and whether the case is new."""

    case_id: str
    name: str
    new: bool


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

    def known_folders(self) -> set[str]:
        """Return the key of every case's folder, as :func:`folder_key` makes it."""
        with self.store.reading() as connection:
            return worklist.folder_keys(connection)

    def case_of(self, folder: Path) -> str:
        """Return the id of a folder's case; empty where it has none."""
        with self.store.reading() as connection:
            found = cases.find_case(connection, folder_key(folder.resolve()))
        return "" if found is None else str(found)

    def open_folder(self, folder: Path) -> Session:
        """Open the case of a folder: the one stored for it or for the place it was moved from, else a new one.

        Raises
        ------
        InputProblem
            When the folder is not there.
        EnvironmentFault
            When the database cannot be written.
        """
        case_id, before, _ = self._case_of(_usable(folder))
        session = self._open(case_id)
        session.moved_from = before
        return session

    def receive(self, folder: Path, progress: Progress | None = None) -> Received:
        """List the case of a folder without opening it, and count its images; what is known of it already stays as it is.

        ``progress`` may cancel while the images are counted.

        Raises
        ------
        InputProblem
            When the folder is not there or holds no image.
        EnvironmentFault
            When the database cannot be written.
        """
        path = _usable(folder)
        files = scan_folder(path, progress or NoProgress()).files
        if not files:
            raise InputProblem(
                str(path), "there is no image in it", "Choose a folder with JPEG, PNG, BMP, TIFF or WebP images"
            )
        case_id, _, new = self._case_of(path)
        with self.store.writing() as connection:
            worklist.write_found(connection, case_id, len(files))
        return Received(str(case_id), path.name or str(path), new)

    def _case_of(self, path: Path) -> tuple[int, str, bool]:
        """Return the case of a folder, the folder it was known as where that is another, and whether it is a new case."""
        key = folder_key(path)
        with self.store.reading() as connection:
            known = cases.find_case(connection, key)
            moved = find_moved(connection, path) if known is None else None
        with self.store.writing() as connection:
            case_id = cases.find_case(connection, key)
            if case_id is not None:
                return case_id, "", False
            if moved is not None:
                before = dict(cases.folders(connection))[moved]
                cases.move_case(connection, moved, str(path), key)
                change = AuditChange("", "folder", before, str(path))
                audit.append(connection, moved, self.operator, "move case", f"Found again in {path}", [change])
                return moved, before, False
            info = CaseInfo(path.name or str(path), str(path), synthetic=is_synthetic(path))
            case_id = cases.create_case(connection, info, key)
            changes = [AuditChange("", "name", None, info.name)]
            audit.append(connection, case_id, self.operator, "create case", f"Create case {info.name}", changes)
            return case_id, "", True

    def open_case(self, case_id: str, *, by_person: bool = True) -> Session:
        """Open a stored case, whether or not its folder can be reached.

        Parameters
        ----------
        case_id:
            Which.
        by_person:
            Whether a person opens it, which is noted; not so where it is analysed in the background.

        Raises
        ------
        InputProblem
            When there is no such case.
        EnvironmentFault
            When the database cannot be written.
        """
        return self._open(_number(case_id), by_person)

    def edit_details(self, case_id: str, name: str, patient: str, slide: str, operator: str = "") -> None:
        """Set the name, patient and slide of a case that is not open; undone like any other action once it is opened.

        Raises
        ------
        InputProblem
            When there is no such case, or it is being changed elsewhere.
        EnvironmentFault
            When the database cannot be written.
        """
        session = self._open(_number(case_id), False)
        session.operator = operator or self.operator
        session.edit_case(name, patient, slide)
        session.close()

    def set_listed(self, case_ids: Iterable[str], listed: bool, operator: str = "") -> list[str]:
        """Take cases off the worklist, or put them back; nothing else of them changes. Returns those that changed.

        Raises
        ------
        InputProblem
            When an id is none.
        EnvironmentFault
            When the database cannot be written.
        """
        text = "Put back on the worklist" if listed else "Take off the worklist"
        before, after = ("removed", "listed") if listed else ("listed", "removed")
        done = []
        with self.store.writing() as connection:
            for case_id in map(_number, case_ids):
                if worklist.write_listed(connection, case_id, listed):
                    change = AuditChange("", "worklist", before, after)
                    audit.append(connection, case_id, operator or self.operator, "worklist", text, [change])
                    done.append(str(case_id))
        return done

    def _open(self, case_id: int, by_person: bool = True) -> Session:
        if by_person:
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


def _number(case_id: str) -> int:
    if not (case_id.isascii() and case_id.isdigit() and len(case_id) < 19):
        raise InputProblem(case_id, "there is no such case", "Open its folder instead")
    return int(case_id)


def folder_key(path: Path) -> str:
    """Return a resolved path as compared: without case on Windows, and with one form for each accented letter."""
    return unicodedata.normalize("NFC", os.path.normcase(path))
