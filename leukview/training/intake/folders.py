"""Labelled images from a folder for each class, with or without a folder for each part above them."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.scan import scan_folder
from leukview.training.intake.table import split_name
from leukview.training.intake.words import first_few
from leukview.training.labelled import LabelledImage

__all__ = ["FolderImages", "read_folders"]

_PARTS = frozenset({"train", "val", "test"})
_MASK = "_mask.png"


@dataclass
class FolderImages:
    """What class folders hold, and in words what was passed over."""

    items: list[LabelledImage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_folders(data: Path, progress: Progress | None = None) -> FolderImages:
    """Return the images of ``DATA/<class>/…``, at any depth, or of ``DATA/<train|val|test>/<class>/…``.

    Hidden files, files that are no images, masks (``x_mask.png`` beside an image x) and images outside class folders are
    passed over and counted in the notes; empty class folders are named there.

    Raises
    ------
    InputProblem
        When it is no folder, holds no image in a class folder, or mixes class folders with folders of parts.
    Cancelled
        When cancelled.
    """
    progress = progress or NoProgress()
    if not data.is_dir():
        raise InputProblem(
            str(data), "there is no such folder", "Give a folder with a subfolder for each class, or a CSV"
        )
    found = FolderImages()
    passed: Counter[str] = Counter()
    tops = _subfolders(data)
    parts = [top for top in tops if split_name(top.name) in _PARTS]
    if parts:
        _refuse_mixture(data, [top for top in tops if top not in parts], progress)
    for part in parts or [data]:
        for folder in _subfolders(part):
            _add_class(found, folder, split_name(part.name) if parts else "", passed, progress)
        passed["images outside any class folder"] += _loose_images(part, progress)
    if parts:
        passed["images outside any class folder"] += _loose_images(data, progress)
    if not found.items:
        raise InputProblem(str(data), "there is no image in a class folder here", _remedy(data))
    counts = [f"{what} ({count})" for what, count in passed.items() if count]
    if counts:
        found.notes.append(f"{data}: passed over: {', '.join(counts)}.")
    return found


def _subfolders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        raise InputProblem(
            str(folder), f"the folder cannot be opened ({error.strerror})", "Check its permissions"
        ) from None


def _refuse_mixture(data: Path, others: list[Path], progress: Progress) -> None:
    """Refuse class folders beside ``train`` and ``test``: it is not told whether "test" is a part or a class there."""
    mixed = [folder.name for folder in others if scan_folder(folder, progress).files]
    if mixed:
        raise InputProblem(
            str(data),
            f"folders of parts (train, val, test) stand beside others that hold images: {first_few(mixed)}",
            "Put every class folder into a folder of its part, or none",
        )


def _add_class(found: FolderImages, folder: Path, split: str, passed: Counter[str], progress: Progress) -> None:
    scan = scan_folder(folder, progress)
    found.notes += [f"{folder / problem.file}: {problem.reason}: passed over." for problem in scan.problems]
    names = set(scan.files)
    masks = {name for name in names if name.endswith(_MASK) and _has_image(name, names)}
    hidden, others = _other_files(folder, len(names))
    passed["hidden files"] += hidden
    passed["files that are no images"] += others
    passed["masks"] += len(masks)
    if names == masks:
        found.notes.append(f"{folder}: the class folder holds no image: passed over.")
    found.items += [
        LabelledImage(folder / name, folder.name.strip(), split) for name in scan.files if name not in masks
    ]


def _has_image(mask: str, names: set[str]) -> bool:
    stem = mask.removesuffix(_MASK)
    return any(name != mask and name.rpartition(".")[0] == stem for name in names)


def _other_files(folder: Path, images: int) -> tuple[int, int]:
    """Return how many hidden files there are below a folder, and how many visible ones besides its images."""
    hidden = visible = 0
    for _root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        hidden += sum(name.startswith(".") for name in files)
        visible += sum(not name.startswith(".") for name in files)
    return hidden, max(0, visible - images)


def _loose_images(folder: Path, progress: Progress) -> int:
    return len(scan_folder(folder, progress, [Path(sub.name) for sub in _subfolders(folder)]).files)


def _remedy(data: Path) -> str:
    tables = sorted(path.name for path in data.glob("*.csv"))
    if tables:
        return f"Give the table itself, e.g. {data / tables[0]}, or call it labels.csv"
    return "Put the images into a subfolder for each class, e.g. lymphocyte and monocyte, or write a labels.csv"
