"""What the worklist reads: all cases in one query, with counts kept ready. Each function works in its caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, func, null, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from leukview.domain.cell import Cell
from leukview.store.cells import cell_from_row
from leukview.store.clock import utc_now
from leukview.store.schema import cases, cells, images, problems, tallies

__all__ = [
    "Signed",
    "StoredRow",
    "Tally",
    "countable_cells",
    "folder_keys",
    "read_rows",
    "shared_images",
    "signed",
    "sizes",
    "write_found",
    "write_listed",
    "write_tallies",
]


@dataclass(frozen=True, slots=True)
class Tally:
    """A case's counts.

    Attributes
    ----------
    case_id, revision:
        Of which case, and as it was at which of its changes.
    made_by:
        Which rules made it: other rules might count another number of cells that need review.
    images, problems:
        Images analysed and files that could not be used.
    cells, reviewed, needing:
        Cells, those with a person's label, and those that need a person.
    classes:
        Class id → cells with that final class.
    alerts:
        Titles of the urgent rules that are raised.
    """

    case_id: int
    revision: int
    made_by: str
    images: int
    problems: int
    cells: int
    reviewed: int
    needing: int
    classes: Mapping[str, int]
    alerts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Signed:
    """How many versions of a case's report are signed, and what was done since the last.

    Attributes
    ----------
    versions:
        Signed versions.
    changed:
        Whether anything was changed since, taken back or not.
    comparable:
        Whether the signature's hash tells of all of that, so that what was changed and taken back can be known for no change.
    """

    versions: int
    changed: bool
    comparable: bool = True


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A case as stored, for the worklist.

    Attributes
    ----------
    case:
        The row of ``cases``, without what only a session needs.
    tally:
        Its counts, as old as they may be; None where it was never counted.
    signed:
        Its signatures.
    """

    case: Row[Any]
    tally: Tally | None
    signed: Signed


_TALLY = [tallies.c[name].label(f"tally_{name}") for name in Tally.__dataclass_fields__]
_CASE = [
    cases.c[name]
    for name in (
        "id",
        "folder",
        "name",
        "patient",
        "slide",
        "synthetic",
        "created",
        "opened",
        "stamp",
        "timings",
        "revision",
        "images_found",
        "removed",
    )
]


def read_rows(connection: Connection) -> list[StoredRow]:
    """Return every case, the one opened last first, with its counts as they were made last."""
    query = (
        select(*_CASE, *_TALLY)
        .join_from(cases, tallies, tallies.c.case_id == cases.c.id, isouter=True)
        .order_by(cases.c.opened.desc(), cases.c.id.desc())
    )
    known = signed(connection)
    none = Signed(0, False)
    return [StoredRow(row, _tally(row), known.get(row.id, none)) for row in connection.execute(query)]


def _tally(row: Row[Any]) -> Tally | None:
    values = row[len(_CASE) :]
    return Tally(*values) if values[0] is not None else None


def signed(connection: Connection) -> dict[int, Signed]:
    """Return the signatures of every case that has any: the one place where the worklist reads them.

    A case is changed since its last signature when its revision is a later one and its audit trail tells of anything but signing
    and looking since. Whether it is what was signed again, its cells alone can tell.
    """
    since = (
        "SELECT 1 FROM audit WHERE audit.case_id = s.case_id AND audit.utc > s.utc AND audit.action NOT IN ({})".format
    )
    rows = connection.exec_driver_sql(
        f"SELECT s.case_id, s.versions, cases.revision > s.revision AND EXISTS ({since(_marks(_NO_CHANGES))}) AS changed,"
        f" NOT EXISTS ({since(_marks(_NO_CHANGES + _COMPARED))}) AS comparable"
        " FROM (SELECT case_id, count(*) AS versions, max(revision) AS revision, max(signed_utc) AS utc"
        " FROM signatures GROUP BY case_id) AS s JOIN cases ON cases.id = s.case_id",
        (*_NO_CHANGES, *_NO_CHANGES, *_COMPARED),
    )
    return {row.case_id: Signed(row.versions, bool(row.changed), bool(row.comparable)) for row in rows}


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


_NO_CHANGES = ("sign", "amend", "acknowledge", "move case", "worklist")
"""Actions of the audit trail after which a signed report still is that of the case; any other, known or not, changes it."""
_COMPARED = (
    *("relabel", "confirm", "count", "clear", "note", "outline", "edit case", "set target", "readers", "reconcile"),
    *("add", "delete", "merge", "restore", "undo", "redo", "change reader", "call", "analyse", "analyse again"),
)
"""Actions whose traces a signature's hash takes in: whether they left any is seen from the case. Of any other it is not."""


# -- counts ---------------------------------------------------------------------------------------------------------------


def sizes(connection: Connection, case_ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Return each case's revision, number of images analysed and number of files that could not be used, at this moment."""

    def number(table: Any) -> Any:
        return select(func.count()).select_from(table).where(table.c.case_id == cases.c.id).scalar_subquery()

    query = select(cases.c.id, cases.c.revision, number(images), number(problems)).where(cases.c.id.in_(case_ids))
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query)}


_UNASKED = frozenset({"view", "morphology", "attributes"})
_COUNTED = [null().label(column.name) if column.name in _UNASKED else column for column in cells.c]
"""Every column of a cell, but nothing in those that decide neither class nor alert nor the need for a person: JSON is slow."""


def countable_cells(connection: Connection, case_id: int) -> list[Cell]:
    """Return a case's cells with all that decides their class, alerts and whether they need a person, in no order."""
    query = select(*_COUNTED).where(cells.c.case_id == case_id)
    return [cell_from_row(row) for row in connection.execute(query)]


_WRITE = upsert(tallies)
_WRITE = _WRITE.on_conflict_do_update(
    index_elements=["case_id"],
    set_={name: _WRITE.excluded[name] for name in Tally.__dataclass_fields__ if name != "case_id"},
)


def write_tallies(connection: Connection, made: Iterable[Tally]) -> None:
    """Keep these counts. They are no change of their cases."""
    rows = [asdict(tally) for tally in made]
    if rows:
        connection.execute(_WRITE, rows)


# -- a case on the list ---------------------------------------------------------------------------------------------------


def folder_keys(connection: Connection) -> set[str]:
    """Return the keys of every case's folder, those off the list included."""
    return set(connection.execute(select(cases.c.folder_key)).scalars())


def write_found(connection: Connection, case_id: int, count: int) -> None:
    """Write how many images a case's folder held when it was received."""
    connection.execute(update(cases).where(cases.c.id == case_id).values(images_found=count))


def write_listed(connection: Connection, case_id: int, listed: bool) -> bool:
    """Take a case off the list, or put it back; False where it was so already."""
    off = cases.c.removed.is_not(None) if listed else cases.c.removed.is_(None)
    changed = update(cases).where(cases.c.id == case_id, off).values(removed=None if listed else utc_now())
    return connection.execute(changed).rowcount == 1


def shared_images(connection: Connection, case_ids: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return pairs of these cases that hold the same pictures, by their SHA-256: (case, other case, how many)."""
    one, two = images.alias(), images.alias()
    query = (
        select(one.c.case_id, two.c.case_id, func.count(one.c.sha256.distinct()))
        .join_from(one, two, and_(one.c.sha256 == two.c.sha256, one.c.case_id < two.c.case_id))
        .where(one.c.case_id.in_(case_ids), two.c.case_id.in_(case_ids))
        .group_by(one.c.case_id, two.c.case_id)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]
