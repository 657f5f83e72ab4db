"""Signatures, amendments and acknowledged alerts in the database. Rows are only ever added; SQL triggers refuse the rest."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, insert, select

from leukview.domain.signing import Acknowledgement, Amendment, Signature
from leukview.store.schema import acknowledgements, amendments, signatures

__all__ = [
    "add_acknowledgement",
    "add_amendment",
    "add_signature",
    "read_acknowledgements",
    "read_amendments",
    "read_signatures",
]


def add_signature(connection: Connection, case_id: int, signature: Signature) -> None:
    """Add a signature, within the transaction that audits it."""
    values = asdict(signature)
    values["ticks"] = list(signature.ticks)
    connection.execute(insert(signatures).values(case_id=case_id, **values))


def read_signatures(connection: Connection, case_id: int) -> tuple[Signature, ...]:
    """Return a case's signatures, version by version."""
    query = select(signatures).where(signatures.c.case_id == case_id).order_by(signatures.c.version)
    return tuple(
        Signature(
            row.version,
            row.reader,
            row.signed_utc,
            row.revision,
            row.content_sha256,
            tuple(row.ticks),
            row.differential,
            row.weights_sha256,
            row.software,
            row.reason,
        )
        for row in connection.execute(query)
    )


def add_amendment(connection: Connection, case_id: int, amendment: Amendment) -> None:
    """Add the reason for which a signed version may be changed."""
    connection.execute(insert(amendments).values(case_id=case_id, **asdict(amendment)))


def read_amendments(connection: Connection, case_id: int) -> tuple[Amendment, ...]:
    """Return a case's amendments, oldest first."""
    query = select(amendments).where(amendments.c.case_id == case_id).order_by(amendments.c.id)
    return tuple(Amendment(row.version, row.reason, row.by, row.utc) for row in connection.execute(query))


def add_acknowledgement(connection: Connection, case_id: int, item: Acknowledgement) -> None:
    """Add that a person has seen an urgent alert."""
    connection.execute(insert(acknowledgements).values(case_id=case_id, **asdict(item)))


def read_acknowledgements(connection: Connection, case_id: int) -> tuple[Acknowledgement, ...]:
    """Return a case's acknowledged alerts, oldest first."""
    query = select(acknowledgements).where(acknowledgements.c.case_id == case_id).order_by(acknowledgements.c.id)
    return tuple(Acknowledgement(row.rule, row.hits, row.total, row.by, row.utc) for row in connection.execute(query))
