"""The gallery at 10,000 cells, as ratios of the window's own thread's time within one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from gallery_case import Steps, case_of, opened, window_of
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.gui import theme
from leukview.gui.main_window import MainWindow

FEW, MANY = 500, 10_000

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)


@pytest.fixture
def make(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[object]:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LEUKVIEW_CONFIG", str(tmp_path / "config"))
    theme.apply(qapp, "light")
    windows: list[MainWindow] = []

    def window(count: int) -> MainWindow:
        made = window_of()
        windows.append(made)
        opened(made, case_of(count, tmp_path / f"case of {count}"), count)
        return made

    yield window
    for made in windows:
        made.close()
        assert made.controller.tasks.shutdown(10_000)
        made.deleteLater()
    QApplication.processEvents()


def frame(window: MainWindow) -> float:
    """Return the seconds of the thread that a frame takes while scrolling, half of them less."""
    bar, times = window.gallery.verticalScrollBar(), []
    for value in range(0, min(bar.maximum(), 4_000), 40):
        started = time.thread_time()
        bar.setValue(value)
        window.gallery.viewport().repaint()
        times.append(time.thread_time() - started)
        QApplication.processEvents()
    return statistics.median(times)


def test_ten_thousand_cells_scroll_as_five_hundred_do(make) -> None:  # type: ignore[no-untyped-def]
    few, many = frame(make(FEW)), frame(make(MANY))
    assert many < 2 * few


def test_no_turn_of_the_window_holds_what_a_large_relabel_takes(make) -> None:  # type: ignore[no-untyped-def]
    window = make(MANY)
    controller = window.controller
    ids = controller.model.order()[:5000]
    session = controller.session
    assert session is not None
    started = time.thread_time()
    session.relabel(ids, "blast")
    session.undo()
    stored = time.thread_time() - started
    steps = Steps()
    steps.do(lambda: controller.relabel(ids, "blast"))
    steps.until(lambda: not controller.decisions.busy)
    assert controller.model.totals["blast"] >= 5000
    assert steps.longest < stored, "storing is the worker's business"
