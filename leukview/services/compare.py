"""Compare models on the same labelled images."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.classifiers.installed import folder_of
from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress

if TYPE_CHECKING:  # all import torch
    from leukview.classifiers.classifier import Classifier
    from leukview.training.compare_models import ModelComparison
    from leukview.training.intake.prepare import OwnData
    from leukview.training.labelled import LabelledImage

__all__ = ["MEMBERS", "compare_models"]

MEMBERS = "members"
"""In place of another model: the ensemble's own members, each against it and against each other."""


@dataclass(frozen=True)
class _Named:
    """A model as it was asked for, its network, and its models folder."""

    name: str
    classifier: Classifier
    folder: Path


def compare_models(
    model: str,
    others: Sequence[str],
    data: Path,
    split: str,
    *,
    classes: Path | None = None,
    models: Path | None = None,
    out: Path | None = None,
    device: str = "auto",
    progress: Progress | None = None,
    say: Callable[[str], None] = lambda sentence: None,
) -> list[ModelComparison]:
    """Compare a model with others on the images that both can answer, by data set.

    Parameters
    ----------
    model, others:
        Ids of weights; ``<ensemble>/<member>`` names a member, and ``members`` among the others all of the model's own, which
        are then compared with each other as well. A model that is not in the folder ``models`` is looked for among those
        installed.
    data, split, classes, say:
        As for :func:`leukview.services.measure.evaluate_model`.
    out:
        Folder for ``comparison.json`` and ``comparison.csv``.

    Raises
    ------
    InputProblem
        When a model has no such member, there is no image that two models can answer, or one was trained on some of them.
    EnvironmentFault
        When a model is missing or damaged.
    """
    from leukview.classifiers.classifier import pick_device
    from leukview.training.compare_models import compare_calls, write_comparisons
    from leukview.training.evaluate import call_images

    loaded = {name: _load(name, models, pick_device(device)) for name in _names(model, others, models)}
    own = _images(list(loaded.values()), data, split, classes, progress)
    for note in own.notes:
        say(note)
    items = _common(list(loaded.values()), own, say)
    calls = {name: call_images(each.classifier, items[name], progress) for name, each in loaded.items()}
    pairs = list(combinations(loaded, 2)) if MEMBERS in others else [(model, name) for name in loaded if name != model]
    found = [part for a, b in pairs for part in compare_calls((a, calls[a]), (b, calls[b]), split)]
    if out is not None:
        write_comparisons(found, out)
    return found


def _folder(name: str, models: Path | None) -> Path:
    from leukview.classifiers.loading import model_of

    model_id = model_of(name)
    return models if models is not None and (models / f"{model_id}.json").is_file() else folder_of(model_id)


def _load(name: str, models: Path | None, device: str) -> _Named:
    from leukview.classifiers.loading import load_any

    folder = _folder(name, models)
    return _Named(name, load_any(name, device, folder), folder)


def _names(model: str, others: Sequence[str], models: Path | None) -> list[str]:
    """Return every model that has to be loaded, the first one first, without repeats."""
    from leukview.classifiers.ensemble_manifest import EnsembleManifest
    from leukview.classifiers.loading import load_manifest_of

    names = [model]
    for other in others:
        if other != MEMBERS:
            names.append(other)
            continue
        manifest = load_manifest_of(model, _folder(model, models))
        if not isinstance(manifest, EnsembleManifest):
            raise InputProblem(model, "it is no ensemble and has no members", "Name another model with --against")
        names += [f"{model}/{member.name}" for member in manifest.members]
    names = list(dict.fromkeys(names))
    if len(names) < 2:
        raise InputProblem(model, "a model is not compared with itself", "Name another model with --against")
    return names


def _images(loaded: list[_Named], data: Path, split: str, classes: Path | None, progress: Progress | None) -> OwnData:
    """Return the images of a split under labels that one of the models, at least, knows."""
    from leukview.classifiers.loading import left_out_by, load_manifest_of, model_of
    from leukview.training.intake.prepare import data_to_measure
    from leukview.training.intake.split_file import SPLIT_FILE
    from leukview.training.stage_labels import known_labels

    known = dict.fromkeys(label for each in loaded for label in known_labels(each.classifier.manifest))
    ignored = {label for each in loaded for label in left_out_by(load_manifest_of(model_of(each.name), each.folder))}
    folders = dict.fromkeys(each.folder for each in loaded)
    return data_to_measure(
        data,
        split,
        tuple(known),
        classes=classes,
        leave_out=ignored - set(known),
        trained=[folder / SPLIT_FILE for folder in folders],
        progress=progress,
    )


def _common(loaded: list[_Named], own: OwnData, say: Callable[[str], None]) -> dict[str, list[LabelledImage]]:
    """Return for each model the images that every one of them can answer, under its own names for what they show."""
    from leukview.training.compare_models import answerable_by_both
    from leukview.training.stage_labels import measurable

    able: dict[str, dict[Path, LabelledImage]] = {}
    for each in loaded:
        manifest = each.classifier.manifest
        asked, _ = measurable(manifest, own.items)
        known = answerable_by_both(asked, manifest.classes, manifest.classes)
        able[each.name] = {item.path: item for item in known}
    paths = [item.path for item in own.items if all(item.path in found for found in able.values())]
    if not paths:
        raise InputProblem(
            "The data",
            "no image has a label that all of these models can answer",
            "Compare models with classes in common",
        )
    if left := len(own.items) - len(paths):
        say(f"{left} images whose label not all of these models can answer: left out.")
    return {name: [found[path] for path in paths] for name, found in able.items()}
