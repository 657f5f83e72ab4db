"""Watched folders: each new subfolder with images is a case once it has stopped growing. Nothing in them is ever changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.scan import scan_folder
from leukview.services.workspace import folder_key

__all__ = ["SETTLE_SECONDS", "FolderWatch", "Look", "silence"]

SETTLE_SECONDS = 5.0
"""A subfolder is taken once nothing in it has changed for this long."""

_Print = tuple[int, int, int]
"""Number of images, their bytes together, and the newest time of change (ns)."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the watched folders found.

    Attributes
    ----------
    arrived:
        Subfolders that have stopped growing and are no case yet, by folder and name.
    growing:
        Subfolders with images that still change, or were first seen just now.
    problems:
        Folder → why it, or something in it, cannot be looked at, in words that name it.
    """

    arrived: tuple[Path, ...] = ()
    growing: tuple[Path, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)


class FolderWatch:
    """Looks at folders time and again; polling is what works on network shares, too.

    Parameters
    ----------
    settle_seconds:
        How long a subfolder must not change.
    clock:
        Seconds, monotonic.
    """

    def __init__(self, settle_seconds: float = SETTLE_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._settle = settle_seconds
        self._clock = clock
        self._seen: dict[str, dict[str, tuple[_Print, float]]] = {}

    def look(self, folders: Sequence[str], known: Collection[str], progress: Progress | None = None) -> Look:
        """Look once; several folders can be looked at in several threads, each in one.

        Parameters
        ----------
        folders:
            The watched folders.
        known:
            Keys of folders that are cases already; see :func:`leukview.services.workspace.folder_key`. They are not read.
        progress:
            May cancel; asked before every subfolder and every folder below it.

        Raises
        ------
        Cancelled
            When the caller cancels.
        """
        progress = progress or NoProgress()
        arrived: list[Path] = []
        growing: list[Path] = []
        problems: dict[str, str] = {}
        looked: set[str] = set()
        for folder in folders:
            last = self._seen.get(folder, {})
            seen: dict[str, tuple[_Print, float]] = {}
            for path in _subfolders(folder, problems):
                progress.check_cancelled()
                key = folder_key(path)
                if key in known or key in looked:
                    continue
                state = self._print_of(path, problems, folder, progress)
                if state is None:
                    continue
                before = last.get(key)
                now = self._clock()
                since = before[1] if before is not None and before[0] == state else now
                seen[key] = (state, since)
                looked.add(key)
                (arrived if now - since >= self._settle else growing).append(path)
            # What has vanished is forgotten: it begins anew should it come back.
            self._seen[folder] = seen
        return Look(tuple(arrived), tuple(growing), problems)

    def _print_of(
        self, path: Path, problems: dict[str, str], folder: str, progress: Progress
    ) -> tuple[int, int, int] | None:
        """Return what changes as long as a folder grows; None where it holds no image, or cannot be read just now."""
        try:
            scan = scan_folder(path, progress)
            stats = [(path / file).stat() for file in scan.files]
        except InputProblem as problem:
            problems[folder] = f"{problem.what}: {problem.reason}"
            return None
        except OSError:
            # A file that goes while it is looked at: the folder is being written.
            return (-1, 0, time.monotonic_ns())
        if not stats:
            return None
        return len(stats), sum(stat.st_size for stat in stats), max(stat.st_mtime_ns for stat in stats)


def silence(folder: str) -> str:
    """Return what is said of a watched folder that cannot be looked at, since whoever asks it gets no answer."""
    return f"{folder}: its drive does not answer"


def _subfolders(folder: str, problems: dict[str, str]) -> Iterable[Path]:
    """Return a watched folder's visible subfolders by name, as their real paths."""
    try:
        real = os.path.realpath(folder, strict=True)
        with os.scandir(real) as entries:
            found = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)
            return [
                Path(os.path.realpath(entry.path) if entry.is_symlink() else entry.path)
                for entry in found
                if _is_folder(entry)
            ]
    except FileNotFoundError:
        problems[folder] = f"{folder}: it is not there, or its drive is not connected"
    except NotADirectoryError:
        problems[folder] = f"{folder}: this is no folder"
    except PermissionError:
        problems[folder] = f"{folder}: you may not open it"
    except OSError as error:
        problems[folder] = f"{folder}: it cannot be read ({error.strerror or error})"
    return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
