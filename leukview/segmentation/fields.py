"""Every nucleated cell of a smear field, at a working size set by the red cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.progress import Progress
from leukview.imaging.readers import resized
from leukview.imaging.ruler import nuclear_level, red_cell_size
from leukview.imaging.stain import Stain, measure_stain
from leukview.segmentation.base import FoundCell
from leukview.segmentation.contour import cell_outline
from leukview.segmentation.nuclei import Part, Surroundings, group_lobes, parts_of, pick, split_touching
from leukview.segmentation.outcome import found_cell, tidy

__all__ = ["field_cells"]

Image = NDArray[np.uint8]
Mask = NDArray[np.uint8]

_RED = 32.0
"""Diameter of a red cell, in pixels, at the working size: enough for an outline, small enough to be quick."""
_SMALLEST = 48
"""A field with a shorter side, in pixels, shows no whole cell among others."""
_TILE = 2400
"""Largest side of a piece worked on at once, in working pixels."""
_LOBE = 0.44
"""A disc of this radius, in red-cell diameters (6.6 µm across), fits into a whole nucleus but not into a lobe."""
_LEAST = 0.68
"""Least diameter of a nucleus, in red-cell diameters (4.3 µm): most platelets and all specks are smaller."""
_LEAST_PART = 0.1
"""Least area of a nucleus as a part of the field's large nuclei: keeps platelets out where red cells gave a poor measure."""
_WIDEST = 2.8
"""Greatest width of one cell's nucleus with all its lobes, in measured red-cell diameters."""
_HAZE = 0.15
"""Part of the nuclear level that a pixel must reach to be cytoplasm where it is too pale to be told by depth."""


def field_cells(image: Image, progress: Progress) -> list[FoundCell]:
    """Return the nucleated cells of an H×W×3 uint8 RGB field, from top to bottom.

    A field is reduced until its red cells are about 32 pixels wide, and cut into overlapping tiles where it is still large, so
    memory and time stay bounded.

    Raises
    ------
    Cancelled
        When the user cancels.
    """
    height, width = image.shape[:2]
    if min(height, width) < _SMALLEST:
        return []
    red = red_cell_size(image)
    factor = min(1.0, _RED / red)
    red *= factor
    found: list[FoundCell] = []
    tiles = list(_tiles(width, height, round(_TILE / factor), round(4 * red / factor)))
    for number, (x0, y0, x1, y1, core) in enumerate(tiles):
        progress.check_cancelled()
        region = image[y0:y1, x0:x1]
        size = (max(1, round((x1 - x0) * factor)), max(1, round((y1 - y0) * factor)))
        work = resized(region, size)
        for cell in _cells_of(work, red, (x0, y0), (x1 - x0, y1 - y0), progress):
            middle = (cell.box.x + cell.box.width / 2, cell.box.y + cell.box.height / 2)
            if core[0] <= middle[0] < core[2] and core[1] <= middle[1] < core[3]:
                found.append(cell)
        progress.report(number + 1, len(tiles), "looking for cells")
    return sorted(found, key=lambda cell: (cell.box.y, cell.box.x))


def _tiles(
    width: int, height: int, side: int, overlap: int
) -> Iterator[tuple[int, int, int, int, tuple[float, float, float, float]]]:
    """Yield x0, y0, x1, y1 of overlapping tiles, and the part of each whose cells it answers for."""
    columns, rows = _cuts(width, side, overlap), _cuts(height, side, overlap)
    for j, (y0, y1) in enumerate(rows):
        top = 0.0 if j == 0 else (y0 + rows[j - 1][1]) / 2
        bottom = float(height) if j == len(rows) - 1 else (rows[j + 1][0] + y1) / 2
        for i, (x0, x1) in enumerate(columns):
            left = 0.0 if i == 0 else (x0 + columns[i - 1][1]) / 2
            right = float(width) if i == len(columns) - 1 else (columns[i + 1][0] + x1) / 2
            yield x0, y0, x1, y1, (left, top, right, bottom)


def _cuts(length: int, side: int, overlap: int) -> list[tuple[int, int]]:
    """Return start and end of equal pieces of at most ``side`` that overlap by about ``overlap``."""
    if length <= side:
        return [(0, length)]
    count = int(np.ceil((length - overlap) / max(1, side - overlap)))
    starts = np.rint(np.linspace(0, length - side, count)).astype(int)
    return [(int(start), int(start) + side) for start in starts]


def _cells_of(
    work: Image, red: float, corner: tuple[int, int], size: tuple[int, int], progress: Progress
) -> Iterator[FoundCell]:
    """Yield the cells of one tile at working size; ``red`` is the red cells' diameter there."""
    stain = measure_stain(work)
    level = nuclear_level(stain, red)
    if level is None:
        return
    mask = tidy(stain.nuclear > level, 0.05 * red)
    labels = split_touching(mask, _LOBE * red)
    stained = ((stain.depth > stain.bare) | (stain.nuclear > _HAZE * level)).astype(np.uint8)
    around = Surroundings(labels, stained, _LOBE * red, _WIDEST * red, whole=False)
    groups = group_lobes(parts_of(labels, 0.01 * red * red), around)
    least = np.pi / 4 * (_LEAST * red) ** 2
    scale = (size[0] / work.shape[1], size[1] / work.shape[0])
    outlined = [_outlined(stain, labels, group, red) for group in groups if _area(group) >= least / 4]
    cells = _one_per_nucleus(stain, labels, outlined, red)
    least = max(least, _LEAST_PART * float(np.percentile([_area(cell.group) for cell in cells], 90)) if cells else 0.0)
    for cell in cells:
        progress.check_cancelled()
        if _area(cell.group) >= least:
            found = cell.at_source(corner, scale)
            if found is not None:
                yield found


def _area(group: list[Part]) -> int:
    return sum(part.area for part in group)


@dataclass(frozen=True, eq=False, slots=True)
class _Outlined:
    """A cell within its window of the working image; ``x``, ``y`` is the window's corner."""

    group: list[Part]
    nucleus: Mask
    cell: Mask
    x: int
    y: int

    def at_source(self, corner: tuple[int, int], scale: tuple[float, float]) -> FoundCell | None:
        """Bring the masks to source pixels."""
        height, width = self.cell.shape
        x0, y0 = round(self.x * scale[0]), round(self.y * scale[1])
        x1, y1 = round((self.x + width) * scale[0]), round((self.y + height) * scale[1])
        return found_cell(self.nucleus, self.cell, (corner[0] + x0, corner[1] + y0), (x1 - x0, y1 - y0))

    def holds(self, other: _Outlined) -> float:
        """Return the part of the outline of another cell's nucleus that this cell's hull covers, 0–1."""
        points = np.concatenate([part.points for part in other.group]) - (self.x, self.y)
        height, width = self.cell.shape
        points = points[((points >= 0) & (points < (width, height))).all(axis=1)]
        if not len(points):
            return 0.0
        outlines, _ = cv2.findContours(self.cell, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        area = np.zeros_like(self.cell)
        cv2.fillConvexPoly(area, cv2.convexHull(np.concatenate(outlines)), 1)
        return float(area[points[:, 1], points[:, 0]].sum()) / sum(len(part.points) for part in other.group)


def _one_per_nucleus(stain: Stain, labels: NDArray[np.int32], cells: list[_Outlined], red: float) -> list[_Outlined]:
    """Join cells where the outline of one takes in the small nucleus of another: far lobes of one nucleus."""
    cells = sorted(cells, key=lambda cell: -_area(cell.group))
    i = 0
    while i < len(cells):
        for j in range(len(cells) - 1, i, -1):
            one, two = cells[i], cells[j]
            small = max(part.inscribed for part in two.group) < _LOBE * red
            if one.holds(two) > (0.6 if small else 0.85):
                del cells[j]
                cells[i] = _outlined(stain, labels, one.group + two.group, red)
        i += 1
    return cells


def _outlined(stain: Stain, labels: NDArray[np.int32], group: list[Part], red: float) -> _Outlined:
    """Outline one cell within a window around its nucleus."""
    height, width = labels.shape
    points = np.concatenate([part.points for part in group])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    margin = round(1.6 * red + 0.6 * max(right - left, bottom - top))
    x0, y0 = max(0, int(left) - margin), max(0, int(top) - margin)
    x1, y1 = min(width, int(right) + margin + 1), min(height, int(bottom) + margin + 1)
    window = (slice(y0, y1), slice(x0, x1))
    nucleus = pick(labels[window], group)
    others = ((labels[window] > 0) & (nucleus == 0)).astype(np.uint8)
    part = Stain(stain.density[window], stain.nuclear[window], stain.depth[window], stain.noise)
    return _Outlined(group, nucleus, cell_outline(part, nucleus, others), x0, y0)
