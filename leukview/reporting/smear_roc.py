"""The smear rule's multiclass ROC as a figure: a panel for each class and the mean of all, with the threshold that was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leukview.reporting.scene import Scene

__all__ = ["SmearCurve", "smear_roc_chart"]

_SIDE, _LEFT, _TOP, _GAP, _ACROSS = 118.0, 26.0, 30.0, 34.0, 4


@dataclass(frozen=True, slots=True)
class SmearCurve:
    """A class's curve against the rest: sensitivity and specificity (0–1) by threshold, and which of the thresholds was chosen.

    ``thresholds`` are in per cent, ascending; ``name`` is what stands above the panel.
    """

    name: str
    thresholds: tuple[float, ...]
    sensitivity: tuple[float, ...]
    specificity: tuple[float, ...]
    auroc: float
    chosen: float


def smear_roc_chart(curves: Sequence[SmearCurve]) -> Scene:
    """Return the chart; at least one curve."""
    rows = -(-len(curves) // _ACROSS)
    across = min(len(curves), _ACROSS)
    told = "; ".join(f"{curve.name} AUROC {curve.auroc:.3f}, threshold {curve.chosen:g} %" for curve in curves)
    width, height = across * (_SIDE + _LEFT + _GAP / 2), rows * (_SIDE + _TOP + _GAP)
    scene = Scene(width, height, f"Sensitivity against 1 − specificity over smears, one panel a class. {told}")
    for number, curve in enumerate(curves):
        row, column = divmod(number, _ACROSS)
        _panel(scene, curve, column * (_SIDE + _LEFT + _GAP / 2) + _LEFT, row * (_SIDE + _TOP + _GAP) + _TOP)
    return scene


def _panel(scene: Scene, curve: SmearCurve, x: float, y: float) -> None:
    scene.text(x, y - 13, curve.name.replace("_", " "), 7.2, bold=True, width=_SIDE)
    scene.text(x, y - 4.5, f"AUROC {curve.auroc:.3f}, threshold {curve.chosen:g} %", 6.2, "grey", width=_SIDE)
    scene.rect(x, y, _SIDE, _SIDE, line="rule")
    for value in (0, 0.5, 1):
        scene.text(x - 3, y + _SIDE * (1 - value) + 2, f"{value:g}", 5.6, "grey", "end")
        scene.text(x + _SIDE * value, y + _SIDE + 8, f"{value:g}", 5.6, "grey", "middle")
    scene.text(x + _SIDE / 2, y + _SIDE + 15.5, "1 − specificity", 5.8, "grey", "middle")
    scene.text(x - 14, y + _SIDE / 2, "sensitivity", 5.8, "grey", "middle", turn=90)
    scene.line(((x, y + _SIDE), (x + _SIDE, y)), "faint", 0.5, (1, 2))

    def place(sensitivity: float, specificity: float) -> tuple[float, float]:
        return x + _SIDE * (1 - specificity), y + _SIDE * (1 - sensitivity)

    # From the lowest threshold, where all are called so, to where none is.
    ends = ((1.0, 0.0), *zip(curve.sensitivity, curve.specificity, strict=True), (0.0, 1.0))
    scene.line(tuple(place(*pair) for pair in ends), "first", 1.3)
    at = min(range(len(curve.thresholds)), key=lambda i: abs(curve.thresholds[i] - curve.chosen))
    scene.dot(*place(curve.sensitivity[at], curve.specificity[at]), 2.2, "second")
