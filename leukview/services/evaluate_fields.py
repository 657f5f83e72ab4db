"""Measure a pipeline that takes whole fields: average precision and curve of each type of cell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.domain.evaluation import Curve, Figure
from leukview.domain.progress import NoProgress, Progress
from leukview.pipelines.registry import load_pipeline, pipeline_specs
from leukview.reporting.evaluation_charts import curve_charts
from leukview.reporting.scene import to_svg

if TYPE_CHECKING:  # it imports torch
    from leukview.training.detector.typed import TypeScore

__all__ = ["evaluate_fields", "takes_fields"]


def takes_fields(name: str) -> bool:
    """Tell whether a name is that of a pipeline that finds the cells of fields by a detector."""
    return any(spec.id == name and spec.detects for spec in pipeline_specs())


def evaluate_fields(
    pipeline_id: str,
    data: Path,
    split: str = "test",
    *,
    models: Path | None = None,
    out: Path | None = None,
    device: str = "auto",
    progress: Progress | None = None,
) -> list[TypeScore]:
    """Measure a pipeline on fields whose boxes carry cell types, in report order.

    With ``out`` the figures are also written there as ``types.json``, every point of the curves as ``curves.csv``, and the curves
    as ``precision-recall.svg``, numbered where there are several rows.

    Raises
    ------
    InputProblem
        When the data have no such boxes.
    EnvironmentFault
        When weights are missing or damaged.
    Cancelled
        When cancelled.
    """
    from leukview.training.detector.typed import list_typed_fields, measure_types, write_type_curves

    fields = list_typed_fields(data, split)
    scores = measure_types(load_pipeline(pipeline_id, device, models), fields, progress or NoProgress())
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        figures = [
            {"class": one.class_id, "n": one.n, "ap50": one.ap50, "ap50_95": one.ap, "ap50_interval": one.interval}
            for one in scores
        ]
        (out / "types.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
        write_type_curves(scores, out / "curves.csv")
        _draw(scores, out)
    return scores


def _draw(scores: Sequence[TypeScore], out: Path) -> None:
    curves = [
        Curve(
            "precision-recall",
            one.class_id,
            one.n,
            (0.0, *map(float, one.curve.recall)),
            (1.0, *map(float, one.curve.precision)),
            Figure(one.ap50, *one.interval),
        )
        for one in scores
        if one.ap50 is not None and one.interval is not None
    ]
    for number, scene in enumerate(curve_charts(curves) if curves else (), start=1):
        name = "precision-recall.svg" if len(curves) <= 4 else f"precision-recall-{number}.svg"
        (out / name).write_text(to_svg(scene, alone=True), "utf-8")
