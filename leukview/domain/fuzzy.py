"""Finding something by a few letters of its name: what matches, how well, and which letters did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

__all__ = ["Match", "match"]

_WHOLE, _START, _INSIDE, _INITIALS, _TYPO = 120, 100, 60, 50, 30
"""Points of a word that is typed as it stands, begun, contained, abbreviated by the beginnings of words, or misspelt."""
_ALIKE = 0.8
"""A word of at least this likeness to a typed one is taken for a slip of the fingers."""
_LEAST_TYPO = 4


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text matches: more points are better; ``places`` are the indices of the letters that matched."""

    points: float
    places: tuple[int, ...] = ()


def match(query: str, text: str, *, loose: bool = True) -> Match | None:
    """Return how well a text matches what was typed, or None where any typed word is not in it.

    A typed word matches where a word of the text begins with it, where the text contains it, where it is made of the beginnings
    of words in their order (``ntny`` for ‘Next that needs you’), and where a word of the text is spelt almost like it.

    Parameters
    ----------
    query:
        Words in any order, in upper or lower case; an empty one matches everything with 0 points.
    text:
        What is searched.
    loose:
        Whether beginnings of words and slips of the fingers count; in a long text they would match by chance.
    """
    low = text.lower()
    if len(low) != len(text):
        # A letter that has no single lower-case one: its neighbours' places would be wrong.
        low = text
    words = _words(low)
    points, places = 0.0, set[int]()
    for typed in query.lower().split():
        found = _word(typed, low, words, loose)
        if found is None:
            return None
        points += found.points
        places.update(found.places)
    # Of two that match alike, the shorter one is meant.
    return Match(points - len(text) / 100 if points else 0.0, tuple(sorted(places)))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[tuple[int, str], ...]:
    """Return the words of a text with where each begins."""
    ends = [number for number, letter in enumerate(text) if not letter.isalnum()]
    cuts = [-1, *ends, len(text)]
    return tuple((first + 1, text[first + 1 : until]) for first, until in pairwise(cuts) if until > first + 1)


def _word(typed: str, text: str, words: tuple[tuple[int, str], ...], loose: bool) -> Match | None:
    begun = [(start, word) for start, word in words if word.startswith(typed)]
    if begun:
        start, word = min(begun, key=lambda item: (item[1] != typed, item[0]))
        # A name that begins with what was typed goes before one that has it further on.
        return Match((_WHOLE if word == typed else _START) + 10 * (start == words[0][0]), _run(start, len(typed)))
    at = text.find(typed)
    if at >= 0:
        return Match(_INSIDE, _run(at, len(typed)))
    if not loose:
        return None
    places = _initials(typed, words)
    if places:
        return Match(_INITIALS, places)
    return _misspelt(typed, words)


def _run(start: int, length: int) -> tuple[int, ...]:
    return tuple(range(start, start + length))


def _initials(typed: str, words: tuple[tuple[int, str], ...]) -> tuple[int, ...]:
    """Return the places where the beginnings of words, in their order, make up what was typed; none where they do not."""

    def rest(done: int, number: int) -> tuple[int, ...] | None:
        if done == len(typed):
            return ()
        for at in range(number, len(words)):
            start, word = words[at]
            most = 0
            while most < len(word) and done + most < len(typed) and word[most] == typed[done + most]:
                most += 1
            for taken in range(most, 0, -1):
                further = rest(done + taken, at + 1)
                if further is not None:
                    return (*_run(start, taken), *further)
        return None

    # What nobody types is not worth trying every way of cutting it up.
    return (rest(0, 0) or ()) if len(typed) <= 12 and len(words) <= 12 else ()


def _misspelt(typed: str, words: Iterable[tuple[int, str]]) -> Match | None:
    if len(typed) < _LEAST_TYPO:
        return None
    for start, word in words:
        # Of what is still being typed, the word's beginning is what can be compared.
        begun = word[: len(typed) + 1] if len(word) > len(typed) else word
        if begun[0] == typed[0] and SequenceMatcher(None, typed, begun, autojunk=False).ratio() >= _ALIKE:
            return Match(_TYPO, _run(start, len(begun)))
    return None
