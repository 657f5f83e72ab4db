"""What a screen reader is told while a person reviews: what is chosen, how many, and what a key has done."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import OpenWindow
from gallery_kit import opened, press
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from timing_kit import best_seconds, seconds_of

from leukview.gui import announcing
from leukview.gui.main_window import MainWindow
from leukview.gui.models.selection import Selection

COUNT = 15
SETTLED_MS = 300


class Listener:
    """A screen reader in the place of Qt's bridge to one."""

    def __init__(self) -> None:
        self.said: list[tuple[QWidget, str]] = []

    def isActive(self) -> bool:  # noqa: N802 (Qt's name)
        return True

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802 (Qt's name)
        widget = event.object()
        assert isinstance(widget, QWidget)
        self.said.append((widget, event.message()))

    def take(self) -> list[str]:
        QTest.qWait(SETTLED_MS)
        said, self.said = [words for _, words in self.said], []
        return said


@pytest.fixture
def window(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    return opened(qtbot, open_window(), tmp_path / "Smear 7", COUNT)


@pytest.fixture
def listener(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Listener:
    made = Listener()
    window.gallery.setFocus()
    QTest.qWait(SETTLED_MS)
    monkeypatch.setattr(announcing, "QAccessible", made)
    return made


def test_several_chosen_cells_are_told_with_their_number(window: MainWindow, listener: Listener) -> None:
    selection, order = window.controller.selection, window.controller.model.order()
    selection.set(order[:1], order[0])
    listener.take()
    press(window.gallery, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    (said,) = listener.take()
    assert said.startswith("2 cells selected; ") and order[1] in said
    # The cell looked at stays the same, only how many are chosen with it changes.
    selection.set(order[:5], order[1])
    assert [words.split(";")[0] for words in listener.take()] == ["5 cells selected"]
    press(window.gallery, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert [words.split(";")[0] for words in listener.take()] == [f"{COUNT} cells selected"]
    selection.set(order[:1], order[0])
    (said,) = listener.take()
    assert "selected" not in said and order[0] in said


def test_what_a_key_did_is_told_then_where_it_led(window: MainWindow, listener: Listener) -> None:
    order = window.controller.model.order()
    window.controller.selection.set(order[:1], order[0])
    listener.take()
    press(window.gallery, Qt.Key.Key_B)
    done, next_ = listener.take()
    assert done == f"Labelled {order[0]} as Band neutrophil"
    assert window.controller.selection.current in next_ and order[0] not in next_.split(";")[0]
    press(window.gallery, Qt.Key.Key_Space)
    said = listener.take()
    assert any(words.startswith("Confirmed ") for words in said)
    press(window.gallery, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert any(words.startswith("Undone: ") for words in listener.take())


def test_a_label_of_many_is_told_once(window: MainWindow, listener: Listener) -> None:
    press(window.gallery, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    listener.take()
    press(window.gallery, Qt.Key.Key_V)
    said = listener.take()
    assert sum(f"{COUNT} cells" in words and words.startswith("Labelled ") for words in said) == 1
    assert len(said) <= 3


def test_a_band_over_many_tells_of_the_last_alone(window: MainWindow, listener: Listener) -> None:
    order = window.controller.model.order()
    for count in range(1, COUNT):
        window.controller.selection.set(order[:count], order[count - 1])
    said = listener.take()
    assert [words.split(";")[0] for words in said] == [f"{COUNT - 1} cells selected"]


def test_how_many_are_chosen_costs_the_same_however_many(window: MainWindow, listener: Listener) -> None:
    gallery, order = window.gallery, window.controller.model.order()
    many = Selection()
    many.set([*order, *(f"x{number}" for number in range(10_000))], order[0])
    gallery.selection = many
    try:
        assert best_seconds(gallery._say_current) < seconds_of(0.2)
    finally:
        gallery.selection = window.controller.selection
