"""The worklist: every case with how far it is, found, filtered, sorted and grouped by patient."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from leukview.domain.case_status import CaseFacts, CaseStatus, case_status
from leukview.domain.combined import patient_key
from leukview.domain.progress import NoProgress, Progress
from leukview.services import tallies
from leukview.services.still_signed import differs
from leukview.store import worklist
from leukview.store.database import Store
from leukview.store.worklist import StoredRow, Tally

__all__ = ["Arranged", "CaseRow", "Column", "PatientHead", "View", "arrange", "load_rows", "natural"]

Column = Literal["status", "patient", "slide", "name", "received", "reviewed", "flags", "opened"]
COLUMNS: tuple[Column, ...] = get_args(Column)

REMOVED = "removed"
"""The filter that lists what was taken off the list."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case on the worklist.

    Attributes
    ----------
    id, name, folder, patient, slide, synthetic:
        Which case.
    received, opened:
        ISO 8601 in UTC; ``opened`` is empty where no person opened it yet.
    recent:
        When it was opened last or, never opened, received: ISO 8601 in UTC.
    status:
        How far it is.
    images, found:
        Images analysed, and images found when it was received (None where that is not known).
    cells, reviewed, needing, problems:
        Counts; all 0 while it was not ``counted`` yet.
    classes:
        Class id → cells with that final class.
    alerts:
        Titles of the urgent rules that are raised.
    versions, changed:
        Signed versions of its report, and whether it is another than the last of them stands for: what was changed and then taken
        back to the very same is in the audit trail alone.
    removed:
        Whether it was taken off the list.
    pipeline, weights:
        Title and hash of what analysed it.
    counted:
        Whether the counts are those of its cells as they are now.
    """

    id: str
    name: str
    folder: str
    patient: str
    slide: str
    synthetic: bool
    received: str
    opened: str
    recent: str
    status: CaseStatus
    images: int = 0
    found: int | None = None
    cells: int = 0
    reviewed: int = 0
    needing: int = 0
    problems: int = 0
    classes: Mapping[str, int] = field(default_factory=dict)
    alerts: tuple[str, ...] = ()
    versions: int = 0
    changed: bool = False
    removed: bool = False
    pipeline: str = ""
    weights: str = ""
    counted: bool = True

    @property
    def flags(self) -> tuple[str, ...]:
        """What a reader should know before opening it, in words, the most urgent first; the urgent ones begin so."""
        unread = f"{self.problems:,} file{'s' if self.problems != 1 else ''} not read"
        words = (
            *(f"Urgent: {title}" for title in self.alerts),
            "changed since it was signed" if self.changed else "",
            f"{self.needing:,} need{'s' if self.needing == 1 else ''} you" if self.needing else "",
            unread if self.problems else "",
            "synthetic" if self.synthetic else "",
        )
        return tuple(filter(None, words))


@dataclass(frozen=True, slots=True)
class PatientHead:
    """The line above a patient's cases; ``patient`` is empty above those whose patient is not known."""

    patient: str
    case_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What of the worklist is shown, and how.

    Attributes
    ----------
    text:
        Words that must all occur in a case's patient, slide, name, folder or status.
    status:
        A status to show alone, ``removed`` for what was taken off the list, or empty for every case on it.
    sort, descending:
        By which column.
    grouped:
        Whether cases stand under their patients.
    """

    text: str = ""
    status: str = ""
    sort: Column = "opened"
    descending: bool = True
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Arranged:
    """The lines to show, top to bottom; and how many cases each filter would show of what was searched for."""

    lines: tuple[CaseRow | PatientHead, ...]
    totals: Mapping[str, int]

    @property
    def order(self) -> list[str]:
        """The ids of the cases shown, top to bottom."""
        return [line.id for line in self.lines if isinstance(line, CaseRow)]


def load_rows(
    store: Store, progress: Progress | None = None, early: Callable[[list[CaseRow]], None] | None = None
) -> list[CaseRow]:
    """Return every case, the most recent first, with its counts.

    Parameters
    ----------
    store:
        The database.
    progress:
        Told how many cases are counted; may cancel.
    early:
        Called with the rows as far as they are known, before cases that have changed are counted anew, where any has.

    Raises
    ------
    EnvironmentFault
        When the database cannot be read.
    """
    with store.reading() as connection:
        stored = worklist.read_rows(connection)
    if early is not None and not all(map(tallies.is_fresh, stored)):
        early([_row(item, item.tally, tallies.is_fresh(item), item.signed.changed) for item in stored])
    progress = progress or NoProgress()
    made = tallies.refresh(store, stored, progress)
    rows = []
    for item in stored:
        progress.check_cancelled()
        rows.append(_row(item, made.get(item.case.id, item.tally), True, differs(store, item)))
    return rows


def _row(item: StoredRow, tally: Tally | None, counted: bool, changed: bool) -> CaseRow:
    case: Any = item.case
    count = tally or Tally(case.id, 0, "", 0, 0, 0, 0, 0, {}, ())
    done = count.images + count.problems
    # How long an analysis took is written at its end only.
    analysed = bool(case.timings) or bool(case.images_found and done >= case.images_found)
    facts = CaseFacts(
        count.images,
        analysed,
        count.cells,
        count.reviewed,
        count.needing,
        item.signed.versions,
        changed,
    )
    stamp = case.stamp or {}
    # Opening writes the time anew, to the millisecond, which receiving does not.
    opened = case.opened if case.opened != case.created else ""
    return CaseRow(
        str(case.id),
        case.name,
        case.folder,
        case.patient,
        case.slide,
        case.synthetic,
        case.created,
        opened,
        case.opened,
        case_status(facts),
        count.images,
        case.images_found,
        count.cells,
        count.reviewed,
        count.needing,
        count.problems,
        count.classes,
        tuple(count.alerts),
        item.signed.versions,
        changed,
        case.removed is not None,
        stamp.get("title", ""),
        stamp.get("weights_sha256", ""),
        counted,
    )


# -- search, filter, sort, group ------------------------------------------------------------------------------------------


def arrange(rows: Iterable[CaseRow], view: View) -> Arranged:
    """Return the lines to show of these cases."""
    words = _plain(view.text).split()
    matching = [row for row in rows if _matches(row, words)]
    listed = [row for row in matching if not row.removed]
    totals = Counter(str(row.status) for row in listed)
    totals[""] = len(listed)
    totals[REMOVED] = len(matching) - len(listed)
    if view.status == REMOVED:
        shown = [row for row in matching if row.removed]
    else:
        shown = [row for row in listed if view.status in {"", row.status}]
    # Two passes, so that equals stand most recent first whichever way the column is sorted.
    shown.sort(key=lambda row: (row.recent, int(row.id)), reverse=True)
    shown.sort(key=_KEYS[view.sort], reverse=view.descending)
    return Arranged(tuple(_grouped(shown) if view.grouped else shown), totals)


def _matches(row: CaseRow, words: Sequence[str]) -> bool:
    if not words:
        return True
    text = _plain("\n".join((row.patient, row.slide, row.name, row.folder, row.status)))
    return all(word in text for word in words)


def _plain(text: str) -> str:
    """Return a text for comparing: without case, and without accents, which nobody types while searching."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def natural(text: str) -> tuple[bool, list[tuple[int, int, str]]]:
    """Return a key by which ``Slide 9`` comes before ``Slide 10``, and what has no text after what has."""
    parts = [part for part in re.split(r"(\d+)", _plain(text)) if part]
    return not parts, [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


_KEYS: dict[Column, Callable[[CaseRow], Any]] = {
    "status": lambda row: row.status.order,
    "patient": lambda row: natural(row.patient),
    "slide": lambda row: natural(row.slide),
    "name": lambda row: natural(row.name),
    "received": lambda row: row.received,
    "reviewed": lambda row: (row.reviewed / row.cells if row.cells else -1.0, row.cells),
    "flags": lambda row: (len(row.alerts), row.changed, row.needing, row.problems),
    "opened": lambda row: row.recent,
}


def _grouped(rows: Sequence[CaseRow]) -> list[CaseRow | PatientHead]:
    """Put each patient's cases together, where the first of them stands; those without a patient come last."""
    groups: dict[str, list[CaseRow]] = {}
    for row in rows:
        groups.setdefault(patient_key(row.patient), []).append(row)
    unknown = groups.pop("", [])
    lines: list[CaseRow | PatientHead] = []
    for patient, members in [*groups.items(), *([("", unknown)] if unknown else [])]:
        lines.append(PatientHead(patient, tuple(row.id for row in members)))
        lines += members
    return lines
