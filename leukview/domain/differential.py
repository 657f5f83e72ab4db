"""The differential count: counts, percentages that sum to exactly 100, exact intervals, ranges and adequacy."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from scipy.special import betaincinv

from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.resources import resource

__all__ = [
    "Adequacy",
    "Differential",
    "DifferentialRow",
    "Ranges",
    "clopper_pearson",
    "count_cells",
    "differential_of",
    "differential_with",
    "largest_remainder",
    "load_ranges",
]

Whose = Literal["ai", "human", "second", "final"]
Adequacy = Literal["insufficient", "below advisory count", "advisory", "reference-equivalent"]


@dataclass(frozen=True, slots=True)
class Ranges:
    """Reference ranges: class id → lowest and highest normal share in per cent, and the name they go by on a report."""

    name: str = ""
    table: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def clopper_pearson(hits: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact binomial (Clopper–Pearson 1934) interval of a proportion, as fractions 0–1.

    Without any observation the interval is the whole of 0–1.

    Raises
    ------
    ValueError
        When ``hits`` is not within 0…``total``.
    """
    if not 0 <= hits <= total:
        raise ValueError(f"{hits} of {total} is not a proportion")
    if total == 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits, total - hits + 1, tail))
    high = 1.0 if hits == total else float(betaincinv(hits + 1, total - hits, 1 - tail))
    return low, high


def largest_remainder(counts: Sequence[int], decimals: int = 1) -> list[float]:
    """Return percentages, rounded to ``decimals``, that sum to exactly 100 (all 0 where nothing was counted).

    Each share is rounded down, and what is missing goes to the largest remainders, the earlier of equals first.
    """
    total = sum(counts)
    if total == 0:
        return [0.0] * len(counts)
    units = 100 * 10**decimals
    # Whole numbers throughout: a float remainder could tie or fail to tie by accident.
    floors = [count * units // total for count in counts]
    remainders = [count * units % total for count in counts]
    missing = units - sum(floors)
    for position in sorted(range(len(counts)), key=lambda i: (-remainders[i], i))[:missing]:
        floors[position] += 1
    return [floor / 10**decimals for floor in floors]


@dataclass(frozen=True, slots=True)
class DifferentialRow:
    """One class of the differential.

    ``percent``, ``ci_low`` and ``ci_high`` are in per cent of counted white cells; None for a class outside the count.
    ``flag`` is ``low``, ``high`` or empty.
    """

    class_id: str
    n: int
    percent: float | None
    ci_low: float | None
    ci_high: float | None
    reference_low: float | None
    reference_high: float | None
    flag: str


@dataclass(frozen=True, slots=True)
class Differential:
    """A differential: its rows in report order, the counted rows first."""

    rows: tuple[DifferentialRow, ...]
    total: int
    excluded: int
    ranges: str = ""
    """Name of the reference ranges that decided the flags."""
    known: tuple[str, ...] = ()
    """What the weights behind these calls know, in report order; empty where that is not known, or people labelled every cell."""

    @property
    def counted_rows(self) -> tuple[DifferentialRow, ...]:
        """Rows within the white-cell denominator."""
        return tuple(row for row in self.rows if row.percent is not None)

    @property
    def excluded_rows(self) -> tuple[DifferentialRow, ...]:
        """Rows outside the denominator."""
        return tuple(row for row in self.rows if row.percent is None)

    @property
    def adequacy(self) -> Adequacy:
        """How far the count goes: < 100 insufficient, 200 advisory, 400 reference-equivalent (CLSI H20-Ed3)."""
        if self.total < 100:
            return "insufficient"
        if self.total < 200:
            return "below advisory count"
        return "advisory" if self.total < 400 else "reference-equivalent"

    @property
    def nrbc_per_100_wbc(self) -> float | None:
        """Nucleated red cells per 100 white cells; None where no white cell was counted."""
        return 100 * self.n("erythroblast") / self.total if self.total else None

    def n(self, *class_ids: str) -> int:
        """Return how many cells have one of these classes."""
        return sum(row.n for row in self.rows if row.class_id in class_ids)


def load_ranges(path: Path | None = None) -> Ranges:
    """Return reference ranges in per cent, from a lab's own file or the shipped adult ones.

    Raises
    ------
    InputProblem
        When the lab's file is missing or not valid.
    """
    return _shipped_ranges() if path is None else _read_ranges(path)


@lru_cache(maxsize=1)
def _shipped_ranges() -> Ranges:
    return _read_ranges(resource("ranges", "adult.toml"))


def _read_ranges(source: Path) -> Ranges:
    try:
        content = tomllib.loads(source.read_text("utf-8"))
        ranges = {str(name): (float(low), float(high)) for name, (low, high) in content["range"].items()}
    except OSError as error:
        raise InputProblem(
            str(source), f"these reference ranges cannot be opened ({error.strerror})", "Choose another file"
        ) from error
    except (KeyError, ValueError, TypeError) as error:
        raise InputProblem(
            str(source), f"these reference ranges cannot be read ({error})", "Correct the file, or remove it"
        ) from error
    for name, (low, high) in ranges.items():
        if name not in taxonomy():
            raise InputProblem(str(source), f"'{name}' is no class of the differential", "Use LeukView's class ids")
        if not (math.isfinite(low) and 0 <= low <= high <= 100):
            raise InputProblem(str(source), f"the range of {name} is not within 0–100 per cent", "Correct it")
    return Ranges(str(content.get("name") or source.stem), ranges)


def count_cells(
    cells: Iterable[Cell],
    whose: Whose = "final",
    classes: Iterable[str] = (),
    ranges: Ranges | None = None,
) -> Differential:
    """Count cells into a differential.

    Parameters
    ----------
    cells:
        The cells.
    whose:
        ``final`` (persons' label, else the pipeline's), ``ai`` (the pipeline's alone), ``human`` or ``second`` (the first or
        the second reader's alone: cells that reader labelled).
    classes:
        Class ids that the pipeline knows: listed even where no cell has them, and kept, so that a rule never takes what the
        weights cannot call for what the smear does not show.
    ranges:
        Reference ranges; the shipped adult ones by default.
    """
    classes, cells = tuple(classes), tuple(cells)
    labels = (_label(cell, whose) for cell in cells)
    counts = Counter(label for label in labels if label is not None)
    called = whose == "ai" or (whose == "final" and any(cell.person_class is None for cell in cells))
    calls = {tuple(cell.prediction.probabilities) for cell in cells if cell.prediction is not None} if called else None
    return differential_with(counts, calls, classes, ranges)


def differential_of(
    counts: Mapping[str, int], classes: Iterable[str] = (), ranges: Ranges | None = None
) -> Differential:
    """Return the differential of cells counted already.

    Parameters
    ----------
    counts:
        Class id → number of cells.
    classes:
        Class ids listed even where no cell has them.
    ranges:
        Reference ranges; the shipped adult ones by default.
    """
    ranges = load_ranges() if ranges is None else ranges
    counts = Counter(counts)
    listed = taxonomy().sorted({*classes, *counts, *ranges.table})
    inside = [name for name in listed if taxonomy()[name].counted]
    outside = [name for name in listed if not taxonomy()[name].counted]
    total = sum(counts[name] for name in inside)
    rows = []
    for name, percent in zip(inside, largest_remainder([counts[name] for name in inside]), strict=True):
        low, high = clopper_pearson(counts[name], total)
        reference = ranges.table.get(name)
        rows.append(
            DifferentialRow(
                name,
                counts[name],
                percent,
                100 * low,
                100 * high,
                reference[0] if reference else None,
                reference[1] if reference else None,
                _flag(percent, reference) if total else "",
            )
        )
    rows += [DifferentialRow(name, counts[name], None, None, None, None, None, "") for name in outside]
    return Differential(tuple(rows), total, sum(counts[name] for name in outside), ranges.name)


def differential_with(
    counts: Mapping[str, int],
    calls: Iterable[Collection[str]] | None,
    classes: Iterable[str] = (),
    ranges: Ranges | None = None,
) -> Differential:
    """Return the differential of cells that are counted already, with what is known to the weights behind it.

    Parameters
    ----------
    counts, classes, ranges:
        As for :func:`differential_of`.
    calls:
        The classes that the pipelines' calls of these cells have a probability for, each such set once is enough; None where no
        call was counted.
    """
    classes = tuple(classes)
    known = () if calls is None else tuple(taxonomy().sorted({*classes, *_known(calls)}))
    return replace(differential_of(counts, classes, ranges), known=known)


def _known(calls: Iterable[Collection[str]]) -> set[str]:
    """Return the classes that these calls have a probability for; a call with one class alone says nothing of the rest."""
    return {name for call in calls if len(call) > 1 for name in call if name in taxonomy()}


def _label(cell: Cell, whose: Whose) -> str | None:
    if whose == "ai":
        return cell.ai_class
    if whose == "final":
        return cell.final_class
    return cell.human_class if whose == "human" else cell.second_class


def _flag(percent: float, reference: tuple[float, float] | None) -> str:
    if reference is None:
        return ""
    return "low" if percent < reference[0] else "high" if percent > reference[1] else ""
