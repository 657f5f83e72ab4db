"""While one reader hands the window to the other: nothing keyed then falls to the wrong one, and nothing is lost unsaid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from conftest import OpenWindow, write_images
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.domain.errors import EnvironmentFault
from leukview.gui import deciding, other_eyes
from leukview.gui.main_window import MainWindow
from leukview.gui.widgets.second_reader_dialog import SecondReaderDialog
from leukview.gui.widgets.sign_dialog import SignDialog
from leukview.services import second_reading, signing
from leukview.services.second_reading import finish_second, start_second
from leukview.services.session import Session

COUNT = 15


@pytest.fixture
def window(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window in which Ann labelled two cells, and every case is as large as those that are handed over by a worker."""
    monkeypatch.setattr(deciding, "BULK", 3)
    monkeypatch.setattr(other_eyes, "BULK", 3)
    monkeypatch.setattr(SecondReaderDialog, "exec", answer)
    window = open_window()
    window.open_folder(write_images(tmp_path / "Smear 7", COUNT))
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == COUNT, timeout=120_000)
    window.controller.relabel([cell.id for cell in window.controller.cells[:2]], "basophil")
    qtbot.waitUntil(lambda: not window.controller.decisions.busy)
    QApplication.processEvents()
    return window


def answer(dialog: SecondReaderDialog) -> int:
    dialog.first.setText("Ann")
    dialog.second.setText("Ben")
    return 1


class Gate:
    """Holds a worker up in the midst of something, until it may go on."""

    def __init__(self) -> None:
        self.reached, self.open = Event(), Event()

    def after(self, act: Callable[..., object]) -> Callable[..., object]:
        """Return the same act, held up once it is done."""

        def held(*args: object, **how: object) -> object:
            done = act(*args, **how)
            self.reached.set()
            assert self.open.wait(60)
            return done

        return held


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open.set()


def session_of(window: MainWindow) -> Session:
    session = window.controller.session
    assert session is not None
    return session


def done(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.controller.decisions.busy, timeout=60_000)
    QApplication.processEvents()


def labels(session: Session) -> list[tuple[str | None, str | None]]:
    """Return both readers' stored labels."""
    return [(cell.human_class, cell.second_class) for cell in session.stored.cells.values()]


def test_what_is_keyed_while_readers_change_falls_to_neither_and_that_is_said(
    window: MainWindow, qtbot: QtBot, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_reading, "start_second", gate.after(start_second))
    session, controller = session_of(window), window.controller
    before = labels(session)
    window.actions_["second_reading"].trigger()
    qtbot.waitUntil(gate.reached.is_set, timeout=60_000)
    # The store has the second reader by now, the window not yet: it shows what the first one chose.
    assert session.sight == "second" and controller.decisions.busy
    for key in (Qt.Key.Key_M, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_L):
        QTest.keyClick(window.gallery, key)
    controller.undo()
    window.actions_["note"].trigger()
    QApplication.processEvents()
    assert window.cell_panel.cell() is None and not window.cell_panel.details.note.isVisible()
    assert not any(window.actions_[name].isEnabled() for name in ("export", "sign", "finish_second", "training_set"))
    assert "Second reading" not in window.reading_bar.words.whole_text()
    assert labels(session) == before
    gate.open.set()
    done(window, qtbot)
    assert labels(session) == before
    assert "Not done: you pressed a key while the readers changed" in window.status.message_text()
    assert "Second reading by Ben" in window.reading_bar.words.whole_text()
    cell = window.cell_panel.cell()
    assert cell is not None and cell.human_class is None
    QTest.keyClick(window.gallery, Qt.Key.Key_M)
    assert session.stored.cells[cell.id].second_class == "monocyte"


def test_nothing_keyed_nothing_said(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_["second_reading"].trigger()
    done(window, qtbot)
    assert session_of(window).sight == "second" and "Not done" not in window.status.message_text()


def test_a_window_that_closes_meanwhile_keeps_the_first_readers_view_from_the_second(
    window: MainWindow, qtbot: QtBot, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_reading, "start_second", gate.after(start_second))
    window.controller.model.set_text("basophil")
    window.actions_["second_reading"].trigger()
    qtbot.waitUntil(gate.reached.is_set, timeout=60_000)
    gate.open.set()
    folder = window.controller.folder
    window.open_folder(folder)
    qtbot.waitUntil(lambda: window.controller.analysed and not window.controller.opens, timeout=120_000)
    assert session_of(window).sight == "second" and window.controller.model.text == ""
    assert session_of(window).view_state.get("filter", "") in {"", "basophil"}


def test_a_note_that_is_being_written_is_its_writers(window: MainWindow, qtbot: QtBot) -> None:
    session = session_of(window)
    ids = list(session.case.cells)
    start_second(session, "Ann", "Ben")
    finish_second(session)
    window.controller.flush()
    window.controller.selection.set(ids[:1], ids[0])
    window.cell_panel.details.note.setText("written while both were done")
    # The end of the second reading would be taken back: from then on a note would be the second reader's.
    window.controller.undo()
    done(window, qtbot)
    cell = session.stored.cells[ids[0]]
    assert (cell.note, cell.second_note) == ("written while both were done", ""), "stored, and not taken back at once"
    shown = window.cell_panel.cell()
    assert session.sight == "whole" and shown is not None and shown.id == ids[0]
    window.controller.undo()
    window.controller.undo()
    done(window, qtbot)
    cell = session.stored.cells[ids[0]]
    assert session.sight == "second" and (cell.note, cell.second_note) == ("", "")
    assert window.cell_panel.details.note.text() == ""


def test_a_note_that_cannot_be_stored_is_not_lost_to_the_other_reader(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(window)
    window.actions_["second_reading"].trigger()
    done(window, qtbot)

    def full(cell_id: str, text: str) -> None:
        raise EnvironmentFault("The disk is full.")

    cell = window.cell_panel.cell()
    assert cell is not None
    with monkeypatch.context() as patched:
        patched.setattr(session, "set_note", full)
        window.cell_panel.details.note.setText("a blast beside this one")
        window.actions_["first_reader"].trigger()
        QApplication.processEvents()
    assert session.sight == "second" and not window.controller.decisions.busy
    assert f"the note on {cell.id} is not saved" in window.status.message_text()
    assert window.cell_panel.notes.unsaved(cell.id) == "a blast beside this one"
    assert window.actions_["first_reader"].isEnabled()


def test_a_refused_start_leaves_everything_as_it_is(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **how: object) -> None:
        raise EnvironmentFault("The disk is full.")

    monkeypatch.setattr(second_reading, "start_second", full)
    current = window.controller.selection.current
    window.actions_["second_reading"].trigger()
    done(window, qtbot)
    assert session_of(window).sight == "whole"
    shown = window.cell_panel.cell()
    assert shown is not None and shown.id == current == window.controller.selection.current
    assert all(window.actions_[name].isEnabled() for name in ("export", "sign", "second_reading"))
    QTest.keyClick(window.gallery, Qt.Key.Key_M)
    assert session_of(window).stored.cells[shown.id].human_class == "monocyte"


def test_the_gate_does_not_open_to_a_reader_who_came_meanwhile(
    window: MainWindow, qtbot: QtBot, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "gate_of", gate.after(signing.gate_of))
    window.signing.open()
    qtbot.waitUntil(gate.reached.is_set, timeout=60_000)
    start_second(session_of(window), "Ann", "Ben")
    window.controller.flush()
    gate.open.set()
    qtbot.waitUntil(lambda: window.controller.tasks.get("gate") is None, timeout=60_000)
    QApplication.processEvents()
    assert not window.findChildren(SignDialog)
