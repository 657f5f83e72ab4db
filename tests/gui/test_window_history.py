"""The history in the real window: every action listed, any point gone to and back from, a cell's own story, and no waiting."""

from __future__ import annotations

from pathlib import Path

from conftest import OpenWindow
from gallery_kit import PATIENCE, opened, press, stored
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from timing_kit import own_seconds, seconds_of

from leukview.gui.main_window import MainWindow
from leukview.gui.models.history import HistoryModel, Shown
from leukview.gui.widgets.history_panel import HistoryPanel
from leukview.services.case_history import HistoryLine, HistoryView

CONTROL = Qt.KeyboardModifier.ControlModifier


def texts(panel: HistoryPanel) -> list[str]:
    rows = range(panel.model.rowCount())
    return [line.text for row in rows if (line := panel.model.line(row)) is not None]


def settled(qtbot: QtBot, window: MainWindow) -> HistoryPanel:
    """Wait until the history shows what was done last."""
    history = window.habits.history

    def quiet() -> bool:
        return history.open and not history._soon.isActive() and window.controller.tasks.get("history") is None

    qtbot.waitUntil(lambda: quiet() and not window.controller.decisions.busy, timeout=PATIENCE)
    return history.panel


def reviewed(qtbot: QtBot, window: MainWindow, folder: Path) -> HistoryPanel:
    opened(qtbot, window, folder, 10)
    controller = window.controller
    controller.relabel(["c00001"], "blast")
    controller.confirm(["c00002", "c00003"])
    controller.relabel(["c00001"], "monocyte")
    controller.edit_case("Smear 60", "60", "1")
    press(window.gallery, Qt.Key.Key_H, CONTROL)
    return settled(qtbot, window)


def test_every_action_is_listed_newest_first_and_the_present_point_is_marked(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    panel = reviewed(qtbot, window, tmp_path / "Smear")
    assert window.right.currentWidget() is panel and panel.isVisible()
    assert texts(panel) == [
        "Edit the case's details",
        "Label c00001 as monocyte",
        "Confirm 2 cells",
        "Label c00001 as blast",
        "Analyse with LeukView default",
        "Create case Smear",
    ]
    assert panel.model.here() == 0 and panel.words.whole_text() == "You are here" and not panel.go.isEnabled()
    panel.tabs[Shown.AI].click()
    assert texts(panel) == ["Analyse with LeukView default"]
    panel.tabs[Shown.PEOPLE].click()
    assert "Analyse with LeukView default" not in texts(panel) and len(texts(panel)) == 5
    press(panel.list, Qt.Key.Key_Escape)
    assert (
        not window.habits.history.open and window.right.currentWidget() is window.counts and window.gallery.hasFocus()
    )


def test_enter_goes_back_to_a_point_and_one_redo_comes_back(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    panel = reviewed(qtbot, window, tmp_path / "smear")
    before = stored()
    panel.list.setFocus()
    for _ in range(3):
        press(panel.list, Qt.Key.Key_Down)
    assert panel.words.whole_text() == "Takes 3 steps back; redo brings them again"
    press(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(panel)[0].startswith("Undo 3 steps"), timeout=PATIENCE)
    assert {name: label for name, label in stored().items() if label} == {"c00001": "blast"}
    assert window.controller.case is not None and window.controller.case.info.patient == ""
    assert "Undone: 3 steps" in window.status.message_text()
    assert len(texts(panel)) == 7, "what was done stays on record"
    assert (
        panel.list.viewport().rect().contains(panel.list.visualRect(panel.list.currentIndex()))
        and panel.list.currentIndex().row() == panel.model.here() == 4
        and [panel.model.view.state(panel.model.line(row)) for row in range(1, 4)] == ["undone"] * 3
    )
    assert "3 steps" in window.actions_["redo"].toolTip()
    window.actions_["redo"].trigger()
    qtbot.waitUntil(lambda: texts(panel)[0].startswith("Redo 3 steps"), timeout=PATIENCE)
    assert stored() == before
    assert window.controller.case.info.patient == "60"
    panel.list.setCurrentIndex(panel.model.index(panel.model.rowCount() - 1, 0))
    assert panel.go.text() == "Go back to here" and panel.go.isEnabled()
    panel.go.click()
    qtbot.waitUntil(lambda: set(stored().values()) == {None}, timeout=PATIENCE)


def test_a_new_decision_is_listed_at_once_and_letters_still_label(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    panel = reviewed(qtbot, window, tmp_path / "smear")
    window.controller.selection.set(["c00007"])
    press(panel.list, Qt.Key.Key_O)
    assert stored()["c00007"] == "basophil"
    settled(qtbot, window)
    assert texts(panel)[0] == "Label c00007 as basophil" and panel.model.here() == 0
    assert panel.marked() == panel.model.line(0), "the mark follows the present point"


def test_a_cells_own_history_follows_the_cell_that_is_looked_at(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    panel = reviewed(qtbot, window, tmp_path / "smear")
    window.controller.selection.set(["c00001"])
    window.actions_["cell_history"].trigger()
    qtbot.waitUntil(lambda: len(texts(panel)) == 2, timeout=PATIENCE)
    assert texts(panel) == ["Label c00001 as monocyte", "Label c00001 as blast"]
    window.controller.selection.set(["c00009"])
    qtbot.waitUntil(panel._empty.isVisible, timeout=PATIENCE)
    assert "Nobody has done anything with this cell" in panel._empty.text()
    panel.of_cell.setChecked(False)
    qtbot.waitUntil(lambda: len(texts(panel)) == 6, timeout=PATIENCE)
    row = texts(panel).index("Confirm 2 cells")
    panel.list.setCurrentIndex(panel.model.index(row, 0))
    panel.cells.click()
    qtbot.waitUntil(lambda: window.controller.selection.ids == ["c00002", "c00003"], timeout=PATIENCE)


def test_it_stands_beside_the_fields_too_and_another_case_has_its_own(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    panel = reviewed(qtbot, window, tmp_path / "smear")
    window.actions_["fields"].setChecked(True)
    qtbot.waitUntil(panel.isVisible)
    assert panel.width() >= 280
    window.actions_["history"].setChecked(False)
    qtbot.waitUntil(lambda: not window.right.isVisible())
    window.actions_["fields"].setChecked(False)
    assert window.counts.isVisible()
    window.actions_["history"].setChecked(True)
    opened(qtbot, window, tmp_path / "other", 3)
    qtbot.waitUntil(lambda: "Create case other" in texts(panel), timeout=PATIENCE)
    settled(qtbot, window)
    assert not any("blast" in text for text in texts(panel))


def test_ten_thousand_lines_are_shown_without_a_stutter(dressed: QApplication, qtbot: QtBot) -> None:
    lines = [
        HistoryLine(n, "2026-01-01T10:00:00.000+00:00", "A. Reader", "relabel", f"Label c{n} as blast", "person", 1, "")
        for n in range(1, 10_001)
    ]
    view = HistoryView(lines, {line.id: line.id for line in lines}, 10_000, (0, 10_000))
    panel = HistoryPanel()
    qtbot.addWidget(panel)
    panel.resize(344, 700)
    panel.show()
    times = []
    for count in (10_000, 9_999, 10_000):
        shorter = HistoryView(lines[:count], view.positions, count, view.reach)
        steps = (lambda: panel.model.show(shorter), panel.mark_here, panel.refresh, QApplication.processEvents)  # noqa: B023
        times.append(sum(own_seconds(step) for step in steps))
    assert panel.model.rowCount() == 10_000 and min(times) < seconds_of(20)
    QTest.keyClick(panel.list, Qt.Key.Key_End)
    marked = panel.marked()
    assert marked is not None and marked.id == 1 and panel.go.isEnabled()


def test_new_lines_are_put_in_at_the_top_and_the_mark_stays(dressed: QApplication, qtbot: QtBot) -> None:
    lines = [HistoryLine(n, "", "A", "relabel", str(n), "person", 1, "") for n in range(1, 6)]
    model = HistoryModel()
    model.show(HistoryView(lines[:3]))
    with qtbot.waitSignal(model.rowsInserted), qtbot.assertNotEmitted(model.modelReset):
        model.show(HistoryView(lines))
    with qtbot.waitSignal(model.modelReset):
        model.show(HistoryView(lines[2:]))
    assert [line.text for row in range(3) if (line := model.line(row))] == ["5", "4", "3"]
