"""A watchdog over the window's thread: how long its turns are, as the machine at hand goes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QApplication
from timing_kit import UNIT_S, own_seconds, unit_of_work

__all__ = ["LONGEST_S", "Took", "Turn", "Watchdog"]

LONGEST_S = 0.05
"""The longest a turn of the window's thread may take: a hand feels more."""
_RUNS = 3
_PATIENCE_S = 120


@dataclass(frozen=True, slots=True)
class Turn:
    """The longest turn of a step.

    Attributes
    ----------
    seconds:
        The thread's own.
    limit:
        How many it may take on this machine at this moment.
    """

    seconds: float
    limit: float

    @property
    def share(self) -> float:
        """What it took of what it may."""
        return self.seconds / self.limit

    def __str__(self) -> str:
        return f"{1000 * self.seconds:.0f} of {1000 * self.limit:.0f} ms"


@dataclass(frozen=True, slots=True)
class Took:
    """What a step took, until it was over and painted.

    Attributes
    ----------
    longest, own:
        The thread's own seconds in the longest turn, and in all of them.
    wall:
        Seconds on the clock.
    """

    longest: float
    own: float
    wall: float


@dataclass
class Watchdog:
    """Measures steps, each from what begins it until the window is at rest again.

    Time is the thread's own, so that other programs do not count. They slow a thread down all the same, by its caches: the
    limit therefore follows a unit of work that is measured before and after each step. Of a step that is measured several times
    the best counts, since what is slow by itself is so every time.
    """

    turns: dict[str, Turn] = field(default_factory=dict)

    def watch(self, review: Callable[[], object]) -> None:
        """Do a review; once more, and then again, where a turn was too long: it may have been the machine."""
        for _ in range(_RUNS):
            review()
            if not self.too_long:
                return

    def step(self, name: str, act: Callable[[], object], over: Callable[[], bool] = lambda: True) -> Took:
        """Do something in one turn, then let the window turn until ``over`` holds, and a few times more."""
        before, started = unit_of_work(), time.monotonic()
        turns = [own_seconds(act)]
        while not over():
            turns.append(own_seconds(QApplication.processEvents))
            time.sleep(0.001)
            if time.monotonic() > started + _PATIENCE_S:
                raise TimeoutError(f"{name} is not over after {_PATIENCE_S} s")
        turns.append(own_seconds(QApplication.processEvents))
        wall = time.monotonic() - started
        turns += [own_seconds(QApplication.processEvents) for _ in range(10)]
        turn = Turn(max(turns), LONGEST_S * max(before, unit_of_work(), UNIT_S) / UNIT_S)
        self.turns[name] = min(turn, self.turns.get(name, turn), key=lambda turn: turn.share)
        return Took(turn.seconds, sum(turns), wall)

    @property
    def too_long(self) -> list[str]:
        """The steps with a turn that was longer than it may be."""
        return [name for name, turn in self.turns.items() if turn.share > 1]

    @property
    def slowest(self) -> str:
        """The step that comes nearest to its limit; empty where nothing was measured."""
        return max(self.turns, key=lambda name: self.turns[name].share, default="")

    def __str__(self) -> str:
        return "; ".join(f"{name}: {turn}" for name, turn in self.turns.items())
