"""The laboratory's name, reader and ranges: kept, in use at once, and on the report."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from conftest import OpenWindow, write_images
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog
from pytestqt.qtbot import QtBot

from leukview.domain.differential import Ranges
from leukview.domain.gate import Requirements
from leukview.domain.taxonomy import taxonomy
from leukview.gui.preferences import load_preferences
from leukview.gui.tasks import Tasks
from leukview.gui.widgets import laboratory
from leukview.gui.widgets.export_dialog import ExportDialog
from leukview.gui.widgets.laboratory import LaboratoryDialog

_OWN = 'name = "Ours"\n[range]\nmonocyte = [2.0, 12.0]\n'


def _save(dialog: LaboratoryDialog) -> bool:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled()


Open = Callable[[str], LaboratoryDialog]


@pytest.fixture
def open_dialog(dressed: QApplication) -> Iterator[Open]:
    """Return a maker of dialogs over real workers, which must all end with the test."""
    tasks = Tasks()
    bugs: list[object] = []
    tasks.bug.connect(bugs.append)

    def make(ranges_file: str) -> LaboratoryDialog:
        dialog = LaboratoryDialog("Lab 7", "Dr Reader", ranges_file, tasks.start)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialogs.append(dialog)
        return dialog

    dialogs: list[LaboratoryDialog] = []
    yield make
    for dialog in filter(shiboken6.isValid, dialogs):
        dialog.close()
    assert tasks.shutdown(10_000) and not bugs


def _wait(qtbot: QtBot, dialog: LaboratoryDialog, words: str) -> None:
    qtbot.waitUntil(lambda: words in dialog.words.text(), timeout=10_000)


def test_ranges_are_shown_before_they_are_saved_and_bad_ones_cannot_be(
    open_dialog: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_dialog("")
    _wait(qtbot, dialog, "Adult, default")
    assert _save(dialog)
    own = tmp_path / "own.toml"
    dialog.ranges.setText(str(own))
    assert not _save(dialog), "nobody knows yet"
    _wait(qtbot, dialog, str(own))
    assert not _save(dialog)
    own.write_text(_OWN, "utf-8")
    dialog.ranges.setText(f"{own} ")
    _wait(qtbot, dialog, "Ours, per cent: Monocyte 2–12.")
    assert _save(dialog)
    dialog.show()
    rows = "\n".join(f"{item.id} = [1.0, 99.0]" for item in taxonomy().classes if item.counted)
    own.write_text(f'name = "Many"\n[range]\n{rows}\n', "utf-8")
    dialog.ranges.setText(f"{own}  ")
    _wait(qtbot, dialog, "Many, per cent")
    QApplication.processEvents()
    assert dialog.words.height() >= dialog.words.heightForWidth(dialog.words.width()), "nothing is cut"
    assert dialog.rect().contains(dialog.buttons.geometry())
    assert dialog.values() == ("Lab 7", "Dr Reader", str(own))
    dialog.shipped_button.click()
    assert dialog.values()[2] == "" and not dialog.shipped_button.isEnabled()
    assert dialog.checkpoint.text() == "" and not dialog.compact_button.isEnabled()
    dialog.checkpoint.setText("/models/sam_vit_b_01ec64.pth")
    dialog.compact_button.click()
    assert dialog.checkpoint.text() == "" and not dialog.compact_button.isEnabled()
    _wait(qtbot, dialog, "Adult, default")


def test_a_copy_of_the_shipped_ranges_can_be_written_and_is_chosen(
    open_dialog: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_dialog("")
    _wait(qtbot, dialog, "Adult, default")
    names = iter([str(tmp_path / "none" / "x.toml"), "", str(tmp_path / "copy.toml")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(names), ""))
    dialog.copy_button.click()
    assert "cannot be written" in dialog.words.text() and dialog.values()[2] == ""
    dialog.copy_button.click()
    dialog.copy_button.click()
    assert dialog.values()[2] == str(tmp_path / "copy.toml")
    _wait(qtbot, dialog, "Adult, default")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    dialog.choose_button.click()
    assert dialog.values()[2] == str(tmp_path / "copy.toml")


class SlowDisk:
    """Reads the ranges only when it is let, and never on the thread that asks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read: list[str] = []
        self.go = threading.Event()
        self._asker = threading.get_ident()
        monkeypatch.setattr(laboratory, "load_ranges", self._load)

    def _load(self, path: Path | None) -> Ranges:
        assert threading.get_ident() != self._asker
        self.read.append(path.name if path else "")
        assert self.go.wait(10)
        return Ranges(path.name if path else "shipped", {})


def test_a_slow_disk_holds_nothing_up_and_is_asked_once_for_what_was_typed(
    open_dialog: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(monkeypatch)
    dialog = open_dialog("")
    dialog.ranges.setFocus()
    for letter in "own.toml":
        qtbot.keyClick(dialog.ranges, letter)
    assert not disk.go.is_set(), "all of it was typed while the disk still held"
    assert not _save(dialog) and dialog.words.text() == "Reading the ranges…"
    qtbot.waitUntil(lambda: "own.toml" in disk.read, timeout=10_000)
    assert not _save(dialog)
    disk.go.set()
    _wait(qtbot, dialog, "own.toml, per cent")
    assert _save(dialog)
    assert disk.read in (["", "own.toml"], ["own.toml"]), "no letter alone was asked for"


def test_closing_the_dialog_while_it_reads_is_safe(
    open_dialog: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(monkeypatch)
    dialog = open_dialog("own.toml")
    dialog.show()
    qtbot.waitUntil(lambda: disk.read == ["own.toml"], timeout=10_000)
    assert dialog.words.text() == "Reading the ranges…"
    with qtbot.waitSignal(dialog.destroyed, timeout=5_000):
        dialog.close()
    disk.go.set()
    qtbot.wait(100)


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
        dialog.checkpoint.setText(" /nowhere/sam_vit_b_01ec64.pth ")
        dialog.target.setCurrentIndex(2)
        dialog.second_reader.setChecked(True)
        dialog.accept()
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
    assert (kept.target, kept.second_reader) == (400, True)
    assert window.signing.requirements == Requirements(400, second_reader=True)
    assert window.differential.count.text().startswith("n = 10 of 400")
    assert kept.sam_checkpoint == "/nowhere/sam_vit_b_01ec64.pth"
    # A checkpoint that is not there outlines nothing, and the button says which.
    button = window.cell_panel.tools.outline_button
    assert not button.isEnabled() and "/nowhere/sam_vit_b_01ec64.pth is not there" in button.toolTip()

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


@pytest.mark.parametrize(
    ("typed", "size"),
    [("", 0.0), ("0.1", 0.1), (" 0,25 ", 0.25), ("72", None), ("0", None), ("ten", None), ("nan", None)],
)
def test_a_pixel_size_that_no_microscope_has_cannot_be_saved(
    open_dialog: Open, qtbot: QtBot, typed: str, size: float | None
) -> None:
    dialog = open_dialog("")
    qtbot.waitUntil(lambda: _save(dialog))
    dialog.pixel.setText(typed)
    assert dialog.pixel_um() == size
    assert _save(dialog) == (size is not None)
    assert bool(dialog.pixel_words.text()) == (size is None)


def test_the_laboratory_s_pixel_size_stands_in_where_a_file_says_none(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    window.open_folder(write_images(tmp_path / "Smear", 2))
    panel = window.cell_panel
    qtbot.waitUntil(lambda: window.controller.analysed and panel.view.has_image(), timeout=60_000)
    values = panel.details.measurements.values
    assert values["diameter"].text() == "41 px"
    window.preferences.pixel_um = 0.2
    window.dialogs.use_pixel_size()
    assert values["diameter"].text() == "8.2 µm"
    assert "as the laboratory says" in values["diameter"].toolTip()
    window.close()
    assert load_preferences()[0].pixel_um == 0.2
