"""No turn of the window's thread is felt in a review of a real-sized case; tests/benchmarks does the same with 10,000 cells."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from conftest import OpenWindow, write_images
from gallery_kit import PATIENCE, opened, stored
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from timing_kit import unit_of_work
from watchdog_kit import LONGEST_S, Watchdog

from leukview.gui.main_window import MainWindow
from leukview.gui.models.gallery import Sort, Tab

CELLS = 140
LABELS = (Qt.Key.Key_B, Qt.Key.Key_L, Qt.Key.Key_M, Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_B)
CONTROL = Qt.KeyboardModifier.ControlModifier


def pressed(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> object:
    return QTest.keyClick(window.gallery, key, modifier)


def test_no_turn_is_felt_in_a_review_of_a_real_sized_case(
    watchdog: Watchdog, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = count()

    def review() -> None:
        home = tmp_path / str(next(runs))
        monkeypatch.setenv("LEUKVIEW_DATA", str(home / "data"))
        folder = write_images(home / "smear", CELLS)
        opened(qtbot, open_window(), folder, CELLS).close()
        window = open_window()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
        reviewed(watchdog, window, folder)
        window.close()

    watchdog.watch(review)
    assert not watchdog.too_long, str(watchdog)


def reviewed(watchdog: Watchdog, window: MainWindow, folder: Path) -> None:
    """Open a case and do in it what a person does."""
    controller, panel = window.controller, window.gallery_panel

    def busy() -> bool:
        return controller.decisions.busy or controller.tasks.get("class grid") is not None

    def step(name: str, act: Callable[[], object]) -> None:
        watchdog.step(name, act, lambda: not busy())

    watchdog.step("open", lambda: window.open_folder(folder), lambda: controller.analysed)
    bar = window.gallery.verticalScrollBar()
    step("scroll", lambda: bar.setValue(bar.maximum() // 2))
    for number, key in enumerate(LABELS, 1):
        step(f"{number}. label, by {key.name}", lambda key=key: pressed(window, key))
    for number, key in enumerate((Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y), 1):
        step(f"{number}. undo or redo, by {key.name}", lambda key=key: pressed(window, key, CONTROL))
    for sort in Sort:
        step(f"sort by {sort.value}", lambda sort=sort: controller.model.set_sort(sort))
    for tab in (Tab.NEEDS, Tab.ALL):
        step(f"tab {tab.value}", panel.tabs[tab].click)
    step("filter", lambda: controller.model.set_text("blast"))
    step("filter off", panel.show_all)
    step("choose all", lambda: pressed(window, Qt.Key.Key_A, CONTROL))
    step("label all", lambda: pressed(window, Qt.Key.Key_V))
    assert set(stored().values()) == {"variant_lymphocyte"}
    step("undo that", lambda: pressed(window, Qt.Key.Key_Z, CONTROL))
    assert set(stored().values()) != {"variant_lymphocyte"}
    step("class grid", window.pages_.show_class)
    assert window.pages.currentWidget() is window.pages_.grid
    step("back", window.pages_.back)


def test_the_watchdog_bites(watchdog: Watchdog) -> None:
    runs: list[str] = []

    def review() -> None:
        runs.append("one")
        watchdog.step("quick", lambda: None)
        watchdog.step("slow", lambda: [unit_of_work() for _ in range(20)])
        watchdog.step("slow once", lambda: [unit_of_work() for _ in range(20 if len(runs) == 1 else 0)])

    watchdog.watch(review)
    assert watchdog.too_long == ["slow"] == [watchdog.slowest] and len(runs) == 3
    assert watchdog.turns["slow"].limit >= LONGEST_S, "a slower machine has more, a faster one not less"
