"""What stands between a case and its signature: what must be done first, and what the signer must know of."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from leukview.domain.case import Case
from leukview.domain.cell import Cell
from leukview.domain.differential import Differential, count_cells
from leukview.domain.guide import ORDER, priority, target_words
from leukview.domain.rules import RuleResult, Suggestion
from leukview.domain.signing import acknowledged

__all__ = ["GateItem", "Requirements", "Show", "gate"]

Show = Literal["cells", "files", "details", "alert", "second reading", ""]
"""Where the window goes to show an item."""


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a laboratory asks for before a signature.

    Attributes
    ----------
    target:
        White cells to count.
    second_reader:
        Whether a second reader must have read.
    """

    target: int = 200
    second_reader: bool = False


@dataclass(frozen=True, slots=True)
class GateItem:
    """One thing that is missing or worth knowing.

    Attributes
    ----------
    id, words:
        What it is, and in words.
    blocking:
        Whether nobody can sign while it stands; else the signer accepts it with a tick.
    show:
        Where it can be seen.
    cell_ids:
        The cells in question, in the order to look at them.
    """

    id: str
    words: str
    blocking: bool
    show: Show = ""
    cell_ids: tuple[str, ...] = ()


def gate(
    case: Case,
    suggestion: Suggestion,
    ai_suggestion: Suggestion,
    requirements: Requirements,
    *,
    analysed: bool = True,
    drafts: Collection[str] = (),
) -> list[GateItem]:
    """Return what stands before a signature, the blocking items first.

    Parameters
    ----------
    case:
        The stored case.
    suggestion, ai_suggestion:
        What the rules suggest on the final and on the AI's differential.
    requirements:
        What the laboratory asks for.
    analysed:
        Whether every image has been analysed.
    drafts:
        Ids of cells whose outline was begun and is not used.
    """
    cells = list(case.cells.values())
    items = [
        *_progress(case, cells, analysed),
        *_alerts(case, cells, suggestion, ai_suggestion),
        *_readers(case, cells, requirements),
        *_review(cells),
        *_count(count_cells(cells), case.info.wanted(requirements.target)),
        *_case(case, drafts),
    ]
    return sorted(items, key=lambda item: not item.blocking)


def _progress(case: Case, cells: list[Cell], analysed: bool) -> Iterable[GateItem]:
    if not cells:
        yield GateItem("no cells", "There is no cell in this case.", True)
    elif not analysed:
        yield GateItem("analysis", "The analysis has not read every image yet.", True)
    if case.problems:
        words = f"{_many(len(case.problems), 'file')} could not be read and {_is(case.problems)} in no count."
        yield GateItem("files", words, False, "files")


def _alerts(case: Case, cells: list[Cell], suggestion: Suggestion, ai_suggestion: Suggestion) -> Iterable[GateItem]:
    for result in suggestion.alerts:
        if acknowledged(result, case.acknowledgements) is None:
            yield GateItem("alert", f"Urgent alert not acknowledged: {result.rule.title}.", True, "alert")
    kept = {result.rule.id for result in suggestion.alerts}
    for result in ai_suggestion.alerts:
        if result.rule.id not in kept:
            words = (
                f"Urgent by the AI's count alone: {result.rule.title}. The readers' labels take it below the threshold."
            )
            moved = tuple(cell.id for cell in cells if _left(cell, result))
            yield GateItem("dropped alert", words, False, "cells" if moved else "", moved)


def _left(cell: Cell, result: RuleResult) -> bool:
    """Whether the AI counts a cell for a rule and persons do not."""
    return cell.ai_class in result.rule.numerator and cell.final_class not in result.rule.numerator


def _readers(case: Case, cells: list[Cell], requirements: Requirements) -> Iterable[GateItem]:
    second = case.readings.get(2)
    if second is not None and not second.finished:
        yield GateItem(
            "second reading", f"The second reading by {second.name} is not finished.", True, "second reading"
        )
    elif second is None and requirements.second_reader:
        yield GateItem(
            "second reading", "This laboratory asks for a second reader, and none has read.", True, "second reading"
        )
    open_ = tuple(cell.id for cell in cells if cell.disagreement)
    if open_:
        yield GateItem(
            "disagreements", f"The readers disagree on {_many(len(open_), 'cell')}: decide.", True, "cells", open_
        )
    if second is not None and second.finished:
        alone = tuple(c.id for c in cells if (c.human_class is None) != (c.second_class is None) and c.agreed is None)
        if alone:
            words = f"{_many(len(alone), 'cell')} {_is(alone)} labelled by one of the two readers only."
            yield GateItem("one reader", words, False, "cells", alone)


def _review(cells: list[Cell]) -> Iterable[GateItem]:
    waiting = sorted((cell for cell in cells if cell.needs_review and not cell.disagreement), key=priority)
    first = tuple(cell.id for cell in waiting if ORDER[priority(cell)] == "blast-like")
    if first:
        yield GateItem(
            "blast-like", f"{_many(len(first), 'blast-like cell')} {_is(first)} not reviewed.", True, "cells", first
        )
    rest = tuple(cell.id for cell in waiting if ORDER[priority(cell)] != "blast-like")
    if rest:
        words = f"{_many(len(rest), 'doubtful, contradicted or out-of-domain cell')} {_is(rest)} not reviewed."
        yield GateItem("needs review", words, True, "cells", rest)
    plain = tuple(c.id for c in cells if c.person_class is None and not c.needs_review and not c.disagreement)
    if plain:
        words = f"{_many(len(plain), 'other cell')} {_is(plain)} counted by the AI's call alone, which nobody reviewed."
        yield GateItem("unreviewed", words, False, "cells", plain)


def _count(final: Differential, target: int) -> Iterable[GateItem]:
    if final.total < target:
        yield GateItem("target", f"The count is short: {target_words(final.total, target)}.", False)


def _case(case: Case, drafts: Collection[str]) -> Iterable[GateItem]:
    missing = [name for name in ("patient", "slide") if not getattr(case.info, name).strip()]
    if missing:
        yield GateItem("details", f"No {' and no '.join(missing)} is filled in.", False, "details")
    here = tuple(cell_id for cell_id in drafts if cell_id in case.cells)
    if here:
        words = f"{_many(len(here), 'outline')} {'was' if len(here) == 1 else 'were'} begun and {_is(here)} not used."
        yield GateItem("drafts", words, False, "cells", here)
    if case.info.synthetic:
        yield GateItem("synthetic", "This case is synthetic: drawn by a program, from no patient.", False)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _is(found: Collection[str]) -> str:
    return "is" if len(found) == 1 else "are"
