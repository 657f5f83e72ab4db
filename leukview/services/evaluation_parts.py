"""What a report says of one stage or head of staged weights, measured alone: what it was asked, and of whom."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.domain.errors import InputProblem

if TYPE_CHECKING:  # they import torch
    from leukview.classifiers.classifier import Classifier
    from leukview.training.evaluate import Calls

__all__ = ["history_folder", "part_notes", "refuse_unlike_parts"]


def refuse_unlike_parts(names: Sequence[str], classifiers: Sequence[Classifier]) -> None:
    """Check that a stage is compared with a stage of the same answers alone.

    Raises
    ------
    InputProblem
        When one of two is a stage and the other is none, or their answers differ.
    """
    from leukview.classifiers.staged import StageClassifier

    parts = [each for each in classifiers if isinstance(each, StageClassifier)]
    if parts and (len(parts) < len(classifiers) or len({each.manifest.classes for each in parts}) > 1):
        raise InputProblem(
            " and ".join(names),
            "a stage is asked of the cells of its node, and compares with a stage of the same answers only",
            "Name that stage of other weights with --against, or compare the whole weights",
        )


def part_notes(classifier: Classifier, calls: Calls) -> list[str]:
    """Return what must be known of a report on a stage or a head; nothing of whole weights."""
    from leukview.classifiers.staged import StageClassifier
    from leukview.training.staged_measure import genotype_words, genotypes

    if not isinstance(classifier, StageClassifier):
        return []
    answers = ", ".join(classifier.manifest.classes)
    notes = [
        f"{classifier.manifest.id} alone: it answers {answers}, and is asked of the labelled cells of its node only, so that "
        "what the stages above get wrong does not count. What is out of domain is the whole weights' to say."
    ]
    if (head := classifier.manifest.head) is not None and len(calls.classes) == 2:
        notes.append(
            f"The tables count the likelier of the head's two answers. In use it gives the first from {head.threshold:.3f} on "
            f"for a cell, and from a mean of {head.patient_threshold:.3f} on for a patient; by those:"
        )
        notes += [words for found in genotypes(classifier, calls) for words in genotype_words(found)]
    return notes


def history_folder(classifier: Classifier, folder: Path) -> Path:
    """Return where the training of a model, or of a stage of one, kept its epochs."""
    from leukview.classifiers.staged import StageClassifier

    return folder / classifier.manifest.part if isinstance(classifier, StageClassifier) else folder
