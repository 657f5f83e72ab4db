"""Signing in the real window: the gate, the signature, the amendment, and the urgent alert that cannot be overlooked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import plain_kit
import pytest
from conftest import OpenWindow, write_images
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.domain.errors import EnvironmentFault
from leukview.gui.main_window import MainWindow
from leukview.gui.models.gallery import Tab
from leukview.gui.widgets.sign_dialog import AmendDialog, SignDialog

COUNT = 20


def opened(open_window: OpenWindow, folder: Path, qtbot: QtBot, count: int = COUNT) -> MainWindow:
    window = open_window()
    window.open_folder(write_images(folder, count))
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == count, timeout=120_000)
    QApplication.processEvents()
    return window


@pytest.fixture
def window(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    return opened(open_window, tmp_path / "Smear 7", qtbot)


@pytest.fixture
def apl(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window on a case whose every cell is called a promyelocyte."""
    monkeypatch.setattr(plain_kit, "CALLS", (("promyelocyte", 0.97),))
    return opened(open_window, tmp_path / "Smear 8", qtbot)


def in_dialog(window: MainWindow, kind: type, use: Callable[[object], None]) -> list[object]:
    """Have ``use`` called with the next dialog of this kind once it is open; returns a list that then holds it."""
    met: list[object] = []

    def look() -> None:
        dialog = next((item for item in window.findChildren(kind) if item.isVisible()), None)
        if dialog is None:
            QTimer.singleShot(20, look)
            return
        met.append(dialog)
        use(dialog)

    QTimer.singleShot(0, look)
    return met


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds; the gate is worked out in a worker."""
    for _ in range(6000):
        if holds():
            return
        QTest.qWait(20)
    raise AssertionError("it never came to hold")


def sign(window: MainWindow, name: str = "Dr A") -> None:
    def use(dialog: object) -> None:
        assert isinstance(dialog, SignDialog)
        for row in dialog.rows:
            if row.box is not None:
                row.box.setChecked(True)
        QTest.keyClicks(dialog.name, name)
        assert dialog.sign.isEnabled(), dialog.why.text()
        dialog.sign.click()

    session = window.controller.session
    assert session is not None
    before = len(session.stored.signatures)
    in_dialog(window, SignDialog, use)
    window.actions_["sign"].trigger()
    until(lambda: len(session.stored.signatures) > before and window.status.message_text().startswith("Signed by"))


def review_all(window: MainWindow) -> None:
    window.controller.confirm([cell.id for cell in window.controller.cells])


def test_the_gate_lists_what_is_missing_and_goes_there(window: MainWindow) -> None:
    seen: list[tuple[str, bool]] = []

    def use(dialog: object) -> None:
        assert isinstance(dialog, SignDialog)
        seen.extend((row.item.id, row.item.blocking) for row in dialog.rows)
        dialog.name.setText("Dr A")
        assert not dialog.sign.isEnabled() and "must be done" in dialog.why.text()
        row = next(row for row in dialog.rows if row.item.id == "blast-like")
        assert row.show_button is not None
        row.show_button.click()

    window.controller.model.set_tab(Tab.NOT_COUNTED)
    met = in_dialog(window, SignDialog, use)
    window.actions_["sign"].trigger()
    until(lambda: met)
    QApplication.processEvents()
    assert ("blast-like", True) in seen and ("needs review", True) in seen and ("target", False) in seen
    chosen = window.controller.selection.ids
    assert chosen and all(window.controller.model.cell(cell_id).ai_class == "blast" for cell_id in chosen)
    assert all(cell_id in window.controller.model for cell_id in chosen)


def test_j_goes_to_blast_like_cells_first(window: MainWindow) -> None:
    window.controller.selection.set([window.controller.cells[0].id])
    window.actions_["next_doubtful"].trigger()
    current = window.controller.selection.current
    assert current is not None and window.controller.model.cell(current).ai_class == "blast"
    assert window.cell_panel.details.look.text() == "Blast-like: look first"


def test_sign_change_amend_and_sign_again(window: MainWindow) -> None:
    review_all(window)
    sign(window)
    session = window.controller.session
    assert session is not None and [item.reader for item in session.stored.signatures] == ["Dr A"]
    assert window.signing_bar.words.whole_text().startswith("Signed by Dr A on ")
    cell_id = window.controller.cells[0].id
    before = session.case.cells[cell_id]

    met = in_dialog(window, AmendDialog, lambda dialog: dialog.reject())  # type: ignore[attr-defined]
    window.controller.relabel([cell_id], "basophil")
    assert met and session.case.cells[cell_id] == before, "left as it is signed"

    def give(dialog: object) -> None:
        assert isinstance(dialog, AmendDialog) and not dialog.amend.isEnabled()
        dialog.reason.setText("wrong cell")
        dialog.by.setText("Dr A")
        dialog.amend.click()

    in_dialog(window, AmendDialog, give)
    window.controller.relabel([cell_id], "basophil")
    assert session.case.cells[cell_id].final_class == "basophil"
    window.controller.relabel([cell_id], "eosinophil")
    assert session.case.cells[cell_id].final_class == "eosinophil", "asked once only"
    assert window.signing_bar.words.whole_text().startswith("Changed since signing")
    sign(window, "Dr B")
    assert "version 2 (amended: wrong cell)" in window.signing_bar.words.whole_text()
    shown: list[str] = []
    in_dialog(window, SignDialog, lambda dialog: (shown.append(str(len(dialog.rows))), dialog.reject()))  # type: ignore[attr-defined]
    window.actions_["sign"].trigger()
    until(lambda: shown)
    assert shown == ["0"], "signed as it stands: nothing to do"


def test_a_signed_case_is_not_analysed_again_by_itself(window: MainWindow, qtbot: QtBot) -> None:
    review_all(window)
    sign(window)
    folder = window.controller.folder
    write_images(folder, COUNT + 3)
    with qtbot.waitSignal(window.controller.opened, timeout=120_000):
        window.open_folder(folder)
        assert not window.actions_["analyse_again"].isEnabled(), "no key acts on a case that is not on show"
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=120_000)
    assert len(window.controller.cells) == COUNT and window.controller.analysis is None
    met = in_dialog(window, AmendDialog, lambda dialog: dialog.reject())  # type: ignore[attr-defined]
    window.actions_["analyse_again"].trigger()
    assert met and window.controller.analysis is None


def test_an_alert_is_on_top_of_every_page_and_stays(apl: MainWindow) -> None:
    (row,) = apl.alert_bar.rows
    assert apl.alert_bar.isVisible() and "20 of 20" in row.detail.text() and row.title.text().startswith("Urgent: ")
    assert apl.alert_bar.mapTo(apl, apl.alert_bar.rect().bottomLeft()).y() <= apl.pages.y() + apl.pages.height()
    apl.pages.setCurrentWidget(apl.empty)
    assert apl.alert_bar.isVisible()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Delete):
        QTest.keyClick(apl, key)
    assert apl.alert_bar.isVisible() and row.begin.isVisible()


def test_no_single_act_acknowledges_it(apl: MainWindow) -> None:
    session = apl.controller.session
    assert session is not None
    (row,) = apl.alert_bar.rows
    row.begin.click()
    assert session.stored.acknowledgements == () and not row.record.isEnabled()
    row.record.click()
    QTest.keyClick(row.name, Qt.Key.Key_Return)
    QTest.keyClicks(row.name, "   ")
    QTest.keyClick(row.name, Qt.Key.Key_Return)
    assert session.stored.acknowledgements == ()
    QTest.keyClick(row.name, Qt.Key.Key_Escape)
    assert row.begin.isVisible() and not row.name.isVisible()


def test_acknowledging_takes_a_name_and_rising_inputs_bring_it_back(apl: MainWindow) -> None:
    session = apl.controller.session
    assert session is not None
    ids = [cell.id for cell in apl.controller.cells]
    apl.controller.relabel(ids[:4], "lymphocyte")
    apl.actions_["acknowledge"].trigger()
    (row,) = apl.alert_bar.rows
    QTest.keyClicks(row.name, "Dr A")
    QTest.keyClick(row.name, Qt.Key.Key_Return)
    QApplication.processEvents()
    (item,) = session.stored.acknowledgements
    assert (item.by, item.hits, item.total) == ("Dr A", 16, 20)
    (row,) = apl.alert_bar.rows
    assert apl.alert_bar.isVisible() and "Acknowledged by Dr A" in row.detail.text() and not row.begin.isVisible()
    assert session.audit()[-1].action == "acknowledge"
    apl.controller.relabel(ids[:1], "promyelocyte")
    (row,) = apl.alert_bar.rows
    assert row.begin.isVisible() and "17 of 20" in row.detail.text()
    apl.actions_["undo"].trigger()
    assert "Acknowledged by Dr A" in apl.alert_bar.rows[0].detail.text()
    apl.controller.relabel(ids, "lymphocyte")
    assert not apl.alert_bar.isVisible(), "the rule no longer holds"


def test_a_note_on_a_signed_case_asks_why_and_is_not_lost(window: MainWindow, qtbot: QtBot) -> None:
    review_all(window)
    sign(window)
    session, note = window.controller.session, window.cell_panel.details.note
    assert session is not None and session.stored.signatures
    first, second = [cell.id for cell in window.controller.cells][:2]

    def write(text: str) -> None:
        window.controller.selection.set([first], first)
        note.setFocus()
        note.setText(text)
        window.controller.selection.set([second], second)

    met = in_dialog(window, AmendDialog, lambda dialog: dialog.reject())  # type: ignore[attr-defined]
    write("not to be kept")
    until(lambda: met and window.cell_panel.notes.unsaved(first) is None)
    window.controller.selection.set([first], first)
    assert note.text() == "" and not session.case.cells[first].note

    def give(dialog: object) -> None:
        assert isinstance(dialog, AmendDialog)
        dialog.reason.setText("Auer rods overlooked")
        dialog.by.setText("Dr A")
        dialog.accept()

    in_dialog(window, AmendDialog, give)
    write("Auer rod")
    until(lambda: session.case.cells[first].note == "Auer rod")
    assert window.cell_panel.notes.unsaved(first) is None


def test_a_note_that_the_disk_refuses_is_there_when_one_comes_back(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, note = window.controller.session, window.cell_panel.details.note
    assert session is not None
    first, second = [cell.id for cell in window.controller.cells][:2]

    def full(*_: object) -> None:
        raise EnvironmentFault("the disk is full")

    window.controller.selection.set([first], first)
    with monkeypatch.context() as patched:
        patched.setattr(session, "set_note", full)
        note.setText("Auer rod")
        window.controller.selection.set([second], second)
        assert window.notice.isVisible() and "the disk is full" in window.notice.text.text().lower()
        assert note.text() == ""
    window.controller.selection.set([first], first)
    assert note.text() == "Auer rod"
    window.controller.selection.set([second], second)
    assert session.case.cells[first].note == "Auer rod"
