"""The keys that pages have for themselves: nobody can be given one that would then do nothing, and each is listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import OpenWindow
from field_kit import FieldAnalysis, write_fields
from gallery_kit import PATIENCE, press
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from leukview.domain.quiz import Plan
from leukview.domain.taxonomy import taxonomy
from leukview.gui.actions import Actions
from leukview.gui.key_dialogs import key_groups, key_rows, use_kept_keys
from leukview.gui.key_draft import KeyDraft
from leukview.gui.main_window import MainWindow
from leukview.gui.page_keys import PAGE_KEYS
from leukview.gui.shortcuts import CASE, LIST, QUIZ, REFERENCE, RESERVED, RESULT, Claim, Keymap, label_id, portable
from leukview.gui.widgets.keys_dialog import KeysDialog
from leukview.gui.widgets.quiz_start import Source
from leukview.services.reference_files import starter_cells

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """A window without a case, with a reference set of 60 cells."""
    window = open_window()
    library = window.references.library()
    library.add(library.create("Teaching"), starter_cells().cells)
    return window


def show_sets(qtbot: QtBot, window: MainWindow) -> None:
    page = window.references.page
    window.actions_["reference"].trigger()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page and page.model.rowCount() == 60, timeout=PATIENCE)
    page.wall.setFocus()


def begin_quiz(qtbot: QtBot, window: MainWindow) -> None:
    item, page = window.references.library().sets()[0], window.references.quiz.page
    window.references.quiz.begin(Source("set", item.id, item.name, item.size), Plan(8, 3), "Bob")
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page and page.asking, timeout=PATIENCE)
    window.activateWindow()
    page.setFocus()


def editor(window: MainWindow) -> KeysDialog:
    window.actions_["class_keys"].trigger()
    return next(item for item in window.findChildren(KeysDialog) if item.isVisible())


def test_a_key_of_a_page_is_refused_by_its_place_and_goes_on_to_work_there(window: MainWindow, qtbot: QtBot) -> None:
    show_sets(qtbot, window)
    dialog = editor(window)
    dialog.draft.assign("neighbours", "")
    dialog.choose("theme")
    press(dialog.key, Qt.Key.Key_N, CTRL)
    assert dialog.words.whole_text() == "Ctrl+N is fixed in ‘Page of reference cells’: ‘New set’."
    assert not dialog.swap.isVisible() and not dialog.take.isVisible()
    assert dialog.overrides() == {"neighbours": ""}
    dialog.accept()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    asked: list[str] = []
    page = window.references.page
    page.newWanted.disconnect()
    page.newWanted.connect(lambda: asked.append("new set"))
    window.activateWindow()
    press(page.wall, Qt.Key.Key_N, CTRL)
    assert asked == ["new set"]


def test_what_works_on_a_case_alone_may_have_the_key_of_another_page(window: MainWindow) -> None:
    draft = KeyDraft(window.actions_.keymap)
    assert draft.assign("neighbours", "") is None
    assert draft.assign("contours", "Ctrl+N") is None
    assert draft.beside_words("contours") == ""


def test_the_classes_keys_do_not_cover_those_of_the_quiz_and_change_in_its_middle(
    window: MainWindow, qtbot: QtBot
) -> None:
    begin_quiz(qtbot, window)
    page = window.references.quiz.page
    dialog = editor(window)
    dialog.draft.assign("original_picture", "F12")
    conflict = dialog.draft.assign(label_id("blast"), ".")
    assert conflict is not None and "Page of the quiz" in conflict.words and not conflict.owner
    assert dialog.draft.assign(label_id("basophil"), "1") is None
    # What the class had is free now, and an action takes it: in a quiz that kept it, neither would do anything.
    assert dialog.draft.assign("theme", "O") is None
    dialog.accept()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    window.activateWindow()
    page.setFocus()
    qtbot.waitUntil(lambda: page.asking, timeout=PATIENCE)
    assert page._buttons["basophil"].toolTip().endswith("(1)")
    assert ("1", "Baso") in [(key.cap, key.label) for key in window.strip._keys]
    themes: list[str] = []
    window.actions_["theme"].triggered.disconnect()
    window.actions_["theme"].triggered.connect(lambda: themes.append("theme"))
    press(page, Qt.Key.Key_O)
    assert themes == ["theme"] and not page.given
    press(page, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: page.given == {0: "basophil"}, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.asking, timeout=PATIENCE)
    page._step(-1)
    assert page.place == 0
    press(page, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert page.place == 1, "the Enter of the keypad goes on as the other does"


def test_in_a_field_a_class_has_its_key_and_the_page_says_so(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(FieldAnalysis)
    window.open_folder(write_fields(tmp_path / "fields", 1))
    controller = window.controller
    qtbot.waitUntil(lambda: controller.analysed and len(controller.cells) == 10, timeout=PATIENCE)
    window.actions_["fields"].setChecked(True)
    view = window.field_panel.view
    qtbot.waitUntil(lambda: view.isVisible() and view.tiles.size is not None, timeout=PATIENCE)
    dialog = editor(window)
    dialog.choose(label_id("basophil"))
    press(dialog.key, Qt.Key.Key_1)
    assert dialog.overrides() == {"label.basophil": "1"}
    assert "In a field, 1 does this and not ‘Show true pixels’." in dialog.words.whole_text()
    dialog.accept()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert window.field_panel.actual.toolTip() == "One image pixel per screen pixel"
    assert window.field_panel.fit.toolTip().endswith("(0)")
    first = next(iter(controller.cells)).id
    controller.selection.set([first], first)
    window.activateWindow()
    view.setFocus()
    before = view.scale
    press(view, Qt.Key.Key_1)
    assert controller.case is not None and controller.case.cells[first].human_class == "basophil"
    assert view.scale == before
    window.actions_.use_keys({})
    assert window.field_panel.actual.toolTip().endswith("(1)")
    press(view, Qt.Key.Key_1)
    assert view.scale != before


def test_where_a_tool_keeps_its_key_the_editor_says_so(window: MainWindow) -> None:
    dialog = editor(window)
    dialog.draft.assign("next", "F8")
    dialog.choose("confirm")
    press(dialog.key, Qt.Key.Key_Return)
    assert dialog.overrides() == {"next": "F8", "confirm": "Return"}
    assert "Editing an outline, Return still does ‘Use the outline’" in dialog.words.whole_text()
    dialog.reject()


def test_keys_kept_from_before_that_clash_are_said_and_the_shipped_ones_hold(window: MainWindow) -> None:
    window.preferences.keys = {"neighbours": "", "theme": "Ctrl+N", "reference.new": "F9"}
    use_kept_keys(window)
    assert "Page of reference cells" in window.status.message_text()
    assert window.actions_["theme"].shortcut().toString() == "Ctrl+T"
    assert window.actions_.keymap.overrides == {"neighbours": ""}


def test_the_keys_of_pages_are_in_the_editor_fixed_and_on_the_sheet(window: MainWindow) -> None:
    dialog = editor(window)
    rows = {row.item: row for row in key_rows(window.actions_)}
    for key in PAGE_KEYS:
        assert rows[key.item].group == key.where
        dialog.choose(key.item)
        assert not dialog.key.isEnabled() and not dialog.none.isEnabled()
        assert dialog.words.whole_text() == f"This key is fixed, in ‘{key.where}’ alone."
    press(dialog.table, Qt.Key.Key_Delete)
    assert dialog.overrides() == {} and dialog.draft.assign("reference.new", "F9") is not None
    press(dialog.pressed, Qt.Key.Key_N, CTRL)
    shown = [dialog.model.row(number) for number in range(dialog.model.rowCount())]
    assert [row.item for row in shown if row is not None] == ["neighbours", "reference.new"]
    dialog.reject()
    window.actions_.use_keys({"label.basophil": "1"})
    sheet = {group.heading: {line.words: line.key for line in group.lines} for group in key_groups(window.actions_)}
    for key in PAGE_KEYS:
        assert key.name in sheet[f"{key.where} (fixed)"]
    assert sheet["Page of reference cells (fixed)"]["New set"] == "Ctrl+N"
    assert (
        sheet["In a field (fixed)"] | {"Show true pixels": "", "Show the whole field": "0"}
        == sheet["In a field (fixed)"]
    ), "what yielded its key has none"


def test_no_page_has_a_key_that_is_not_known(window: MainWindow, qtbot: QtBot) -> None:
    """A new shortcut of a page must come into the table, or it may be given to something else and both be dead."""
    begin_quiz(qtbot, window)
    known = {portable(name) for key in PAGE_KEYS for name in key.keys} | RESERVED
    known |= {portable(item.key) for item in taxonomy().classes if item.key}
    own = {id(action) for action in window.actions_}
    found = {
        name.toString(): type(part.parent()).__name__
        for part in [*window.findChildren(QAction), *window.findChildren(QShortcut)]
        if id(part) not in own and not isinstance(part.parent(), QDialog)
        for name in (part.shortcuts() if isinstance(part, QAction) else part.keys())
    }
    assert len(found) > 20 and not {name: owner for name, owner in found.items() if portable(name) not in known}


def test_return_leaves_the_search_of_the_list_whatever_else_has_the_key(window: MainWindow, qtbot: QtBot) -> None:
    themes: list[str] = []
    window.actions_["theme"].triggered.disconnect()
    window.actions_["theme"].triggered.connect(lambda: themes.append("theme"))
    window.actions_["theme"].setShortcut("Return")
    window.actions_["next"].setShortcut("F8")
    window.worklist.show()
    page = window.worklist.page
    page.search.setFocus()
    qtbot.waitUntil(page.search.hasFocus)
    press(page.search, Qt.Key.Key_Return)
    assert page.table.hasFocus() and themes == []


ITEMS = ["theme", "laboratory", "undo", "note", "neighbours", "next", "confirm", "original_picture", "list.open"]
ITEMS += ["label.blast", "label.basophil", "reference.new", "quiz.next"]
KEYS = ["", "Ctrl+N", "Ctrl+M", "F2", "Ctrl+Z", "Return", "Enter", ".", "0", "1", "Ctrl+G", "Backspace", "X"]
moves = st.lists(
    st.tuples(st.sampled_from(ITEMS), st.sampled_from(KEYS), st.sampled_from(["refuse", "swap", "take", "reset"])),
    max_size=12,
)


@pytest.fixture(scope="module")
def shipped(qapp: QApplication) -> Keymap:
    """The keys of the window as they are shipped."""
    return Actions(qapp).keymap


@given(moves)
def test_whatever_is_chosen_no_key_is_dead_anywhere(shipped: Keymap, steps: list[tuple[str, str, str]]) -> None:
    draft = KeyDraft(shipped)
    draft.reset_all()
    for item, key, how in steps:
        if how == "reset":
            draft.reset(item)
        else:
            draft.assign(item, key, how)  # type: ignore[arg-type]
    fixed = {key.item: key for key in PAGE_KEYS}
    for place in (CASE, LIST, REFERENCE, QUIZ, RESULT):
        live = [item for item in shipped.items() if place in shipped._places.get(item, (place,))]
        live += [item for item, key in fixed.items() if key.place == place and key.claim is Claim.CLASHES]
        found = [key for item in live for key in shipped.keys(item, draft.overrides)]
        assert len(found) == len(set(found)), (place, sorted(found))
    assert not set(draft.overrides) & set(fixed)
