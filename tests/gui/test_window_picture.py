"""The look of pictures in the real window: one for all views, the original on a key, never in a file or a call."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from conftest import OpenWindow, PlainAnalysis, write_images
from field_kit import FieldAnalysis, write_fields
from layout_kit import faults
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from leukview.gui.main_window import MainWindow
from leukview.gui.pixmaps import rgb_of
from leukview.gui.preferences import PictureSettings, load_preferences
from leukview.gui.translation import NAMES, SOURCE, install
from leukview.gui.widgets.picture_panel import PicturePanel, gamma_at, gamma_step
from leukview.imaging.adjustment import AS_IS, MOST_GAMMA
from leukview.services.settings import settings_path

LIGHT = (245, 226, 216)
"""RGB of the drawn background; see the kits."""


def opened(qtbot: QtBot, window: MainWindow, folder: Path) -> MainWindow:
    window.open_folder(folder)
    qtbot.waitUntil(lambda: window.controller.analysed and window.cell_panel.view.has_image(), timeout=60_000)
    settle(qtbot, window)
    return window


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return opened(qtbot, open_window(PlainAnalysis), write_images(tmp_path / "Smear", 12))


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until every tile in sight is shown as the window shows pictures now."""
    gallery, thumbnails = window.gallery, window.thumbnails

    def ready() -> bool:
        QApplication.processEvents()
        ids = [cell_id for cell_id, _ in gallery.grid.tiles(0, gallery.viewport().height())]
        found = [thumbnails.pixmap(gallery.model.cell(name), gallery._pixels()) for name in ids]
        return bool(found) and None not in found and not thumbnails._stale and not thumbnails._busy

    qtbot.waitUntil(ready, timeout=20_000)


def brightness(widget: QWidget) -> float:
    return float(rgb_of(widget.grab().toImage()).mean())


def tile(window: MainWindow) -> NDArray[np.uint8]:
    name = window.gallery.model.order()[0]
    pixmap = window.thumbnails.pixmap(window.gallery.model.cell(name), window.gallery._pixels())
    assert pixmap is not None
    return rgb_of(pixmap.toImage())


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_one_look_for_cell_tiles_and_comparison_and_none_for_files_and_calls(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    before, cells = hashes(tmp_path / "Smear"), dict(window.controller.session.case.cells)  # type: ignore[union-attr]
    cell, tiles = brightness(window.cell_panel.view), tile(window).mean()
    source = rgb_of(window.cell_panel.view.image())  # type: ignore[arg-type]
    window.adjusting.look.set(brightness=-60)
    settle(qtbot, window)
    assert brightness(window.cell_panel.view) < cell - 10
    assert tile(window).mean() < tiles - 20
    assert window.status.picture.isVisible()
    ids = window.gallery.model.order()[:2]
    window.controller.selection.set(ids, ids[0])
    window.actions_["compare"].trigger()
    panes = window.pages_.compare.panes
    qtbot.waitUntil(lambda: all(pane.picture.has_image() for pane in panes.values()))
    dark = brightness(panes[ids[0]].picture)
    window.adjusting.look.reset()
    assert brightness(panes[ids[0]].picture) > dark + 10
    assert not window.status.picture.isVisible()
    window.pages_.leave()
    assert (rgb_of(window.cell_panel.view.image()) == source).all()  # type: ignore[arg-type]
    assert hashes(tmp_path / "Smear") == before
    assert dict(window.controller.session.case.cells) == cells  # type: ignore[union-attr]
    assert not window.controller.session.can_undo  # type: ignore[union-attr]


def test_fields_tiles_list_and_overview_follow(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, open_window(FieldAnalysis), write_fields(tmp_path / "Fields", 2))
    window.actions_["fields"].trigger()
    view = window.field_panel.view
    qtbot.waitUntil(lambda: view.tiles.levels > 0 and view.sharp)
    before = brightness(view)
    window.adjusting.look.set(brightness=-60)

    def follows() -> bool:
        view.grab()
        return view.sharp and brightness(view) < before - 10

    qtbot.waitUntil(follows)
    window.adjusting.look.reset()
    qtbot.waitUntil(lambda: view.grab() is not None and view.sharp and abs(brightness(view) - before) < 0.5)


def test_the_original_while_its_key_is_held(window: MainWindow, qtbot: QtBot) -> None:
    look = window.adjusting.look
    as_is = brightness(window.cell_panel.view)
    look.set(contrast=60)
    settle(qtbot, window)
    adjusted = brightness(window.cell_panel.view)
    window.gallery.setFocus()
    QTest.keyPress(window.gallery, Qt.Key.Key_Period)
    assert look.held and look.shown == AS_IS and not window.status.picture.isVisible()
    assert abs(brightness(window.cell_panel.view) - as_is) < 0.5
    QTest.keyRelease(window.gallery, Qt.Key.Key_Period)
    assert not look.held and brightness(window.cell_panel.view) == adjusted
    assert window.status.picture.isVisible()


def test_reset_and_back_by_one_key(window: MainWindow) -> None:
    look = window.adjusting.look
    look.set(contrast=40, gamma=1.5)
    chosen = look.settings
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.gallery, Qt.Key.Key_U, keys)
    assert look.shown == AS_IS
    QTest.keyClick(window.gallery, Qt.Key.Key_U, keys)
    assert look.settings == chosen


@pytest.mark.parametrize("language", NAMES)
def test_the_panel_is_as_wide_as_its_words_in_every_language(
    language: str, qapp: QApplication, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    install(qapp, language)
    try:
        window = opened(qtbot, open_window(PlainAnalysis), write_images(tmp_path / "Smear", 2))
        window.actions_["adjust_picture"].trigger()
        qtbot.waitUntil(window.adjusting.panel.isVisible)
        assert faults(window.adjusting.panel) == []
        window.adjusting.panel.hide()
    finally:
        install(qapp, SOURCE)


def test_the_look_is_remembered(window: MainWindow, open_window: OpenWindow) -> None:
    window.adjusting.look.set(brightness=12, gamma=1.4)
    window.adjusting.look.pick((240, 230, 210))
    window.close()
    assert load_preferences()[0].picture.white == (240, 230, 210)
    again = open_window(PlainAnalysis)
    assert again.adjusting.look.settings == window.adjusting.look.settings
    assert again.status.picture.isVisible()


def test_pointing_at_the_background_balances_it(window: MainWindow, qtbot: QtBot) -> None:
    view, adjusting = window.cell_panel.view, window.adjusting
    window.actions_["adjust_picture"].trigger()
    QTest.mouseClick(adjusting.panel.pick, Qt.MouseButton.LeftButton)
    assert adjusting.pointer.isVisible() and not adjusting.panel.isVisible()
    # Beside the picture there is no background: that is said, and another point is waited for.
    QTest.mouseClick(adjusting.pointer, Qt.MouseButton.LeftButton, pos=view.to_view(-3, -3).toPoint())
    assert adjusting.pointer.isVisible() and "outside" in window.status.message_text()
    QTest.mouseClick(adjusting.pointer, Qt.MouseButton.LeftButton, pos=view.to_view(3, 3).toPoint())
    assert adjusting.look.settings.balance == "picked" and adjusting.look.settings.white == LIGHT
    assert not adjusting.pointer.isVisible() and adjusting.panel.isVisible()
    adjusting.panel.hide()
    shown = QColor(view.grab().toImage().pixelColor(view.to_view(3, 60).toPoint()))
    assert abs(shown.red() - shown.blue()) <= 1 and shown.red() == LIGHT[0]


def test_escape_leaves_the_pointing(window: MainWindow) -> None:
    window.adjusting._point()
    QTest.keyClick(window.adjusting.pointer, Qt.Key.Key_Escape)
    assert not window.adjusting.pointer.isVisible()
    assert window.adjusting.look.settings.balance == "as_is"


def test_the_automatic_balance_is_each_case_s_own(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    look = window.adjusting.look
    look.set(balance="automatic")
    qtbot.waitUntil(lambda: look.white is not None)
    assert np.abs(np.subtract(look.white, LIGHT)).max() <= 2
    window.controller.tasks.cancel("white")
    other = write_images(tmp_path / "Other", 3)
    window.open_folder(other)
    qtbot.waitUntil(lambda: window.controller.folder == other)
    qtbot.waitUntil(lambda: window.controller.analysed and look.white is not None)


def test_the_panel_shows_and_changes_what_is_chosen(window: MainWindow) -> None:
    panel, look = window.adjusting.panel, window.adjusting.look
    window.actions_["adjust_picture"].trigger()
    panel.sliders["brightness"].setValue(30)
    panel.sliders["gamma"].setValue(gamma_step(2.0))
    assert look.settings.brightness == 30 and abs(look.settings.gamma - 2.0) < 0.05
    assert panel.values["brightness"].text() == "+30"
    QTest.mousePress(panel.original, Qt.MouseButton.LeftButton)
    assert look.held
    QTest.mouseRelease(panel.original, Qt.MouseButton.LeftButton)
    assert not look.held
    QTest.mouseClick(panel.reset, Qt.MouseButton.LeftButton)
    assert panel.sliders["brightness"].value() == 0
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


@pytest.mark.parametrize("size", [(1280, 800), (960, 600)])
def test_the_panel_lies_within_the_window(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    QApplication.processEvents()
    for page in ("", "class_grid"):
        if page:
            window.actions_[page].trigger()
        window.actions_["adjust_picture"].trigger()
        corner = window.mapFromGlobal(window.adjusting.panel.mapToGlobal(QPoint(0, 0)))
        assert window.rect().contains(window.adjusting.panel.rect().translated(corner))
        window.adjusting.panel.hide()


@pytest.mark.parametrize("language", list(NAMES))
def test_no_word_of_the_panel_is_cut(qapp: QApplication, qtbot: QtBot, language: str) -> None:
    install(qapp, language)
    try:
        panel = PicturePanel()
        qtbot.addWidget(panel)
        panel.show()
        for button in (*panel.balances.values(), panel.pick, panel.original, panel.reset):
            assert button.width() >= button.sizeHint().width(), button.text()
    finally:
        install(qapp, SOURCE)


def test_every_step_of_the_gamma_slider_comes_back() -> None:
    assert [gamma_step(gamma_at(step)) for step in range(-50, 51)] == list(range(-50, 51))
    assert gamma_at(50) == MOST_GAMMA and gamma_at(-50) == 1 / MOST_GAMMA and gamma_at(0) == 1.0


def test_a_look_that_cannot_be_is_forgotten_and_nothing_else(isolated: None) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"tile": 96, "picture": {"brightness": 500, "gamma": 1.2}}', "utf-8")
    kept, _ = load_preferences()
    assert kept.picture == PictureSettings() and kept.tile == 96
    path.write_text('{"picture": {"brightness": 5, "balance": "picked", "white": [240, 230, 210]}}', "utf-8")
    assert load_preferences()[0].picture.white == (240, 230, 210)
