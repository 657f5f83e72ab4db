"""The cell of every labelled image, found once and kept beside the training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.preparation import Preparation
from leukview.imaging.readers import read_rgb
from leukview.segmentation.base import Segmenter, mask_on_image
from leukview.segmentation.learned import LearnedSegmenter
from leukview.training.labelled import LabelledImage
from leukview.training.recipe import Recipe

__all__ = ["FoundMasks", "find_masks", "masks_for"]

_SAVE_EVERY = 1000


@dataclass(frozen=True, eq=False)
class FoundMasks:
    """Masks by image, held as PNG: ten thousand take a few megabytes."""

    coded: dict[str, bytes]

    def get(self, path: Path) -> NDArray[np.uint8] | None:
        """Return an image's H×W uint8 mask (255 nucleus, 128 cytoplasm), or None where no cell was found."""
        data = self.coded[path.as_posix()]
        if not data:
            return None
        return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def masks_for(
    recipe: Recipe,
    items: Sequence[LabelledImage],
    cache: Path,
    device: str,
    progress: Progress,
    segmenter: Segmenter | None = None,
) -> FoundMasks | None:
    """Return each image's cell where the recipe frames or cuts out cells; None where it takes the images' middles as they are.

    Masks are read from and kept in the file ``cache``; the shipped segmenter finds them where none is given.
    """
    net = recipe.network
    if net.cell_diameters is None and net.preparation == Preparation():
        return None
    finder = segmenter or LearnedSegmenter.load(device)
    return find_masks([item.path for item in items], finder, cache=cache, progress=progress)


def find_masks(
    paths: Sequence[Path], segmenter: Segmenter, *, cache: Path | None = None, progress: Progress | None = None
) -> FoundMasks:
    """Segment every image.

    Parameters
    ----------
    paths:
        The images' files.
    segmenter:
        Finds the cell.
    cache:
        ``.npz`` file to read masks from and to write them to; an entry counts for a segmenter of the same ``name`` only.
    progress:
        Told of every image; may cancel; what was found is kept.
    """
    progress = progress or NoProgress()
    coded = {} if cache is None else _read(cache, segmenter.name)
    missing = [path for path in paths if path.as_posix() not in coded]
    try:
        for number, path in enumerate(missing, start=1):
            progress.check_cancelled()
            progress.report(number, len(missing), "finding cells")
            image = read_rgb(path)
            found = segmenter.single(image)
            mask = None if found is None else mask_on_image(found, *image.shape[:2])
            coded[path.as_posix()] = b"" if mask is None else cv2.imencode(".png", mask)[1].tobytes()
            if number % _SAVE_EVERY == 0:
                _write(cache, segmenter.name, coded)
    finally:
        if missing:
            _write(cache, segmenter.name, coded)
    return FoundMasks(coded)


def _read(cache: Path, name: str) -> dict[str, bytes]:
    if not cache.is_file():
        return {}
    with np.load(cache, allow_pickle=False) as stored:
        if str(stored["segmenter"]) != name:
            return {}
        data, ends = stored["data"].tobytes(), stored["ends"].tolist()
        starts = [0, *ends[:-1]]
        paths = [str(path) for path in stored["paths"]]
    return {path: data[start:end] for path, start, end in zip(paths, starts, ends, strict=True)}


def _write(cache: Path | None, name: str, coded: dict[str, bytes]) -> None:
    if cache is None or not coded:
        return
    cache.parent.mkdir(parents=True, exist_ok=True)
    temporary = cache.with_name(cache.name + ".new.npz")
    np.savez(
        temporary,
        segmenter=np.array(name),
        paths=np.array(list(coded)),
        ends=np.cumsum([len(data) for data in coded.values()]),
        data=np.frombuffer(b"".join(coded.values()), np.uint8),
    )
    temporary.replace(cache)
