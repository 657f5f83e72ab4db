"""No turn of the window's thread is felt with 10,000 cells, and what is on screen after each is the case as it is stored."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gallery_case import case_of
from PySide6.QtWidgets import QApplication
from shown_window_kit import shown_window
from watchdog_kit import Watchdog

from leukview.domain.differential import count_cells
from leukview.domain.moves import moves_of
from leukview.gui.main_window import MainWindow
from leukview.services.session import Session

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CELLS = 10_000

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    with shown_window(qapp, tmp_path, monkeypatch) as made:
        yield made


def test_no_turn_is_felt_and_the_counts_are_the_cases(window: MainWindow, tmp_path: Path) -> None:
    watchdog, controller = Watchdog(), window.controller
    folder = case_of(CELLS, tmp_path / "case")

    def review() -> None:
        before = controller.session
        watchdog.step("open", lambda: window.open_folder(folder), lambda: opened(window, before))
        ids = controller.model.order()
        for name, act in (
            ("relabel one", lambda: controller.relabel(ids[7:8], "platelet")),
            ("relabel half", lambda: controller.relabel(ids[: CELLS // 2], "blast")),
            ("undo", controller.undo),
            ("redo", controller.redo),
            ("relabel another", lambda: controller.relabel(ids[-1:], "monocyte")),
        ):
            step(name, act)
            check(window, name)
        step("filter", lambda: controller.model.set_text("blast 1"))
        step("filter off", lambda: controller.model.set_text(""))
        step("grid", lambda: window.pages_.show_class("blast"))
        step("back", window.pages_.back)
        step("undo one", controller.undo)
        step("undo half", controller.undo)
        step("undo the first", controller.undo)
        check(window, "undone")

    def step(name: str, act: Callable[[], object]) -> None:
        watchdog.step(name, act, lambda: not busy(window))

    watchdog.watch(review)
    assert not watchdog.too_long, str(watchdog)


def opened(window: MainWindow, before: Session | None) -> bool:
    """Whether the case is open and analysed, where the window had another session before."""
    controller = window.controller
    return controller.session is not before and controller.analysed and controller.model.shown == CELLS


def busy(window: MainWindow) -> bool:
    return window.controller.decisions.busy or window.controller.tasks.get("class grid") is not None


def check(window: MainWindow, after: str) -> None:
    """Compare what the window counts with what counting every cell says."""
    controller = window.controller
    assert controller.differential("final") == count_cells(controller.cells), after
    assert controller.counts.moves == moves_of(controller.cells), after
    assert controller.counts.reviewed == sum(cell.human_class is not None for cell in controller.cells), after
    totals = {name: number for name, number in controller.model.totals.items() if number}
    assert totals == {row.class_id: row.n for row in controller.differential("final").rows if row.n}, after
