"""The default pipeline: a learned segmenter, then one network over every class its training data support."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leukview import __version__
from leukview.classifiers.adapted import load_classifier
from leukview.classifiers.classifier import Classifier, pick_device
from leukview.domain.attributes import contradictions
from leukview.domain.case import ImageKind, PipelineStamp
from leukview.domain.cell import DOUBTFUL_AT, OUT_OF_DOMAIN_AT, Box, CellView, Prediction
from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress
from leukview.imaging.crops import View
from leukview.imaging.measure import measure
from leukview.imaging.stain import background_colour
from leukview.pipelines.base import ExplainTarget, LocatedCell
from leukview.segmentation.base import FoundCell, Segmenter
from leukview.segmentation.fields import red_cell_size
from leukview.segmentation.framing import LEAST_SIDE, cell_view, prepared_view, single_cell_view
from leukview.segmentation.learned import LearnedSegmenter

__all__ = ["LeukViewPipeline"]

Image = NDArray[np.uint8]


class LeukViewPipeline:
    """See :class:`leukview.pipelines.base.Pipeline`."""

    id = "leukview"

    def __init__(self, classifier: Classifier, segmenter: Segmenter) -> None:
        self.classifier = classifier
        self.segmenter = segmenter
        manifest = classifier.manifest
        self.classes = manifest.classes
        self.input_size = manifest.input_size
        self.stamp = PipelineStamp(
            pipeline=self.id,
            title=manifest.title,
            weights_sha256=manifest.sha256,
            device=classifier.device,
            software=f"LeukView {__version__}",
            thresholds=(("out_of_domain", OUT_OF_DOMAIN_AT), ("doubt", DOUBTFUL_AT)),
        )

    @classmethod
    def load(cls, model_id: str, device: str, models: Path | None) -> LeukViewPipeline:
        """Load the weights and build the pipeline."""
        place = pick_device(device)
        return cls(load_classifier(model_id, place, models), LearnedSegmenter.load(place))

    def locate(self, image: Image, kind: ImageKind, progress: Progress) -> list[LocatedCell]:
        """Return the cells of an image; see the protocol."""
        if kind == "cell":
            return [self._single(image)]
        found = self.segmenter.field(image, progress)
        manifest, side = self.classifier.manifest, self._field_side(image)
        white = background_colour(image) if found else None
        if manifest.cell_diameters is None:
            return [self._located(image, item, View(*_middle(item.box), side), white) for item in found]
        # As in a crop at the training images' scale.
        least = LEAST_SIDE * side / manifest.crop_fraction
        return [self._located(image, item, cell_view(item, manifest.cell_diameters, least), white) for item in found]

    def _single(self, image: Image) -> LocatedCell:
        manifest = self.classifier.manifest
        found = self.segmenter.single(image)
        view = single_cell_view(image, found, manifest.crop_fraction, manifest.cell_diameters)
        if found is not None:
            return self._located(image, found, view, None)
        height, width = image.shape[:2]
        pixels = self._prepared(image, None, view, None)
        return LocatedCell(Box(0, 0, width, height), None, None, CellView(view.cx, view.cy, view.side), pixels)

    def shown(self, image: Image, view: CellView, box: Box, mask: NDArray[np.uint8] | None) -> Image:
        """Return what the network is shown of a cell; see the protocol."""
        found = FoundCell(box, mask) if mask is not None else None
        return self._prepared(image, found, View(view.cx, view.cy, view.side), None)

    def _prepared(self, image: Image, found: FoundCell | None, view: View, white: NDArray[np.float64] | None) -> Image:
        return prepared_view(image, found, view, self.input_size, self.classifier.manifest.preparation, white)

    def _located(self, image: Image, found: FoundCell, view: View, white: NDArray[np.float64] | None) -> LocatedCell:
        box = found.box
        crop = image[box.y : box.y + box.height, box.x : box.x + box.width]
        return LocatedCell(
            box,
            found.mask,
            measure(crop, found.mask),
            CellView(view.cx, view.cy, view.side),
            self._prepared(image, found, view, white),
        )

    def _field_side(self, image: Image) -> float:
        """Return the view's side in a field, from the red cells' diameter: the scale of the training images."""
        return red_cell_size(image) * self.classifier.manifest.field_diameters

    def classify(self, pixels: Sequence[Image]) -> list[Prediction]:
        """Return one prediction per view; see the protocol."""
        if not pixels:
            return []
        outputs = self.classifier.outputs(pixels)
        probabilities, novelty = (
            self.classifier.calibrate(outputs.logits),
            self.classifier.novelty_of(outputs.features),
        )
        answers = self.classifier.answers(outputs.attributes)
        manifest = self.classifier.manifest
        calls = []
        for row, score, seen in zip(probabilities, novelty, answers, strict=True):
            typical = manifest.typical.get(self.classes[int(row.argmax())], {})
            calls.append(
                Prediction(
                    dict(zip(self.classes, map(float, row), strict=True)),
                    float(score),
                    self.id,
                    manifest.sha256,
                    seen,
                    tuple(item.phrase for item in contradictions(seen, typical)),
                )
            )
        return calls

    def explain_target(self, class_id: str) -> ExplainTarget:
        """Return what explains a class; see the protocol."""
        if class_id not in self.classes:
            raise InputProblem(class_id, "this pipeline's weights do not know this class", "Choose one that it lists")
        return ExplainTarget(
            self.classifier.explain_network(),
            self.classifier.explain_layers(),
            self.classes.index(class_id),
            self.classifier.to_input,
        )


def _middle(box: Box) -> tuple[float, float]:
    return box.x + box.width / 2, box.y + box.height / 2
