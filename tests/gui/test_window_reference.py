"""Reference cells in the real window: the page, cells added from a case, undo, the strip beside the cell, the large view."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import cv2
import pytest
from conftest import OpenWindow, write_images
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.domain.taxonomy import taxonomy
from leukview.gui.main_window import MainWindow
from leukview.gui.preferences import load_preferences
from leukview.gui.widgets.reference_dialogs import AddReferenceDialog, ImportReferenceDialog
from leukview.gui.widgets.reference_viewer import ReferenceViewer
from leukview.services.reference_files import Given
from leukview.services.second_reading import start_second

LONG = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window on a case of ten cells, of which nobody has confirmed any."""
    window = open_window()
    real = write_images(tmp_path / "Okafor", 10)
    window.open_folder(real)
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == 10, timeout=LONG)
    # The plain analysis makes hashes up; what is taken must be the image that was labelled.
    from dataclasses import replace

    from leukview.imaging.scan import sha256

    case = window.controller.session.stored  # type: ignore[union-attr]
    for file, image in list(case.images.items()):
        case.images[file] = replace(image, sha256=sha256(real / file))
    return window


def page(qtbot: QtBot, window: MainWindow) -> None:
    if not window.references.shown:
        window.actions_["reference"].trigger()
    qtbot.waitUntil(lambda: quiet(window), timeout=LONG)


def quiet(window: MainWindow) -> bool:
    tasks = window.controller.tasks
    return not any(task.name.startswith("reference") for task in tasks._tasks.values() if task.running)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.wait(60)
    qtbot.waitUntil(lambda: quiet(window), timeout=LONG)
    qtbot.wait(20)


def starter(qtbot: QtBot, window: MainWindow) -> None:
    page(qtbot, window)
    window.references.page.starter.click()
    qtbot.waitUntil(lambda: window.references.page.model.rowCount() == 60, timeout=LONG)
    settle(qtbot, window)


def top(kind: type) -> object:
    return next((item for item in QApplication.topLevelWidgets() if isinstance(item, kind) and item.isVisible()), None)


def test_the_empty_page_teaches_and_the_starter_set_fills_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page(qtbot, window)
    view = window.references.page
    assert view.starter.isVisible() and "Ctrl+Shift+B" in view.empty.text()
    starter(qtbot, window)
    labels = [cell.label for cell in view.shown()]
    assert labels == taxonomy().sorted(labels)
    assert "all synthetic" in view.state.whole_text() and "synthetic" in view.about.text()
    assert all(view.model.cell(row).synthetic for row in range(60))
    # One class alone, and the picture that was asked for has come.
    row = next(
        view.classes.topLevelItem(place)
        for place in range(view.classes.topLevelItemCount())
        if view.classes.topLevelItem(place).text(0) == "Blast"  # type: ignore[union-attr]
    )
    view.classes.setCurrentItem(row)
    assert {cell.label for cell in view.shown()} == {"blast"} and row.text(1) == "5"  # type: ignore[union-attr]
    settle(qtbot, window)
    index = view.model.index(0)
    qtbot.waitUntil(lambda: index.data(Qt.ItemDataRole.DecorationRole) is not None, timeout=LONG)
    QTest.keyClick(view.wall, Qt.Key.Key_Escape)
    assert not window.references.shown


def test_keys_change_the_library_there_and_never_the_case(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.confirm(["c00000"])
    settle(qtbot, window)
    starter(qtbot, window)
    view, before = window.references.page, dict(window.controller.session.case.cells)  # type: ignore[union-attr]
    view.wall.setFocus()
    QTest.keyClick(view.wall, Qt.Key.Key_B)
    QTest.keyClick(view.wall, Qt.Key.Key_Space)
    QTest.keyClick(view.wall, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: view.model.rowCount() == 59, timeout=LONG)
    settle(qtbot, window)
    QTest.keyClick(view.wall, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: view.model.rowCount() == 60, timeout=LONG)
    settle(qtbot, window)
    view.delete.trigger()
    qtbot.waitUntil(view.starter.isVisible, timeout=LONG)
    settle(qtbot, window)
    view.undo.trigger()
    qtbot.waitUntil(lambda: view.model.rowCount() == 60, timeout=LONG)
    settle(qtbot, window)
    assert window.controller.session.case.cells == before  # type: ignore[union-attr]
    window.references.leave()
    assert window.actions_["undo"].isEnabled()


def test_only_confirmed_cells_are_added_and_the_rest_is_said(window: MainWindow, qtbot: QtBot) -> None:
    said: list[str] = []
    window.controller.said.connect(lambda text, _: said.append(text))
    ids = ["c00000", "c00001", "c00002"]
    window.controller.selection.set(ids, ids[0])
    window.actions_["add_reference"].trigger()
    assert "confirm or relabel first" in said[-1] and top(AddReferenceDialog) is None
    window.controller.confirm(ids[:2])
    settle(qtbot, window)
    window.controller.selection.set(ids, ids[0])
    window.actions_["add_reference"].trigger()
    qtbot.waitUntil(lambda: top(AddReferenceDialog) is not None, timeout=LONG)
    dialog = top(AddReferenceDialog)
    assert isinstance(dialog, AddReferenceDialog)
    assert "2 cells with a person's label; 1 only called by the AI" in dialog.words.text()
    dialog.set_box.setEditText("Teaching")
    dialog.stain.setText("MGG")
    dialog.accept()
    qtbot.waitUntil(lambda: any(text.startswith("2 cells added to Teaching") for text in said), timeout=LONG)
    settle(qtbot, window)
    cells = window.references.library().cells(window.references.library().find("Teaching").id)
    assert sorted(cell.label for cell in cells) == ["lymphocyte", "segmented_neutrophil"]
    assert {cell.stain for cell in cells} == {"MGG"} and window.preferences.reference_stain == "MGG"


def test_the_strip_shows_cells_of_both_classes_follows_the_cell_and_can_go(window: MainWindow, qtbot: QtBot) -> None:
    strip = window.references.beside.strip
    assert strip.isHidden() and not strip.groups, "it takes no room while it has nothing to show"
    starter(qtbot, window)
    window.references.page.beside_box.click()
    settle(qtbot, window)
    window.references.leave()
    window.controller.selection.set(["c00000"], "c00000")
    settle(qtbot, window)
    assert [group.class_id for group in strip.groups] == ["segmented_neutrophil", "monocyte"]
    assert all(1 <= len(group.cells) <= 3 for group in strip.groups)
    qtbot.waitUntil(lambda: all(tile.has_picture() for tiles in strip.tiles for tile in tiles), timeout=LONG)
    scales = {round(tile.scale(), 3) for tiles in strip.tiles for tile in tiles if tile.isVisible()}
    assert len(scales) == 1 and strip.scale_words.isHidden()
    window.controller.selection.set(["c00002"], "c00002")
    settle(qtbot, window)
    assert [group.class_id for group in strip.groups] == ["blast", "monocyte"]
    window.controller.relabel(["c00002"], "plasma_cell")
    settle(qtbot, window)
    window.controller.selection.set(["c00002"], "c00002")
    settle(qtbot, window)
    assert [group.class_id for group in strip.groups] == ["plasma_cell", "blast"]
    strip.hide_button.click()
    assert strip.isHidden() and not window.preferences.reference_strip
    window.actions_["reference_strip"].trigger()
    assert strip.isVisible()


def test_a_click_enlarges_beside_the_cell_and_arrows_step(window: MainWindow, qtbot: QtBot) -> None:
    starter(qtbot, window)
    window.references.page.beside_box.click()
    window.references.leave()
    window.controller.selection.set(["c00000"], "c00000")
    settle(qtbot, window)
    strip = window.references.beside.strip
    strip.tiles[0][1].click()
    qtbot.waitUntil(lambda: top(ReferenceViewer) is not None, timeout=LONG)
    viewer = top(ReferenceViewer)
    assert isinstance(viewer, ReferenceViewer)
    assert viewer.current() == strip.groups[0].cells[1] and viewer.own_name.whole_text() == "This cell: c00000"
    qtbot.waitUntil(lambda: viewer.own.has_picture() and viewer.reference.has_picture(), timeout=LONG)
    assert "do not compare" in viewer.scale_words.text()
    QTest.keyClick(viewer, Qt.Key.Key_Left)
    assert viewer.current() == strip.groups[0].cells[0]
    qtbot.waitUntil(viewer.reference.has_picture, timeout=LONG)
    viewer.reject()
    settle(qtbot, window)


def test_files_come_in_and_go_out(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    images = write_images(tmp_path / "in" / "blast", 3)
    (tmp_path / "in" / "nonsense").mkdir()
    cv2.imwrite(str(tmp_path / "in" / "nonsense" / "a.png"), cv2.imread(str(next(images.iterdir()))))
    said: list[str] = []
    window.controller.said.connect(lambda text, _: said.append(text))
    page(qtbot, window)
    dialog = ImportReferenceDialog([], 0, window)
    assert not dialog.accept_button.isEnabled()
    dialog.folder.setText(str(tmp_path / "in"))
    dialog.by.setText("Consensus of two")
    dialog.pixel.setText("0,1")
    assert dialog.accept_button.isEnabled()
    folder, name, given = dialog.values()
    assert given == Given("Consensus of two", "", 0.1)
    dialog.deleteLater()
    window.references.traffic.import_files(folder, name, given)
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)
    settle(qtbot, window)
    assert said[-1].startswith("3 cells added to Imported cells; 1 left out")
    item = window.references.page.current()
    assert item is not None and item.counts == {"blast": 3}
    window.references.traffic.export_to(item, tmp_path / "out")
    qtbot.waitUntil((tmp_path / "out" / "labels.csv").is_file, timeout=LONG)
    settle(qtbot, window)


def test_the_chosen_set_is_remembered(window: MainWindow, qtbot: QtBot) -> None:
    starter(qtbot, window)
    window.references.page.beside_box.click()
    number = window.references.page.set_id
    window.close()
    assert load_preferences()[0].reference_set == number > 0


def test_a_blind_second_reader_sees_no_reference_cell_of_this_case(window: MainWindow, qtbot: QtBot) -> None:
    session = window.controller.session
    assert session is not None
    window.controller.confirm(list(session.case.cells))
    settle(qtbot, window)
    ids = ["c00000", "c00005", "c00003"]
    window.references.traffic.add_to(ids, "Own", "")
    settle(qtbot, window)
    window.preferences.reference_set = window.preferences.reference_last
    window.references.changed.emit()
    window.controller.selection.set(["c00001"], "c00001")
    window.controller.selection.set(["c00000"], "c00000")
    settle(qtbot, window)
    strip = window.references.beside.strip
    assert [len(group.cells) for group in strip.groups] == [1, 1]
    start_second(session, "Ann", "Bob")
    window.references.beside.refresh()
    window.controller.selection.set(["c00005"], "c00005")
    settle(qtbot, window)
    assert not strip.groups and strip.isHidden()


def test_one_press_takes_thousands_out_and_one_brings_them_back(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    starter(qtbot, window)
    view = window.references.page
    view.wall.selectAll()
    assert len(view.chosen()) == 60 and view.about.text() == "60 cells chosen"
    view.remove.trigger()
    qtbot.waitUntil(lambda: view.model.rowCount() == 0, timeout=LONG)
    settle(qtbot, window)
    assert "empty" in view.empty.text() and not view.starter.isVisible()
    view.undo.trigger()
    qtbot.waitUntil(lambda: view.model.rowCount() == 60, timeout=LONG)
    settle(qtbot, window)


def test_the_laboratorys_pixel_size_makes_sizes_compare(window: MainWindow, qtbot: QtBot) -> None:
    session = window.controller.session
    assert session is not None
    window.controller.relabel(["c00001"], session.case.cells["c00000"].final_class, go_on=False)
    settle(qtbot, window)
    window.references.traffic.add_to(["c00001"], "Own", "")
    settle(qtbot, window)
    number = window.references.library().find("Own").id
    window.controller.selection.set(["c00000"], "c00000")
    window.preferences.reference_set = number
    window.references.changed.emit()
    settle(qtbot, window)
    strip = window.references.beside.strip
    assert strip.groups[0].cells and not strip.scale_words.isHidden()
    window.preferences.pixel_um = 0.1
    window.dialogs.use_pixel_size()
    window.references.use_pixel_size()
    settle(qtbot, window)
    assert strip.scale_words.isHidden() and strip.groups[0].cells[0].pixel_um == 0.1
    window.references.beside.enlarge()
    qtbot.waitUntil(lambda: top(ReferenceViewer) is not None, timeout=LONG)
    viewer = top(ReferenceViewer)
    assert isinstance(viewer, ReferenceViewer)
    qtbot.waitUntil(lambda: viewer.own.has_picture() and viewer.reference.has_picture(), timeout=LONG)
    assert "one scale" in viewer.scale_words.text()
    viewer.reject()
    settle(qtbot, window)


def test_without_a_set_the_key_says_why_nothing_comes(window: MainWindow, qtbot: QtBot) -> None:
    said: list[str] = []
    window.controller.said.connect(lambda text, _: said.append(text))
    window.controller.selection.set(["c00000"], "c00000")
    settle(qtbot, window)
    strip, action = window.references.beside.strip, window.actions_["reference_strip"]
    if action.isChecked():
        action.trigger()
    action.trigger()
    assert strip.isHidden() and said[-1] == "No reference set is chosen to stand here. Ctrl+B shows the sets."
    starter(qtbot, window)
    window.references.page.beside_box.click()
    window.references.leave()
    settle(qtbot, window)
    assert strip.isVisible() and strip.groups


def test_in_a_low_window_the_key_lays_the_cells_over_the_columns_end(window: MainWindow, qtbot: QtBot) -> None:
    starter(qtbot, window)
    window.references.page.beside_box.click()
    window.references.leave()
    window.controller.selection.set(["c00000"], "c00000")
    window.resize(960, 600)
    settle(qtbot, window)
    beside, panel, action = window.references.beside, window.cell_panel, window.actions_["reference_strip"]
    view = panel.view.geometry()
    assert beside.strip.isHidden() and action.isChecked()
    action.trigger()
    settle(qtbot, window)
    floating = beside._floating
    assert beside.strip.isVisible() and floating.isVisible() and beside.strip.groups
    assert panel.rect().contains(floating.geometry()) and panel.view.geometry() == view, "nothing else moves"
    assert floating.rect().contains(beside.strip.geometry())
    window.controller.selection.set(["c00001"], "c00001")
    settle(qtbot, window)
    assert beside.strip.groups[0].class_id == "lymphocyte", "it follows the cell"
    action.trigger()
    assert floating.isHidden() and window.preferences.reference_strip and action.isChecked()
    # Where there is room again it stands in the column.
    action.trigger()
    window.resize(1280, 800)
    settle(qtbot, window)
    assert floating.isHidden() and beside.strip.isVisible() and beside.strip.parentWidget() is panel
    window.resize(960, 600)
    settle(qtbot, window)
    action.trigger()
    beside.strip.hide_button.click()
    assert floating.isHidden() and not window.preferences.reference_strip and not action.isChecked()
    action.trigger()
    assert floating.isVisible() and window.preferences.reference_strip


def test_a_picture_is_asked_for_once_however_often_it_is_drawn(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    starter(qtbot, window)
    model, asked = window.references.page.model, []
    settle(qtbot, window)
    model._pictures.clear()
    model.wanted.connect(asked.extend)
    index = model.index(0)
    held, library = Event(), window.references.library
    window.references.library = lambda: (held.wait(30), library())[1]  # type: ignore[method-assign]
    for _ in range(5):
        index.data(Qt.ItemDataRole.DecorationRole)
        qtbot.wait(5)
    held.set()
    qtbot.waitUntil(lambda: index.data(Qt.ItemDataRole.DecorationRole) is not None, timeout=LONG)
    assert asked.count(model.cell(0).picture) == 1
    settle(qtbot, window)
    # One that was kept no longer is asked for again.
    model._pictures.clear()
    index.data(Qt.ItemDataRole.DecorationRole)
    settle(qtbot, window)
    assert asked.count(model.cell(0).picture) == 2
