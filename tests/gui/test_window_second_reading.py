"""A second reading in the real window: nothing of the first reader is anywhere, and both are compared afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import OpenWindow, write_images
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from leukview.gui.main_window import MainWindow
from leukview.gui.models.gallery import Tab
from leukview.gui.widgets.second_reader_dialog import AgreementDialog, SecondReaderDialog
from leukview.services.second_reading import start_second

COUNT = 15
SECRET = "a secret of the first reader"


@pytest.fixture
def window(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """A window in which Ann labelled every cell and wrote a note."""
    window = open_window()
    window.open_folder(write_images(tmp_path / "Smear 7", COUNT))
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == COUNT, timeout=120_000)
    session = window.controller.session
    assert session is not None
    session.operator = "Ann"
    ids = [cell.id for cell in window.controller.cells]
    window.controller.relabel(ids[:2], "basophil")
    window.controller.confirm(ids[2:])
    session.set_note(ids[0], SECRET)
    window.controller.selection.set(ids[:1], ids[0])
    QApplication.processEvents()
    return window


def everything_said(window: MainWindow) -> str:
    """Return every text, tooltip, name and description that the window holds, for the eye and for a screen reader."""
    found: list[str] = [window.windowTitle()]
    for widget in [window, *window.findChildren(QWidget)]:
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
        if isinstance(widget, QLabel | QLineEdit):
            found.append(widget.text())
        text = getattr(widget, "text", None)
        if callable(text):
            found.append(str(text()))
        whole = getattr(widget, "whole_text", None)
        if callable(whole):
            found.append(str(whole()))
        read = QAccessible.queryAccessibleInterface(widget)
        if read is not None:
            found += [
                read.text(kind)
                for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
            ]
    for action in window.findChildren(QAction):
        if action not in window.actions_.labels.values():
            found += [action.text(), action.toolTip()]
    found += [window.gallery._tip(cell.id) for cell in window.controller.cells]
    model = window.differential.model
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            found += [
                str(model.data(index, role)) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            ]
    return "\n".join(found)


def begin(window: MainWindow, **how: bool) -> None:
    session = window.controller.session
    assert session is not None
    window.cell_panel.show_cell(None)
    start_second(session, "Ann", "Ben", **how)
    window.controller.flush()
    QApplication.processEvents()


def classes_shown(window: MainWindow) -> set[str]:
    return {group.class_id for group in window.controller.model.groups}


def test_nothing_of_the_first_reader_is_anywhere(window: MainWindow) -> None:
    before = everything_said(window)
    assert SECRET in before and "Basophil" in before and "Undo: " in before
    begin(window)
    said = everything_said(window)
    assert SECRET not in said
    # The keys' strip and the classes without cells name every class: what may not be there is a cell of that class.
    assert (
        "Reader: Basophil" not in said
        and "Basophil: 2" not in said
        and "label" not in window.actions_["undo"].toolTip()
    )
    assert "basophil" not in classes_shown(window)
    assert not window.actions_["undo"].isEnabled() and window.status.message_text() == ""
    assert all(window.controller.model.cell(cell.id).human_class is None for cell in window.controller.cells)
    assert window.controller.model.counts[Tab.NEEDS] > 0
    assert window.differential.reviewed.text() == f"reviewed 0 of {COUNT}"
    assert window.differential.changed.isHidden()
    assert "Second reading by Ben" in window.reading_bar.words.whole_text()
    assert window.top.state.whole_text().startswith(f"{COUNT} cells · 0 reviewed")


def test_what_would_show_it_cannot_be_done(window: MainWindow) -> None:
    begin(window)
    for name in ("export", "sign", "edit_mask", "analyse_again", "adapt", "training_set"):
        assert not window.actions_[name].isEnabled(), name
    assert "second reader reads" in window.actions_["export"].toolTip()
    window.second_reading.finish()
    assert window.actions_["export"].isEnabled() and window.actions_["training_set"].isEnabled()
    assert "second reader" not in window.actions_["export"].toolTip()


def test_every_cell_can_be_looked_at_without_a_trace_of_the_first(window: MainWindow) -> None:
    begin(window)
    for cell in window.controller.cells:
        window.controller.selection.set([cell.id], cell.id)
        QApplication.processEvents()
        assert window.cell_panel.reader.text() == "Reader: —"
        assert window.cell_panel.details.note.text() == ""
        assert SECRET not in window.cell_panel.reader.remark()


def test_a_filter_does_not_find_the_first_readers_notes(window: MainWindow) -> None:
    window.controller.model.set_text("secret")
    assert window.controller.model.shown == 1
    begin(window)
    window.controller.model.set_text("secret")
    assert window.controller.model.shown == 0


def test_without_the_ai_its_calls_are_nowhere(window: MainWindow) -> None:
    begin(window, ai_shown=False)
    assert classes_shown(window) == {"unidentified"}
    said = everything_said(window)
    assert "0.97" not in said and "AI: Segmented" not in said
    assert "without the AI's calls" in window.reading_bar.words.whole_text()
    QTest.keyClick(window.gallery, Qt.Key.Key_L)
    QApplication.processEvents()
    assert classes_shown(window) == {"unidentified", "lymphocyte"}


def test_the_second_reader_reads_and_both_are_compared(window: MainWindow, qtbot: QtBot) -> None:
    begin(window)
    ids = [cell.id for cell in window.controller.cells]
    window.controller.relabel(ids[:1], "monocyte")
    window.controller.confirm(ids[1:])
    assert window.actions_["undo"].isEnabled()
    assert f"{COUNT} of {COUNT} cells read" in window.reading_bar.words.whole_text()
    window.actions_["finish_second"].trigger()
    QApplication.processEvents()
    assert "disagree on 2 cells" in window.reading_bar.words.whole_text()
    assert window.controller.selection.current in ids[:2]
    assert "1: " in window.cell_panel.reader.remark() and "2: " in window.cell_panel.reader.remark()
    session = window.controller.session
    assert session is not None
    first = session.case.cells[ids[0]]
    assert (first.human_class, first.second_class, first.disagreement) == ("basophil", "monocyte", True)
    assert not window.differential.table.isColumnHidden(2) and not window.differential.table.isColumnHidden(3)
    window.actions_["agreement"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(AgreementDialog)), timeout=120_000)
    dialog = window.findChildren(AgreementDialog)[0]
    assert "13 of 15 cells labelled alike (86.7 %); Cohen's kappa" in dialog.words.text()
    dialog.accept()
    for _ in range(2):
        window.actions_["next_disagreement"].trigger()
        window.actions_.labels["basophil"].trigger()
        QApplication.processEvents()
    assert "no open disagreement" in window.reading_bar.words.whole_text()
    done = session.case.cells[ids[0]]
    assert done.agreed is not None and done.final_class == done.agreed.class_id
    assert (done.human_class, done.second_class) == ("basophil", "monocyte")
    window.actions_["undo"].trigger()
    assert sum(cell.disagreement for cell in window.controller.cells) == 1


def test_the_first_reader_takes_the_window_and_sees_nothing_of_the_second(window: MainWindow) -> None:
    begin(window)
    ids = [cell.id for cell in window.controller.cells]
    window.controller.relabel(ids[:1], "eosinophil")
    window.actions_["first_reader"].trigger()
    QApplication.processEvents()
    assert "hidden here" in window.reading_bar.words.whole_text()
    assert "eosinophil" not in classes_shown(window) and "basophil" in classes_shown(window)
    assert not window.actions_["undo"].isEnabled()
    window.actions_["second_reader"].trigger()
    QApplication.processEvents()
    assert "eosinophil" in classes_shown(window) and "basophil" not in classes_shown(window)


def test_a_case_in_second_reading_opens_blind(window: MainWindow, qtbot: QtBot) -> None:
    begin(window)
    folder = window.controller.folder
    window.open_folder(folder)
    qtbot.waitUntil(lambda: window.controller.analysed and window.controller.session is not None, timeout=120_000)
    qtbot.waitUntil(lambda: "Second reading by Ben" in window.reading_bar.words.whole_text(), timeout=60_000)
    assert SECRET not in everything_said(window)
    assert not window.actions_["export"].isEnabled()


def test_the_dialog_wants_two_people(dressed: QApplication, qtbot: QtBot) -> None:
    dialog = SecondReaderDialog("Ann")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.start.isEnabled()
    dialog.second.setText(" ann ")
    assert not dialog.start.isEnabled() and "another person" in dialog.why.text()
    dialog.second.setText("Ben")
    assert dialog.start.isEnabled() and not dialog.why.text()
    QTest.keyClick(dialog.second, Qt.Key.Key_Return)
    assert dialog.result() == 1
