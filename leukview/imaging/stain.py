"""Stain made comparable: optical density against the image's own background, and the channel in which nuclei stand out."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["NUCLEAR", "Stain", "background_colour", "between", "measure_stain", "otsu"]

Float = NDArray[np.float32]

# Nuclei hold the azure-methylene blue complex, which absorbs green most, then red, and lets blue pass; haemoglobin and
# eosin absorb blue nearly as much as green. Green plus half of red less blue is therefore high in nuclei in every
# Romanowsky stain tried and near zero in red cells, whatever their depth.
NUCLEAR = np.array([0.4, 1.0, -1.2], dtype=np.float32)
"""Weights of the densities of red, green and blue light in ``Stain.nuclear``."""
_MEAN = np.full((1, 3), 1 / 3, dtype=np.float32)


@dataclass(frozen=True, eq=False, slots=True)
class Stain:
    """An image in units of stain.

    Attributes
    ----------
    density:
        H×W×3 float32 optical density of red, green and blue: natural logarithm of background ÷ pixel, 0 on background.
    nuclear:
        H×W float32, high where the pixel is nucleus rather than red cell, plasma or background.
    depth:
        H×W float32, mean density of the three channels: how much stain there is at all.
    noise:
        Spread of ``depth`` on background (robust standard deviation).
    """

    density: Float
    nuclear: Float
    depth: Float
    noise: float

    @property
    def bare(self) -> float:
        """The ``depth`` below which a pixel may be bare background."""
        return 4 * self.noise + 0.02


def measure_stain(image: NDArray[np.uint8]) -> Stain:
    """Return the stain of an H×W×3 uint8 RGB image, measured against its own background."""
    smooth = np.asarray(cv2.GaussianBlur(image, (0, 0), 0.8), dtype=np.uint8)
    table = _density_table(background_colour(smooth))
    density: Float = np.dstack([cv2.LUT(smooth[..., i], table[i]) for i in range(3)]).astype(np.float32)
    nuclear: Float = np.asarray(cv2.transform(density, NUCLEAR[None]), dtype=np.float32)
    depth: Float = np.asarray(cv2.transform(density, _MEAN), dtype=np.float32)
    # Only what is brighter than background can be trusted to be background and nothing else.
    brighter = -depth[depth < 0]
    noise = 1.48 * float(np.median(brighter)) if brighter.size else 0.0
    return Stain(density, nuclear, depth, min(max(noise, 0.008), 0.03))


def _density_table(background: NDArray[np.float64]) -> Float:
    """Return a 3×256 table from grey level to density; 4 levels are added so that black stays finite."""
    levels = np.arange(256) + 4.0
    return np.log((background[:, None] + 4.0) / levels[None]).astype(np.float32)


def background_colour(image: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the RGB of the empty background: the brightest substantial peak of the green histogram.

    Green is what cells absorb most, so background is its brightest mode even where red cells cover most of the image.
    """
    green = image[..., 1]
    counts = np.bincount(green.ravel(), minlength=256).astype(np.float32)
    counts = np.ravel(cv2.GaussianBlur(counts[None], (0, 0), 3, borderType=cv2.BORDER_REPLICATE))
    padded = np.concatenate([[-1.0], counts, [-1.0]])
    peaks = (counts >= padded[:-2]) & (counts >= padded[2:]) & (counts > 0.2 * counts.max())
    level = int(np.flatnonzero(peaks)[-1])
    pixels = image[cv2.inRange(green, max(0, level - 6), min(255, level + 6)) > 0]
    return np.asarray(np.median(pixels, axis=0) if len(pixels) else np.full(3, 255.0), dtype=np.float64)


def otsu(values: Float) -> float:
    """Return Otsu's threshold of these values (their own range in 256 steps); the value itself where all are equal."""
    low, high = float(values.min()), float(values.max())
    if high - low < 1e-6:
        return high
    scaled = ((values.reshape(1, -1) - low) * (255 / (high - low))).astype(np.uint8)
    step, _ = cv2.threshold(scaled, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return low + (step + 0.5) / 255 * (high - low)


def between(values: Float, start: float, rounds: int = 8) -> float:
    """Return the level midway between the mean above it and the mean below it (Ridler and Calvard), from ``start``.

    Unlike Otsu's, it is not drawn into the larger class, so a few nuclei among many red cells are found.
    """
    level = start
    for _ in range(rounds):
        above = values > level
        if not above.any() or above.all():
            break
        new = (float(values[above].mean()) + float(values[~above].mean())) / 2
        if abs(new - level) < 1e-3:
            break
        level = new
    return level
