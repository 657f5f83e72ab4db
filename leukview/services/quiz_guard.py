"""What stays covered while somebody sits a test: whatever would show the key to its cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from leukview.domain.errors import InputProblem
from leukview.domain.quiz import Attempt, Item
from leukview.domain.reference import ReferenceCell
from leukview.services.quiz import Quizzes
from leukview.services.quiz_case import source_words

__all__ = ["covers", "refuse_case", "standing"]

_REASON = "a test on its cells is not finished, and its labels are the key"


def standing(quizzes: Quizzes, sat: Collection[int] = ()) -> list[Attempt]:
    """Return the tests whose key must stay covered, the newest first.

    They are those of ``quizzes.reader`` that are not finished, paused ones too, and those with the numbers ``sat``, whatever name
    was typed for them. Training shows its key after each cell, and is none of them.
    """
    own = {attempt.id for attempt, _ in quizzes.unfinished()}
    return [
        attempt
        for attempt, _ in quizzes.unfinished(anyone=True)
        if attempt.plan.mode == "test" and (attempt.id in own or attempt.id in sat)
    ]


def covers(tests: Iterable[Attempt], cells: Iterable[ReferenceCell | Item]) -> bool:
    """Whether one of these cells is asked for in one of the tests: by its picture, in whichever set it is."""
    asked = {item.picture for attempt in tests for item in attempt.items}
    return any(cell.picture in asked for cell in cells)


def refuse_case(tests: Sequence[Attempt], case_id: str) -> None:
    """Raise where a case's labels are the key to one of the tests.

    Raises
    ------
    InputProblem
        Which says how to get at the case.
    """
    if any(attempt.set_id is None and attempt.source == source_words(case_id) for attempt in tests):
        raise InputProblem(source_words(case_id), _REASON, "Go on with the test, or give it up (Ctrl+J)")
