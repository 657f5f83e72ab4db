"""Nuclei: parting those of touching cells, and joining the lobes of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Part", "Surroundings", "group_lobes", "parts_of", "pick", "split_touching"]

Mask = NDArray[np.uint8]

_WAIST = 0.82
"""A waist narrower than this part of the smaller disc on either side parts two touching nuclei."""
_FILLED = 0.6
"""Least part of the hull of two large pieces, outside them, that is cytoplasm where they are lobes of one nucleus."""


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """One connected piece of nucleus.

    Attributes
    ----------
    label:
        Its value in the label image.
    area:
        Pixels.
    x, y:
        Centroid in pixels.
    inscribed:
        Radius of the largest disc within it, in pixels: large for a round nucleus, small for a lobe or a thread.
    points:
        n×2 int32 outline, x then y.
    touches_border:
        Whether it reaches the image's edge.
    """

    label: int
    area: int
    x: float
    y: float
    inscribed: float
    points: NDArray[np.int32]
    touches_border: bool


def split_touching(nuclei: Mask, least_radius: float) -> NDArray[np.int32]:
    """Label the nuclei of a mask, cutting those of touching cells apart.

    A piece is cut at its waist where both sides hold a disc of at least ``least_radius`` (a lobe does not, a whole nucleus
    does) and the waist is clearly narrower than the discs.

    Parameters
    ----------
    nuclei:
        H×W uint8, above 0 in nuclei.
    least_radius:
        Pixels.

    Returns
    -------
    H×W int32, 0 outside, 1… per nucleus.
    """
    filled = (nuclei > 0).astype(np.uint8)
    depth = cv2.distanceTransform(cv2.copyMakeBorder(filled, 1, 1, 1, 1, cv2.BORDER_REPLICATE), cv2.DIST_L2, 5)[
        1:-1, 1:-1
    ]
    count, found = cv2.connectedComponents(filled, connectivity=4)
    labels = np.asarray(found, dtype=np.int32)
    if float(depth.max(initial=0.0)) < least_radius:
        return labels
    deep = np.unique(labels[depth >= least_radius])
    boxes = _boxes(labels, count)
    for label in deep[deep > 0]:
        x0, y0, x1, y1 = boxes[label]
        box = (slice(y0, y1), slice(x0, x1))
        own = labels[box] == label
        pieces = _split_one(np.where(own, depth[box], 0).astype(np.float32), least_radius)
        for extra in range(2, int(pieces.max(initial=0)) + 1):
            labels[box][(pieces == extra) & own] = count
            count += 1
    return labels


def _split_one(depth: NDArray[np.float32], least_radius: float) -> NDArray[np.int32]:
    """Label the parts of one piece from its distance map; a single 1 where it is one nucleus."""
    whole = (depth > 0).astype(np.int32)
    smooth = np.asarray(cv2.GaussianBlur(depth, (0, 0), max(0.8, 0.12 * least_radius)), dtype=np.float32)
    size = 2 * max(1, round(0.7 * least_radius)) + 1
    highest = cv2.dilate(smooth, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    peaks = [(int(y), int(x)) for y, x in np.argwhere((smooth >= highest) & (smooth >= 0.9 * least_radius))]
    peaks.sort(key=lambda at: -smooth[at])
    kept: list[tuple[int, int]] = []
    for peak in peaks:
        if all(_waist(smooth, peak, other) < _WAIST * min(smooth[peak], smooth[other]) for other in kept):
            kept.append(peak)
    if len(kept) < 2:
        return whole
    # Each pixel goes to the disc it lies deepest in (a power diagram), which cuts straight across the waist.
    rows, columns = np.indices(depth.shape, dtype=np.float32)
    power = [(rows - y) ** 2 + (columns - x) ** 2 - float(smooth[y, x]) ** 2 for y, x in kept]
    return np.where(depth > 0, np.argmin(power, axis=0) + 1, 0).astype(np.int32)


def _waist(depth: NDArray[np.float32], one: tuple[int, int], two: tuple[int, int]) -> float:
    """Return the least depth on the straight line between two peaks."""
    steps = int(max(abs(one[0] - two[0]), abs(one[1] - two[1]))) + 1
    rows = np.rint(np.linspace(one[0], two[0], steps)).astype(int)
    columns = np.rint(np.linspace(one[1], two[1], steps)).astype(int)
    return float(depth[rows, columns].min())


def parts_of(labels: NDArray[np.int32], least_area: float) -> list[Part]:
    """Return the labelled pieces of at least ``least_area`` pixels, largest first."""
    height, width = labels.shape
    parts = []
    count = int(labels.max(initial=0)) + 1
    areas = np.bincount(labels.ravel(), minlength=count)
    boxes = _boxes(labels, count)
    for label in range(1, count):
        if areas[label] < max(1.0, least_area):
            continue
        x0, y0, x1, y1 = boxes[label]
        own = np.pad((labels[y0:y1, x0:x1] == label).astype(np.uint8), 1)
        contours, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        points = np.concatenate(contours).reshape(-1, 2) + np.array([x0 - 1, y0 - 1])
        moments = cv2.moments(own, binaryImage=True)
        parts.append(
            Part(
                label,
                int(areas[label]),
                moments["m10"] / moments["m00"] + x0 - 1,
                moments["m01"] / moments["m00"] + y0 - 1,
                float(cv2.distanceTransform(own, cv2.DIST_L2, 3).max()),
                points.astype(np.int32),
                x0 == 0 or y0 == 0 or x1 == width or y1 == height,
            )
        )
    return sorted(parts, key=lambda part: -part.area)


def _boxes(labels: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """Return x0, y0, x1, y1 (far edges exclusive) of every label, in one pass over the labelled pixels."""
    rows, columns = np.nonzero(labels)
    values = labels[rows, columns]
    boxes = np.zeros((count, 4), dtype=np.int64)
    boxes[:, 0], boxes[:, 1] = labels.shape[1], labels.shape[0]
    np.minimum.at(boxes[:, 0], values, columns)
    np.minimum.at(boxes[:, 1], values, rows)
    np.maximum.at(boxes[:, 2], values, columns + 1)
    np.maximum.at(boxes[:, 3], values, rows + 1)
    return boxes


@dataclass(frozen=True, eq=False, slots=True)
class Surroundings:
    """What lies around the pieces, and how large one cell's nucleus can be.

    Attributes
    ----------
    labels:
        H×W int32, the labelled pieces.
    stained:
        H×W uint8, above 0 where there is clearly stain.
    lobe:
        Pixels; a piece that holds a disc of this radius may be a nucleus in its own right.
    widest:
        Pixels; no nucleus is wider than this with all its lobes.
    whole:
        Whether the cell of interest lies whole in the image: a piece cut by the edge then belongs to a neighbour.
    """

    labels: NDArray[np.int32]
    stained: Mask
    lobe: float
    widest: float
    whole: bool


def group_lobes(parts: Sequence[Part], around: Surroundings) -> list[list[Part]]:
    """Join pieces that are lobes of one nucleus.

    Two pieces are joined where together they are no wider than one nucleus, near to each other against their size, and
    what lies between them is cytoplasm rather than bare background or another nucleus. For two pieces that are each large
    enough to be a nucleus nearly all that lies in their common hull must be cytoplasm: between two round cells that touch
    there is a notch.

    Parameters
    ----------
    parts:
        Pieces, largest first.
    around:
        Their surroundings.

    Returns
    -------
    Groups of pieces, each the nucleus of one cell; the largest piece comes first in each.
    """
    groups: list[list[Part]] = [[part] for part in parts]
    gaps = {(a[0].label, b[0].label): _join_gap(a, b, around) for i, a in enumerate(groups) for b in groups[i + 1 :]}
    while True:
        near = [(gap, pair) for pair, gap in gaps.items() if gap is not None]
        if not near:
            return groups
        _, (first, second) = min(near)
        one = next(group for group in groups if group[0].label == first)
        two = next(group for group in groups if group[0].label == second)
        joined = sorted(one + two, key=lambda part: -part.area)
        groups = [group for group in groups if group is not one and group is not two]
        gaps = {pair: gap for pair, gap in gaps.items() if not {first, second} & set(pair)}
        gaps |= {(joined[0].label, other[0].label): _join_gap(joined, other, around) for other in groups}
        groups.append(joined)


def _join_gap(one: list[Part], two: list[Part], around: Surroundings) -> float | None:
    """Return the gap in pixels between two groups that are one nucleus, or None where they are two."""
    cut = any(part.touches_border for part in one) != any(part.touches_border for part in two)
    if (around.whole and cut) or min(np.hypot(a.x - b.x, a.y - b.y) for a in one for b in two) > around.widest:
        return None
    points = np.concatenate([part.points for part in (*one, *two)])
    _, enclosing = cv2.minEnclosingCircle(points)
    if 2 * enclosing > around.widest:
        return None
    radius = float(np.sqrt(sum(part.area for part in (*one, *two)) / np.pi))
    gap, start, end = min((_gap(a, b) for a in one for b in two), key=lambda item: item[0])
    if gap > 1.1 * radius:
        return None
    if min(max(part.inscribed for part in one), max(part.inscribed for part in two)) >= around.lobe:
        return gap if _cytoplasm_share(points, [part.label for part in (*one, *two)], around) > _FILLED else None
    bare = gap > 3 and _share(around.stained, start, end) < 0.9
    return gap if enclosing <= 2.1 * radius and not bare else None


def _cytoplasm_share(points: NDArray[np.int32], labels: list[int], around: Surroundings) -> float:
    """Return the part of the space between pieces, within their common hull, that is stained and not another nucleus."""
    x, y, width, height = cv2.boundingRect(points)
    hull = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(points) - np.array([x, y], dtype=np.int32), 1)
    window = (slice(y, y + height), slice(x, x + width))
    own = np.isin(around.labels[window], labels).astype(np.uint8)
    space = (hull > 0) & (cv2.dilate(own, np.ones((3, 3), np.uint8)) == 0)
    total = int(space.sum())
    if total < 0.02 * int(hull.sum()):
        return 1.0
    filled = space & (around.stained[window] > 0) & (around.labels[window] == 0)
    return int(filled.sum()) / total


def _gap(one: Part, two: Part) -> tuple[float, NDArray[np.int32], NDArray[np.int32]]:
    """Return the least distance between two outlines (every second point), and the two points it lies between."""
    a, b = one.points[::2], two.points[::2]
    squared = ((a[:, None].astype(np.float32) - b[None].astype(np.float32)) ** 2).sum(axis=2)
    i, j = np.unravel_index(int(squared.argmin()), squared.shape)
    return float(np.sqrt(squared[i, j])), a[i], b[j]


def _share(mask: Mask, start: NDArray[np.int32], end: NDArray[np.int32]) -> float:
    """Return the part of the straight line from one point to another that lies in the mask, 0–1."""
    steps = int(np.abs(end - start).max()) + 1
    columns, rows = np.rint(np.linspace(start, end, steps)).astype(int).T
    return float((mask[rows, columns] > 0).mean())


def pick(labels: NDArray[np.int32], parts: Sequence[Part]) -> Mask:
    """Return H×W uint8, 1 where the label image shows one of these parts."""
    wanted = [part.label for part in parts]
    table = np.zeros(max([int(labels.max(initial=0)), *wanted]) + 1, dtype=np.uint8)
    table[wanted] = 1
    return table[labels]
