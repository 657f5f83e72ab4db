"""No turn of the window's thread is felt with 10,000 actions on 10,000 cells, nor while one searches for commands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gallery_case import case_of
from history_case import decide
from PySide6.QtWidgets import QApplication
from shown_window_kit import shown_window
from watchdog_kit import Watchdog

from leukview.gui.main_window import MainWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CELLS = ACTIONS = 10_000

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    with shown_window(qapp, tmp_path, monkeypatch) as made:
        yield made


def test_no_turn_is_felt_with_ten_thousand_actions(window: MainWindow, tmp_path: Path) -> None:
    watchdog, controller = Watchdog(), window.controller
    folder = case_of(CELLS, tmp_path / "case")
    decide(folder, ACTIONS)
    panel = window.habits.history.panel
    window.open_folder(folder)
    watchdog.step("open the case", lambda: None, lambda: controller.analysed and controller.model.shown == CELLS)
    watchdog.turns.clear()

    def quiet() -> bool:
        history = window.habits.history
        reading = controller.tasks.get("history") is not None or history._soon.isActive() or history._again
        return not controller.decisions.busy and not reading

    def step(name: str, act: Callable[[], object], over: Callable[[], bool] = quiet) -> None:
        watchdog.step(name, act, over)

    def review() -> None:
        step("open the history", lambda: window.actions_["history"].setChecked(True))
        assert panel.model.rowCount() >= ACTIONS and panel.model.view.now == ACTIONS
        ids = controller.model.order()
        step("label one", lambda: controller.relabel(ids[7:8], "platelet"))
        step("take it back", controller.undo)
        step("back by half", lambda: controller.travel_to(ACTIONS // 2), lambda: at(ACTIONS // 2) and quiet())
        step("forward again", controller.redo, lambda: at(ACTIONS) and quiet())
        step("of one cell", lambda: panel.of_cell.setChecked(True))
        step("of all", lambda: panel.of_cell.setChecked(False))
        step("close the history", lambda: window.actions_["history"].setChecked(False))
        palette = window.habits.palette.open()
        for typed in ("c", "c0", "c00", "c0042"):
            step(f"search {typed}", lambda typed=typed: palette.field.setText(typed))
        palette.reject()

    def at(position: int) -> bool:
        session = controller.session
        view = panel.model.view
        return session is not None and session.position == position and view.now == position

    watchdog.watch(review)
    assert not watchdog.too_long, str(watchdog)
