"""The pipelines a user can pick, listed without loading torch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leukview.classifiers.manifest import load_manifest
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.pipelines.base import Pipeline

__all__ = ["PipelineSpec", "load_pipeline", "pipeline_classes", "pipeline_specs"]


@dataclass(frozen=True, slots=True)
class PipelineSpec:
    """A pipeline's entry.

    Attributes
    ----------
    id, title, about:
        How it is picked and shown.
    model:
        Id of its weights' manifest.
    load:
        Builds it on a device from a models folder (None: the shipped one); imports torch when called.
    """

    id: str
    title: str
    about: str
    model: str
    load: Callable[[str, Path | None], Pipeline]


def _load_leukview(device: str, models: Path | None) -> Pipeline:
    from leukview.pipelines.leukview import LeukViewPipeline

    return LeukViewPipeline.load("leukview", device, models)


_SPECS = (
    PipelineSpec(
        "leukview",
        "LeukView default",
        "Segments each cell, then one network names its type among all classes its training data support.",
        "leukview",
        _load_leukview,
    ),
)


def pipeline_specs() -> tuple[PipelineSpec, ...]:
    """Return every pipeline, the default first."""
    return _SPECS


def _spec(pipeline_id: str) -> PipelineSpec:
    for spec in _SPECS:
        if spec.id == pipeline_id:
            return spec
    known = ", ".join(spec.id for spec in _SPECS)
    raise InputProblem(pipeline_id, "there is no such pipeline", f"Choose one of: {known}")


def load_pipeline(pipeline_id: str, device: str = "auto", models: Path | None = None) -> Pipeline:
    """Load a pipeline's weights onto a device (``auto``, ``cpu`` or ``cuda``).

    Raises
    ------
    InputProblem
        When there is no such pipeline.
    EnvironmentFault
        When its weights are missing or damaged, or the device is not there.
    """
    return _spec(pipeline_id).load(device, models)


def pipeline_classes(pipeline_id: str) -> tuple[str, ...]:
    """Return the class ids a pipeline's weights know, in report order, without loading torch."""
    return tuple(taxonomy().sorted(load_manifest(_spec(pipeline_id).model).classes))
