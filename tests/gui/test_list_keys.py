"""The keys of the list of cases: chosen as any other, kept apart from those of an open case, and in force at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import OpenWindow
from gallery_kit import opened, press
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leukview.gui.key_dialogs import key_groups, key_rows
from leukview.gui.key_draft import KeyDraft
from leukview.gui.list_keys import LIST_KEYS
from leukview.gui.main_window import MainWindow
from leukview.gui.preferences import load_preferences
from leukview.gui.shortcuts import CASE, LIST, Keymap
from leukview.gui.widgets.keys_dialog import KeysDialog

SHIPPED = {
    "quit": ("Ctrl+Q",),
    "undo": ("Ctrl+Z",),
    "label.other": ("C",),
    "list.combine": ("C",),
    "list.undo": ("Ctrl+Z",),
    "list.open": ("Return", "Enter"),
}
PLACES = {item: LIST if item.startswith("list.") else CASE for item in SHIPPED if item != "quit"}


def keymap() -> Keymap:
    return Keymap(SHIPPED, {item: item for item in SHIPPED}, PLACES)


def test_keys_clash_only_where_both_work() -> None:
    keys = keymap()
    assert keys.faults({"label.other": "Return", "list.combine": "Ctrl+L"}) == {}
    assert "‘quit’" in keys.faults({"list.combine": "Ctrl+Q"})["list.combine"]
    assert "‘list.open’" in keys.faults({"list.combine": "Return"})["list.combine"]
    assert "‘undo’" in keys.faults({"quit": "Ctrl+Z"})["quit"]
    draft = KeyDraft(keys)
    assert sorted(draft.holders("C")) == ["label.other", "list.combine"]
    assert draft.assign("list.combine", "U") is None and draft.assign("label.other", "U") is None
    conflict = draft.assign("quit", "U")
    assert conflict is not None and conflict.owner == "label.other"
    # One of two that have it is swapped: the other still stands in the way.
    assert draft.assign("quit", "U", "swap") is not None and draft.key("quit") == "Ctrl+Q"


moves = st.lists(
    st.tuples(
        st.sampled_from(sorted(SHIPPED)),
        st.sampled_from(["", "C", "Ctrl+Z", "Ctrl+Q", "Return", "Enter", "Left", "U"]),
        st.sampled_from(["refuse", "swap", "take", "reset"]),
    ),
    max_size=12,
)


@given(moves)
@example([("list.combine", "U", "refuse"), ("label.other", "U", "refuse"), ("quit", "U", "swap")])
def test_whatever_is_chosen_no_key_means_two_things_at_once(steps: list[tuple[str, str, str]]) -> None:
    keys = keymap()
    draft = KeyDraft(keys)
    for item, key, how in steps:
        before = draft.overrides
        conflict = draft.reset(item) if how == "reset" else draft.assign(item, key, how)  # type: ignore[arg-type]
        if conflict is not None:
            assert draft.overrides == before
        for place in (CASE, LIST):
            there = [name for name in SHIPPED if PLACES.get(name, place) == place]
            found = [name for one in there for name in keys.keys(one, draft.overrides)]
            assert len(found) == len(set(found)), (place, found)
    again = keymap()
    assert again.use(draft.overrides) == {} and again.overrides == draft.overrides


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window with the list of cases on show, and one case open behind it."""
    window = opened(qtbot, open_window(), tmp_path / "smear", 4)
    window.worklist.show()
    qtbot.waitUntil(lambda: len(window.worklist.page.rows) == 1)
    window.worklist.page.focus_table()
    return window


def choose(window: MainWindow, **keys: str) -> None:
    window.actions_["class_keys"].trigger()
    dialog = window.findChild(KeysDialog)
    assert dialog is not None
    for name, key in keys.items():
        assert dialog.draft.assign(f"list.{name}", key) is None
    dialog.accept()


def test_every_key_of_the_list_is_in_the_editor_and_on_the_sheet(window: MainWindow) -> None:
    rows = {row.item: row for row in key_rows(window.actions_)}
    assert {rows[key.item].group for key in LIST_KEYS} == {"List of cases"}
    sheet = next(group for group in key_groups(window.actions_) if group.heading == "List of cases")
    assert len(sheet.lines) == len(LIST_KEYS)
    caps = [key.cap for key in window.strip._keys]
    assert caps[:4] == ["Enter", "/", "Esc", "G"]


def test_a_new_key_holds_at_once_is_shown_and_the_old_one_does_nothing(window: MainWindow, qtbot: QtBot) -> None:
    page = window.worklist.page
    choose(window, group="B", watch="", search="Space", open="Ctrl+Return")
    press(page.table, Qt.Key.Key_G)
    assert not page.view.grouped
    press(page.table, Qt.Key.Key_B)
    assert page.view.grouped and page.group.toolTip().endswith("(B)")
    # Space would choose a row, were it not the list's own key now.
    press(page.table, Qt.Key.Key_Space)
    assert page.search.hasFocus() and page.search.toolTip() == "Every word must occur (Space)"
    assert not page.watch.toolTip().endswith(")")
    shown = {key.label: key.cap for key in window.strip._keys}
    assert shown["by patient"] == "B" and "watch folder" not in shown and "confirm" not in shown
    assert load_preferences()[0].keys == {
        "list.group": "B",
        "list.watch": "",
        "list.search": "Space",
        "list.open": "Ctrl+Return",
    }
    page.focus_table()
    press(page.table, Qt.Key.Key_Return)
    assert window.worklist.shown
    QTest.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.columns)


def test_the_same_key_labels_in_the_case_and_acts_on_the_list(window: MainWindow) -> None:
    choose(window, group="X")
    assert window.actions_.labels["blast"].shortcut().toString() == "X"
    press(window.worklist.page.table, Qt.Key.Key_X)
    assert window.worklist.page.view.grouped
    assert all(cell.human_class is None for cell in window.controller.cells)
    window.worklist.leave()
    window.controller.selection.set(["c00001"], "c00001")
    press(window.gallery, Qt.Key.Key_X)
    assert window.controller.case is not None and window.controller.case.cells["c00001"].human_class == "blast"
