"""Signatures: what was signed, whether it still stands, why it was changed, and which urgent alerts a person has seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from leukview.domain.case import Case
    from leukview.domain.cell import Cell
    from leukview.domain.rules import RuleResult

__all__ = [
    "Acknowledgement",
    "Amendment",
    "Contents",
    "Signature",
    "SigningState",
    "acknowledged",
    "amendment_open",
    "content_sha256",
    "signing_state",
    "signing_words",
]

SigningState = Literal["not signed", "signed", "changed since signing"]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signing of a case. Never changed: a correction is signed as a further version.

    Attributes
    ----------
    version:
        1 for the first; a later one amends those before it.
    reader:
        The name as it was typed.
    signed_utc:
        ISO 8601 in UTC.
    revision:
        The case's number of changes when it was signed.
    content_sha256:
        Hash over what was signed; see :func:`content_sha256`.
    ticks:
        What the gate listed and the signer accepted, in words.
    differential:
        The final differential, JSON-ready.
    weights_sha256, software:
        Of the calls, and LeukView's name and version.
    reason:
        Why it was amended; empty for version 1.
    """

    version: int
    reader: str
    signed_utc: str
    revision: int
    content_sha256: str
    ticks: tuple[str, ...]
    differential: dict[str, Any] = field(repr=False)
    weights_sha256: str
    software: str
    reason: str = ""

    @property
    def words(self) -> str:
        """By whom, when and which version, e.g. ``Signed by Dr A on 2026-01-02 03:04 UTC, version 2 (amended: …)``."""
        when = self.signed_utc[:16].replace("T", " ")
        amended = f" (amended: {self.reason})" if self.version > 1 else ""
        return f"Signed by {self.reader} on {when} UTC, version {self.version}{amended}"


@dataclass(frozen=True, slots=True)
class Amendment:
    """The reason for which a signed version may be changed: given once, by whom and when."""

    version: int
    reason: str
    by: str
    utc: str


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That a person has seen an urgent alert: which rule, on which inputs, who and when."""

    rule: str
    hits: int
    total: int
    by: str
    utc: str


def acknowledged(result: RuleResult, given: Sequence[Acknowledgement]) -> Acknowledgement | None:
    """Return the acknowledgement that covers a raised rule, or None where its inputs rose beyond every one."""
    for item in reversed(given):
        # More of these cells, or a larger part of the count, is more than was acknowledged.
        if (
            item.rule == result.rule.id
            and result.hits <= item.hits
            and result.hits * item.total <= item.hits * result.total
        ):
            return item
    return None


def content_sha256(case: Case) -> str:
    """Return a hash over what a signature stands for: the case's names, its images, its calls and every person's word.

    It is SHA-256 over UTF-8 JSON without spaces: names and the case's own target, weights, (file, SHA-256) of each image by file,
    readers, and each cell by id with its file, call, labels of both readers, decision, final class, notes and a hash of its
    outline.
    """
    return Contents().sha256(case)


class Contents:
    """What a signature of one case stands for, kept as text cell by cell: asked again, only what has changed is written anew."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[Cell, str]] = {}

    def sha256(self, case: Case) -> str:
        """Return the case's :func:`content_sha256`. May be called from any thread."""
        stamp, known = case.stamp, self._rows
        # Put in place when it is whole: another thread may ask meanwhile.
        self._rows = rows = {
            cell.id: row
            if (row := known.get(cell.id)) is not None and row[0] is cell
            else (cell, _text(_content(cell)))
            for cell in list(case.cells.values())
        }
        parts = [
            # Only where it was set: what was signed before a case could have its own target keeps its hash.
            _text(
                [
                    case.info.name,
                    case.info.patient,
                    case.info.slide,
                    *([str(case.info.target)] if case.info.target else []),
                ]
            ),
            _text([stamp.pipeline, stamp.weights_sha256] if stamp else []),
            _text(sorted([image.file, image.sha256] for image in case.images.values())),
            _text(sorted([number, reading.words] for number, reading in case.readings.items())),
            f"[{','.join([rows[cell_id][1] for cell_id in sorted(rows)])}]",
        ]
        return hashlib.sha256(f"[{','.join(parts)}]".encode("ascii")).hexdigest()


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=True, separators=(",", ":"))


def _content(cell: Cell) -> list[str | None]:
    agreed = cell.agreed
    return [
        cell.id,
        cell.file,
        cell.ai_class,
        cell.human_class,
        cell.second_class,
        f"{agreed.words}, {agreed.utc}" if agreed else None,
        cell.final_class,
        cell.note,
        cell.second_note,
        hashlib.sha256(cell.human_mask.png).hexdigest() if cell.human_mask else None,
    ]


def signing_state(case: Case, contents: Contents | None = None) -> SigningState:
    """Return whether a case is signed as it stands; quickly where its contents were asked for before."""
    if not case.signatures:
        return "not signed"
    now = (contents or Contents()).sha256(case)
    return "signed" if case.signatures[-1].content_sha256 == now else "changed since signing"


def amendment_open(case: Case) -> Amendment | None:
    """Return why the newest signed version may be changed, or None where it may not, or nothing is signed."""
    version = len(case.signatures)
    return next((item for item in case.amendments if item.version == version), None) if version else None


def signing_words(case: Case, state: SigningState | None = None) -> str:
    """Return in one line what every output says: by whom it is signed and when, that it changed since, or that nobody signed."""
    state = state or signing_state(case)
    if state == "not signed":
        return "Not signed"
    words = case.signatures[-1].words
    if state == "signed":
        return words
    amendment = amendment_open(case)
    return f"Changed since signing ({words}); not signed again" + (f". Reason: {amendment.reason}" if amendment else "")
