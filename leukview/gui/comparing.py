"""Cuts the pictures of compared cells out of their images, with their outlines, in a worker."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from leukview.domain.cell import Cell
from leukview.domain.errors import LeukViewError
from leukview.gui.pixmaps import qimage_from_rgb
from leukview.imaging.crops import View, cut_view
from leukview.imaging.measure import outline
from leukview.imaging.pixel_size import pixel_size_um
from leukview.imaging.readers import read_rgb
from leukview.segmentation.base import CYTOPLASM, NUCLEUS

if TYPE_CHECKING:
    from leukview.services.session import Session

__all__ = ["Cut", "cut_cells"]

Contours = tuple[NDArray[np.float64], ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A cell's picture for comparing.

    Attributes
    ----------
    cell_id:
        The cell.
    image:
        A square around it, one pixel a source pixel; null where its file cannot be read.
    nucleus, cytoplasm:
        Outlines, each n×2 (x, y) in pixels of ``image``.
    pixel_um:
        Side of its pixels in µm; None where its file does not say.
    """

    cell_id: str
    image: QImage
    nucleus: Contours = ()
    cytoplasm: Contours = ()
    pixel_um: float | None = None


def cut_cells(session: Session, folder: Path, cells: Sequence[Cell], span: float) -> Iterator[Cut]:
    """Yield each cell's picture, ``span`` source pixels wide; an image that several share is read once."""
    size = max(1, math.ceil(span))
    kept: tuple[str, NDArray[np.uint8], float | None] | None = None
    for cell in sorted(cells, key=lambda cell: cell.file):
        try:
            if kept is None or kept[0] != cell.file:
                path = folder / cell.file
                kept = (cell.file, read_rgb(path), pixel_size_um(path))
        except LeukViewError:
            yield Cut(cell.id, QImage())
            continue
        box = cell.final_box
        # On whole pixels, so that nothing is resampled: left and top are what the outlines are moved by.
        left = round(box.x + box.width / 2 - size / 2)
        top = round(box.y + box.height / 2 - size / 2)
        square = cut_view(kept[1], View(left + size / 2, top + size / 2, size), size)
        mask = session.mask(cell.id)
        shift = np.array([box.x - left + 0.5, box.y - top + 0.5])
        parts = [
            tuple(points + shift for points in outline(mask, value)) if mask is not None else ()
            for value in (NUCLEUS, CYTOPLASM)
        ]
        yield Cut(cell.id, qimage_from_rgb(square), parts[0], parts[1], kept[2])
