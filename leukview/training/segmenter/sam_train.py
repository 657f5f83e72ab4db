"""Train the compact SAM on cells with masks: boxes and clicks on whole cells and nuclei, as a person gives them.

As published (Kirillov et al., 2023): of the three masks a prompt gets, only the nearest is taught, by focal and Dice loss, and
the overlap head by the error of its estimate. ``Sam.forward`` keeps no gradients, so the parts are called one by one, the
decoder for one image at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from segment_anything.modeling import Sam
from torch.nn import functional
from torchvision.ops import sigmoid_focal_loss

from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.scan import sha256
from leukview.manifests import write_manifest
from leukview.segmentation.base import NUCLEUS
from leukview.segmentation.sam import Prompt, SamManifest, Sammer, build_sam
from leukview.training.evaluate_segmentation import dice
from leukview.training.facts import facts_of
from leukview.training.segmenter.data import MaskedImage, find_masked
from leukview.training.segmenter.recipe import SamRecipe
from leukview.training.segmenter.resumable import fit, save_weights

__all__ = ["prompt_dice", "train_sam"]

_CELL, _NUCLEUS = 1, 2
"""Values of a view's target from which up a pixel belongs to the part."""


def train_sam(
    recipe: SamRecipe, data: Path, out: Path, *, workers: int = 1, progress: Progress | None = None
) -> SamManifest:
    """Train on every source but its test split; write ``out/<name>.safetensors`` and ``.json``. Goes on where it was stopped.

    Raises
    ------
    InputProblem
        When a source has no masks.
    Cancelled
        When cancelled; the last finished epoch is kept.
    """
    items = [item for item in find_masked(data, recipe.sources) if item.split != "test"]
    sam = fit(
        recipe,
        items,
        out,
        lambda: build_sam(recipe.shape),
        lambda sam, pixels, target, rng: _loss(sam, pixels, target, recipe, rng),
        workers=workers,
        progress=progress or NoProgress(),
    )
    weights = out / f"{recipe.name}.safetensors"
    save_weights(sam, weights)
    manifest = SamManifest(**facts_of(recipe, sha256(weights), (*recipe.sources, "synthetic")), shape=recipe.shape)
    write_manifest(manifest, out / f"{recipe.name}.json")
    return manifest


def _loss(
    sam: Sam, pixels: torch.Tensor, target: torch.Tensor, recipe: SamRecipe, rng: np.random.Generator
) -> torch.Tensor:
    """Return the mean loss over a batch: per image one prompt for the cell and one for its nucleus."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        encoded = sam.image_encoder(pixels)
    encoded = encoded.float()
    losses = []
    for one, truth in zip(encoded, target, strict=True):
        for part in (_CELL, _NUCLEUS):
            wanted = truth >= part
            if not wanted.any():
                continue
            sparse, dense = _prompted(sam, wanted.numpy(), recipe, rng)
            masks, overlap = sam.mask_decoder(
                image_embeddings=one[None],
                image_pe=sam.prompt_encoder.get_dense_pe(),
                sparse_prompt_embeddings=sparse,
                dense_prompt_embeddings=dense,
                multimask_output=True,
            )
            losses.append(_mask_loss(masks[0], overlap[0], wanted))
    return torch.stack(losses).mean()


def _prompted(
    sam: Sam, wanted: NDArray[np.bool_], recipe: SamRecipe, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the embedding of a random prompt for a part: half of the time a box, else one to three clicks."""
    rows, columns = np.nonzero(wanted)
    if rng.random() < 0.5:
        corners = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], dtype=np.float32)
        size = np.array([np.ptp(columns), np.ptp(rows)] * 2, dtype=np.float32)
        corners += rng.uniform(-recipe.jitter, recipe.jitter, 4).astype(np.float32) * size
        box = torch.from_numpy(np.clip(corners, 0, len(wanted) - 1))[None]
        return sam.prompt_encoder(points=None, boxes=box, masks=None)  # type: ignore[no-any-return]
    chosen = rng.integers(len(rows), size=int(rng.integers(1, 3)))
    clicks = [(float(columns[i]), float(rows[i]), 1) for i in chosen]
    outside = np.argwhere(~wanted)
    if len(outside) and rng.random() < 0.4:
        y, x = outside[int(rng.integers(len(outside)))]
        clicks.append((float(x), float(y), 0))
    points = torch.tensor([[click[:2] for click in clicks]], dtype=torch.float32)
    labels = torch.tensor([[click[2] for click in clicks]])
    return sam.prompt_encoder(points=(points, labels), boxes=None, masks=None)  # type: ignore[no-any-return]


def _mask_loss(masks: torch.Tensor, overlap: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Return 20·focal + Dice of the nearest of three low-resolution masks, and the squared error of its expected overlap."""
    truth = functional.interpolate(wanted[None, None].float(), masks.shape[-2:], mode="area")[0].expand_as(masks)
    focal = sigmoid_focal_loss(masks, truth, reduction="none").mean(dim=(1, 2))
    shares = torch.sigmoid(masks)
    both = (shares * truth).sum(dim=(1, 2))
    missing = 1 - (2 * both + 1) / (shares.sum(dim=(1, 2)) + truth.sum(dim=(1, 2)) + 1)
    cost = 20 * focal + missing
    with torch.no_grad():
        hard, solid = masks > 0, truth > 0.5
        reached = (hard & solid).sum(dim=(1, 2)) / (hard | solid).sum(dim=(1, 2)).clamp(min=1)
    total: torch.Tensor = cost.min() + functional.mse_loss(overlap, reached)
    return total


def prompt_dice(sam: Sam, items: Sequence[MaskedImage], seed: int = 0) -> dict[str, float]:
    """Return the mean Dice for a box (``box_cell``, ``box_nucleus``) and for one click on the nucleus (``click_nucleus``).

    Boxes are drawn with a twentieth of error; of a click's three masks the one that SAM expects most of counts.
    """
    sammer = Sammer(sam)
    scores: dict[str, list[float]] = {"box_cell": [], "box_nucleus": [], "click_nucleus": []}
    for number, item in enumerate(items):
        rng = np.random.default_rng((seed, number))
        sammer.look_at(item.image)
        for name, wanted in (("box_cell", item.mask > 0), ("box_nucleus", item.mask == NUCLEUS)):
            rows, columns = np.nonzero(wanted)
            if not len(rows):
                continue
            error = rng.uniform(-0.05, 0.05, 4) * max(np.ptp(rows), np.ptp(columns))
            edges = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) + error
            box = (float(edges[0]), float(edges[1]), float(edges[2]), float(edges[3]))
            scores[name].append(dice(sammer.masks(Prompt(box=box))[0][0], wanted))
            if name == "box_nucleus":
                at = int(rng.integers(len(rows)))
                click = Prompt(points=((float(columns[at]), float(rows[at]), True),))
                scores["click_nucleus"].append(dice(sammer.masks(click)[0][0], wanted))
    return {name: float(np.mean(values)) for name, values in scores.items() if values}
