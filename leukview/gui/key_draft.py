"""Keys as a person is choosing them: nothing holds before it is taken over, and no key ever has two owners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leukview.gui.shortcuts import RESERVED, Keymap, key_text, portable
from leukview.gui.translation import translate

__all__ = ["Conflict", "KeyDraft"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a key was not given.

    Attributes
    ----------
    item, key:
        What was to have which key.
    owner:
        Who has it; empty where nobody may.
    words:
        The reason.
    """

    item: str
    key: str
    owner: str
    words: str


class KeyDraft:
    """Changes of a :class:`~leukview.gui.shortcuts.Keymap` that are not in force yet.

    Parameters
    ----------
    keymap:
        The keys in force; not changed here.
    """

    def __init__(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self._chosen = keymap.overrides

    @property
    def overrides(self) -> dict[str, str]:
        """Every key that is not the shipped one: id → key, empty for none."""
        return dict(self._chosen)

    def key(self, item: str) -> str:
        """Return the key that is shown for an id; empty for none."""
        return next(iter(self.keymap.keys(item, self._chosen)), "")

    def words(self, item: str) -> str:
        """Return every key of an id as the user's system writes it."""
        return translate("KeysDialog", " or ").join(key_text(key) for key in self.keymap.keys(item, self._chosen))

    def changed(self, item: str) -> bool:
        """Whether an id's key is not the shipped one."""
        return item in self._chosen

    def holders(self, key: str) -> list[str]:
        """Return the ids that have this key, fixed ones too: of those that would clash, one at most."""
        return self.keymap.owners(key, self._chosen)

    def assign(self, item: str, key: str, on_conflict: Literal["refuse", "swap", "take"] = "refuse") -> Conflict | None:
        """Give an id a key, or with an empty one none.

        Parameters
        ----------
        item, key:
            What gets which key.
        on_conflict:
            Where another has the key: leave everything as it is, give that one this one's old key, or leave it without.

        Returns
        -------
        Conflict or None
            Why the key was not given; None where it was.
        """
        if self.keymap.page(item):
            return Conflict(item, key, "", self.fixed_words(item))
        key = portable(key)
        owner = self.keymap.owner(key, self._chosen, item) if key else ""
        conflict = self._conflict(item, key, owner)
        if conflict is not None and (not conflict.owner or on_conflict == "refuse"):
            return conflict
        before, old = self.overrides, self.key(item)
        if owner:
            self._put(owner, old if on_conflict == "swap" else "")
        self._put(item, key)
        # With a shipped key its second ones come back, and another may have those by now.
        wrong = self.keymap.faults(self._chosen)
        if wrong:
            self._chosen = before
            other, why = next(iter(wrong.items()))
            words = translate(
                "KeysDialog", "That cannot be: of ‘{name}’, {why}. Give one of them another key first."
            ).format(name=self.keymap.name(other), why=why)
            return Conflict(item, key, "", words)
        return None

    def _conflict(self, item: str, key: str, owner: str) -> Conflict | None:
        shown = key_text(key)
        if key in RESERVED and key != self.keymap.shipped(item):
            return Conflict(
                item,
                key,
                "",
                translate(
                    "KeysDialog", "{shown} moves about, edits text or sizes the picture, whatever is open."
                ).format(shown=shown),
            )
        if not owner:
            return None
        if self.keymap.page(owner):
            return Conflict(item, key, "", self.keymap.fixed_words(owner, key) + ".")
        name = self.keymap.name(owner)
        if key != self.key(owner):
            # Of two keys of one thing the second cannot be taken alone.
            return Conflict(
                item,
                key,
                "",
                translate(
                    "KeysDialog", "{shown} is a second key of ‘{name}’, and stays so. Give that another key first."
                ).format(shown=shown, name=name),
            )
        return Conflict(
            item, key, owner, translate("KeysDialog", "{shown} is the key of ‘{name}’.").format(shown=shown, name=name)
        )

    def fixed_words(self, item: str) -> str:
        """Return in words that nobody can choose the key of an id; empty for those that may be chosen."""
        page = self.keymap.page(item)
        return translate("KeysDialog", "This key is fixed, in ‘{page}’ alone.").format(page=page) if page else ""

    def beside_words(self, item: str) -> str:
        """Return in words where a page has the key of an id for itself as well; empty where none does."""
        words = self.keymap.beside_words(item, self.key(item)) if self.key(item) else ""
        return words + "." if words else ""

    def _put(self, item: str, key: str) -> None:
        if key == self.keymap.shipped(item):
            self._chosen.pop(item, None)
        else:
            self._chosen[item] = key

    def reset(self, item: str, on_conflict: Literal["refuse", "swap", "take"] = "refuse") -> Conflict | None:
        """Give an id its shipped key back; see :meth:`assign`."""
        return self.assign(item, self.keymap.shipped(item), on_conflict)

    def reset_all(self) -> None:
        """Give everything its shipped key back."""
        self._chosen = {}

    def take_over(self, overrides: dict[str, str]) -> dict[str, str]:
        """Choose a whole mapping in the place of this one; return what of it cannot be: name → why."""
        known = {item: portable(key) for item, key in overrides.items() if item in self.keymap.items()}
        wrong = {
            item: translate("KeysDialog", "no action or class of this LeukView")
            for item in overrides
            if item not in known
        }
        known = {item: key for item, key in known.items() if key != self.keymap.shipped(item)}
        while faults := self.keymap.faults(known):
            wrong |= {self.keymap.name(item): why for item, why in faults.items()}
            known = {item: key for item, key in known.items() if item not in faults}
        self._chosen = known
        return wrong
