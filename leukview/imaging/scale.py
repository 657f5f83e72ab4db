"""The size of red cells in an image: the ruler that every smear carries (a red cell is about 7.5 µm wide)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["red_cell_diameter"]

_WORK_SIDE = 900
_LEAST_CELLS = 3


def red_cell_diameter(image: NDArray[np.uint8]) -> float | None:
    """Return the typical red-cell diameter in pixels, or None where too few single red cells are seen.

    The green channel separates stained cells from the background (Otsu); nuclei, darker still, are left out; central pallor is
    filled; discs inscribed in single and touching cells away from the border are measured and their median taken.

    Parameters
    ----------
    image:
        H×W×3 uint8 RGB.
    """
    height, width = image.shape[:2]
    factor = min(1.0, _WORK_SIDE / max(height, width))
    small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else image
    green = cv2.GaussianBlur(small[..., 1], (0, 0), 1.0)
    level, _ = cv2.threshold(green, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    stained = green[green <= level]
    if stained.size == 0:
        return None
    # A second Otsu among the stained pixels parts nuclei from red cells; without nuclei it cuts the red cells' rims, so
    # it only counts where the darker part is clearly darker.
    dark, _ = cv2.threshold(stained.reshape(-1, 1), 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    background = float(np.median(green[green > level])) if (green > level).any() else 255.0
    has_nuclei = background - dark > 2.2 * (background - level)
    cells = (green <= level).astype(np.uint8)
    nuclei = (green <= dark).astype(np.uint8) if has_nuclei else np.zeros_like(cells)
    sizes = _single_cells(cells, nuclei)
    return float(np.median(sizes)) / factor if len(sizes) >= _LEAST_CELLS else None


def _single_cells(cells: NDArray[np.uint8], nuclei: NDArray[np.uint8]) -> list[float]:
    """Return the diameters of the discs inscribed in the stained area, touching cells included, in pixels of the mask."""
    contours, _ = cv2.findContours(cells, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(cells)
    cv2.drawContours(filled, contours, -1, 1, cv2.FILLED)
    depth = cv2.distanceTransform(np.pad(filled, 1, mode="edge"), cv2.DIST_L2, 5)[1:-1, 1:-1]
    depth = cv2.GaussianBlur(depth, (0, 0), 1.5)
    highest = cv2.dilate(depth, np.ones((9, 9), np.uint8))
    height, width = cells.shape
    found: list[float] = []
    for y, x in np.argwhere((depth == highest) & (depth > 5)):
        radius = float(depth[y, x])
        if min(x, y, width - 1 - x, height - 1 - y) < radius:
            continue
        reach = round(radius)
        around = nuclei[y - reach : y + reach + 1, x - reach : x + reach + 1]
        if around.mean() < 0.1 and _is_disc(filled, int(x), int(y), radius):
            found.append(2 * radius)
    if not found:
        return []
    # Specks and platelets are smaller: keep what is near the largest common size.
    top = float(np.percentile(found, 80))
    return [size for size in found if 0.7 * top <= size <= 1.3 * top]


def _is_disc(filled: NDArray[np.uint8], x: int, y: int, radius: float) -> bool:
    """Tell whether most of the circle just outside an inscribed disc is background: a cell, not the middle of a clump."""
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    reach = 1.2 * radius + 2
    rows = np.clip(np.rint(y + reach * np.sin(angles)).astype(int), 0, filled.shape[0] - 1)
    columns = np.clip(np.rint(x + reach * np.cos(angles)).astype(int), 0, filled.shape[1] - 1)
    return float(filled[rows, columns].mean()) < 0.5
