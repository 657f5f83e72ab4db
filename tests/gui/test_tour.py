"""The tour: on the sample case, a step at a time, going on when what it asks for was done."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import OpenWindow, PlainAnalysis, write_images
from gallery_kit import PATIENCE, opened, press
from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from leukview.gui.main_window import MainWindow
from leukview.gui.tour import STEPS
from leukview.gui.widgets.tour_card import beside
from leukview.services import sample


@pytest.fixture(autouse=True)
def plain_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample case has images whose calls the test analysis knows."""

    def write(folder: Path, **_: object) -> None:
        write_images(folder, 25)

    monkeypatch.setattr(sample, "write_sample", write)


@pytest.fixture
def touring(open_window: OpenWindow, qtbot: QtBot) -> MainWindow:
    window = open_window(PlainAnalysis)
    window.show()
    window.empty.tour_button.click()
    qtbot.waitUntil(lambda: window.tour.card is not None, timeout=PATIENCE)
    return window


def test_each_step_goes_on_when_its_task_was_done(touring: MainWindow, qtbot: QtBot) -> None:
    window, tour = touring, touring.tour
    card = tour.card
    assert card is not None and card.isVisible() and tour.at == 0
    assert window.controller.cells and window.gallery.hasFocus(), "the tour leaves the keyboard to the window"
    card.next.click()
    assert "J" in card.task.text()
    press(window.gallery, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: tour.at == 2)
    press(window.gallery, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tour.at == 3)
    press(window.gallery, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tour.at == 4)
    press(window.gallery, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tour.at == 5)
    card.back.click()
    assert tour.at == 4
    while tour.at < len(STEPS) - 1:
        card.next.click()
    assert card.next.text() == "Done" and not card.end.isVisible()
    card.next.click()
    assert tour.card is None and not tour.running and window.preferences.toured


def test_it_says_the_keys_as_they_are(touring: MainWindow) -> None:
    assert touring.actions_.use_keys({"next_doubtful": "F8"}) == {}
    card = touring.tour.card
    assert card is not None
    card.next.click()
    assert "press F8" in card.task.text() and "{" not in card.words.text() + card.task.text()


def test_nothing_of_it_is_cut_off_at_any_size(touring: MainWindow, qtbot: QtBot) -> None:
    card, whole = touring.tour.card, touring.centralWidget()
    assert card is not None
    for width, height in ((1280, 800), (960, 600)):
        touring.resize(width, height)
        qtbot.waitUntil(lambda width=width: touring.width() == width)
        for _ in STEPS[:-1]:
            assert whole.rect().contains(card.geometry()), card.title.text()
            for part in (card.title, card.words, card.task):
                assert part.isHidden() or part.height() >= part.heightForWidth(part.width()), part.text()
            if touring.tour.at < len(STEPS) - 1:
                card.next.click()
        while touring.tour.at:
            card.back.click()


def test_it_can_be_ended_and_does_not_ask_again_but_begins_when_asked(touring: MainWindow, qtbot: QtBot) -> None:
    card = touring.tour.card
    assert card is not None
    card.end.click()
    assert touring.tour.card is None and touring.preferences.toured
    touring.actions_["tour"].trigger()
    qtbot.waitUntil(lambda: touring.tour.card is not None)


def test_it_waits_for_a_case_that_is_read_and_not_open_yet(open_window: OpenWindow, qtbot: QtBot) -> None:
    window, seen = open_window(PlainAnalysis), []

    def look() -> None:
        # Once the reading has ended and before the case is open, which takes turns of the window's thread.
        seen.append(window.controller.opens)
        window.tour.look()

    window.controller.arriving.connect(look)
    window.actions_["tour"].trigger()
    qtbot.waitUntil(lambda: window.tour.card is not None, timeout=PATIENCE)
    assert seen == [True] and not window.controller.opens


def test_somebody_elses_case_is_left_for_the_sample_case(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 5)
    other = window.controller.folder
    window.actions_["tour"].trigger()
    qtbot.waitUntil(lambda: window.tour.card is not None, timeout=PATIENCE)
    assert window.controller.folder != other, "a patient's case is no place for trying keys"


def test_a_card_stands_beside_its_place_where_there_is_room() -> None:
    room, card = QRect(0, 0, 1000, 600), QRect(0, 0, 300, 200)
    for place in (QRect(0, 0, 400, 600), QRect(600, 0, 400, 600), QRect(0, 0, 1000, 50), QRect(0, 550, 1000, 50)):
        where = QRect(beside(place, card, room), card.size())
        assert room.contains(where) and not where.intersects(place), place
    for place in (QRect(), room):
        assert room.contains(QRect(beside(place, card, room), card.size()))
