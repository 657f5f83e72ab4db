"""Proficiency tests in the database. Rows are only ever added; SQL triggers refuse the rest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, insert, select

from leukview import __version__
from leukview.domain.quiz import Answer, Attempt, End, Item, Plan
from leukview.store.clock import utc_now
from leukview.store.schema import quiz_answers, quiz_attempts, quiz_ends

__all__ = ["add_answer", "add_attempt", "add_end", "read_answers", "read_attempts"]


def add_attempt(
    connection: Connection,
    reader: str,
    source: str,
    set_id: int | None,
    plan: Plan,
    items: Sequence[Item],
    program: dict[str, Any] | None = None,
) -> int:
    """Add a test and return its number."""
    listed = [asdict(item) for item in items]
    digest = hashlib.sha256(json.dumps([[i.picture, i.label] for i in items]).encode()).hexdigest()
    row = insert(quiz_attempts).values(
        reader=reader,
        program=program,
        source=source,
        set_id=set_id,
        plan=asdict(plan),
        items=listed,
        items_sha256=digest,
        utc=utc_now(),
        software=__version__,
    )
    key = connection.execute(row).inserted_primary_key
    assert key is not None
    return int(key[0])


def add_answer(connection: Connection, attempt_id: int, answer: Answer) -> None:
    """Add an answer; a later one to the same cell takes its place when the test is scored."""
    connection.execute(insert(quiz_answers).values(attempt_id=attempt_id, utc=utc_now(), **asdict(answer)))


def add_end(connection: Connection, attempt_id: int, how: End) -> None:
    """Say that a test has ended."""
    connection.execute(insert(quiz_ends).values(attempt_id=attempt_id, how=how, utc=utc_now()))


def read_attempts(connection: Connection, attempt_id: int | None = None) -> list[Attempt]:
    """Return every test, or one, oldest first."""
    table = quiz_attempts
    query = select(table, quiz_ends.c.how, quiz_ends.c.utc.label("ended")).outerjoin(
        quiz_ends, quiz_ends.c.attempt_id == table.c.id
    )
    if attempt_id is not None:
        query = query.where(table.c.id == attempt_id)
    return [
        Attempt(
            row.id,
            row.reader,
            row.program,
            row.source,
            row.set_id,
            Plan(**row.plan),
            tuple(Item(**item) for item in row.items),
            row.items_sha256,
            row.utc,
            row.software,
            row.how or "",
            row.ended or "",
        )
        for row in connection.execute(query.order_by(table.c.id))
    ]


def read_answers(connection: Connection, attempt_id: int) -> list[Answer]:
    """Return the answers of a test in the order in which they were given."""
    table = quiz_answers.c
    query = (
        select(table.place, table.class_id, table.seconds, table.sitting)
        .where(table.attempt_id == attempt_id)
        .order_by(table.id)
    )
    return [Answer(*row) for row in connection.execute(query)]
