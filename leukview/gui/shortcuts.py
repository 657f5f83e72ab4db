"""Which keys do what: the shipped ones, the user's in their place, and which may not be chosen.

Everything with a key has an id: an action its name, a class ``label.`` and its id. What a user chose is a plain mapping of ids
to keys, kept in the preferences; :class:`Keymap` says what is wrong with one and what holds under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from leukview.domain.taxonomy import taxonomy
from leukview.gui.translation import translate

__all__ = [
    "CASE",
    "LABEL",
    "LIST",
    "QUIZ",
    "REFERENCE",
    "RESERVED",
    "RESULT",
    "Claim",
    "Keymap",
    "in_force",
    "is_press",
    "key_text",
    "label_id",
    "label_key",
    "portable",
    "spelt",
]

CASE, LIST, REFERENCE, QUIZ, RESULT = "case", "list", "reference", "quiz", "result"
"""Where alone a key may work: on an open case, the list of cases, the page of reference cells, that of the quiz, its result."""
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
        "Zoom In",
        "Zoom Out",
        "Ctrl+C",
        "Ctrl+V",
        "Ctrl+X",
        "Menu",
    }
)
"""Keys that move about, edit text or size the picture whatever is open: no action and no class can have them."""


class Claim(Enum):
    """What becomes of a key of an action or a class where a page has the same for itself.

    Of two shortcuts with one key that work at once, Qt does neither and tells nobody; a page that looks at its keys itself comes
    before all shortcuts where it says so, and after them where not.
    """

    CLASHES = "clashes"
    """Neither would do anything: it cannot be chosen."""
    YIELDS = "yields"
    """The page's own does nothing any more."""
    HOLDS = "holds"
    """The page's own goes on to do what it did, and the other works everywhere else."""


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
        Id → where alone its key works (:data:`CASE`, :data:`LIST`…), or several such; everywhere where it is left out. Two may
        have the same key where both never work at once.
    fixed:
        Id → on which page, in words, the keys are that nobody can choose.
    claims:
        Id of such → what becomes of another's key that is the same; see :class:`Claim`, by default it clashes.
    """

    def __init__(
        self,
        shipped: Mapping[str, tuple[str, ...]],
        names: Mapping[str, str],
        places: Mapping[str, str | tuple[str, ...]] = MappingProxyType({}),
        fixed: Mapping[str, str] = MappingProxyType({}),
        claims: Mapping[str, Claim] = MappingProxyType({}),
    ) -> None:
        self._places = {item: (place,) if isinstance(place, str) else place for item, place in places.items()}
        self._fixed = dict(fixed)
        self._claims = {item: claims.get(item, Claim.CLASHES) for item in fixed}
        self._shipped = {item: tuple(portable(key) for key in keys) for item, keys in shipped.items()}
        self._names = dict(names)
        self._overrides: dict[str, str] = {}

    @property
    def overrides(self) -> dict[str, str]:
        """What the user chose, ready to be stored: id → key, empty for none."""
        return dict(self._overrides)

    def items(self, *, fixed: bool = False) -> list[str]:
        """Return every id whose key may be chosen, and where ``fixed`` those whose key may not."""
        return [item for item in self._shipped if fixed or item not in self._fixed]

    def alone_in(self, item: str, places: tuple[str, ...]) -> bool:
        """Return whether an id's key works in these places and in no others."""
        return set(self._places.get(item, ("",))) <= set(places)

    def page(self, item: str) -> str:
        """Return on which page, in words, an id's keys are fixed; empty for those that may be chosen."""
        return self._fixed.get(item, "")

    def name(self, item: str) -> str:
        """Return how an id is called in words."""
        return self._names[item]

    def shipped(self, item: str) -> str:
        """Return the shipped key of an id that is shown; empty for none."""
        return next(iter(self._shipped[item]), "")

    def keys(self, item: str, overrides: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Return the keys of an id, under a mapping that is not in force yet where one is given."""
        chosen = self._overrides if overrides is None else overrides
        if item in chosen and item not in self._fixed:
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
            if item in self._fixed:
                wrong[item] = translate("Keys", "its key is fixed")
            elif item in self._shipped and text and (why := self._fault(item, text, owners)):
                wrong[item] = why
        return wrong

    def _fault(self, item: str, text: str, owners: Mapping[str, list[str]]) -> str:
        key = portable(text)
        if not key or QKeySequence(key).count() != 1:
            return translate("Keys", "this is no single key")
        if key in RESERVED and key not in self._shipped[item]:
            return translate("Keys", "{key} moves about, edits text or sizes the picture").format(key=key_text(key))
        other = next((other for other in owners.get(key, ()) if self._clash(item, other)), "")
        if other in self._fixed:
            return self.fixed_words(other, key)
        return (
            translate("Keys", "{key} is taken by ‘{item}’").format(key=key_text(key), item=self._names[other])
            if other
            else ""
        )

    def fixed_words(self, item: str, key: str) -> str:
        """Return in words that a fixed id has a key."""
        return translate("Keys", "{key} is fixed in ‘{page}’: ‘{item}’").format(
            key=key_text(key), page=self._fixed[item], item=self._names[item]
        )

    def _meet(self, one: str, other: str) -> bool:
        """Whether the keys of two ids work at once somewhere."""
        here, there = (self._places.get(item) for item in (one, other))
        return here is None or there is None or not set(here).isdisjoint(there)

    def _clash(self, one: str, other: str) -> bool:
        """Whether two ids may not have the same key."""
        soft = any(self._claims.get(item, Claim.CLASHES) is not Claim.CLASHES for item in (one, other))
        return one != other and not soft and self._meet(one, other)

    def beside(self, item: str, key: str) -> list[str]:
        """Return the fixed ids that have a key as well and let ``item`` have it: one of the two will not do what it says."""
        key = portable(key)
        return [
            other
            for other, claim in self._claims.items()
            if claim is not Claim.CLASHES and key in self._shipped[other] and self._meet(item, other)
        ]

    def beside_words(self, item: str, key: str) -> str:
        """Return in words what :meth:`beside` finds, and which of the two it is; empty for none, and for a shipped key."""
        told = {
            Claim.YIELDS: translate("Keys", "{page}, {key} does this and not ‘{item}’"),
            Claim.HOLDS: translate("Keys", "{page}, {key} still does ‘{item}’"),
        }
        return "; ".join(
            told[self._claims[other]].format(page=self._fixed[other], key=key_text(key), item=self._names[other])
            for other in self.beside(item, key)
            if portable(key) not in self._shipped[item]
        )

    def working(self, item: str) -> tuple[str, ...]:
        """Return the keys of a fixed id that do what it says, as keys are now: those that it yielded are left out."""
        if self._claims.get(item) is not Claim.YIELDS:
            return self.keys(item)
        taken = {key for other in self.items() if self._meet(item, other) for key in self.keys(other)}
        return tuple(key for key in self.keys(item) if key not in taken)

    def owners(self, key: str, overrides: Mapping[str, str]) -> list[str]:
        """Return every id that has a key under a mapping."""
        wanted = portable(key)
        return [item for item in self._shipped if wanted in self.keys(item, overrides)]

    def owner(self, key: str, overrides: Mapping[str, str], other: str) -> str:
        """Return the id whose key stands in the way of ``other``'s having it; empty where none does."""
        found = self.owners(key, overrides)
        clashing = [item for item in found if self._clash(item, other)]
        # Where any of them is fixed, the key cannot be had, whoever else would give it up.
        return next((item for item in clashing if item in self._fixed), next(iter(clashing), ""))

    def use(self, overrides: Mapping[str, str]) -> dict[str, str]:
        """Put a mapping in force, without what is wrong with it; return that, as :meth:`faults` does."""
        own = set(self.items())
        kept = {item: portable(key) for item, key in overrides.items() if item in own}
        kept = {item: key for item, key in kept.items() if key or not overrides[item]}
        refused = {item: translate("Keys", "this is no key") for item in overrides if item in own and item not in kept}
        while wrong := self.faults(kept):
            refused |= wrong
            kept = {item: key for item, key in kept.items() if item not in wrong}
        self._overrides = {item: key for item, key in kept.items() if (key,) != self._shipped[item][:1]}
        _in_force.labels = {name: key_text(self._first(name)) for name in self._classes()}
        _in_force.changed = {
            key_text(key): key_text(next(iter(self.keys(item)), "")) or translate("Keys", "no key")
            for item in self._overrides
            # The same key may do something else elsewhere: what the list's own keys are its own words say.
            if (key := self.shipped(item)) and self._places.get(item) != (LIST,)
        }
        return refused

    def _classes(self) -> Iterable[str]:
        return (item[len(LABEL) :] for item in self._shipped if item.startswith(LABEL))

    def _first(self, class_id: str) -> str:
        return next(iter(self.keys(label_id(class_id))), "")
