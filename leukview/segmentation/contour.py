"""The outline of a whole cell around its nucleus: the best closed path in polar coordinates."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.imaging.stain import Stain

__all__ = ["cell_outline"]

Float = NDArray[np.float32]
Mask = NDArray[np.uint8]

_ANGLES = 64
_RADII = 56
_REACH = 2.7
"""How far to look for the cell's edge, in radii of the nucleus's hull."""
_BINS = 12
"""Colours are counted in this many steps of each channel."""
_NEAR = 0.2
"""Width of the ring around the nucleus, in nucleus radii, whose colours are the cell's own."""
_FAR = (2.2, 1.6, 1.2, 0.9)
"""Distances from the nucleus, in nucleus radii, beyond which colours are not the cell's own; the next where too few are."""
_SCALE = 1.7
"""Natural log-odds that count as certainty."""
_FAINT = 0.03
"""Least density of cytoplasm over background, beside the noise."""
_SOLID = 0.92
"""Least part of its own convex hull that a lone cell fills."""
_ALONE = 0.4
"""Least log-odds within a stained area that is a lone cell."""
_REGION = 5.0
"""Weight of enclosing what belongs, per nucleus radius of ray."""
_EDGE = 3.5
"""Weight of running along edges."""
_AHEAD = 0.2
"""An edge counts by how little what lies beyond it belongs; this much where that is undecided."""
_BEND = 0.22
"""Weight of jumps of the outline from ray to ray."""


def cell_outline(stain: Stain, nucleus: Mask, others: Mask) -> Mask:
    """Return the mask of the whole cell around a nucleus.

    Every pixel gets the log-odds of belonging to the cell from the colours near the nucleus against the colours far from it,
    in this very image, so that red cells, background and cytoplasm are told apart in any stain. Then one smooth closed path
    around the nucleus is chosen, by dynamic programming, which encloses what belongs, leaves out what does not, and runs
    along edges; being smooth it crosses the place where a red cell touches.

    Parameters
    ----------
    stain:
        Of H×W pixels.
    nucleus:
        H×W uint8, above 0 in the nucleus, one or several parts.
    others:
        H×W uint8, above 0 in nuclei of other cells.

    Returns
    -------
    H×W uint8, 1 in the cell, nucleus included.
    """
    middle, reach, core = _geometry(nucleus)
    odds = _odds(stain, nucleus, others, core)
    x, y = _polar_grid(middle, reach)
    belongs = _sampled(odds, x, y, -1.0)
    dark = np.asarray(cv2.remap(stain.depth, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32)
    inner = _sampled(nucleus.astype(np.float32), x, y, 0.0) > 0.5
    path = _closed_path(_costs(belongs, dark, inner, reach / _RADII / core))
    radii = (path + 0.5) * (reach / _RADII)
    angles = np.arange(_ANGLES) * (2 * np.pi / _ANGLES)
    points = np.column_stack([middle[0] + radii * np.cos(angles), middle[1] + radii * np.sin(angles)])
    cell = np.zeros_like(nucleus)
    cv2.fillPoly(cell, [np.rint(points * 16).astype(np.int32)], 1, shift=4)
    cell[nucleus > 0] = 1
    return cell


def _geometry(nucleus: Mask) -> tuple[tuple[float, float], float, float]:
    """Return the middle of the nucleus's hull, how far to look for the cell's edge, and the nucleus's radius."""
    points = cv2.findNonZero(nucleus)
    hull = cv2.convexHull(points)
    moments = cv2.moments(hull)
    if moments["m00"] < 1:
        middle = tuple(float(v) for v in points.reshape(-1, 2).mean(axis=0))
    else:
        middle = (moments["m10"] / moments["m00"], moments["m01"] / moments["m00"])
    core = max(2.0, float(np.sqrt(len(points) / np.pi)))
    wide = max(core, float(np.sqrt(max(moments["m00"], 1.0) / np.pi)))
    far = float(np.hypot(*(hull.reshape(-1, 2) - np.array(middle)).T).max())
    return (middle[0], middle[1]), max(_REACH * wide, 1.15 * far + 4), core


@lru_cache(maxsize=1)
def _unit_grid() -> tuple[Float, Float]:
    angles = np.arange(_ANGLES)[:, None] * (2 * np.pi / _ANGLES)
    radii = (np.arange(_RADII)[None] + 0.5) / _RADII
    return (np.cos(angles) * radii).astype(np.float32), (np.sin(angles) * radii).astype(np.float32)


def _polar_grid(middle: tuple[float, float], reach: float) -> tuple[Float, Float]:
    """Return the x and y of every (angle, radius) sample."""
    x, y = _unit_grid()
    return x * np.float32(reach) + np.float32(middle[0]), y * np.float32(reach) + np.float32(middle[1])


def _sampled(values: Float, x: Float, y: Float, beyond: float) -> Float:
    """Return the values at these points, ``beyond`` outside the image."""
    return np.asarray(
        cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=beyond), dtype=np.float32
    )


def _odds(stain: Stain, nucleus: Mask, others: Mask, core: float) -> Float:
    """Return H×W log-odds, within ±1, that a pixel is of this cell rather than background, a red cell or another cell."""
    away = cv2.distanceTransform((nucleus == 0).astype(np.uint8), cv2.DIST_L2, 3)
    levels = np.clip(np.sqrt(np.clip(stain.density, 0, 2)) * (_BINS / 1.42), 0, _BINS - 1).astype(np.int32)
    codes = (levels[..., 0] * _BINS + levels[..., 1]) * _BINS + levels[..., 2]
    # Bare background is judged by depth alone. Left out here, what lies apart is red cells, and a red cell that touches
    # cannot pass for cytoplasm by being near.
    stained = (stain.depth > 4 * stain.noise).astype(np.uint8)
    near = (away > 1) & (away <= max(3.0, _NEAR * core)) & (stained > 0)
    labels = _pieces(stained)
    alone = _alone(labels, nucleus, others)
    far = _FAR[:1] if alone is not None else _FAR
    counts_near = _histogram(codes[near])
    counts_far = _histogram(codes[_apart(labels, nucleus, others, away / core, far, int(near.sum()))])
    ratio = np.log((counts_near + 2e-3) / (counts_far + 2e-3)).astype(np.float32)
    odds = np.clip(ratio[codes] / _SCALE, -1, 1)
    empty = np.clip((stain.depth - 2.5 * stain.noise - _FAINT) / (3 * stain.noise), -1, 1)
    odds = np.minimum(odds, np.where(empty < 0, empty, 1.0)).astype(np.float32)
    if alone is not None:
        odds[alone > 0] = np.maximum(odds[alone > 0], _ALONE)
    odds = np.asarray(cv2.blur(odds, (3, 3)), dtype=np.float32)
    odds[nucleus > 0] = 1
    odds[others > 0] = -1
    return odds


def _pieces(stained: Mask) -> NDArray[np.int32]:
    """Label the connected pieces of the stained area, thin bridges cut."""
    opened = cv2.morphologyEx(stained, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.connectedComponents(opened, connectivity=4)[1], dtype=np.int32)


def _alone(labels: NDArray[np.int32], nucleus: Mask, others: Mask) -> Mask | None:
    """Return the stained piece around the nucleus where it is one cell lying free: compact, clear of the image's edge."""
    inside = labels[nucleus > 0]
    own = int(np.bincount(inside).argmax()) if inside.size else 0
    if own == 0:
        return None
    piece = (labels == own).astype(np.uint8)
    height, width = piece.shape
    x, y, w, h = cv2.boundingRect(piece)
    if min(x, y) == 0 or x + w == width or y + h == height or (piece & (others > 0)).any():
        return None
    contours, _ = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(contours, key=len)
    area = float(cv2.contourArea(outline))
    if area < _SOLID * float(cv2.contourArea(cv2.convexHull(outline))):
        return None
    return np.asarray(cv2.drawContours(np.zeros_like(piece), [outline], 0, 1, cv2.FILLED), dtype=np.uint8)


def _apart(
    labels: NDArray[np.int32], nucleus: Mask, others: Mask, away: Float, far: tuple[float, ...], enough: float
) -> NDArray[np.bool_]:
    """Return where stained pixels surely belong to something else: not connected with the nucleus, or far from it.

    ``away`` is the distance from the nucleus in nucleus radii. How far is far depends: in a crowd, where all is connected, the
    next distance of ``far`` is taken until there are ``enough`` pixels to learn from.
    """
    table = np.ones(int(labels.max()) + 1, dtype=bool)
    table[np.unique(labels[nucleus > 0])] = False
    table[0] = False
    free = (others == 0) & (labels > 0)
    apart: NDArray[np.bool_] = table[labels] & free
    for limit in far:
        apart |= free & (away > limit)
        if int(apart.sum()) >= enough:
            break
    return apart


def _histogram(codes: NDArray[np.int32]) -> Float:
    """Return how often each colour occurs, smoothed over neighbouring colours, summing to 1 (all 0 for no pixel)."""
    counts = np.bincount(codes, minlength=_BINS**3).astype(np.float32).reshape(_BINS, _BINS, _BINS)
    for axis in range(3):
        padded = np.pad(counts, [(1, 1) if i == axis else (0, 0) for i in range(3)])
        counts = (
            0.25 * np.take(padded, range(_BINS), axis)
            + 0.5 * counts
            + 0.25 * np.take(padded, range(2, _BINS + 2), axis)
        )
    total = float(counts.sum())
    shares: Float = np.asarray(counts / total if total else counts, dtype=np.float32)
    flat: Float = shares.reshape(-1)
    return flat


def _costs(belongs: Float, dark: Float, inner: NDArray[np.bool_], step: float) -> Float:
    """Return the cost of the outline passing each (angle, radius), lower is better.

    ``step`` is the radial step as a part of the nucleus's radius, which makes the terms independent of magnification.
    """
    inside = -np.cumsum(belongs, axis=1) * (step * _REGION)
    fall = np.zeros_like(dark)
    fall[:, 1:-1] = dark[:, :-2] - dark[:, 2:]
    scale = float(np.percentile(np.abs(fall), 90)) + 1e-3
    outside = np.ones_like(belongs)
    outside[:, :-2] = np.clip(_AHEAD - 0.5 * (belongs[:, 1:-1] + belongs[:, 2:]) * 0.7, 0, 1)
    edge = np.clip(np.maximum(fall, -0.6 * fall) / scale, 0, 1) * outside
    costs = inside - _EDGE * cv2.GaussianBlur(edge, (3, 1), 0)
    # The outline may not cut through the nucleus: nothing below its outermost pixel on each ray is allowed.
    last = np.where(inner.any(axis=1), inner.shape[1] - 1 - np.argmax(inner[:, ::-1], axis=1), 0)
    costs[np.arange(inner.shape[1])[None] < np.minimum(last, inner.shape[1] - 2)[:, None]] = 1e3
    return np.asarray(costs, dtype=np.float32)


def _closed_path(costs: Float) -> NDArray[np.int64]:
    """Return, for each angle, the radius index of the cheapest path that hardly jumps from angle to angle.

    The circle is walked one and a half times and the middle lap kept, which closes the path to within a step.
    """
    angles, radii = costs.shape
    order = np.arange(-angles // 4, angles + angles // 4) % angles
    jumps = (-3, -2, -1, 0, 1, 2, 3)
    total = costs[order[0]].copy()
    came = np.empty((len(order), radii), dtype=np.int64)
    index = np.arange(radii)
    padded = np.full(radii + 6, 1e6, dtype=np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(padded, radii)
    bend = np.array([_BEND * abs(j) ** 1.5 for j in jumps], dtype=np.float32)[:, None]
    for row, angle in enumerate(order):
        if row == 0:
            continue
        padded[3:-3] = total
        options = windows + bend
        best = options.argmin(axis=0)
        came[row] = np.clip(index + best - 3, 0, radii - 1)
        total = options[best, index] + costs[angle]
    path = np.empty(len(order), dtype=np.int64)
    path[-1] = int(total.argmin())
    for row in range(len(order) - 1, 0, -1):
        path[row - 1] = came[row, path[row]]
    start = angles // 4
    return path[start : start + angles]
