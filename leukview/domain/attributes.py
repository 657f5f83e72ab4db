"""Morphology in words: the eleven attributes of WBCAtt (Tsutsui et al., NeurIPS 2023) and what they say of a cell."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from leukview.resources import resource

__all__ = ["CERTAIN_AT", "Attribute", "Contradiction", "attributes", "contradictions", "in_words"]

CERTAIN_AT = 0.7
"""An answer less probable than this is not put into words."""
_RARE_BELOW = 0.02
"""An answer seen in less than this part of a type's training cells speaks against the type."""
_CONTRADICTS_AT = 0.9
"""Least probability of an answer that may contradict a call."""

Answers = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One question: its id, its name, and its answers with the phrase for each (empty: not worth saying)."""

    id: str
    name: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An answer that hardly occurs in the called type: the phrase and its probability, 0–1."""

    phrase: str
    probability: float


@cache
def attributes() -> tuple[Attribute, ...]:
    """Return the eleven attributes in the order of their outputs in a network."""
    rows = tomllib.loads(resource("attributes.toml").read_text("utf-8"))["attribute"]
    return tuple(Attribute(row["id"], row["name"], dict(row["options"])) for row in rows)


def in_words(answers: Answers) -> tuple[tuple[str, float], ...]:
    """Return the phrase and probability of every answer that is certain enough and worth saying.

    Parameters
    ----------
    answers:
        Attribute id → answer → probability; empty where the weights know none.
    """
    said = []
    for item in attributes():
        if item.id not in answers:
            continue
        answer, probability = max(answers[item.id].items(), key=lambda pair: pair[1])
        if probability >= CERTAIN_AT and item.options[answer]:
            said.append((item.options[answer], probability))
    return tuple(said)


def contradictions(answers: Answers, typical: Answers) -> tuple[Contradiction, ...]:
    """Return what speaks against a type.

    Parameters
    ----------
    answers:
        What was seen in the cell, as in :func:`in_words`.
    typical:
        Attribute id → answer → part of the type's training cells that have it; empty where that is not known, and then nothing
        contradicts.
    """
    found = []
    for item in attributes():
        if item.id not in answers or item.id not in typical:
            continue
        answer, probability = max(answers[item.id].items(), key=lambda pair: pair[1])
        if probability >= _CONTRADICTS_AT and typical[item.id].get(answer, 0.0) < _RARE_BELOW:
            found.append(Contradiction(item.options[answer] or f"{item.name.lower()}: {answer}", probability))
    return tuple(found)
