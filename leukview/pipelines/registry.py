"""The pipelines a user can pick, listed without loading torch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leukview.classifiers.installed import checked_in_use, find_installed
from leukview.classifiers.manifest import load_manifest
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.pipelines.base import Pipeline
from leukview.segmentation.choice import SegmenterName

__all__ = ["PipelineSpec", "load_pipeline", "load_pipeline_of", "pipeline_classes", "pipeline_specs"]


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
        Builds it on a device from a models folder (None: with the weights in use), with a segmenter; imports torch when called.
    """

    id: str
    title: str
    about: str
    model: str
    load: Callable[[str, Path | None, SegmenterName], Pipeline]


def _load_leukview(device: str, models: Path | None, segmenter: SegmenterName) -> Pipeline:
    from leukview.pipelines.leukview import LeukViewPipeline

    model_id, folder = ("leukview", models) if models is not None else checked_in_use()
    return LeukViewPipeline.load(model_id, device, folder, segmenter)


_SPECS = (
    PipelineSpec(
        "leukview",
        "LeukView default",
        "Outlines each cell, then two networks name its type among all classes their training data support.",
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


def load_pipeline(
    pipeline_id: str, device: str = "auto", models: Path | None = None, segmenter: SegmenterName = "learned"
) -> Pipeline:
    """Load a pipeline's weights onto a device (``auto``, ``cpu`` or ``cuda``), with the segmenter that outlines its cells.

    Raises
    ------
    InputProblem
        When there is no such pipeline.
    EnvironmentFault
        When its weights are missing or damaged, or the device is not there.
    """
    return _spec(pipeline_id).load(device, models, segmenter)


def load_pipeline_of(pipeline_id: str, weights_sha256: str, device: str = "auto") -> Pipeline:
    """Load a pipeline with the weights that made a call, where they are still installed, else with those in use.

    Raises
    ------
    InputProblem
        When there is no such pipeline.
    EnvironmentFault
        When the weights in use are missing or damaged, or the device is not there.
    """
    found = find_installed(weights_sha256) if pipeline_id == "leukview" else None
    if found is None:
        return load_pipeline(pipeline_id, device)
    from leukview.pipelines.leukview import LeukViewPipeline

    return LeukViewPipeline.load(found[0], device, found[1])


def pipeline_classes(pipeline_id: str) -> tuple[str, ...]:
    """Return the class ids a pipeline's weights know, in report order, without loading torch.

    Raises
    ------
    InputProblem
        When there is no such pipeline.
    EnvironmentFault
        When the weights in use are missing or damaged.
    """
    spec = _spec(pipeline_id)
    model_id, folder = checked_in_use() if spec.model == "leukview" else (spec.model, None)
    return tuple(taxonomy().sorted(load_manifest(model_id, folder).classes))
