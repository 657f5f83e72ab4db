"""Train the segmenter, and measure it across folds and across sources: every figure on cells it never saw."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import segmentation_models_pytorch as smp
import torch
from torch import nn
from torch.nn import functional

from leukview.classifiers.backbones import build, load_imagenet
from leukview.domain.progress import NoProgress, Progress, Unseen
from leukview.imaging.scan import sha256
from leukview.manifests import load_of_kind, write_manifest
from leukview.segmentation.base import Segmenter
from leukview.segmentation.learned import LearnedSegmenter
from leukview.segmentation.weights import SegmenterManifest, build_segmenter
from leukview.training.evaluate_segmentation import score_masks
from leukview.training.facts import facts_of
from leukview.training.finder_run import Shown
from leukview.training.live import LiveStatus
from leukview.training.parallel import current_team, first_before_others
from leukview.training.resumable import Means, fit, save_weights
from leukview.training.segmenter.data import MaskedImage, find_masked, folds_of, mask_views, validation_of
from leukview.training.segmenter.recipe import SegmenterRecipe

__all__ = ["HeldBack", "measure_segmenter", "score_images", "segmenter_without", "train_segmenter"]

_OVERLAP = smp.losses.DiceLoss("multiclass")


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Dice on the cells of one source that a training did not see: means, lowest tenths, and time in milliseconds."""

    run: str
    source: str
    images: int
    cell: float
    cell_p10: float
    nucleus: float
    nucleus_p10: float
    median_ms: float


def train_segmenter(
    recipe: SegmenterRecipe,
    data: Path,
    out: Path,
    *,
    device: str = "cpu",
    workers: int = 1,
    progress: Progress | None = None,
    live: LiveStatus | None = None,
) -> SegmenterManifest:
    """Train on every source and write ``out/<name>.safetensors`` and ``out/<name>.json``.

    Images of the data file's test split are left out; where the recipe has a patience, so are those of
    :func:`leukview.training.segmenter.data.validation_of`. Training goes on from the last finished epoch. Of a team every process
    calls it, and the first writes.

    Parameters
    ----------
    recipe, data, out:
        What to train by, the folder that holds the recipe's sources, and where to.
    device, workers, progress, live:
        As of :class:`leukview.training.resumable.Means`.

    Raises
    ------
    InputProblem
        When a source has no masks, or the recipe cannot be trained by.
    Cancelled
        When cancelled.
    """
    items = [item for item in find_masked(data, recipe.sources) if item.split != "test"]
    network = _fit(recipe, items, out / "all", Means(device, workers, progress or NoProgress(), live))
    if live is not None:
        live.enter("finishing")
    with first_before_others():
        if current_team().first:
            weights = out / f"{recipe.name}.safetensors"
            save_weights(network, weights)
            write_manifest(_manifest(recipe, sha256(weights)), out / f"{recipe.name}.json")
    return load_of_kind(SegmenterManifest, recipe.name, out)


def segmenter_without(
    recipe: SegmenterRecipe, data: Path, source: str, out: Path, *, workers: int = 1, progress: Progress | None = None
) -> LearnedSegmenter:
    """Train on every source but one, in a folder below ``out`` as :func:`measure_segmenter` does; a finished one is loaded."""
    seen = [item for item in find_masked(data, recipe.sources) if item.source != source and item.split != "test"]
    network = _fit(recipe, seen, without_folder(out, source), Means(workers=workers, progress=progress or NoProgress()))
    manifest = _manifest(recipe, "").model_copy(update={"id": f"{recipe.name}-without-{source}"})
    return LearnedSegmenter(manifest, network)


def without_folder(out: Path, source: str) -> Path:
    """Return the folder of the training without a source."""
    return out / f"without-{source.replace('/', '-')}"


def measure_segmenter(
    recipe: SegmenterRecipe,
    data: Path,
    out: Path,
    *,
    folds: int = 3,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[HeldBack]:
    """Cross-validate by contiguous block, then leave each source out in turn; each training has a folder below ``out``.

    A training that is finished is not repeated. Figures are also written to ``out/held_back.json``.
    """
    means = Means(workers=workers, progress=progress or NoProgress())
    items = find_masked(data, recipe.sources)
    fold = folds_of(items, folds)
    scores: list[HeldBack] = []
    for number in range(folds):
        seen = [item for item, own in zip(items, fold, strict=True) if own != number and item.split != "test"]
        held = [item for item, own in zip(items, fold, strict=True) if own == number or item.split == "test"]
        scores += _score(f"fold {number + 1}", recipe, seen, held, out / f"fold-{number + 1}", means)
    for source in recipe.sources:
        seen = [item for item in items if item.source != source and item.split != "test"]
        held = [item for item in items if item.source == source]
        scores += _score(f"without {source}", recipe, seen, held, without_folder(out, source), means)
    (out / "held_back.json").write_text(json.dumps([asdict(score) for score in scores], indent=1), "utf-8")
    return scores


def _score(
    run: str,
    recipe: SegmenterRecipe,
    seen: Sequence[MaskedImage],
    held: Sequence[MaskedImage],
    folder: Path,
    means: Means,
) -> list[HeldBack]:
    network = _fit(recipe, seen, folder, means)
    segmenter = LearnedSegmenter(_manifest(recipe, ""), network)
    return [
        score_images(run, source, [item for item in held if item.source == source], segmenter)
        for source in dict.fromkeys(item.source for item in held)
    ]


def score_images(
    run: str, source: str, items: Sequence[MaskedImage], segmenter: Segmenter, progress: Progress | None = None
) -> HeldBack:
    """Measure a segmenter on the held back images of one source."""
    score = score_masks(((item.image, item.mask) for item in items), segmenter, progress or NoProgress())
    return HeldBack(
        run=run,
        source=source,
        images=score.images,
        cell=score.cell_dice,
        cell_p10=score.cell_dice_p10,
        nucleus=score.nucleus_dice,
        nucleus_p10=score.nucleus_dice_p10,
        median_ms=score.median_ms,
    )


def _fit(recipe: SegmenterRecipe, items: Sequence[MaskedImage], folder: Path, means: Means) -> nn.Module:
    taught, chosen = validation_of(items, recipe)
    return fit(
        recipe,
        lambda: mask_views(taught, recipe),
        folder,
        lambda: build_segmenter(recipe.encoder, recipe.decoder),
        _loss,
        start=lambda network: _start_from_imagenet(network, recipe.encoder),
        score_of=lambda network: _scores(recipe, network, chosen, means.progress),
        label=f"{folder.name}, ",
        means=means,
    )


def _loss(network: nn.Module, shown: Shown) -> torch.Tensor:
    """Return cross-entropy + Dice loss over a batch."""
    with shown.autocast():
        logits = network(shown.pixels.to(memory_format=torch.channels_last))
    logits, target = logits.float(), shown.target.to(logits.device)
    total: torch.Tensor = functional.cross_entropy(logits, target) + _OVERLAP(logits, target)
    return total


def _scores(
    recipe: SegmenterRecipe, network: nn.Module, items: Sequence[MaskedImage], progress: Progress
) -> dict[str, float]:
    """Return the mean Dice of cells and nuclei on each source's images."""
    segmenter, found = LearnedSegmenter(_manifest(recipe, ""), network), {}
    for source in dict.fromkeys(item.source for item in items):
        own = [item for item in items if item.source == source]
        score = score_images("validation", source, own, segmenter, Unseen(progress))
        found[source] = (score.cell + score.nucleus) / 2
    return found


def _start_from_imagenet(network: nn.Module, encoder: str) -> None:
    """Copy the packaged ImageNet weights into the encoder."""
    whole = build(encoder, 1000)
    load_imagenet(whole, encoder)
    target = network.get_submodule("encoder.model")
    source = whole.state_dict()
    target.load_state_dict({name: source[name] for name in target.state_dict()})


def _manifest(recipe: SegmenterRecipe, digest: str) -> SegmenterManifest:
    return SegmenterManifest(
        **facts_of(recipe, digest, (*recipe.sources, "synthetic")),
        encoder=recipe.encoder,
        decoder=recipe.decoder,
        input_size=recipe.input_size,
        filling=recipe.filling,
        mean=recipe.mean,
        std=recipe.std,
    )
