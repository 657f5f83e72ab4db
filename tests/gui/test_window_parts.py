"""The window's smaller parts: what it remembers, the key strip, the empty state, error cards."""

from __future__ import annotations

import operator
from functools import partial
from pathlib import Path

import pytest
from conftest import OpenWindow, make_cell
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from leukview.gui.actions import Actions
from leukview.gui.models.gallery_sort import Sort
from leukview.gui.models.selection import Selection
from leukview.gui.preferences import Preferences, load_preferences, save_preferences
from leukview.gui.tasks import Fault
from leukview.gui.view_state import ViewState
from leukview.gui.widgets.empty_state import EmptyState
from leukview.gui.widgets.gallery_thumbnails import tile_view
from leukview.gui.widgets.notice import Message, Notice
from leukview.gui.widgets.status_line import RESEARCH_USE, StatusLine
from leukview.gui.widgets.strip import Key, KeyStrip
from leukview.services.settings import settings_path


def test_preferences_survive_and_a_damaged_file_is_set_aside() -> None:
    assert load_preferences()[0] == Preferences()
    changed = Preferences(theme="dark", last_folder="/smears/é", tile=96, confidence=True, operator="A. Reader")
    assert save_preferences(changed)
    assert load_preferences() == (changed, None)
    settings_path().write_text('{"theme": "dark", "tile": "large", "operator": "B"}', "utf-8")
    assert load_preferences()[0] == Preferences(theme="dark", operator="B")
    settings_path().write_text("{", "utf-8")
    preferences, problem = load_preferences()
    assert preferences == Preferences() and problem is not None


def test_preferences_that_cannot_be_written_stop_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("LEUKVIEW_CONFIG", str(tmp_path / "file" / "below"))
    assert not save_preferences(Preferences())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*ViewState().to_dict(), "other"]), json_values))
def test_any_stored_view_can_be_read(data: dict[str, object]) -> None:
    view = ViewState.from_dict(data)
    assert ViewState.from_dict(view.to_dict()) == view
    assert view.tab in {"needs", "all", "not_counted"} and view.sort in list(Sort)


@given(st.lists(st.tuples(st.sampled_from(["set", "toggle", "extend", "retain"]), st.integers(0, 9)), max_size=30))
def test_the_current_cell_is_always_among_the_chosen(steps: list[tuple[str, int]]) -> None:
    order = [str(number) for number in range(10)]
    selection = Selection()
    for name, number in steps:
        match name:
            case "set":
                selection.set([order[number]])
            case "toggle":
                selection.toggle(order[number])
            case "extend":
                selection.extend(order[number], order)
            case _:
                selection.retain(partial(operator.ne, order[number]))
        assert (selection.current in selection) == (selection.current is not None)
        assert len(set(selection.ids)) == len(selection.ids)
        assert bool(len(selection)) == (selection.current is not None)


def test_the_strip_shows_every_key_in_the_width_it_has_and_a_click_presses_it(
    dressed: QApplication, qtbot: QtBot
) -> None:
    strip = KeyStrip()
    qtbot.addWidget(strip)
    actions = [QAction(f"Action {number}", strip) for number in range(20)]
    strip.set_keys([Key(chr(65 + number), f"label {number}", action) for number, action in enumerate(actions)])
    strip.resize(2400, 40)
    strip.show()
    assert strip._lines == 1
    strip.resize(700, 80)
    assert strip._lines > 1 and strip.sizeHint().height() > 48
    for place in strip._places:
        assert place.left() >= 0 and place.right() <= 700, "nothing is cut off"
    with qtbot.waitSignal(actions[17].triggered):
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip._places[17].center())
    actions[3].setEnabled(False)
    with qtbot.assertNotEmitted(actions[3].triggered):
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip._places[3].center())


def test_the_empty_state_teaches_and_says_what_is_being_opened(dressed: QApplication, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    actions = Actions(parent)
    state = EmptyState(actions)
    qtbot.addWidget(state)
    state.show()
    assert state._title.text() == "Drop a folder of cell images here, or open the sample case."
    with qtbot.waitSignal(actions["open_sample"].triggered):
        state.sample_button.click()
    with qtbot.waitSignal(actions["tour"].triggered):
        state.tour_button.click()
    state.set_pipeline("LeukView default")
    assert state.pipeline_button.text() == "Pipeline: LeukView default. Change…"
    with qtbot.waitSignal(actions["pipeline"].triggered):
        state.pipeline_button.click()
    state.set_busy("Opening Smear 7…", "12 of 40")
    assert not state.pipeline_button.isVisible()
    assert not state.open_button.isVisible() and state._text.text() == "12 of 40"
    state.set_busy()
    assert state.open_button.isVisible() and state._title.text().startswith("Drop a folder")


def test_the_three_kinds_of_error_look_different_and_only_a_bug_has_details(
    dressed: QApplication, qtbot: QtBot
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1000, 600)
    over.show()
    notice = Notice(over)
    headings = set()
    for fault in (
        Fault("input", "a.png: the file is empty.", "Export it again."),
        Fault("environment", "The disk is full."),
        Fault("bug", "ValueError('x')", "Every decision you made is saved.", "Traceback …"),
    ):
        notice.show_fault(fault)
        headings.add(notice.heading.text())
        assert fault.title in notice.text.text() and notice.isVisible()
        assert notice._copy.isVisible() == (fault.kind == "bug")
        assert over.rect().contains(notice.geometry())
    assert len(headings) == 3
    notice._copy.click()
    assert QApplication.clipboard().text() == "Traceback …"


def test_messages_wait_for_each_other_and_an_error_goes_first(dressed: QApplication, qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1000, 600)
    over.show()
    notice = Notice(over)
    done: list[str] = []
    notice.tell(Message("One", "first", "input", do="Do it", act=lambda: done.append("one")))
    notice.tell(Message("Two", "second"))
    assert notice.heading.text() == "One" and notice.act.isVisible() and notice.act.text() == "Do it"
    notice.show_fault(Fault("environment", "The disk is full."))
    notice.show_fault(Fault("environment", "The disk is gone."))
    assert "gone" in notice.text.text() and not notice.act.isVisible()
    notice.dismiss()
    assert notice.heading.text() == "One", "the error took its place for a while only"
    notice.act.click()
    assert done == ["one"] and notice.heading.text() == "Two" and notice.isVisible()
    notice.tell(Message("Three", ""))
    notice.clear()
    assert not notice.isVisible()
    notice.tell(Message("Four", ""))
    assert notice.heading.text() == "Four" and notice.isVisible()


def test_the_status_line_offers_undo_only_where_there_is_something(dressed: QApplication, qtbot: QtBot) -> None:
    undo, cancel = QAction("Undo"), QAction("Cancel")
    line = StatusLine(undo, cancel)
    qtbot.addWidget(line)
    line.resize(1280, 32)
    line.show()
    line.show_message("Labelled 12 cells as Blast", undoable=True)
    assert line.undo.isVisible()
    with qtbot.waitSignal(undo.triggered):
        line.undo.click()
    line.show_message("Undone: label 12 cells as blast")
    assert not line.undo.isVisible()
    line.show_problems(0)
    assert not line.problems.isVisible()
    line.show_problems(1234)
    assert line.problems.text() == "1,234 files not read"
    assert RESEARCH_USE in [label.text() for label in line.findChildren(QLabel)]


def test_a_cell_without_a_view_is_shown_around_its_box() -> None:
    cell = make_cell(1, "blast", view=None)
    view = tile_view(cell)
    assert (view.cx, view.cy) == (32, 32) and view.side > 48


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_nothing_is_wider_than_the_window(open_window: OpenWindow, size: tuple[int, int]) -> None:
    window = open_window(size=size)
    window.pages.setCurrentWidget(window.columns)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size, "no part asks for more room than there is"
    for part in (window.top, window.status, window.strip, window.gallery_panel, window.cell_panel):
        corner = part.mapTo(window, QPoint(part.width(), part.height()))
        assert corner.x() <= size[0] and corner.y() <= size[1]
