"""While a test goes on, nothing in the real window shows its key: no set, no row beside a cell, no result and no case."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import OpenWindow, write_images
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from leukview.domain.quiz import Answer, Plan
from leukview.gui.main_window import MainWindow
from leukview.gui.widgets.quiz_start import Source
from leukview.services.quiz_case import source_words
from leukview.services.reference_files import starter_cells
from leukview.services.signing import sign

LONG = 20_000


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.wait(20)
    qtbot.waitUntil(lambda: not any(task.running for task in window.controller.tasks._tasks.values()), timeout=LONG)
    qtbot.wait(10)


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window on a case of six cells, with a reference set of 60 cells chosen to stand beside them."""
    window = open_window()
    library = window.references.library()
    number = library.create("Teaching")
    library.add(number, starter_cells().cells)
    window.preferences.reference_set, window.preferences.reference_strip = number, True
    window.open_folder(write_images(tmp_path / "case", 6))
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=LONG)
    settle(qtbot, window)
    return window


def begin(qtbot: QtBot, window: MainWindow, reader: str, *, training: bool = False) -> int:
    item = window.references.library().sets()[0]
    plan = Plan(4, 3, mode="training" if training else "test")
    window.references.quiz.begin(Source("set", item.id, item.name, item.size), plan, reader)
    page = window.references.quiz.page
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page and page._since is not None, timeout=LONG)
    settle(qtbot, window)
    assert page.sheet is not None
    return page.sheet.id


def question() -> QMessageBox | None:
    boxes = [item for item in QApplication.topLevelWidgets() if isinstance(item, QMessageBox) and item.isVisible()]
    return boxes[0] if boxes else None


def asked(qtbot: QtBot) -> QMessageBox:
    qtbot.waitUntil(lambda: question() is not None, timeout=LONG)
    box = question()
    assert box is not None and box.objectName() == "quiz_guard"
    return box


def answer(box: QMessageBox, words: str) -> None:
    next(button for button in box.buttons() if button.text().replace("&", "") == words).click()


def test_the_sets_page_opens_only_after_the_test_is_given_up(window: MainWindow, qtbot: QtBot) -> None:
    references, page = window.references, window.references.quiz.page
    references.show()
    settle(qtbot, window)
    assert references.page.shown()
    references.leave()
    number = begin(qtbot, window, "A name typed for the test")
    # Nothing of an earlier look is left on the page, nor beside the cell.
    assert not references.page.shown() and not references.beside._cells
    window.actions_["reference"].trigger()
    box = asked(qtbot)
    assert f"Test {number}" in box.informativeText() and window.pages.currentWidget() is page
    answer(box, "Go on with the test")
    settle(qtbot, window)
    assert window.pages.currentWidget() is page and not references.page.shown()
    page.left.emit()
    settle(qtbot, window)
    assert not references.beside.strip.groups
    window.actions_["reference"].trigger()
    answer(asked(qtbot), "Cancel")
    settle(qtbot, window)
    assert not references.shown and not references.page.shown()
    window.actions_["reference"].trigger()
    answer(asked(qtbot), "Give it up")
    qtbot.waitUntil(lambda: references.shown and bool(references.page.shown()), timeout=LONG)
    settle(qtbot, window)
    assert references.beside._cells
    assert [item.end for item in references.quiz.quizzes().attempts()] == ["abandoned"]


def test_a_paused_test_of_an_earlier_day_covers_its_set_too(window: MainWindow, qtbot: QtBot) -> None:
    references = window.references
    quizzes = references.quiz.quizzes()
    set_id = references.library().sets()[0].id
    number = quizzes.begin(set_id, Plan(4, 3))
    references.changed.emit()
    settle(qtbot, window)
    assert not references.beside._cells
    references.show()
    box = asked(qtbot)
    assert not references.page.shown() and not references.shown
    answer(box, "Go on with the test")
    page = references.quiz.page
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page, timeout=LONG)
    assert page.sheet is not None and page.sheet.id == number
    for place in range(4):
        quizzes.answer(number, Answer(place, "lymphocyte", 1.0))
    quizzes.finish(number)
    references.leave()
    references.show()
    qtbot.waitUntil(lambda: references.shown and bool(references.page.shown()), timeout=LONG)
    settle(qtbot, window)


def test_earlier_results_with_its_cells_stay_closed_and_training_covers_nothing(
    window: MainWindow, qtbot: QtBot
) -> None:
    desk = window.references.quiz
    quizzes, set_id = desk.quizzes(), window.references.library().sets()[0].id
    done = quizzes.begin(set_id, Plan(60, 1))
    for place in range(60):
        quizzes.answer(done, Answer(place, "lymphocyte", 1.0))
    quizzes.finish(done)
    begin(qtbot, window, "Bob", training=True)
    window.references.leave()
    desk.show_result(done)
    qtbot.waitUntil(desk.result.isVisible, timeout=LONG)
    settle(qtbot, window)
    window.references.leave()
    begin(qtbot, window, "Bob")
    desk.show_result(done)
    box = asked(qtbot)
    assert not desk.result.isVisible()
    answer(box, "Give it up")
    qtbot.waitUntil(desk.result.isVisible, timeout=LONG)
    settle(qtbot, window)


def test_a_case_that_is_the_key_is_neither_sat_while_open_nor_opened_while_sat(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    controller, desk = window.controller, window.references.quiz
    session = controller.session
    assert session is not None
    sign(session, "Dr A", [], [])
    case_id, said = session.case_id, []
    controller.faulted.connect(lambda fault: said.append(f"{fault.title} {fault.text}"))
    desk.begin(Source("case", int(case_id), "case", 6), Plan(4, 1), "Bob")
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)
    assert "open in this window" in said[-1] and desk.quizzes().attempts() == []
    bob = desk.quizzes("Bob")
    number = bob.begin_with(starter_cells().cells, source_words(case_id), Plan(4, 1))
    desk.resume(bob.attempts()[0])
    qtbot.waitUntil(lambda: len(said) == 2, timeout=LONG)
    assert "open in this window" in said[-1] and not desk.page.isVisible()
    window.open_folder(write_images(tmp_path / "other", 2))
    qtbot.waitUntil(lambda: controller.analysed and controller.session is not session, timeout=LONG)
    settle(qtbot, window)
    desk.resume(bob.attempts()[0])
    qtbot.waitUntil(lambda: window.pages.currentWidget() is desk.page, timeout=LONG)
    settle(qtbot, window)
    desk.page.left.emit()
    other = controller.session
    controller.open_case(case_id)
    qtbot.waitUntil(lambda: len(said) == 3, timeout=LONG)
    settle(qtbot, window)
    assert "not finished" in said[-1] and controller.session is other
    window.notice.clear()
    bob.abandon(number)
    controller.open_case(case_id)
    qtbot.waitUntil(
        lambda: controller.session is not None and controller.session.case_id == case_id and controller.analysed,
        timeout=LONG,
    )
    settle(qtbot, window)
