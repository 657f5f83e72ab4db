"""What is said of a smear as a whole: whether it is unlike what the model was trained on, and what was left out of its count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from leukview.domain.cell import Cell

__all__ = ["DIFFERS_FROM", "LEAST_CELLS", "SmearDomain", "set_aside_words", "smear_domain"]

DIFFERS_FROM = 0.5
"""The share of a smear's analysed cells that must be out of domain for the smear as a whole to be said to differ."""

LEAST_CELLS = 10
"""Fewer analysed cells than this say nothing of a smear."""


@dataclass(frozen=True, slots=True)
class SmearDomain:
    """How many of a smear's cells are out of domain.

    Attributes
    ----------
    analysed:
        Cells that have a prediction.
    far:
        Those flagged as out of domain.
    far_alone:
        Those of them that nothing else would put before a person: neither a doubtful nor a blast-like call.
    """

    analysed: int = 0
    far: int = 0
    far_alone: int = 0

    @property
    def differs(self) -> bool:
        """Whether the smear as a whole differs from what the model was trained on."""
        return self.analysed >= LEAST_CELLS and self.far >= DIFFERS_FROM * self.analysed

    @property
    def notice(self) -> str:
        """What every output says of such a smear; empty for any other."""
        if not self.differs:
            return ""
        return (
            f"Stain, scale or optics of this smear differ from what this model was trained on: {self.far} of "
            f"{self.analysed} cells. Its calls are less reliable here; check every cell."
        )


def smear_domain(cells: Iterable[Cell]) -> SmearDomain:
    """Count a smear's cells out of domain. What a person said of them does not matter: it is about the model's calls."""
    analysed = [cell for cell in cells if cell.prediction is not None]
    reasons = [cell.review_reasons for cell in analysed if cell.out_of_domain]
    return SmearDomain(len(analysed), len(reasons), sum(len(why) == 1 for why in reasons))


def set_aside_words(cells: Iterable[Cell]) -> str:
    """Say how many nucleated cells are found and left out of the count; empty where none is. A person's label counts a cell."""
    kinds = Counter(cell.set_aside.kind for cell in cells if cell.set_aside is not None)
    if not kinds:
        return ""
    return (
        f"Nucleated cells set aside, not in the count: {kinds['uncountable']} uncountable, {kinds['crushed']} crushed (smudge "
        "cells can tell something themselves, as in chronic lymphocytic leukaemia)."
    )
