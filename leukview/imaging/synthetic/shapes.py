"""Soft-edged outlines and organic noise, the raw material of every synthetic cell."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Array",
    "band_noise",
    "blob_points",
    "fill",
    "inner_distance",
    "smooth",
    "smoothstep",
    "stroke",
    "uniform",
]

Array = NDArray[np.float32]
_SHIFT = 4
_POINTS = 96


def uniform(rng: np.random.Generator, span: tuple[float, float]) -> float:
    """Return one uniform number of the span (low, high)."""
    return float(rng.uniform(span[0], span[1]))


def smoothstep(low: float, high: float, value: Array) -> Array:
    """Return 0 below ``low``, 1 above ``high`` and a smooth ramp between, of the value's shape."""
    t = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def band_noise(rng: np.random.Generator, shape: tuple[int, int], sigma: float) -> Array:
    """Return H×W float32 noise of mean 0 and deviation 1 whose grains are about ``2·sigma`` pixels across.

    Coarse noise is made small and enlarged, which looks the same and costs a fraction.
    """
    height, width = shape
    step = max(1, int(sigma / 2.5))
    small = (max(2, -(-height // step)), max(2, -(-width // step)))
    white = rng.standard_normal(small, dtype=np.float32)
    spread = max(sigma / step, 0.3)
    noise = np.asarray(cv2.GaussianBlur(white, (0, 0), spread, borderType=cv2.BORDER_REFLECT), dtype=np.float32)
    noise *= np.float32(2 * np.sqrt(np.pi) * spread) if spread > 0.7 else np.float32(1 / max(float(noise.std()), 1e-6))
    if step > 1:
        noise = np.asarray(cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)
    return noise[:height, :width]


def blob_points(
    rng: np.random.Generator,
    centre: tuple[float, float],
    radius: float,
    wobble: float,
    *,
    aspect: float = 1.0,
    angle: float | None = None,
    orders: tuple[int, int] = (2, 6),
) -> NDArray[np.float64]:
    """Return the outline of an irregular ellipse.

    Parameters
    ----------
    rng:
        Source of the wobble and, where none is given, of the long axis' direction.
    centre:
        x, y in pixels.
    radius:
        Radius of the circle of the same area, in pixels.
    wobble:
        Relative deviation of the radius, 0 for a plain ellipse.
    aspect:
        Long over short axis.
    angle:
        Direction of the long axis in radians.
    orders:
        First and last harmonic of the wobble.

    Returns
    -------
    N×2 float64 points x, y.
    """
    theta = np.linspace(0, 2 * np.pi, _POINTS, endpoint=False)
    r = np.ones_like(theta)
    for order in range(orders[0], orders[1] + 1):
        r += wobble * rng.normal(0, 1) / (order - orders[0] + 1.5) * np.cos(order * theta + rng.uniform(0, 2 * np.pi))
    r = np.clip(r, 0.55, 1.6)
    r *= radius / np.sqrt(np.mean(r * r))
    turn = rng.uniform(0, np.pi) if angle is None else angle
    stretch = np.sqrt(aspect)
    x, y = r * np.cos(theta) * stretch, r * np.sin(theta) / stretch
    c, s = np.cos(turn), np.sin(turn)
    return np.column_stack([centre[0] + c * x - s * y, centre[1] + s * x + c * y])


def _fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
    # OpenCV counts from the middle of the first pixel, these outlines from its corner.
    return np.rint((points - 0.5) * (1 << _SHIFT)).astype(np.int32).reshape(-1, 1, 2)


def fill(shape: tuple[int, int], *outlines: NDArray[np.float64]) -> Array:
    """Return H×W float32 coverage, 0–1, of the union of closed outlines (N×2 points each)."""
    canvas = np.zeros(shape, dtype=np.uint8)
    for points in outlines:
        cv2.fillPoly(canvas, [_fixed(points)], 255, lineType=cv2.LINE_AA, shift=_SHIFT)
    return np.asarray(canvas, dtype=np.float32) / np.float32(255)


def stroke(shape: tuple[int, int], points: NDArray[np.float64], thickness: float) -> Array:
    """Return H×W float32 coverage, 0–1, of an open line ``thickness`` pixels wide (at least 1)."""
    canvas = np.zeros(shape, dtype=np.uint8)
    width = max(1, round(thickness))
    cv2.polylines(canvas, [_fixed(points)], False, 255, width, lineType=cv2.LINE_AA, shift=_SHIFT)
    return np.asarray(canvas, dtype=np.float32) / np.float32(255)


def smooth(cover: Array, sigma: float, edge: float = 1.6) -> Array:
    """Round the corners of a coverage off at ``sigma`` pixels and leave an edge ``edge`` pixels wide."""
    if sigma < 0.4:
        return cover
    blurred = cv2.GaussianBlur(cover, (0, 0), sigma)
    gain = max(1.0, sigma * 2.5066 / edge)
    return np.asarray(np.clip((blurred - 0.5) * gain + 0.5, 0, 1), dtype=np.float32)


def inner_distance(cover: Array) -> Array:
    """Return H×W float32 distance in pixels from each covered pixel to the outline; 0 outside."""
    inside = (cover >= 0.5).astype(np.uint8)
    return np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 3), dtype=np.float32)
