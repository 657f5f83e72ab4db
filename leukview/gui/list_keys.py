"""The keys of the list of cases: they work there alone, and may be the same as keys that work on an open case alone."""

from __future__ import annotations

from dataclasses import dataclass

from leukview.gui.translation import QT_TRANSLATE_NOOP, translate

__all__ = ["LIST_KEYS", "OPEN", "ListKey"]

OPEN = "list.open"


@dataclass(frozen=True, slots=True)
class ListKey:
    """What can be done on the list.

    Attributes
    ----------
    item:
        Its id; see :class:`leukview.gui.shortcuts.Keymap`.
    text, label:
        How it is called among all keys, and in the strip; to be translated. Without a label it is not in the strip.
    keys:
        Its shipped keys.
    gap:
        Whether it is set off from the one before in the strip.
    """

    item: str
    text: str
    label: str
    keys: tuple[str, ...]
    gap: bool = False

    @property
    def name(self) -> str:
        """How it is called among all keys, in the language in force."""
        return translate("Worklist", self.text)

    @property
    def words(self) -> str:
        """How it is called in the strip, in the language in force."""
        return translate("Worklist", self.label) if self.label else ""


LIST_KEYS = (
    ListKey(
        OPEN,
        QT_TRANSLATE_NOOP("Worklist", "Open the case"),
        QT_TRANSLATE_NOOP("Worklist", "open"),
        ("Return", "Enter"),
    ),
    ListKey(
        "list.search",
        QT_TRANSLATE_NOOP("Worklist", "Search the cases"),
        QT_TRANSLATE_NOOP("Worklist", "search"),
        ("/", "Ctrl+F"),
    ),
    ListKey(
        "list.group",
        QT_TRANSLATE_NOOP("Worklist", "Cases by patient"),
        QT_TRANSLATE_NOOP("Worklist", "by patient"),
        ("G",),
        True,
    ),
    ListKey(
        "list.combine",
        QT_TRANSLATE_NOOP("Worklist", "Combine slides"),
        QT_TRANSLATE_NOOP("Worklist", "combine slides"),
        ("C",),
    ),
    ListKey(
        "list.watch",
        QT_TRANSLATE_NOOP("Worklist", "Watch a folder"),
        QT_TRANSLATE_NOOP("Worklist", "watch folder"),
        ("W",),
    ),
    ListKey(
        "list.details",
        QT_TRANSLATE_NOOP("Worklist", "Details of the case"),
        QT_TRANSLATE_NOOP("Worklist", "details"),
        ("F2",),
        True,
    ),
    ListKey(
        "list.analyse",
        QT_TRANSLATE_NOOP("Worklist", "Analyse the cases again"),
        QT_TRANSLATE_NOOP("Worklist", "analyse again"),
        ("Ctrl+R",),
    ),
    ListKey(
        "list.remove",
        QT_TRANSLATE_NOOP("Worklist", "Remove from the list"),
        QT_TRANSLATE_NOOP("Worklist", "remove from the list"),
        ("Del",),
    ),
    ListKey("list.undo", QT_TRANSLATE_NOOP("Worklist", "Undo on the list"), "", ("Ctrl+Z",)),
)
