"""Several slides of one patient read together: their counts added up, with each slide's own beside the sum.

A combined count is a view: no label moves, and each stays with its slide's case.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leukview.domain.differential import Differential, Ranges, differential_of
from leukview.domain.errors import InputProblem

__all__ = ["Combined", "Slide", "combine", "patient_key"]

_NOBODY = frozenset(
    {
        "",
        "?",
        "??",
        "???",
        "-",
        "–",
        "—",
        "x",
        "xx",
        "xxx",
        "0",
        "n/a",
        "na",
        "none",
        "nn",
        "n.n.",
        "unknown",
        "unnamed",
    }
    | {"anonymous", "anon", "not known", "patient", "test", "unbekannt", "inconnu"}
)
"""What people write where they do not know the patient; two such slides may be anybody's."""


def patient_key(patient: str) -> str:
    """Return the name by which slides of one patient are told; empty where the patient is not known.

    Spaces around and repeated within a name, and the two ways to write an accented letter, make no difference; everything else,
    capital letters included, does: a name taken for another's would mix two patients' cells.
    """
    plain = " ".join(unicodedata.normalize("NFC", patient).split())
    return "" if plain.casefold() in _NOBODY else plain


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide's count: the id of its case, what it is called, its patient, and class id → cells with that final class."""

    case_id: str
    name: str
    patient: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Combined:
    """The slides of one patient and their sum.

    Attributes
    ----------
    patient:
        Whose they are.
    slides:
        Each slide with its own differential, in the order given.
    whole:
        The differential of all their cells; its intervals are those of the sum.
    class_ids:
        Classes to list, in report order: every one that the whole lists.
    """

    patient: str
    slides: tuple[tuple[Slide, Differential], ...]
    whole: Differential

    @property
    def class_ids(self) -> tuple[str, ...]:
        """Classes to list, in report order, the counted ones first."""
        return tuple(row.class_id for row in self.whole.rows)


def combine(slides: Sequence[Slide], ranges: Ranges | None = None, classes: Iterable[str] = ()) -> Combined:
    """Add up the final calls of several slides.

    Parameters
    ----------
    slides:
        At least two, all of one known patient, each once.
    ranges:
        Reference ranges; the shipped adult ones by default.
    classes:
        Class ids listed even where no cell has them.

    Raises
    ------
    InputProblem
        When there are fewer than two slides, one comes twice, a patient is not known, or they are not all the same one's.
    """
    if len({slide.case_id for slide in slides}) != len(slides):
        raise InputProblem("These slides", "one of them is chosen twice", "Choose each slide once")
    if len(slides) < 2:
        raise InputProblem(
            "These slides", "a combined count needs at least two", "Choose several slides of one patient"
        )
    for slide in slides:
        if not patient_key(slide.patient):
            raise InputProblem(
                slide.name, "its patient is not known, so it is not combined", "Enter the patient in the case's details"
            )
    if len(keys := {patient_key(slide.patient) for slide in slides}) > 1:
        raise InputProblem(
            "These slides", f"they are of different patients ({', '.join(sorted(keys))})", "Choose one patient's slides"
        )
    total: Counter[str] = Counter()
    for slide in slides:
        total.update(slide.counts)
    listed = {*classes, *total}
    each = tuple((slide, differential_of(slide.counts, listed, ranges)) for slide in slides)
    return Combined(patient_key(slides[0].patient), each, differential_of(total, listed, ranges))
