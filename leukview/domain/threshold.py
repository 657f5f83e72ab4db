"""A share of counted cells against a threshold, answered in three values by the share's exact interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leukview.domain.differential import clopper_pearson

__all__ = ["Comparison", "Judged", "State", "all_of", "judge", "opposite"]

State = Literal["met", "not met", "cannot tell"]
Comparison = Literal[">=", ">"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A share and where it lies.

    Attributes
    ----------
    percent, ci_low, ci_high:
        The share and its exact (Clopper–Pearson 1934) 95 % interval, per cent; 0 and 0–100 where nothing was counted.
    state:
        ``met`` when the whole interval is past the threshold, ``not met`` when none of it is, else ``cannot tell``.
    reached:
        Whether the share itself, without regard to its interval, is past the threshold; never where nothing was counted.
    """

    percent: float
    ci_low: float
    ci_high: float
    state: State
    reached: bool


def judge(hits: int, total: int, threshold: float, comparison: Comparison = ">", below: float | None = None) -> Judged:
    """Return where ``hits`` of ``total`` lie with regard to a threshold, or to a range of shares.

    Parameters
    ----------
    hits, total:
        Cells.
    threshold, comparison:
        Per cent, and whether the threshold itself counts as past it.
    below:
        Upper end of a range, per cent and itself outside of it; None where there is none.

    Raises
    ------
    ValueError
        When ``hits`` is not within 0…``total``.
    """
    low, high = (100 * bound for bound in clopper_pearson(hits, total))
    percent = 100 * hits / total if total else 0.0

    def past(share: float) -> bool:
        return share > threshold if comparison == ">" else share >= threshold

    def inside(share: float) -> bool:
        return past(share) and (below is None or share < below)

    state: State = "cannot tell"
    if total and inside(low) and inside(high):
        state = "met"
    elif not past(high) or (below is not None and low >= below):
        state = "not met"
    return Judged(percent, low, high, state, total > 0 and inside(percent))


def all_of(*states: State) -> State:
    """Return whether all are met (Kleene's three-valued conjunction)."""
    if "not met" in states:
        return "not met"
    return "cannot tell" if "cannot tell" in states else "met"


def opposite(state: State) -> State:
    """Return the three-valued negation."""
    negation: dict[State, State] = {"met": "not met", "not met": "met", "cannot tell": "cannot tell"}
    return negation[state]
