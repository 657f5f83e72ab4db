"""Who reads a case, in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select

from leukview.domain.readers import Reading
from leukview.store.schema import readings

__all__ = ["read_readings", "write_readings"]


def read_readings(connection: Connection, case_id: int) -> dict[int, Reading]:
    """Return a case's readings: reader's number → reading."""
    query = select(readings).where(readings.c.case_id == case_id).order_by(readings.c.reader)
    return {row.reader: Reading(row.name, row.started, row.finished, row.ai_shown) for row in connection.execute(query)}


def write_readings(connection: Connection, case_id: int, found: Mapping[int, Reading]) -> None:
    """Write a case's readings, all of them; no label is touched."""
    connection.execute(delete(readings).where(readings.c.case_id == case_id))
    rows = [{"case_id": case_id, "reader": number, **asdict(reading)} for number, reading in found.items()]
    if rows:
        connection.execute(insert(readings), rows)
