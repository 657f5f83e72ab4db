"""A sheet of what a model calls wrong with the most confidence: a score does not show what kind of cell that is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from leukview.domain.taxonomy import taxonomy
from leukview.imaging.readers import read_rgb
from leukview.resources import resource
from leukview.training.datasets import LabelledImage

__all__ = ["worst", "write_failures"]

_SIDE, _GAP, _TEXT, _ACROSS = 160, 12, 52, 6
_INK, _MUTED = (20, 24, 28), (96, 104, 112)


def worst(right: NDArray[np.bool_], probabilities: NDArray[np.float64], count: int) -> list[int]:
    """Return the rows of at most ``count`` wrong calls, the most confident first; N truth values, N×C probabilities."""
    confidence = np.where(right, -1.0, probabilities.max(axis=1))
    return [int(row) for row in np.argsort(-confidence, kind="stable")[:count] if confidence[row] >= 0]


def write_failures(
    items: Sequence[LabelledImage],
    right: NDArray[np.bool_],
    probabilities: NDArray[np.float64],
    classes: Sequence[str],
    path: Path,
    count: int = 24,
) -> bool:
    """Write a PNG of the most confident wrong calls, each image with its label, its call and the call's probability.

    Parameters
    ----------
    items:
        N labelled images.
    right, probabilities:
        N, and N×C: whether each call is right, and the probabilities.
    classes:
        C class ids.
    path:
        The picture. It shows the data set's own images: what its licence forbids to pass on, it forbids of this.
    count:
        How many at most.

    Returns
    -------
    False where nothing is wrong; then there is no picture.
    """
    rows = worst(right, probabilities, count)
    if not rows:
        return False
    down = -(-len(rows) // _ACROSS)
    sheet = Image.new("RGB", (_GAP + _ACROSS * (_SIDE + _GAP), _GAP + down * (_SIDE + _TEXT + _GAP)), "white")
    draw = ImageDraw.Draw(sheet)
    bold, plain = (
        ImageFont.truetype(str(resource("fonts", name)), 13) for name in ("Inter-SemiBold.ttf", "Inter-Regular.ttf")
    )
    for place, row in enumerate(rows):
        left = _GAP + place % _ACROSS * (_SIDE + _GAP)
        top = _GAP + place // _ACROSS * (_SIDE + _TEXT + _GAP)
        sheet.paste(_thumbnail(items[row].path), (left, top))
        best = int(probabilities[row].argmax())
        draw.text((left, top + _SIDE + 2), f"label {_name(items[row].cls)}", _MUTED, plain)
        draw.text((left, top + _SIDE + 17), f"{_name(classes[best])} {probabilities[row, best]:.2f}", _INK, bold)
        draw.text((left, top + _SIDE + 32), items[row].path.name[:24], _MUTED, plain)
    sheet.save(path)
    return True


def _thumbnail(path: Path) -> Image.Image:
    """Return the image on a square of its own background's grey, whole."""
    picture = Image.fromarray(read_rgb(path))
    picture.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    square = Image.new("RGB", (_SIDE, _SIDE), (238, 238, 238))
    square.paste(picture, ((_SIDE - picture.width) // 2, (_SIDE - picture.height) // 2))
    return square


def _name(class_id: str) -> str:
    known = taxonomy()
    return known[class_id].short.lower() if class_id in known else class_id.replace("_", " ")
