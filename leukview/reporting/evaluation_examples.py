"""Grad-CAM panels: cells called right and confidently wrong, each beside the map of its evidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leukview.domain.evaluation import Example
from leukview.reporting.evaluation_charts import WIDE
from leukview.reporting.evaluation_words import class_name
from leukview.reporting.pictures import heat_ramp, overlay
from leukview.reporting.scene import Scene

__all__ = ["example_rows", "heat_key"]

_SIDE, _GAP, _TEXT = 80.0, 3.0, 46.0


def heat_key() -> Scene:
    """Return the heat map's colours from none to the cell's strongest."""
    scene = Scene(WIDE, 12, "Heat map colours: dark is little evidence, light is the cell's strongest.")
    scene.text(0, 8.6, "no evidence", 6.5, "grey")
    for step, colour in enumerate(heat_ramp()[::8]):
        scene.rect(44 + 3 * step, 1, 3.1, 9, "#{:02X}{:02X}{:02X}".format(*colour.tolist()))
    scene.text(146, 8.6, "the cell's strongest", 6.5, "grey")
    return scene


def example_rows(examples: Sequence[Example]) -> list[Scene]:
    """Return a scene a row: three cells with their call's map, or two with the label's map as well.

    All of ``examples`` are right, or all wrong.
    """
    maps = 1 if all(item.right for item in examples) else 2
    across = 3 if maps == 1 else 2
    return [_row(examples[start : start + across], across, maps) for start in range(0, len(examples), across)]


def _row(examples: Sequence[Example], across: int, maps: int) -> Scene:
    told = "; ".join(
        f"{item.name}: label {class_name(item.label)}, called {class_name(item.called)} {item.probability:.2f}"
        for item in examples
    )
    scene = Scene(WIDE, _SIDE + _TEXT, told)
    width = (WIDE + 12) / across
    for place, item in enumerate(examples):
        _card(scene, item, place * width, width - 12, maps)
    return scene


def _card(scene: Scene, item: Example, x: float, width: float, maps: int) -> None:
    pictures = [item.picture, overlay(item.picture, item.heat)]
    names = ["image", "evidence for the call"]
    if maps > 1 and item.label_heat is not None:
        pictures.append(overlay(item.picture, item.label_heat))
        names.append("for the label")
    for number, (pixels, name) in enumerate(zip(pictures, names, strict=True)):
        left = x + number * (_SIDE + _GAP)
        scene.picture(left, 0, _SIDE, np.ascontiguousarray(pixels))
        scene.rect(left, 0, _SIDE, _SIDE, line="rule", thick=0.4)
        scene.text(left, _SIDE + 8, name, 5.8, "grey")
    scene.text(x, _SIDE + 17.5, f"Label: {class_name(item.label)}", 6.8, width=width)
    scene.text(x, _SIDE + 27, f"Call: {class_name(item.called)} {item.probability:.2f}", 6.8, bold=True, width=width)
    allowed = "" if item.right else f"the label's probability {item.label_probability:.2f} · "
    scene.text(x, _SIDE + 36, f"{allowed}{item.name}", 6.0, "grey", width=width)
