"""The dialogs about keys: every key on one sheet, and the editor of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from leukview.domain.taxonomy import taxonomy
from leukview.gui.actions import Actions
from leukview.gui.models.keys import KeyRow
from leukview.gui.preferences import save_preferences
from leukview.gui.shortcuts import key_text, label_id, label_key
from leukview.gui.widgets.cheat_sheet import CheatSheet, KeyGroup, KeyLine
from leukview.gui.widgets.keys_dialog import KeysDialog

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["edit_keys", "key_groups", "key_rows", "show_cheat_sheet", "use_kept_keys"]

_GROUPS = {
    "Decide": ("confirm", "confirm_rest", "count", "clear", "note", "undo", "redo", "history", "cell_history"),
    "Go": (
        "next",
        "previous",
        "next_doubtful",
        "next_class",
        "previous_class",
        "next_in_file",
        "previous_in_file",
        "find",
        "palette",
    ),
    "Choose": ("select_alike", "select_all"),
    "See": (
        "class_grid",
        "compare",
        "contours",
        "heat_map",
        "neighbours",
        "confidence",
        "edit_mask",
        "theme",
        "reset_layout",
        "cheat_sheet",
    ),
    "Picture": ("adjust_picture", "reset_picture", "original_picture"),
    "Reference cells": ("reference", "add_reference", "reference_large", "reference_strip", "quiz"),
}
"""Heading → actions, in the order of the sheet; what is in none of them comes under the last heading."""

_REST = "Case and program"
_HANDS = KeyGroup(
    "Hands",
    (
        KeyLine("Shift+click", "Choose a range"),
        KeyLine("Ctrl+click", "One more, or one less"),
        KeyLine("drag cells", "Give them another class"),
        KeyLine("drag beside", "Rubber band"),
        KeyLine("Ctrl+wheel", "Larger or smaller tiles"),
        KeyLine("arrows", "Walk; with Shift, choose"),
        KeyLine("wheel", "Zoom the picture"),
        KeyLine("Ctrl++ −", "Zoom the picture"),
        KeyLine("Alt+arrows", "Move the picture"),
    ),
)


def key_groups(actions: Actions) -> list[KeyGroup]:
    """Return every key as it is now, the classes' first."""
    classes = tuple(
        KeyLine(label_key(item.id), item.name, item.id) for item in taxonomy().classes if label_key(item.id)
    )
    groups = [KeyGroup("Label as", classes)]
    listed = {name for names in _GROUPS.values() for name in names}
    rest = tuple(name for name in actions.names() if name not in listed)
    for heading, names in [*_GROUPS.items(), (_REST, rest)]:
        lines = [KeyLine(_keys(actions, name), actions[name].text().rstrip("…")) for name in names]
        groups.append(KeyGroup(heading, tuple(line for line in lines if line.key)))
    groups.insert(len(groups) - 1, _HANDS)
    return groups


def _keys(actions: Actions, name: str) -> str:
    return key_text(next(iter(actions.keymap.keys(name)), ""))


def show_cheat_sheet(window: MainWindow) -> None:
    """Show every key."""
    sheet = CheatSheet(key_groups(window.actions_), window)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.editWanted.connect(sheet.close)
    sheet.editWanted.connect(lambda: edit_keys(window))
    sheet.open()


def key_rows(actions: Actions) -> list[KeyRow]:
    """Return everything that can have a key, the actions first, each under its heading of the sheet."""
    headings = {name: heading for heading, names in _GROUPS.items() for name in names}
    order = [name for names in _GROUPS.values() for name in names]
    rest = [name for name in actions.names() if name not in headings]
    rows = [KeyRow(name, actions.keymap.name(name).rstrip("…"), headings.get(name, _REST)) for name in order + rest]
    return rows + [
        KeyRow(label_id(item.id), f"Label as {item.name}", "Classes", item.id) for item in taxonomy().classes
    ]


def edit_keys(window: MainWindow, item: str = "") -> KeysDialog:
    """Ask for the keys of actions and classes; they hold at once and from now on.

    Parameters
    ----------
    window:
        Whose keys.
    item:
        What is chosen in the table first: an action's name, or a class's :func:`~leukview.gui.shortcuts.label_id`.
    """
    dialog = KeysDialog(window.actions_.keymap, key_rows(window.actions_), window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if item:
        dialog.choose(item)

    def take() -> None:
        window.actions_.use_keys(dialog.overrides())
        window.preferences.keys = window.actions_.keymap.overrides
        save_preferences(window.preferences)
        window.presenter.show_history()

    dialog.accepted.connect(take)
    dialog.open()
    return dialog


def use_kept_keys(window: MainWindow) -> None:
    """Put the keys in force that are kept in the preferences; what is wrong with them is said, and the shipped ones hold."""
    actions = window.actions_
    refused = actions.use_keys(window.preferences.keys)
    if refused:
        words = "; ".join(f"{actions.keymap.name(item)}: {why}" for item, why in refused.items())
        window.status.show_message(f"Some of your keys cannot be, and the shipped ones hold. {words}", False)
