"""What the result of a proficiency test says of itself in the window: in English the report's own words.

What is exported, on paper and in tables, is English: :mod:`leukview.reporting.quiz_words`.
"""

from __future__ import annotations

from leukview.domain.quiz import Attempt, Rate
from leukview.gui.models.reference_cells import class_name
from leukview.gui.translation import translate

__all__ = ["class_words", "kappa_words", "kind", "limits", "purpose", "rate"]


def class_words(class_id: str) -> str:
    """Return a class's name; of no answer, that there was none."""
    return class_name(class_id) if class_id else translate("QuizWords", "no answer")


def rate(found: Rate) -> str:
    """Return a share with its interval; see :attr:`leukview.domain.quiz.Rate.words`."""
    if found.value is None:
        return found.words
    low, high = found.interval
    return translate("QuizWords", "{hits} of {total} = {percent:.1f} % ({low:.1f}–{high:.1f})").format(
        hits=found.hits, total=found.total, percent=100 * found.value, low=100 * low, high=100 * high
    )


def kappa_words(value: tuple[float, float, float] | None) -> str:
    """Return a kappa with its interval."""
    if value is None:
        return translate("QuizWords", "not defined")
    text = translate("QuizWords", "{kappa:.2f} ({low:.2f} to {high:.2f})")
    return text.format(kappa=value[0], low=value[1], high=value[2]).replace("-", "−")


def kind(attempt: Attempt) -> str:
    """Return whether it is a test or training, as it stands within a line."""
    training, test = translate("QuizWords", "training"), translate("QuizWords", "test")
    return training if attempt.plan.mode == "training" else test


def purpose(attempt: Attempt) -> str:
    """Return what the result is."""
    if attempt.plan.mode == "training":
        return translate(
            "QuizWords",
            "This was training: the reference was shown after each cell. The figures tell how it went; they are no measure of "
            "what the person knew before.",
        )
    return translate(
        "QuizWords",
        "How one person named these cells, without seeing the program's calls, file names or notes, compared with the labels of "
        "the reference. The key was closed until the last answer.",
    )


def limits(attempt: Attempt) -> str:
    """Return what the result is not."""
    count = len(attempt.items)
    text = translate(
        "QuizWords",
        "It is no certificate of competence, no accreditation and no external quality assessment. The reference is somebody's "
        "word and may be wrong. It speaks of these {n} cells; the interval says how far beyond.",
    ).format(n=count)
    drawn = sum(item.synthetic for item in attempt.items)
    if not drawn:
        return text
    some = (
        translate(
            "QuizWords",
            "All of the cells are synthetic, drawn by LeukView: this says nothing of how patients' cells are read.",
        )
        if drawn == count
        else translate(
            "QuizWords",
            "{n} of the cells are synthetic, drawn by LeukView: this says nothing of how patients' cells are read.",
        )
    )
    return f"{text} {some.format(n=drawn)}"
