"""Which keys do what: the shipped ones, the user's in their place, and which may not be chosen.

Everything with a key has an id: an action its name, a class ``label.`` and its id. What a user chose is a plain mapping of ids
to keys, kept in the preferences; :class:`Keymap` says what is wrong with one and what holds under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from leukview.domain.taxonomy import taxonomy
from leukview.gui.translation import translate

__all__ = [
    "CASE",
    "LABEL",
    "LIST",
    "RESERVED",
    "Keymap",
    "in_force",
    "is_press",
    "key_text",
    "label_id",
    "label_key",
    "portable",
    "spelt",
]

CASE, LIST = "case", "list"
"""Where alone a key may work: on an open case, on the list of cases."""
LABEL = "label."
"""What the ids of classes begin with."""

RESERVED = frozenset(
    {
        f"{shift}{key}"
        for shift in ("", "Shift+")
        for key in ("Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown")
    }
    | {f"Alt+{key}" for key in ("Up", "Down", "Left", "Right")}
    | {
        "Tab",
        "Shift+Tab",
        "Backspace",
        "Esc",
        "Ctrl+0",
        "Ctrl+9",
        "Ctrl++",
        "Ctrl+-",
        "Ctrl+C",
        "Ctrl+V",
        "Ctrl+X",
        "Menu",
    }
)
"""Keys that move about, edit text or size the picture whatever is open: no action and no class can have them."""


def is_press(event: QKeyEvent) -> bool:
    """Return whether a key presses the button that has the keyboard: Space, alone."""
    return event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.NoModifier


def portable(key: str) -> str:
    """Return a key as it is stored, the same on every system (``Ctrl+L``); empty for what is no key."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def key_text(key: str) -> str:
    """Return a key as the user's system writes it, e.g. ``Ctrl+Z`` or ``⌘Z``."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def spelt(key: str) -> str:
    """Return a key in the words of the language in force, on every system the same: as the guide has it (``Strg+Umschalt+Z``)."""
    return _WORD.sub(lambda found: QCoreApplication.translate("QShortcut", found[0]), portable(key))


def label_id(class_id: str) -> str:
    """Return the id under which a class's key is kept."""
    return LABEL + class_id


@dataclass(slots=True)
class _InForce:
    """The keys as they are now, for painted widgets and sentences; ``changed`` has each shipped key that is another now."""

    labels: dict[str, str] | None = None
    changed: dict[str, str] = field(default_factory=dict)


_in_force = _InForce()

_KEY = re.compile(
    r"(?<![\w+])(?:(?:Ctrl|Strg|Alt|Shift|Umschalt|Meta)\+)+(?:Bild \w+|[^\s),.;:]+)|(?<=\()[A-Z]\w*(?=\))"
)
"""A key in a sentence: one with a modifier, in any language of the window, or a plain one alone in brackets."""


_WORD = re.compile(r"[A-Za-z]\w+")
"""A part of a key that languages spell each in its own way."""


def in_force(text: str) -> str:
    """Return a sentence that names shipped keys (``Fit (Ctrl+0)``) with the keys that are in force in their places."""
    return _KEY.sub(lambda found: _in_force.changed.get(found[0], found[0]), text)


def label_key(class_id: str) -> str:
    """Return a class's key as it is now, as the user's system writes it; empty for none."""
    if _in_force.labels is None:
        return taxonomy()[class_id].key
    return _in_force.labels.get(class_id, "")


class Keymap:
    """The keys of one window.

    Parameters
    ----------
    shipped:
        Id → its shipped keys, the first the one that is shown.
    names:
        Id → how it is called in words.
    places:
        Id → where alone its key works (:data:`CASE`, :data:`LIST`); everywhere where it is left out. Two may have the same key
        where both never work at once.
    """

    def __init__(
        self,
        shipped: Mapping[str, tuple[str, ...]],
        names: Mapping[str, str],
        places: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._places = dict(places)
        self._shipped = {item: tuple(portable(key) for key in keys) for item, keys in shipped.items()}
        self._names = dict(names)
        self._overrides: dict[str, str] = {}

    @property
    def overrides(self) -> dict[str, str]:
        """What the user chose, ready to be stored: id → key, empty for none."""
        return dict(self._overrides)

    def items(self) -> list[str]:
        """Return every id that may have a key."""
        return list(self._shipped)

    def name(self, item: str) -> str:
        """Return how an id is called in words."""
        return self._names[item]

    def shipped(self, item: str) -> str:
        """Return the shipped key of an id that is shown; empty for none."""
        return next(iter(self._shipped[item]), "")

    def keys(self, item: str, overrides: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Return the keys of an id, under a mapping that is not in force yet where one is given."""
        chosen = self._overrides if overrides is None else overrides
        if item in chosen:
            key = portable(chosen[item])
            # Its own shown key is no change, and a second shipped one stays its own as well.
            if key != self.shipped(item):
                return (key,) if key else ()
        return self._shipped[item]

    def faults(self, overrides: Mapping[str, str]) -> dict[str, str]:
        """Return what is wrong with a mapping: chosen id → why its key cannot be, in words. Empty where all is well."""
        owners: dict[str, list[str]] = {}
        for item in self._shipped:
            for key in self.keys(item, overrides):
                owners.setdefault(key, []).append(item)
        wrong = {}
        for item, text in overrides.items():
            if item in self._shipped and text and (why := self._fault(item, text, owners)):
                wrong[item] = why
        return wrong

    def _fault(self, item: str, text: str, owners: Mapping[str, list[str]]) -> str:
        key = portable(text)
        if not key or QKeySequence(key).count() != 1:
            return translate("Keys", "this is no single key")
        if key in RESERVED and key not in self._shipped[item]:
            return translate("Keys", "{key} moves about, edits text or sizes the picture").format(key=key_text(key))
        others = [other for other in owners.get(key, ()) if other != item and self._meet(item, other)]
        return (
            translate("Keys", "{key} is taken by ‘{item}’").format(key=key_text(key), item=self._names[others[0]])
            if others
            else ""
        )

    def _meet(self, one: str, other: str) -> bool:
        """Whether the keys of two ids work at once somewhere."""
        places = {self._places.get(item, "") for item in (one, other)}
        return len(places) == 1 or "" in places

    def owners(self, key: str, overrides: Mapping[str, str]) -> list[str]:
        """Return every id that has a key under a mapping."""
        wanted = portable(key)
        return [item for item in self._shipped if wanted in self.keys(item, overrides)]

    def owner(self, key: str, overrides: Mapping[str, str], other: str) -> str:
        """Return the id whose key stands in the way of ``other``'s having it; empty where none does."""
        found = self.owners(key, overrides)
        return next((item for item in found if item != other and self._meet(item, other)), "")

    def use(self, overrides: Mapping[str, str]) -> dict[str, str]:
        """Put a mapping in force, without what is wrong with it; return that, as :meth:`faults` does."""
        kept = {item: portable(key) for item, key in overrides.items() if item in self._shipped}
        kept = {item: key for item, key in kept.items() if key or not overrides[item]}
        refused = {
            item: translate("Keys", "this is no key")
            for item in overrides
            if item in self._shipped and item not in kept
        }
        while wrong := self.faults(kept):
            refused |= wrong
            kept = {item: key for item, key in kept.items() if item not in wrong}
        self._overrides = {item: key for item, key in kept.items() if (key,) != self._shipped[item][:1]}
        _in_force.labels = {name: key_text(self._first(name)) for name in self._classes()}
        _in_force.changed = {
            key_text(key): key_text(next(iter(self.keys(item)), "")) or translate("Keys", "no key")
            for item in self._overrides
            # The same key may do something else elsewhere: what the list's own keys are its own words say.
            if (key := self.shipped(item)) and self._places.get(item) != LIST
        }
        return refused

    def _classes(self) -> Iterable[str]:
        return (item[len(LABEL) :] for item in self._shipped if item.startswith(LABEL))

    def _first(self, class_id: str) -> str:
        return next(iter(self.keys(label_id(class_id))), "")
