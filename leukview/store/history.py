"""The persisted list of review commands with a position: those before it stand, those after it can be redone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, delete, func, insert, select, update

from leukview.store.clock import utc_now
from leukview.store.schema import cases, history

__all__ = ["Entry", "Step", "head", "latest", "move", "places", "push", "read_commands", "steps", "walk"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A command of the history: number, place from 1, description, kind (``set_labels``, …), and how many cells it concerns."""

    id: int
    position: int
    text: str
    kind: str = ""
    cells: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A command of the history as the list of them shows it: its number, kind, words, and who did it when (ISO 8601, UTC)."""

    id: int
    kind: str
    text: str
    operator: str
    utc: str


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


def walk(
    connection: Connection, case_id: int, first: int, last: int
) -> Iterator[tuple[Entry, dict[str, Any], dict[str, Any]]]:
    """Yield the entries from position ``first`` to ``last``, both included, backwards where ``last`` is the smaller.

    Each comes with its command and its inverse, JSON-ready.
    """
    low, high = min(first, last), max(first, last)
    order = history.c.position if first <= last else history.c.position.desc()
    query = (
        select(history.c.id, history.c.position, history.c.text, history.c.command, history.c.inverse)
        .where(history.c.case_id == case_id, history.c.position.between(low, high))
        .order_by(order)
    )
    for row in connection.execute(query):
        kind = str(row.command["kind"])
        yield Entry(row.id, row.position, row.text, kind, _size(row.command)), row.command, row.inverse


def steps(connection: Connection, case_id: int, after: int = 0) -> list[Step]:
    """Return the commands with a larger number than ``after``, in their order."""
    query = (
        select(
            history.c.id,
            history.c.command["kind"].as_string().label("kind"),
            history.c.text,
            history.c.operator,
            history.c.utc,
        )
        .where(history.c.case_id == case_id, history.c.id > after)
        .order_by(history.c.id)
    )
    return [Step(row.id, row.kind or "", row.text, row.operator, row.utc) for row in connection.execute(query)]


def places(connection: Connection, case_id: int) -> dict[int, int]:
    """Return the position of each command: number → position from 1."""
    query = select(history.c.id, history.c.position).where(history.c.case_id == case_id)
    return {row.id: row.position for row in connection.execute(query)}
