"""A drawn case of any number of cells in a database of its own, opened in the real window; and how long its steps take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtWidgets import QApplication

from leukview.domain.box import Box, CellView
from leukview.domain.case import ImageFile, PipelineStamp
from leukview.domain.cell import Cell
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import Prediction
from leukview.domain.progress import Progress
from leukview.domain.taxonomy import taxonomy
from leukview.gui.controller import Controller
from leukview.gui.main_window import MainWindow
from leukview.gui.preferences import Preferences
from leukview.gui.tasks import Tasks
from leukview.services.analyse_types import AnalysedImage
from leukview.services.workspace import Workspace
from leukview.store.database import open_store

__all__ = ["NothingToDo", "Steps", "case_of", "opened", "window_of"]

_FIELDS = 20
_SIDE = 512


class NothingToDo:
    """The analysis of a case that is analysed."""

    def __init__(self, folder: Path, skip: Callable[[str], bool], pipeline: str) -> None:
        self.timings: dict[str, float] = {}
        self.stamp = PipelineStamp(pipeline, "Drawn", "0" * 64, "cpu", "leukview 0")

    def run(self, progress: Progress | None = None) -> Iterator[AnalysedImage]:
        """Yield nothing."""
        return iter(())


def case_of(count: int, folder: Path) -> Path:
    """Draw fields and store a case of this many cells on them, of every class, one in ten doubtful."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(7)
    names = [f"field {number}.png" for number in range(_FIELDS)]
    for name in names:
        picture = np.full((_SIDE, _SIDE, 3), (216, 226, 245), np.uint8)
        for x, y in rng.integers(24, _SIDE - 24, (60, 2)):
            cv2.circle(picture, (int(x), int(y)), 20, (190, 150, 170), -1)
            cv2.circle(
                picture, (int(x), int(y)), 13, tuple(int(c) for c in rng.integers((110, 40, 70), (170, 90, 130))), -1
            )
        cv2.imwrite(str(folder / name), picture)
    cells = [_cell(number, names[number * _FIELDS // count], rng) for number in range(count)]
    mask = np.full((40, 40), 128, np.uint8)
    session = Workspace(open_store(None)).open_folder(folder)
    for name in names:
        mine = tuple(cell for cell in cells if cell.file == name)
        image = ImageFile(name, "0" * 64, _SIDE, _SIDE, "field")
        session.record(AnalysedImage(image, mine, {cell.id: mask for cell in mine}))
    session.set_stamp(PipelineStamp("leukview", "Drawn", "0" * 64, "cpu", "leukview 0"))
    session.close()
    return folder


def _cell(number: int, file: str, rng: np.random.Generator) -> Cell:
    ids = taxonomy().ids()
    class_id, second = (ids[int(place)] for place in rng.choice(len(ids), 2, replace=False))
    sure = 0.55 if number % 10 == 0 else 0.97
    x, y = (int(value) for value in rng.integers(4, _SIDE - 44, 2))
    shape = Morphology(900, 400, 41.0, 1, 0.9, (110.0, 60.0, 140.0), (190.0, 160.0, 200.0))
    cell = Cell(
        f"c{number:05d}", file, Box(x, y, 40, 40), single=False, view=CellView(x + 20, y + 20, 56), morphology=shape
    )
    return replace(cell, prediction=Prediction({class_id: sure, second: 1 - sure}, 0.5, "leukview", "0" * 64))


def window_of() -> MainWindow:
    """Return a shown window."""
    window = MainWindow(Controller(Tasks(), NothingToDo), Preferences(), Path())
    window.resize(1280, 800)
    window.show()
    return window


def opened(window: MainWindow, folder: Path, count: int) -> Steps:
    """Open a case and return what the window's thread did meanwhile."""
    controller = window.controller
    steps = Steps()
    window.open_folder(folder)
    steps.until(lambda: controller.analysed and len(controller.model.order()) == count)
    return steps


@dataclass
class Steps:
    """Turns of the event loop: the thread's own seconds in each, so that other programs do not count."""

    seconds: list[float] = field(default_factory=list)
    started: float = field(default_factory=time.perf_counter)
    wall: float = 0.0

    @property
    def longest(self) -> float:
        """The longest turn."""
        return max(self.seconds, default=0.0)

    def do(self, act: Callable[[], object]) -> None:
        """Do something as one turn."""
        before = time.thread_time()
        act()
        self.seconds.append(time.thread_time() - before)

    def until(self, over: Callable[[], bool], limit: float = 120.0) -> None:
        """Turn until something holds, then a few times more."""
        while not over():
            self.do(QApplication.processEvents)
            time.sleep(0.001)
            if time.perf_counter() - self.started > limit:
                raise TimeoutError(f"not over after {limit} s")
        self.wall = time.perf_counter() - self.started
        for _ in range(10):
            self.do(QApplication.processEvents)
