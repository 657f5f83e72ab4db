"""The laboratory's name, reader and ranges: kept, in use at once, and on the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import OpenWindow, write_images
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog
from pytestqt.qtbot import QtBot

from leukview.gui.preferences import load_preferences
from leukview.gui.widgets.export_dialog import ExportDialog
from leukview.gui.widgets.laboratory import LaboratoryDialog

_OWN = 'name = "Ours"\n[range]\nmonocyte = [2.0, 12.0]\n'


def _save(dialog: LaboratoryDialog) -> bool:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled()


def test_ranges_are_shown_before_they_are_saved_and_bad_ones_cannot_be(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = LaboratoryDialog("Lab 7", "Dr Reader", "")
    qtbot.addWidget(dialog)
    assert dialog.words.text().startswith("Adult, default") and _save(dialog)
    own = tmp_path / "own.toml"
    dialog.ranges.setText(str(own))
    assert str(own) in dialog.words.text() and not _save(dialog)
    own.write_text(_OWN, "utf-8")
    dialog.ranges.setText(f"{own} ")
    assert dialog.words.text() == "Ours, per cent: Monocyte 2–12." and _save(dialog)
    assert dialog.values() == ("Lab 7", "Dr Reader", str(own))
    dialog.shipped_button.click()
    assert dialog.values()[2] == "" and not dialog.shipped_button.isEnabled()


def test_a_copy_of_the_shipped_ranges_can_be_written_and_is_chosen(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = LaboratoryDialog("", "", "")
    qtbot.addWidget(dialog)
    names = iter([str(tmp_path / "none" / "x.toml"), "", str(tmp_path / "copy.toml")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(names), ""))
    dialog.copy_button.click()
    assert "cannot be written" in dialog.words.text() and dialog.values()[2] == ""
    dialog.copy_button.click()
    dialog.copy_button.click()
    assert dialog.values()[2] == str(tmp_path / "copy.toml") and dialog.words.text().startswith("Adult, default")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    dialog.choose_button.click()
    assert dialog.values()[2] == str(tmp_path / "copy.toml")


def test_what_the_laboratory_sets_reaches_the_open_case_the_next_start_and_the_report(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(_OWN, "utf-8")
    window = open_window()
    window.open_folder(write_images(tmp_path / "smear", 12))
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=60_000)

    def fill(dialog: LaboratoryDialog) -> int:
        dialog.name.setText("Lab 7")
        dialog.reader.setText("Dr Reader")
        dialog.ranges.setText(str(own))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(LaboratoryDialog, "exec", fill)
    window.actions_["laboratory"].trigger()
    assert window.controller.session is not None
    assert window.controller.session.operator == "Dr Reader"
    lines = window.differential.model.lines
    assert lines and {line.class_id for line in lines if line.final.reference_low is not None} <= {"monocyte"}
    assert window.controller.differential("final").ranges == "Ours"
    kept = load_preferences()[0]
    assert (kept.lab_name, kept.operator, kept.ranges_file) == ("Lab 7", "Dr Reader", str(own))

    window.actions_["export"].trigger()
    dialog = window.findChild(ExportDialog)
    assert dialog is not None and dialog.laboratory.text() == "Lab 7"
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.export()
    qtbot.waitUntil(lambda: bool(dialog.written), timeout=30_000)
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert "Ours" in json.dumps(summary)
    dialog.close()

    own.unlink()
    window.controller.open_folder(window.controller.folder)
    qtbot.waitUntil(window.notice.isVisible, timeout=10_000)
    assert window.controller.differential("final").ranges == "Adult, default"
