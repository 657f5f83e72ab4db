"""Load any classifier by its id: one network, two, a site's, a frozen one, an ensemble, stages, or one part of these."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from leukview.classifiers.adapted import load_classifier
from leukview.classifiers.classifier import Classifier
from leukview.classifiers.ensemble import EnsembleClassifier
from leukview.classifiers.ensemble_manifest import EnsembleManifest
from leukview.classifiers.frozen_classifier import FrozenClassifier
from leukview.classifiers.frozen_manifest import FrozenManifest, label_names
from leukview.classifiers.manifest import Manifest, load_manifest
from leukview.classifiers.staged import StagedClassifier
from leukview.classifiers.staged_manifest import StagedManifest
from leukview.domain.errors import InputProblem
from leukview.manifests import kind_of, load_of_kind

__all__ = ["gathers_of", "left_out_by", "load_any", "load_manifest_of", "model_of"]


_PART = {"ensemble": "member", "staged": "stage"}


def model_of(name: str) -> str:
    """Return the id of the weights in a name such as ``park2024_compact`` or, for one member of it, ``park2024_compact/cell``."""
    return name.partition("/")[0]


def load_manifest_of(model_id: str, folder: Path | None = None) -> Manifest:
    """Return the manifest of a classifier of any kind; ``EnvironmentFault`` when it is missing, damaged or no classifier's."""
    kinds: dict[str, type[Manifest]] = {
        "ensemble": EnsembleManifest,
        "staged": StagedManifest,
        "frozen": FrozenManifest,
    }
    kind = kind_of(model_id, folder)
    if kind in kinds:
        return load_of_kind(kinds[kind], model_id, folder)
    return load_manifest(model_id, folder)


def left_out_by(manifest: Manifest) -> tuple[str, ...]:
    """Return the labels of cells that a model's system does not know, so that they are no part of its measurement."""
    return manifest.leaves_out if isinstance(manifest, EnsembleManifest | FrozenManifest | StagedManifest) else ()


def gathers_of(manifest: Manifest) -> dict[str, str]:
    """Return label → class where a model gathers several labels into one class; empty for one that tells them apart."""
    return label_names(manifest.gathers) if isinstance(manifest, FrozenManifest) else {}


def load_any(name: str, device: str = "cpu", folder: Path | None = None) -> Classifier:
    """Load weights after checking their hash.

    Parameters
    ----------
    name:
        Id of the weights; followed by ``/`` and the name of an ensemble's member, or of a stage or head, that network alone.
    device:
        ``cpu`` or ``cuda``.
    folder:
        The models folder; the shipped one without.

    Raises
    ------
    InputProblem
        When the model has no such member, stage or head.
    EnvironmentFault
        When the files are missing, damaged or do not fit the manifest.
    """
    model_id, _, member = name.partition("/")
    kind = kind_of(model_id, folder)
    if kind not in {"ensemble", "staged"}:
        if member:
            raise InputProblem(name, f"{model_id} is no ensemble and has no members", f"Name {model_id} itself")
        if kind == "frozen":
            return FrozenClassifier.load(model_id, device, folder)
        return load_classifier(model_id, device, folder)
    whole: Classifier
    parts: Mapping[str, Classifier]
    if kind == "ensemble":
        whole = ensemble = EnsembleClassifier.load(model_id, device, folder)
        parts = ensemble.members
    else:
        whole = staged = StagedClassifier.load(model_id, device, folder)
        parts = {**staged.stages, **staged.asides}
    if not member:
        return whole
    if member not in parts:
        known = ", ".join(f"{model_id}/{each}" for each in parts)
        raise InputProblem(name, f"{model_id} has no such {_PART[kind]}", f"Choose one of: {known}")
    return parts[member]
