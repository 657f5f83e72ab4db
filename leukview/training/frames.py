"""The view of every labelled image, found once and kept beside the training."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.crops import View
from leukview.imaging.readers import read_rgb
from leukview.segmentation.base import Segmenter
from leukview.segmentation.framing import single_cell_view
from leukview.training.datasets import LabelledImage

__all__ = ["frames_of"]


def frames_of(
    items: Sequence[LabelledImage],
    segmenter: Segmenter,
    crop_fraction: float,
    diameters: float,
    *,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> list[View]:
    """Return each image's view in its own pixels.

    Parameters
    ----------
    items:
        The images.
    segmenter:
        Finds the cell.
    crop_fraction, diameters:
        See :func:`leukview.segmentation.framing.single_cell_view`.
    cache:
        JSON file to read views from and to write them to; an entry counts for the same segmenter and parameters only.
    progress:
        Told of every image; may cancel.
    """
    progress = progress or NoProgress()
    settings = f"{segmenter.name} {crop_fraction} {diameters}"
    known: dict[str, list[float]] = {}
    if cache is not None and cache.is_file():
        stored = json.loads(cache.read_text("utf-8"))
        known = stored["views"] if stored["settings"] == settings else {}
    views = []
    for number, item in enumerate(items):
        key = item.path.as_posix()
        if key not in known:
            progress.check_cancelled()
            progress.report(number, len(items), "finding cells")
            image = read_rgb(item.path)
            view = single_cell_view(image, segmenter.single(image), crop_fraction, diameters)
            known[key] = [view.cx, view.cy, view.side]
        cx, cy, side = known[key]
        views.append(View(cx, cy, side))
    if cache is not None:
        cache.parent.mkdir(parents=True, exist_ok=True)
        temporary = cache.with_suffix(".new")
        temporary.write_text(json.dumps({"settings": settings, "views": known}), "utf-8")
        temporary.replace(cache)
    return views
