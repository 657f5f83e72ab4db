"""What every pipeline does: locate the cells of an image, then classify their views."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box, CellView
from leukview.domain.case import ImageKind, PipelineStamp
from leukview.domain.cell import Cell
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import Prediction, SetAside
from leukview.domain.progress import Progress

if TYPE_CHECKING:  # the registry is read without torch
    import torch
    from torch import nn

__all__ = ["ExplainTarget", "LocatedCell", "Pipeline"]

Image = NDArray[np.uint8]


@dataclass(frozen=True, eq=False, slots=True)
class LocatedCell:
    """A cell before classification.

    Attributes
    ----------
    box:
        Bounding box in source pixels; the whole image where a single-cell image shows no segmentable cell.
    mask:
        Box-sized uint8 mask (255 nucleus, 128 cytoplasm), or None where none was found.
    morphology:
        Measurements, or None without a mask.
    view:
        The square the (first) network sees.
    pixels:
        S×S×3 uint8: that square, resampled and prepared as the network was trained on it; V×S×S×3 for a pipeline that looks at
        each cell in V ways.
    set_aside:
        Why the cell is not to be counted, where that shows before it is classified.
    """

    box: Box
    mask: NDArray[np.uint8] | None
    morphology: Morphology | None
    view: CellView
    pixels: Image
    set_aside: SetAside | None = None


@dataclass(frozen=True, eq=False, slots=True)
class ExplainTarget:
    """What Grad-CAM needs of a pipeline.

    Attributes
    ----------
    network:
        Module that maps an input batch to one N×C tensor.
    layers:
        Layers whose post-activation outputs are weighed, coarse to fine.
    index:
        The class's column.
    to_input:
        Maps a list of S×S×3 uint8 views to the network's input batch.
    """

    network: nn.Module
    layers: tuple[nn.Module, ...]
    index: int
    to_input: Callable[[Sequence[Image]], torch.Tensor]


@dataclass(frozen=True, eq=False, slots=True)
class Explanation:
    """One network's part in a call: what Grad-CAM needs, the S×S×3 view it saw and where that lies, and its weight, 0–1."""

    target: ExplainTarget
    pixels: Image
    view: CellView
    weight: float


class Pipeline(Protocol):
    """A pipeline ready to run. ``locate`` may run in several threads at once, ``classify`` in one."""

    id: str
    classes: tuple[str, ...]
    input_size: int
    stamp: PipelineStamp

    def locate(self, image: Image, kind: ImageKind, progress: Progress) -> list[LocatedCell]:
        """Return the cells of an H×W×3 uint8 RGB image: exactly one for a single-cell image."""
        ...

    def classify(self, pixels: Sequence[Image]) -> list[Prediction]:
        """Return one prediction per view, in order."""
        ...

    def explanations(
        self, image: Image, cell: Cell, mask: NDArray[np.uint8] | None, class_id: str
    ) -> list[Explanation]:
        """Return what explains a class for a cell analysed earlier: one part for each network that had a say.

        Parameters
        ----------
        image:
            H×W×3 uint8 RGB, the cell's image.
        cell:
            The cell, with its view and prediction.
        mask:
            Its mask, of the size of its box.
        class_id:
            The class.

        Raises
        ------
        InputProblem
            When the weights do not know the class.
        """
        ...
