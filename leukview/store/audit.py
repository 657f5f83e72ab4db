"""The audit trail: who did what when, and what was there before. Rows are only ever added; SQL triggers refuse the rest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Text, cast, insert, select

from leukview import __version__
from leukview.store.clock import utc_now
from leukview.store.schema import audit

__all__ = ["DECISION", "SECOND_LABEL", "SECOND_NOTE", "AuditChange", "AuditRow", "append", "read"]

SECOND_LABEL, SECOND_NOTE, DECISION = "second label", "second note", "decision"
"""Fields of a change by a second reader, and of a decision between two."""


@dataclass(frozen=True, slots=True)
class AuditChange:
    """One value that changed.

    Attributes
    ----------
    cell_id:
        The cell, or the empty string for the case itself.
    field:
        ``label``, ``note``, ``outline``, ``second label``, ``second note``, ``decision``, ``reader 1``, ``reader 2``, ``box`` (of
        a cell that a person drew), ``removed``, ``ai``, ``name``, ``patient``, ``slide``, ``folder``, ``worklist``, ``pipeline``
        or ``weights``.
    before, after:
        The value, or None where there was or is none.
    """

    cell_id: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the trail.

    Attributes
    ----------
    id:
        Its number; later rows have larger ones.
    utc:
        When, ISO 8601 in UTC with milliseconds.
    operator:
        Who.
    action:
        ``create case``, ``analyse``, ``analyse again``, ``relabel``, ``confirm``, ``clear``, ``note``, ``outline``, ``add``,
        ``delete``, ``merge``, ``restore``, ``call`` (of a drawn cell), ``edit case``, ``set target``, ``move case``,
        ``worklist``, ``readers``, ``reconcile``, ``change reader``, ``sign``, ``amend``, ``acknowledge``, ``undo`` or ``redo``.
    text:
        The action in words.
    changes:
        Every value that changed.
    software:
        LeukView's version.
    """

    id: int
    utc: str
    operator: str
    action: str
    text: str
    changes: tuple[AuditChange, ...]
    software: str

    @property
    def cell_ids(self) -> tuple[str, ...]:
        """Ids of the cells it touched, in order."""
        return tuple(dict.fromkeys(change.cell_id for change in self.changes if change.cell_id))


def append(
    connection: Connection, case_id: int, operator: str, action: str, text: str, changes: Sequence[AuditChange] = ()
) -> None:
    """Add a row, within the transaction that makes the change."""
    connection.execute(
        insert(audit).values(
            case_id=case_id,
            utc=utc_now(),
            operator=operator,
            action=action,
            text=text,
            changes=[(item.cell_id, item.field, item.before, item.after) for item in changes],
            software=__version__,
        )
    )


def read(connection: Connection, case_id: int, *, after: int = 0, cell_id: str = "") -> list[AuditRow]:
    """Return a case's rows, oldest first.

    Parameters
    ----------
    connection, case_id:
        Of which case.
    after:
        Only rows with a larger number.
    cell_id:
        Only rows that changed this cell; every one without.
    """
    query = (
        select(
            audit.c.id, audit.c.utc, audit.c.operator, audit.c.action, audit.c.text, audit.c.changes, audit.c.software
        )
        .where(audit.c.case_id == case_id, audit.c.id > after)
        .order_by(audit.c.id)
    )
    if cell_id:
        # By its text first: most rows need not be taken apart.
        query = query.where(cast(audit.c.changes, Text).contains(json.dumps(cell_id), autoescape=True))
    rows = [
        AuditRow(row.id, row.utc, row.operator, row.action, row.text, _changes(row.changes), row.software)
        for row in connection.execute(query)
    ]
    return [row for row in rows if cell_id in row.cell_ids] if cell_id else rows


def _changes(values: list[list[str | None]]) -> tuple[AuditChange, ...]:
    return tuple(AuditChange(cell_id or "", field or "", before, after) for cell_id, field, before, after in values)
