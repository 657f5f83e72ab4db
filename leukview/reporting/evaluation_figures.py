"""Which figures an evaluation's report shows, in which order, with which words: the same in HTML and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leukview.domain.evaluation import Curve, Evaluation, Example
from leukview.reporting.evaluation_charts import (
    confusion_charts,
    curve_charts,
    reliability_chart,
    training_chart,
)
from leukview.reporting.evaluation_examples import example_rows, heat_key
from leukview.reporting.evaluation_words import CAPTIONS, HEAT_CAVEAT
from leukview.reporting.scene import Scene

__all__ = ["Panel", "dataset_panels", "training_panels"]


@dataclass(frozen=True, eq=False, slots=True)
class Panel:
    """A figure with what is written above it; ``key`` names it in file names."""

    key: str
    title: str
    caption: str
    scenes: tuple[Scene, ...]


def dataset_panels(evaluation: Evaluation, number: int) -> list[Panel]:
    """Return the figures of one data set; one that cannot be formed is left out."""
    item = evaluation.datasets[number]
    other = evaluation.others[number] if evaluation.others else None
    names = (evaluation.model.id, evaluation.against.id if evaluation.against else "")
    curves: tuple[tuple[str, str, Sequence[Curve], Sequence[Curve]], ...] = (
        ("roc", "Receiver operating characteristic", item.rocs, other.rocs if other else ()),
        (
            "precision-recall",
            "Precision and recall",
            item.precision_recalls,
            other.precision_recalls if other else (),
        ),
        ("f1", "F1 by threshold", item.f1s, other.f1s if other else ()),
    )
    panels = [Panel("confusion", "Confusion", CAPTIONS["confusion"], tuple(confusion_charts(item.confusion)))]
    for key, title, own, beside in curves:
        if own:
            panels.append(Panel(key, title, CAPTIONS[key], tuple(curve_charts(own, beside, names))))
    panels.append(Panel("reliability", "Calibration", CAPTIONS["reliability"], (reliability_chart(item.reliability),)))
    return [*panels, *_examples(item.examples)]


def _examples(examples: Sequence[Example]) -> list[Panel]:
    right, wrong = ([item for item in examples if item.right is wanted] for wanted in (True, False))
    panels = []
    if right:
        said = "For each class called right, the call of middling confidence: what is usual, not what is best."
        rows = example_rows(right)
        panels.append(Panel("gradcam-right", "Grad-CAM: right", f"{said} {HEAT_CAVEAT}", (heat_key(), *rows)))
    if wrong:
        said = "The wrong calls of highest probability: evidence for the call and, where the label is one class, for the label."
        rows = example_rows(wrong)
        panels.append(
            Panel("gradcam-wrong", "Grad-CAM: confidently wrong", f"{said} {HEAT_CAVEAT}", (heat_key(), *rows))
        )
    return panels


def training_panels(evaluation: Evaluation) -> list[Panel]:
    """Return the training's curves where its history is known."""
    if not evaluation.training:
        return []
    return [Panel("training", "Training", CAPTIONS["training"], (training_chart(evaluation.training),))]
