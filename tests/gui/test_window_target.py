"""A case's own target in the real window: set in the case's details, in force at once, undone, and unset again."""

from __future__ import annotations

from pathlib import Path

from conftest import OpenWindow
from gallery_kit import PATIENCE, opened
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from leukview.gui.main_window import MainWindow
from leukview.gui.widgets.case_details import CaseDetails


def choose(window: MainWindow, place: int, name: str = "") -> list[str]:
    """Save the case's details with the target at this place of the list. Returns what the list offers."""
    offered: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CaseDetails)
        (box,) = dialog.findChildren(QComboBox)
        offered.extend(box.itemText(row) for row in range(box.count()))
        box.setCurrentIndex(place)
        if name:
            dialog.name.setText(name)
        dialog.accept()

    QTimer.singleShot(0, answer)
    window.actions_["edit_case"].trigger()
    return offered


def shows(window: MainWindow, words: str, tip: str) -> bool:
    return words in window.differential.count.text() and tip in window.differential.count.toolTip()


def test_a_case_gets_its_own_target_and_loses_it_again(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    opened(qtbot, window, tmp_path / "Smear", 10)
    window.preferences.target = 100
    window.presenter.show_cells()
    assert shows(window, "of 100", "The laboratory's target: 100")
    offered = choose(window, 3)
    assert offered[0] == "As the laboratory: 100 white cells" and len(offered) == 4
    qtbot.waitUntil(lambda: shows(window, "of 400", "This case's own target: 400"), timeout=PATIENCE)
    session = window.controller.session
    assert session is not None and session.undo_text == "Set the target to 400 white cells"
    # The laboratory's own moves on without this case.
    window.preferences.target = 200
    window.presenter.show_cells()
    assert shows(window, "of 400", "laboratory's is 200")
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: shows(window, "of 200", "The laboratory's target: 200"), timeout=PATIENCE)
    window.actions_["redo"].trigger()
    qtbot.waitUntil(lambda: shows(window, "of 400", "This case's own"), timeout=PATIENCE)
    choose(window, 0)
    qtbot.waitUntil(lambda: shows(window, "of 200", "The laboratory's target"), timeout=PATIENCE)
    assert [row.action for row in session.audit()[-4:]] == ["set target", "undo", "redo", "set target"]


def test_details_that_are_only_looked_at_change_nothing(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    opened(qtbot, window, tmp_path / "Smear", 4)
    session = window.controller.session
    assert session is not None
    choose(window, 0)
    assert not session.can_undo
    choose(window, 1, "Smear 61")
    qtbot.waitUntil(lambda: session.case.info.target == 100, timeout=PATIENCE)
    assert session.case.info.name == "Smear 61" and session.position == 2


def test_the_worklist_edits_details_without_the_target(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    opened(qtbot, window, tmp_path / "Smear", 1)
    case = window.controller.case
    assert case is not None
    dialog = CaseDetails(case.info, window)
    assert not dialog.findChildren(QComboBox)
    dialog.deleteLater()
