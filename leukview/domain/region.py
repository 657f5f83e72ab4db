"""A region that somebody draws in a field: which cells lie in it, how large it is, and what they count to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leukview.domain.cell import Cell
from leukview.domain.differential import Differential, Ranges, count_cells
from leukview.domain.taxonomy import taxonomy

__all__ = ["Region", "RegionCount", "count_field", "count_region"]


@dataclass(frozen=True, slots=True)
class Region:
    """A closed polygon in a field.

    Where its outline crosses itself, what it goes round twice is outside: inside and area go by the same (even-odd) rule.

    Attributes
    ----------
    file:
        The field.
    points:
        Corners (x, y) in source pixels, at least three; the last is joined to the first.
    """

    file: str
    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if len(self.points) < 3:
            raise ValueError("a region needs three corners")

    @classmethod
    def rectangle(cls, file: str, x: float, y: float, width: float, height: float) -> Region:
        """Return an upright rectangle."""
        return cls(file, ((x, y), (x + width, y), (x + width, y + height), (x, y + height)))

    def _edges(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        corners = np.asarray(self.points, dtype=np.float64)
        return corners, np.roll(corners, -1, axis=0)

    def contains(self, points: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
        """Tell of each point (x, y) whether it lies inside."""
        first, last = self._edges()
        x, y = np.asarray(points, dtype=np.float64).reshape(-1, 2).T
        inside = np.zeros(len(x), dtype=bool)
        for (x0, y0), (x1, y1) in zip(first, last, strict=True):
            if y0 != y1:
                crosses = (y0 <= y) != (y1 <= y)
                inside ^= crosses & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
        return inside

    @property
    def area(self) -> float:
        """Square source pixels inside; of an outline that crosses itself to within a thousandth of its height."""
        first, last = self._edges()
        if not _crosses_itself(first, last):
            return abs(float(np.sum(first[:, 0] * last[:, 1] - last[:, 0] * first[:, 1]))) / 2
        top, bottom = float(first[:, 1].min()), float(first[:, 1].max())
        step = (bottom - top) / 4096
        total = 0.0
        for y in top + step * (np.arange(4096) + 0.5):
            at = (first[:, 1] <= y) != (last[:, 1] <= y)
            (x0, y0), (x1, y1) = first[at].T, last[at].T
            crossings = np.sort(x0 + (y - y0) * (x1 - x0) / (y1 - y0))
            total += float(np.sum(crossings[1::2] - crossings[::2]))
        return total * step

    def cells_inside(self, cells: Iterable[Cell]) -> list[Cell]:
        """Return the cells of its field whose box has its middle inside, in order."""
        here = [cell for cell in cells if cell.file == self.file]
        inside = self.contains([cell.final_box.centre for cell in here])
        return [cell for cell, holds in zip(here, inside, strict=True) if holds]


def _crosses_itself(first: NDArray[np.float64], last: NDArray[np.float64]) -> bool:
    """Tell whether any two edges that are no neighbours cross."""
    count = len(first)
    for n in range(count - 2):
        others = slice(n + 2, count - 1 if n == 0 else count)
        a, b, c, d = first[n], last[n], first[others], last[others]
        if bool(np.any((_side(a, b, c) * _side(a, b, d) < 0) & (_side2(c, d, a) * _side2(c, d, b) < 0))):
            return True
    return False


def _side(a: NDArray[np.float64], b: NDArray[np.float64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return on which side of the line a–b each point lies, as a signed area."""
    return np.asarray((b[0] - a[0]) * (p[:, 1] - a[1]) - (b[1] - a[1]) * (p[:, 0] - a[0]))


def _side2(a: NDArray[np.float64], b: NDArray[np.float64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return on which side of each line a–b the point lies, as a signed area."""
    return np.asarray((b[:, 0] - a[:, 0]) * (p[1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (p[0] - a[:, 0]))


@dataclass(frozen=True, slots=True)
class RegionCount:
    """What lies in a region, or in a whole field.

    Attributes
    ----------
    title:
        What was counted, e.g. ``Region of F0001.jpg``.
    cells:
        How many cells lie there, counted or not.
    differential:
        Their count.
    area_mm2:
        In square millimetres; None where the pixel size is not known.
    """

    title: str
    cells: int
    differential: Differential
    area_mm2: float | None = None

    @property
    def heading(self) -> str:
        """The numbers in one line."""
        words = f"{self.cells:,} {'cell' if self.cells == 1 else 'cells'}, {self.differential.total:,} counted"
        return f"{words} · {self.area}" if self.area else words

    @property
    def area(self) -> str:
        """How large the region is, with its unit; empty where the size of a pixel is not known."""
        return "" if self.area_mm2 is None else _area_words(self.area_mm2)

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """Return (class id, name, n, per cent, 95 % interval) of each class that occurs; the last two empty where not counted."""
        found = []
        for row in self.differential.rows:
            if row.n and row.percent is not None and row.ci_low is not None and row.ci_high is not None:
                interval = f"{row.ci_low:.1f}–{row.ci_high:.1f}"
                found.append(
                    (row.class_id, taxonomy()[row.class_id].name, f"{row.n:,}", f"{row.percent:.1f}", interval)
                )
            elif row.n:
                found.append((row.class_id, taxonomy()[row.class_id].name, f"{row.n:,}", "", ""))
        return found


def _area_words(mm2: float) -> str:
    return f"{mm2:.2f} mm²" if mm2 >= 0.1 else f"{1e6 * mm2:,.0f} µm²"


def count_region(
    cells: Iterable[Cell], region: Region, pixel_um: float | None = None, ranges: Ranges | None = None
) -> RegionCount:
    """Count the cells of a region; the case's own count is not touched.

    Parameters
    ----------
    cells:
        The case's cells.
    region:
        The region.
    pixel_um:
        Side of the field's pixels in µm, where known.
    ranges:
        Reference ranges; the shipped adult ones by default.
    """
    inside = region.cells_inside(cells)
    area = region.area * (pixel_um / 1000) ** 2 if pixel_um else None
    return RegionCount(f"Region of {region.file}", len(inside), count_cells(inside, ranges=ranges), area)


def count_field(cells: Iterable[Cell], ranges: Ranges | None = None) -> RegionCount:
    """Count the cells of one whole field; ``ranges`` are the shipped adult ones by default."""
    here = list(cells)
    return RegionCount("This field", len(here), count_cells(here, ranges=ranges))
