"""``split.csv`` beside a training: which image was in which part, for people, for the next run, and for measurements."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from leukview.training.intake.leaks import Look
from leukview.training.intake.table import read_rows, split_name
from leukview.training.labelled import LabelledImage

__all__ = ["SPLIT_FILE", "Assigned", "read_assigned", "with_assigned", "write_split_file"]

SPLIT_FILE = "split.csv"
_COLUMNS = ("path", "cls", "split", "dataset", "patient", "smear", "diagnosis", "sha256")


@dataclass(frozen=True)
class Assigned:
    """Parts given before: by content, so that a file may be moved or renamed, and by path, so that it may be saved anew."""

    by_content: dict[str, str] = field(default_factory=dict)
    by_path: dict[str, str] = field(default_factory=dict)

    def split_of(self, path: Path, sha256: str) -> str:
        """Return the part an image was in, or the empty string."""
        return self.by_content.get(sha256) or self.by_path.get(_named(path), "")


def read_assigned(file: Path) -> Assigned:
    """Return what an earlier run wrote; nothing where it wrote nothing.

    Raises
    ------
    InputProblem
        When the file is there but is not such a table.
    """
    if not file.is_file():
        return Assigned()
    rows = [row for _, row in read_rows(file, ("path", "split", "sha256"))]
    return Assigned(
        {row["sha256"]: split_name(row["split"]) for row in rows if row["sha256"]},
        {row["path"]: split_name(row["split"]) for row in rows},
    )


def write_split_file(items: Sequence[LabelledImage], looks: Sequence[Look], file: Path) -> None:
    """Write every image's part, whole or not at all; the file can be given as data itself."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(file.name + ".new")
    # With a byte order mark: without, Excel shows the umlauts of file names as two signs each.
    with temporary.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_COLUMNS)
        for item, look in zip(items, looks, strict=True):
            texts = (item.cls, item.split, item.dataset, item.patient, item.smear, item.diagnosis)
            writer.writerow([_named(item.path), *texts, look.sha256])
    temporary.replace(file)


def with_assigned(items: Sequence[LabelledImage], digests: Sequence[str], assigned: Assigned) -> list[LabelledImage]:
    """Return the images, those without a split with the one they had before, where they had one."""
    return [
        item if item.split else replace(item, split=assigned.split_of(item.path, digest))
        for item, digest in zip(items, digests, strict=True)
    ]


def _named(path: Path) -> str:
    return path.absolute().as_posix()
