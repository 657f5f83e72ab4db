"""Cells, images and an analysis whose calls are known beforehand, for every test of the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import Box, CellView
from leukview.domain.case import ImageFile, PipelineStamp, Problem
from leukview.domain.cell import Cell
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import Prediction
from leukview.domain.progress import NoProgress, Progress
from leukview.services.analyse_types import AnalysedImage
from leukview.services.heatmaps import OtherMap

__all__ = ["CALLS", "PlainAnalysis", "PlainHeatmaps", "make_cell", "write_images"]


def make_cell(number: int, class_id: str, probability: float = 0.95, *, file: str = "", **changes: Any) -> Cell:
    """Return a cell as an analysis leaves it, called ``class_id`` with this probability."""
    other = "monocyte" if class_id != "monocyte" else "lymphocyte"
    call = Prediction({class_id: probability, other: 1 - probability}, 0.5, "leukview", "0" * 64)
    name = f"c{number:05d}"
    cell = Cell(name, file or f"{name}.png", Box(8, 8, 48, 48), view=CellView(32, 32, 64), prediction=call)
    return replace(cell, **changes)


CALLS = (("segmented_neutrophil", 0.97), ("lymphocyte", 0.96), ("blast", 0.91), ("monocyte", 0.6), ("platelet", 0.99))
"""What :class:`PlainAnalysis` calls the images, in turn: one in five blast-like, one in five doubtful, one not counted."""


class PlainAnalysis:
    """An analysis whose calls are known beforehand; everything around it is real.

    ``gate``, where given, must be set before more than ``free`` images come out. ``asked`` lists what was analysed.
    """

    def __init__(
        self,
        folder: Path,
        skip: Callable[[str], bool],
        pipeline: str = "leukview",
        *,
        gate: threading.Event | None = None,
        free: int = 0,
    ) -> None:
        self.folder, self.skip, self.gate, self.free = folder, skip, gate, free
        self.asked: list[str] = []
        self.timings: dict[str, float] = {}
        self.stamp = PipelineStamp(pipeline, "LeukView default", "0" * 64, "cpu", "leukview 0")

    def run(self, progress: Progress | None = None) -> Iterator[AnalysedImage | Problem]:
        progress = progress or NoProgress()
        files = sorted(path.name for path in self.folder.iterdir() if path.suffix == ".png")
        for number, file in enumerate(files):
            while self.gate is not None and len(self.asked) >= self.free and not self.gate.wait(0.01):
                progress.check_cancelled()
            progress.check_cancelled()
            progress.report(number, len(files), "analysing")
            if self.skip(file):
                continue
            self.asked.append(file)
            if (self.folder / file).stat().st_size == 0:
                yield Problem(file, "the file is empty (0 bytes)", "Export it again from the analyser or camera")
            else:
                yield self._image(file, number)
        progress.report(len(files), len(files), "analysing")

    def _image(self, file: str, number: int) -> AnalysedImage:
        cell = make_cell(number, *CALLS[number % len(CALLS)], file=file)
        shape = Morphology(900, 400, 41.0, 1, 0.9, (110.0, 60.0, 140.0), (190.0, 160.0, 200.0))
        mask: NDArray[np.uint8] = np.zeros((48, 48), np.uint8)
        cv2.circle(mask, (24, 24), 21, 128, -1)
        cv2.circle(mask, (24, 24), 15, 255, -1)
        image = ImageFile(file, f"{number:064d}", 64, 64, "cell")
        return AnalysedImage(image, (replace(cell, morphology=shape),), {cell.id: mask})


class PlainHeatmaps:
    """Heat maps that need no network."""

    def get(
        self, folder: Path, cell: Cell, class_id: str | None = None, mask: NDArray[np.uint8] | None = None
    ) -> NDArray[np.float32]:
        ys, xs = np.mgrid[0:32, 0:32]
        return np.asarray(np.exp(-((xs - 16) ** 2 + (ys - 16) ** 2) / 60), np.float32)

    def get_by(self, folder: Path, cell: Cell, pipeline_id: str, class_id: str | None = None) -> OtherMap:
        call = Prediction({"blast": 0.7, "monocyte": 0.3}, 0.5, pipeline_id, "1" * 64)
        return OtherMap(call, class_id or call.cls, CellView(32, 32, 32), self.get(folder, cell))


def write_images(folder: Path, count: int) -> Path:
    """Write single-cell images named so that their order is their number."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(count)
    for number in range(count):
        picture = np.full((64, 64, 3), (216, 226, 245), np.uint8)
        cv2.circle(picture, (32, 32), 22, (210, 170, 190), -1)
        cv2.circle(picture, (32, 32), 15, tuple(int(c) for c in rng.integers((110, 40, 70), (170, 90, 130))), -1)
        cv2.imwrite(str(folder / f"c{number:05d}.png"), picture)
    return folder
