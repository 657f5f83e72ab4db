"""Sign a case, amend it, and acknowledge its urgent alerts: each an immutable row, audited in the same transaction."""

from __future__ import annotations

from collections.abc import Collection

from leukview import __version__
from leukview.domain.differential import count_cells
from leukview.domain.errors import InputProblem
from leukview.domain.gate import GateItem, Requirements, gate
from leukview.domain.rules import RuleResult, suggest
from leukview.domain.signing import (
    Acknowledgement,
    Amendment,
    Signature,
    SigningState,
    acknowledged,
    amendment_open,
    signing_state,
)
from leukview.reporting.json_export import differential_json
from leukview.services.session import Session
from leukview.store import audit, signatures
from leukview.store.audit import AuditChange
from leukview.store.clock import utc_now

__all__ = ["acknowledge", "amend", "gate_of", "prepare", "sign", "state_of"]


def gate_of(
    session: Session, requirements: Requirements, *, analysed: bool = True, drafts: Collection[str] = ()
) -> list[GateItem]:
    """Return what stands before a signature; see :func:`leukview.domain.gate.gate`."""
    case = session.stored
    cells = list(case.cells.values())
    counts = (count_cells(cells, whose, session.classes, session.ranges) for whose in ("final", "ai"))
    final, ai = (suggest(differential) for differential in counts)
    return gate(case, final, ai, requirements, analysed=analysed, drafts=drafts)


def state_of(session: Session) -> SigningState:
    """Return whether the case is signed as it stands; hashed anew only where it may have changed, and only what has."""
    case, revision = session.stored, session.revision
    if case.signatures and case.signatures[-1].revision == revision:
        return "signed"
    return signing_state(case, session.contents)


def prepare(session: Session) -> None:
    """Read what a signed case's signature stands for, so that :func:`state_of` is quick from then on: in a worker."""
    if session.stored.signatures:
        session.contents.sha256(session.stored)


def sign(
    session: Session,
    name: str,
    items: Collection[GateItem],
    ticks: Collection[str],
) -> Signature:
    """Sign the case as it stands.

    Parameters
    ----------
    session:
        The session.
    name:
        The signer's, as typed.
    items:
        What the gate lists now.
    ticks:
        Ids of the items that the signer accepts.

    Raises
    ------
    InputProblem
        When no name is given, something blocks or is not accepted, a second reader has begun since the gate was asked, or what is
        signed already has not changed.
    """
    name = " ".join(name.split())
    if not name:
        raise InputProblem("Signature", "no name was typed", "Type your name as it shall stand on the report")
    with session.lock:
        # First, and with the case held: what else is missing is no second reader's to know.
        if session.sight != "whole":
            raise InputProblem("Signature", "a second reading is under way", "Sign once both readers are done")
        _refuse_open_items(items, ticks)
        case = session.stored
        if case.signatures and signing_state(case) == "signed":
            raise InputProblem("Signature", "this case is signed as it stands", "Sign again once something has changed")
        amendment = amendment_open(case)
        final = count_cells(list(case.cells.values()), "final", session.classes, session.ranges)
        signature = Signature(
            len(case.signatures) + 1,
            name,
            utc_now(),
            session.revision + 1,
            session.contents.sha256(case),
            tuple(item.words for item in items),
            differential_json(final),
            case.stamp.weights_sha256 if case.stamp else "",
            f"LeukView {__version__}",
            amendment.reason if amendment else "",
        )
        with session.changing() as connection:
            signatures.add_signature(connection, session.number, signature)
            change = AuditChange(
                "", "signature", None, f"version {signature.version}, SHA-256 {signature.content_sha256}"
            )
            audit.append(connection, session.number, name, "sign", signature.words, [change])
        case.signatures = (*case.signatures, signature)
    session.tell()
    return signature


def _refuse_open_items(items: Collection[GateItem], ticks: Collection[str]) -> None:
    for item in items:
        if item.blocking:
            raise InputProblem("Signature", item.words.rstrip("."), "Do that first")
        if item.id not in ticks:
            raise InputProblem("Signature", f"not accepted: {item.words.rstrip('.')}", "Accept it, or mend it")


def amend(session: Session, reason: str, by: str) -> Amendment:
    """Open a signed case for an amendment, once for each version; the signed version itself never changes.

    Raises
    ------
    InputProblem
        When no reason or name is given, or nothing is signed.
    """
    reason, by = " ".join(reason.split()), " ".join(by.split())
    if not reason or not by:
        raise InputProblem("Amendment", "no reason or no name was given", "Say why the signed report must be changed")
    with session.lock:
        case = session.stored
        if not case.signatures:
            raise InputProblem("Amendment", "this case is not signed", "Change it as it is")
        known = amendment_open(case)
        if known is not None:
            return known
        amendment = Amendment(case.signatures[-1].version, reason, by, utc_now())
        with session.changing() as connection:
            signatures.add_amendment(connection, session.number, amendment)
            text = f"Amend version {amendment.version}: {reason}"
            audit.append(connection, session.number, by, "amend", text, [AuditChange("", "amendment", None, reason)])
        case.amendments = (*case.amendments, amendment)
    session.tell()
    return amendment


def acknowledge(session: Session, result: RuleResult, by: str) -> Acknowledgement:
    """Record that a person has seen an urgent alert on these inputs; it stays on show all the same.

    Raises
    ------
    InputProblem
        When no name is given.
    """
    by = " ".join(by.split())
    if not by:
        raise InputProblem("Urgent alert", "no name was typed", "Type your name")
    with session.lock:
        case = session.stored
        known = acknowledged(result, [item for item in case.acknowledgements if item.by == by])
        if known is not None:
            return known
        item = Acknowledgement(result.rule.id, result.hits, result.total, by, utc_now())
        with session.changing() as connection:
            signatures.add_acknowledgement(connection, session.number, item)
            change = AuditChange("", "alert", None, f"{result.rule.id}: {result.inputs}")
            audit.append(connection, session.number, by, "acknowledge", f"Acknowledge {result.rule.title}", [change])
        case.acknowledgements = (*case.acknowledgements, item)
    session.tell()
    return item
