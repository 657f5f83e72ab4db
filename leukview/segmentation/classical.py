"""Nucleus and cytoplasm of white cells by stain, shape and edges: classical OpenCV, nothing learnt, no fixed grey level."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box
from leukview.domain.progress import Progress
from leukview.imaging.readers import resized
from leukview.imaging.scale import red_cell_diameter
from leukview.imaging.stain import Stain, measure_stain, otsu
from leukview.segmentation.base import FoundCell, fills
from leukview.segmentation.contour import cell_outline
from leukview.segmentation.fields import field_cells
from leukview.segmentation.nuclei import Part, Surroundings, group_lobes, parts_of, pick, split_touching
from leukview.segmentation.outcome import found_cell, tidy

__all__ = ["ClassicalSegmenter", "best_in_boxes"]

Image = NDArray[np.uint8]
Mask = NDArray[np.uint8]

_WORK_SIDE = 160
"""Shorter side, in pixels, at which a single-cell image is segmented; masks are brought back to full size."""
_CENTRE = 0.45
"""Radius of the disc, as a part of the shorter side, whose pixels set the nuclear threshold."""
_LOBE_PART = 0.11
"""Radius, as a part of the shorter side, of a disc that fits into a whole nucleus but hardly into a lobe."""
_WIDEST_PART = 0.85
"""Greatest width of one nucleus with all its lobes, as a part of the shorter side …"""
_WIDEST = 2.6
"""… and, where red cells can be measured, in their diameters."""


class ClassicalSegmenter:
    """See :class:`leukview.segmentation.base.Segmenter`. Stateless, so it may be shared between threads."""

    name = "classical"

    def single(self, image: Image) -> FoundCell | None:
        """Return the cell a single-cell image is about, or None where nothing stained stands out at its centre.

        Parameters
        ----------
        image:
            H×W×3 uint8 RGB, the cell of interest near the middle.
        """
        height, width = image.shape[:2]
        factor = min(1.0, _WORK_SIDE / min(height, width))
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        work = resized(image, size)
        stain = measure_stain(work)
        found = _central_nucleus(work, stain)
        if found is None:
            return None
        nucleus, others = found
        cell = cell_outline(stain, nucleus, others)
        return found_cell(nucleus, cell, (0, 0), (width, height))

    def field(self, image: Image, progress: Progress) -> list[FoundCell]:
        """Return every nucleated cell of a smear field, from top to bottom.

        Parameters
        ----------
        image:
            H×W×3 uint8 RGB, any size.
        progress:
            Told of every cell outlined; may cancel.
        """
        return field_cells(image, progress)

    def boxed(self, image: Image, boxes: Sequence[Box], progress: Progress) -> list[FoundCell | None]:
        """Return the outline in each box of a field: of the cells found by stain and shape, the one that fills it best."""
        return best_in_boxes(field_cells(image, progress), boxes)


def best_in_boxes(found: Sequence[FoundCell], boxes: Sequence[Box]) -> list[FoundCell | None]:
    """Return for each box the cell that fills it best, or None where none does."""
    best = [max(found, key=lambda cell: cell.box.iou(box), default=None) for box in boxes]
    return [cell if cell is not None and fills(cell, box) else None for cell, box in zip(best, boxes, strict=True)]


def _central_nucleus(work: Image, stain: Stain) -> tuple[Mask, Mask] | None:
    """Return the masks of the central cell's nucleus and of all other nuclei, or None where there is no nucleus."""
    height, width = stain.nuclear.shape
    side = min(height, width)
    disc = np.zeros((height, width), np.uint8)
    cv2.circle(disc, (width // 2, height // 2), round(_CENTRE * side), 1, cv2.FILLED)
    level = otsu(stain.nuclear[disc > 0])
    if level < 5 * stain.noise:
        return None
    mask = tidy(stain.nuclear > level, 0.012 * side)
    labels = split_touching(mask, 0.085 * side)
    stained = (stain.depth > stain.bare).astype(np.uint8)
    parts = parts_of(labels, 0.0008 * side * side)
    widest = _WIDEST_PART * side
    if sum(part.inscribed >= _LOBE_PART * side for part in parts) > 1 and (red := red_cell_diameter(work)) is not None:
        widest = min(widest, _WIDEST * red)
    groups = group_lobes(parts, Surroundings(labels, stained, _LOBE_PART * side, widest, whole=True))
    if not groups:
        return None
    weights = [_centrality(group, height, width) for group in groups]
    centre = int(np.argmax(weights))
    if weights[centre] < 1e-3 * side * side:
        return None
    others = [part for number, group in enumerate(groups) if number != centre for part in group]
    return pick(labels, groups[centre]), pick(labels, others)


def _centrality(group: list[Part], height: int, width: int) -> float:
    """Return the group's area, discounted by its distance from the middle of the image."""
    area = sum(part.area for part in group)
    x = sum(part.area * part.x for part in group) / area
    y = sum(part.area * part.y for part in group) / area
    away = np.hypot(x - width / 2, y - height / 2) / min(height, width)
    return float(area * np.exp(-((away / 0.2) ** 2)))
