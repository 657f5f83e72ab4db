"""Read several slides of one patient together: their combined count, and what a reader should know before trusting it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leukview.domain.case_status import CaseStatus
from leukview.domain.combined import Combined, Slide, combine, patient_key
from leukview.domain.differential import Ranges
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.services.worklist import CaseRow, load_rows, natural
from leukview.store import worklist
from leukview.store.database import Store

__all__ = ["TABLE_WORDS", "CombinedSlides", "as_table", "combine_slides", "slides_of"]


TABLE_WORDS = ("Class", "All n", "All %", "95 % from", "95 % to", "White cells counted")
"""What the table of :func:`as_table` says beside names and numbers."""


@dataclass(frozen=True, slots=True)
class CombinedSlides:
    """A combined count, the rows of its slides in the same order, and cautions in words."""

    combined: Combined
    rows: tuple[CaseRow, ...]
    cautions: tuple[str, ...]


def slides_of(rows: Sequence[CaseRow], chosen: Sequence[str]) -> list[str]:
    """Return the cases to combine where a person chose these: themselves or, where it is one, every listed slide of its patient.

    An empty list where the patient of any is not known, they are of several patients, or there is only one slide.
    """
    by_id = {row.id: row for row in rows}
    picked = [by_id[case_id] for case_id in chosen if case_id in by_id]
    keys = {patient_key(row.patient) for row in picked}
    if len(keys) != 1 or "" in keys:
        return []
    if len(picked) == 1:
        picked = [row for row in rows if not row.removed and patient_key(row.patient) in keys]
    return [row.id for row in picked] if len(picked) > 1 else []


def combine_slides(store: Store, case_ids: Sequence[str], ranges: Ranges | None = None) -> CombinedSlides:
    """Count these slides together, as they are stored at this moment; they stand in the order of their names.

    Raises
    ------
    InputProblem
        When they cannot be combined; see :func:`leukview.domain.combined.combine`.
    EnvironmentFault
        When the database cannot be read.
    """
    by_id = {row.id: row for row in load_rows(store)}
    missing = [case_id for case_id in case_ids if case_id not in by_id]
    if missing:
        raise InputProblem(missing[0], "there is no such case", "Choose the slides again")
    rows = sorted((by_id[case_id] for case_id in case_ids), key=lambda row: natural(slide_name(row)))
    combined = combine([Slide(row.id, slide_name(row), row.patient, row.classes) for row in rows], ranges)
    with store.reading() as connection:
        shared = worklist.shared_images(connection, [int(case_id) for case_id in case_ids])
    return CombinedSlides(combined, tuple(rows), tuple(_cautions(rows, shared)))


def slide_name(row: CaseRow) -> str:
    """Return what a slide is called among its patient's: its slide's name, else the case's."""
    return row.slide or row.name


def _cautions(rows: Sequence[CaseRow], shared: Sequence[tuple[int, int, int]]) -> list[str]:
    names = {row.id: slide_name(row) for row in rows}
    words = [
        f"{count:,} image{'s are' if count != 1 else ' is'} in both {names[str(one)]} and {names[str(two)]}: "
        "cells there are counted twice."
        for one, two, count in shared
    ]
    if len({row.weights for row in rows}) > 1:
        words.append("These slides were analysed with different models, so that their calls may not agree.")
    for row in rows:
        if row.status is CaseStatus.RECEIVED:
            words.append(f"{names[row.id]} is not wholly analysed.")
        elif row.reviewed < row.cells:
            words.append(
                f"{names[row.id]}: {row.reviewed:,} of {row.cells:,} cells reviewed; the rest count as called."
            )
    if len({row.synthetic for row in rows}) > 1:
        words.append("Some of these slides are synthetic.")
    return words


def as_table(
    found: CombinedSlides, say: Callable[[str], str] = str, name_of: Callable[[str], str] | None = None
) -> list[list[str]]:
    """Return the combined count as lines of text, the head first: class; n and % of each slide; n, % and interval of all.

    Numbers are written alike in every language, with a point and no thousands apart, so that a spreadsheet takes them.

    Parameters
    ----------
    found:
        The combined count.
    say:
        Puts each of :data:`TABLE_WORDS` into another language; English by default.
    name_of:
        Class id → name; the taxonomy's English one by default.
    """
    combined = found.combined
    head = [say(TABLE_WORDS[0])]
    for slide, _ in combined.slides:
        head += [f"{slide.name} n", f"{slide.name} %"]
    lines = [[*head, *map(say, TABLE_WORDS[1:5])]]
    for row in combined.whole.rows:
        line = [name_of(row.class_id) if name_of else taxonomy()[row.class_id].name]
        for _, each in combined.slides:
            own = next(item for item in each.rows if item.class_id == row.class_id)
            line += [str(own.n), _percent(own.percent if each.total else None)]
        line += [str(row.n)]
        line += [_percent(value if combined.whole.total else None) for value in (row.percent, row.ci_low, row.ci_high)]
        lines.append(line)
    total = [say(TABLE_WORDS[5])]
    for _, each in combined.slides:
        total += [str(each.total), ""]
    lines.append([*total, str(combined.whole.total), "", "", ""])
    return lines


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
