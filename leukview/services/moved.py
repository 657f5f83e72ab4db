"""Know a case again whose folder was renamed or moved: a review must never seem lost because of a folder's name."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from leukview.domain.errors import InputProblem
from leukview.imaging.scan import sha256
from leukview.store import cases

__all__ = ["find_moved", "moved_words"]

_SAMPLED = 8


def find_moved(connection: Connection, folder: Path) -> int | None:
    """Return the number of the case that this folder held under another path, or None.

    It is that case when its own folder is gone and images spread over it lie here under the same names with the same
    SHA-256. Of several, the one opened last.

    Parameters
    ----------
    connection:
        A reading connection.
    folder:
        A folder that has no case yet.
    """
    for case_id, stored in cases.folders(connection):
        if Path(stored).exists():
            continue
        hashes = cases.image_hashes(connection, case_id)
        sample = sorted(hashes)[:: max(1, len(hashes) // _SAMPLED)]
        # Names first: a stranger's folder is told without reading a byte.
        if sample and all((folder / file).is_file() for file in sample) and _same(folder, sample, hashes):
            return case_id
    return None


def moved_words(before: str, decisions: int) -> str:
    """Return what a person is told of a case that was found again.

    Parameters
    ----------
    before:
        The folder it was known as.
    decisions:
        Cells of it that a person has labelled or annotated.
    """
    kept = {0: "its analysis was", 1: "its one decision was"}.get(decisions, f"its {decisions:,} decisions were")
    return f"This folder was known as {before}: {kept} found again."


def _same(folder: Path, files: list[str], hashes: dict[str, str]) -> bool:
    try:
        return all(sha256(folder / file) == hashes[file] for file in files)
    except InputProblem:
        return False
