"""What a training and its recipe say, in the language of the window: states, times left, epochs, figures, a recipe's words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leukview.gui.sentences import known
from leukview.gui.translation import QT_TRANSLATE_NOOP, first_small, translate
from leukview.gui.widgets.training_curves import LINES
from leukview.resources import resources_dir

if TYPE_CHECKING:
    from leukview.services.training_curves import Curve
    from leukview.services.training_recipes import RecipeFacts
    from leukview.services.training_runs import RunLook, RunState

__all__ = [
    "AT_FAULT",
    "NEEDS",
    "STATES",
    "USED_FOR",
    "epoch_words",
    "figure_name",
    "left_words",
    "recipe_about",
    "recipe_needs",
    "texts",
]

STATES: dict[RunState, str] = {
    "new": QT_TRANSLATE_NOOP("Training", "new"),
    "running": QT_TRANSLATE_NOOP("Training", "running"),
    "finished": QT_TRANSLATE_NOOP("Training", "finished"),
    "stopped": QT_TRANSLATE_NOOP("Training", "stopped"),
    "failed": QT_TRANSLATE_NOOP("Training", "failed"),
    "interrupted": QT_TRANSLATE_NOOP("Training", "interrupted"),
}
AT_FAULT = {
    "input": QT_TRANSLATE_NOOP("Training", "The data or the recipe cannot be used."),
    "environment": QT_TRANSLATE_NOOP("Training", "This computer or installation is at fault, not your data."),
    "bug": QT_TRANSLATE_NOOP("Training", "This is a fault in LeukView, not in your data."),
}
USED_FOR = {
    "segmenter": QT_TRANSLATE_NOOP("Training", "It outlines cells from the next analysis on."),
    "sam": QT_TRANSLATE_NOOP(
        "Training", "It outlines cells when you correct an outline, from now on, unless Laboratory names a checkpoint."
    ),
    "detector": QT_TRANSLATE_NOOP(
        "Training", "It finds the cells of fields for the pipeline zhou2021, from the next analysis on."
    ),
}
"""Kind of weights that find or outline cells → what they do once they are in use."""
_FIGURES = {
    "accuracy": QT_TRANSLATE_NOOP("Training", "Accuracy"),
    "macro_f1": QT_TRANSLATE_NOOP("Training", "Macro-F1"),
    "ece": QT_TRANSLATE_NOOP("Training", "Calibration error"),
    "blast_auroc": QT_TRANSLATE_NOOP("Training", "Blast AUROC"),
}
NEEDS = (
    QT_TRANSLATE_NOOP("Training", "Labelled single-cell images of two or more of its {n} labels."),
    QT_TRANSLATE_NOOP(
        "Training",
        "Images with a drawn mask beside each (NAME_mask.png: 255 nucleus, 128 cytoplasm), in the recipe's folders: {names}.",
    ),
    QT_TRANSLATE_NOOP("Training", "Fields with boxes (fields/boxes.csv), in the recipe's folders: {names}."),
    QT_TRANSLATE_NOOP(
        "Training", "It needs ImageNet's weights in a file, which only the command line takes (--start)."
    ),
    QT_TRANSLATE_NOOP("Training", "It starts from nothing: thousands of images of each class."),
    QT_TRANSLATE_NOOP("Training", "It starts from ImageNet's weights: from about a hundred images of each class on."),
    QT_TRANSLATE_NOOP("Training", "It starts from the weights {names}: from about a hundred images of each class on."),
    QT_TRANSLATE_NOOP("Training", "Large images: hours on a graphics card, weeks without one."),
    QT_TRANSLATE_NOOP("Training", "Hours without a graphics card, minutes with one."),
)
"""What a recipe asks of data and machine: leukview.services.training_recipes."""


def recipe_about(facts: RecipeFacts) -> str:
    """Return what a shipped recipe is about; of one of somebody's own as it was written. Titles are names, and stay."""
    return translate("Recipes", facts.about)


def recipe_needs(facts: RecipeFacts) -> list[str]:
    """Return what a recipe asks of data and machine, in sentences."""
    return [known("Training", NEEDS, text) for text in facts.needs]


def figure_name(name: str) -> str:
    """Return what a figure is called."""
    return translate("Training", _FIGURES[name]) if name in _FIGURES else name.replace("_", " ")


def left_words(seconds: float) -> str:
    """Return a time that is left, in words that do not pretend to be exact."""
    if seconds < 60:
        return translate("Training", "less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return translate("Training", "about {minutes} min left").format(minutes=minutes)
    return translate("Training", "about {hours:.0f} h left").format(hours=minutes / 60)


def epoch_words(look: RunLook, *, running: bool) -> list[str]:
    """Return a sentence a network on its best epoch, and on early stopping."""
    lines = []
    for place, curve in enumerate(look.curves):
        if curve.losses:
            words = _of_curve(look, curve, running)
            lines.append(
                f"{LINES[place % len(LINES)]}  {curve.network}: {first_small(words)}" if curve.network else words
            )
    return lines


def _of_curve(look: RunLook, curve: Curve, running: bool) -> str:
    done = len(curve.losses)
    epoch = (
        translate("Training", "Epoch {done} of {epochs}").format(done=done, epochs=look.epochs)
        if look.epochs
        else translate("Training", "Epoch {done}").format(done=done)
    )
    if not curve.scores:
        return translate("Training", "{epoch}; nothing is validated, the last one is kept.").format(epoch=epoch)
    text = translate("Training", "{epoch}; best score {score:.3f} at epoch {best}.").format(
        epoch=epoch, score=curve.scores[curve.best - 1], best=curve.best
    )
    waited = done - curve.best
    if look.finder and not running:
        pass  # a finder's own sentence says whether it stopped early
    elif look.patience and waited >= look.patience and done < look.epochs:
        more = translate("Training", "Stopped early: {waited} epochs without a better score.")
        text += " " + more.format(waited=waited)
    elif look.patience and waited and running:
        more = translate("Training", "{waited} of {patience} epochs without a better one.")
        text += " " + more.format(waited=waited, patience=look.patience)
    return text


def texts() -> Iterator[tuple[str, str]]:
    """Yield the context and English text of what stands in the shipped recipes that can be chosen."""
    for file in sorted((resources_dir() / "recipes").glob("*.toml")):
        about = tomllib.loads(file.read_text("utf-8")).get("about")
        if about:
            yield "Recipes", str(about)
