"""A watchdog over the window's thread: how long its turns are, as the machine at hand goes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QApplication

__all__ = ["LONGEST_S", "Turn", "Watchdog", "unit_of_work"]

LONGEST_S = 0.05
"""The longest a turn of the window's thread may take: a hand feels more."""
_UNIT_S = 0.008
"""How long :func:`unit_of_work` takes on the machine for which that holds; a slower or busier one has in proportion more."""


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
    """The longest turn of a step: the thread's own seconds in it, and how many it may take on this machine at this moment."""

    step: str
    seconds: float
    limit: float

    def __str__(self) -> str:
        return f"{self.step}: {1000 * self.seconds:.0f} of {1000 * self.limit:.0f} ms"


@dataclass
class Watchdog:
    """Measures steps, each from what begins it until the window is at rest again.

    Time is the thread's own, so that other programs do not count. They slow a thread down all the same, by its caches: the
    limit therefore follows a unit of work that is measured before and after each step.
    """

    turns: list[Turn] = field(default_factory=list)

    def step(self, name: str, act: Callable[[], object], over: Callable[[], bool] = lambda: True) -> None:
        """Do something in one turn, then let the window turn until ``over`` holds, and a few times more."""
        before = unit_of_work()
        longest = self._turn(act)
        until = time.monotonic() + 120
        while not over():
            longest = max(longest, self._turn(QApplication.processEvents))
            time.sleep(0.001)
            if time.monotonic() > until:
                raise TimeoutError(f"{name} is not over after two minutes")
        for _ in range(10):
            longest = max(longest, self._turn(QApplication.processEvents))
        unit = max(before, unit_of_work(), _UNIT_S)
        self.turns.append(Turn(name, longest, LONGEST_S * unit / _UNIT_S))

    @property
    def too_long(self) -> list[Turn]:
        """The turns that were longer than they may be."""
        return [turn for turn in self.turns if turn.seconds > turn.limit]

    def __str__(self) -> str:
        return "; ".join(map(str, self.turns))

    @staticmethod
    def _turn(act: Callable[[], object]) -> float:
        started = time.thread_time()
        act()
        return time.thread_time() - started
