"""The default pipeline: a learned segmenter, then a classifier over every class its training data support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leukview import __version__
from leukview.classifiers.adapted import load_classifier
from leukview.classifiers.classifier import Classifier, pick_device
from leukview.domain.attributes import contradictions
from leukview.domain.box import Box, CellView
from leukview.domain.case import ImageKind, PipelineStamp
from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import DOUBTFUL_AT, OUT_OF_DOMAIN_AT, Prediction
from leukview.domain.progress import Progress
from leukview.imaging.crops import View
from leukview.imaging.measure import measure
from leukview.imaging.ruler import red_cell_size
from leukview.imaging.stain import background_colour
from leukview.pipelines.base import ExplainTarget, Explanation, LocatedCell
from leukview.pipelines.sight import Place, in_crop, sight_view, views_of
from leukview.segmentation.base import FoundCell, Segmenter
from leukview.segmentation.choice import SegmenterName, load_segmenter_of
from leukview.segmentation.framing import LEAST_SIDE, prepared_view

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
            segmenter=segmenter.name,
        )

    @classmethod
    def load(
        cls, model_id: str, device: str, models: Path | None, segmenter: SegmenterName = "learned"
    ) -> LeukViewPipeline:
        """Load the weights and build the pipeline."""
        place = pick_device(device)
        return cls(load_classifier(model_id, place, models), load_segmenter_of(segmenter, place))

    def locate(self, image: Image, kind: ImageKind, progress: Progress) -> list[LocatedCell]:
        """Return the cells of an image; see the protocol."""
        manifest = self.classifier.manifest
        if kind == "cell":
            return [self._located(image, self.segmenter.single(image), in_crop(image, manifest.crop_fraction))]
        found = self.segmenter.field(image, progress)
        if not found:
            return []
        side, white = self._field_side(image), background_colour(image)
        # As in a crop at the training images' scale.
        least = LEAST_SIDE * side / manifest.crop_fraction
        return [self._located(image, item, Place(View(*_middle(item.box), side), least, white)) for item in found]

    def locate_box(self, image: Image, box: Box, progress: Progress) -> LocatedCell:
        """Return the cell that a person drew a box around in a field, outlined where the segmenter sees it there.

        Parameters
        ----------
        image:
            H×W×3 uint8 RGB, the field.
        box:
            The person's box, within the field.
        progress:
            Told, and asked whether to stop.
        """
        side, white = self._field_side(image), background_colour(image)
        least = LEAST_SIDE * side / self.classifier.manifest.crop_fraction
        (found,) = self.segmenter.boxed(image, [box], progress)
        if found is not None:
            return self._located(image, found, Place(View(*_middle(found.box), side), least, white))
        place = Place(View(*_middle(box), side), least, white)
        return replace(self._located(image, None, place), box=box)

    def _located(self, image: Image, found: FoundCell | None, place: Place) -> LocatedCell:
        view = sight_view(self.classifier.sights[0], found, place)
        pixels = views_of(self.classifier, image, found, place)
        seen = CellView(view.cx, view.cy, view.side)
        if found is None:
            height, width = image.shape[:2]
            return LocatedCell(Box(0, 0, width, height), None, None, seen, pixels)
        box = found.box
        crop = image[box.y : box.y + box.height, box.x : box.x + box.width]
        return LocatedCell(box, found.mask, measure(crop, found.mask), seen, pixels)

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
        trees, dissent = self.classifier.trees(outputs), self.classifier.dissent(outputs)
        manifest = self.classifier.manifest
        calls = []
        for row, score, seen, tree, others in zip(probabilities, novelty, answers, trees, dissent, strict=True):
            # Of a type whose attributes were never taught, what the network says is a guess, and often a wrong one.
            typical = manifest.typical.get(self.classes[int(row.argmax())], {})
            calls.append(
                Prediction(
                    dict(zip(self.classes, map(float, row), strict=True)),
                    float(score),
                    self.id,
                    manifest.sha256,
                    seen if typical else {},
                    (*others, *(item.phrase for item in contradictions(seen, typical))),
                    tree,
                )
            )
        return calls

    def explanations(
        self, image: Image, cell: Cell, mask: NDArray[np.uint8] | None, class_id: str
    ) -> list[Explanation]:
        """Return what explains a class for a cell, one part a network; see the protocol."""
        if class_id not in self.classes:
            raise InputProblem(class_id, "this pipeline's weights do not know this class", "Choose one that it lists")
        assert cell.view is not None
        found = FoundCell(cell.box, mask) if mask is not None else None
        crop = View(cell.view.cx, cell.view.cy, cell.view.side)
        place = Place(crop, LEAST_SIDE * crop.side / self.classifier.manifest.crop_fraction)
        parts = []
        for part, index in self.classifier.asked(class_id, cell.out_of_domain):
            sight, frame = self.classifier.sights[part.sight], self.classifier.frames[part.sight]
            # The first view was kept with the cell; the others follow from its mask.
            view = crop if part.sight == 0 else sight_view(sight, found, place, frame.zoom)
            pixels = prepared_view(image, found, view, frame.size, sight.preparation)
            target = ExplainTarget(part.network, part.layers, index, part.to_input)
            parts.append(Explanation(target, pixels, CellView(view.cx, view.cy, view.side), part.weight))
        return parts


def _middle(box: Box) -> tuple[float, float]:
    return box.x + box.width / 2, box.y + box.height / 2
