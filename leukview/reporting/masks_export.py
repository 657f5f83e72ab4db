"""Masks and heat maps as PNG files named by cell id."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage
from PIL.PngImagePlugin import PngInfo

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.progress import NoProgress, Progress
from leukview.reporting.files import replaced
from leukview.reporting.model import RESEARCH_USE_ONLY, Report
from leukview.reporting.pictures import cell_picture, heat_of, overlay
from leukview.segmentation.base import FoundCell, mask_on_image

__all__ = ["HEATMAP_SIDE", "write_heatmaps", "write_masks"]

HEATMAP_SIDE = 256
"""Side of an exported heat map picture in pixels."""


def write_masks(report: Report, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Write every cell's mask, the person's where there is one: 255 nucleus, 128 cytoplasm, 0 elsewhere.

    A single-cell image's mask has that image's size, and is empty where no cell was found in it. The mask of a cell
    in a field has the size of its box in ``cells.csv``: at the field's size, thousands of them would fill a disk with
    black.

    Returns
    -------
    The files, in the cells' order.

    Raises
    ------
    Cancelled
        When the user cancels; the files written so far are whole.
    OSError
        When the folder cannot be written.
    """
    progress = progress or NoProgress()
    if report.masks is None:
        return []
    sizes = {image.file: (image.height, image.width) for image in report.images}
    written = []
    for number, cell in enumerate(report.cells, start=1):
        progress.check_cancelled()
        path = folder / f"{cell.id}.png"
        _write_png(_placed(cell, report.mask(cell), sizes.get(cell.file)), path, _about(report, cell, "mask"))
        written.append(path)
        progress.report(number, len(report.cells), "writing masks")
    return written


def _placed(cell: Cell, mask: NDArray[np.uint8] | None, size: tuple[int, int] | None) -> NDArray[np.uint8]:
    """Return the mask as it is written: on the whole image for a single cell, in its box otherwise."""
    box = cell.final_box
    inside = np.zeros((box.height, box.width), np.uint8) if mask is None else mask
    if not cell.single or size is None:
        return inside
    if box.x + box.width > size[1] or box.y + box.height > size[0]:
        # The file was replaced by a smaller image after a person had outlined its cell.
        inside = inside[: max(0, size[0] - box.y), : max(0, size[1] - box.x)]
        box = Box(min(box.x, size[1]), min(box.y, size[0]), inside.shape[1], inside.shape[0])
    return mask_on_image(FoundCell(box, inside), *size)


def write_heatmaps(report: Report, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Write every cell's picture with its heat map laid over it; a cell without one (image gone, no call) is left out.

    Returns
    -------
    The files, in the cells' order.

    Raises
    ------
    Cancelled
        When the user cancels; the files written so far are whole.
    OSError
        When the folder cannot be written.
    """
    progress = progress or NoProgress()
    written = []
    images: dict[str, NDArray[np.uint8]] = {}
    for number, cell in enumerate(report.cells, start=1):
        progress.check_cancelled()
        heat = heat_of(report, cell)
        picture = cell_picture(report, cell, HEATMAP_SIDE, images) if heat is not None else None
        if heat is not None and picture is not None:
            path = folder / f"{cell.id}.png"
            _write_png(overlay(picture, heat), path, _about(report, cell, "heat map"))
            written.append(path)
        progress.report(number, len(report.cells), "writing heat maps")
    return written


def _about(report: Report, cell: Cell, what: str) -> PngInfo:
    """Return the provenance that travels inside the PNG."""
    info = PngInfo()
    if what == "mask" and cell.human_mask is not None:
        what = "mask, outlined by a person,"
    texts = {
        "Title": f"{what} of cell {cell.id}",
        "Software": report.software,
        "Source": cell.file,
        "Disclaimer": RESEARCH_USE_ONLY,
    }
    if report.info.synthetic:
        texts["Comment"] = "Synthetic sample: drawn by a program, from no patient."
    if cell.prediction:
        texts["Pipeline"] = f"{cell.prediction.pipeline}, weights SHA-256 {cell.prediction.weights_sha256}"
        texts["Class"] = cell.prediction.cls
        if cell.prediction.set_aside:
            texts["Class"] += f" ({cell.prediction.set_aside.words})"
    for key, text in texts.items():
        info.add_itxt(key, text.encode("utf-8", "backslashreplace").decode("utf-8"))
    return info


def _write_png(pixels: NDArray[np.uint8], path: Path, about: PngInfo) -> None:
    with replaced(path, durable=False) as temporary:
        PilImage.fromarray(pixels).save(temporary, format="PNG", pnginfo=about)
