"""The keys along the window's foot: which ones, and whether there is room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.domain.taxonomy import taxonomy
from leukview.gui.shortcuts import key_text, label_key
from leukview.gui.translation import class_short, translate
from leukview.gui.widgets.strip import Key

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Foot"]

_REST = 464
"""Pixels of height that everything but alerts and the keys along the foot needs; the key sheet lists the keys in any case."""
_SHORT_CAPS = {"Return": "Enter"}
"""Key caps of the strip that keyboards write otherwise than Qt."""


class Foot(QObject):
    """Fills a window's strip of keys, and lets it go where the window is low."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def show_keys(self) -> None:
        """Show the keys that work on the page on show: its own, or those that review a case."""
        own = getattr(self._window.pages.currentWidget(), "keys", None)
        self._window.strip.set_keys(self._keys() if own is None else own)

    def fit(self) -> None:
        """Let the keys go first where the window is low."""
        window = self._window
        rest = window.height() - window.strip.height_for(window.width())
        if window.alert_bar.rows:
            rest -= window.alert_bar.sizeHint().height()
        window.strip.setVisible(rest >= _REST)

    def _keys(self) -> list[Key]:
        actions = self._window.actions_
        firsts = [
            ("confirm", translate("Strip", "confirm")),
            ("next", translate("Strip", "next")),
            ("next_doubtful", translate("Strip", "next doubtful")),
            ("cheat_sheet", translate("Strip", "keys")),
        ]
        drawing = [
            ("add_cell", translate("Strip", "add")),
            ("merge_cells", translate("Strip", "merge")),
            ("region_box", translate("Strip", "region")),
        ]
        case = self._window.controller.case
        drawn_on = case is not None and any(image.kind == "field" for image in case.images.values())
        named = firsts + (drawing if drawn_on and actions["fields"].isChecked() else [])
        caps = [(next(iter(actions.keymap.keys(name)), ""), words, actions[name]) for name, words in named]
        keys = [
            Key(_SHORT_CAPS.get(cap, key_text(cap)), words, action, gap=action is actions["add_cell"])
            for cap, words, action in caps
            if cap
        ]
        for number, item in enumerate(item for item in taxonomy().classes if label_key(item.id)):
            keys.append(Key(label_key(item.id), class_short(item.id), actions.labels[item.id], gap=number == 0))
        return keys
