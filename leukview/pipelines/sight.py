"""What a classifier is shown of a located cell: each of its sights, cut and prepared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leukview.classifiers.classifier import Classifier
from leukview.classifiers.manifest import Sight
from leukview.imaging.crops import View, whole_image_view
from leukview.imaging.preparation import Preparation
from leukview.segmentation.base import FoundCell
from leukview.segmentation.framing import LEAST_SIDE, cell_view, prepared_view

__all__ = ["Place", "in_crop", "looks_at_cells", "sight_view", "views_of"]

Image = NDArray[np.uint8]


@dataclass(frozen=True, eq=False, slots=True)
class Place:
    """Where a cell's views are cut.

    Attributes
    ----------
    crop:
        The square at the scale of the training's images.
    least:
        Least side of a view that is measured in cell diameters, in source pixels.
    white:
        RGB of the image's background where it is known already.
    """

    crop: View
    least: float
    white: NDArray[np.float64] | None = None


def in_crop(image: Image, crop_fraction: float) -> Place:
    """Return the place of a single-cell image's cell."""
    return Place(whole_image_view(image, crop_fraction), LEAST_SIDE * min(image.shape[:2]))


def looks_at_cells(classifier: Classifier) -> bool:
    """Tell whether any sight needs the cell's mask."""
    plain = Sight(preparation=Preparation())
    return any(sight != plain for sight in classifier.sights)


def sight_view(sight: Sight, found: FoundCell | None, place: Place, zoom: float = 1.0) -> View:
    """Return the square of a sight, in source pixels; ``zoom`` as in :class:`leukview.classifiers.classifier.Frame`."""
    if found is None or sight.cell_diameters is None:
        return View(place.crop.cx, place.crop.cy, place.crop.side * zoom)
    return cell_view(found, sight.cell_diameters, place.least)


def views_of(classifier: Classifier, image: Image, found: FoundCell | None, place: Place) -> Image:
    """Return what a classifier is shown of a cell: S×S×3 uint8, or V×S×S×3 for V sights.

    S is the largest side of the V; a smaller view fills the upper left corner of its place, and black the rest.
    """
    views = [
        prepared_view(
            image, found, sight_view(sight, found, place, frame.zoom), frame.size, sight.preparation, place.white
        )
        for sight, frame in zip(classifier.sights, classifier.frames, strict=True)
    ]
    if len(views) == 1:
        return views[0]
    side = max(len(view) for view in views)
    return np.stack([np.pad(view, ((0, side - len(view)), (0, side - len(view)), (0, 0))) for view in views])
