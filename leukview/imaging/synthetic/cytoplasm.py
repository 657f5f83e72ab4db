"""The cell's body and its cytoplasm: outline, dyes, clear zones, granules, vacuoles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leukview.imaging.synthetic.granules import GranuleSpec, auer_rods, granules, vacuoles
from leukview.imaging.synthetic.shapes import (
    Array,
    band_noise,
    blob_points,
    fill,
    inner_distance,
    smooth,
    smoothstep,
    uniform,
)
from leukview.imaging.synthetic.stain import Dye

__all__ = ["BodySpec", "CytoplasmSpec", "body_cover", "paint_cytoplasm"]

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class BodySpec:
    """A cell's outline.

    Attributes
    ----------
    diameter_um:
        Diameter of the circle of the cell's area, in µm.
    wobble, aspect:
        Irregularity and long over short axis.
    blebs:
        Probability of small bulges.
    feet:
        Probability of a pseudopod.
    dents:
        Probability of dents from neighbouring red cells.
    ruffle:
        Relative depth of the edge's fine irregularity.
    """

    diameter_um: Span
    wobble: float = 0.03
    aspect: Span = (1.0, 1.12)
    blebs: float = 0.0
    feet: float = 0.0
    dents: float = 0.0
    ruffle: float = 0.006


@dataclass(frozen=True, slots=True)
class CytoplasmSpec:
    """What a cell's cytoplasm holds.

    Attributes
    ----------
    blue, pink, haemoglobin:
        Mean concentration of the basophilic and acidophilic dye and of haemoglobin.
    edge:
        Extra blue at the cell's edge.
    clearing:
        How much paler the zone beside the nucleus is, 0–1.
    mottle:
        Relative depth of the cytoplasm's cloudiness.
    granules:
        Populations of granules.
    vacuoles:
        Probability of any, fewest and most.
    vacuole_um:
        Span of their radius in µm.
    auer:
        Probability of one to three Auer rods.
    """

    blue: Span
    pink: Span = (0.0, 0.0)
    haemoglobin: Span = (0.0, 0.0)
    edge: float = 0.1
    clearing: float = 0.0
    mottle: float = 0.15
    granules: tuple[GranuleSpec, ...] = ()
    vacuoles: tuple[float, int, int] = (0.0, 1, 2)
    vacuole_um: Span = (0.3, 0.7)
    auer: float = 0.0


def body_cover(rng: np.random.Generator, spec: BodySpec, size: int, px_per_um: float) -> Array:
    """Return ``size``×``size`` float32 coverage, 0–1, of a cell in the middle of a square patch."""
    radius = uniform(rng, spec.diameter_um) * px_per_um / 2
    middle = (size / 2, size / 2)
    outline = blob_points(rng, middle, radius, spec.wobble, aspect=uniform(rng, spec.aspect))
    outlines = [_ruffled(rng, outline, middle, spec.ruffle)]
    if rng.random() < spec.blebs:
        for _ in range(int(rng.integers(1, 4))):
            outlines.append(_bulge(rng, middle, radius, rng.uniform(0.12, 0.24), rng.uniform(0.86, 0.98)))
    if rng.random() < spec.feet:
        for _ in range(int(rng.integers(1, 3))):
            outlines.append(_bulge(rng, middle, radius, rng.uniform(0.34, 0.5), rng.uniform(0.78, 1.0)))
    cover = fill((size, size), *outlines)
    if rng.random() < spec.dents:
        for _ in range(int(rng.integers(1, 4))):
            angle, dent = rng.uniform(0, 2 * np.pi), 3.7 * px_per_um
            way = radius * rng.uniform(0.84, 0.98) + dent
            spot = (middle[0] + way * np.cos(angle), middle[1] + way * np.sin(angle))
            cover = cover * (1 - fill((size, size), blob_points(rng, spot, dent, 0.03)))
    return smooth(np.asarray(cover, dtype=np.float32), 0.34 * px_per_um)


def _ruffled(
    rng: np.random.Generator, outline: NDArray[np.float64], middle: tuple[float, float], depth: float
) -> NDArray[np.float64]:
    """Return the outline with a fine, irregular ripple."""
    theta = np.linspace(0, 2 * np.pi, len(outline), endpoint=False)
    ripple = np.ones(len(outline))
    for order in range(7, 17):
        ripple += depth * rng.normal() * np.cos(order * theta + rng.uniform(0, 2 * np.pi))
    return np.asarray(np.asarray(middle) + (outline - middle) * ripple[:, None], dtype=np.float64)


def _bulge(
    rng: np.random.Generator, middle: tuple[float, float], radius: float, size: float, way: float
) -> NDArray[np.float64]:
    """Return the outline of a bulge of ``size`` cell radii, ``way`` cell radii from the middle."""
    angle = rng.uniform(0, 2 * np.pi)
    spot = (middle[0] + way * radius * np.cos(angle), middle[1] + way * radius * np.sin(angle))
    return blob_points(rng, spot, size * radius, 0.08, aspect=rng.uniform(1.0, 1.4), angle=angle)


def paint_cytoplasm(
    rng: np.random.Generator, spec: CytoplasmSpec, dyes: Array, body: Array, nucleus: Array, px_per_um: float
) -> None:
    """Add a cell's cytoplasm to its dye map, in place.

    Parameters
    ----------
    rng:
        Source of this cell's texture.
    spec:
        What it holds.
    dyes:
        H×W×dyes float32.
    body, nucleus:
        H×W float32 coverage, 0–1.
    px_per_um:
        Scale.
    """
    shape = (int(body.shape[0]), int(body.shape[1]))
    where = np.clip(body - nucleus, 0, 1).astype(np.float32)
    cloud = 0.65 * band_noise(rng, shape, 0.75 * px_per_um) + 0.35 * band_noise(rng, shape, 0.2 * px_per_um)
    cloud = np.clip(1 + np.float32(spec.mottle) * cloud, 0.25, 2)
    depth = inner_distance(body)
    rim = np.exp(-depth / np.float32(0.55 * px_per_um))
    clear = 1 - np.float32(spec.clearing) * _clear_zone(rng, nucleus, px_per_um) if spec.clearing else np.float32(1)
    blue = uniform(rng, spec.blue)
    # Thin cytoplasm lies over and under the nucleus too, which gives its edge the blue tinge seen in real cells.
    veil = where + 0.25 * np.minimum(body, nucleus)
    dyes[..., Dye.BASOPHILIC] += veil * (blue * cloud * clear + spec.edge * rim)
    dyes[..., Dye.ACIDOPHILIC] += where * uniform(rng, spec.pink) * cloud
    dyes[..., Dye.HAEMOGLOBIN] += where * uniform(rng, spec.haemoglobin) * (0.8 + 0.2 * cloud)
    for population in spec.granules:
        dyes[..., population.dye] += granules(rng, population, where, nucleus, px_per_um)
    chance, fewest, most = spec.vacuoles
    if rng.random() < chance:
        count = int(rng.integers(fewest, most + 1))
        holes = vacuoles(rng, count, where, px_per_um, spec.vacuole_um)
        dyes *= (1 - 0.9 * holes * where)[..., None]
    if rng.random() < spec.auer:
        dyes[..., Dye.AZUROPHIL] += 0.95 * auer_rods(rng, int(rng.integers(1, 4)), where, px_per_um)


def _clear_zone(rng: np.random.Generator, nucleus: Array, px_per_um: float) -> Array:
    """Return H×W float32, 1 in the Golgi's pale zone on one side of the nucleus, falling to 0 around it."""
    ys, xs = np.nonzero(nucleus > 0.5)
    if len(xs) == 0:
        return np.zeros_like(nucleus)
    size = nucleus.shape[0]
    x, y = float(xs.mean()), float(ys.mean())
    # It lies towards the cell's middle, where an eccentric nucleus leaves room.
    angle = np.arctan2(size / 2 - y, size / 2 - x) + rng.normal(0, 0.3)
    radius = float(np.sqrt(len(xs) / np.pi))
    gx = np.float32(x + radius * np.cos(angle)) - np.arange(size, dtype=np.float32)[None, :]
    gy = np.float32(y + radius * np.sin(angle)) - np.arange(size, dtype=np.float32)[:, None]
    gap = np.sqrt(gx * gx + gy * gy) / np.float32(max(radius * 0.6, px_per_um))
    return np.asarray(1 - smoothstep(0.3, 1.5, gap), dtype=np.float32)
