"""yan2024: the cell is outlined, the rest hidden, and networks decide down a tree (Yan et al., Cancer Sci 2025).

What is hidden is the manifest's to say, stage by stage: ``preparation.background = "masked"`` in the recipes, so that a person's
outline, too, is what is classified when the case is analysed again. ``docs/SYSTEMS.md`` says what is not as published.
"""

from __future__ import annotations

from pathlib import Path

from leukview.classifiers.classifier import pick_device
from leukview.classifiers.staged import StagedClassifier
from leukview.pipelines.leukview import LeukViewPipeline
from leukview.segmentation.choice import SegmenterName, load_segmenter_of

__all__ = ["Yan2024Pipeline"]


class Yan2024Pipeline(LeukViewPipeline):
    """See :class:`leukview.pipelines.base.Pipeline`; each call has its tree."""

    id = "yan2024"

    @classmethod
    def load(
        cls, model_id: str, device: str, models: Path | None, segmenter: SegmenterName = "learned"
    ) -> Yan2024Pipeline:
        """Load the stages' weights and build the pipeline."""
        place = pick_device(device)
        return cls(StagedClassifier.load(model_id, place, models), load_segmenter_of(segmenter, place))
