"""A case: one smear's images, its cells and what could not be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Literal

from leukview.domain.cell import Cell
from leukview.domain.readers import Reading
from leukview.domain.signing import Acknowledgement, Amendment, Signature

__all__ = ["Case", "CaseInfo", "ImageFile", "ImageKind", "PipelineStamp", "Problem", "cell_ids_for_files"]

ImageKind = Literal["cell", "field"]


@dataclass(frozen=True, slots=True)
class ImageFile:
    """One image of a case.

    Attributes
    ----------
    file:
        Path relative to the case folder, with forward slashes.
    sha256:
        Hash of the file's bytes, hexadecimal.
    width, height:
        Size in pixels, upright.
    kind:
        ``cell`` for a single-cell image, ``field`` for a smear field.
    """

    file: str
    sha256: str
    width: int
    height: int
    kind: ImageKind


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be used: which, why, and what to do."""

    file: str
    reason: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """Who and what a case is about.

    ``folder`` is the absolute path of its images; ``target`` how many white cells to count in this case, None for as many as the
    laboratory asks for.
    """

    name: str
    folder: str
    patient: str = ""
    slide: str = ""
    synthetic: bool = False
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    target: int | None = None

    def wanted(self, laboratory: int) -> int:
        """Return how many white cells to count: the case's own target, else the laboratory's."""
        return laboratory if self.target is None else self.target


@dataclass(frozen=True, slots=True)
class PipelineStamp:
    """Which pipeline and weights made a case's calls, for the provenance of every output.

    ``thresholds`` are (name, value) pairs of the settings that decide flags; ``segmenter`` names what outlined the cells, with
    the start of its weights' hash, and is empty in cases that were analysed before it was kept.
    """

    pipeline: str
    title: str
    weights_sha256: str
    device: str
    software: str
    thresholds: tuple[tuple[str, float], ...] = ()
    segmenter: str = ""


@dataclass
class Case:
    """The cells of one smear, in the order in which they were found.

    ``removed`` are those that a person deleted, or merged into others. They are in no count and no list; an analysis that finds
    one of them again leaves it there. ``readings`` are the declared readers by number; ``signatures``, ``amendments`` and
    ``acknowledgements`` what persons signed, why they changed it afterwards and which urgent alerts they have seen, oldest first.
    """

    info: CaseInfo
    images: dict[str, ImageFile] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    stamp: PipelineStamp | None = None
    timings: dict[str, float] = field(default_factory=dict)
    removed: dict[str, Cell] = field(default_factory=dict)
    readings: dict[int, Reading] = field(default_factory=dict)
    signatures: tuple[Signature, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()

    def known(self, cell_id: str) -> Cell | None:
        """Return a cell of the case or one that a person took out of it; None where there is neither."""
        return self.cells.get(cell_id) or self.removed.get(cell_id)

    def put(self, cell: Cell) -> None:
        """Add a cell, or replace the one of its id, where it belongs: among the cells or among the removed."""
        here, there = (self.removed, self.cells) if cell.removed else (self.cells, self.removed)
        there.pop(cell.id, None)
        here[cell.id] = cell

    def drop(self, cell_id: str) -> None:
        """Forget a cell altogether."""
        self.cells.pop(cell_id, None)
        self.removed.pop(cell_id, None)

    def sort_cells(self, position: Mapping[str, int]) -> None:
        """Bring the cells, and those removed, into the order of their positions; the dictionaries stay the same objects."""
        for group in (self.cells, self.removed):
            wanted = sorted(group, key=position.__getitem__)
            first = next(
                (n for n, pair in enumerate(zip(wanted, group, strict=True)) if pair[0] != pair[1]), len(wanted)
            )
            for cell_id in wanted[first:]:
                group[cell_id] = group.pop(cell_id)

    def add_image(self, image: ImageFile, found: Sequence[Cell]) -> list[Cell]:
        """Add an analysed image and return its cells as they now stand.

        Where the image was analysed before, each new cell that covers an old one (IoU ≥ 0.5) takes over its id, its human
        label, its note and its person's outline; an old cell that a person labelled, annotated, outlined or drew stays even
        where nothing covers it any more, and one that a person removed stays removed.
        A re-run therefore never loses or overwrites a person's decision.
        """
        known = (*self.cells.values(), *self.removed.values())
        old = {cell.id: cell for cell in known if cell.file == image.file}
        matches = _match(list(found), old)
        kept = [cell for cell in old.values() if cell.id not in matches.values() and cell.decided]
        for cell_id in old:
            self.drop(cell_id)
        taken = {*self.cells, *self.removed, *matches.values(), *(cell.id for cell in kept)}
        merged: list[Cell] = []
        for position, cell in enumerate(found):
            if position in matches:
                merged.append(cell.taking_over(old[matches[position]]))
            else:
                merged.append(replace(cell, id=_free_id(cell.id, taken)))
                taken.add(merged[-1].id)
        merged += kept
        self.images[image.file] = image
        self.problems.pop(image.file, None)
        for cell in merged:
            self.put(cell)
        return merged

    def add_problem(self, problem: Problem) -> None:
        """List a file that could not be used."""
        self.problems[problem.file] = problem

    def get(self, cell_ids: Iterable[str]) -> list[Cell]:
        """Return the cells of these ids, in the order asked for."""
        return [self.cells[cell_id] for cell_id in cell_ids]


def _match(found: Sequence[Cell], old: dict[str, Cell]) -> dict[int, str]:
    """Pair newly found cells with those found before, best overlap first; each is used once."""
    pairs = [
        (before.overlap(cell), position, before.id) for position, cell in enumerate(found) for before in old.values()
    ]
    matches: dict[int, str] = {}
    for overlap, position, cell_id in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if overlap >= 0.5 and position not in matches and cell_id not in matches.values():
            matches[position] = cell_id
    return matches


def _free_id(wanted: str, taken: set[str]) -> str:
    """Return the wanted id, or the first of ``wanted-2``, ``wanted-3``, … that no cell has."""
    number = 1
    candidate = wanted
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def _path_hash(file: str) -> str:
    return hashlib.sha256(file.encode("utf-8")).hexdigest()[:10]


def _slug(file: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "_", PurePosixPath(file).stem).strip("_")[:60]


def cell_ids_for_files(files: Sequence[str]) -> dict[str, str]:
    """Return a base cell id per file: its stem where that is plain and unique, else the stem and a hash of the path.

    The ids hold only ASCII letters, digits, ``_`` and ``-``, differ even where case is ignored, and are never one of Windows'
    reserved names, so that each is safe as a file name everywhere.

    Parameters
    ----------
    files:
        Paths relative to the case folder, with forward slashes.
    """
    slugs = {file: _slug(file) for file in files}
    seen: dict[str, int] = {}
    for slug in slugs.values():
        seen[slug.lower()] = seen.get(slug.lower(), 0) + 1
    result = {}
    for file, slug in slugs.items():
        plain = slug == PurePosixPath(file).stem and seen[slug.lower()] == 1 and slug.lower() not in _RESERVED
        result[file] = slug if plain and slug else f"{slug or 'cell'}-{_path_hash(file)}"
    return result


_RESERVED = {"con", "prn", "aux", "nul"} | {f"{name}{n}" for name in ("com", "lpt") for n in range(10)}
