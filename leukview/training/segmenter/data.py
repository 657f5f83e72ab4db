"""Cells with drawn masks, and rendered cells with exact ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from leukview.domain.errors import InputProblem
from leukview.imaging.crops import View, cut_view
from leukview.imaging.readers import read_rgb
from leukview.imaging.synthetic.smear import new_smear, render_crop
from leukview.imaging.synthetic.specs import SPECS
from leukview.imaging.synthetic.stain import STAINS
from leukview.segmentation.base import CYTOPLASM, NUCLEUS
from leukview.training.appearance import random_appearance
from leukview.training.datasets import read_labels
from leukview.training.evaluate_segmentation import image_of
from leukview.training.finder_run import Views
from leukview.training.segmenter.recipe import MaskRecipe

__all__ = ["MaskViews", "MaskedImage", "find_masked", "folds_of", "mask_views", "render_masked", "validation_of"]

Image = NDArray[np.uint8]
_SYNTHETIC_SIDE = 240


@dataclass(frozen=True, eq=False, slots=True)
class MaskedImage:
    """One image with its mask (H×W uint8: 255 nucleus, 128 cytoplasm, 0 elsewhere).

    ``source`` is ``synthetic`` for a rendered one; ``split`` is what the data file says, empty where it says nothing.
    """

    source: str
    split: str
    image: Image
    mask: Image

    @property
    def place(self) -> tuple[float, float, float]:
        """Centre x, y of the cell and its diameter (of the disc of equal area), in pixels."""
        rows, columns = np.nonzero(self.mask)
        diameter = float(np.sqrt(4 * len(rows) / np.pi))
        return (columns.min() + columns.max() + 1) / 2, (rows.min() + rows.max() + 1) / 2, diameter


def find_masked(data: Path, sources: Sequence[str]) -> list[MaskedImage]:
    """Return the images below ``data`` that have ``<name>_mask.png`` beside them, by source and number.

    Raises
    ------
    InputProblem
        When a source has none.
    """
    splits = {item.path.resolve(): item.split for item in read_labels(data)} if (data / "labels.csv").is_file() else {}
    found = []
    for source in sources:
        masks = sorted((data / source).rglob("*_mask.png"), key=_number)
        if not masks:
            raise InputProblem(str(data / source), "there are no masks here", "Masks end in _mask.png")
        for path in masks:
            mask = _snapped(read_rgb(path)[..., 0])
            image = image_of(path)
            found.append(MaskedImage(source, splits.get(image.resolve(), ""), read_rgb(image), mask))
    return [item for item in found if item.mask.any()]


def _snapped(mask: Image) -> Image:
    """Return a mask with every value set to the nearest of 0, 128 and 255: drawing programs leave a few others."""
    return np.where(mask < 64, 0, np.where(mask < 192, CYTOPLASM, NUCLEUS)).astype(np.uint8)


def _number(path: Path) -> tuple[str, int, str]:
    digits = re.findall(r"\d+", path.name)
    return path.parent.as_posix(), int(digits[0]) if digits else 0, path.name


def folds_of(items: Sequence[MaskedImage], folds: int) -> list[int]:
    """Return the fold of each image: contiguous blocks within each source, since neighbours may show one patient."""
    counts = {source: sum(item.source == source for item in items) for source in {item.source for item in items}}
    seen = dict.fromkeys(counts, 0)
    result = []
    for item in items:
        result.append(seen[item.source] * folds // counts[item.source])
        seen[item.source] += 1
    return result


def validation_of(items: Sequence[MaskedImage], recipe: MaskRecipe) -> tuple[list[MaskedImage], list[MaskedImage]]:
    """Return the images to learn from, and those by which the best epoch is chosen: none where the recipe has no patience.

    The latter are those of the data file's ``val`` split; of a source without one, its last block.

    Raises
    ------
    InputProblem
        When the recipe has a patience and nothing is there to validate on, or to learn from.
    """
    if recipe.patience is None:
        return list(items), []
    marked = {item.source for item in items if item.split == "val"}
    taught: list[MaskedImage] = []
    chosen: list[MaskedImage] = []
    for item, fold in zip(items, folds_of(items, recipe.blocks), strict=True):
        own = item.split == "val" if item.source in marked else fold == recipe.blocks - 1
        (chosen if own else taught).append(item)
    if not chosen or not taught:
        raise InputProblem(
            recipe.name,
            f"it has a patience, and of {len(items)} images {len(chosen)} are there to validate on, {len(taught)} to learn from",
            "Bring more images, call some val in labels.csv, or take the patience out of the recipe",
        )
    return taught, chosen


def render_masked(count: int, seed: int) -> list[MaskedImage]:
    """Return rendered cells of every type and stain in turn, each on a smear of its own."""
    result = []
    classes, stains = sorted(SPECS), sorted(STAINS)
    for index in range(count):
        rng = np.random.default_rng([seed, 7, index])
        class_id, stain = classes[index % len(classes)], stains[index // len(classes) % len(stains)]
        drawn = render_crop(class_id, rng, new_smear(rng, stain), height=_SYNTHETIC_SIDE, width=_SYNTHETIC_SIDE)
        result.append(MaskedImage("synthetic", "", drawn.image, drawn.mask))
    return result


class MaskViews(Views):
    """Random views of masked images: 3×S×S float32 normalised, and S×S int64 of 0 background, 1 cytoplasm, 2 nucleus.

    Every epoch shows each real image ``recipe.passes`` times, and rendered ones to the recipe's share.
    """

    def __init__(self, real: Sequence[MaskedImage], rendered: Sequence[MaskedImage], recipe: MaskRecipe) -> None:
        self.real, self.rendered, self.recipe = list(real), list(rendered), recipe
        self._shown = len(self.real) * recipe.passes
        self._added = round(self._shown * recipe.share / (1 - recipe.share)) if self.rendered else 0

    def __len__(self) -> int:
        return self._shown + self._added

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        rng = np.random.default_rng((self.recipe.seed, self.epoch, index))
        pool, place = (self.real, index) if index < self._shown else (self.rendered, int(rng.integers(2**31)))
        item = pool[place % len(pool)]
        view, size = self._view(item, rng), self.recipe.input_size
        pixels = random_appearance(cut_view(item.image, view, size), self.recipe.appearance, rng)
        # Cut as three soft layers: interpolated labels would make a rim of cytoplasm around every bare nucleus.
        layers = np.stack([item.mask == 0, item.mask == CYTOPLASM, item.mask == NUCLEUS], axis=-1).astype(np.uint8)
        target = cut_view(layers * np.uint8(255), view, size).argmax(axis=-1)
        mean, std = np.asarray(self.recipe.mean, np.float32), np.asarray(self.recipe.std, np.float32)
        scaled = (pixels.astype(np.float32) / 255 - mean) / std
        return torch.from_numpy(scaled.transpose(2, 0, 1).copy()), torch.from_numpy(target.astype(np.int64))

    def _view(self, item: MaskedImage, rng: np.random.Generator) -> View:
        x, y, diameter = item.place
        recipe = self.recipe
        side = diameter / recipe.filling * recipe.scale ** rng.uniform(-1, 1)
        # The cell stays within the view's middle: that is how the network knows which of several is meant.
        shift = rng.uniform(-0.1, 0.1, 2) * diameter
        view = View(x + shift[0], y + shift[1], side, float(rng.uniform(-180, 180)))
        return replace(view, mirror=bool(rng.integers(2)))


def mask_views(items: Sequence[MaskedImage], recipe: MaskRecipe) -> MaskViews:
    """Return the views of a training: those of the images, and of rendered cells as the recipe says."""
    return MaskViews(items, render_masked(recipe.synthetic, recipe.seed), recipe)
