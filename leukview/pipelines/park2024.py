"""park2024: two or more EfficientNets vote on each cell (Park et al., Digital Health 2024; ``docs/SYSTEMS.md``).

The paper classifies images of one cell each. Cells are outlined here as in the default pipeline, for its measurements and so that
fields can be read as well; whether a member is shown the outlined cell or the image is its manifest's to say.
"""

from __future__ import annotations

from pathlib import Path

from leukview.classifiers.classifier import pick_device
from leukview.classifiers.ensemble import EnsembleClassifier
from leukview.pipelines.leukview import LeukViewPipeline
from leukview.segmentation.choice import SegmenterName, load_segmenter_of

__all__ = ["Park2024Pipeline"]


class Park2024Pipeline(LeukViewPipeline):
    """See :class:`leukview.pipelines.base.Pipeline`."""

    id = "park2024"

    @classmethod
    def load(
        cls, model_id: str, device: str, models: Path | None, segmenter: SegmenterName = "learned"
    ) -> Park2024Pipeline:
        """Load an ensemble's weights and build the pipeline."""
        place = pick_device(device)
        return cls(EnsembleClassifier.load(model_id, place, models), load_segmenter_of(segmenter, place))
