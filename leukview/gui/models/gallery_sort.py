"""The orders in which cells stand within their group, without Qt."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from leukview.domain.cell import Cell
from leukview.domain.taxonomy import taxonomy
from leukview.gui.translation import QT_TRANSLATE_NOOP

__all__ = ["SORT_NAMES", "Sort", "ranked"]

Keys = NDArray[np.float64]


class Sort(StrEnum):
    """In which order cells stand within their group."""

    FOUND = "found"
    DOUBT = "doubt"
    SIZE = "size"
    POSITION = "position"
    CONFIDENCE = "confidence"
    CALL = "call"


SORT_NAMES: dict[Sort, tuple[str, str, str]] = {
    Sort.FOUND: (
        QT_TRANSLATE_NOOP("Gallery", "As found"),
        QT_TRANSLATE_NOOP("Gallery", "First found first"),
        QT_TRANSLATE_NOOP("Gallery", "Last found first"),
    ),
    Sort.DOUBT: (
        QT_TRANSLATE_NOOP("Gallery", "By doubt"),
        QT_TRANSLATE_NOOP("Gallery", "Most doubtful first"),
        QT_TRANSLATE_NOOP("Gallery", "Least doubtful first"),
    ),
    Sort.SIZE: (
        QT_TRANSLATE_NOOP("Gallery", "By size"),
        QT_TRANSLATE_NOOP("Gallery", "Largest first"),
        QT_TRANSLATE_NOOP("Gallery", "Smallest first"),
    ),
    Sort.POSITION: (
        QT_TRANSLATE_NOOP("Gallery", "By position"),
        QT_TRANSLATE_NOOP("Gallery", "From the first image's top"),
        QT_TRANSLATE_NOOP("Gallery", "From the last image's foot"),
    ),
    Sort.CONFIDENCE: (
        QT_TRANSLATE_NOOP("Gallery", "By confidence in the class"),
        QT_TRANSLATE_NOOP("Gallery", "Least confident first"),
        QT_TRANSLATE_NOOP("Gallery", "Most confident first"),
    ),
    Sort.CALL: (
        QT_TRANSLATE_NOOP("Gallery", "By the AI's class"),
        QT_TRANSLATE_NOOP("Gallery", "In report order"),
        QT_TRANSLATE_NOOP("Gallery", "Against report order"),
    ),
}
"""Each order's name, and what comes first in it forwards and backwards."""

_DIGITS = re.compile(r"(\d+)")


def ranked(cells: Mapping[str, Cell], sort: Sort, *, backwards: bool = False) -> list[str]:
    """Return the ids in this order; equals stay as found, and what has no value (no measurements, no call) comes last either way.

    Parameters
    ----------
    cells:
        Id → cell, in the order in which they were found.
    sort, backwards:
        The order, and whether it is turned round.
    """
    ids = list(cells)
    if sort is Sort.FOUND:
        return ids[::-1] if backwards else ids
    if not ids:
        return []
    keys = _KEYS[sort](list(cells.values()))
    without = np.isnan(keys[0])
    there = np.flatnonzero(~without)
    # By the last key first and the first one last, as numpy wants it; equals stay as they were.
    order = np.lexsort((-keys if backwards else keys)[::-1, there])
    return [ids[place] for place in (*there[order].tolist(), *np.flatnonzero(without).tolist())]


def _doubt(cells: Sequence[Cell]) -> Keys:
    return np.array([[-cell.doubt for cell in cells]])


def _size(cells: Sequence[Cell]) -> Keys:
    shapes = (cell.final_morphology for cell in cells)
    return np.array([[math.nan if shape is None else -shape.diameter_px for shape in shapes]])


def _position(cells: Sequence[Cell]) -> Keys:
    names = {file: _numbered(file) for file in {cell.file for cell in cells}}
    places = {name: place for place, name in enumerate(sorted(set(names.values())))}
    boxes = [cell.final_box for cell in cells]
    files = [places[names[cell.file]] for cell in cells]
    return np.array([files, [box.y for box in boxes], [box.x for box in boxes]], dtype=float)


@lru_cache(maxsize=1 << 14)
def _numbered(file: str) -> tuple[str | int, ...]:
    """Return a name whose numbers count as numbers, so that field 10 follows field 9: text and number parts always alternate."""
    return tuple(int(part) if part.isdecimal() else part for part in _DIGITS.split(file.casefold()))


def _confidence(cells: Sequence[Cell]) -> Keys:
    calls = (cell.prediction for cell in cells)
    names = (cell.final_class for cell in cells)
    pairs = zip(calls, names, strict=True)
    return np.array([[math.nan if call is None else call.probabilities.get(name, 0.0) for call, name in pairs]])


def _call(cells: Sequence[Cell]) -> Keys:
    orders = {item.id: item.order for item in taxonomy().classes}
    calls = [cell.prediction for cell in cells]
    known = [call for call in calls if call is not None]
    ranks = [call.ranked for call in known]
    firsts = [call.set_aside.class_id if call.set_aside else names[0] for call, names in zip(known, ranks, strict=True)]
    keys = np.full((3, len(cells)), math.nan)
    keys[:, [call is not None for call in calls]] = (
        [orders[name] for name in firsts],
        [orders[names[min(1, len(names) - 1)]] for names in ranks],
        [-call.probabilities[names[0]] for call, names in zip(known, ranks, strict=True)],
    )
    return keys


_KEYS: dict[Sort, Callable[[Sequence[Cell]], Keys]] = {
    Sort.DOUBT: _doubt,
    Sort.SIZE: _size,
    Sort.POSITION: _position,
    Sort.CONFIDENCE: _confidence,
    Sort.CALL: _call,
}
"""What each order goes by: cells → keys × cells, the first key the weightiest, NaN in it for a cell without."""
