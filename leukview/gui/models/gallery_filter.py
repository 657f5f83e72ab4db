"""What the gallery leaves out, without Qt: by class, review, doubt and flags. The free text is the gallery's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from leukview.domain.cell import Cell
from leukview.domain.prediction import DOUBTFUL_AT
from leukview.domain.taxonomy import taxonomy
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_short, translate

__all__ = ["DOUBTS", "FLAG_NAMES", "REVIEW_NAMES", "CellFilter", "Flag", "Review", "asks_second_look"]

DOUBTS = (0.25, 0.5, 0.75, 0.9)
"""Doubts from which on cells can be asked for."""


class Review(StrEnum):
    """How far a person is with a cell."""

    ANY = "any"
    NOT_REVIEWED = "not_reviewed"
    REVIEWED = "reviewed"
    DISAGREED = "disagreed"
    SECOND_LOOK = "second_look"


class Flag(StrEnum):
    """What a cell is marked with."""

    OUT_OF_DOMAIN = "out_of_domain"
    SET_ASIDE = "set_aside"
    CONTRADICTION = "contradiction"
    NOTE = "note"
    OUTLINE = "outline"


REVIEW_NAMES: dict[Review, tuple[str, str]] = {
    Review.ANY: (QT_TRANSLATE_NOOP("Filter", "Any"), QT_TRANSLATE_NOOP("Filter", "Reviewed or not")),
    Review.NOT_REVIEWED: (
        QT_TRANSLATE_NOOP("Filter", "Not reviewed"),
        QT_TRANSLATE_NOOP("Filter", "No person has labelled these yet"),
    ),
    Review.REVIEWED: (
        QT_TRANSLATE_NOOP("Filter", "Reviewed"),
        QT_TRANSLATE_NOOP("Filter", "A person confirmed or relabelled these"),
    ),
    Review.DISAGREED: (
        QT_TRANSLATE_NOOP("Filter", "Disagreed with AI"),
        QT_TRANSLATE_NOOP("Filter", "A person gave these another class than the AI"),
    ),
    Review.SECOND_LOOK: (
        QT_TRANSLATE_NOOP("Filter", "Worth a second look"),
        QT_TRANSLATE_NOOP(
            "Filter",
            "Reviewed, yet the AI was sure of another class, or what it saw speaks against the class that was confirmed",
        ),
    ),
}
FLAG_NAMES: dict[Flag, tuple[str, str]] = {
    Flag.OUT_OF_DOMAIN: (
        QT_TRANSLATE_NOOP("Filter", "Out of domain"),
        QT_TRANSLATE_NOOP("Filter", "Unlike the cells the network learnt from"),
    ),
    Flag.SET_ASIDE: (
        QT_TRANSLATE_NOOP("Filter", "Set aside"),
        QT_TRANSLATE_NOOP("Filter", "Uncountable or crushed, as the pipeline holds"),
    ),
    Flag.CONTRADICTION: (
        QT_TRANSLATE_NOOP("Filter", "Contradiction"),
        QT_TRANSLATE_NOOP("Filter", "What the network saw hardly occurs in the class it called"),
    ),
    Flag.NOTE: (QT_TRANSLATE_NOOP("Filter", "Note"), QT_TRANSLATE_NOOP("Filter", "A person wrote a note")),
    Flag.OUTLINE: (
        QT_TRANSLATE_NOOP("Filter", "Outlined by hand"),
        QT_TRANSLATE_NOOP("Filter", "A person corrected the outline"),
    ),
}


def asks_second_look(cell: Cell) -> bool:
    """Whether a reviewed cell is worth another look: the AI was sure of another class, or the confirmed call is contradicted."""
    call = cell.prediction
    if cell.person_class is None or call is None:
        return False
    if cell.person_class != cell.ai_class:
        return call.hesitation < DOUBTFUL_AT and not cell.out_of_domain
    return bool(call.against)


_REVIEWS: dict[Review, Callable[[Cell], bool]] = {
    Review.ANY: lambda cell: True,
    Review.NOT_REVIEWED: lambda cell: cell.person_class is None,
    Review.REVIEWED: lambda cell: cell.person_class is not None,
    Review.DISAGREED: lambda cell: cell.status == "relabelled",
    Review.SECOND_LOOK: asks_second_look,
}
_FLAGS: dict[Flag, Callable[[Cell], bool]] = {
    Flag.OUT_OF_DOMAIN: lambda cell: cell.out_of_domain,
    Flag.SET_ASIDE: lambda cell: cell.set_aside is not None,
    Flag.CONTRADICTION: lambda cell: cell.prediction is not None and bool(cell.prediction.against),
    Flag.NOTE: lambda cell: bool(cell.note or cell.second_note),
    Flag.OUTLINE: lambda cell: cell.human_mask is not None,
}


@dataclass(frozen=True, slots=True)
class CellFilter:
    """Which cells are shown: those that meet every part.

    Attributes
    ----------
    classes:
        Final classes, any of them; empty for all.
    review:
        How far the review is.
    doubt:
        The least doubt, 0–1; 0 for any.
    flags:
        Marks, any of them; empty for all cells, marked or not.
    """

    classes: frozenset[str] = frozenset()
    review: Review = Review.ANY
    doubt: float = 0.0
    flags: frozenset[Flag] = frozenset()

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return self != CellFilter()

    def passes(self, cell: Cell) -> bool:
        """Whether a cell is shown."""
        return all(part(cell) for part in self.parts())

    def parts(self) -> list[Callable[[Cell], bool]]:
        """Return what a cell must meet, a function for each part that leaves anything out."""
        parts: list[Callable[[Cell], bool]] = []
        if self.classes:
            parts.append(lambda cell: cell.final_class in self.classes)
        if self.review is not Review.ANY:
            parts.append(_REVIEWS[self.review])
        if self.doubt:
            parts.append(lambda cell: cell.doubt >= self.doubt)
        if self.flags:
            flags = [_FLAGS[flag] for flag in self.flags]
            parts.append(lambda cell: any(flag(cell) for flag in flags))
        return parts

    def words(self) -> dict[str, str]:
        """Return each part that leaves anything out, by its field's name, in words for a chip."""
        said = {}
        if self.classes:
            names = [class_short(name) for name in taxonomy().sorted(self.classes)]
            said["classes"] = (
                ", ".join(names) if len(names) < 3 else translate("Filter", "{n} classes").format(n=len(names))
            )
        if self.review is not Review.ANY:
            said["review"] = translate("Filter", REVIEW_NAMES[self.review][0])
        if self.doubt:
            said["doubt"] = translate("Filter", "Doubt {doubt:g} or more").format(doubt=self.doubt)
        if self.flags:
            flags = [translate("Filter", FLAG_NAMES[flag][0]) for flag in Flag if flag in self.flags]
            said["flags"] = (
                translate("Filter", " or ").join(flags)
                if len(flags) < 3
                else translate("Filter", "{n} flags").format(n=len(flags))
            )
        return said

    def without(self, part: str) -> CellFilter:
        """Return it without one part."""
        return replace(self, **{part: getattr(CellFilter(), part)})

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, ready for JSON."""
        return {
            "classes": taxonomy().sorted(self.classes),
            "review": self.review.value,
            "doubt": self.doubt,
            "flags": [flag.value for flag in Flag if flag in self.flags],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CellFilter:
        """Read plain data; what is missing or cannot be read leaves nothing out."""
        classes, review, doubt, flags = (data.get(name) for name in ("classes", "review", "doubt", "flags"))
        return cls(
            frozenset(name for name in classes if isinstance(name, str) and name in taxonomy())
            if isinstance(classes, list)
            else frozenset(),
            Review(review) if review in list(Review) else Review.ANY,
            float(doubt) if isinstance(doubt, int | float) and 0 <= doubt <= 1 else 0.0,
            frozenset(Flag(name) for name in flags if name in list(Flag)) if isinstance(flags, list) else frozenset(),
        )
