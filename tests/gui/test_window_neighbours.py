"""What lies around a cell, in the real window: boxes in its field, tiles in file order, and the way to one of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import OpenWindow, PlainAnalysis, write_images
from field_kit import FieldAnalysis, write_fields
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.gui.main_window import MainWindow
from leukview.gui.widgets.cell_view import FIELD_MARGIN, WIDE_MARGIN

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


def opened(qtbot: QtBot, window: MainWindow, folder: Path) -> MainWindow:
    window.open_folder(folder)
    qtbot.waitUntil(lambda: window.controller.analysed and window.cell_panel.view.has_image(), timeout=60_000)
    QApplication.processEvents()
    return window


@pytest.fixture
def fields(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return opened(qtbot, open_window(FieldAnalysis), write_fields(tmp_path / "Fields", 2))


@pytest.fixture
def singles(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return opened(qtbot, open_window(PlainAnalysis), write_images(tmp_path / "Smear", 12))


def choose(window: MainWindow, cell_id: str) -> None:
    window.controller.selection.set([cell_id], cell_id)
    QApplication.processEvents()


def ids(window: MainWindow) -> list[str]:
    assert window.controller.case is not None
    return list(window.controller.case.cells)


def at_box(window: MainWindow, cell_id: str) -> QPoint:
    assert window.controller.case is not None
    return window.cell_panel.view.to_view(*window.controller.case.cells[cell_id].box.centre).toPoint()


def test_the_view_widens_to_the_neighbours_and_goes_to_the_one_that_is_clicked(
    fields: MainWindow, qtbot: QtBot
) -> None:
    view, first, second = fields.cell_panel.view, ids(fields)[0], ids(fields)[1]
    choose(fields, first)
    qtbot.waitUntil(view.has_image)
    narrow = view.home_rect().width()
    # A click beside the cell means nothing while its neighbours are not on show.
    QTest.mouseClick(view, LEFT, pos=at_box(fields, second))
    assert fields.controller.selection.current == first
    QTest.keyClick(fields.gallery, Qt.Key.Key_N, CTRL)
    assert view.home_rect().width() == pytest.approx(narrow * WIDE_MARGIN / FIELD_MARGIN)
    assert not fields.cell_panel.strip.isVisible()
    QTest.mouseClick(view, LEFT, pos=at_box(fields, second))
    assert fields.controller.selection.current == second
    assert fields.cell_panel.cell() is not None and fields.cell_panel.cell().id == second  # type: ignore[union-attr]
    QTest.keyClick(fields.gallery, Qt.Key.Key_N, CTRL)
    assert view.home_rect().width() == pytest.approx(narrow)


def test_dragging_over_a_neighbour_moves_the_picture_and_chooses_nothing(fields: MainWindow, qtbot: QtBot) -> None:
    view, first, second = fields.cell_panel.view, ids(fields)[0], ids(fields)[1]
    choose(fields, first)
    qtbot.waitUntil(view.has_image)
    fields.actions_["neighbours"].trigger()
    start = at_box(fields, second)
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, start + QPoint(20, 5))
    QTest.mouseRelease(view, LEFT, pos=start + QPoint(20, 5))
    assert fields.controller.selection.current == first


def test_a_relabelled_neighbour_is_drawn_as_what_it_is_now(fields: MainWindow, qtbot: QtBot) -> None:
    view, first, second = fields.cell_panel.view, ids(fields)[0], ids(fields)[1]
    choose(fields, first)
    qtbot.waitUntil(view.has_image)
    fields.actions_["neighbours"].trigger()
    fields.controller.relabel([second], "basophil", go_on=False)
    at = view.to_source(view.to_view(*fields.controller.case.cells[second].box.centre))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: view._surroundings.words(at, view.scale).startswith("Basophil"))


def test_pictures_of_one_cell_show_the_files_before_and_after(singles: MainWindow, qtbot: QtBot) -> None:
    strip, names = singles.cell_panel.strip, ids(singles)
    choose(singles, names[5])
    singles.actions_["neighbours"].trigger()
    QApplication.processEvents()
    each = strip.each_side()
    assert each >= 2 and strip.isVisible()
    assert strip.cells() == names[5 - each : 6 + each]
    # The middle tile is the cell on show: its place does not depend on how many come before it.
    middle = strip.tile_rect(each).center()
    QTest.mouseClick(strip, LEFT, pos=strip.tile_rect(each + 1).center())
    assert singles.controller.selection.current == names[6]
    choose(singles, names[0])
    assert strip.cells() == names[: 1 + each] and strip.tile_rect(0).center() == middle
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert singles.controller.selection.current == names[1]


def test_keys_step_in_file_order_whatever_the_gallery_s_order(singles: MainWindow) -> None:
    names = ids(singles)
    choose(singles, names[3])
    QTest.keyClick(singles.gallery, Qt.Key.Key_Right, CTRL)
    assert singles.controller.selection.current == names[4]
    QTest.keyClick(singles.gallery, Qt.Key.Key_Left, CTRL)
    QTest.keyClick(singles.gallery, Qt.Key.Key_Left, CTRL)
    assert singles.controller.selection.current == names[2]
    choose(singles, names[0])
    QTest.keyClick(singles.gallery, Qt.Key.Key_Left, CTRL)
    assert singles.controller.selection.current == names[0]


def test_sizes_are_in_micrometres_where_the_field_says_how_large_a_pixel_is(fields: MainWindow) -> None:
    # The drawn fields say 0.1 µm; the drawn cells of single pictures say nothing.
    assert "at 0.1 µm a pixel, as the file says" in fields.cell_panel.details.measurements.values["diameter"].toolTip()


def test_the_neighbours_come_back_with_the_case(singles: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    singles.actions_["neighbours"].trigger()
    QApplication.processEvents()
    singles.resume.save()
    with qtbot.waitSignal(singles.controller.opened):
        singles.open_folder(tmp_path / "Smear")
    assert singles.cell_panel.tools.neighbours_button.isChecked()
    qtbot.waitUntil(singles.cell_panel.strip.isVisible)


def test_another_case_s_tiles_are_its_own(singles: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    singles.actions_["neighbours"].trigger()
    other = write_images(tmp_path / "Other", 6)
    with qtbot.waitSignal(singles.controller.opened):
        singles.open_folder(other)
    strip, thumbnails = singles.cell_panel.strip, singles.cell_panel.strip_thumbnails
    qtbot.waitUntil(lambda: singles.controller.analysed and strip.isVisible() and len(strip.cells()) > 2)
    assert thumbnails._folder == other

    def painted() -> bool:
        strip.grab()
        return all(key[0] == str(other) for key in thumbnails._cache) and len(thumbnails._cache) >= len(strip.cells())

    qtbot.waitUntil(painted)
