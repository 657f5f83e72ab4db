"""SAM's automatic mode: every cell that stain and shape find, outlined by Segment Anything without a person.

The published generator asks at a blind grid of points, without progress or cancel, and fails where there is none. Here the cells
are found first, and each is asked for by boxes, round its cell and round its nucleus: a point does not say which of the two is
meant (``models/sam.md`` has the figures).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box
from leukview.domain.progress import Progress
from leukview.manifests import load_of_kind
from leukview.segmentation.base import NUCLEUS, FoundCell
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.segmentation.outcome import cell_of_mask, found_cell, same_cell
from leukview.segmentation.sam import Prompt, SamManifest, Sammer, load_compact

__all__ = ["SamSegmenter"]

Image = NDArray[np.uint8]

_AROUND = 2.0
"""Side of what SAM sees, in sides of the cell's box: in the middle of what the compact SAM was trained on."""
_ROOM = 0.04
"""What a box is wider than what was found, as a part of its larger side: outlines found by stain tend to be tight."""


class SamSegmenter:
    """See :class:`leukview.segmentation.base.Segmenter`. Safe to use from several threads; one cell is outlined at a time.

    Parameters
    ----------
    sammer:
        Answers prompts: the compact SAM or one of Meta's.
    name:
        What masks are kept under.
    """

    def __init__(self, sammer: Sammer, name: str) -> None:
        self._sammer, self.name = sammer, name
        self._rough = ClassicalSegmenter()
        self._lock = Lock()

    @classmethod
    def load(cls, device: str = "cpu", folder: Path | None = None, model_id: str = "sam") -> SamSegmenter:
        """Load a compact SAM, by default the shipped one.

        Raises
        ------
        EnvironmentFault
            When its files are missing or damaged.
        """
        manifest = load_of_kind(SamManifest, model_id, folder)
        return cls(Sammer(load_compact(model_id, folder), device), f"{manifest.id} {manifest.sha256[:12]}")

    def single(self, image: Image) -> FoundCell | None:
        """Return the cell a single-cell image is about, or None where nothing stained stands out at its centre."""
        rough = self._rough.single(image)
        return None if rough is None else self._outlined(image, rough)

    def field(self, image: Image, progress: Progress) -> list[FoundCell]:
        """Return every nucleated cell of a field: found by stain and shape, outlined by SAM."""
        result = []
        found = self._rough.field(image, progress)
        for number, rough in enumerate(found, start=1):
            progress.check_cancelled()
            result.append(self._outlined(image, rough))
            progress.report(number, len(found), "outlining")
        return result

    def boxed(self, image: Image, boxes: Sequence[Box], progress: Progress) -> list[FoundCell | None]:
        """Return the outline in each box of a field: SAM's of the cell that stain and shape find there."""
        result = []
        for number, rough in enumerate(self._rough.boxed(image, boxes, progress), start=1):
            progress.check_cancelled()
            result.append(None if rough is None else self._outlined(image, rough))
            progress.report(number, len(boxes), "outlining")
        return result

    def _outlined(self, image: Image, rough: FoundCell) -> FoundCell:
        """Return the cell as SAM outlines it; as it was found where SAM outlines something else."""
        region = _region(rough.box, image.shape[1], image.shape[0])
        seen = np.ascontiguousarray(image[region.y : region.y + region.height, region.x : region.x + region.width])
        nucleus = cell_of_mask(np.where(rough.mask == NUCLEUS, rough.mask, 0).astype(np.uint8))
        with self._lock:
            self._sammer.look_at(seen)
            cell = self._asked(rough.box, region)
            inner = np.zeros_like(cell)
            if nucleus is not None:
                at, part = rough.box, nucleus.box
                inner = cell & self._asked(Box(at.x + part.x, at.y + part.y, part.width, part.height), region)
        size = (region.width, region.height)
        fine = found_cell(inner.astype(np.uint8), cell.astype(np.uint8), (region.x, region.y), size)
        return fine if fine is not None and same_cell(rough, fine) else rough

    def _asked(self, box: Box, region: Box) -> NDArray[np.bool_]:
        """Return SAM's best mask for a box, of the region's size."""
        room = _ROOM * max(box.width, box.height)
        left, top = box.x - region.x - room, box.y - region.y - room
        right, bottom = left + box.width + 2 * room, top + box.height + 2 * room
        masks, _ = self._sammer.masks(Prompt(box=(left, top, right, bottom)))
        best: NDArray[np.bool_] = masks[0]
        return best


def _region(box: Box, width: int, height: int) -> Box:
    """Return the square that SAM sees, within the image; at its edge there is more to see on the other side."""
    side = max(16, round(_AROUND * max(box.width, box.height)))
    left = max(0, min(round(box.x + box.width / 2 - side / 2), width - side))
    top = max(0, min(round(box.y + box.height / 2 - side / 2), height - side))
    return Box(left, top, min(side, width - left), min(side, height - top))
