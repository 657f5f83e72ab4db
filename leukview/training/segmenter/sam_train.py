"""Train the compact SAM on cells with masks: boxes and clicks on whole cells and nuclei, as a person gives them.

As published (Kirillov et al., 2023): of the three masks a prompt gets, only the nearest is taught, by focal and Dice loss, and
the overlap head by the error of its estimate; then a click on what is still wrong is added, and the answer judged again.
``Sam.forward`` keeps no gradients, so the parts are called one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from segment_anything.modeling import Sam
from torch.nn import functional
from torchvision.ops import sigmoid_focal_loss

from leukview.domain.progress import NoProgress, Progress, Unseen
from leukview.imaging.readers import read_rgb
from leukview.imaging.scan import sha256
from leukview.manifests import load_of_kind, write_manifest
from leukview.segmentation.learned import LearnedSegmenter
from leukview.segmentation.sam import SamManifest, Sammer, build_sam
from leukview.training.datasets import read_labels
from leukview.training.facts import facts_of
from leukview.training.finder_run import Shown
from leukview.training.frames import find_masks
from leukview.training.live import LiveStatus
from leukview.training.parallel import current_team, first_before_others
from leukview.training.resumable import Means, fit, save_weights
from leukview.training.segmenter.data import MaskedImage, find_masked, folds_of, mask_views, validation_of
from leukview.training.segmenter.prompting import Prompts, corrected, first_prompts
from leukview.training.segmenter.recipe import SamRecipe
from leukview.training.segmenter.sam_scores import score_prompts

__all__ = ["decode", "shares_of", "train_sam"]

_CARD_COMMAND = "leukview evaluate sam --data DATA --card"
_CELL, _NUCLEUS = 1, 2
"""Values of a view's target from which up a pixel belongs to the part."""


def train_sam(
    recipe: SamRecipe,
    data: Path,
    out: Path,
    *,
    device: str = "cpu",
    workers: int = 1,
    progress: Progress | None = None,
    live: LiveStatus | None = None,
) -> SamManifest:
    """Train on every source but its test split; write ``out/<name>.safetensors`` and ``.json``. Goes on where it was stopped.

    Parameters are those of :func:`leukview.training.segmenter.train.train_segmenter`, and so is what a patience and a team do.

    Raises
    ------
    InputProblem
        When a source has no masks, or the recipe cannot be trained by.
    Cancelled
        When cancelled; the last finished epoch is kept.
    """
    progress = progress or NoProgress()
    drawn, _ = shares_of(recipe, data)
    taught, chosen = validation_of(drawn, recipe)
    with first_before_others():
        outlined = _outlined(recipe, data, out, progress)
    sam = fit(
        recipe,
        lambda: mask_views([*taught, *outlined], recipe),
        out,
        lambda: build_sam(recipe.shape),
        lambda sam, shown: _loss(sam, shown, recipe),
        score_of=lambda sam: _scores(sam, chosen, progress),
        means=Means(device, workers, progress, live),
    )
    if live is not None:
        live.enter("finishing")
    with first_before_others():
        if current_team().first:
            _write(recipe, sam, out)
    return load_of_kind(SamManifest, recipe.name, out)


def _write(recipe: SamRecipe, sam: Sam, out: Path) -> None:
    weights = out / f"{recipe.name}.safetensors"
    save_weights(sam, weights, half=True)
    manifest = SamManifest(
        **facts_of(recipe, sha256(weights), (*recipe.sources, *recipe.found, "synthetic"), _CARD_COMMAND),
        shape=recipe.shape,
    )
    write_manifest(manifest, out / f"{recipe.name}.json")


def _scores(sam: Sam, items: Sequence[MaskedImage], progress: Progress) -> dict[str, float]:
    """Return the mean Dice of a source's cells and nuclei for a person's box."""
    found: dict[str, list[float]] = {}
    for score in score_prompts(Sammer(sam), items, progress=Unseen(progress)):
        found.setdefault(score.source, []).append(score.box)
    return {source: float(np.mean(values)) for source, values in found.items()}


def shares_of(recipe: SamRecipe, data: Path) -> tuple[list[MaskedImage], list[MaskedImage]]:
    """Return the images with drawn masks to train on, and those held back to measure on.

    A source's test split is held back; of a source without one, its last block.

    Raises
    ------
    InputProblem
        When a source has no masks.
    """
    items = find_masked(data, recipe.sources)
    tested = {item.source for item in items if item.split == "test"}
    seen: list[MaskedImage] = []
    held: list[MaskedImage] = []
    for item, fold in zip(items, folds_of(items, recipe.held_back), strict=True):
        back = item.split == "test" if item.source in tested else fold == recipe.held_back - 1
        (held if back else seen).append(item)
    return seen, held


def _outlined(recipe: SamRecipe, data: Path, out: Path, progress: Progress) -> list[MaskedImage]:
    """Return training images of the recipe's further data sets, as the shipped segmenter outlines them."""
    if not recipe.found_count:
        return []
    images = [item for item in read_labels(data) if item.dataset in recipe.found and item.split == "train"]
    paths = [item.path for item in images[:: max(1, len(images) // recipe.found_count)]]
    masks = find_masks(paths, LearnedSegmenter.load(), cache=out / "masks.npz", progress=progress)
    found = [(path, masks.get(path)) for path in paths]
    return [MaskedImage("found", "train", read_rgb(path), mask) for path, mask in found if mask is not None]


def _loss(sam: Sam, shown: Shown, recipe: SamRecipe) -> torch.Tensor:
    """Return the mean loss over a batch's cells and nuclei, after the first prompt and after each correction."""
    with shown.autocast():
        encoded = sam.image_encoder(sam.preprocess(shown.pixels))
    encoded = encoded.float()
    parts = [(i, (truth >= part).numpy()) for i, truth in enumerate(shown.target) for part in (_CELL, _NUCLEUS)]
    parts = [(i, wanted) for i, wanted in parts if wanted.any()]
    wanted = [part for _, part in parts]
    of_part = encoded[[i for i, _ in parts]]
    truth = torch.from_numpy(np.stack(wanted)).to(encoded.device)
    prompts = first_prompts(wanted, recipe.jitter, shown.rng)
    losses = []
    for _ in range(recipe.corrections + 1):
        masks, overlap = decode(sam, of_part, prompts)
        losses.append(_mask_loss(masks, overlap, truth))
        with torch.no_grad():
            best = masks[torch.arange(len(masks)), overlap.argmax(dim=1).cpu()]
            found = functional.interpolate(best[:, None], truth.shape[-2:], mode="bilinear")[:, 0] > 0
        prompts = corrected(prompts, list(found.cpu().numpy()), wanted, shown.rng)
    return torch.stack(losses).mean()


def decode(sam: Sam, encoded: torch.Tensor, prompts: Prompts) -> tuple[torch.Tensor, torch.Tensor]:
    """Return N×3 low-resolution masks (logits) and N×3 expected overlaps of N encoded images, each with its own prompt.

    The published decoder takes one image with many prompts. Adding each prompt's image to its dense embedding, beside an empty
    image, is the same sum and takes many images at once.
    """
    given = prompts.on(encoded.device)
    sparse, dense = sam.prompt_encoder(points=given.clicks, boxes=given.boxes, masks=None)
    masks, overlap = sam.mask_decoder(
        image_embeddings=torch.zeros_like(encoded[:1]),
        image_pe=sam.prompt_encoder.get_dense_pe(),
        sparse_prompt_embeddings=sparse,
        dense_prompt_embeddings=dense + encoded,
        multimask_output=True,
    )
    return masks, overlap


def _mask_loss(masks: torch.Tensor, overlap: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Return 20·focal + Dice of the nearest of each part's three masks, and the squared error of the expected overlaps."""
    truth = functional.interpolate(wanted[:, None].float(), masks.shape[-2:], mode="area").expand_as(masks)
    focal = sigmoid_focal_loss(masks, truth, reduction="none").mean(dim=(2, 3))
    shares = torch.sigmoid(masks)
    both = (shares * truth).sum(dim=(2, 3))
    missing = 1 - (2 * both + 1) / (shares.sum(dim=(2, 3)) + truth.sum(dim=(2, 3)) + 1)
    cost = 20 * focal + missing
    with torch.no_grad():
        hard, solid = masks > 0, truth > 0.5
        reached = (hard & solid).sum(dim=(2, 3)) / (hard | solid).sum(dim=(2, 3)).clamp(min=1)
    total: torch.Tensor = cost.amin(dim=1).mean() + functional.mse_loss(overlap, reached)
    return total
