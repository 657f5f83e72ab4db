"""Train the detector, choose its thresholds on the validation part, and write it in half precision."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from leukview.classifiers.backbones import build, load_imagenet
from leukview.detection.base import KINDS
from leukview.detection.detector import Detector
from leukview.detection.network import CentreNetwork
from leukview.detection.weights import DetectorManifest, load_detector
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.scan import sha256
from leukview.manifests import write_manifest
from leukview.training.detector.fields import FieldRow, list_fields, load_field, render_boxed
from leukview.training.detector.measure import everything, look_at
from leukview.training.detector.recipe import DetectorRecipe
from leukview.training.detector.targets import Targets, centre_loss, sides_loss
from leukview.training.detector.views import FieldViews
from leukview.training.facts import facts_of
from leukview.training.resumable import fit, save_weights

__all__ = ["train_detector"]

_BEFORE_CHOICE = 0.3
"""Threshold of every kind until the validation part has been looked at."""


def train_detector(
    recipe: DetectorRecipe, data: Path, out: Path, *, workers: int = 1, progress: Progress | None = None
) -> DetectorManifest:
    """Train on the training fields and write ``out/<name>.safetensors`` and ``out/<name>.json``.

    Training goes on from the last finished epoch. The thresholds are those of the best F1 on the validation fields; the test
    fields are not read.

    Raises
    ------
    InputProblem
        When the data lack a source of the recipe.
    Cancelled
        When cancelled.
    """
    progress = progress or NoProgress()
    rows = list_fields(data, recipe.sources, recipe.blocks)
    network = fit(
        recipe,
        lambda: _views(recipe, [row for row in rows if row.part == "train"], progress),
        out / "all",
        lambda: _built(recipe),
        lambda network, pixels, targets, _rng: _loss(network, pixels, targets, recipe),
        start=lambda network: _start_from_imagenet(network, recipe.encoder),
        workers=workers,
        progress=progress,
    )
    weights = out / f"{recipe.name}.safetensors"
    save_weights(network, weights, half=True)
    manifest = _manifest(recipe, sha256(weights))
    write_manifest(manifest, out / f"{recipe.name}.json")
    # Chosen with the weights as they are used, after they were rounded.
    detector = Detector(*load_detector(recipe.name, out))
    look = look_at(everything(detector), [row for row in rows if row.part == "val"], progress)
    # Rounded down, so that the object at the threshold still counts.
    thresholds = tuple(math.floor(1000 * one.best_score()) / 1000 for one in look.curves())
    chosen = manifest.model_copy(update={"thresholds": thresholds})
    write_manifest(chosen, out / f"{recipe.name}.json")
    return chosen


def _built(recipe: DetectorRecipe) -> CentreNetwork:
    network = CentreNetwork(recipe.encoder, recipe.width, recipe.red)
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def _views(recipe: DetectorRecipe, rows: Sequence[FieldRow], progress: Progress) -> FieldViews:
    # As large as it is ever shown, and no larger: all fields stay in memory.
    red = recipe.red * recipe.scale
    real = []
    for number, row in enumerate(rows):
        progress.check_cancelled()
        real.append(load_field(row, red))
        progress.report(number + 1, len(rows), "reading fields")
    return FieldViews(real, render_boxed(recipe.synthetic, recipe.seed, red, progress), recipe)


def _loss(network: CentreNetwork, pixels: torch.Tensor, targets: Targets, recipe: DetectorRecipe) -> torch.Tensor:
    # In full precision: on a processor the backward pass of this network takes half as long again in bfloat16.
    logits, sides = network(pixels.to(memory_format=torch.channels_last))
    centres = centre_loss(logits, targets["heat"], targets["care"], recipe.nucleated_weight)
    return centres + recipe.sides_weight * sides_loss(sides, targets["sides"], targets["weight"])


def _start_from_imagenet(network: CentreNetwork, encoder: str) -> None:
    """Copy the packaged ImageNet weights into the encoder."""
    whole = build(encoder, 1000)
    load_imagenet(whole, encoder)
    source = whole.state_dict()
    network.encoder.load_state_dict({name: source[name] for name in network.encoder.state_dict()})


def _manifest(recipe: DetectorRecipe, digest: str) -> DetectorManifest:
    command = f"leukview evaluate {recipe.name} --data DATA --card"
    return DetectorManifest(
        **facts_of(recipe, digest, (*(f"fields/{source}" for source in recipe.sources), "synthetic"), command),
        encoder=recipe.encoder,
        width=recipe.width,
        red=recipe.red,
        thresholds=tuple(float(value) for value in np.full(len(KINDS), _BEFORE_CHOICE)),
        mean=recipe.mean,
        std=recipe.std,
    )
