"""A second reader, blind to the first: begun, left and taken up again, finished. Each step is stored and audited."""

from __future__ import annotations

from dataclasses import replace

from leukview.domain.commands import Command, SetReadings
from leukview.domain.errors import InputProblem
from leukview.domain.readers import Reading
from leukview.services.session import Session
from leukview.store.clock import utc_now

__all__ = ["finish_second", "start_second"]


def start_second(session: Session, first: str, second: str, *, ai_shown: bool = True) -> Command | None:
    """Begin a second reading; from now on the session shows nothing of the first reader's work.

    Parameters
    ----------
    session:
        The session.
    first, second:
        Who read first, and who reads now.
    ai_shown:
        Whether the second reader sees the pipeline's calls.

    Raises
    ------
    InputProblem
        When a name is missing, both are one, or there is a second reading already.
    """
    first, second = " ".join(first.split()), " ".join(second.split())
    if not (first and second):
        raise InputProblem("Second reading", "a reader has no name", "Write who read first and who reads now")
    if first.casefold() == second.casefold():
        raise InputProblem(
            second, "the second reader is another person than the first", "Write the second reader's name"
        )
    known = session.stored.readings
    if 2 in known:
        raise InputProblem("Second reading", f"{known[2].name} reads this case already", "Go on with that reading")
    now = utc_now()
    readings = ((1, known.get(1) or Reading(first, now)), (2, Reading(second, now, ai_shown=ai_shown)))
    return session.perform(lambda: SetReadings(readings))


def finish_second(session: Session) -> Command | None:
    """End the second reading: both readers' labels stand from now on, and what follows decides between them.

    Raises
    ------
    InputProblem
        When none is under way.
    """
    known = session.stored.readings
    if 2 not in known or known[2].finished:
        raise InputProblem("Second reading", "none is under way", "Start one first")
    now = utc_now()
    readings = tuple((number, replace(reading, finished=now)) for number, reading in sorted(known.items()))
    return session.perform(lambda: SetReadings(readings))
