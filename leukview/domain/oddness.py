"""How unlike its class a cell is: what the network says against it, and how far its measurements lie from the class's own."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leukview.domain.cell import Cell
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import DOUBTFUL_AT
from leukview.domain.taxonomy import taxonomy

__all__ = ["FAR_AT", "LEAST_MEASURED", "Oddness", "odd_first"]

FAR_AT = 3.5
"""A modified z-score beyond which a measurement is far from its class's median (Iglewicz and Hoaglin, 1993)."""

LEAST_MEASURED = 8
"""Fewer measured cells than this have no median worth comparing with."""

_LEAST_SPREAD = 0.05
"""A class's spread counts as at least this part of its median: else a handful of twins would make everything else odd."""
_MOST_WORDS = 3

_WORDS = (
    ("large nucleus", "small nucleus"),
    ("large cell", "small cell"),
    ("high N:C", "low N:C"),
    ("round nucleus", "irregular nucleus"),
    ("pale nucleus", "dark nucleus"),
)
"""What a measurement far above, or far below, its class's median is called."""


@dataclass(frozen=True, slots=True)
class Oddness:
    """How unlike its class a cell is.

    Attributes
    ----------
    score:
        0 for a cell that nothing speaks against; grows with each thing that does.
    why:
        What does, in words, the gravest first; empty where nothing stands out.
    """

    score: float
    why: tuple[str, ...]


def odd_first(cells: Iterable[Cell]) -> dict[str, Oddness]:
    """Return how unlike their class the cells of one class are, by id, the oddest first; equals in the order given.

    The score adds up 1 − the probability that the network gives the class, 1 for a cell out of domain, 1 where what was seen
    contradicts the call, and the largest modified z-score of a measurement ÷ ``FAR_AT``, at most 2. Measurements are compared
    within the class of this case alone: stain and scale are its own.
    """
    cells = list(cells)
    scores = _far([cell.final_morphology for cell in cells])
    largest = np.abs(scores).max(axis=1, initial=0.0).tolist()
    found = {cell.id: _oddness(cell, peak, row) for cell, peak, row in zip(cells, largest, scores, strict=True)}
    return dict(sorted(found.items(), key=lambda pair: -pair[1].score))


def _oddness(cell: Cell, peak: float, row: NDArray[np.float64]) -> Oddness:
    """Return one cell's oddness; ``peak`` is the largest of the sizes of its modified z-scores, ``row``."""
    call = cell.prediction
    score, why = 1.0, ["not analysed"]
    if call is not None:
        probability = call.probabilities.get(cell.final_class, 0.0)
        score, why = 1 - probability, []
        if call.cls != cell.final_class:
            why.append(f"the AI calls it {taxonomy()[call.cls].name.lower()}, {call.probability:.2f}")
        elif call.hesitation >= DOUBTFUL_AT:
            why.append(f"confidence {probability:.2f}")
        if cell.out_of_domain:
            score += 1
            why.append("out of domain")
        if call.against:
            score += 1
            why.extend(call.against)
    score += min(2.0, peak / FAR_AT)
    if peak > FAR_AT:
        far = [place for place in np.argsort(-np.abs(row)) if abs(row[place]) > FAR_AT]
        why.extend(_WORDS[place][0 if row[place] > 0 else 1] for place in far)
    return Oddness(score, tuple(why[:_MOST_WORDS]))


def _far(shapes: list[Morphology | None]) -> NDArray[np.float64]:
    """Return the modified z-scores of each cell's measurements, cells × measurements; 0 where one is missing."""
    table = np.array([_values(shape) for shape in shapes], dtype=np.float64).reshape(len(shapes), len(_WORDS))
    result = np.zeros_like(table)
    for place, column in enumerate(table.T):
        there = np.isfinite(column)
        if there.sum() < LEAST_MEASURED:
            continue
        middle = float(np.median(column[there]))
        spread = 1.4826 * float(np.median(np.abs(column[there] - middle)))
        spread = max(spread, _LEAST_SPREAD * abs(middle), 1e-9)
        result[there, place] = (column[there] - middle) / spread
    return result


def _values(shape: Morphology | None) -> tuple[float, ...]:
    """Return nucleus and cell diameters, N:C as the nucleus's part of the cell, roundness and brightness; NaN where missing."""
    nan = float("nan")
    if shape is None:
        return (nan,) * len(_WORDS)
    nucleus, whole = shape.nucleus_area_px, shape.nucleus_area_px + shape.cytoplasm_area_px
    return (
        math.sqrt(nucleus) if nucleus else nan,
        float(shape.diameter_px),
        nucleus / whole if whole else nan,
        shape.nucleus_circularity if nucleus else nan,
        sum(shape.nucleus_colour) / len(shape.nucleus_colour) if shape.nucleus_colour else nan,
    )
