"""Labelled single-cell images from a CSV (``path, cls, split`` and, where known, ``patient`` and ``dataset``)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import Dataset

from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.imaging.crops import View, cut_view, whole_image_view
from leukview.imaging.readers import read_rgb, shrink_to
from leukview.training.augment import random_view
from leukview.training.recipe import Recipe

__all__ = ["LabelledImage", "ViewDataset", "allowed_matrix", "balance_weights", "read_labels", "refuse_leaks"]


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """One row of the data file, with its path made absolute."""

    path: Path
    cls: str
    split: str
    dataset: str = ""
    patient: str = ""


def read_labels(csv_file: Path, datasets: Sequence[str] = ()) -> list[LabelledImage]:
    """Read the data file; paths are relative to it.

    Raises
    ------
    InputProblem
        When the file is missing, lacks a column, or names a class that the taxonomy does not have.
    """
    if csv_file.is_dir():
        csv_file = csv_file / "labels.csv"
    if not csv_file.is_file():
        raise InputProblem(
            str(csv_file), "there is no such data file", "Give a CSV with the columns path, cls and split"
        )
    with csv_file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
        missing = {"path", "cls", "split"} - set(reader.fieldnames or ())
    if missing:
        raise InputProblem(str(csv_file), f"the columns {', '.join(sorted(missing))} are missing", "Add them")
    items = [
        LabelledImage(
            csv_file.parent / row["path"], row["cls"], row["split"], row.get("dataset") or "", row.get("patient") or ""
        )
        for row in rows
        if not datasets or row.get("dataset") in datasets
    ]
    for name in {item.cls for item in items}:
        taxonomy()[name]
    return items


def refuse_leaks(items: Sequence[LabelledImage]) -> None:
    """Check that no patient stands in two splits.

    Raises
    ------
    InputProblem
        Naming the patient and both splits.
    """
    seen: dict[tuple[str, str], str] = {}
    for item in items:
        if not item.patient:
            continue
        before = seen.setdefault((item.dataset, item.patient), item.split)
        if before != item.split:
            raise InputProblem(
                item.patient,
                f"this patient's cells stand in both '{before}' and '{item.split}', so the test would know its answers",
                "Put every patient in one split",
            )


def allowed_matrix(labels: Sequence[str], classes: Sequence[str]) -> NDArray[np.bool_]:
    """Return an n×classes matrix that is true where a label may mean that class.

    A coarse label (``normal_wbc``) allows several, so that the loss asks only for the sum of their probabilities.

    Raises
    ------
    InputProblem
        When a label means none of the classes.
    """
    table = np.array([[c in taxonomy().members(label) for c in classes] for label in labels], dtype=bool)
    table = table.reshape(len(labels), len(classes))
    for label, row in zip(labels, table, strict=True):
        if not row.any():
            raise InputProblem(label, "the recipe's classes do not include this label", "Add it to the recipe")
    return table


def balance_weights(items: Sequence[LabelledImage], power: float) -> NDArray[np.float64]:
    """Return a sampling weight per image: (images of its source and class) to the power −``power``."""
    counts = Counter((item.dataset, item.cls) for item in items)
    return np.array([counts[item.dataset, item.cls] ** -power for item in items])


class ViewDataset(Dataset[tuple[torch.Tensor, torch.Tensor]]):
    """Views of labelled images, held in memory as uint8 and augmented when ``train``.

    ``views`` are the images' own, in their own pixels; None for their middles. Each item is (3×S×S float32 normalised,
    classes-long bool of the labels allowed).
    """

    def __init__(
        self, items: Sequence[LabelledImage], views: Sequence[View] | None, recipe: Recipe, *, train: bool
    ) -> None:
        self.items = list(items)
        self.recipe = recipe
        self.train = train
        self.epoch = 0
        self.allowed = torch.from_numpy(allowed_matrix([i.cls for i in items], recipe.classes))
        self._images, self._views = [], []
        for number, item in enumerate(self.items):
            image = read_rgb(item.path)
            small = shrink_to(image, recipe.data.cache_side)
            factor = min(small.shape[:2]) / min(image.shape[:2])
            own = whole_image_view(image, recipe.network.crop_fraction) if views is None else views[number]
            self._images.append(small)
            self._views.append(View(own.cx * factor, own.cy * factor, own.side * factor))

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        net = self.recipe.network
        image = self._images[index]
        if self.train:
            # Seeded by epoch and image, so that a resumed or repeated training sees the same views.
            rng = np.random.default_rng((self.recipe.seed, self.epoch, index))
            view = random_view(image, self._views[index], net.input_size, self.recipe.augment, rng)
        else:
            view = cut_view(image, self._views[index], net.input_size)
        mean, std = np.asarray(net.mean, np.float32), np.asarray(net.std, np.float32)
        scaled = (view.astype(np.float32) / 255 - mean) / std
        return torch.from_numpy(scaled.transpose(2, 0, 1).copy()), self.allowed[index]
