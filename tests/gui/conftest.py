"""Every GUI test draws offscreen and keeps its database and settings in a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from cell_panel_kit import Session, shown_panel, three_cells
from plain_kit import CALLS, PlainAnalysis, PlainHeatmaps, make_cell, write_images
from pytestqt.qtbot import QtBot
from watchdog_kit import Watchdog

from leukview.gui.widgets.cell_panel import CellPanel

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from leukview.domain.cell import Cell
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.analysing import AnalysisFactory
from leukview.gui.class_colours import use_palette
from leukview.gui.controller import Controller
from leukview.gui.main_window import MainWindow
from leukview.gui.preferences import load_preferences
from leukview.gui.tasks import Tasks
from leukview.gui.widgets.taking_away import layout_of

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


@pytest.fixture(autouse=True)
def _taken_out_before_deleted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail the test in which a widget is deleted while it stands in a layout: see docs/adr/0019-layout-items.md."""
    found: list[str] = []
    delete = QWidget.deleteLater

    def checked(widget: QWidget) -> None:
        if layout_of(widget) is not None:
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
        delete(widget)

    monkeypatch.setattr(QWidget, "deleteLater", checked)
    yield
    assert not found, "deleted while in a layout, which take_away() would have taken them out of: " + ", ".join(found)


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """Return the application in the light theme and the shipped class colours."""
    use_palette("standard")
    theme.apply(qapp, "light")
    return qapp


@pytest.fixture
def many_cells() -> Mapping[str, Cell]:
    """Return 10,000 cells of every class, one in ten of them doubtful."""
    rng = np.random.default_rng(7)
    ids = taxonomy().ids()
    drawn = rng.integers(0, len(ids), 10_000)
    cells = [make_cell(n, ids[int(kind)], 0.55 if n % 10 == 0 else 0.97) for n, kind in enumerate(drawn)]
    return {cell.id: cell for cell in cells}


__all__ = ["CALLS", "OpenWindow", "PlainAnalysis", "PlainHeatmaps", "make_cell", "write_images"]

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
