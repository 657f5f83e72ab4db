"""How long something takes, for tests that any machine must pass: the thread's own time, the best of several, against other work.

A shared machine stalls for seconds, and Python collects garbage whenever it likes: one measurement by the clock proves nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["UNIT_S", "best_seconds", "own_seconds", "seconds_of", "unit_of_work"]

UNIT_S = 0.008
"""How long :func:`unit_of_work` takes on the machine that the limits were written on; a slower or busier one has more."""


def own_seconds(act: Callable[[], object]) -> float:
    """Do something once and return the seconds that this thread computed."""
    started = time.thread_time()
    act()
    return time.thread_time() - started


def best_seconds(act: Callable[[], object], times: int = 3) -> float:
    """Do something several times and return the fewest of the thread's own seconds: what is slow by itself is so every time."""
    return min(own_seconds(act) for _ in range(times))


def unit_of_work() -> float:
    """Do what a window's turn is made of, dictionaries and sorting of 10,000 rows, and return the thread's own seconds."""
    started = time.thread_time()
    rows = {f"c{number:05d}": (number * 7919 % 10_007, float(number)) for number in range(10_000)}
    order = sorted(rows, key=rows.__getitem__)
    places = dict(zip(order, range(len(order)), strict=True))
    sum(1 for name in rows if places[name] > 5_000)
    return time.thread_time() - started


def seconds_of(units: float) -> float:
    """Return the seconds that so many units of work take on this machine now, and no fewer than where the limits were set."""
    return units * max(UNIT_S, *(unit_of_work() for _ in range(3)))
