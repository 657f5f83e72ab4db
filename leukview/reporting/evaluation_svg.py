"""Every figure of an evaluation as an SVG file of its own, for a paper."""

from __future__ import annotations

import re
from pathlib import Path

from leukview.domain.evaluation import Evaluation
from leukview.reporting.evaluation_figures import Panel, dataset_panels, training_panels
from leukview.reporting.files import replaced
from leukview.reporting.scene import to_svg

__all__ = ["write_evaluation_svgs"]


def write_evaluation_svgs(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Write ``<data set>-<figure>.svg``, numbered where a figure has several parts, and return the paths.

    Raises
    ------
    OSError
        When a file cannot be written.
    """
    written = []
    for number, item in enumerate(evaluation.datasets):
        # Two data sets' names may differ only in what no file's name can hold.
        name = re.sub(r"[^\w-]+", "-", item.dataset) or "data"
        stem = f"{number + 1}-{name}"
        for panel in dataset_panels(evaluation, number):
            written += _panel(panel, f"{stem}-{panel.key}", folder)
    for panel in training_panels(evaluation):
        written += _panel(panel, panel.key, folder)
    return written


def _panel(panel: Panel, stem: str, folder: Path) -> list[Path]:
    written = []
    for number, scene in enumerate(panel.scenes, start=1):
        path = folder / (f"{stem}.svg" if len(panel.scenes) == 1 else f"{stem}-{number}.svg")
        with replaced(path, durable=False) as temporary:
            temporary.write_text(to_svg(scene, alone=True), "utf-8")
        written.append(path)
    return written
