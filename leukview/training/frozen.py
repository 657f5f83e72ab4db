"""Calibrate and write a frozen network once its dense layers are trained (hassan2024)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file

from leukview.classifiers.frozen import TwoClasses
from leukview.classifiers.frozen_classifier import FrozenClassifier
from leukview.classifiers.frozen_manifest import FrozenManifest
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.scan import sha256
from leukview.manifests import write_manifest
from leukview.segmentation.base import Segmenter
from leukview.training.evaluate import call_images
from leukview.training.facts import facts_of
from leukview.training.finalise import allowed_of, empty_novelty, fit_temperature, halved, novelty_from, part_of
from leukview.training.frames import masks_for
from leukview.training.frozen_recipe import FrozenRecipe
from leukview.training.history import load_best
from leukview.training.labelled import LabelledImage
from leukview.training.networks import network_of

__all__ = ["finalise_frozen"]


def finalise_frozen(
    recipe: FrozenRecipe,
    items: Sequence[LabelledImage],
    run: Path,
    out: Path,
    progress: Progress | None = None,
    segmenter: Segmenter | None = None,
) -> FrozenManifest:
    """Write ``out/<name>.safetensors``, the backbone in it, and ``out/<name>.json`` from a training folder.

    The out-of-domain quantiles and, where the recipe asks for it, the temperature are fitted on the validation part; the
    threshold is the recipe's. The test part is not touched.
    """
    progress = progress or NoProgress()
    masks = masks_for(recipe, items, run / "masks.npz", "cpu", progress, segmenter)
    network = network_of(recipe)
    assert isinstance(network, TwoClasses)
    network.load_state_dict(load_best(run, recipe))
    draft = FrozenClassifier(_manifest(recipe, "", 1.0), network, empty_novelty(), "cpu")
    validation = call_images(draft, part_of(items, recipe.data.val_split), progress, masks)
    training = part_of(items, recipe.data.train_split)
    novelty = novelty_from(draft, training, validation, masks, recipe.seed, progress)
    temperature = fit_temperature(validation.logits, allowed_of(validation)) if recipe.head.calibrated else 1.0
    tensors = {f"network.{name}": value for name, value in halved(network).items()}
    tensors |= {f"novelty.{name}": torch.from_numpy(value.copy()) for name, value in novelty.tensors().items()}
    out.mkdir(parents=True, exist_ok=True)
    weights = out / f"{recipe.name}.safetensors"
    save_file(tensors, weights)
    manifest = _manifest(recipe, sha256(weights), temperature)
    write_manifest(manifest, out / f"{recipe.name}.json")
    return manifest


def _manifest(recipe: FrozenRecipe, digest: str, temperature: float) -> FrozenManifest:
    net, head = recipe.network, recipe.head
    return FrozenManifest(
        **facts_of(recipe, digest, recipe.data.datasets, f"leukview evaluate {recipe.name} --models RUN --data DATA"),
        backbone=net.backbone,
        classes=recipe.classes,
        input_size=net.input_size,
        crop_fraction=net.crop_fraction,
        cell_diameters=net.cell_diameters,
        preparation=net.preparation,
        field_diameters=net.field_diameters,
        rotations=net.rotations,
        mean=net.mean,
        std=net.std,
        temperature=temperature,
        reading=head.reading,
        hidden=head.hidden,
        threshold=head.threshold,
        gathers=recipe.gathers,
        leaves_out=recipe.data.leave_out,
    )
