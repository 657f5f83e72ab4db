"""Labelled single-cell images as a network learns from them: what a label allows, how often it is drawn, views."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import Dataset

from leukview.domain.attributes import attributes
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.imaging.crops import View, cut_view
from leukview.imaging.preparation import cut_mask, hide_background, normalise_stain, stain_table
from leukview.imaging.readers import read_rgb, shrink_to
from leukview.imaging.stain import background_colour
from leukview.segmentation.framing import nucleus_pixels, single_cell_view
from leukview.segmentation.outcome import cell_of_mask
from leukview.training.augment import random_look, random_place
from leukview.training.frames import FoundMasks
from leukview.training.intake.leaks import refuse_leaks
from leukview.training.intake.table import read_table
from leukview.training.labelled import LabelledImage
from leukview.training.recipe import Recipe

__all__ = [
    "LabelledImage",
    "ViewDataset",
    "allowed_matrix",
    "attribute_matrix",
    "balance_weights",
    "labelled",
    "read_labels",
    "refuse_leaks",
]


def read_labels(csv_file: Path, datasets: Sequence[str] = ()) -> list[LabelledImage]:
    """Read a data file that gives every image its split, and ``attributes.csv`` beside it where there is one.

    Paths are relative to it; :mod:`leukview.training.intake` reads what people bring otherwise.

    Raises
    ------
    InputProblem
        When the file is missing, lacks a column, or names a class that the taxonomy does not have.
    """
    if csv_file.is_dir():
        csv_file = csv_file / "labels.csv"
    rows = read_table(csv_file, ("path", "cls", "split"))
    items = [row.item for row in rows if not datasets or row.item.dataset in datasets]
    for name in {item.cls for item in items}:
        taxonomy()[name]
    return items


def labelled(
    data: Path | Sequence[LabelledImage], datasets: Sequence[str] = (), leave_out: Collection[str] = ()
) -> list[LabelledImage]:
    """Return the images of some data sets, or of all, without some labels: those given, or a data file's."""
    items = read_labels(data, datasets) if isinstance(data, Path) else data
    return [item for item in items if (not datasets or item.dataset in datasets) and item.cls not in leave_out]


def allowed_matrix(labels: Sequence[str], classes: Sequence[str]) -> NDArray[np.bool_]:
    """Return an n×classes matrix that is true where a label may mean that class.

    A coarse label (``normal_wbc``) allows several, so that the loss asks only for the sum of their probabilities. A recipe's
    classes need not be cell types: a label that is one of them allows itself.

    Raises
    ------
    InputProblem
        When a label means none of the classes.
    """
    meant = {label: {label, *(taxonomy().members(label) if label in taxonomy() else ())} for label in set(labels)}
    table = np.array([[c in meant[label] for c in classes] for label in labels], dtype=bool)
    table = table.reshape(len(labels), len(classes))
    for label, row in zip(labels, table, strict=True):
        if not row.any():
            raise InputProblem(label, "the recipe's classes do not include this label", "Add it to the recipe")
    return table


def attribute_matrix(items: Sequence[LabelledImage]) -> NDArray[np.int64]:
    """Return an n×attributes matrix of each answer's index; −1 where it is not known."""
    orders = [(item.id, list(item.options)) for item in attributes()]
    rows = [
        [order.index(item.attributes[name]) if name in item.attributes else -1 for name, order in orders]
        for item in items
    ]
    return np.array(rows, dtype=np.int64).reshape(len(items), len(orders))


def balance_weights(items: Sequence[LabelledImage], power: float) -> NDArray[np.float64]:
    """Return a sampling weight per image: (images of its source and class) to the power −``power``."""
    counts = Counter((item.dataset, item.cls) for item in items)
    return np.array([counts[item.dataset, item.cls] ** -power for item in items])


class ViewDataset(Dataset[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]):
    """Views of labelled images, held in memory as uint8 and augmented when ``train``.

    ``masks`` are the images' cells; None where the recipe shows the images' middles as they are. Each item is (3×S×S float32
    normalised, classes-long bool of the labels allowed, int64 index of each attribute's answer).
    """

    def __init__(
        self, items: Sequence[LabelledImage], masks: FoundMasks | None, recipe: Recipe, *, train: bool
    ) -> None:
        self.items = list(items)
        self.recipe = recipe
        self.train = train
        self.epoch = 0
        self.allowed = torch.from_numpy(allowed_matrix([i.cls for i in items], recipe.classes))
        self.answers = torch.from_numpy(attribute_matrix(self.items))
        self._cells = [self._hold(item.path, masks) for item in self.items]

    def _hold(self, path: Path, masks: FoundMasks | None) -> _HeldCell:
        """Read one image, normalise its stain and keep what views are cut from."""
        net = self.recipe.network
        image = read_rgb(path)
        mask = masks.get(path) if masks is not None else None
        found = cell_of_mask(mask) if mask is not None else None
        view = single_cell_view(image, found, net.crop_fraction, net.cell_diameters)
        small = shrink_to(image, self.recipe.data.cache_side)
        factor = min(small.shape[:2]) / min(image.shape[:2])
        if net.preparation.stain != "as_is":
            table = stain_table(background_colour(image), nucleus_pixels(image, found), net.preparation)
            small = normalise_stain(small, table)
        hidden = net.preparation.background == "masked" and mask is not None
        coded = shrink_to(mask, self.recipe.data.cache_side) if hidden and mask is not None else None
        return _HeldCell(small, coded, View(view.cx * factor, view.cy * factor, view.side * factor))

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        net = self.recipe.network
        # Seeded by epoch and image, so that a resumed or repeated training sees the same views.
        rng = np.random.default_rng((self.recipe.seed, self.epoch, index)) if self.train else None
        view = self._view(self._cells[index], rng)
        mean, std = np.asarray(net.mean, np.float32), np.asarray(net.std, np.float32)
        scaled = (view.astype(np.float32) / 255 - mean) / std
        return torch.from_numpy(scaled.transpose(2, 0, 1).copy()), self.allowed[index], self.answers[index]

    def _view(self, cell: _HeldCell, rng: np.random.Generator | None) -> NDArray[np.uint8]:
        size, augment = self.recipe.network.input_size, self.recipe.augment
        place, margin = cell.view, self.recipe.network.preparation.margin
        if rng is not None:
            place = random_place(place, augment, rng)
        pixels = cut_view(cell.image, place, size)
        shown = rng is not None and rng.random() < augment.unmask
        if rng is not None:
            pixels = random_look(pixels, augment, rng)
            margin = max(0.0, margin + rng.uniform(-augment.mask_grow, augment.mask_grow))
        if cell.mask is None or shown:
            return pixels
        return hide_background(pixels, cut_mask(cell.mask, 0, 0, place, size), margin)


@dataclass(frozen=True, eq=False, slots=True)
class _HeldCell:
    """An image with its stain normalised, its cell's mask where the background is to be hidden, and its view at their scale."""

    image: NDArray[np.uint8]
    mask: NDArray[np.uint8] | None
    view: View
