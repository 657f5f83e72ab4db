"""The window is laid out as it was left, comes back to how it came, and answers whatever is dropped on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import OpenWindow, write_images
from gallery_kit import PATIENCE, opened
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from leukview.gui.key_files import write_keys
from leukview.gui.main_window import MainWindow
from leukview.gui.preferences import Preferences, load_preferences
from leukview.gui.widgets.keys_dialog import KeysDialog
from leukview.gui.widgets.path_drop import take_dropped
from leukview.gui.widgets.watch_dialog import WatchDialog

LEFT, NONE, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


def drop(target: MainWindow | QWidget, *paths: Path, data: QMimeData | None = None) -> None:
    held = data or QMimeData()
    if paths:
        held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(QPointF(200, 200).toPoint(), COPY, held, LEFT, NONE)
    target.dragEnterEvent(enter)
    assert enter.isAccepted()
    target.dropEvent(QDropEvent(QPointF(200, 200), COPY, held, LEFT, NONE))


def test_columns_tiles_panels_and_page_are_there_after_a_restart(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 5)
    window.columns.setSizes([420, 460, 400])
    window.gallery.set_tile(96)
    window.pages_.grid.wall.set_tile(160)
    window.actions_["history"].setChecked(True)
    window.worklist.page.table.setColumnWidth(1, 177)
    window.worklist.show()
    sizes = window.columns.sizes()
    window.close()
    kept = load_preferences()[0]
    assert (kept.columns, kept.tile, kept.wall_tile, kept.history, kept.page) == (sizes, 96, 160, True, "worklist")
    again = open_window(size=(1280, 800))
    assert again.worklist.page.table.columnWidth(1) == 177
    opened(qtbot, again, tmp_path / "another", 3)
    assert again.columns.sizes() == sizes, "for a case that was never opened before, too"
    assert again.gallery.grid.tile == 96 and again.habits.history.panel.isVisible()


def test_the_layout_comes_back_to_how_it_came_and_no_case_changes(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 5)
    sizes = window.columns.sizes()
    session = window.controller.session
    assert session is not None
    window.controller.confirm(["c00001"])
    rows = len(session.audit())
    window.resize(1400, 700)
    window.columns.setSizes([700, 380, 320])
    window.gallery.set_tile(160)
    window.actions_["history"].setChecked(True)
    window.worklist.page.table.setColumnWidth(1, 177)
    window.actions_["reset_layout"].trigger()
    QApplication.processEvents()
    wanted = Preferences()
    assert window.gallery.grid.tile == wanted.tile and not window.habits.history.open
    screen = window.screen().availableGeometry()
    assert window.width() == max(960, min(1280, screen.width())), "as it came, or as large as the screen allows"
    assert window.worklist.page.table.columnWidth(1) != 177
    assert window.columns.sizes() != [700, 380, 320]
    if window.width() == 1280:
        assert window.columns.sizes() == sizes
    assert len(session.audit()) == rows and session.case.cells["c00001"].human_class is not None
    assert load_preferences()[0].tile == wanted.tile


def test_kept_layout_that_makes_no_sense_is_left(open_window: OpenWindow) -> None:
    window = open_window()
    shares = window.columns.sizes()
    window.preferences.columns = [1]
    window.preferences.cases_columns = "00ff"
    window.habits.layout._restored = False
    window.habits.layout.restore()
    assert window.columns.sizes() == shares and window.worklist.page.table.columnWidth(0) > 48


def test_a_folder_is_opened_and_several_are_listed(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    first, second = write_images(tmp_path / "first", 3), write_images(tmp_path / "second", 3)
    with qtbot.waitSignal(window.controller.opened, timeout=PATIENCE):
        drop(window, first / "c00001.png")
    assert window.controller.folder == first
    drop(window, first, second)
    qtbot.waitUntil(lambda: window.worklist.shown and len(window.worklist.page.rows) == 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.worklist.background.busy, timeout=PATIENCE)


def test_what_cannot_be_used_is_explained_and_what_can_is_used(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    folder = write_images(tmp_path / "smear", 3)
    table = tmp_path / "patients.csv"
    table.write_text("a,b", "utf-8")
    drop(window, table)
    qtbot.waitUntil(window.notice.isVisible, timeout=PATIENCE)
    assert "patients.csv is a table" in window.notice.text.text()
    assert window.notice.heading.text() == "This cannot be opened" and window.controller.session is None
    window.notice.clear()
    window.worklist.show()
    drop(window.worklist.page, table, folder)
    qtbot.waitUntil(lambda: len(window.worklist.page.rows) == 1, timeout=PATIENCE)
    assert window.notice.isVisible() and window.notice.heading.text() == "Some of this cannot be opened"
    qtbot.waitUntil(lambda: not window.worklist.background.busy, timeout=PATIENCE)


@pytest.mark.parametrize("kind", ["text", "image", "link"])
def test_what_is_no_file_is_explained(open_window: OpenWindow, kind: str) -> None:
    window = open_window()
    data = QMimeData()
    if kind == "text":
        data.setText("60-0042")
    elif kind == "image":
        data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    else:
        data.setUrls([QUrl("https://example.org/cell.png")])
    drop(window, data=data)
    assert window.notice.isVisible() and "is no file" in window.notice.text.text()


def test_a_file_of_keys_opens_the_editor_with_them(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    write_keys(tmp_path / "keys.json", {"label.blast": "9"})
    drop(window, tmp_path / "keys.json")
    qtbot.waitUntil(lambda: window.findChild(KeysDialog) is not None, timeout=PATIENCE)
    dialog = window.findChild(KeysDialog)
    assert dialog is not None and dialog.overrides() == {"label.blast": "9"}
    assert window.actions_.keymap.overrides == {}, "nothing holds before it is saved"
    dialog.reject()


def test_wherever_in_the_window_a_folder_is_held_the_window_takes_it(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 5)
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    places: list[QWidget] = [
        window.gallery.viewport(),
        window.gallery_panel.filter,
        window.cell_panel.view,
        window.differential,
        window.top,
        window.status,
        window.strip,
    ]
    for place in places:
        window.empty.set_hot(False)
        event = QDragEnterEvent(place.rect().center(), COPY, held, LEFT, NONE)
        QApplication.sendEvent(place, event)
        assert event.isAccepted() and window.empty._hot, place


def test_a_line_for_a_path_takes_the_path_that_is_dropped_on_it(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.toml").write_text("", "utf-8")
    for folder, wanted in ((False, tmp_path / "a.toml"), (True, tmp_path)):
        line = QLineEdit("before")
        qtbot.addWidget(line)
        take_dropped(line, folder=folder)
        data = QMimeData()
        data.setUrls([QUrl("https://example.org/a.toml")])
        QApplication.sendEvent(line, QDropEvent(QPointF(5, 5), COPY, data, LEFT, NONE))
        assert str(tmp_path) not in line.text()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.toml"))])
        enter = QDragEnterEvent(QPointF(5, 5).toPoint(), COPY, data, LEFT, NONE)
        QApplication.sendEvent(line, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(line, QDropEvent(QPointF(5, 5), COPY, data, LEFT, NONE))
        assert line.text() == str(wanted)


def test_a_folder_dropped_on_the_watched_ones_is_watched(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    window.worklist.receiving.show_watched()
    dialog = window.findChild(WatchDialog)
    assert dialog is not None
    drop(dialog, tmp_path)
    qtbot.waitUntil(lambda: window.preferences.watched == [str(tmp_path)], timeout=PATIENCE)
    dialog.reject()
