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
from leukview.domain.progress import NoProgress, Progress, Unseen
from leukview.imaging.scan import sha256
from leukview.manifests import load_of_kind, write_manifest
from leukview.training.detector.fields import FieldRow, list_fields, load_field, render_boxed, validation_fields
from leukview.training.detector.measure import everything, look_at
from leukview.training.detector.recipe import DetectorRecipe
from leukview.training.detector.targets import Targets, centre_loss, sides_loss
from leukview.training.detector.views import FieldViews
from leukview.training.facts import facts_of
from leukview.training.finder_run import Shown
from leukview.training.live import LiveStatus
from leukview.training.parallel import current_team, first_before_others
from leukview.training.resumable import Means, fit, save_weights

__all__ = ["train_detector"]

_BEFORE_CHOICE = 0.3
"""Threshold of every kind until the validation part has been looked at."""


def train_detector(
    recipe: DetectorRecipe,
    data: Path,
    out: Path,
    *,
    device: str = "cpu",
    workers: int = 1,
    progress: Progress | None = None,
    live: LiveStatus | None = None,
) -> DetectorManifest:
    """Train on the training fields and write ``out/<name>.safetensors`` and ``out/<name>.json``.

    It goes on from the last finished epoch. The thresholds are those of the best F1 on the validation fields; by the average
    precision there the best epoch is chosen, where the recipe has a patience. The test fields are not read. Of a team every
    process calls it, and the first writes.

    Parameters
    ----------
    recipe, data, out:
        What to train by, the folder that holds ``fields/boxes.csv``, and where to.
    device, workers, progress, live:
        As of :class:`leukview.training.resumable.Means`.

    Raises
    ------
    InputProblem
        When the data lack a source of the recipe, or it cannot be trained by.
    Cancelled
        When cancelled.
    """
    progress = progress or NoProgress()
    rows = list_fields(data, recipe.sources, recipe.blocks)
    taught = [row for row in rows if row.part == "train"]
    chosen = validation_fields(rows, recipe.name, recipe.patience)
    network = fit(
        recipe,
        lambda: _views(recipe, taught, progress),
        out / "all",
        lambda: _built(recipe),
        lambda network, shown: _loss(network, shown, recipe),
        start=lambda network: _start_from_imagenet(network, recipe.encoder),
        score_of=lambda network: _scores(recipe, network, chosen, progress),
        means=Means(device, workers, progress, live),
    )
    if live is not None:
        live.enter("finishing")
    with first_before_others():
        if current_team().first:
            _write(recipe, network, chosen, out, progress)
    return load_of_kind(DetectorManifest, recipe.name, out)


def _write(
    recipe: DetectorRecipe, network: CentreNetwork, rows: Sequence[FieldRow], out: Path, progress: Progress
) -> None:
    """Write the weights, and a manifest with the thresholds that suit the validation fields."""
    weights = out / f"{recipe.name}.safetensors"
    save_weights(network, weights, half=True)
    manifest = _manifest(recipe, sha256(weights))
    write_manifest(manifest, out / f"{recipe.name}.json")
    # Chosen with the weights as they are used, after they were rounded.
    detector = Detector(*load_detector(recipe.name, out))
    look = look_at(everything(detector), rows, progress)
    # Rounded down, so that the object at the threshold still counts.
    thresholds = tuple(math.floor(1000 * one.best_score()) / 1000 for one in look.curves())
    write_manifest(manifest.model_copy(update={"thresholds": thresholds}), out / f"{recipe.name}.json")


def _scores(
    recipe: DetectorRecipe, network: CentreNetwork, rows: Sequence[FieldRow], progress: Progress
) -> dict[str, float]:
    """Return the average precision at an overlap of 0.5 on each source's validation fields, a mean over its kinds of object."""
    detector = Detector(_manifest(recipe, ""), network)
    scores = {}
    for source in dict.fromkeys(row.source for row in rows):
        look = look_at(everything(detector), [row for row in rows if row.source == source], Unseen(progress))
        areas = [area for one in look.curves() if (area := one.area) is not None]
        if areas:
            scores[source] = float(np.mean(areas))
    return scores


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


def _loss(network: CentreNetwork, shown: Shown, recipe: DetectorRecipe) -> torch.Tensor:
    with shown.autocast():
        logits, sides = network(shown.pixels.to(memory_format=torch.channels_last))
    truth: Targets = {name: each.to(logits.device) for name, each in shown.target.items()}
    centres = centre_loss(logits.float(), truth["heat"], truth["care"], recipe.nucleated_weight)
    return centres + recipe.sides_weight * sides_loss(sides.float(), truth["sides"], truth["weight"])


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
