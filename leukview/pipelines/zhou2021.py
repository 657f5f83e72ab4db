"""zhou2021: fields in; every nucleated cell detected, the uncountable and crushed set aside, the rest typed and counted.

Zhou et al., Front Pediatr 2021 (``docs/SYSTEMS.md``). The paper's network does all at once; here a detector finds the cells, the
segmenter outlines each, and a classifier of its own weights types them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leukview.classifiers.adapted import load_classifier
from leukview.classifiers.classifier import Classifier, pick_device
from leukview.detection.base import NUCLEATED
from leukview.detection.detector import Detector
from leukview.domain.box import Box, CellView
from leukview.domain.case import ImageKind
from leukview.domain.prediction import Prediction
from leukview.domain.progress import Progress
from leukview.finders import finder_in_use
from leukview.imaging.clarity import azure
from leukview.imaging.crops import View
from leukview.imaging.stain import background_colour
from leukview.pipelines.base import LocatedCell
from leukview.pipelines.countability import Placed, by_call, by_look, by_place, limits, one_each, set_aside
from leukview.pipelines.leukview import LeukViewPipeline
from leukview.pipelines.sight import Place, sight_view, views_of
from leukview.resources import models_dir
from leukview.segmentation.base import FoundCell, Segmenter
from leukview.segmentation.choice import SegmenterName, load_segmenter_of
from leukview.segmentation.framing import LEAST_SIDE

__all__ = ["Zhou2021Pipeline"]

Image = NDArray[np.uint8]

_AZURE = 1.2
"""What a box's stain must exceed to hold a nucleus at all: a red cell that is typed would be called some nucleated cell.

Of 91 boxes of white cells of BCCD's and Raabin's validation fields the least has 1.46; of 343 red cells 95 % have at most 1.46
and 1.27. ALL-IDB1's smudge cells have 1.6, and red cells that the detector took for nucleated ones 0.3 to 0.6.
"""


class Zhou2021Pipeline(LeukViewPipeline):
    """See :class:`leukview.pipelines.base.Pipeline`.

    Parameters
    ----------
    classifier:
        Types the cells.
    segmenter:
        Outlines them.
    detector:
        Finds them in fields.
    """

    id = "zhou2021"

    def __init__(self, classifier: Classifier, segmenter: Segmenter, detector: Detector) -> None:
        super().__init__(classifier, segmenter)
        self.detector = detector
        decided = tuple((name, one.limit) for name, one in limits().items())
        self.stamp = replace(
            self.stamp,
            thresholds=(*self.stamp.thresholds, *decided),
            segmenter=f"{segmenter.name}, cells found by {detector.name}",
        )

    @classmethod
    def of_parts(
        cls, model_id: str, device: str, models: Path | None, segmenter: SegmenterName, detector_in: Path | None
    ) -> Zhou2021Pipeline:
        """Load the classifier's and the detector's weights, each from its own folder, and build the pipeline."""
        place = pick_device(device)
        classifier, outliner = load_classifier(model_id, place, models), load_segmenter_of(segmenter, place)
        # A folder that was asked for goes before what is in use.
        shipped = detector_in is None or detector_in == models_dir()
        model, folder = finder_in_use("detector") if shipped else ("detector", None)
        return cls(classifier, outliner, Detector.load(model, place, folder or detector_in))

    def locate(self, image: Image, kind: ImageKind, progress: Progress) -> list[LocatedCell]:
        """Return the cells of an image, those that cannot be counted included; see the protocol."""
        if kind == "cell":
            (only,) = super().locate(image, kind, progress)
            names = by_look(image, FoundCell(only.box, only.mask)) if only.mask is not None else []
            return [replace(only, set_aside=set_aside(names))]
        cells = self._placed(image, progress)
        if not cells:
            return []
        side, white = self._field_side(image), background_colour(image)
        size, least = (image.shape[1], image.shape[0]), LEAST_SIDE * side / self.classifier.manifest.crop_fraction
        result = []
        for cell in cells:
            progress.check_cancelled()
            middle = (cell.box.x + cell.box.width / 2, cell.box.y + cell.box.height / 2)
            located = self._of_field(image, cell, Place(View(*middle, side), least, white))
            names = by_place(cell, (other for other in cells if other is not cell), size)
            if cell.outline is not None:
                names += by_look(image, cell.outline)
            result.append(replace(located, set_aside=set_aside(names)))
        return result

    def _placed(self, image: Image, progress: Progress) -> list[Placed]:
        """Return each nucleated cell once, from top to bottom, outlined where the segmenter sees the same cell."""
        height, width = image.shape[:2]
        found = self.detector.find(image, progress).of_kind(NUCLEATED)
        white = background_colour(image)
        boxes = [
            box
            for box in (_whole(corners, width, height) for corners in found.boxes)
            if azure(image[box.y : box.y + box.height, box.x : box.x + box.width], white) > _AZURE
        ]
        outlines = self.segmenter.boxed(image, boxes, progress)
        placed = [Placed(box, outline) for box, outline in zip(boxes, outlines, strict=True)]
        return sorted(one_each(placed), key=lambda cell: (cell.box.y, cell.box.x))

    def _of_field(self, image: Image, cell: Placed, place: Place) -> LocatedCell:
        if cell.outline is not None:
            return self._located(image, cell.outline, place)
        view = sight_view(self.classifier.sights[0], None, place)
        pixels = views_of(self.classifier, image, None, place)
        return LocatedCell(cell.box, None, None, CellView(view.cx, view.cy, view.side), pixels)

    def classify(self, pixels: Sequence[Image]) -> list[Prediction]:
        """Return one prediction per view, those that cannot be typed set aside; see the protocol."""
        return [replace(call, set_aside=set_aside(by_call(call.probabilities))) for call in super().classify(pixels)]


def _whole(corners: NDArray[np.float64], width: int, height: int) -> Box:
    """Return a detector's box in whole pixels, at least one a side, within the image."""
    x0, y0 = min(width - 1, max(0, int(np.floor(corners[0])))), min(height - 1, max(0, int(np.floor(corners[1]))))
    x1, y1 = min(width, int(np.ceil(corners[2]))), min(height, int(np.ceil(corners[3])))
    return Box(x0, y0, max(1, x1 - x0), max(1, y1 - y0))
