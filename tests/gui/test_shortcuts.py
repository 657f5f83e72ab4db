"""Keys: no two alike, none that is taken, kept on disk, and shown wherever a key is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import OpenWindow
from gallery_kit import opened, press, stored
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from leukview.domain.taxonomy import taxonomy
from leukview.gui.actions import Actions
from leukview.gui.key_dialogs import key_groups
from leukview.gui.preferences import load_preferences
from leukview.gui.shortcuts import RESERVED, Keymap, label_id, label_key
from leukview.gui.widgets.cheat_sheet import CheatSheet
from leukview.gui.widgets.class_keys_dialog import ClassKeysDialog

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


def test_the_dialog_says_what_is_wrong_at_its_row_and_saves_only_what_is_right(
    dressed: QApplication, qtbot: QtBot
) -> None:
    actions = Actions(dressed)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ClassKeysDialog(actions.keymap, parent)
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert save.isEnabled() and not dialog.shipped_button.isEnabled()
    dialog.edits["blast"].setKeySequence(QKeySequence("J"))
    assert "Next that needs you" in dialog.faults["blast"].whole_text() and not save.isEnabled()
    dialog.edits["blast"].setKeySequence(QKeySequence("S"))
    assert "Segmented neutrophil" in dialog.faults["blast"].whole_text()
    dialog.edits["segmented_neutrophil"].clear()
    assert save.isEnabled() and not dialog.faults["blast"].whole_text()
    assert dialog.overrides() == {"label.blast": "S", "label.segmented_neutrophil": ""}
    dialog.shipped_button.click()
    assert dialog.overrides() == {} and not dialog.shipped_button.isEnabled()


def test_a_new_key_labels_is_shown_everywhere_and_is_there_after_a_restart(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(qtbot, open_window(), tmp_path / "smear", 5)
    window.actions_["class_keys"].trigger()
    dialog = window.findChild(ClassKeysDialog)
    assert dialog is not None
    dialog.edits["basophil"].setKeySequence(QKeySequence("1"))
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
    assert load_preferences()[0].keys == {"label.basophil": "1"}
    again = open_window()
    assert again.actions_.labels["basophil"].shortcut().toString() == "1"


def test_keys_that_cannot_be_are_said_and_the_shipped_ones_hold(open_window: OpenWindow) -> None:
    window = open_window()
    window.preferences.keys = {"label.blast": "Space"}
    from leukview.gui.key_dialogs import use_kept_keys

    use_kept_keys(window)
    assert "Blast" in window.status.message_text()
    assert window.actions_.labels["blast"].shortcut().toString() == "X"


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_the_cheat_sheet_opens_by_its_keys_lists_every_key_and_closes_again(
    open_window: OpenWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    window = open_window()
    press(window.empty, key)
    sheet = window.findChild(CheatSheet)
    assert sheet is not None and sheet.isVisible()
    said = {line.words for group in sheet.groups for line in group.lines}
    for name in filter(window.actions_.keymap.keys, window.actions_.names()):
        assert window.actions_[name].text().rstrip("…") in said, name
    assert {item.name for item in taxonomy().classes if item.key} <= said
    press(sheet, key)
    qtbot.waitUntil(lambda: window.findChild(CheatSheet) is None)
