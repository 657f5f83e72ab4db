"""Whether an evaluation's images may be ones that its model was trained on, and how far that can be told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from leukview.training.labelled import LabelledImage

__all__ = ["Leaks", "leaks_of"]


@dataclass(frozen=True)
class Leaks:
    """Sentences: warnings to be read first, and notes on what was checked."""

    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def leaks_of(
    model: str,
    trained_on: Collection[str],
    given: Sequence[LabelledImage],
    split: str,
    own_parts: Collection[str],
    *,
    checked: bool,
) -> Leaks:
    """Return what must be said of leaks.

    Parameters
    ----------
    model, trained_on:
        The model's id, and the data sets it was made from.
    given:
        The measured images with the part that the data themselves give them, empty where they give none.
    split, own_parts:
        The part measured on, and those that the model's recipe trains on or chooses by.
    checked:
        Whether the list of its training's images lies beside the model, so that the intake has compared their content.
    """
    if checked:
        return Leaks(notes=(f"Compared by content with the images {model} was trained on: none of them is measured.",))
    names = dict.fromkeys(item.dataset for item in given)
    unsaid = {item.dataset for item in given if not item.split}
    other = [name for name in names if name not in trained_on]
    trained = [name for name in names if name in trained_on]
    learnt = trained if split in own_parts else []
    doubtful = [name for name in trained if name not in learnt and name in unsaid]
    held = [name for name in trained if name not in learnt and name not in unsaid]
    warnings, notes = [], []
    if learnt:
        warnings.append(
            f"Leak: {model} was trained on, or chosen by, the part '{split}' of {', '.join(learnt)}. The figures say how well it "
            "remembers these images, not how well it would call others."
        )
    if doubtful:
        warnings.append(
            f"Possible leak: {model} was trained on images of {', '.join(doubtful)}, and the data do not say that these were "
            "held back. Where they were not, the figures are too good."
        )
    if held:
        notes.append(
            f"{model} was trained on other images of {', '.join(held)}: by the data's own word, those of '{split}' were held "
            "back."
        )
    if other:
        notes.append(
            f"{model} was made from no data set named {' or '.join(other)}. Whether single images are among its own cannot be "
            "checked: no list of them lies beside the model."
        )
    return Leaks(tuple(warnings), tuple(notes))
