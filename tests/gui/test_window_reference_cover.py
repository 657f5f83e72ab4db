"""Reference cells in the real window while a second reader reads: nothing of them tells what the first one said."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import OpenWindow, write_images
from PySide6.QtWidgets import QApplication, QLabel, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.quiz import Answer, Plan
from leukview.domain.reference import Elsewhere, ReferenceCell
from leukview.gui.main_window import MainWindow
from leukview.gui.models.reference_cells import described
from leukview.gui.widgets.quiz_start import QuizStartDialog
from leukview.gui.widgets.reference_viewer import ReferenceViewer
from leukview.imaging.scan import sha256
from leukview.services.reference_files import Given
from leukview.services.second_reading import finish_second, start_second

LONG = 60_000
SECRET = "plasma_cell"


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window on a case of which the first reader put four cells into the set "Own", two of them of a class of their own."""
    from dataclasses import replace

    window = open_window()
    real = write_images(tmp_path / "Okafor", 10)
    window.open_folder(real)
    qtbot.waitUntil(lambda: window.controller.analysed and len(window.controller.cells) == 10, timeout=LONG)
    case = window.controller.session.stored  # type: ignore[union-attr]
    for file, image in list(case.images.items()):
        # The plain analysis makes hashes up; what is taken must be the image that was labelled.
        case.images[file] = replace(image, sha256=sha256(real / file))
    ids = list(case.cells)
    window.controller.confirm(ids)
    window.controller.relabel(ids[:2], SECRET)
    settle(qtbot, window)
    window.references.traffic.add_to(ids[:4], "Own", "")
    settle(qtbot, window)
    window.preferences.reference_set = window.preferences.reference_last
    window.references.changed.emit()
    settle(qtbot, window)
    return window


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.wait(60)
    tasks = window.controller.tasks
    qtbot.waitUntil(lambda: not any(task.running for task in tasks._tasks.values()), timeout=LONG)
    qtbot.wait(20)


def page(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["reference"].trigger()
    settle(qtbot, window)


def begin(qtbot: QtBot, window: MainWindow) -> None:
    session = window.controller.session
    assert session is not None
    start_second(session, "Ann", "Ben")
    window.controller.flush()
    QApplication.processEvents()


def said(part: QWidget) -> str:
    """Return every text, tooltip and row below a widget, whether it is in sight or not."""
    found: list[str] = []
    for widget in [part, *part.findChildren(QWidget)]:
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel):
            found.append(widget.text())
        whole = getattr(widget, "whole_text", None)
        if callable(whole):
            found.append(str(whole()))
        if isinstance(widget, QTreeWidget):
            rows = [widget.topLevelItem(place) for place in range(widget.topLevelItemCount())]
            found += [f"{row.text(0)}={row.text(1)} {row.toolTip(0)}" for row in rows if row is not None]
    return "\n".join(found)


def test_no_count_of_a_set_is_left_or_shown_to_a_blind_second_reader(window: MainWindow, qtbot: QtBot) -> None:
    page(qtbot, window)
    view = window.references.page
    before = said(view)
    assert "Own=4" in before and "Plasma cell=2" in before and "Undo: Add 4 cells" in before
    window.references.leave()
    settle(qtbot, window)
    begin(qtbot, window)
    # What is left of the first reader's visit, before the page is on show again.
    left = said(view)
    assert "Own=4" not in left and "Plasma cell" not in left and "Add 4 cells" not in left
    page(qtbot, window)
    now = said(view)
    assert "Own=0" in now and "Plasma cell" not in now and "4 cells" not in now
    assert view.state.whole_text() == "Own · empty" and view.model.rowCount() == 0 and not view.undo.isEnabled()
    assert view.hidden.isVisible() and "1 case" in view.hidden.text()
    session = window.controller.session
    assert session is not None
    window.references.leave()
    finish_second(session)
    window.controller.flush()
    page(qtbot, window)
    assert "Own=4" in said(view) and not view.hidden.isVisible()


def test_the_page_on_show_is_read_anew_for_other_eyes(window: MainWindow, qtbot: QtBot) -> None:
    page(qtbot, window)
    viewer = window.references.view(window.references.page.shown(), 0)
    settle(qtbot, window)
    begin(qtbot, window)
    settle(qtbot, window)
    assert not any(item.isVisible() for item in window.findChildren(ReferenceViewer)), viewer
    assert window.references.page.state.whole_text() == "Own · empty"


def test_what_was_asked_for_before_does_not_come_after(window: MainWindow, qtbot: QtBot) -> None:
    window.references.page.show_sets([], 0)
    window.references.refresh(window.preferences.reference_set)
    begin(qtbot, window)
    settle(qtbot, window)
    assert "Plasma cell" not in said(window.references.page) and not window.references.page.cells


def test_the_row_beside_the_cell_has_none_even_from_a_copy(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    references = window.references
    (item,) = references.library().sets()
    references.traffic.export_to(item, tmp_path / "out")
    settle(qtbot, window)
    references.traffic.import_files(tmp_path / "out", "Copy", Given())
    settle(qtbot, window)
    window.preferences.reference_set = references.library().find("Copy").id
    references.changed.emit()
    begin(qtbot, window)
    settle(qtbot, window)
    assert references.beside._cells == [] and references.beside.strip.isHidden()
    told: list[str] = []
    window.controller.said.connect(lambda text, _: told.append(text))
    window.actions_["reference_large"].trigger()
    assert told and "hidden while a second reader reads" in told[-1]


def test_no_test_is_offered_from_it_and_no_result_stays(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.references.quiz
    quizzes = desk.quizzes("Ben")
    number = quizzes.begin(window.preferences.reference_set, Plan(4, 1))
    for place in range(4):
        quizzes.answer(number, Answer(place, "blast", 1.0))
    quizzes.finish(number)
    desk.show_result(number)
    settle(qtbot, window)
    assert window.pages.currentWidget() is desk.result and "Plasma cell" in said(desk.result)
    begin(qtbot, window)
    settle(qtbot, window)
    assert window.pages.currentWidget() is not desk.result and "Plasma cell" not in said(desk.result)
    desk.show_result(number)
    settle(qtbot, window)
    assert window.pages.currentWidget() is not desk.result and desk.result.outcome is None
    assert "second reader reads" in said(window.notice)
    desk.start()
    settle(qtbot, window)
    dialog = next(item for item in window.findChildren(QuizStartDialog) if item.isVisible())
    assert dialog.source.count() == 0
    row = dialog.tests.topLevelItem(0)
    assert row is not None and row.text(3) == "covered: a second reading"
    dialog.reject()


def test_a_cell_of_another_installation_names_no_case_of_this_one() -> None:
    def words(**what: object) -> str:
        cell = ReferenceCell(1, 1, "blast", "reader 1", "Ann", "", "ab", 40, 40, **what)  # type: ignore[arg-type]
        return described(cell)

    assert "from case 7" in words(case="7")
    foreign = words(elsewhere=Elsewhere("0123456789ab", "7"))
    assert "from case 7" not in foreign and "case 7 of another installation (0123456789ab)" in foreign
    nameless = words(elsewhere=Elsewhere("", "7"))
    assert "from case 7" not in nameless and "do not name" in nameless


def test_pictures_that_are_asked_for_too_late_start_nothing(window: MainWindow, qtbot: QtBot) -> None:
    page(qtbot, window)
    model, tasks = window.references.page.model, window.controller.tasks
    picture = model.cell(0).picture
    window.references.leave()
    settle(qtbot, window)
    model.wanted.emit([picture])
    assert tasks.get(f"reference pictures {picture}") is None, "the page has gone"
    page(qtbot, window)
    model._pictures.clear()
    window.references.page.wall.viewport().update()
    settle(qtbot, window)
    assert picture in model._pictures, "it asks again where it comes back"
    window.close()
    model.wanted.emit([picture])
