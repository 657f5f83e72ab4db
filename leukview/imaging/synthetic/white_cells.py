"""Draw one cell of any class: its dyes, its exact mask, its number of lobes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leukview.domain.errors import InputProblem
from leukview.imaging.synthetic.cytoplasm import body_cover, paint_cytoplasm
from leukview.imaging.synthetic.nucleus import chromatin, nucleus_cover
from leukview.imaging.synthetic.platelets import draw_platelets, draw_smudge
from leukview.imaging.synthetic.shapes import Array
from leukview.imaging.synthetic.specs import SPECS
from leukview.imaging.synthetic.stain import Dye, dye_map

__all__ = ["CLASSES", "CYTOPLASM", "NUCLEUS", "DrawnCell", "draw_cell"]

NUCLEUS = 255
CYTOPLASM = 128

_PLATELETS = ("platelet", "giant_platelet", "platelet_clump")
CLASSES: tuple[str, ...] = (*SPECS, "smudge_cell", *_PLATELETS)
"""Every class id that can be drawn."""


@dataclass(frozen=True, eq=False, slots=True)
class DrawnCell:
    """One cell in the middle of its own square patch.

    Attributes
    ----------
    class_id:
        What it is.
    dyes:
        S×S×dyes float32 concentrations.
    cover:
        S×S float32 coverage of the whole cell, 0–1.
    mask:
        S×S uint8: 255 nucleus, 128 cytoplasm, 0 elsewhere; exactly what was drawn, before any blur.
    lobes:
        Number of nuclear lobes; 0 where there is no nucleus.
    """

    class_id: str
    dyes: Array
    cover: Array
    mask: NDArray[np.uint8]
    lobes: int


def draw_cell(class_id: str, rng: np.random.Generator, px_per_um: float) -> DrawnCell:
    """Draw one cell.

    Parameters
    ----------
    class_id:
        One of :data:`CLASSES`.
    rng:
        Source of everything that differs between two cells of a class.
    px_per_um:
        Scale in pixels per micrometre.

    Raises
    ------
    InputProblem
        When no such class can be drawn.
    """
    if class_id not in CLASSES:
        raise InputProblem(class_id, "no synthetic cell of this class can be drawn", f"Use one of {', '.join(CLASSES)}")
    if class_id in _PLATELETS:
        dyes, cover, nucleus = draw_platelets(rng, class_id, px_per_um)
        lobes = 0
    elif class_id == "smudge_cell":
        dyes, cover, nucleus = draw_smudge(rng, px_per_um)
        lobes = 1
    else:
        dyes, cover, nucleus, lobes = _nucleated(class_id, rng, px_per_um)
    mask = np.zeros(cover.shape, dtype=np.uint8)
    mask[cover >= 0.5] = CYTOPLASM
    mask[(nucleus >= 0.5) & (cover >= 0.5)] = NUCLEUS
    return DrawnCell(class_id, dyes, cover, mask, lobes)


def _nucleated(class_id: str, rng: np.random.Generator, px_per_um: float) -> tuple[Array, Array, Array, int]:
    """Return dyes, coverage of cell and nucleus, and lobes of a cell that has a description in ``SPECS``."""
    spec = SPECS[class_id]
    size = int(np.ceil(spec.body.diameter_um[1] * px_per_um * 0.9)) * 2
    body = body_cover(rng, spec.body, size, px_per_um)
    ys, xs = np.nonzero(body >= 0.5)
    centre = (float(xs.mean()) + 0.5, float(ys.mean()) + 0.5)
    nucleus, lobes = nucleus_cover(rng, spec.nucleus, body, centre, px_per_um)
    density, nucleoli = chromatin(rng, spec.chromatin, nucleus, px_per_um)
    dyes = dye_map(size, size)
    paint_cytoplasm(rng, spec.cytoplasm, dyes, body, nucleus, px_per_um)
    dyes[..., Dye.CHROMATIN] += density
    dyes[..., Dye.BASOPHILIC] += nucleus * (0.08 + 0.22 * nucleoli)
    return dyes, body, nucleus, lobes
