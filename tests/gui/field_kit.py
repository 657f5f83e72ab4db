"""Fields whose cells are known beforehand, and stand-ins for the networks that would find and call them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as PilImage

from leukview.domain.box import Box, CellView
from leukview.domain.case import ImageFile, PipelineStamp, Problem
from leukview.domain.cell import Cell
from leukview.domain.prediction import Prediction, SetAside
from leukview.domain.progress import NoProgress, Progress
from leukview.services.analyse_types import AnalysedImage, CalledCell

CLASSES = ["segmented_neutrophil", "lymphocyte", "blast", "monocyte", "eosinophil", "erythroblast"]
STAMP = PipelineStamp("leukview", "LeukView default", "0" * 64, "cpu", "leukview 0")


def write_fields(folder: Path, count: int, *, height: int = 600, width: int = 800, each: int = 10) -> Path:
    """Draw fields ``F1.png`` … with ``cells.json`` beside them: file → (class, box) of each cell drawn.

    Their cells stand 120 pixels apart in rows of six; a pixel is 0.1 µm, as the files say.
    """
    folder.mkdir(parents=True, exist_ok=True)
    truth = {}
    for number in range(1, count + 1):
        image = np.full((height, width, 3), (245, 226, 216), np.uint8)
        drawn = []
        for n in range(each):
            x, y = 80 + 120 * (n % 6), 80 + 120 * (n // 6)
            cv2.circle(image, (x, y), 30, (190, 170, 210), -1)
            cv2.circle(image, (x, y), 20, (140 - 5 * number, 60, 140), -1)
            drawn.append((CLASSES[(number + n) % len(CLASSES)], asdict(Box(x - 30, y - 30, 61, 61))))
        PilImage.fromarray(image).save(folder / f"F{number}.png", compress_level=1, dpi=(254_000, 254_000))
        truth[f"F{number}.png"] = drawn
    (folder / "cells.json").write_text(json.dumps(truth), "utf-8")
    return folder


def call_of(class_id: str, probability: float) -> Prediction:
    other = "monocyte" if class_id != "monocyte" else "lymphocyte"
    return Prediction({class_id: probability, other: 1 - probability}, 0.5, "leukview", "0" * 64)


class FieldAnalysis:
    """Finds the cells that were drawn; every fifth is doubtful, the last of each field is set aside."""

    def __init__(self, folder: Path, skip: Callable[[str], bool], pipeline: str = "leukview") -> None:
        self.folder, self.skip = folder, skip
        self.timings: dict[str, float] = {}
        self.stamp = STAMP

    def run(self, progress: Progress | None = None) -> Iterator[AnalysedImage | Problem]:
        progress = progress or NoProgress()
        truth = json.loads((self.folder / "cells.json").read_text("utf-8"))
        for number, (file, drawn) in enumerate(truth.items()):
            progress.report(number, len(truth), "analysing")
            if not self.skip(file):
                yield self._image(file, drawn)

    def _image(self, file: str, drawn: list[tuple[str, dict[str, int]]]) -> AnalysedImage:
        with PilImage.open(self.folder / file) as opened:
            width, height = opened.size
        cells = []
        for number, (class_id, place) in enumerate(drawn):
            box = Box(**place)
            call = call_of(class_id, 0.55 if number % 5 == 4 else 0.95)
            if number == len(drawn) - 1:
                aside = SetAside("uncountable", ("cut by the field's border",))
                call = Prediction(call.probabilities, 0.5, "leukview", "0" * 64, set_aside=aside)
            seen = CellView(*box.centre, 1.4 * max(box.width, box.height))
            name = f"{Path(file).stem}-{number + 1:03d}"
            cells.append(Cell(name, file, box, single=False, view=seen, prediction=call))
        return AnalysedImage(ImageFile(file, "ab" * 32, width, height, "field"), tuple(cells))


class FakeCaller:
    """Calls every drawn cell a monocyte, 0.9."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def call(self, folder: Path, cell: Cell, stamp: PipelineStamp, progress: Progress | None = None) -> CalledCell:
        self.asked.append(cell.id)
        box = cell.box
        mask = np.full((box.height, box.width), 128, np.uint8)
        return CalledCell(box, call_of("monocyte", 0.9), CellView(*box.centre, 80), None, mask)
