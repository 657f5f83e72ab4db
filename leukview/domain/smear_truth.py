"""What smears are known to be, in whatever words a table says it, as the groups of the smear rule."""

from __future__ import annotations

from collections.abc import Mapping

from leukview.domain.errors import InputProblem
from leukview.domain.smear_rule import ANSWERS, STEP

__all__ = ["TRUTHS", "first_module", "truth_of"]

TRUTHS = (*ANSWERS[:-1], STEP)
"""What a smear may truly be; ``acute_leukaemia`` where the lineage is not known."""

_WORDS = {
    "normal": "control",
    "healthy": "control",
    "healthy control": "control",
    "viral infection": "infection",
    "acute promyelocytic leukaemia": "apl",
    "acute promyelocytic leukemia": "apl",
    "aml m3": "apl",
    "acute myeloid leukaemia": "aml",
    "acute myeloid leukemia": "aml",
    "acute lymphoblastic leukaemia": "all",
    "acute lymphoblastic leukemia": "all",
    "acute leukaemia": STEP,
    "acute leukemia": STEP,
}


def truth_of(word: str, own: Mapping[str, str] | None = None) -> str:
    """Return the group that a diagnosis in words stands for.

    Parameters
    ----------
    word:
        As the table says it; capitals, hyphens and underscores do not matter.
    own:
        The user's words → groups; they come first.

    Raises
    ------
    InputProblem
        When nobody knows the word, or the user's word means no group.
    """
    mine = {_plain(name): group for name, group in (own or {}).items()}
    for group in mine.values():
        if group not in TRUTHS:
            raise InputProblem(group, "this is no group of the smear rule", f"Choose one of: {', '.join(TRUTHS)}")
    known = {_plain(name): name for name in TRUTHS} | _WORDS | mine
    plain = _plain(word)
    if plain not in known:
        raise InputProblem(
            word,
            "this diagnosis is none of the smear rule's groups",
            f"Say which: --means '{word}=…', of {', '.join(TRUTHS)}",
        )
    return known[plain]


def _plain(word: str) -> str:
    return " ".join(word.lower().replace("-", " ").replace("_", " ").split())


def first_module(truth: str) -> str:
    """Return what module 1 should answer for a truth: acute leukaemia of either lineage is one group there."""
    return STEP if truth in {"aml", "all"} else truth
