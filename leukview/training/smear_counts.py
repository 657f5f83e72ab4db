"""Smears as counts of called cells, from what ``analyze --case-per-folder`` or ``evaluate --out`` wrote, with their truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from leukview.domain.errors import InputProblem
from leukview.domain.smear_truth import truth_of
from leukview.domain.taxonomy import taxonomy
from leukview.training.intake.table import read_rows
from leukview.training.intake.words import counted, first_few

__all__ = ["SmearCounts", "Truth", "read_smears", "read_truth", "refuse_shared_patients"]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a smear truly is, and its patient where the table says it."""

    group: str
    patient: str = ""


@dataclass(frozen=True, slots=True)
class SmearCounts:
    """One smear.

    Attributes
    ----------
    name:
        The smear: its case's folder, or its patient where calls name no smear.
    patient:
        Empty where unknown.
    counts:
        Cells by called class id.
    truth:
        Its group of the smear rule.
    known:
        The classes that the weights know.
    """

    name: str
    patient: str
    counts: Mapping[str, int]
    truth: str
    known: tuple[str, ...]


def read_truth(table: Path, means: Mapping[str, str] | None = None) -> dict[str, Truth]:
    """Read a table with ``diagnosis`` and any of ``case``, ``smear`` and ``patient``: name → truth, rows of one name alike.

    A table of images does as well, such as ``labels.csv``. Rows without a diagnosis are passed over.

    Raises
    ------
    InputProblem
        When the table cannot be read, knows no smear or patient, says two things of one, or a word that nobody knows.
    """
    found: dict[str, Truth] = {}
    unclear: set[str] = set()
    for line, row in read_rows(table, ("diagnosis",)):
        if not row["diagnosis"]:
            continue
        truth = Truth(truth_of(row["diagnosis"], means), row.get("patient", ""))
        for column in ("case", "smear", "patient"):
            name = row.get(column)
            before = found.setdefault(name, truth) if name else truth
            if name and before.group != truth.group:
                if column == "smear":  # numbered anew for every patient: it names nothing by itself
                    unclear.add(name)
                    continue
                reason = f"{name} is '{before.group}' in one row and '{truth.group}' here"
                raise InputProblem(f"{table}, row {line}", reason, "Correct it")
    found = {name: truth for name, truth in found.items() if name not in unclear}
    if not found:
        raise InputProblem(str(table), "no row names a case, smear or patient with its diagnosis", "Add such columns")
    return found


def read_smears(source: Path, truth: Mapping[str, Truth]) -> tuple[list[SmearCounts], list[str]]:
    """Return the smears of an output folder, or of a ``calls.csv``, whose truth is known, and the names of the others.

    Raises
    ------
    InputProblem
        When there are no calls.
    """
    calls = source / "calls.csv" if source.is_dir() else source
    found = _from_calls(calls) if calls.is_file() else _from_cases(source)
    if not found:
        raise InputProblem(
            str(source),
            "there are no calls of smears in it",
            "Give the folder that 'analyze --case-per-folder' wrote, or the one that 'evaluate --out' wrote",
        )
    smears = [
        SmearCounts(name, truth[name].patient or patient, counts, truth[name].group, known)
        for name, patient, counts, known in found
        if name in truth
    ]
    return smears, [name for name, *_ in found if name not in truth]


_Found = list[tuple[str, str, Mapping[str, int], tuple[str, ...]]]


def _from_calls(file: Path) -> _Found:
    """Return smears of a ``calls.csv``: its patients, since it names no smears; a cell is its most probable class."""
    rows = [row for _, row in read_rows(file, ("patient",))]
    known = tuple(name for name in rows[0] if name in taxonomy()) if rows else ()
    counts: dict[str, Counter[str]] = {}
    try:
        for row in rows:
            if row["patient"] and known:
                counts.setdefault(row["patient"], Counter())[max(known, key=lambda name: float(row[name]))] += 1
    except ValueError as error:
        raise InputProblem(
            str(file), f"a probability is no number ({error})", "Let 'evaluate --out' write it"
        ) from None
    return [(patient, patient, tally, known) for patient, tally in counts.items()]


def _from_cases(folder: Path) -> _Found:
    """Return the cases below an output folder: a cell is what a person, else the pipeline, called it."""
    found: _Found = []
    for cells in sorted(folder.glob("*/cells.csv")):
        tally = Counter(row["final_class"] for _, row in read_rows(cells, ("final_class",)))
        unknown = sorted(name for name in tally if name not in taxonomy())
        if unknown:
            raise InputProblem(str(cells), f"it names unknown classes: {first_few(unknown)}", "Analyse the case anew")
        probabilities = cells.with_name("probabilities.csv")
        columns = _columns(probabilities) if probabilities.is_file() else ()
        found.append((cells.parent.name, "", tally, tuple(name for name in columns if name in taxonomy())))
    return found


def _columns(file: Path) -> tuple[str, ...]:
    with file.open(encoding="utf-8") as handle:
        return tuple(handle.readline().strip().split(","))


def refuse_shared_patients(train: Sequence[SmearCounts], test: Sequence[SmearCounts]) -> None:
    """Check that no smear and no patient stands on both sides.

    Raises
    ------
    InputProblem
        Naming them.
    """
    mine = {smear.name for smear in train} | {smear.patient for smear in train if smear.patient}
    both = sorted({smear.name for smear in test if smear.name in mine or smear.patient in mine})
    if both:
        raise InputProblem(
            first_few(both),
            f"{counted(len(both), 'smear')} to measure on, or their patients, also chose the threshold",
            "Keep each patient on one side",
        )
