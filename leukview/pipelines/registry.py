"""The pipelines a user can pick, listed without loading torch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leukview.classifiers.ensemble_manifest import EnsembleManifest
from leukview.classifiers.frozen_manifest import FrozenManifest
from leukview.classifiers.installed import (
    SHIPPED,
    checked_in_use,
    find_installed,
    folder_of,
    is_installed,
    model_in_use,
)
from leukview.classifiers.manifest import Manifest
from leukview.classifiers.staged_manifest import StagedManifest
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.manifests import list_of_kind, load_of_kind
from leukview.pipelines.base import Pipeline
from leukview.resources import user_models_dir
from leukview.segmentation.choice import SegmenterName

__all__ = [
    "PipelineSpec",
    "digest_in_use",
    "load_pipeline",
    "load_pipeline_of",
    "pipeline_classes",
    "pipeline_specs",
    "weights_of",
]


@dataclass(frozen=True, slots=True)
class PipelineSpec:
    """A pipeline's entry.

    Attributes
    ----------
    id, title, about:
        How it is picked and shown.
    models:
        Ids of the weights it can run with, the preferred first. Those of the default pipeline are a choice of their own; see
        :mod:`leukview.classifiers.installed`.
    kind:
        What its weights' manifests are.
    build:
        Builds it from id, device, models folder (None: the shipped one) and segmenter; imports torch when called.
    recipe:
        The recipe that makes its weights from a user's data; empty where the weights are shipped.
    detects:
        Whether a detector finds its cells: a second weight file, ``detector``. Each of the two comes from the models folder
        that is given where it is there, else from those installed; the classifier is then the one in use.
    """

    id: str
    title: str
    about: str
    models: tuple[str, ...]
    kind: type[Manifest]
    build: Callable[..., Pipeline]
    recipe: str = ""
    detects: bool = False

    @property
    def training(self) -> str:
        """The command that makes its weights."""
        return f"leukview train {self.recipe} --data DATA --out RUN"


_DETECTOR = "detector"
"""Id of the detector's weights; :mod:`leukview.detection.weights`, which imports torch, has the same."""


def _leukview(model_id: str, device: str, models: Path | None, segmenter: SegmenterName) -> Pipeline:
    from leukview.pipelines.leukview import LeukViewPipeline

    return LeukViewPipeline.load(model_id, device, models, segmenter)


def _park2024(model_id: str, device: str, models: Path | None, segmenter: SegmenterName) -> Pipeline:
    from leukview.pipelines.park2024 import Park2024Pipeline

    return Park2024Pipeline.load(model_id, device, models, segmenter)


def _yan2024(model_id: str, device: str, models: Path | None, segmenter: SegmenterName) -> Pipeline:
    from leukview.pipelines.yan2024 import Yan2024Pipeline

    return Yan2024Pipeline.load(model_id, device, models, segmenter)


def _boldu2021(model_id: str, device: str, models: Path | None, segmenter: SegmenterName) -> Pipeline:
    from leukview.pipelines.boldu2021 import Boldu2021Pipeline

    return Boldu2021Pipeline.load(model_id, device, models, segmenter)


def _zhou2021(
    model_id: str, device: str, models: Path | None, segmenter: SegmenterName, detector_in: Path | None = None
) -> Pipeline:
    from leukview.pipelines.zhou2021 import Zhou2021Pipeline

    return Zhou2021Pipeline.of_parts(model_id, device, models, segmenter, detector_in or _detector_in(None))


def _hassan2024(model_id: str, device: str, models: Path | None, segmenter: SegmenterName) -> Pipeline:
    from leukview.pipelines.hassan2024 import Hassan2024Pipeline

    return Hassan2024Pipeline.load(model_id, device, models, segmenter)


_SPECS = (
    PipelineSpec(
        "leukview",
        "LeukView default",
        "Outlines each cell, then two networks name its type among all classes their training data support.",
        (SHIPPED,),
        Manifest,
        _leukview,
    ),
    PipelineSpec(
        "park2024",
        "park2024, EfficientNet ensemble",
        "Networks of two kinds vote on each cell's type (Park et al. 2024).",
        ("park2024", "park2024_compact"),
        EnsembleManifest,
        _park2024,
        recipe="park2024_compact",
    ),
    PipelineSpec(
        "yan2024",
        "yan2024, stages of granularity networks",
        "Outlines each cell, hides the rest, and asks down a tree: benign or malignant, then which (Yan et al. 2025).",
        ("yan2024", "yan2024_compact", "yan2024_lineage"),
        StagedManifest,
        _yan2024,
        recipe="yan2024_compact",
    ),
    PipelineSpec(
        "boldu2021",
        "boldu2021, ALNet",
        "A network names the cell, a second the lineage of its blasts where it has weights (Boldú et al. 2021).",
        ("boldu2021", "boldu2021_compact", "boldu2021_lineage"),
        StagedManifest,
        _boldu2021,
        recipe="boldu2021_compact",
    ),
    PipelineSpec(
        "zhou2021",
        "zhou2021, fields to differential",
        "Finds every nucleated cell of a field, sets the uncountable and crushed aside, types and counts the rest (Zhou et al. "
        "2021).",
        (SHIPPED,),
        Manifest,
        _zhou2021,
        recipe="detector",
        detects=True,
    ),
    PipelineSpec(
        "hassan2024",
        "hassan2024, frozen network, blast or not",
        "A network never trained on cells, and one neuron that was, give each cell one probability (Hassan et al. 2024).",
        ("hassan2024", "hassan2024_compact"),
        FrozenManifest,
        _hassan2024,
        recipe="hassan2024_compact",
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


def weights_of(spec: PipelineSpec, models: Path | None = None) -> str:
    """Return the id of the weights a pipeline would run with, or the empty string where none are installed.

    Without a models folder, the shipped and the user's are looked through. In one that is given, weights of the pipeline's kind
    count under any name, if they are the only ones: a user's own recipe has a name of its own. The weights may be damaged.

    Raises
    ------
    EnvironmentFault
        When the choice of the default pipeline's weights cannot be read, or a manifest in the folder is damaged.
    """
    if spec.detects and _detector_in(models) is None:
        return ""
    if _of_default(spec, models):
        return model_in_use()
    known = [name for name in spec.models if is_installed(name, models)]
    if models is not None and not known and models.is_dir():
        known = [manifest.id for manifest in list_of_kind(spec.kind, models) if _follows(manifest, spec)]
        known = known if len(known) == 1 else []
    return known[0] if known else ""


def _of_default(spec: PipelineSpec, models: Path | None) -> bool:
    """Tell whether a pipeline runs with the classifier that is in use."""
    if spec.models != (SHIPPED,):
        return False
    return models is None or (spec.detects and not (models.is_dir() and list_of_kind(Manifest, models)))


def _detector_in(models: Path | None) -> Path | None:
    """Return the folder of the detector's weights: the given one, the shipped or the user's; None where none has them."""
    if models is not None and is_installed(_DETECTOR, models):
        return models
    return folder_of(_DETECTOR) if is_installed(_DETECTOR) else None


def _follows(manifest: Manifest, spec: PipelineSpec) -> bool:
    """Tell whether weights are of a pipeline's method: of stages, whether they decide along its tree."""
    return not isinstance(manifest, StagedManifest) or manifest.tree.id == spec.id


def _checked_weights(spec: PipelineSpec, models: Path | None) -> tuple[str, Path | None]:
    """Return id and folder of the weights to run with, or raise what tells the user how to get them."""
    model_id = weights_of(spec, models)
    if model_id and _of_default(spec, models):
        return checked_in_use()
    if model_id:
        return model_id, models if models is not None else folder_of(model_id)
    if not spec.recipe:
        return spec.models[0], models  # loading says what is missing
    where = f"in {models}" if models is not None else "on this computer"
    raise EnvironmentFault(
        f"There are no weights for the pipeline {spec.id} {where}. They are made from your data: {spec.training}. Then analyse "
        f"with --models RUN, or copy {spec.recipe}.json and {spec.recipe}.safetensors from RUN into {user_models_dir()}."
    )


def digest_in_use(pipeline_id: str) -> str:
    """Return the SHA-256 of the weights that a pipeline would run with now, as their manifest has it.

    Raises
    ------
    InputProblem
        When there is no such pipeline.
    EnvironmentFault
        When its weights are missing, or their manifest is damaged.
    """
    spec = _spec(pipeline_id)
    model_id = weights_of(spec)
    return load_of_kind(spec.kind, model_id, folder_of(model_id)).sha256 if model_id else ""


def load_pipeline(
    pipeline_id: str, device: str = "auto", models: Path | None = None, segmenter: SegmenterName = "learned"
) -> Pipeline:
    """Load a pipeline's weights onto a device (``auto``, ``cpu`` or ``cuda``), with the segmenter that outlines its cells.

    The weights are those of a models folder or, without one, those installed.

    Raises
    ------
    InputProblem
        When there is no such pipeline.
    EnvironmentFault
        When its weights are missing or damaged, or the device is not there.
    """
    spec = _spec(pipeline_id)
    model_id, folder = _checked_weights(spec, models)
    if spec.detects:
        return spec.build(model_id, device, folder, segmenter, _detector_in(models))
    return spec.build(model_id, device, folder, segmenter)


def load_pipeline_of(pipeline_id: str, weights_sha256: str, device: str = "auto") -> Pipeline:
    """Load a pipeline with the weights that made a call, where they are still installed, else with those in use.

    Raises
    ------
    InputProblem
        When there is no such pipeline.
    EnvironmentFault
        When the weights in use are missing or damaged, or the device is not there.
    """
    spec = _spec(pipeline_id)
    found = find_installed(weights_sha256, spec.kind)
    if found is None:
        return load_pipeline(pipeline_id, device)
    return spec.build(found[0], device, found[1], "learned")


def pipeline_classes(pipeline_id: str, models: Path | None = None) -> tuple[str, ...]:
    """Return the class ids a pipeline's weights know, in report order, without loading torch.

    Raises
    ------
    InputProblem
        When there is no such pipeline.
    EnvironmentFault
        When the weights in use are missing or damaged.
    """
    spec = _spec(pipeline_id)
    model_id, folder = _checked_weights(spec, models)
    return tuple(taxonomy().sorted(load_of_kind(spec.kind, model_id, folder).classes))
