"""The page of fields in the real window over the real store: choosing, drawing, deleting, merging, regions, zoom and pan."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from conftest import OpenWindow, write_images
from field_kit import FakeCaller, FieldAnalysis, write_fields
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from leukview.domain.box import Box
from leukview.gui.main_window import MainWindow
from leukview.gui.translation import SOURCE, install
from leukview.services.second_reading import finish_second, start_second
from leukview.store.database import default_path

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Two fields of ten cells each, analysed, with the page of fields on show."""
    folder = write_fields(tmp_path / "fields", 2)
    window = open_window(FieldAnalysis)
    window.fields.make_caller = FakeCaller
    window.open_folder(folder)
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == 20, timeout=60_000)
    window.actions_["fields"].trigger()
    shown(qtbot, window)
    return window


def shown(qtbot: QtBot, window: MainWindow) -> None:
    def ready() -> bool:
        window.field_panel.view.repaint()
        return window.field_panel.tiles.levels > 0 and window.field_panel.view.sharp

    qtbot.waitUntil(ready, timeout=60_000)


def at(window: MainWindow, x: float, y: float) -> QPoint:
    return window.field_panel.view.to_view(x, y).toPoint()


def click(window: MainWindow, cell_id: str, modifier: Qt.KeyboardModifier = NONE) -> None:
    case = window.controller.case
    assert case is not None
    cell = case.cells.get(cell_id) or case.removed[cell_id]
    QTest.mouseClick(window.field_panel.view, LEFT, modifier, at(window, *cell.final_box.centre))


def drag(window: MainWindow, *points: tuple[float, float]) -> None:
    view = window.field_panel.view
    places = [at(window, x, y) for x, y in points]
    QTest.mousePress(view, LEFT, NONE, places[0])
    for place in places[1:]:
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, LEFT, NONE, places[-1])
    QApplication.processEvents()


def query(sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{default_path()}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchall()


def test_field_and_gallery_choose_the_same_cell(window: MainWindow, qtbot: QtBot) -> None:
    view, selection = window.field_panel.view, window.controller.selection
    assert window.fields.file == "F1.png" and window.field_panel.title.whole_text() == "Field 1 of 2 · F1.png"
    assert window.field_panel.list.count() == 2 and not window.right.isVisible()
    view.fit()
    click(window, "F1-003")
    assert selection.ids == ["F1-003"] and window.cell_panel.title.whole_text() == "Cell F1-003"
    click(window, "F1-004", Qt.KeyboardModifier.ControlModifier)
    assert selection.ids == ["F1-003", "F1-004"] and selection.current == "F1-004"
    selection.set(["F2-010"])
    shown(qtbot, window)
    assert window.fields.file == "F2.png"
    case = window.controller.case
    assert case is not None
    assert view.shown().contains(QPointF(*case.cells["F2-010"].final_box.centre))
    window.field_panel.list.setCurrentRow(0)
    shown(qtbot, window)
    assert window.fields.file == "F1.png" and selection.ids == ["F2-010"], "looking about chooses nothing"
    window.actions_["fields"].trigger()
    assert window.left.currentWidget() is window.gallery_panel and window.right.isVisible()


def test_a_drawn_cell_is_called_labelled_and_counted(window: MainWindow, qtbot: QtBot) -> None:
    view, controller = window.field_panel.view, window.controller
    view.fit()
    before = controller.differential("final").total
    QTest.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert view.tool == "cell" and window.actions_["add_cell"].isChecked()
    drag(window, (500, 400), (540, 430), (600, 480))
    (new,) = [cell for cell in controller.cells if cell.origin == "drawn"]
    assert new.file == "F1.png" and new.box.iou(Box(500, 400, 100, 80)) > 0.9
    assert controller.selection.ids == [new.id]
    case = controller.case
    assert case is not None
    qtbot.waitUntil(lambda: case.cells[new.id].ai_class == "monocyte")
    QTest.keyClick(view, Qt.Key.Key_L)
    assert case.cells[new.id].human_class == "lymphocyte"
    assert controller.selection.ids == [new.id], "a label does not lead away while cells are drawn"
    assert controller.differential("final").total == before + 1
    assert query("SELECT origin, human_class FROM cells WHERE origin IS NOT NULL") == [("drawn", "lymphocyte")]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.tool == "move" and not window.actions_["add_cell"].isChecked() and not controller.staying
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert new.id not in case.cells and len(case.cells) == 20
    assert controller.differential("final").total == before


def test_while_a_second_reader_reads_the_window_says_why_nothing_can_be_drawn_and_what_to_do(
    window: MainWindow, qtbot: QtBot
) -> None:
    view, controller, session = window.field_panel.view, window.controller, window.controller.session
    assert session is not None
    QTest.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert view.tool == "cell"
    start_second(session, "Ann", "Ben")
    controller.flush()
    assert view.tool == "move" and not controller.staying, (
        "the first reader's tool is not left in the second one's hand"
    )
    for reader in (2, 1):
        session.change_reader(reader)  # type: ignore[arg-type]
        controller.flush()
        window.notice.clear()
        QTest.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        assert view.tool == "move" and not window.actions_["add_cell"].isChecked() and not controller.staying
        said = notice_of(window)
        assert "while a second reader reads" in said and "both must read the same cells" in said
        assert "Write a note on the nearest cell" in said and "once both readers are done" in said
    session.change_reader(2)
    session.set_note(controller.cells[0].id, "a blast right of this one")
    finish_second(session)
    controller.flush()
    assert "1 note by Ben" in window.reading_bar.words.whole_text()
    first = controller.cells[0].id
    controller.selection.set([first], first)
    assert "a blast right of this one" in window.cell_panel.details.second_note.text()
    assert window.cell_panel.details.second_note.isVisibleTo(window)
    view.fit()
    QTest.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    drag(window, (500, 400), (540, 430), (600, 480))
    (new,) = [cell for cell in controller.cells if cell.origin == "drawn"]
    QTest.keyClick(view, Qt.Key.Key_L)
    cell = session.stored.cells[new.id]
    assert (cell.final_class, cell.human_class, cell.second_class) == ("lymphocyte", None, None) and cell.agreed
    window.notice.clear()
    window.actions_["delete_cells"].trigger()
    assert new.id in session.stored.cells and "their agreement is about them" in notice_of(window)


def notice_of(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.notice.findChildren(QLabel) if label.isVisibleTo(window))


def test_without_a_network_the_drawn_cell_stays_the_persons(window: MainWindow, qtbot: QtBot) -> None:
    class Absent(FakeCaller):
        def call(self, *args: object, **kwargs: object) -> object:  # type: ignore[override]
            from leukview.domain.errors import InputProblem

            raise InputProblem("LeukView default", "its weights are not installed any more")

    window.fields.make_caller = Absent
    window.fields.add(Box(500, 400, 90, 80))
    qtbot.waitUntil(lambda: "No AI call" in window.status.message_text())
    (new,) = [cell for cell in window.controller.cells if cell.origin == "drawn"]
    assert new.prediction is None and new.needs_review


def test_a_deleted_cell_leaves_every_count_and_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    controller, view = window.controller, window.field_panel.view
    case = controller.case
    assert case is not None
    view.fit()
    before = controller.differential("ai")
    click(window, "F1-002")
    QTest.keyClick(view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert "F1-002" in case.removed and "F1-002" not in controller.model
    assert controller.selection.ids == ["F1-001"] or controller.selection.ids == ["F1-003"]
    assert controller.differential("ai").total == before.total - 1
    assert window.status.message_text() == "Deleted F1-002"
    assert view.cell_at(QPointF(at(window, 200, 80))) is None
    window.field_panel.removed.click()
    click(window, "F1-002")
    assert window.field_panel.restore.isVisible()
    window.field_panel.restore.click()
    assert controller.selection.ids == ["F1-002"] and not case.removed
    assert controller.differential("ai") == before
    window.actions_["undo"].trigger()
    window.actions_["undo"].trigger()
    assert not case.removed and query("SELECT 1 FROM cells WHERE removed IS NOT NULL") == []
    assert [group.ids[:1] for group in controller.model.groups]


def test_chosen_cells_are_merged_into_one_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    controller, view = window.controller, window.field_panel.view
    case = controller.case
    assert case is not None
    view.fit()
    click(window, "F1-001")
    click(window, "F1-002", Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    (whole,) = [cell for cell in controller.cells if cell.by_hand]
    assert whole.box == Box(50, 50, 181, 61) and set(case.removed) == {"F1-001", "F1-002"}
    assert controller.selection.ids == [whole.id]
    qtbot.waitUntil(lambda: case.cells[whole.id].prediction is not None)
    window.actions_["undo"].trigger()
    assert not case.removed and whole.id not in case.cells
    assert set(controller.selection.ids) == {"F1-001", "F1-002"}
    controller.selection.set(["F1-001"])
    window.actions_["merge_cells"].trigger()
    assert window.notice.isVisible() and not case.removed, "one cell alone is nothing to merge"


def test_a_region_is_counted_copied_and_cleared(window: MainWindow, qtbot: QtBot) -> None:
    view, panel = window.field_panel.view, window.field_panel.region
    view.fit()
    before = window.controller.differential("final")
    assert panel.count is not None and panel.count.cells == 10
    QTest.keyClick(view, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    drag(window, (10, 10), (200, 100), (380, 140))
    region = window.fields.region
    assert region is not None and view.tool == "move"
    assert panel.count.cells == 3
    assert "mm²" in panel.count.heading or "µm²" in panel.count.heading, "the file says how large a pixel is"
    panel.copy.click()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Region of F1.png: 3 cells")
    lines = [line.split("\t") for line in text.splitlines()]
    assert lines[1] == ["Class", "n", "%", "95 %"]
    assert sum(int(line[1]) for line in lines[2:]) == 3
    install(QApplication.instance(), "de")
    try:
        panel.copy.click()
        german = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    finally:
        install(QApplication.instance(), SOURCE)
    assert german[1][0] == "Klasse" and german[2][0] != lines[2][0] and german[2][1:] == lines[2][1:]
    window.fields.set_region([(10, 10), (170, 10), (10, 170)])
    assert panel.count.cells == 1
    assert window.controller.differential("final") == before
    panel.clear.click()
    assert window.fields.region is None and panel.count.cells == 10 and not panel.clear.isVisible()


def test_wheel_keys_and_drags_move_the_field_and_nothing_else(window: MainWindow, qtbot: QtBot) -> None:
    view, selection = window.field_panel.view, window.controller.selection
    view.fit()
    chosen, whole = selection.ids, view.scale
    where = view.to_view(350, 250)
    fixed = view.to_source(where)
    view.zoom_by(3.0, where)
    moved = view.to_source(where) - fixed
    assert moved.manhattanLength() < 1.5 / view.scale and view.scale == pytest.approx(3 * whole)
    middle = view.shown().center()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.shown().center().x() == pytest.approx(middle.x() + 80 / view.scale, abs=1)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: view.scale == pytest.approx(3 * whole * 1.25))
    QTest.keyClick(view, Qt.Key.Key_Minus)
    view.finish_glide()
    assert view.scale == pytest.approx(3 * whole)
    middle = view.shown().center()
    drag(window, (middle.x(), middle.y()), (middle.x() - 20, middle.y()), (middle.x() - 40, middle.y() + 10))
    assert view.shown().center().x() == pytest.approx(middle.x() + 40, abs=2)
    assert selection.ids == chosen, "a drag is no click"
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.scale == pytest.approx(whole)


def test_filters_hide_boxes_and_what_is_hidden_is_not_clicked(window: MainWindow, qtbot: QtBot) -> None:
    view, panel = window.field_panel.view, window.field_panel
    panel.needs.click()
    assert view.boxes.cells and all(cell.needs_review for cell in view.boxes.cells)
    panel.needs.click()
    assert len(view.boxes.cells) == 10
    panel.boxes.click()
    view.fit()
    assert view.cell_at(QPointF(at(window, 80, 80))) is None


def test_the_page_comes_back_with_the_case(window: MainWindow, qtbot: QtBot) -> None:
    folder = window.controller.folder
    window.controller.selection.set(["F2-004"])
    widths = window.shares.sizes()
    window.resume.save()
    window.open_folder(folder)
    qtbot.waitUntil(lambda: window.controller.analysed and window.fields.file == "F2.png", timeout=60_000)
    shown(qtbot, window)
    assert window.actions_["fields"].isChecked() and window.controller.selection.current == "F2-004"
    assert all(widths) and window.shares.sizes() == pytest.approx(widths, abs=2)


def test_a_case_of_single_cells_says_that_it_has_no_fields(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    window.open_folder(write_images(tmp_path / "cells", 3))
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == 3, timeout=60_000)
    window.actions_["fields"].trigger()
    assert window.field_panel.pages.currentWidget() is window.field_panel.none
    assert "no fields" in window.field_panel.none.text()
    window.actions_["add_cell"].trigger()
    assert window.field_panel.view.tool == "move"


def test_a_field_that_cannot_be_read_says_why(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = write_fields(tmp_path / "fields", 1)
    window = open_window(FieldAnalysis)
    window.open_folder(folder)
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == 10, timeout=60_000)
    (folder / "F1.png").unlink()
    window.actions_["fields"].trigger()
    qtbot.waitUntil(lambda: "no longer there" in window.field_panel.view._message)
