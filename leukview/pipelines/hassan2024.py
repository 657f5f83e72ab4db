"""hassan2024: a frozen network and one neuron say how likely a cell is a blast (Hassan et al. 2024; ``docs/SYSTEMS.md``).

The paper calls images of one cell each AML or healthy. A cell is called here what its weights were taught by: a blast, or a white
cell whose type is not told apart. Nothing is said of a patient.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from leukview.classifiers.classifier import pick_device
from leukview.classifiers.frozen_classifier import FrozenClassifier
from leukview.pipelines.leukview import LeukViewPipeline
from leukview.segmentation.base import Segmenter
from leukview.segmentation.choice import SegmenterName, load_segmenter_of

__all__ = ["Hassan2024Pipeline"]


class Hassan2024Pipeline(LeukViewPipeline):
    """See :class:`leukview.pipelines.base.Pipeline`. The stamp's thresholds name the one at which a cell is called."""

    id = "hassan2024"

    def __init__(self, classifier: FrozenClassifier, segmenter: Segmenter) -> None:
        super().__init__(classifier, segmenter)
        called = (classifier.manifest.classes[1], classifier.threshold)
        self.stamp = replace(self.stamp, thresholds=(*self.stamp.thresholds, called))

    @classmethod
    def load(
        cls, model_id: str, device: str, models: Path | None, segmenter: SegmenterName = "learned"
    ) -> Hassan2024Pipeline:
        """Load a frozen network's weights and build the pipeline."""
        place = pick_device(device)
        return cls(FrozenClassifier.load(model_id, place, models), load_segmenter_of(segmenter, place))
