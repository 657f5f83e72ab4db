"""Every GUI test draws offscreen and keeps its database and settings in a folder of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from cell_panel_kit import Session, shown_panel, three_cells
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot
from watchdog_kit import Watchdog

from leukview.gui.widgets.cell_panel import CellPanel

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from leukview.domain.case import ImageFile, PipelineStamp, Problem
from leukview.domain.cell import Box, Cell, CellView, Morphology, Prediction
from leukview.domain.progress import NoProgress, Progress
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.class_colours import use_palette
from leukview.gui.controller import AnalysisFactory, Controller
from leukview.gui.main_window import MainWindow
from leukview.gui.preferences import load_preferences
from leukview.gui.tasks import Tasks
from leukview.services.analyse_types import AnalysedImage
from leukview.services.heatmaps import OtherMap

SHARED = Path(__file__).parents[3] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let through what the offscreen platform itself complains of when a window asks for a size or the front."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True))


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the user's own data and settings out of the tests, and the tests out of them."""
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LEUKVIEW_CONFIG", str(tmp_path / "config"))
    yield


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """Return the application in the light theme and the shipped class colours."""
    use_palette("standard")
    theme.apply(qapp, "light")
    return qapp


def make_cell(number: int, class_id: str, probability: float = 0.95, *, file: str = "", **changes: Any) -> Cell:
    """Return a cell as an analysis leaves it, called ``class_id`` with this probability."""
    other = "monocyte" if class_id != "monocyte" else "lymphocyte"
    call = Prediction({class_id: probability, other: 1 - probability}, 0.5, "leukview", "0" * 64)
    name = f"c{number:05d}"
    cell = Cell(name, file or f"{name}.png", Box(8, 8, 48, 48), view=CellView(32, 32, 64), prediction=call)
    return replace(cell, **changes)


@pytest.fixture
def many_cells() -> Mapping[str, Cell]:
    """Return 10,000 cells of every class, one in ten of them doubtful."""
    rng = np.random.default_rng(7)
    ids = taxonomy().ids()
    drawn = rng.integers(0, len(ids), 10_000)
    cells = [make_cell(n, ids[int(kind)], 0.55 if n % 10 == 0 else 0.97) for n, kind in enumerate(drawn)]
    return {cell.id: cell for cell in cells}


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


OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def open_window(dressed: QApplication) -> Iterator[OpenWindow]:
    """Return a maker of shown windows; each is closed at the end, and must leave no thread behind."""
    windows: list[MainWindow] = []

    def make(analysis: AnalysisFactory = PlainAnalysis, size: tuple[int, int] = (1280, 800)) -> MainWindow:
        controller = Controller(Tasks(), analysis)
        sample = Path(os.environ["LEUKVIEW_DATA"]) / "Sample smear"
        window = MainWindow(controller, load_preferences()[0], sample, PlainHeatmaps)
        window.resize(*size)
        window.show()
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()
        assert window.controller.tasks.shutdown(10_000)
        window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def watchdog(dressed: QApplication) -> Watchdog:
    """Measures the turns of the window's thread."""
    return Watchdog()


@pytest.fixture
def session() -> Session:
    """Three cells under review, for the cell column and its parts."""
    return three_cells()


@pytest.fixture
def panel(dressed: QApplication, session: Session, qtbot: QtBot) -> Iterator[CellPanel]:
    """The cell column in a window, on those three cells."""
    yield from shown_panel(session, qtbot)
