"""Random changes to a training view: place, size, stain, light and sharpness, none of which change the cell's type."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.imaging.crops import View
from leukview.training.appearance import random_appearance
from leukview.training.recipe import AugmentConfig

__all__ = ["random_look", "random_place"]

Image = NDArray[np.uint8]


def random_place(base: View, config: AugmentConfig, rng: np.random.Generator) -> View:
    """Return a randomly shifted, scaled, turned and mirrored view near ``base``."""
    side = base.side * (1 + rng.uniform(-config.scale, config.scale))
    shift = rng.uniform(-config.shift, config.shift, 2) * base.side
    # Upside down is half a turn and a mirror.
    flipped = config.flip and bool(rng.integers(2))
    return View(
        base.cx + shift[0],
        base.cy + shift[1],
        side,
        angle=float(rng.uniform(-config.rotate, config.rotate)) + 180.0 * flipped,
        mirror=(config.mirror and bool(rng.integers(2))) != flipped,
    )


def random_look(view: Image, config: AugmentConfig, rng: np.random.Generator) -> Image:
    """Return a copy of an S×S×3 uint8 view with random changes of stain, light and sharpness."""
    pixels = _sharpness(_colour(view, config, rng), config, rng)
    return pixels if config.appearance is None else random_appearance(pixels, config.appearance, rng)


def _colour(view: Image, config: AugmentConfig, rng: np.random.Generator) -> Image:
    """Change stain strength per colour (a power, i.e. a factor on optical density), light and saturation."""
    values = np.arange(256, dtype=np.float32) / 255
    power = (1 + rng.uniform(-config.stain, config.stain)) * (1 + rng.uniform(-config.stain, config.stain, 3))
    light = (1 + rng.uniform(-config.brightness, config.brightness)) * (
        1 + rng.uniform(-config.brightness / 2, config.brightness / 2, 3)
    )
    table = np.clip(values[:, None] ** power * light * 255, 0, 255).astype(np.uint8)[None]
    changed = np.asarray(cv2.LUT(view, table), dtype=np.float32)
    if config.saturation:
        grey = changed @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
        factor = 1 + rng.uniform(-config.saturation, config.saturation)
        changed = grey[..., None] + (changed - grey[..., None]) * np.float32(factor)
    return np.clip(changed, 0, 255).astype(np.uint8)


def _sharpness(view: Image, config: AugmentConfig, rng: np.random.Generator) -> Image:
    """Blur slightly, with the configured probability."""
    if rng.random() >= config.blur:
        return view
    return np.asarray(cv2.GaussianBlur(view, (0, 0), float(rng.uniform(0.4, 1.1))), dtype=np.uint8)
