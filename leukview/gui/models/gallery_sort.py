"""The orders in which cells stand within their group, without Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from leukview.domain.cell import Cell
from leukview.domain.taxonomy import taxonomy
from leukview.gui.translation import QT_TRANSLATE_NOOP

__all__ = ["SORT_NAMES", "Sort", "ranked"]


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
    if sort is Sort.FOUND:
        return list(cells)[::-1] if backwards else list(cells)
    key = _KEYS[sort]
    keyed = [(key(cell), cell_id) for cell_id, cell in cells.items()]
    there = [pair for pair in keyed if pair[0] is not None]
    there.sort(key=lambda pair: pair[0], reverse=backwards)
    return [cell_id for _, cell_id in there] + [cell_id for value, cell_id in keyed if value is None]


def _size(cell: Cell) -> float | None:
    return -cell.final_morphology.diameter_px if cell.final_morphology else None


def _position(cell: Cell) -> tuple[Any, ...]:
    box = cell.final_box
    return _numbered(cell.file), box.y, box.x


@lru_cache(maxsize=1 << 14)
def _numbered(file: str) -> tuple[str | int, ...]:
    """Return a name whose numbers count as numbers, so that field 10 follows field 9: text and number parts always alternate."""
    return tuple(int(part) if part.isdecimal() else part for part in _DIGITS.split(file.casefold()))


def _confidence(cell: Cell) -> float | None:
    return cell.prediction.probabilities.get(cell.final_class, 0.0) if cell.prediction else None


def _call(cell: Cell) -> tuple[int, int, float] | None:
    call = cell.prediction
    if call is None:
        return None
    orders, names = _orders(), call.ranked
    first = call.set_aside.class_id if call.set_aside else names[0]
    return orders[first], orders[names[min(1, len(names) - 1)]], -call.probabilities[names[0]]


@lru_cache(maxsize=1)
def _orders() -> dict[str, int]:
    return {item.id: item.order for item in taxonomy().classes}


_KEYS: dict[Sort, Callable[[Cell], Any]] = {
    Sort.DOUBT: lambda cell: -cell.doubt,
    Sort.SIZE: _size,
    Sort.POSITION: _position,
    Sort.CONFIDENCE: _confidence,
    Sort.CALL: _call,
}
