"""The dialogs about keys: every key on one sheet, and the editor of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from leukview.domain.taxonomy import taxonomy
from leukview.gui.actions import Actions
from leukview.gui.list_keys import LIST_KEYS
from leukview.gui.models.keys import KeyRow
from leukview.gui.page_keys import PAGE_KEYS
from leukview.gui.preferences import save_preferences
from leukview.gui.shortcuts import key_text, label_id, label_key
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, translate
from leukview.gui.widgets.cheat_sheet import CheatSheet, KeyGroup, KeyLine
from leukview.gui.widgets.keys_dialog import KeysDialog

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["edit_keys", "key_groups", "key_rows", "show_cheat_sheet", "use_kept_keys"]

_GROUPS = {
    QT_TRANSLATE_NOOP("KeySheet", "Decide"): (
        "confirm",
        "confirm_rest",
        "count",
        "clear",
        "note",
        "undo",
        "redo",
        "history",
        "cell_history",
    ),
    QT_TRANSLATE_NOOP("KeySheet", "Go"): (
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
    QT_TRANSLATE_NOOP("KeySheet", "Choose"): ("select_alike", "select_all"),
    QT_TRANSLATE_NOOP("KeySheet", "See"): (
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
    QT_TRANSLATE_NOOP("KeySheet", "Picture"): ("adjust_picture", "reset_picture", "original_picture"),
    QT_TRANSLATE_NOOP("KeySheet", "Reference cells"): (
        "reference",
        "add_reference",
        "reference_large",
        "reference_strip",
        "quiz",
    ),
}
"""Heading → actions, in the order of the sheet; what is in none of them comes under the last heading."""

_REST = QT_TRANSLATE_NOOP("KeySheet", "Case and program")
_LIST = QT_TRANSLATE_NOOP("KeySheet", "List of cases")
_HANDS = KeyGroup(
    QT_TRANSLATE_NOOP("KeySheet", "Hands"),
    (
        KeyLine(QT_TRANSLATE_NOOP("KeySheet", "Shift+click"), QT_TRANSLATE_NOOP("KeySheet", "Choose a range")),
        KeyLine(QT_TRANSLATE_NOOP("KeySheet", "Ctrl+click"), QT_TRANSLATE_NOOP("KeySheet", "One more, or one less")),
        KeyLine(QT_TRANSLATE_NOOP("KeySheet", "drag cells"), QT_TRANSLATE_NOOP("KeySheet", "Give them another class")),
        KeyLine(QT_TRANSLATE_NOOP("KeySheet", "drag beside"), QT_TRANSLATE_NOOP("KeySheet", "Rubber band")),
        KeyLine(QT_TRANSLATE_NOOP("KeySheet", "Ctrl+wheel"), QT_TRANSLATE_NOOP("KeySheet", "Larger or smaller tiles")),
        KeyLine(QT_TRANSLATE_NOOP("KeySheet", "arrows"), QT_TRANSLATE_NOOP("KeySheet", "Walk; with Shift, choose")),
        KeyLine(QT_TRANSLATE_NOOP("KeySheet", "wheel"), QT_TRANSLATE_NOOP("KeySheet", "Zoom the picture")),
        KeyLine(QT_TRANSLATE_NOOP("KeySheet", "Ctrl++ −"), QT_TRANSLATE_NOOP("KeySheet", "Zoom the picture")),
        KeyLine(QT_TRANSLATE_NOOP("KeySheet", "Alt+arrows"), QT_TRANSLATE_NOOP("KeySheet", "Move the picture")),
    ),
)


def key_groups(actions: Actions) -> list[KeyGroup]:
    """Return every key as it is now, the classes' first."""
    classes = tuple(
        KeyLine(label_key(item.id), class_name(item.id), item.id) for item in taxonomy().classes if label_key(item.id)
    )
    groups = [KeyGroup(translate("KeySheet", "Label as"), classes)]
    listed = {name for names in _GROUPS.values() for name in names}
    rest = tuple(name for name in actions.names() if name not in listed)
    for heading, names in [*_GROUPS.items(), (_REST, rest)]:
        lines = [KeyLine(_keys(actions, name), actions[name].text().rstrip("…")) for name in names]
        groups.append(KeyGroup(translate("KeySheet", heading), tuple(line for line in lines if line.key)))
    on_list = (KeyLine(_keys(actions, key.item), key.name) for key in LIST_KEYS)
    groups.append(KeyGroup(translate("KeySheet", _LIST), tuple(line for line in on_list if line.key)))
    groups.insert(len(groups) - 2, _hands())
    return groups + _page_groups(actions)


def _page_groups(actions: Actions) -> list[KeyGroup]:
    """Return the keys that pages have for themselves, page by page."""
    pages: dict[str, list[KeyLine]] = {}
    for key in PAGE_KEYS:
        works = actions.keymap.working(key.item)
        cap = translate("PageKeys", key.cap) if key.cap else key_text(next(iter(works), ""))
        pages.setdefault(key.where, []).append(KeyLine(cap, key.name))
    fixed = translate("KeySheet", "{page} (fixed)")
    return [KeyGroup(fixed.format(page=page), tuple(lines)) for page, lines in pages.items()]


def _hands() -> KeyGroup:
    lines = (KeyLine(translate("KeySheet", line.key), translate("KeySheet", line.words)) for line in _HANDS.lines)
    return KeyGroup(translate("KeySheet", _HANDS.heading), tuple(lines))


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
    """Return everything that has or can have a key, the actions first, each under its heading of the sheet."""
    headings = {name: heading for heading, names in _GROUPS.items() for name in names}
    order = [name for names in _GROUPS.values() for name in names]
    rest = [name for name in actions.names() if name not in headings]
    rows = [
        KeyRow(name, actions.keymap.name(name).rstrip("…"), translate("KeySheet", headings.get(name, _REST)))
        for name in order + rest
    ]
    rows += [KeyRow(key.item, key.name, translate("KeySheet", _LIST)) for key in LIST_KEYS]
    rows += [KeyRow(key.item, key.name, key.where) for key in PAGE_KEYS]
    return rows + [
        KeyRow(
            label_id(item.id),
            translate("KeySheet", "Label as {name}").format(name=class_name(item.id)),
            translate("KeySheet", "Classes"),
            item.id,
        )
        for item in taxonomy().classes
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
        window.status.show_message(
            translate("KeySheet", "Some of your keys cannot be, and the shipped ones hold. {words}").format(
                words=words
            ),
            False,
        )
