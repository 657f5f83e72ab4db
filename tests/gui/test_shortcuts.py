"""Keys: no two alike, none that is taken, kept on disk, and shown wherever a key is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import OpenWindow
from gallery_kit import opened, press, stored
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.taxonomy import taxonomy
from leukview.gui.actions import Actions
from leukview.gui.key_dialogs import key_groups, key_rows
from leukview.gui.key_draft import KeyDraft
from leukview.gui.key_files import write_keys
from leukview.gui.preferences import load_preferences
from leukview.gui.shortcuts import RESERVED, Keymap, label_id, label_key
from leukview.gui.widgets.cheat_sheet import CheatSheet
from leukview.gui.widgets.keys_dialog import KeysDialog

NAMES = {
    "find": "Filter",
    "next": "Next cell",
    "label.blast": "Blast",
    "label.monocyte": "Monocyte",
    "label.other": "Other",
}
SHIPPED = {
    "find": ("Ctrl+F", "/"),
    "next": ("Return",),
    "label.blast": ("X",),
    "label.monocyte": ("M",),
    "label.other": (),
}


@pytest.fixture
def keymap() -> Keymap:
    return Keymap(SHIPPED, NAMES)


def test_a_taken_key_is_refused_and_says_by_whom(keymap: Keymap) -> None:
    assert "‘Filter’" in keymap.faults({"label.blast": "/"})["label.blast"]
    assert "‘Monocyte’" in keymap.faults({"label.blast": "M"})["label.blast"]
    assert "moves about" in keymap.faults({"label.blast": "Left"})["label.blast"]
    assert keymap.faults({"label.blast": "A, B"}) == {"label.blast": "this is no single key"}
    assert keymap.faults({"label.blast": "5", "label.other": "6"}) == {}


def test_two_may_swap_their_keys_and_one_may_have_none(keymap: Keymap) -> None:
    assert keymap.use({"label.blast": "M", "label.monocyte": "X"}) == {}
    assert keymap.keys("label.blast") == ("M",) and keymap.keys("label.monocyte") == ("X",)
    assert keymap.use({"label.blast": ""}) == {}
    assert keymap.keys("label.blast") == () and keymap.keys("label.monocyte") == ("M",)


def test_what_cannot_be_is_left_out_and_the_shipped_key_holds(keymap: Keymap) -> None:
    refused = keymap.use({"label.blast": "/", "label.monocyte": "7", "no such": "Q"})
    assert set(refused) == {"label.blast"}
    assert keymap.keys("label.blast") == ("X",) and keymap.keys("label.monocyte") == ("7",)
    assert keymap.overrides == {"label.monocyte": "7"}


keys = st.sampled_from(["", "X", "M", "Return", "/", "Left", "1", "F5", "Ctrl+F", "nonsense", "A, B"])


@given(st.dictionaries(st.sampled_from([*SHIPPED, "no such"]), keys))
def test_whatever_is_stored_no_two_things_have_one_key(overrides: dict[str, str]) -> None:
    keymap = Keymap(SHIPPED, NAMES)
    keymap.use(overrides)
    taken = [key for item in SHIPPED for key in keymap.keys(item)]
    assert len(taken) == len(set(taken))
    assert not RESERVED.intersection(key for item in keymap.overrides for key in keymap.keys(item))
    assert keymap.faults(keymap.overrides) == {}
    again = Keymap(SHIPPED, NAMES)
    assert again.use(keymap.overrides) == {} and again.overrides == keymap.overrides


def test_the_shipped_keys_have_no_fault(dressed: QApplication) -> None:
    actions = Actions(dressed)
    everything = {item: actions.keymap.shipped(item) for item in [*actions.names(), *map(label_id, actions.labels)]}
    wrong = actions.keymap.faults({item: key for item, key in everything.items() if key})
    assert wrong == {}


@pytest.fixture
def dialog(dressed: QApplication, qtbot: QtBot) -> Iterator[KeysDialog]:
    """The editor over the shipped keys of a window."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1000, 700)
    actions = Actions(parent)
    made = KeysDialog(actions.keymap, key_rows(actions), parent)
    made.show()
    # Its parent lives as long as this does.
    yield made


def names(dialog: KeysDialog) -> list[str]:
    return [row.name for number in range(dialog.model.rowCount()) if (row := dialog.model.row(number)) is not None]


def test_every_action_and_class_can_have_another_key(dialog: KeysDialog) -> None:
    items = {row.item for number in range(dialog.model.rowCount()) if (row := dialog.model.row(number)) is not None}
    assert {item for item in items if not dialog.draft.keymap.page(item)} == set(dialog.draft.keymap.items())
    assert dialog.model.data(dialog.model.index(0, 1)), "its key stands beside it"


def test_it_is_searched_by_name_by_key_and_by_kind(dialog: KeysDialog) -> None:
    dialog.text.setText("rest of this")
    assert names(dialog)[0] == "Confirm the rest of this class"
    dialog.text.clear()
    QTest.keyClick(dialog.pressed, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert names(dialog) == ["Undo", "Undo on the list", "Undo in the sets"]
    QTest.keyClick(dialog.pressed, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert names(dialog) == ["Redo"], "by its second key, too"
    QTest.keyClick(dialog.pressed, Qt.Key.Key_F9)
    assert names(dialog) == [] and dialog.words.whole_text() == "F9 does nothing yet."
    QTest.keyClick(dialog.pressed, Qt.Key.Key_Backspace)
    dialog.tabs["class"].click()
    assert len(names(dialog)) == len(taxonomy().classes)
    dialog.tabs["changed"].click()
    assert names(dialog) == []


def test_a_taken_key_is_named_and_refused_swapped_or_taken(dialog: KeysDialog) -> None:
    dialog.choose("label.blast")
    QTest.keyClick(dialog.key, Qt.Key.Key_S)
    assert dialog.words.whole_text() == "S is the key of ‘Segmented neutrophil’." and dialog.swap.isVisible()
    assert dialog.overrides() == {}, "refused until somebody says otherwise"
    dialog.swap.click()
    assert dialog.overrides() == {"label.blast": "S", "label.segmented_neutrophil": "X"}
    assert not dialog.swap.isVisible()
    QTest.keyClick(dialog.key, Qt.Key.Key_J)
    assert "Next that needs you" in dialog.words.whole_text()
    dialog.take.click()
    assert dialog.overrides()["label.blast"] == "J" and dialog.overrides()["next_doubtful"] == ""
    QTest.keyClick(dialog.key, Qt.Key.Key_Left)
    assert "moves about" in dialog.words.whole_text() and not dialog.swap.isVisible()
    QTest.keyClick(dialog.key, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert "second key of ‘Redo’" in dialog.words.whole_text() and not dialog.take.isVisible()
    assert dialog.overrides()["label.blast"] == "J"


def test_one_key_or_all_are_the_shipped_ones_again(dialog: KeysDialog) -> None:
    dialog.choose("confirm")
    QTest.keyClick(dialog.key, Qt.Key.Key_F9)
    dialog.choose("label.blast")
    QTest.keyClick(dialog.key, Qt.Key.Key_Backspace)
    assert dialog.overrides() == {"confirm": "F9", "label.blast": ""}
    dialog.tabs["changed"].click()
    assert names(dialog) == ["Confirm", "Label as Blast"]
    dialog.choose("label.blast")
    dialog.shipped.click()
    assert dialog.overrides() == {"confirm": "F9"}
    dialog.all_shipped.click()
    assert dialog.overrides() == {} and not dialog.all_shipped.isEnabled()


def test_the_whole_editor_is_worked_with_the_keyboard(dialog: KeysDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.text, "compare")
    QTest.keyClick(dialog.text, Qt.Key.Key_Down)
    qtbot.waitUntil(dialog.table.hasFocus)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.key.hasFocus)
    QTest.keyClick(dialog.key, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(dialog.key, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.overrides() == {"compare": "Shift+F8"}
    QTest.keyClick(dialog.key, Qt.Key.Key_Escape)
    assert dialog.isVisible() and dialog.table.hasFocus(), "Escape goes back to the list first"
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert dialog.overrides() == {"compare": ""}


def test_keys_travel_in_a_file_and_what_cannot_be_is_left_out(dialog: KeysDialog, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    dialog.draft.assign("label.blast", "9")
    dialog.draft.assign("confirm", "F9")
    dialog.export_to(file)
    dialog.all_shipped.click()
    dialog.import_from(file)
    assert dialog.overrides() == {"label.blast": "9", "confirm": "F9"}
    write_keys(file, {"label.blast": "Space", "an action of tomorrow": "7", "label.monocyte": "8"})
    dialog.import_from(file)
    assert dialog.overrides() == {"label.monocyte": "8"}
    assert "Blast" in dialog.words.whole_text() and "an action of tomorrow" in dialog.words.whole_text()
    for text in ("{", '{"keys": {}}', '{"leukview_keys": 2, "keys": {}}', "[]"):
        file.write_text(text, "utf-8")
        dialog.import_from(file)
        assert "holds no keys of LeukView" in dialog.words.whole_text()
    dialog.import_from(tmp_path / "nowhere.json")
    assert "cannot be read" in dialog.words.whole_text()
    dialog.export_to(tmp_path / "no folder" / "keys.json")
    assert "cannot be written" in dialog.words.whole_text()
    assert dialog.overrides() == {"label.monocyte": "8"}, "a file that is none changes nothing"


KEYS = ["", "X", "S", "F9", "Left", "Ctrl+Z", "Ctrl+Y", "Space", "J"]
moves = st.lists(
    st.tuples(
        st.sampled_from(["undo", "redo", "confirm", "next_doubtful", "label.blast", "label.segmented_neutrophil"]),
        st.sampled_from(KEYS),
        st.sampled_from(["refuse", "swap", "take", "reset"]),
    ),
    max_size=12,
)


@given(moves)
@example([("redo", "", "refuse"), ("undo", "Ctrl+Y", "refuse"), ("redo", "", "reset")])
def test_whatever_is_chosen_no_key_has_two_owners_and_all_of_it_holds(steps: list[tuple[str, str, str]]) -> None:
    shipped = {
        "undo": ("Ctrl+Z",),
        "redo": ("Ctrl+Shift+Z", "Ctrl+Y"),
        "confirm": ("Space",),
        "next_doubtful": ("J",),
        "label.blast": ("X",),
        "label.segmented_neutrophil": ("S",),
    }
    keymap = Keymap(shipped, {item: item for item in shipped})
    draft = KeyDraft(keymap)
    for item, key, how in steps:
        before = draft.overrides
        conflict = draft.reset(item) if how == "reset" else draft.assign(item, key, how)  # type: ignore[arg-type]
        if conflict is not None:
            assert draft.overrides == before
        elif how != "reset":
            assert draft.key(item) == key
        assert keymap.faults(draft.overrides) == {}
    again = Keymap(shipped, {item: item for item in shipped})
    assert again.use(draft.overrides) == {} and again.overrides == draft.overrides


def test_a_new_key_works_is_shown_everywhere_and_is_there_after_a_restart(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 5)
    window.actions_["class_keys"].trigger()
    dialog = window.findChild(KeysDialog)
    assert dialog is not None
    for item, key in (("label.basophil", "1"), ("heat_map", "F6"), ("find", "F3"), ("export", ""), ("edit_mask", "F7")):
        assert dialog.draft.assign(item, key) is None
    dialog.accept()
    window.controller.selection.set(["c00001"])
    press(window.gallery, Qt.Key.Key_O)
    assert stored()["c00001"] is None, "the old key labels no more"
    press(window.gallery, Qt.Key.Key_1)
    assert stored()["c00001"] == "basophil"
    assert label_key("basophil") == "1"
    assert ("1", "Baso") in [(key.cap, key.label) for key in window.strip._keys]
    assert "(1)" in window.actions_.labels["basophil"].toolTip()
    sheet = key_groups(window.actions_)[0]
    assert [line.key for line in sheet.lines if line.class_id == "basophil"] == ["1"]
    tools = window.cell_panel.tools
    assert "(F6)" in tools.heatmap_button.toolTip() and "(Ctrl+1)" in tools.contours_button.toolTip()
    assert "(F3)" in window.gallery_panel.filter.toolTip()
    assert window.actions_["export"].toolTip() == "Write the report, tables and masks"
    assert "F7 goes on" in window.cell_panel.waiting.text()
    assert load_preferences()[0].keys == {
        "label.basophil": "1",
        "heat_map": "F6",
        "find": "F3",
        "export": "",
        "edit_mask": "F7",
    }
    again = open_window()
    assert again.actions_.labels["basophil"].shortcut().toString() == "1"
    assert "(F6)" in again.cell_panel.tools.heatmap_button.toolTip()
    again.actions_.use_keys({})
    assert "(Ctrl+2)" in again.cell_panel.tools.heatmap_button.toolTip()
    assert "Ctrl+4 goes on" in again.cell_panel.waiting.text()


def test_keys_that_cannot_be_are_said_and_the_shipped_ones_hold(open_window: OpenWindow) -> None:
    window = open_window()
    window.preferences.keys = {"label.blast": "Space"}
    from leukview.gui.key_dialogs import use_kept_keys

    use_kept_keys(window)
    assert "Blast" in window.status.message_text()
    assert window.actions_.labels["blast"].shortcut().toString() == "X"


def test_the_cheat_sheet_opens_by_its_key_lists_every_key_and_closes_again(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window, key = open_window(), Qt.Key.Key_Question
    press(window.empty, key)
    sheet = window.findChild(CheatSheet)
    assert sheet is not None and sheet.isVisible()
    said = {line.words for group in sheet.groups for line in group.lines}
    for name in filter(window.actions_.keymap.keys, window.actions_.names()):
        assert window.actions_[name].text().rstrip("…") in said, name
    assert {item.name for item in taxonomy().classes if item.key} <= said
    press(sheet, key)
    qtbot.waitUntil(lambda: window.findChild(CheatSheet) is None)
