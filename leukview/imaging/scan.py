"""Find the images of a folder, and the hash that names a file's content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from leukview.domain.case import Problem
from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress
from leukview.imaging.readers import EXTENSIONS

__all__ = ["Scan", "is_image", "scan_folder", "sha256"]

_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
_REPORT_EVERY = 500


@dataclass(frozen=True, slots=True)
class Scan:
    """What a folder holds.

    Attributes
    ----------
    files:
        Images, relative to the folder with forward slashes, sorted.
    problems:
        Folders that could not be opened and names that no output could write, sorted.
    """

    files: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def scan_folder(root: Path, progress: Progress, exclude: Collection[Path] = ()) -> Scan:
    """Find every image under a folder, at any depth.

    Files are taken by extension (any case), and where they have none, by their first bytes. Hidden files and folders and
    other kinds of file are passed over in silence. Nothing is decoded: a damaged image is found when it is read.

    Parameters
    ----------
    root:
        Folder, or one image file.
    progress:
        Told of the number found so far; may cancel.
    exclude:
        Folders to leave out, such as the one that results are written to; relative ones are taken under ``root``.

    Raises
    ------
    InputProblem
        When ``root`` does not exist or may not be opened.
    Cancelled
        When the user cancels.
    """
    if root.is_file():
        return Scan([root.name])
    if not root.is_dir():
        raise InputProblem(str(root), "there is no such folder", "Check that its drive is connected")
    left_out = {_real(root / path) for path in exclude}
    scan = Scan()
    for directory, names in _folders(root, left_out, scan.problems):
        progress.check_cancelled()
        for name in names:
            path = Path(directory, name)
            relative = path.relative_to(root).as_posix()
            if not is_image(path):
                continue
            if _writable(relative):
                scan.files.append(relative)
                if len(scan.files) % _REPORT_EVERY == 0:
                    progress.check_cancelled()
                    progress.report(0, 0, f"{len(scan.files)} images found")
            else:
                shown = relative.encode("utf-8", "replace").decode("utf-8")
                scan.problems.append(Problem(shown, "the file's name is not valid text", "Rename it"))
    scan.files.sort()
    scan.problems.sort(key=lambda problem: problem.file)
    return scan


def _folders(root: Path, left_out: set[str], problems: list[Problem]) -> Iterator[tuple[str, list[str]]]:
    """Yield each folder and its visible files; a folder that is linked twice, or into itself, is visited once."""
    seen: set[str] = set()
    waiting = [os.fspath(root)]
    while waiting:
        directory = waiting.pop()
        real = _real(Path(directory))
        if real in seen or real in left_out:
            continue
        seen.add(real)
        try:
            with os.scandir(directory) as entries:
                visible = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            if directory == os.fspath(root):
                raise InputProblem(str(root), "you may not open this folder", "Ask for permission to read it") from None
            relative = Path(directory).relative_to(root).as_posix().encode("utf-8", "replace").decode("utf-8")
            problems.append(
                Problem(relative, f"the folder cannot be opened ({error.strerror})", "Check its permissions")
            )
            continue
        waiting.extend(entry.path for entry in visible if entry.is_dir())
        yield directory, [entry.name for entry in visible if entry.is_file()]


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def is_image(path: Path) -> bool:
    """Tell whether a file is one to read, by its extension or, where it has none, by its first bytes."""
    if path.suffix:
        return path.suffix.lower() in EXTENSIONS
    try:
        with path.open("rb") as stream:
            start = stream.read(12)
    except OSError:
        return False
    return start.startswith(_SIGNATURES) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")


def _writable(name: str) -> bool:
    """Tell whether a name can be stored and exported as UTF-8."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file's bytes, read piece by piece.

    Raises
    ------
    InputProblem
        When the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputProblem(
            path.name, f"the file cannot be opened ({error.strerror})", "Check the file and its drive"
        ) from None
