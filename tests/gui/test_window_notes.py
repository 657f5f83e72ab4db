"""A note on a cell from the key to the files: stored, undone, audited, found again, and in every export."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pytest
from conftest import OpenWindow, PlainAnalysis, write_images
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.gui.main_window import MainWindow
from leukview.gui.pixmaps import rgb_of
from leukview.reporting.csv_export import write_cells
from leukview.reporting.json_export import write_summary
from leukview.reporting.model import build_report
from leukview.store.database import default_path

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    window = open_window(PlainAnalysis)
    window.open_folder(write_images(tmp_path / "Smear", 8))
    qtbot.waitUntil(lambda: window.controller.analysed and window.cell_panel.view.has_image(), timeout=60_000)
    return window


def write_note(window: MainWindow, qtbot: QtBot, text: str) -> str:
    cell_id = window.controller.model.order()[0]
    window.controller.selection.set([cell_id], cell_id)
    QTest.keyClick(window.gallery, Qt.Key.Key_M, CTRL)
    note = window.cell_panel.details.note
    qtbot.waitUntil(note.hasFocus)
    QTest.keyClicks(note, text)
    QTest.keyClick(note, Qt.Key.Key_Return)
    QApplication.processEvents()
    return cell_id


def query(sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{default_path()}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchall()


def stored(cell_id: str) -> str:
    return str(query(f"SELECT note FROM cells WHERE cell_id = '{cell_id}'")[0][0] or "")


def test_a_note_is_stored_audited_undone_and_done_again(window: MainWindow, qtbot: QtBot) -> None:
    before = len(query("SELECT 1 FROM audit"))
    cell_id = write_note(window, qtbot, "Auer rod")
    assert stored(cell_id) == "Auer rod"
    assert "note" in window.status.message_text() and window.status.undo.isVisible()
    assert len(query("SELECT 1 FROM audit")) == before + 1
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: stored(cell_id) == "")
    qtbot.waitUntil(lambda: window.cell_panel.details.note.text() == "")
    window.actions_["redo"].trigger()
    qtbot.waitUntil(lambda: stored(cell_id) == "Auer rod" and window.cell_panel.details.note.text() == "Auer rod")
    # What never was is not forgotten: undo and redo stand in the audit trail, too.
    assert len(query("SELECT 1 FROM audit")) == before + 3


def test_a_note_is_found_by_the_filter_and_seen_on_its_tile(window: MainWindow, qtbot: QtBot) -> None:
    cell_id = window.controller.model.order()[0]

    def corner() -> object:
        x, y, width, height = window.gallery.grid.rect(cell_id) or (0, 0, 0, 0)
        pixels = rgb_of(window.gallery.viewport().grab().toImage())
        return pixels[y + height - 16 : y + height - 4, x + width - 15 : x + width - 4].copy()

    plain = corner()
    assert write_note(window, qtbot, "rods in bundles") == cell_id
    qtbot.waitUntil(lambda: bool((corner() != plain).any()))  # type: ignore[attr-defined]
    window.controller.model.set_text("rods")
    assert window.controller.model.order() == [cell_id]


def test_a_note_is_in_the_table_and_the_summary(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    cell_id = write_note(window, qtbot, "look again")
    assert window.controller.case is not None
    report = build_report(window.controller.case)
    write_cells(report, tmp_path / "cells.csv")
    write_summary(report, tmp_path / "summary.json")
    with (tmp_path / "cells.csv").open(encoding="utf-8", newline="") as handle:
        assert {row["cell_id"]: row["note"] for row in csv.DictReader(handle) if row["note"]} == {cell_id: "look again"}
    notes = json.loads((tmp_path / "summary.json").read_text("utf-8"))["cell_notes"]
    assert [(note["cell_id"], note["note"]) for note in notes] == [(cell_id, "look again")]
