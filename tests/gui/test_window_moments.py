"""Keys and results that come at the wrong moment: they change nothing that nobody sees, and nothing of another case."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from conftest import OpenWindow, write_images
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.gui import feeds
from leukview.gui.main_window import MainWindow
from leukview.gui.pixmaps import load_qimage
from leukview.services.case_history import CaseHistory
from leukview.services.reference_files import starter_cells
from leukview.services.second_reading import start_second

COUNT = 15
LONG = 60_000


@pytest.fixture
def window(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """A window on a case of fifteen cells."""
    window = open_window()
    window.open_folder(write_images(tmp_path / "Smear 7", COUNT))
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == COUNT, timeout=LONG)
    return window


def read_by_two(window: MainWindow) -> None:
    session = window.controller.session
    assert session is not None
    window.controller.confirm([cell.id for cell in window.controller.cells])
    window.cell_panel.show_cell(None)
    start_second(session, "Ann", "Ben")
    window.controller.flush()
    QApplication.processEvents()


def test_a_blind_reader_comes_back_from_the_list_as_blind(window: MainWindow, qtbot: QtBot) -> None:
    read_by_two(window)
    for _ in range(2):
        window.actions_["worklist"].trigger()
        QApplication.processEvents()
    for name in ("export", "sign", "edit_mask", "analyse_again"):
        assert not window.actions_[name].isEnabled(), name


def test_no_action_of_the_case_comes_back_while_another_page_is_on_show(window: MainWindow) -> None:
    for open_page in (window.worklist.show, window.references.show):
        open_page()
        window.controller.flush()
        QApplication.processEvents()
        for name in ("export", "sign", "analyse_again", "second_reading"):
            assert not window.actions_[name].isEnabled(), name


def test_a_step_in_file_order_beside_other_cells_shows_the_cell_that_keys_label(window: MainWindow) -> None:
    ids = [cell.id for cell in window.controller.cells]
    window.controller.selection.set([ids[0], ids[5]], ids[0])
    window.actions_["compare"].trigger()
    assert window.pages.currentWidget() is window.pages_.compare
    window.actions_["next_in_file"].trigger()
    current = window.controller.selection.current
    assert current is not None and current in window.controller.walk


def test_cells_asked_for_from_the_grid_are_shown_in_the_review(window: MainWindow) -> None:
    cells = window.controller.cells
    lymphocyte = next(cell.id for cell in cells if cell.final_class == "lymphocyte")
    blast = next(cell.id for cell in cells if cell.final_class == "blast")
    window.controller.selection.set([lymphocyte], lymphocyte)
    window.actions_["class_grid"].trigger()
    assert window.pages.currentWidget() is window.pages_.grid
    window.show_cells([blast])
    assert window.pages.currentWidget() is window.columns and blast in window.controller.walk


def test_the_gallery_has_its_own_order_again_after_the_grid_and_the_list(window: MainWindow) -> None:
    window.actions_["class_grid"].trigger()
    for _ in range(2):
        window.actions_["worklist"].trigger()
        QApplication.processEvents()
    assert window.pages.currentWidget() is window.columns
    assert window.controller.walk is window.controller.model


def test_a_picture_that_comes_late_is_not_shown_under_the_same_name_in_another_case(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = Event()
    old = window.controller.folder

    def slow(path: Path) -> QImage:
        if path.parent == old:
            go.wait(30)
        return load_qimage(path)

    monkeypatch.setattr(feeds, "load_qimage", slow)
    feed = window.feed
    feed.forget()
    window.cell_panel.forget_images()
    feed.look_ahead(window.controller.cells[-1])
    session = window.controller.session
    window.controller.loaded.connect(go.set)
    window.open_folder(write_images(tmp_path / "Another", 1))
    qtbot.waitUntil(lambda: window.controller.session not in (None, session), timeout=LONG)
    qtbot.wait(300)
    assert f"c{COUNT - 1:05d}.png" not in feed._images


def test_the_cells_of_a_line_of_another_cases_history_are_not_chosen(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = Event()

    def slow(self: CaseHistory, line: int) -> tuple[str, ...]:
        go.wait(30)
        return ("c00007",)

    monkeypatch.setattr(CaseHistory, "cell_ids", slow)
    window.habits.history._show_cells(1)
    session = window.controller.session
    window.open_folder(write_images(tmp_path / "Another", COUNT))
    qtbot.waitUntil(lambda: window.controller.session not in (None, session), timeout=LONG)
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == COUNT, timeout=LONG)
    before = window.controller.selection.ids
    go.set()
    qtbot.wait(200)
    assert window.controller.selection.ids == before != ["c00007"]


def test_what_is_done_with_a_reference_set_is_done_with_the_one_that_is_marked(
    window: MainWindow, qtbot: QtBot
) -> None:
    library = window.references.library()
    first = library.create("First")
    library.create("Second")
    library.add(first, starter_cells().cells[:3])
    page = window.references.page
    window.references.show(first)
    qtbot.waitUntil(lambda: page.set_id == first and page.model.rowCount() == 3, timeout=LONG)
    page.sets.setCurrentItem(page.sets.topLevelItem(1))
    page.delete.trigger()
    qtbot.waitUntil(lambda: len(library.sets()) == 1, timeout=LONG)
    assert [item.id for item in library.sets()] == [first]


def test_cells_of_the_set_before_are_not_removed_from_the_one_that_is_marked(window: MainWindow, qtbot: QtBot) -> None:
    library = window.references.library()
    first, second = library.create("First"), library.create("Second")
    for number in (first, second):
        library.add(number, starter_cells().cells[:3])
    page = window.references.page
    window.references.show(first)
    qtbot.waitUntil(lambda: page.set_id == first and page.model.rowCount() == 3, timeout=LONG)
    page.wall.selectAll()
    page.sets.setCurrentItem(page.sets.topLevelItem(1))
    page.remove.trigger()
    qtbot.waitUntil(lambda: page.set_id == second and page.model.rowCount() == 3, timeout=LONG)
    qtbot.wait(200)
    assert [item.size for item in library.sets()] == [3, 3]
