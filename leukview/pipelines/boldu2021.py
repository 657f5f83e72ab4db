"""boldu2021 (ALNet): module 1 names the cell's type, module 2 the lineage of a blast.

Boldú et al., Comput Methods Programs Biomed 2021. The smear's own answer, the class that most of its cells have,
is a rule over the calls: ``resources/rules/smear_majority.toml``.
"""

from __future__ import annotations

from pathlib import Path

from leukview.classifiers.classifier import pick_device
from leukview.classifiers.staged import StagedClassifier
from leukview.pipelines.leukview import LeukViewPipeline
from leukview.segmentation.choice import SegmenterName, load_segmenter_of

__all__ = ["Boldu2021Pipeline"]


class Boldu2021Pipeline(LeukViewPipeline):
    """See :class:`leukview.pipelines.base.Pipeline`; each call has its tree."""

    id = "boldu2021"

    @classmethod
    def load(
        cls, model_id: str, device: str, models: Path | None, segmenter: SegmenterName = "learned"
    ) -> Boldu2021Pipeline:
        """Load the stages' weights and build the pipeline."""
        place = pick_device(device)
        return cls(StagedClassifier.load(model_id, place, models), load_segmenter_of(segmenter, place))
