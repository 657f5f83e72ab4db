"""A watchdog over the window's thread: how long its turns are, as the machine at hand goes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QApplication

__all__ = ["LONGEST_S", "Took", "Turn", "Watchdog", "unit_of_work"]

LONGEST_S = 0.05
"""The longest a turn of the window's thread may take: a hand feels more."""
_UNIT_S = 0.008
"""How long :func:`unit_of_work` takes on the machine for which that holds; a slower or busier one has in proportion more."""
_RUNS = 3
_PATIENCE_S = 120


def unit_of_work() -> float:
    """Do what a window's turn is made of, dictionaries and sorting, and return the thread's own seconds."""
    started = time.thread_time()
    rows = {f"c{number:05d}": (number * 7919 % 10_007, float(number)) for number in range(10_000)}
    order = sorted(rows, key=rows.__getitem__)
    places = dict(zip(order, range(len(order)), strict=True))
    sum(1 for name in rows if places[name] > 5_000)
    return time.thread_time() - started


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
        turns = [self._turn(act)]
        while not over():
            turns.append(self._turn(QApplication.processEvents))
            time.sleep(0.001)
            if time.monotonic() > started + _PATIENCE_S:
                raise TimeoutError(f"{name} is not over after {_PATIENCE_S} s")
        turns.append(self._turn(QApplication.processEvents))
        wall = time.monotonic() - started
        turns += [self._turn(QApplication.processEvents) for _ in range(10)]
        turn = Turn(max(turns), LONGEST_S * max(before, unit_of_work(), _UNIT_S) / _UNIT_S)
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

    @staticmethod
    def _turn(act: Callable[[], object]) -> float:
        started = time.thread_time()
        act()
        return time.thread_time() - started
