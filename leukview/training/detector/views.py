"""Random views of fields for the detector: another scale, place, orientation and laboratory each time."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from leukview.training.appearance import random_appearance
from leukview.training.detector.fields import BoxedField
from leukview.training.detector.recipe import DetectorRecipe
from leukview.training.detector.targets import Targets, draw_targets
from leukview.training.finder_run import Views

__all__ = ["FieldViews", "random_view"]

Image = NDArray[np.uint8]
Boxes = NDArray[np.float64]


class FieldViews(Views):
    """Random views: 3×S×S float32 normalised, and what the network should say of them.

    Every epoch shows each real field ``recipe.passes`` times, and rendered ones to the recipe's share.
    """

    def __init__(self, real: Sequence[BoxedField], rendered: Sequence[BoxedField], recipe: DetectorRecipe) -> None:
        self.real, self.rendered, self.recipe = list(real), list(rendered), recipe
        self._shown = len(self.real) * recipe.passes
        self._added = round(self._shown * recipe.share / (1 - recipe.share)) if self.rendered else 0

    def __len__(self) -> int:
        return self._shown + self._added

    def __getitem__(self, index: int) -> tuple[torch.Tensor, Targets]:
        recipe = self.recipe
        rng = np.random.default_rng((recipe.seed, self.epoch, index))
        pool, place = (self.real, index) if index < self._shown else (self.rendered, int(rng.integers(2**31)))
        field = pool[place % len(pool)]
        view, boxes = random_view(field, recipe, rng)
        pixels = random_appearance(view, recipe.appearance, rng)
        mean, std = np.asarray(recipe.mean, np.float32), np.asarray(recipe.std, np.float32)
        scaled = (pixels.astype(np.float32) / 255 - mean) / std
        targets = draw_targets(boxes, field.kinds, field.known, recipe.input_size)
        return torch.from_numpy(scaled.transpose(2, 0, 1).copy()), targets


def random_view(field: BoxedField, recipe: DetectorRecipe, rng: np.random.Generator) -> tuple[Image, Boxes]:
    """Return an S×S×3 uint8 RGB view of a field, and its boxes in the view's pixels, N×4 float64, in order.

    What lies beyond the field has the colour of its background, as where a whole field is looked at.
    """
    side = recipe.input_size
    factor = recipe.red / field.red * recipe.scale ** rng.uniform(-1, 1)
    height, width = field.image.shape[:2]
    stretch = recipe.stretch ** rng.uniform(-1, 1, 2)
    size = (max(1, round(width * factor * stretch[0])), max(1, round(height * factor * stretch[1])))
    kind = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    image = np.asarray(cv2.resize(field.image, size, interpolation=kind), dtype=np.uint8)
    corner = [int(rng.integers(min(0, room), max(0, room) + 1)) for room in (side - size[0], side - size[1])]
    view = np.empty((side, side, 3), dtype=np.uint8)
    view[:] = np.rint(field.white)
    x0, y0 = (max(0, value) for value in corner)
    part = image[max(0, -corner[1]) :, max(0, -corner[0]) :][: side - y0, : side - x0]
    view[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]] = part
    boxes = field.boxes * np.array([size[0] / width, size[1] / height] * 2) + np.array(corner * 2, dtype=np.float64)
    return _turned(view, boxes, int(rng.integers(4)), bool(rng.integers(2)))


def _turned(view: Image, boxes: Boxes, quarters: int, mirror: bool) -> tuple[Image, Boxes]:
    """Return a square view and its boxes turned by quarters, counter-clockwise, and then mirrored left to right."""
    side = view.shape[0]
    for _ in range(quarters):
        # A point x, y comes to y, side - x.
        boxes = np.stack([boxes[:, 1], side - boxes[:, 2], boxes[:, 3], side - boxes[:, 0]], axis=1)
    view = np.rot90(view, quarters)
    if mirror:
        view = view[:, ::-1]
        boxes = np.stack([side - boxes[:, 2], boxes[:, 1], side - boxes[:, 0], boxes[:, 3]], axis=1)
    return np.ascontiguousarray(view), boxes
