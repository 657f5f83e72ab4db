"""What a head beside a decision tree (a genotype) says of a whole case: the mean over the cells that it was asked of.

A cell's answer is stored with its call. Here the answers are added up by class, so that a rule may leave out the cells that a
person calls otherwise, and held against the threshold that the weights' manifest gives for a patient's mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import TYPE_CHECKING

from scipy.special import stdtr, stdtrit

from leukview.domain.cell import Cell
from leukview.domain.prediction import Prediction

if TYPE_CHECKING:  # which imports the differential, which imports this
    from leukview.domain.threshold import State

__all__ = ["HeadMark", "HeadMean", "HeadReading", "head_marks", "judge_mean", "read_heads", "readings_of"]

HeadMark = tuple[str, float | None, bool, float]
"""What a head says of a cell: id of its first answer, threshold of a case's mean, whether it is given, and its probability."""


@dataclass(frozen=True, slots=True)
class HeadReading:
    """The answers of one head on the cells of one class.

    Attributes
    ----------
    answer:
        Id of the head's first answer, the one looked for, e.g. ``apl``.
    class_id:
        What the cells are labelled.
    limit:
        From which mean on a case is said to have it, 0–1; None where it was not kept with the calls.
    cells, given:
        Cells of which the head was asked, and those of them to which it gives this answer.
    total, squares:
        Sums of the answer's probabilities, and of their squares.
    """

    answer: str
    class_id: str
    limit: float | None
    cells: int
    given: int
    total: float
    squares: float


@dataclass(frozen=True, slots=True)
class HeadMean:
    """The mean over a case's cells, and where it lies.

    Attributes
    ----------
    cells, given:
        As of :class:`HeadReading`.
    mean, low, high:
        The mean probability and its 95 % interval (Student's t), 0–1; the interval is 0–1 with fewer than two cells.
    limit:
        The threshold; None where none was kept.
    state:
        ``met`` when the whole interval is at or past the threshold, ``not met`` when none of it is, else ``cannot tell``: so,
        always, of fewer cells than are asked for.
    reached:
        Whether the mean itself is at or past the threshold, of cells enough.
    probability:
        That the true mean is past the threshold, given the spread of these cells; 0.5 where they say nothing.
    """

    cells: int
    given: int
    mean: float
    low: float
    high: float
    limit: float | None
    state: State
    reached: bool
    probability: float


def read_heads(cells: Iterable[tuple[Cell, str | None]]) -> tuple[HeadReading, ...]:
    """Return what each head answers, by answer, class and threshold.

    Parameters
    ----------
    cells:
        Cells, each with the label it is counted by; those without a label, or whose call did not reach a head, have no say.
    """
    return readings_of(
        Counter((label, mark) for cell, label in cells if label is not None for mark in head_marks(cell.prediction))
    )


def head_marks(call: Prediction | None) -> list[HeadMark]:
    """Return the first answer of each head whose node a call went through."""
    tree = call.tree if call is not None else ()
    # Heads stand last, and few calls reach one: every cell of a case is asked at once.
    if not tree or not tree[-1].aside:
        return []
    start = len(tree)
    while start and tree[start - 1].aside:
        start -= 1
    marks: list[HeadMark] = []
    parent = None
    for node in tree[start:]:
        # Of two heads beside one node the second begins where a threshold is kept: only a head's first answer has one.
        if node.parent == parent and node.limit is None:
            continue
        parent = node.parent
        if not parent or any(each.taken for each in tree[:start] if each.id == parent):
            marks.append((node.id, node.limit, node.taken, node.probability))
    return marks


def readings_of(marks: Mapping[tuple[str, HeadMark], int]) -> tuple[HeadReading, ...]:
    """Return the readings of so many cells of each label and answer, in an order and to a digit that hang on them alone."""
    sums: dict[tuple[str, str, float | None], list[tuple[bool, float, int]]] = {}
    for (label, (answer, limit, given, probability)), count in marks.items():
        if count:
            sums.setdefault((answer, label, limit), []).append((given, probability, count))
    ordered = sorted(sums.items(), key=lambda item: (*item[0][:2], item[0][2] or 0.0))
    return tuple(
        HeadReading(
            answer,
            label,
            limit,
            sum(count for _, _, count in found),
            sum(count for given, _, count in found if given),
            fsum(count * share for _, share, count in found),
            fsum(count * share * share for _, share, count in found),
        )
        for (answer, label, limit), found in ordered
    )


def judge_mean(readings: Sequence[HeadReading], least: int) -> HeadMean:
    """Return the mean over the cells of some readings of one answer, and where it lies.

    Parameters
    ----------
    readings:
        Of one answer; of calls by several weights the lowest threshold counts.
    least:
        Fewer cells than this say nothing.
    """
    cells, given = sum(each.cells for each in readings), sum(each.given for each in readings)
    limits = [each.limit for each in readings if each.limit is not None]
    limit = min(limits, default=None)
    mean = sum(each.total for each in readings) / cells if cells else 0.0
    low, high, error = 0.0, 1.0, 0.0
    if cells > 1:
        spread = sum(each.squares for each in readings) - cells * mean**2
        error = sqrt(max(0.0, spread) / (cells - 1) / cells)
        reach = float(stdtrit(cells - 1, 0.975)) * error
        low, high = max(0.0, mean - reach), min(1.0, mean + reach)
    state: State = "cannot tell"
    enough = limit is not None and cells >= max(least, 2)
    if limit is not None and enough and low >= limit:
        state = "met"
    elif limit is not None and enough and high < limit:
        state = "not met"
    reached = limit is not None and enough and mean >= limit
    return HeadMean(cells, given, mean, low, high, limit, state, reached, _chance(mean, error, limit, cells))


def _chance(mean: float, error: float, limit: float | None, cells: int) -> float:
    if limit is None or cells < 2:
        return 0.5
    if error == 0:
        return float(mean >= limit)
    return float(stdtr(cells - 1, (mean - limit) / error))
