"""Platelets, alone, giant and in clumps, and the smudge of a burst cell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leukview.imaging.synthetic.granules import GranuleSpec, granules
from leukview.imaging.synthetic.nucleus import ChromatinSpec, chromatin
from leukview.imaging.synthetic.shapes import (
    Array,
    band_noise,
    blob_points,
    fill,
    inner_distance,
    smooth,
    smoothstep,
)
from leukview.imaging.synthetic.stain import Dye, dye_map

__all__ = ["draw_platelets", "draw_smudge"]

_DIAMETER_UM = {"platelet": (2.8, 5.0), "giant_platelet": (6.5, 9.5), "platelet_clump": (2.6, 4.4)}
_COUNT = {"platelet": (1, 1), "giant_platelet": (1, 1), "platelet_clump": (6, 16)}
_GRANULES = GranuleSpec(Dye.AZUROPHIL, 0.42, (3.2, 5.0), 0.85, 0.0, 0.5)


def draw_platelets(rng: np.random.Generator, kind: str, px_per_um: float) -> tuple[Array, Array, Array]:
    """Draw one platelet, one giant platelet or one clump.

    Returns
    -------
    Dye map (S×S×dyes float32), coverage of the body and of the nucleus (both S×S float32; a platelet's nucleus is empty).
    """
    low, high = _DIAMETER_UM[kind]
    count = int(rng.integers(_COUNT[kind][0], _COUNT[kind][1] + 1))
    spots = _huddle(rng, count, (low + high) / 4 * px_per_um)
    reach = float(np.abs(spots).max()) + 0.95 * high * px_per_um
    size = 2 * int(np.ceil(reach)) + 4
    spots = spots + size / 2
    dyes, body = dye_map(size, size), np.zeros((size, size), dtype=np.float32)
    for x, y in spots:
        radius = rng.uniform(low, high) * px_per_um / 2
        wobble = 0.13 if kind == "giant_platelet" else 0.10
        points = blob_points(rng, (x, y), radius, wobble, aspect=rng.uniform(1.0, 1.45), orders=(2, 8))
        body = np.maximum(body, smooth(fill((size, size), points), 0.13 * px_per_um, 2.0))
    depth = inner_distance(body)
    core = smoothstep(0.05, 1.0, depth / np.float32((low + high) / 4 * px_per_um))
    cloud = np.clip(1 + 0.25 * band_noise(rng, (size, size), 0.5 * px_per_um), 0.3, 2)
    strength = rng.uniform(0.8, 1.35)
    dyes[..., Dye.BASOPHILIC] += body * (0.14 + 0.08 * core) * cloud
    dyes[..., Dye.AZUROPHIL] += body * np.float32(strength) * (0.22 + 0.36 * core) * cloud
    dyes[..., Dye.AZUROPHIL] += np.float32(strength) * granules(
        rng, _GRANULES, body * (0.25 + 0.75 * core), np.zeros_like(body), px_per_um
    )
    return dyes, body, np.zeros_like(body)


def _huddle(rng: np.random.Generator, count: int, radius: float) -> NDArray[np.float64]:
    """Return the middles (``count``×2, around 0) of platelets that touch one another."""
    spots = [(0.0, 0.0)]
    while len(spots) < count:
        base = spots[int(rng.integers(len(spots)))]
        angle, gap = rng.uniform(0, 2 * np.pi), radius * rng.uniform(1.35, 1.9)
        x, y = base[0] + gap * np.cos(angle), base[1] + gap * np.sin(angle)
        if min(np.hypot(x - other[0], y - other[1]) for other in spots) > 1.2 * radius:
            spots.append((x, y))
    middles = np.array(spots, dtype=np.float64)
    return np.asarray(middles - middles.mean(axis=0), dtype=np.float64)


def draw_smudge(rng: np.random.Generator, px_per_um: float) -> tuple[Array, Array, Array]:
    """Draw a smudge: a bare, swollen nucleus, frayed where the spreader dragged it, in a faint haze.

    Returns
    -------
    Dye map (S×S×dyes float32), coverage of the body and of the nucleus (S×S float32, the same: no cytoplasm is left).
    """
    size = int(np.ceil(14 * px_per_um)) * 2
    shape, middle = (size, size), (size / 2, size / 2)
    radius = rng.uniform(9.5, 14.5) * px_per_um / 2
    burst = rng.random()
    cover = fill(shape, blob_points(rng, middle, radius, 0.05 + 0.12 * burst, aspect=rng.uniform(1.0, 1.5)))
    if burst > 0.4:
        frayed = cover + 0.32 * burst * band_noise(rng, shape, 0.8 * px_per_um) * _near_edge(cover, 2.2 * px_per_um)
        cover = np.clip(frayed, 0, 1).astype(np.float32)
    cover = smooth(cover, 0.35 * px_per_um, 1.6 + 2.5 * burst)
    look = ChromatinSpec((0.60, 0.78), 0.26, 0.9, lace=0.4, rim=0.12 * (1 - burst), nucleoli=(0, 2), nucleolus=0.25)
    density, _ = chromatin(rng, look, cover, px_per_um)
    dyes = dye_map(size, size)
    # A burst nucleus takes up more of the red part of the stain.
    dyes[..., Dye.CHROMATIN] += density * (1 - 0.4 * burst)
    dyes[..., Dye.AZUROPHIL] += density * 0.45 * burst
    haze = np.exp(-np.maximum(_outside(cover), 0) / np.float32(1.3 * px_per_um)) * (1 - cover)
    dust = np.clip(band_noise(rng, shape, 0.16 * px_per_um) - 0.9, 0, 3)
    dyes[..., Dye.BASOPHILIC] += np.float32(rng.uniform(0.04, 0.14)) * haze
    dyes[..., Dye.AZUROPHIL] += np.float32(rng.uniform(0.05, 0.25)) * haze * dust
    return dyes, cover, cover


def _outside(cover: Array) -> Array:
    return inner_distance(1 - cover)


def _near_edge(cover: Array, width: float) -> Array:
    return np.asarray(np.exp(-(inner_distance(cover) + _outside(cover)) / np.float32(width)), dtype=np.float32)
