"""What work says it is doing, in the language of the window; it is said in English where the work is done."""

from __future__ import annotations

from leukview.gui.sentences import known
from leukview.gui.translation import QT_TRANSLATE_NOOP

__all__ = ["PROGRESS", "progress_words"]

PROGRESS = (
    QT_TRANSLATE_NOOP("Progress", "Drawing cells"),
    QT_TRANSLATE_NOOP("Progress", "Drawing fields"),
    QT_TRANSLATE_NOOP("Progress", "analysing"),
    QT_TRANSLATE_NOOP("Progress", "calling cells"),
    QT_TRANSLATE_NOOP("Progress", "checking images"),
    QT_TRANSLATE_NOOP("Progress", "copying cells"),
    QT_TRANSLATE_NOOP("Progress", "counting cells"),
    QT_TRANSLATE_NOOP("Progress", "cross-validating"),
    QT_TRANSLATE_NOOP("Progress", "explaining calls"),
    QT_TRANSLATE_NOOP("Progress", "finding cells"),
    QT_TRANSLATE_NOOP("Progress", "fitting"),
    QT_TRANSLATE_NOOP("Progress", "loading the model"),
    QT_TRANSLATE_NOOP("Progress", "looking at labelled cells"),
    QT_TRANSLATE_NOOP("Progress", "looking for cells"),
    QT_TRANSLATE_NOOP("Progress", "looking for images"),
    QT_TRANSLATE_NOOP("Progress", "measuring"),
    QT_TRANSLATE_NOOP("Progress", "measuring fields"),
    QT_TRANSLATE_NOOP("Progress", "outlining"),
    QT_TRANSLATE_NOOP("Progress", "reading cells"),
    QT_TRANSLATE_NOOP("Progress", "reading fields"),
    QT_TRANSLATE_NOOP("Progress", "reading images through the frozen network"),
    QT_TRANSLATE_NOOP("Progress", "reading labelled cells"),
    QT_TRANSLATE_NOOP("Progress", "reading labels"),
    QT_TRANSLATE_NOOP("Progress", "reading masks and boxes"),
    QT_TRANSLATE_NOOP("Progress", "the program answers"),
    QT_TRANSLATE_NOOP("Progress", "writing cells"),
    QT_TRANSLATE_NOOP("Progress", "writing heat maps"),
    QT_TRANSLATE_NOOP("Progress", "writing masks"),
    QT_TRANSLATE_NOOP("Progress", "writing the report"),
    QT_TRANSLATE_NOOP("Progress", "writing {name}"),
    QT_TRANSLATE_NOOP("Progress", "{n} images found"),
    QT_TRANSLATE_NOOP("Progress", "epoch {n}, loss {loss}"),
    QT_TRANSLATE_NOOP("Progress", "{part}: epoch {n}, loss {loss}"),
    QT_TRANSLATE_NOOP("Progress", "{part}, epoch {n}, loss {loss}"),
)
"""Every text that is known, with what varies in it; see :func:`leukview.gui.sentences.known`."""


def progress_words(message: str) -> str:
    """Return what some work says it is doing, as a sentence begins."""
    said = known("Progress", PROGRESS, message)
    return said[:1].upper() + said[1:]
