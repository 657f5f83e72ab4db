"""What the tests of gallery, grid and comparison share: an open case in the real window, its keys, and its database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from plain_kit import write_images
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from leukview.gui.main_window import MainWindow
from leukview.store.database import default_path

PATIENCE = 60_000
"""Milliseconds: other work shares the machine."""


def opened(qtbot: QtBot, window: MainWindow, folder: Path, cells: int) -> MainWindow:
    """Open a folder of drawn cells and wait until all are analysed and shown."""
    window.open_folder(write_images(folder, cells))
    controller = window.controller
    qtbot.waitUntil(lambda: controller.analysed and len(controller.cells) == cells, timeout=PATIENCE)
    return window


def press(target: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key, and let the window answer; after a dialog the window is brought back to the front, as desktops do."""
    window = target.window()
    if not window.isActiveWindow():
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
    QTest.keyClick(target, key, modifier)
    QApplication.processEvents()


def stored() -> dict[str, object]:
    """Return the labels in the database file, as another program would read them."""
    with sqlite3.connect(f"file:{default_path()}?mode=ro", uri=True) as connection:
        return dict(connection.execute("SELECT cell_id, human_class FROM cells").fetchall())
