"""What an analysis hands over for one image; apart from the analysis itself, so that the session needs no pipeline."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box, CellView
from leukview.domain.case import ImageFile
from leukview.domain.cell import Cell
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import Prediction

__all__ = ["AnalysedImage", "CalledCell"]


@dataclass(frozen=True, eq=False, slots=True)
class AnalysedImage:
    """One image with the cells found in it.

    Attributes
    ----------
    image:
        The image.
    cells:
        Its cells with their predictions; none carries a human label.
    masks:
        Cell id (as in ``cells``) → uint8 mask of the size of the cell's box (height, width): 255 nucleus, 128 cytoplasm,
        0 elsewhere. A cell without a mask is left out.
    """

    image: ImageFile
    cells: tuple[Cell, ...]
    masks: dict[str, NDArray[np.uint8]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class CalledCell:
    """What a pipeline says of a cell that a person drew.

    Attributes
    ----------
    box:
        The person's box, in source pixels.
    prediction, view, morphology:
        As of a cell that an analysis found; no measurements where nothing was outlined.
    mask:
        uint8 mask of the size of ``box`` (height, width), or None.
    """

    box: Box
    prediction: Prediction
    view: CellView
    morphology: Morphology | None
    mask: NDArray[np.uint8] | None
