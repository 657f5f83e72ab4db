"""One smear's own look, and the pictures an analyser or a microscope takes of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box
from leukview.domain.errors import InputProblem
from leukview.imaging.synthetic.red_cells import RedCells, paint_red_cells
from leukview.imaging.synthetic.shapes import Array
from leukview.imaging.synthetic.stain import DYES, STAINS, Stain, develop, dye_map
from leukview.imaging.synthetic.white_cells import DrawnCell, draw_cell

__all__ = ["CROP_UM", "DrawnImage", "Smear", "TrueCell", "new_smear", "render_crop", "render_field"]

CROP_UM = 36.6
"""Shorter side of a single-cell image in µm: an analyser's 360-pixel crop at about 10 pixels a µm."""


@dataclass(frozen=True, eq=False, slots=True)
class Smear:
    """What all pictures of one smear share.

    Attributes
    ----------
    stain:
        The laboratory's stain and light.
    red_cells:
        The patient's red cells.
    uptake:
        Factor on each dye: this slide's staining time and pH.
    platelets:
        Mean number of platelets per 1000 µm².
    """

    stain: Stain
    red_cells: RedCells
    uptake: NDArray[np.float32]
    platelets: float


@dataclass(frozen=True, slots=True)
class TrueCell:
    """One drawn cell: its class, the tight box of its mask in pixels, and its nuclear lobes (0 without a nucleus)."""

    class_id: str
    box: Box
    lobes: int


@dataclass(frozen=True, eq=False, slots=True)
class DrawnImage:
    """A synthetic picture with its truth.

    Attributes
    ----------
    image:
        H×W×3 uint8 RGB.
    mask:
        H×W uint8: 255 nucleus, 128 cytoplasm (and platelets), 0 elsewhere. In a crop, of the cell in question alone.
    cells:
        The cells in the mask.
    """

    image: NDArray[np.uint8]
    mask: NDArray[np.uint8]
    cells: tuple[TrueCell, ...]


def new_smear(rng: np.random.Generator, stain: str = "mgg") -> Smear:
    """Return a smear whose red cells, stain uptake and platelets vary as patients and slides do.

    Raises
    ------
    InputProblem
        When there is no stain of this name.
    """
    if stain not in STAINS:
        raise InputProblem(stain, "there is no such stain", f"Use one of {', '.join(STAINS)}")
    red_cells = RedCells(
        diameter_um=rng.uniform(7.0, 7.7),
        spread=rng.uniform(0.04, 0.09),
        pallor=rng.uniform(0.45, 0.85),
        odd=rng.uniform(0.06, 0.25),
        fill=rng.uniform(0.34, 0.5),
        cluster=rng.uniform(0.4, 0.65),
    )
    uptake = np.clip(rng.normal(1, 0.05, DYES), 0.85, 1.15).astype(np.float32)
    return Smear(STAINS[stain], red_cells, uptake, rng.uniform(0.2, 0.9))


def render_crop(
    class_id: str, rng: np.random.Generator, smear: Smear, *, height: int = 363, width: int = 360
) -> DrawnImage:
    """Render a single-cell image as an analyser exports it: the cell in the middle, red cells and platelets around it.

    Parameters
    ----------
    class_id:
        The cell's class.
    rng:
        Source of everything that differs between two images.
    smear:
        The smear it lies on.
    height, width:
        Size in pixels, at least 96; the shorter side shows :data:`CROP_UM` over the stain's zoom.
    """
    if min(height, width) < 96:
        raise InputProblem(f"{width}×{height}", "a synthetic cell needs at least 96 pixels a side", "Ask for more")
    px_per_um = min(height, width) / CROP_UM * smear.stain.zoom
    canvas = _Canvas(height, width)
    drawn = draw_cell(class_id, rng, px_per_um)
    shift = rng.normal(0, 0.3 * px_per_um, 2)
    truth = canvas.place(drawn, width / 2 + float(shift[0]), height / 2 + float(shift[1]))
    mask = canvas.mask.copy()
    if rng.random() < 0.05:
        _add_neighbour(canvas, rng, px_per_um)
    _fill_background(canvas, rng, smear, px_per_um)
    image = develop(canvas.dyes, smear.stain, rng, px_per_um, _slide(rng, smear), whole_field=False)
    return DrawnImage(image, mask, (truth,))


def render_field(
    class_ids: list[str],
    rng: np.random.Generator,
    smear: Smear,
    *,
    height: int = 960,
    width: int = 1280,
    px_per_um: float = 6.6,
) -> DrawnImage:
    """Render a field of a smear; no two of its cells overlap and none is cut by the edge.

    Their boxes do not overlap either, so that each cell's own mask is the part of ``mask`` in its box.
    Cells that find no room are left out, so that ``cells`` may hold fewer than were asked for.

    Parameters
    ----------
    class_ids:
        Classes of the cells to place.
    rng:
        Source of everything that differs between two images.
    smear:
        The smear.
    height, width:
        Size in pixels.
    px_per_um:
        Scale.
    """
    canvas = _Canvas(height, width)
    cells = []
    for class_id in class_ids:
        drawn = draw_cell(class_id, rng, px_per_um)
        spot = canvas.find_room(drawn, rng, gap=0.8 * px_per_um)
        if spot is not None:
            cells.append(canvas.place(drawn, *spot))
    for _ in range(int(rng.poisson(smear.platelets * height * width / px_per_um**2 / 1000))):
        drawn = draw_cell("platelet", rng, px_per_um)
        spot = canvas.find_room(drawn, rng, gap=0.4 * px_per_um)
        if spot is not None:
            cells.append(canvas.place(drawn, *spot))
    room = canvas.room()
    paint_red_cells(canvas.dyes, rng, smear.red_cells, px_per_um, room)
    image = develop(canvas.dyes, smear.stain, rng, px_per_um, _slide(rng, smear), whole_field=True)
    cells.sort(key=lambda cell: (cell.box.y, cell.box.x))
    return DrawnImage(image, canvas.mask, tuple(cells))


class _Canvas:
    """A slide being built up: dyes, masks and the room that is left."""

    def __init__(self, height: int, width: int) -> None:
        self.height, self.width = height, width
        self.dyes = dye_map(height, width)
        self.mask = np.zeros((height, width), dtype=np.uint8)
        self.taken = np.zeros((height, width), dtype=bool)

    def place(self, drawn: DrawnCell, x: float, y: float) -> TrueCell:
        """Add a cell with its patch's middle at x, y; return its truth."""
        size = drawn.mask.shape[0]
        left, top = round(x - size / 2), round(y - size / 2)
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(self.width, left + size), min(self.height, top + size)
        if x0 >= x1 or y0 >= y1:
            return TrueCell(drawn.class_id, Box(x0, y0, 0, 0), drawn.lobes)
        part = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
        self.dyes[y0:y1, x0:x1] += drawn.dyes[part]
        mask = drawn.mask[part]
        np.maximum(self.mask[y0:y1, x0:x1], mask, out=self.mask[y0:y1, x0:x1])
        bx, by, bw, bh = cv2.boundingRect((mask > 0).astype(np.uint8))
        self.taken[y0 + by : y0 + by + bh, x0 + bx : x0 + bx + bw] = True
        return TrueCell(drawn.class_id, Box(x0 + bx, y0 + by, bw, bh), drawn.lobes)

    def room(self) -> Array | None:
        """Return H×W float32 distance in pixels to the nearest cell, or None on an empty slide."""
        if not self.mask.any():
            return None
        free = (self.mask == 0).astype(np.uint8)
        return np.asarray(cv2.distanceTransform(free, cv2.DIST_L2, 3), dtype=np.float32)

    def find_room(self, drawn: DrawnCell, rng: np.random.Generator, gap: float) -> tuple[float, float] | None:
        """Return a middle at which a cell's whole box is free with ``gap`` pixels around it, or None after 60 tries."""
        bx, by, bw, bh = cv2.boundingRect((drawn.mask > 0).astype(np.uint8))
        size, edge = drawn.mask.shape[0], int(np.ceil(gap))
        if bw + 2 * edge >= self.width or bh + 2 * edge >= self.height:
            return None
        for _ in range(60):
            x0 = int(rng.integers(edge, self.width - bw - edge))
            y0 = int(rng.integers(edge, self.height - bh - edge))
            if not self.taken[y0 - edge : y0 + bh + edge, x0 - edge : x0 + bw + edge].any():
                return x0 - bx + size / 2, y0 - by + size / 2
        return None


def _add_neighbour(canvas: _Canvas, rng: np.random.Generator, px_per_um: float) -> None:
    """Let another white cell look in at the edge of a crop, as happens in crowded smears, clear of the one in question."""
    drawn = draw_cell(str(rng.choice(["segmented_neutrophil", "lymphocyte", "monocyte"])), rng, px_per_um)
    room = canvas.room()
    angle = rng.uniform(0, 2 * np.pi)
    reach = 0.62 * min(canvas.height, canvas.width)
    x = canvas.width / 2 + reach * 1.05 * np.cos(angle)
    y = canvas.height / 2 + reach * 1.05 * np.sin(angle)
    nearest = (
        room[int(np.clip(y, 0, canvas.height - 1)), int(np.clip(x, 0, canvas.width - 1))] if room is not None else 0
    )
    if nearest > 9.5 * px_per_um:
        canvas.place(drawn, float(x), float(y))


def _fill_background(canvas: _Canvas, rng: np.random.Generator, smear: Smear, px_per_um: float) -> None:
    """Add red cells and stray platelets around the cells of a canvas."""
    room = canvas.room()
    area = canvas.height * canvas.width / px_per_um**2
    for _ in range(int(rng.poisson(smear.platelets * area / 1000))):
        drawn = draw_cell("platelet", rng, px_per_um)
        x, y = rng.uniform(0, canvas.width), rng.uniform(0, canvas.height)
        if room is None or room[int(y), int(x)] > 3.5 * px_per_um:
            canvas.place(drawn, x, y)
    paint_red_cells(canvas.dyes, rng, smear.red_cells, px_per_um, canvas.room())


def _slide(rng: np.random.Generator, smear: Smear) -> NDArray[np.float32]:
    """Return the dyes' uptake at one place of the slide: the smear's own, a little thicker or thinner."""
    local = np.clip(rng.normal(1, 0.025, DYES) * rng.normal(1, 0.02), 0.9, 1.1)
    return np.asarray(smear.uptake * local.astype(np.float32), dtype=np.float32)
