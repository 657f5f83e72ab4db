"""Red cells: thickness profiles with central pallor, laid out singly and in clusters around the white cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leukview.imaging.synthetic.shapes import Array, smoothstep
from leukview.imaging.synthetic.stain import Dye

__all__ = ["RedCells", "add_red_cell", "lay_out", "paint_red_cells"]

_TABLE = 256


@dataclass(frozen=True, slots=True)
class RedCells:
    """How one smear's red cells look.

    Attributes
    ----------
    diameter_um:
        Mean diameter in µm.
    spread:
        Relative deviation of the diameter (anisocytosis).
    pallor:
        Mean depth of the central pallor, 0 (none) to 1 (empty centre).
    odd:
        Part of odd shapes: crenated, oval, drop, polygonal.
    fill:
        Part of the slide's area they cover.
    cluster:
        Part that lies against or over another.
    """

    diameter_um: float = 7.4
    spread: float = 0.06
    pallor: float = 0.5
    odd: float = 0.12
    fill: float = 0.42
    cluster: float = 0.55


def _radii(rng: np.random.Generator, odd: float) -> NDArray[np.float32]:
    """Return a red cell's relative radius at 256 directions, mean near 1."""
    theta = np.linspace(0, 2 * np.pi, _TABLE, endpoint=False)
    r = np.ones(_TABLE)
    for order in (2, 3, 4):
        r += rng.normal(0, 0.05 / (order - 1)) * np.cos(order * theta + rng.uniform(0, 2 * np.pi))
    if rng.random() < odd:
        kind = rng.choice(4, p=[0.3, 0.35, 0.1, 0.25])
        if kind == 0:
            r += rng.uniform(0.02, 0.045) * np.cos(rng.integers(9, 15) * theta + rng.normal(0, 0.4, 1))
        elif kind == 1:
            r += rng.uniform(0.1, 0.2) * np.cos(2 * theta + rng.uniform(0, 6))
        elif kind == 2:
            gap = np.abs((theta - rng.uniform(0, 6) + np.pi) % (2 * np.pi) - np.pi)
            r = 0.9 * r + rng.uniform(0.5, 0.8) * np.exp(-((gap / 0.3) ** 2))
        else:
            r += rng.uniform(0.04, 0.09) * np.cos(rng.integers(3, 6) * theta + rng.uniform(0, 6))
    return r.astype(np.float32)


def add_red_cell(
    dyes: Array,
    centre: tuple[float, float],
    radius: float,
    look: RedCells,
    rng: np.random.Generator,
    room: Array | None,
) -> None:
    """Add one red cell to the dye map, in place.

    Parameters
    ----------
    dyes:
        H×W×dyes float32.
    centre:
        x, y in pixels; may lie outside the image.
    radius:
        In pixels.
    look:
        The smear's red cells.
    rng:
        Source of this cell's shape.
    room:
        H×W float32 distance in pixels to the nearest white cell, to press the red cell flat against it, or None.
    """
    height, width = dyes.shape[:2]
    table = _radii(rng, look.odd)
    depth = float(np.clip(rng.normal(look.pallor, 0.17), 0.0, 0.93))
    pale = rng.uniform(0.28, 0.56)
    crisp = rng.uniform(0.12, 0.3)
    thick = rng.normal(1.0, 0.07)
    offset = rng.normal(0, 0.05, 2)
    reach = radius * float(table.max()) + 3
    x0, x1 = max(0, int(centre[0] - reach)), min(width, int(centre[0] + reach) + 1)
    y0, y1 = max(0, int(centre[1] - reach)), min(height, int(centre[1] + reach) + 1)
    if x0 >= x1 or y0 >= y1:
        return
    dx = (np.arange(x0, x1, dtype=np.float32) - np.float32(centre[0]))[None, :] / np.float32(radius)
    dy = (np.arange(y0, y1, dtype=np.float32) - np.float32(centre[1]))[:, None] / np.float32(radius)
    turn = np.arctan2(dy, dx) * np.float32(_TABLE / (2 * np.pi))
    edge = table[turn.astype(np.int32) % _TABLE]
    rho = np.sqrt(dx * dx + dy * dy) / edge
    middle = np.sqrt((dx - np.float32(offset[0])) ** 2 + (dy - np.float32(offset[1])) ** 2) / (0.5 + 0.5 * edge)
    soft = 2.2 / radius
    cover = 1 - smoothstep(1 - 0.9 * soft, 1 + 0.6 * soft, rho)
    ring = smoothstep(pale - crisp, pale + crisp, middle)
    rim = smoothstep(0.80, 0.97, rho)
    thickness = np.float32(thick) * cover * ((1 - np.float32(depth)) + np.float32(depth) * ring) * (1.0 + 0.10 * rim)
    if room is not None:
        thickness = thickness * smoothstep(0.3, 2.2, room[y0:y1, x0:x1])
    # Cells that lie over one another are squeezed thin, so that the overlap is far less dense than the sum.
    below = dyes[y0:y1, x0:x1, Dye.HAEMOGLOBIN]
    np.copyto(below, np.maximum(below, thickness) + np.float32(0.28) * np.minimum(below, thickness))


def lay_out(
    rng: np.random.Generator, shape: tuple[int, int], look: RedCells, px_per_um: float, room: Array | None
) -> NDArray[np.float64]:
    """Return N×3 centres and radii (x, y, r in pixels) of red cells, singly and in clusters, clear of white cells.

    Parameters
    ----------
    rng:
        Source of the layout.
    shape:
        Height and width of the image.
    look:
        The smear's red cells.
    px_per_um:
        Scale.
    room:
        Distance in pixels to the nearest white cell (H×W float32), or None.
    """
    height, width = shape
    mean = look.diameter_um * px_per_um / 2
    margin = mean * 0.9
    area = (height + 2 * margin) * (width + 2 * margin)
    wanted = round(look.fill * area / (np.pi * mean * mean))
    placed = np.empty((wanted, 3))
    count = 0
    for _ in range(wanted * 7):
        if count == wanted:
            break
        radius = mean * (1 + look.spread * rng.normal())
        near = count > 0 and rng.random() < look.cluster
        if near:
            base = placed[rng.integers(count)]
            angle, gap = rng.uniform(0, 2 * np.pi), (base[2] + radius) * rng.uniform(0.68, 1.03)
            x, y = base[0] + gap * np.cos(angle), base[1] + gap * np.sin(angle)
        else:
            x, y = rng.uniform(-margin, width + margin), rng.uniform(-margin, height + margin)
        if not (-margin <= x <= width + margin and -margin <= y <= height + margin):
            continue
        others = placed[:count]
        gaps = np.hypot(others[:, 0] - x, others[:, 1] - y) / (others[:, 2] + radius)
        if np.count_nonzero(gaps < (0.66 if near else 1.02)) or np.count_nonzero(gaps < 0.99) > 2:
            continue
        if room is not None and not _clear(room, x, y, radius * rng.uniform(0.86, 1.1)):
            continue
        placed[count] = (x, y, radius)
        count += 1
    return placed[:count]


def _clear(room: Array, x: float, y: float, distance: float) -> bool:
    """Say whether the nearest white cell is at least ``distance`` pixels away."""
    height, width = room.shape
    inside = room[int(np.clip(y, 0, height - 1)), int(np.clip(x, 0, width - 1))]
    outside = np.hypot(max(0.0, -x, x - width + 1), max(0.0, -y, y - height + 1))
    return bool(inside + outside >= distance)


def paint_red_cells(
    dyes: Array, rng: np.random.Generator, look: RedCells, px_per_um: float, room: Array | None
) -> NDArray[np.float64]:
    """Lay out and paint a smear's red cells, in place; return them as :func:`lay_out` does."""
    cells = lay_out(rng, (dyes.shape[0], dyes.shape[1]), look, px_per_um, room)
    for x, y, radius in cells:
        add_red_cell(dyes, (float(x), float(y)), float(radius), look, rng, room)
    return cells
