"""Right-to-left text for a PDF library that draws characters strictly from left to right.

Names are short, so this is the part of the Unicode bidirectional algorithm (UAX #9) that names need: strong directions,
numbers, neutrals and mirrored brackets, one line at a time, without explicit embeddings (they are removed, since they
could make one patient's name look like another's). Arabic letters get the presentation form their neighbours ask for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

__all__ = ["has_rtl", "shape_arabic", "visual_order"]

_RTL = {"R", "AL"}
_NUMBER = {"EN", "AN"}
_JOINS_NUMBERS = {"ES", "CS", "ET"}
_ZWJ, _TATWEEL = "\u200d", "\u0640"
_MIRROR = {"(": ")", "[": "]", "{": "}", "<": ">", "«": "»", "‹": "›", "≤": "≥"}
_MIRROR |= {closing: opening for opening, closing in _MIRROR.items()}


def has_rtl(text: str) -> bool:
    """Return whether any character is written from right to left."""
    return any(unicodedata.bidirectional(char) in _RTL for char in text)


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    """Return letter(s) → form name → presentation form, from Unicode's own compatibility decompositions."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFE70, 0xFEFD), *range(0xFB50, 0xFC00)):
        parts = unicodedata.decomposition(chr(code)).split()
        if parts and parts[0] in {"<isolated>", "<initial>", "<medial>", "<final>"} and parts[1] != "0020":
            letters = "".join(chr(int(part, 16)) for part in parts[1:])
            forms.setdefault(letters, {}).setdefault(parts[0].strip("<>"), chr(code))
    return forms


def _joins_next(char: str) -> bool:
    return char in {_ZWJ, _TATWEEL} or "initial" in _forms().get(char, {})


def _joins_previous(char: str) -> bool:
    return char in {_ZWJ, _TATWEEL} or "final" in _forms().get(char, {})


def shape_arabic(text: str) -> str:
    """Return the text, in logical order, with each Arabic letter in the form its neighbours ask for.

    Lam and alef become one glyph, as the script demands; vowel marks are passed over when neighbours are sought.
    """
    chars: list[str] = []
    for char in text:
        pair = chars[-1] + char if chars else ""
        if len(pair) == 2 and pair in _forms():
            chars[-1] = pair
        else:
            chars.append(char)
    solid = [index for index, item in enumerate(chars) if unicodedata.category(item[0]) != "Mn"]
    shaped = list(chars)
    for position, index in enumerate(solid):
        forms = _forms().get(chars[index])
        if forms is None:
            continue
        before = chars[solid[position - 1]] if position else ""
        after = chars[solid[position + 1]] if position + 1 < len(solid) else ""
        joined_before = bool(before) and _joins_next(before[-1]) and "final" in forms
        joined_after = bool(after) and _joins_previous(after[0]) and "initial" in forms
        form = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get(
            (joined_before, joined_after), "isolated"
        )
        shaped[index] = forms.get(form, chars[index])
    return "".join(shaped)


def _clusters(text: str) -> list[str]:
    """Split into base characters with their combining marks, which must stay behind their base when turned round."""
    clusters: list[str] = []
    for char in text:
        if clusters and unicodedata.category(char) in {"Mn", "Me"}:
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _directions(kinds: Sequence[str], base: str) -> list[str]:
    """Resolve every cluster to L, R or N (a number within right-to-left text)."""
    found: list[str] = []
    strong = base
    for kind in kinds:
        if kind == "L" or kind in _RTL:
            strong = "L" if kind == "L" else "R"
            found.append(strong)
        elif kind in _NUMBER:
            found.append("L" if strong == "L" else "N")
        else:
            found.append("")
    for index, (before, after) in enumerate(zip(found, found[2:], strict=False), start=1):
        if not found[index] and before == after == "N" and kinds[index] in _JOINS_NUMBERS:
            found[index] = "N"
    index = 0
    while index < len(found):
        if found[index]:
            index += 1
            continue
        end = index
        while end < len(found) and not found[end]:
            end += 1
        before = found[index - 1] if index else base
        after = found[end] if end < len(found) else base
        sides = {"R" if side == "N" else side for side in (before, after)}
        found[index:end] = [sides.pop() if len(sides) == 1 else base] * (end - index)
        index = end
    return found


def visual_order(line: str) -> str:
    """Return one line in the order in which it is drawn from left to right."""
    if not has_rtl(line):
        return line
    clusters = _clusters(line)
    kinds = [unicodedata.bidirectional(cluster[0]) for cluster in clusters]
    first = next((kind for kind in kinds if kind == "L" or kind in _RTL), "L")
    base = "L" if first == "L" else "R"
    levels = [_level(direction, base) for direction in _directions(kinds, base)]
    mirrored = [
        _MIRROR.get(cluster, cluster) if level % 2 else cluster for cluster, level in zip(clusters, levels, strict=True)
    ]
    for level in range(max(levels), 0, -1):
        _reverse_runs(mirrored, levels, level)
    return "".join(mirrored)


def _level(direction: str, base: str) -> int:
    if direction == "L":
        return 0 if base == "L" else 2
    return 1 if direction == "R" else 2


def _reverse_runs(items: list[str], levels: list[int], level: int) -> None:
    """Turn every run at or above a level round, in place, levels with it."""
    edges = [index for index, (a, b) in enumerate(pairwise([0, *levels, 0])) if (a >= level) != (b >= level)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        items[start:end] = items[start:end][::-1]
        levels[start:end] = levels[start:end][::-1]
