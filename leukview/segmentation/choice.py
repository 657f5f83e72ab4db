"""Which segmenter outlines cells: the learned one unless a person asks for another."""

from __future__ import annotations

from typing import Literal

from leukview.finders import finder_in_use
from leukview.segmentation.base import Segmenter

__all__ = ["SegmenterName", "load_segmenter_of"]

SegmenterName = Literal["learned", "sam", "classical"]
"""``learned``: the U-Net, the default by measurement (``docs/SEGMENTATION.md``). ``sam``: Segment Anything, asked for every cell
that stain and shape find. ``classical``: stain and shape alone."""


def load_segmenter_of(name: SegmenterName, device: str) -> Segmenter:
    """Return a segmenter by name, on a device, with the weights in use; torch is imported only where it is needed.

    Raises
    ------
    EnvironmentFault
        When its weights are missing or damaged.
    """
    if name == "classical":
        from leukview.segmentation.classical import ClassicalSegmenter

        return ClassicalSegmenter()
    if name == "sam":
        from leukview.segmentation.prompted import SamSegmenter

        model_id, folder = finder_in_use("sam")
        return SamSegmenter.load(device, folder, model_id)
    from leukview.segmentation.learned import LearnedSegmenter

    model_id, folder = finder_in_use("segmenter")
    return LearnedSegmenter.load(device, folder, model_id)
