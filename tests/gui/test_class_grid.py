"""One class over the whole window: the odd ones first and marked, keys and Space at work, and back to where one was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import OpenWindow
from gallery_kit import PATIENCE, opened, press, stored
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.gui import pages
from leukview.gui.main_window import MainWindow
from leukview.gui.models.gallery import Tab

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Sixty cells, twelve of each class; the last lymphocyte has a nucleus twice as wide as its class's."""
    result = opened(qtbot, open_window(), tmp_path / "smear", 60)
    case = result.controller.case
    assert case is not None
    cell = case.cells["c00056"]
    assert cell.morphology is not None
    case.cells["c00056"] = replace(cell, morphology=replace(cell.morphology, nucleus_area_px=3600))
    result.controller.model.update(["c00056"])
    result.controller.selection.set(["c00001"])
    press(result.gallery, Qt.Key.Key_7, CONTROL)
    return result


def test_the_odd_ones_come_first_with_the_reason(window: MainWindow) -> None:
    page = window.pages_.grid
    assert window.pages.currentWidget() is page
    order = page.model.order()
    assert len(order) == 12 and order[0] == "c00056"
    assert page.model.caption("c00056") == ("large nucleus", True)
    assert page.model.caption("c00001") == ("", True)
    assert "Unlike its class: large nucleus" in page.wall._tip("c00056")
    assert page.title.text() == "Lymphocyte"
    assert page.state.whole_text() == "12 cells · 1 odd · 0 reviewed"
    assert window.controller.selection.ids == ["c00056"]


def test_every_tile_shows_the_same_number_of_source_pixels(window: MainWindow, qtbot: QtBot) -> None:
    wall = window.pages_.grid.wall
    assert wall.span == 1.25 * 48
    side = wall._pixels()
    cell = wall.model.cell("c00056")
    qtbot.waitUntil(lambda: wall.thumbnails.pixmap(cell, side, wall.span) is not None, timeout=PATIENCE)
    assert wall.thumbnails.pixmap(cell, side) is None, "the gallery's own view of it is another picture"


def test_keys_label_in_place_and_space_confirms_and_goes_on(window: MainWindow) -> None:
    page, selection = window.pages_.grid, window.controller.selection
    order = page.model.order()
    press(page.wall, Qt.Key.Key_M)
    assert stored()[order[0]] == "monocyte"
    assert page.model.order() == order, "it keeps its place"
    assert page.model.caption(order[0]) == ("→ Mono", False)
    assert selection.ids == [order[1]]
    press(page.wall, Qt.Key.Key_Space)
    assert stored()[order[1]] == "lymphocyte" and selection.ids == [order[2]]
    press(page.wall, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert selection.ids == order[2:4]
    press(page.wall, Qt.Key.Key_B)
    assert [stored()[c] for c in order[2:4]] == ["band_neutrophil"] * 2
    press(page.wall, Qt.Key.Key_Z, CONTROL)
    assert [stored()[c] for c in order[2:4]] == [None, None]
    assert page.state.whole_text() == "12 cells · 1 odd · 2 reviewed · 1 given another class"


def test_a_filter_of_the_gallery_hides_nothing_here(window: MainWindow) -> None:
    window.pages_.back()
    window.gallery_panel.tabs[Tab.NEEDS].click()
    window.controller.selection.set(["c00003"])
    press(window.gallery, Qt.Key.Key_7, CONTROL)
    order = window.pages_.grid.model.order()
    assert len(order) == 12
    window.controller.confirm(order[:1])
    assert stored()[order[0]] == "monocyte"
    press(window.pages_.grid.wall, Qt.Key.Key_A, CONTROL)
    assert len(window.controller.selection) == 12


def test_the_rest_of_the_class_can_be_confirmed_from_here(window: MainWindow) -> None:
    window.pages_.grid.rest.click()
    assert sum(label == "lymphocyte" for label in stored().values()) == 12


def test_next_and_previous_class_stop_at_the_ends(window: MainWindow) -> None:
    page = window.pages_.grid
    page.next.click()
    assert page.model.class_id == "monocyte" and set(page.model.order()) == {f"c{n:05d}" for n in range(3, 60, 5)}
    press(page.wall, Qt.Key.Key_Down, CONTROL)
    press(page.wall, Qt.Key.Key_Down, CONTROL)
    press(page.wall, Qt.Key.Key_Down, CONTROL)
    assert page.model.class_id == "platelet"
    for _ in range(9):
        press(page.wall, Qt.Key.Key_Up, CONTROL)
    assert page.model.class_id == "segmented_neutrophil"


def test_escape_goes_back_to_the_review_at_the_same_cell(window: MainWindow) -> None:
    window.controller.selection.set(["c00011"])
    QTest.keyClick(window.pages_.grid.wall, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert window.pages.currentWidget() is window.columns
    assert window.controller.walk is window.controller.model
    assert window.controller.selection.ids == ["c00011"]
    assert window.cell_panel.title.whole_text() == "Cell c00011"


def test_the_size_of_tiles_is_kept_apart_from_the_gallerys(window: MainWindow) -> None:
    page = window.pages_.grid
    before = page.wall.grid.tile
    page.larger.click()
    assert page.wall.grid.tile > before and window.preferences.wall_tile == page.wall.grid.tile
    assert window.gallery.grid.tile == window.preferences.tile == 72


def test_another_case_closes_it(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    opened(qtbot, window, tmp_path / "other", 5)
    assert window.pages.currentWidget() is window.columns
    assert window.controller.walk is window.controller.model


def test_what_was_found_of_older_cells_is_looked_for_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window.pages_.back()
    controller, page = window.controller, window.pages_.grid
    monkeypatch.setattr(pages, "_AT_ONCE", 5)
    page.model.class_id = ""
    window.pages_.show_class("lymphocyte")
    assert window.pages.currentWidget() is window.columns, "the page before stays while a worker looks"
    controller.relabel(["c00056"], "monocyte")
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page, timeout=PATIENCE)
    assert len(page.model.order()) == 11 and "c00056" not in page.model.order()
    window.pages_.back()
    window.pages_.show_class("lymphocyte")
    window.pages_.leave()
    assert controller.tasks.get("class grid") is None, "who leaves wants it no more"
