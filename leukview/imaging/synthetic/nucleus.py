"""Nuclear outlines (lobed, banded, bean, round, folded) and the chromatin inside them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.imaging.synthetic.shapes import (
    Array,
    band_noise,
    blob_points,
    fill,
    inner_distance,
    smooth,
    smoothstep,
    stroke,
    uniform,
)

__all__ = ["ChromatinSpec", "NucleusSpec", "Span", "chromatin", "nucleus_cover"]

Span = tuple[float, float]
Kind = Literal["lobed", "band", "bean", "round", "folded", "moulded"]


@dataclass(frozen=True, slots=True)
class NucleusSpec:
    """A nucleus' outline.

    Attributes
    ----------
    kind:
        Its shape; ``moulded`` is a round nucleus that takes the form of the cell it fills.
    share:
        Its part of the whole cell's area.
    lobes:
        Probability of 1, 2, 3, … lobes (``lobed`` only).
    eccentric:
        Offset from the cell's middle as a part of the free way to the edge.
    wobble, aspect:
        Irregularity and long over short axis.
    notch:
        Depth of the indentation over the nucleus' diameter (``bean``, ``folded``).
    """

    kind: Kind
    share: Span
    lobes: tuple[float, ...] = (1.0,)
    eccentric: Span = (0.0, 0.5)
    wobble: float = 0.04
    aspect: Span = (1.0, 1.2)
    notch: Span = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class ChromatinSpec:
    """A nucleus' inside.

    Attributes
    ----------
    density:
        Mean concentration.
    contrast:
        Relative depth of the texture.
    grain_um:
        Size of the clumps in µm.
    lace:
        0 for clumps, 1 for a lace of fine strands.
    rim:
        Extra density of the membrane.
    nucleoli:
        Fewest and most nucleoli.
    nucleolus:
        How pale a nucleolus is, 0–1.
    folds:
        Fewest and most fold lines.
    spokes:
        Strength of clumps along the membrane like a clock's figures.
    """

    density: Span
    contrast: float
    grain_um: float
    lace: float = 0.0
    rim: float = 0.15
    nucleoli: tuple[int, int] = (0, 0)
    nucleolus: float = 0.35
    folds: tuple[int, int] = (0, 0)
    spokes: float = 0.0


def nucleus_cover(
    rng: np.random.Generator, spec: NucleusSpec, body: Array, centre: tuple[float, float], px_per_um: float
) -> tuple[Array, int]:
    """Draw a nucleus inside a cell.

    Parameters
    ----------
    rng:
        Source of its form.
    spec:
        The kind of nucleus.
    body:
        H×W float32 coverage of the cell.
    centre:
        Middle of the cell, x, y in pixels.
    px_per_um:
        Scale.

    Returns
    -------
    H×W float32 coverage, never outside the cell, and the number of lobes.
    """
    cell_area = float(body.sum())
    area = uniform(rng, spec.share) * cell_area
    cell_radius = float(np.sqrt(cell_area / np.pi))
    lobes = 1 + int(rng.choice(len(spec.lobes), p=np.asarray(spec.lobes) / sum(spec.lobes)))
    if spec.kind == "lobed" and lobes > 1:
        cover = _lobed(rng, body.shape, centre, cell_radius, area, lobes, px_per_um)
    elif spec.kind in {"band", "lobed"}:
        cover, lobes = _band(rng, body.shape, centre, cell_radius, area, px_per_um), 1
    else:
        cover, lobes = _plain(rng, spec, body, centre, area, px_per_um), 1
    inside = np.clip((inner_distance(body) - 0.12 * px_per_um) / 1.5, 0, 1).astype(np.float32)
    return np.minimum(cover, inside), lobes


def _plain(
    rng: np.random.Generator, spec: NucleusSpec, body: Array, centre: tuple[float, float], area: float, px_per_um: float
) -> Array:
    """Draw a round, bean-shaped or folded nucleus; it takes the cell's own shape where it nearly fills it."""
    radius = float(np.sqrt(area / np.pi))
    cell_radius = float(np.sqrt(body.sum() / np.pi))
    direction = rng.uniform(0, 2 * np.pi)
    way = uniform(rng, spec.eccentric) * max(0.0, cell_radius - radius)
    middle = (centre[0] + way * np.cos(direction), centre[1] + way * np.sin(direction))
    aspect = uniform(rng, spec.aspect)
    notch = uniform(rng, spec.notch)
    # The notch looks to the cell's middle, so that the long axis lies across the direction of the offset.
    points = blob_points(
        rng, middle, radius * (1 + 0.25 * notch), spec.wobble, aspect=aspect, angle=direction + np.pi / 2
    )
    if spec.kind == "moulded":
        cover = _moulded(body, centre, np.sqrt(area / float(body.sum())), direction, uniform(rng, spec.eccentric))
    else:
        cover = fill(body.shape, points)
    if notch > 0.02:
        cover = _carve(rng, cover, middle, radius, aspect, notch, direction + np.pi)
        if spec.kind == "folded" and rng.random() < 0.5:
            cover = _carve(rng, cover, middle, radius, aspect, notch * 0.6, direction + rng.uniform(-0.7, 0.7))
    return smooth(cover, 0.55 * px_per_um)


def _moulded(body: Array, centre: tuple[float, float], scale: float, direction: float, eccentric: float) -> Array:
    """Return the cell's own coverage shrunk by ``scale`` towards a point between its middle and its edge."""
    way = eccentric * float(np.sqrt(body.sum() / np.pi))
    x, y = centre[0] + way * np.cos(direction) - 0.5, centre[1] + way * np.sin(direction) - 0.5
    shrink = np.array([[scale, 0, (1 - scale) * x], [0, scale, (1 - scale) * y]])
    return np.asarray(cv2.warpAffine(body, shrink, (body.shape[1], body.shape[0])), dtype=np.float32)


def _carve(
    rng: np.random.Generator,
    cover: Array,
    middle: tuple[float, float],
    radius: float,
    aspect: float,
    depth: float,
    direction: float,
) -> Array:
    """Cut a rounded notch ``depth`` nuclear diameters deep out of a nucleus."""
    # A shallow dent is wide, a deep one narrow, as where a sheet folds.
    bite = radius * rng.uniform(0.42, 0.7) * (1 + 1.2 * max(0.0, 0.25 - depth) / 0.25)
    reach = radius / np.sqrt(aspect) * (1 - 2 * depth) + bite * 1.0
    x, y = middle[0] + reach * np.cos(direction), middle[1] + reach * np.sin(direction)
    points = blob_points(rng, (x, y), bite, 0.05, aspect=1.35, angle=direction)
    return np.asarray(cover * (1 - fill(cover.shape, points)), dtype=np.float32)


def _lobed(
    rng: np.random.Generator,
    shape: tuple[int, ...],
    centre: tuple[float, float],
    cell_radius: float,
    area: float,
    lobes: int,
    px_per_um: float,
) -> Array:
    """Draw separate lobes along an arc, joined by thin strands."""
    lobe = float(np.sqrt(area / np.pi / lobes))
    outer = 0.90 * cell_radius - 1.08 * lobe
    ring = min(outer, max(lobe * 1.18, outer * rng.uniform(0.8, 1.0)))
    half = min(1.0, lobe * rng.uniform(1.14, 1.24) / ring)
    step = 2 * float(np.arcsin(half))
    if step * lobes > 2 * np.pi:
        lobe *= 2 * np.pi / (step * lobes)
        step = 2 * np.pi / lobes
    start, sense = rng.uniform(0, 2 * np.pi), rng.choice([-1.0, 1.0])
    angles = start + sense * step * (np.arange(lobes) + rng.uniform(-0.05, 0.05, lobes))
    rings = ring * rng.uniform(0.92, 1.04, lobes)
    spots = np.column_stack([centre[0] + rings * np.cos(angles), centre[1] + rings * np.sin(angles)])
    height, width = int(shape[0]), int(shape[1])
    cover = np.zeros((height, width), dtype=np.float32)
    for spot, angle in zip(spots, angles, strict=True):
        size = lobe * rng.uniform(0.84, 1.08)
        # A lobe stretched along the arc would run into its neighbour, so only the others may be long.
        across = rng.random() < 0.75
        lean = angle + (0.0 if across else np.pi / 2) + rng.normal(0, 0.2)
        aspect = rng.uniform(1.05, 1.5 if across else 1.12)
        points = blob_points(rng, (spot[0], spot[1]), size, 0.09, aspect=aspect, angle=lean)
        cover = np.maximum(cover, fill((height, width), points))
    cover = smooth(cover, 0.14 * px_per_um)
    for first, second in pairwise(spots):
        middle = (first + second) / 2 + rng.normal(0, 0.15 * lobe, 2)
        cover = np.maximum(
            cover, stroke((height, width), np.stack([first, middle, second]), lobe * rng.uniform(0.3, 0.75))
        )
    return smooth(cover, 0.2 * px_per_um)


def _band(
    rng: np.random.Generator,
    shape: tuple[int, ...],
    centre: tuple[float, float],
    cell_radius: float,
    area: float,
    px_per_um: float,
) -> Array:
    """Draw a C-, U- or S-shaped band whose waist is never a strand."""
    ring = cell_radius * rng.uniform(0.42, 0.52)
    span = rng.uniform(2.5, 4.3)
    length = span * ring
    half = float((-2 * length + np.sqrt(4 * length**2 + 4 * np.pi * area)) / (2 * np.pi))
    half = min(half, 0.9 * cell_radius - ring)
    t = np.linspace(-0.5, 0.5, 28)
    start = rng.uniform(0, 2 * np.pi)
    if rng.random() < 0.15:
        along = (t * 0.8 * length)[:, None] * [np.cos(start), np.sin(start)]
        across = (0.26 * cell_radius * np.sin(2 * np.pi * t))[:, None] * [-np.sin(start), np.cos(start)]
        line = np.asarray(centre) + along + across
    else:
        angles = start + span * t
        radii = ring * (1 + 0.12 * rng.normal() * np.cos(2 * np.pi * t))
        line = np.asarray(centre) + np.column_stack([radii * np.cos(angles), radii * np.sin(angles)])
        # An arc's own middle lies off the cell's; half-way back looks like the real thing.
        line += 0.35 * (np.asarray(centre) - line.mean(axis=0))
    swell = 1 + rng.uniform(0.0, 0.22) * np.cos(2 * np.pi * (2 * t)) + 0.05 * rng.normal(0, 1, 28).cumsum() / 5
    canvas = np.zeros((int(shape[0]), int(shape[1])), dtype=np.uint8)
    for (x, y), width in zip(line, half * np.clip(swell, 0.74, 1.3), strict=True):
        spot = (round(float(x) * 16), round(float(y) * 16))
        cv2.circle(canvas, spot, round(float(width) * 16), 255, -1, lineType=cv2.LINE_AA, shift=4)
    return smooth(canvas.astype(np.float32) / np.float32(255), 0.25 * px_per_um)


def chromatin(rng: np.random.Generator, spec: ChromatinSpec, cover: Array, px_per_um: float) -> tuple[Array, Array]:
    """Return the density of chromatin and the paleness of nucleoli inside a nucleus.

    Returns
    -------
    Two H×W float32 maps: concentration of chromatin (already times the coverage) and nucleoli, 0–1.
    """
    shape = (int(cover.shape[0]), int(cover.shape[1]))
    grain = max(0.6, spec.grain_um * px_per_um / 2)
    fine = band_noise(rng, shape, max(0.55, 0.11 * px_per_um))
    coarse = band_noise(rng, shape, grain)
    # Pale slits part the clumps of ripe chromatin.
    slits = np.exp(-((band_noise(rng, shape, 0.8 * grain) / 0.26) ** 2)) * np.clip(0.6 + 0.8 * coarse, 0, 1.2)
    clumps = np.tanh(1.2 * (coarse + 0.6 * fine)) - 1.3 * slits + 0.25
    net = band_noise(rng, shape, max(0.6, 0.22 * px_per_um))
    strands = 0.55 - 0.8 * np.abs(net) + 0.35 * net + 0.85 * fine
    texture = (1 - spec.lace) * clumps + spec.lace * np.clip(strands, -1.6, 1.3)
    depth = inner_distance(cover)
    if spec.spokes:
        texture = texture + spec.spokes * _spokes(rng, cover, depth)
    soft = 0.10 * band_noise(rng, shape, max(2.0, 1.6 * px_per_um))
    density = uniform(rng, spec.density) * (1 + np.float32(spec.contrast) * texture + soft)
    density = density + np.float32(spec.rim) * np.exp(-((depth / (0.26 * px_per_um)) ** 2))
    density *= 0.86 + 0.14 * smoothstep(0, 0.9 * px_per_um, depth)
    for _ in range(int(rng.integers(spec.folds[0], spec.folds[1] + 1))):
        density = density + _fold(rng, cover, px_per_um)
    spots = _nucleoli(rng, spec, cover, depth, px_per_um)
    density = density * (1 - np.float32(spec.nucleolus) * spots)
    return np.asarray(np.maximum(density, 0.12) * cover, dtype=np.float32), spots


def _spokes(rng: np.random.Generator, cover: Array, depth: Array) -> Array:
    """Return a texture of dark wedges along the membrane, −1 to 1."""
    ys, xs = np.nonzero(cover > 0.5)
    if len(xs) == 0:
        return np.zeros_like(cover)
    y, x = np.indices(cover.shape, dtype=np.float32)
    angle = np.arctan2(y - np.float32(ys.mean()), x - np.float32(xs.mean()))
    wedges = np.cos(int(rng.integers(6, 9)) * angle + np.float32(rng.uniform(0, 6)))
    outer = np.exp(-(((depth / max(float(depth.max()), 1.0)) - 0.3) ** 2) / 0.06)
    return np.asarray(wedges * outer, dtype=np.float32)


def _inside(rng: np.random.Generator, depth: Array, deeper_than: float) -> NDArray[np.float64] | None:
    """Return a random point x, y deeper than this inside a shape, or None where there is none."""
    spots = np.flatnonzero(depth > min(deeper_than, 0.8 * float(depth.max())))
    if len(spots) == 0:
        return None
    y, x = divmod(int(spots[rng.integers(len(spots))]), depth.shape[1])
    return np.array([x + 0.5, y + 0.5])


def _nucleoli(rng: np.random.Generator, spec: ChromatinSpec, cover: Array, depth: Array, px_per_um: float) -> Array:
    """Return H×W float32 paleness, 0–1, of the nucleoli."""
    shape = (int(cover.shape[0]), int(cover.shape[1]))
    spots = np.zeros(shape, dtype=np.float32)
    for _ in range(int(rng.integers(spec.nucleoli[0], spec.nucleoli[1] + 1))):
        size = rng.uniform(0.7, 1.35) * px_per_um
        spot = _inside(rng, depth, size * 1.3)
        if spot is not None:
            points = blob_points(rng, (spot[0], spot[1]), size, 0.08, aspect=rng.uniform(1.0, 1.3))
            spots = np.maximum(spots, rng.uniform(0.55, 1.0) * smooth(fill(shape, points), 0.2 * px_per_um, 4.0))
    return np.asarray(spots, dtype=np.float32)


def _fold(rng: np.random.Generator, cover: Array, px_per_um: float) -> Array:
    """Return the extra density of one fold line across a nucleus, soft on one side."""
    depth = inner_distance(cover)
    shape = (int(cover.shape[0]), int(cover.shape[1]))
    start, end = _inside(rng, depth, 0.3 * px_per_um), _inside(rng, depth, 1.5 * px_per_um)
    if start is None or end is None:
        return np.zeros(shape, dtype=np.float32)
    bend = (start + end) / 2 + rng.normal(0, 0.4, 2) * np.abs(end - start).max()
    t = np.linspace(0, 1, 14)[:, None]
    line = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
    mark = cv2.GaussianBlur(stroke(shape, line, 0.3 * px_per_um), (0, 0), 0.24 * px_per_um)
    return np.asarray(np.float32(rng.uniform(0.2, 0.5)) * mark * cover, dtype=np.float32)
