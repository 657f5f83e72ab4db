"""The persisted list of review commands with a position: those before it stand, those after it can be redone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, delete, func, insert, select, update

from leukview.store.clock import utc_now
from leukview.store.schema import cases, history

__all__ = ["Entry", "head", "latest", "move", "push", "read_commands"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A command of the history: number, place from 1, description, kind (``set_labels``, …), and how many cells it concerns."""

    id: int
    position: int
    text: str
    kind: str = ""
    cells: int = 0


def push(
    connection: Connection,
    case_id: int,
    position: int,
    operator: str,
    text: str,
    command: dict[str, Any],
    inverse: dict[str, Any],
) -> Entry:
    """Put a command at ``position``, drop what could have been redone, and make the position the case's."""
    connection.execute(delete(history).where(history.c.case_id == case_id, history.c.position >= position))
    row = connection.execute(
        insert(history).values(
            case_id=case_id,
            position=position,
            utc=utc_now(),
            operator=operator,
            text=text,
            command=command,
            inverse=inverse,
        )
    )
    move(connection, case_id, position)
    key = row.inserted_primary_key
    assert key is not None
    return Entry(int(key[0]), position, text, str(command["kind"]), _size(command))


def move(connection: Connection, case_id: int, position: int) -> None:
    """Say that the first ``position`` commands stand."""
    connection.execute(update(cases).where(cases.c.id == case_id).values(history_position=position))


def head(connection: Connection, case_id: int, position: int) -> Entry | None:
    """Return the command at a position, or None."""
    row = connection.execute(
        select(
            history.c.id,
            history.c.position,
            history.c.text,
            history.c.command["kind"].as_string().label("kind"),
            func.json_array_length(history.c.command, "$.labels", type_=Integer).label("labels"),
            func.json_array_length(history.c.command, "$.decisions", type_=Integer).label("decisions"),
        ).where(history.c.case_id == case_id, history.c.position == position)
    ).first()
    return Entry(row.id, row.position, row.text, row.kind or "", row.labels or row.decisions or 0) if row else None


def _size(command: Mapping[str, Any]) -> int:
    return len(command.get("labels", command.get("decisions", ())))


def latest(connection: Connection, case_id: int) -> int:
    """Return the number of the case's newest command, 0 where there is none."""
    query = select(func.max(history.c.id)).where(history.c.case_id == case_id)
    return int(connection.execute(query).scalar() or 0)


def read_commands(connection: Connection, entry: Entry) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an entry's command and its inverse, JSON-ready."""
    row = connection.execute(select(history.c.command, history.c.inverse).where(history.c.id == entry.id)).one()
    return row.command, row.inverse
