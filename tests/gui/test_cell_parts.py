"""The cell column's lines on who calls the cell what, its heat map's controls, and its note."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from cell_panel_kit import PROBABILITIES, Session
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from leukview.domain.errors import EnvironmentFault
from leukview.domain.prediction import Prediction
from leukview.gui.widgets.cell_panel import CellPanel


def test_ai_and_reader_are_two_lines_and_the_ai_never_fills_the_readers(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    assert panel.ai.text() == "AI: Blast 0.46"
    assert panel.reader.text() == "Reader: —"
    assert panel.reader.remark() == "not reviewed"
    session.case.cells["a"] = replace(session.case.cells["a"], human_class="promyelocyte")
    panel.refresh()
    assert panel.ai.text() == "AI: Blast 0.46"
    assert (panel.reader.text(), panel.reader.remark()) == ("Reader: Promyelocyte", "relabelled")
    session.case.cells["a"] = replace(session.case.cells["a"], human_class="blast")
    panel.refresh()
    assert (panel.reader.text(), panel.reader.remark()) == ("Reader: Blast", "confirmed")


def test_doubt_is_amber_only_where_it_asks_for_a_person(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    assert panel.ai.remark() == "doubt 0.85"
    assert panel.ai._doubtful
    sure = Prediction({"blast": 0.97, "monocyte": 0.03}, 0.5, "leukview", "0" * 64)
    panel.show_cell(replace(session.case.cells["b"], prediction=sure))
    assert panel.ai.remark() == "doubt 0.06"
    assert not panel.ai._doubtful


def test_heat_map_on_demand_for_the_called_class_then_any(panel: CellPanel, session: Session, qtbot: QtBot) -> None:
    wanted: list[tuple[str, str]] = []
    panel.heatmapWanted.connect(lambda *pair: wanted.append(pair))
    panel.show_cell(session.case.cells["a"])
    assert wanted == [] and not panel.heat.isVisibleTo(panel)
    qtbot.mouseClick(panel.tools.heatmap_button, Qt.MouseButton.LeftButton)
    assert wanted == [("a", "blast")]
    assert panel.heat.isVisibleTo(panel) and panel.heat.words.whole_text() == "Computing…"
    panel.set_heatmap("a", "blast", np.ones((8, 8), np.float32))
    assert panel.view.has_heatmap()
    assert "not comparable between cells" in panel.heat.words.whole_text()
    assert [panel.heat.classes.itemData(i) for i in range(panel.heat.classes.count())] == list(PROBABILITIES)
    panel.heat.classes.setCurrentIndex(1)
    panel.heat.classes.activated.emit(1)
    assert wanted[-1] == ("a", "promyelocyte") and not panel.view.has_heatmap()
    panel.set_heatmap("a", "promyelocyte", np.ones((8, 8), np.float32))
    panel.heat.classes.setCurrentIndex(0)
    panel.heat.classes.activated.emit(0)
    assert len(wanted) == 2 and panel.view.has_heatmap()


def test_late_heat_maps_are_dropped(panel: CellPanel, session: Session) -> None:
    panel.tools.heatmap_button.setChecked(True)
    panel.show_cell(session.case.cells["a"])
    panel.show_cell(session.case.cells["b"])
    panel.set_heatmap("a", "blast", np.ones((8, 8), np.float32))
    assert not panel.view.has_heatmap()
    panel.set_heatmap("b", "monocyte", np.ones((8, 8), np.float32))
    assert not panel.view.has_heatmap()
    panel.set_heatmap("b", "blast", None)
    assert not panel.view.has_heatmap() and "no heat map" in panel.heat.words.whole_text()


def test_a_cell_that_was_not_analysed_has_nothing_to_explain(panel: CellPanel, session: Session) -> None:
    wanted: list[tuple[str, str]] = []
    panel.heatmapWanted.connect(lambda *pair: wanted.append(pair))
    panel.tools.heatmap_button.setChecked(True)
    panel.show_cell(session.case.cells["bare"])
    assert wanted == []
    assert "Analyse" in panel.heat.words.whole_text()
    assert panel.ai.text() == "AI: —"
    assert panel.ai.remark() == "not analysed"
    assert not panel.details.all_button.isVisibleTo(panel)


def test_opacity_reaches_the_view(panel: CellPanel) -> None:
    panel.heat.opacity.setValue(25)
    assert panel.view._opacity == 0.25


def test_a_note_is_saved_by_enter_and_by_leaving(panel: CellPanel, session: Session, qtbot: QtBot) -> None:
    panel.show_cell(session.case.cells["a"])
    panel.focus_note()
    qtbot.waitUntil(panel.details.note.hasFocus)
    qtbot.keyClicks(panel.details.note, "Auer rods")
    qtbot.keyClick(panel.details.note, Qt.Key.Key_Return)
    assert session.notes == [("a", "Auer rods")]
    assert not panel.details.note.hasFocus()
    panel.focus_note()
    qtbot.keyClicks(panel.details.note, "?")
    panel.window().findChildren(QLineEdit)[-1].setFocus()
    assert session.notes[-1] == ("a", "Auer rods?")
    panel.refresh()
    assert len(session.notes) == 2


def test_a_note_in_the_making_goes_to_its_own_cell(panel: CellPanel, session: Session, qtbot: QtBot) -> None:
    panel.show_cell(session.case.cells["a"])
    panel.focus_note()
    qtbot.keyClicks(panel.details.note, "mine")
    panel.refresh()
    assert panel.details.note.text() == "mine"
    panel.show_cell(session.case.cells["b"])
    assert session.notes == [("a", "mine")]
    assert panel.details.note.text() == ""


def test_escape_puts_the_old_note_back(panel: CellPanel, session: Session, qtbot: QtBot) -> None:
    session.case.cells["a"] = replace(session.case.cells["a"], note="old")
    panel.show_cell(session.case.cells["a"])
    panel.focus_note()
    qtbot.keyClicks(panel.details.note, " and new")
    qtbot.keyClick(panel.details.note, Qt.Key.Key_Escape)
    assert panel.details.note.text() == "old"
    assert session.notes == []


def test_a_note_that_cannot_be_stored_is_not_lost_silently(panel: CellPanel, session: Session, qtbot: QtBot) -> None:
    session.fault = EnvironmentFault("The disk is full.")
    panel.show_cell(session.case.cells["a"])
    panel.focus_note()
    qtbot.keyClicks(panel.details.note, "text")
    qtbot.keyClick(panel.details.note, Qt.Key.Key_Return)
    assert panel.details.note_problem.isVisibleTo(panel)
    assert "The disk is full." in panel.details.note_problem.text()
    assert panel.details.note.text() == "text"


def test_keys_in_the_note_are_letters_not_labels(panel: CellPanel, session: Session, qtbot: QtBot) -> None:
    fired: list[str] = []
    for key in ("X", "Return", "Space", "Escape"):
        action = QAction(panel.window(), shortcut=QKeySequence(key))
        action.triggered.connect(lambda _=False, key=key: fired.append(key))
        panel.window().addAction(action)
    panel.window().activateWindow()
    panel.show_cell(session.case.cells["a"])
    panel.focus_note()
    qtbot.waitUntil(panel.details.note.hasFocus)
    for pressed in (Qt.Key.Key_X, Qt.Key.Key_Space, Qt.Key.Key_X, Qt.Key.Key_Return):
        qtbot.keyClick(panel.window().windowHandle(), pressed)
    assert fired == []
    assert session.notes == [("a", "x x")]


def test_the_outline_is_put_into_words_for_every_pipeline(panel: CellPanel, session: Session) -> None:
    panel.show_cell(session.case.cells["a"])
    assert panel.details.measured.text() == "Outline: round nucleus, scant cytoplasm"
    panel.show_cell(session.case.cells["bare"])
    assert panel.details.measured.isHidden()
