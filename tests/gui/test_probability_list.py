"""The cell column's list of the classes that the pipeline considered."""

from __future__ import annotations

from cell_panel_kit import PROBABILITIES, Session, row_middle
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leukview.gui.widgets.cell_panel import CellPanel
from leukview.gui.widgets.probability_list import TOP


def test_probabilities_top_five_then_all(panel: CellPanel, session: Session, qtbot: QtBot) -> None:
    panel.show_cell(session.case.cells["a"])
    assert panel.details.probabilities.shown() == list(PROBABILITIES.items())[:TOP]
    assert panel.details.all_button.text() == "Show all 7"
    height = panel.details.probabilities.view.height()
    qtbot.mouseClick(panel.details.all_button, Qt.MouseButton.LeftButton)
    assert panel.details.probabilities.shown() == list(PROBABILITIES.items())
    assert panel.details.probabilities.view.height() == height * 7 // 5
    assert panel.details.all_button.text() == "Show the first 5"


def test_a_double_click_on_a_row_asks_for_that_label(panel: CellPanel, session: Session, qtbot: QtBot) -> None:
    panel.show_cell(session.case.cells["a"])
    asked: list[str] = []
    panel.relabelRequested.connect(asked.append)
    where = panel.details.probabilities.view.viewport()
    qtbot.mouseClick(where, Qt.MouseButton.LeftButton, pos=row_middle(panel, 1))
    assert asked == []
    qtbot.mouseDClick(where, Qt.MouseButton.LeftButton, pos=row_middle(panel, 1))
    assert asked == ["promyelocyte"]


def test_the_button_on_a_row_asks_once_also_when_clicked_twice(
    panel: CellPanel, session: Session, qtbot: QtBot
) -> None:
    panel.show_cell(session.case.cells["a"])
    asked: list[str] = []
    panel.relabelRequested.connect(asked.append)
    view = panel.details.probabilities.view
    at = view.button_rect(2).center()
    qtbot.mouseMove(view.viewport(), at)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked == ["abnormal_promyelocyte"]


def test_rows_say_what_a_double_click_does(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    tip = panel.details.probabilities.view.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Double-click" in tip and "press X" in tip
