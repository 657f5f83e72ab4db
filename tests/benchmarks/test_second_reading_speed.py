"""No turn of the window's thread is felt while 10,000 cells are handed from one reader to the other, and none is mixed up."""

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
from leukview.gui.main_window import MainWindow
from leukview.gui.widgets.second_reader_dialog import SecondReaderDialog
from leukview.services.session import Session

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CELLS = 10_000

pytestmark = [pytest.mark.timeout(900), pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)]


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    with shown_window(qapp, tmp_path, monkeypatch) as made:
        yield made


def answer(dialog: SecondReaderDialog) -> int:
    """Fill the question of who reads in, as two people would."""
    dialog.first.setText("Ann")
    dialog.second.setText("Ben")
    return 1


def test_no_turn_is_felt_while_readers_change(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watchdog, controller, actions = Watchdog(), window.controller, window.actions_
    monkeypatch.setattr(SecondReaderDialog, "exec", answer)
    runs: list[Path] = []

    def step(name: str, act: Callable[[], object], sight: str = "") -> None:
        watchdog.step(name, act, lambda: not controller.decisions.busy)
        session = controller.session
        assert session is not None
        assert not sight or session.sight == sight, name
        check(window, name)

    def review() -> None:
        runs.append(case_of(CELLS, tmp_path / f"case {len(runs)}"))
        before = controller.session
        window.open_folder(runs[-1])
        watchdog.step("open", lambda: None, lambda: opened(window, before))
        ids = controller.model.order()
        step("first labels half", lambda: controller.relabel(ids[: CELLS // 2], "blast"))
        step("start", actions["second_reading"].trigger, "second")
        assert controller.counts.labelled == 0
        step("second labels half", lambda: controller.relabel(ids[CELLS // 4 : 3 * CELLS // 4], "monocyte"))
        step("to the first", actions["first_reader"].trigger, "first")
        assert controller.counts.labelled == CELLS // 2
        step("to the second", actions["second_reader"].trigger, "second")
        step("finish", actions["finish_second"].trigger, "whole")
        assert controller.counts.disagreements == CELLS // 4
        step("undo the finish", controller.undo, "second")
        step("finish again", actions["finish_second"].trigger, "whole")
        step("decide", lambda: controller.relabel(ids[CELLS // 4 : CELLS // 2], "monocyte"))
        step("next disagreement", actions["next_disagreement"].trigger)

    watchdog.watch(review)
    assert not watchdog.too_long, str(watchdog)


def opened(window: MainWindow, before: Session | None) -> bool:
    """Whether the case is open and analysed, where the window had another session before."""
    controller = window.controller
    return controller.session is not before and controller.analysed and controller.model.shown == CELLS


def check(window: MainWindow, after: str) -> None:
    """Compare what the window counts and shows with the case as its reader may see it."""
    controller = window.controller
    assert controller.case is not None
    assert controller.differential("final") == count_cells(controller.cells), after
    assert controller.counts.reviewed == sum(cell.person_class is not None for cell in controller.cells), after
    assert controller.counts.disagreements == sum(cell.disagreement for cell in controller.cells), after
    assert all(controller.model.cell(cell_id) is cell for cell_id, cell in controller.case.cells.items()), after
