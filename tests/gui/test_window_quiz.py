"""The quiz in the real window: begun, answered with keys, interrupted, taken up again, ended, compared and written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import OpenWindow, write_images
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.quiz import Answer, Plan
from leukview.domain.taxonomy import taxonomy
from leukview.gui.main_window import MainWindow
from leukview.gui.shortcuts import label_key
from leukview.gui.widgets.quiz_start import QuizStartDialog, Source
from leukview.gui.widgets.reference_viewer import ReferenceViewer
from leukview.services.quiz import Quizzes
from leukview.services.reference_files import starter_cells
from leukview.store.quiz import read_attempts

LONG = 20_000


def quiet(window: MainWindow) -> bool:
    return not any(task.running for task in window.controller.tasks._tasks.values())


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.wait(20)
    qtbot.waitUntil(lambda: quiet(window), timeout=LONG)
    qtbot.wait(10)


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot) -> MainWindow:
    """A window without a case, with a reference set of 60 cells."""
    window = open_window()
    library = window.references.library()
    library.add(library.create("Teaching"), starter_cells().cells)
    return window


def front(qtbot: QtBot, window: MainWindow) -> None:
    """Bring the window to the front, as a person's desktop does when a dialog closes."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=LONG)
    page = window.references.quiz.page
    (page.finish if page.finish.isVisible() else page).setFocus()


def begin(qtbot: QtBot, window: MainWindow, plan: Plan, reader: str = "Bob") -> None:
    item = window.references.library().sets()[0]
    window.references.quiz.begin(Source("set", item.id, item.name, item.size), plan, reader)
    page = window.references.quiz.page
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page and page._since is not None, timeout=LONG)
    front(qtbot, window)


def key(window: MainWindow) -> list[str]:
    store = window.controller.work_space().store
    sheet = window.references.quiz.page.sheet
    assert sheet is not None
    with store.reading() as connection:
        return [item.label for item in read_attempts(connection, sheet.id)[0].items]


def press(qtbot: QtBot, window: MainWindow, class_id: str) -> None:
    """Name the cell on show with its class's key, and wait until the answer is on disk."""
    page = window.references.quiz.page
    qtbot.waitUntil(lambda: page._since is not None, timeout=LONG)
    before = len(page.given)
    fresh = page.place not in page.given
    QTest.keyClicks(page, label_key(class_id).lower())
    qtbot.waitUntil(lambda: not page._busy and (len(page.given) == before + fresh), timeout=LONG)


def dialog() -> QuizStartDialog:
    return next(
        item for item in QApplication.topLevelWidgets() if isinstance(item, QuizStartDialog) and item.isVisible()
    )


def texts(part: QWidget) -> str:
    """Return everything that a widget and its children show, say and tell assistive technology."""
    found = []
    for item in [part, *part.findChildren(QWidget)]:
        if item.isVisible():
            text = getattr(item, "text", None)
            found += [item.accessibleName(), item.accessibleDescription(), item.toolTip()]
            found.append(str(text()) if callable(text) else "")
    return " ".join(found)


def test_a_test_is_sat_with_keys_and_its_result_shown(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_["quiz"].trigger()
    qtbot.waitUntil(
        lambda: any(isinstance(item, QuizStartDialog) and item.isVisible() for item in QApplication.topLevelWidgets()),
        timeout=LONG,
    )
    start = dialog()
    start.reader.clear()
    assert not start.begin.isEnabled() and "who" in start.missing.text().lower()
    start.reader.setText("Bob  Meyer")
    start.number.set_value(8)
    start.seed.set_value(11)
    start.begin.click()
    page, result = window.references.quiz.page, window.references.quiz.result
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page, timeout=LONG)
    front(qtbot, window)
    answers = key(window)
    wrong = "blast" if answers[2] != "blast" else "monocyte"
    for place, name in enumerate(answers):
        assert page.place == place
        press(qtbot, window, wrong if place == 2 else name)
    assert page.finish.isVisible() and not result.isVisible()
    QTest.keyClick(page.finish, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is result, timeout=LONG)
    settle(qtbot, window)
    assert result.figure.text() == "7 of 8 right" and "87.5 %" in result.facts.text()
    assert result.state.whole_text().startswith("Bob Meyer · Teaching")
    assert result.misses.count() == 1 and not result.misses.item(0).icon().isNull()
    assert "no certificate" in result.small.text() and "synthetic" in result.small.text()
    assert result.classes.topLevelItemCount() == len({*answers, wrong})


def test_nothing_on_the_page_tells_what_a_cell_is(window: MainWindow, qtbot: QtBot) -> None:
    begin(qtbot, window, Plan(12, 4))
    page, names = window.references.quiz.page, key(window)
    said = []
    for name in names[:4]:
        said.append((texts(page), texts(window.status), texts(window.top)))
        press(qtbot, window, "artefact" if name != "artefact" else "platelet")
    # The same words before every cell, but for its number and the clock: they can tell nothing of it.
    plain = {(" ".join(re.sub(r"cell \d+ of|\d+ s\b|\d+%", "", page_).split()), *rest) for page_, *rest in said}
    assert len(plain) == 1, plain
    with pytest.raises(Exception, match="key stays closed"):
        window.references.quiz.quizzes().outcome(page.sheet.id)  # type: ignore[union-attr]


def test_an_answer_can_be_changed_until_the_end(window: MainWindow, qtbot: QtBot) -> None:
    begin(qtbot, window, Plan(3, 4))
    page, names = window.references.quiz.page, key(window)
    press(qtbot, window, "artefact")
    QTest.keyClick(page, Qt.Key.Key_Left)
    assert page.place == 0 and page._buttons["artefact"].isChecked()
    press(qtbot, window, names[0])
    assert page.place == 1 and page.given == {0: names[0]}
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.place == 1
    for name in names[1:]:
        press(qtbot, window, name)
    page.finish.click()
    qtbot.waitUntil(window.references.quiz.result.isVisible, timeout=LONG)
    settle(qtbot, window)
    outcome = window.references.quiz.result.outcome
    assert outcome is not None and outcome.score.right.hits == 3 and outcome.score.changed == 1


def test_a_test_is_left_and_taken_up_again_in_another_window(
    window: MainWindow, qtbot: QtBot, open_window: OpenWindow
) -> None:
    begin(qtbot, window, Plan(6, 4))
    page = window.references.quiz.page
    press(qtbot, window, "blast")
    press(qtbot, window, "monocyte")
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.empty and page._since is None
    settle(qtbot, window)
    window.close()
    other = open_window()
    (attempt, done), *_ = other.references.quiz.quizzes().unfinished(anyone=True)
    assert done == 2
    other.references.quiz.resume(attempt)
    page = other.references.quiz.page
    qtbot.waitUntil(lambda: page.isVisible() and page._since is not None, timeout=LONG)
    front(qtbot, other)
    assert page.place == 2 and page.sheet is not None and page.sheet.sitting == 2
    for name in key(other)[2:]:
        press(qtbot, other, name)
    page.finish.click()
    qtbot.waitUntil(other.references.quiz.result.isVisible, timeout=LONG)
    settle(qtbot, other)
    assert "In 2 sittings" in other.references.quiz.result.facts.text()


def test_training_tells_after_each_cell_and_takes_one_answer(window: MainWindow, qtbot: QtBot) -> None:
    begin(qtbot, window, Plan(3, 4, mode="training"))
    page, names = window.references.quiz.page, key(window)
    wrong = "artefact" if names[0] != "artefact" else "platelet"
    press(qtbot, window, wrong)
    assert f"Reference: {taxonomy()[names[0]].name}" in page.said.text() and page.place == 0
    QTest.keyClicks(page, label_key(names[0]).lower())
    assert page.given == {0: wrong}
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert page.place == 1
    press(qtbot, window, names[1])
    assert page.said.text().startswith("Right")
    settle(qtbot, window)


def test_time_runs_out(window: MainWindow, qtbot: QtBot) -> None:
    begin(qtbot, window, Plan(2, 4, limit_s=1))
    page = window.references.quiz.page
    qtbot.waitUntil(page.finish.isVisible, timeout=LONG)
    assert page.given == {0: "", 1: ""}
    page.finish.click()
    qtbot.waitUntil(window.references.quiz.result.isVisible, timeout=LONG)
    settle(qtbot, window)
    assert "2 without an answer" in window.references.quiz.result.facts.text()


def test_no_key_reaches_an_open_case(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    library = window.references.library()
    library.add(library.create("Teaching"), starter_cells().cells)
    window.open_folder(write_images(tmp_path / "case", 6))
    qtbot.waitUntil(lambda: window.controller.analysed, timeout=LONG)
    before = dict(window.controller.session.case.cells)  # type: ignore[union-attr]
    begin(qtbot, window, Plan(3, 4))
    assert not any(action.isEnabled() for action in window.actions_.labels.values())
    for name in key(window):
        press(qtbot, window, name)
    assert window.controller.session.case.cells == before  # type: ignore[union-attr]
    window.references.leave()
    assert window.actions_.labels["blast"].isEnabled()
    settle(qtbot, window)


def finished(quizzes: Callable[[str], Quizzes], set_id: int) -> int:
    from leukview.domain.quiz import Answer

    desk = quizzes("Bob")
    number = desk.begin(set_id, Plan(10, 2))
    for place in range(10):
        desk.answer(number, Answer(place, "lymphocyte", 2.0))
    desk.finish(number)
    return number


def test_a_result_is_compared_enlarged_and_written(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    desk, set_id = window.references.quiz, window.references.library().sets()[0].id
    finished(desk.quizzes, set_id)
    desk.show_result(finished(desk.quizzes, set_id))
    qtbot.waitUntil(desk.result.isVisible, timeout=LONG)
    settle(qtbot, window)
    assert desk.result.others.topLevelItemCount() == 2
    desk.result.misses.itemActivated.emit(desk.result.misses.item(0))

    def viewer() -> ReferenceViewer | None:
        shown = [item for item in QApplication.topLevelWidgets() if isinstance(item, ReferenceViewer)]
        return next((item for item in shown if item.isVisible()), None)

    qtbot.waitUntil(lambda: viewer() is not None, timeout=LONG)
    large = viewer()
    assert large is not None
    qtbot.waitUntil(lambda: large.own.has_picture() and large.reference.has_picture(), timeout=LONG)
    assert "one scale" in large.scale_words.text()
    large.reject()
    desk.export_to(tmp_path / "out")
    settle(qtbot, window)
    assert len(list((tmp_path / "out").glob("Test */result.pdf"))) == 1
    # Given up: listed, and without a result.
    open_ = desk.quizzes("Eve").begin(set_id, Plan(4, 1))
    desk.start()
    qtbot.waitUntil(
        lambda: any(isinstance(item, QuizStartDialog) and item.isVisible() for item in QApplication.topLevelWidgets()),
        timeout=LONG,
    )
    start = dialog()
    assert start.tests.topLevelItemCount() == 3 and start.resume.isEnabled() and not start.show_button.isEnabled()
    start.abandon.click()
    settle(qtbot, window)
    assert [item.end for item in desk.quizzes().attempts() if item.id == open_] == ["abandoned"]


def test_a_class_without_a_key_can_be_named_and_a_window_put_away_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    begin(qtbot, window, Plan(3, 4))
    page = window.references.quiz.page
    names = {action.text(): action for action in page.more.menu().actions()}
    assert taxonomy()["myeloblast"].name in names
    names[taxonomy()["myeloblast"].name].trigger()
    qtbot.waitUntil(lambda: page.given == {0: "myeloblast"}, timeout=LONG)
    window.hide()
    assert page._since is None
    window.show()
    qtbot.waitUntil(lambda: page._since is not None, timeout=LONG)
    page._buttons["blast"].click()
    qtbot.waitUntil(lambda: page.place == 2, timeout=LONG)
    settle(qtbot, window)


def test_whoever_goes_back_reads_what_was_said_and_sees_it_marked(window: MainWindow, qtbot: QtBot) -> None:
    begin(qtbot, window, Plan(4, 1))
    view = window.references.quiz.page
    press(qtbot, window, "blast")
    assert "What is this cell" in view.said.text()
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.said.text() == "You said: Blast."

    def ground(name: str) -> str:
        button = view._buttons[name]
        return button.grab().toImage().pixelColor(button.width() - 3, 3).name()

    assert ground("blast") != ground("plasma_cell") == ground("monocyte")
    # A class that has no key is only said.
    view.given[0] = "hairy_cell"
    view._show(0)
    assert view.said.text() == f"You said: {taxonomy()['hairy_cell'].name}."


def test_what_was_said_of_a_paused_test_does_not_stand_under_the_next(window: MainWindow, qtbot: QtBot) -> None:
    begin(qtbot, window, Plan(4, 1, mode="training"))
    QTest.keyClick(window.references.quiz.page, Qt.Key.Key_Escape)
    settle(qtbot, window)
    assert "paused" in window.status.message_text()
    begin(qtbot, window, Plan(4, 2, mode="training"))
    assert window.status.message_text() == ""


def test_the_keyboard_is_at_the_first_miss(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.references.quiz
    quizzes = desk.quizzes("Bob")
    number = quizzes.begin(window.references.library().sets()[0].id, Plan(6, 1))
    for place in range(6):
        quizzes.answer(number, Answer(place, "artefact", 1.0))
    quizzes.finish(number)
    desk.show_result(number)
    # The first result of a process loads what works out kappa.
    qtbot.waitUntil(lambda: window.pages.currentWidget() is desk.result, timeout=90_000)
    settle(qtbot, window)
    misses = desk.result.misses
    assert misses.count() > 1 and misses.currentRow() == 0 and misses.currentItem().isSelected()
    icon = misses.currentItem().icon()
    plain, chosen = (icon.pixmap(112, 112, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected))
    assert plain == chosen, "no tint over a cell"
