"""Granules, vacuoles and Auer rods."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from leukview.imaging.synthetic.shapes import Array, blob_points, fill, inner_distance, smooth, stroke
from leukview.imaging.synthetic.stain import Dye

__all__ = ["GranuleSpec", "auer_rods", "granules", "vacuoles"]


@dataclass(frozen=True, slots=True)
class GranuleSpec:
    """One population of granules.

    Attributes
    ----------
    dye:
        What stains them.
    size_um:
        Diameter in µm.
    per_um2:
        How many per µm² of cytoplasm.
    strength:
        Concentration at a granule's middle.
    over_nucleus:
        Part of their density that also lies over the nucleus.
    spread:
        Relative deviation of their strength.
    """

    dye: Dye
    size_um: float
    per_um2: tuple[float, float]
    strength: float
    over_nucleus: float = 0.0
    spread: float = 0.4


def granules(rng: np.random.Generator, spec: GranuleSpec, where: Array, nucleus: Array, px_per_um: float) -> Array:
    """Return H×W float32 concentration of one population of granules.

    They sit on a shaken grid, so that they crowd without piling up, as granules do.

    Parameters
    ----------
    rng:
        Source of their places and strengths.
    spec:
        The population.
    where, nucleus:
        H×W float32 coverage of cytoplasm and nucleus, 0–1.
    px_per_um:
        Scale.
    """
    height, width = where.shape
    step = px_per_um / np.sqrt(rng.uniform(*spec.per_um2))
    half = int(0.75 * max(height, width) / step) + 1
    line = np.arange(-half, half + 1)
    grid = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    turn = rng.uniform(0, np.pi / 2)
    spots = (grid + rng.uniform(-0.75, 0.75, grid.shape)) * step
    spots = spots @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) + [width / 2, height / 2]
    strength = spec.strength * np.clip(rng.normal(1, spec.spread, len(spots)), 0.15, 2.0)
    chance = rng.random(len(spots))
    x, y = np.rint(spots).astype(np.int64).T
    keep = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    x, y, strength, chance = x[keep], y[keep], strength[keep], chance[keep]
    here = np.maximum(where[y, x], spec.over_nucleus * nucleus[y, x])
    keep = chance < here
    impulses = np.zeros((height, width), dtype=np.float32)
    np.add.at(impulses, (y[keep], x[keep]), strength[keep].astype(np.float32))
    sigma = max(0.5, spec.size_um * px_per_um / 2.9)
    heaps = cv2.GaussianBlur(impulses, (0, 0), sigma) * np.float32(2 * np.pi * sigma * sigma)
    ceiling = np.float32(1.25 * spec.strength)
    full = ceiling * (1 - np.exp(-1.15 * heaps / ceiling))
    # A granule may bulge over the edge of the nucleus but not out of the cell.
    return np.asarray(full * np.clip(where + nucleus, 0, 1), dtype=np.float32)


def vacuoles(
    rng: np.random.Generator, count: int, where: Array, px_per_um: float, size_um: tuple[float, float] = (0.35, 0.95)
) -> Array:
    """Return H×W float32 emptiness, 0–1, of ``count`` vacuoles (radius ``size_um``) within a coverage."""
    shape = (int(where.shape[0]), int(where.shape[1]))
    holes = np.zeros(shape, dtype=np.float32)
    depth = inner_distance(where)
    places = np.flatnonzero(depth > 0.3 * px_per_um)
    if len(places) == 0:
        return holes
    for _ in range(count):
        y, x = divmod(int(places[rng.integers(len(places))]), shape[1])
        size = min(rng.uniform(*size_um) * px_per_um, 1.2 * float(depth[y, x]))
        points = blob_points(rng, (x + 0.5, y + 0.5), size, 0.05, aspect=rng.uniform(1.0, 1.25))
        holes = np.maximum(holes, rng.uniform(0.7, 1.0) * smooth(fill(shape, points), 0.09 * px_per_um))
    return np.asarray(holes, dtype=np.float32)


def auer_rods(rng: np.random.Generator, count: int, where: Array, px_per_um: float) -> Array:
    """Return H×W float32 coverage, 0–1, of ``count`` needle-shaped rods that lie within a coverage."""
    shape = (int(where.shape[0]), int(where.shape[1]))
    rods = np.zeros(shape, dtype=np.float32)
    places = np.flatnonzero(inner_distance(where) > 0.25 * px_per_um)
    for _ in range(count if len(places) else 0):
        y, x = divmod(int(places[rng.integers(len(places))]), shape[1])
        angle, half = rng.uniform(0, np.pi), rng.uniform(1.0, 2.2) * px_per_um
        way = half * np.array([np.cos(angle), np.sin(angle)])
        middle = np.array([x + 0.5, y + 0.5])
        rods = np.maximum(rods, stroke(shape, np.stack([middle - way, middle + way]), 0.24 * px_per_um))
    return np.asarray(np.minimum(rods, np.clip(where * 1.5, 0, 1)), dtype=np.float32)
