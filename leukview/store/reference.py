"""Reference sets, their cells and pictures, and the log of every change, in the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Text, cast, func, insert, select, update

from leukview import __version__
from leukview.domain.box import Box
from leukview.domain.reference import Elsewhere, NewReference, ReferenceCell, ReferenceSet
from leukview.domain.reference_cover import Cover
from leukview.domain.taxonomy import taxonomy
from leukview.store.clock import utc_now
from leukview.store.schema import (
    images,
    installation,
    reference_cells,
    reference_log,
    reference_pictures,
    reference_sets,
)

__all__ = [
    "Change",
    "LogRow",
    "add_cells",
    "add_pictures",
    "add_set",
    "append",
    "changes_of",
    "is_here",
    "pictures_in",
    "read_cells",
    "read_installation",
    "read_log",
    "read_picture",
    "read_sets",
    "write",
]

Field = Literal["name", "note", "removed"]
_AT_ONCE = 400
"""Values in one query: SQLite takes a thousand at least."""
_NOTHING = Cover()


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a set or a cell that changed."""

    what: Literal["set", "cell"]
    id: int
    field: Field
    before: str | None
    after: str | None

    @property
    def reversed(self) -> Change:
        """The change back."""
        return Change(self.what, self.id, self.field, self.after, self.before)


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row of the log without its changes; ``of`` is what an undo or redo is of."""

    id: int
    utc: str
    operator: str
    action: str
    text: str
    of: int | None


# -- reading --------------------------------------------------------------------------------------------------------------


def read_sets(connection: Connection, cover: Cover = _NOTHING) -> list[ReferenceSet]:
    """Return the sets that are not deleted, by name, each with its counts, in which no covered cell is."""
    counts: dict[int, Counter[str]] = {}
    drawn: Counter[int] = Counter()
    cells = reference_cells.c
    kinds = cells.set_id, cells.label, cells.synthetic
    query = select(*kinds, func.count()).where(cells.removed.is_(None)).group_by(*kinds)
    found_counts: Iterable[Any] = connection.execute(query)
    if cover.ids:
        query = select(cells.id, *kinds).where(cells.removed.is_(None))
        found_counts = [(*row[1:], 1) for row in connection.execute(query) if row.id not in cover.ids]
    for set_id, name, synthetic, number in found_counts:
        counts.setdefault(set_id, Counter())[name] += number
        drawn[set_id] += number if synthetic else 0
    rows = connection.execute(select(reference_sets).where(reference_sets.c.removed.is_(None)))
    found = [
        ReferenceSet(
            row.id, row.name, row.note, row.by, row.utc, _in_order(counts.get(row.id, Counter())), drawn[row.id]
        )
        for row in rows
    ]
    return sorted(found, key=lambda item: item.name.casefold())


def _in_order(counts: Counter[str]) -> dict[str, int]:
    known = taxonomy().sorted(name for name in counts if name in taxonomy())
    return {name: counts[name] for name in (*known, *sorted(set(counts) - set(known)))}


def read_cells(connection: Connection, set_id: int, cover: Cover = _NOTHING) -> list[ReferenceCell]:
    """Return a set's cells in the order in which they came, without those that were removed or are covered."""
    table = reference_cells
    query = select(table).where(table.c.set_id == set_id, table.c.removed.is_(None)).order_by(table.c.id)
    return [_cell(row) for row in connection.execute(query) if row.id not in cover.ids]


def _cell(row: Any) -> ReferenceCell:
    return ReferenceCell(
        row.id,
        row.set_id,
        row.label,
        row.whose,
        row.by,
        row.utc,
        row.picture,
        row.width,
        row.height,
        row.pixel_um,
        row.case_number,
        row.source_sha256,
        Box(*row.box) if row.box else None,
        row.stain,
        row.synthetic,
        row.note,
        elsewhere=None if row.elsewhere_id is None else Elsewhere(row.elsewhere_id, row.elsewhere_case),
    )


def read_picture(connection: Connection, sha256: str) -> bytes | None:
    """Return a picture as PNG; None where there is none of this hash."""
    query = select(reference_pictures.c.png).where(reference_pictures.c.sha256 == sha256)
    found: bytes | None = connection.execute(query).scalar()
    return found


def pictures_in(connection: Connection, set_id: int) -> dict[str, str]:
    """Return the hash of every picture of a set that is not removed, with its class id."""
    table = reference_cells.c
    query = select(table.picture, table.label).where(table.set_id == set_id, table.removed.is_(None))
    return {row.picture: row.label for row in connection.execute(query)}


def read_installation(connection: Connection) -> str:
    """Return what identifies this installation: twelve hexadecimal digits, made at random with its database."""
    return str(connection.execute(select(installation.c.id)).scalar_one())


def is_here(connection: Connection, case: str, source_sha256: str) -> bool:
    """Return whether a case of this number is in the database with an image of this SHA-256."""
    # As text: a file may say anything, and a number too large for the database is an error in it.
    number = cast(images.c.case_id, Text)
    query = select(images.c.id).where(number == case, images.c.sha256 == source_sha256).limit(1)
    return connection.execute(query).first() is not None


# -- writing --------------------------------------------------------------------------------------------------------------


def add_set(connection: Connection, name: str, note: str, by: str) -> int:
    """Add a set and return its number. It counts as deleted until its creation is written as a change."""
    now = utc_now()
    row = insert(reference_sets).values(name=name, note=note, by=by, utc=now, removed=now)
    key = connection.execute(row).inserted_primary_key
    assert key is not None
    return int(key[0])


def add_pictures(connection: Connection, cells: Sequence[NewReference]) -> None:
    """Add the pictures of cells that are not there yet."""
    for start in range(0, len(cells), _AT_ONCE):
        part = cells[start : start + _AT_ONCE]
        have = select(reference_pictures.c.sha256).where(reference_pictures.c.sha256.in_([c.picture for c in part]))
        known = set(connection.execute(have).scalars())
        new = {cell.picture: cell.png for cell in part if cell.picture not in known}
        if new:
            connection.execute(insert(reference_pictures), [{"sha256": name, "png": png} for name, png in new.items()])


def add_cells(connection: Connection, set_id: int, cells: Sequence[NewReference]) -> list[int]:
    """Add cells with their pictures and return their numbers. They count as removed until that is written as a change."""
    if not cells:
        return []
    add_pictures(connection, cells)
    now = utc_now()
    numbers = []
    for cell in cells:
        values = {
            "set_id": set_id,
            "picture": cell.picture,
            "label": cell.label,
            "whose": cell.whose,
            "by": cell.by,
            "utc": cell.utc,
            "width": cell.width,
            "height": cell.height,
            "pixel_um": cell.pixel_um,
            "case_number": cell.case,
            "source_sha256": cell.source_sha256,
            "box": [cell.box.x, cell.box.y, cell.box.width, cell.box.height] if cell.box else None,
            "stain": cell.stain,
            "synthetic": cell.synthetic,
            "note": cell.note,
            "elsewhere_id": cell.elsewhere.installation if cell.elsewhere else None,
            "elsewhere_case": cell.elsewhere.case if cell.elsewhere else None,
            "removed": now,
        }
        key = connection.execute(insert(reference_cells).values(**values)).inserted_primary_key
        assert key is not None
        numbers.append(int(key[0]))
    return numbers


def write(connection: Connection, changes: Iterable[Change]) -> None:
    """Write the new values of changes."""
    for change in changes:
        table = reference_sets if change.what == "set" else reference_cells
        connection.execute(update(table).where(table.c.id == change.id).values({change.field: change.after}))


# -- the log --------------------------------------------------------------------------------------------------------------


def append(
    connection: Connection, operator: str, action: str, text: str, changes: Sequence[Change], of: int | None = None
) -> None:
    """Add a row to the log, within the transaction that makes the changes."""
    listed = [[item.what, item.id, item.field, item.before, item.after] for item in changes]
    row = {"utc": utc_now(), "operator": operator, "action": action, "text": text, "changes": listed, "of": of}
    connection.execute(insert(reference_log).values(software=__version__, **row))


def read_log(connection: Connection) -> list[LogRow]:
    """Return the log, oldest first."""
    log = reference_log.c
    query = select(log.id, log.utc, log.operator, log.action, log.text, log.of).order_by(log.id)
    return [LogRow(*row) for row in connection.execute(query)]


def changes_of(connection: Connection, row_id: int) -> list[Change]:
    """Return the changes of one row of the log."""
    query = select(reference_log.c.changes).where(reference_log.c.id == row_id)
    return [Change(*item) for item in connection.execute(query).scalar_one()]
