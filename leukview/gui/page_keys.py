"""The keys that pages and tools have for themselves. They are fixed, so they must be known where other keys are chosen."""

from __future__ import annotations

from dataclasses import dataclass

from leukview.gui.shortcuts import CASE, QUIZ, REFERENCE, RESULT, Claim
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate

__all__ = ["PAGE_KEYS", "PageKey", "page_keys"]

_RETURN = ("Return", "Enter")


@dataclass(frozen=True, slots=True)
class PageKey:
    """What a key does on one page, or while one tool is in hand.

    Attributes
    ----------
    item:
        Its id; see :class:`leukview.gui.shortcuts.Keymap`.
    page:
        How the page or tool is called; to be translated.
    text:
        What the key does; to be translated.
    keys:
        The keys, the first the one that is shown.
    place:
        Where the keys of actions and classes work at the same time.
    claim:
        What becomes of such a key that is the same: see :class:`leukview.gui.shortcuts.Claim`.
    cap:
        What is shown for several keys that do alike; to be translated.
    """

    item: str
    page: str
    text: str
    keys: tuple[str, ...]
    place: str
    claim: Claim = Claim.CLASHES
    cap: str = ""

    @property
    def name(self) -> str:
        """What the key does, in the language in force."""
        return translate("PageKeys", self.text)

    @property
    def where(self) -> str:
        """How the page is called, in the language in force."""
        return translate("PageKeys", self.page)


_REFERENCE = QT_TRANSLATE_NOOP("PageKeys", "Page of reference cells")
_QUIZ = QT_TRANSLATE_NOOP("PageKeys", "Page of the quiz")
_RESULT = QT_TRANSLATE_NOOP("PageKeys", "Result of a quiz")
_FIELDS = QT_TRANSLATE_NOOP("PageKeys", "In a field")
_OUTLINE = QT_TRANSLATE_NOOP("PageKeys", "Editing an outline")
_HISTORY = QT_TRANSLATE_NOOP("PageKeys", "In the history")
_COMPARE = QT_TRANSLATE_NOOP("PageKeys", "Cells side by side")
_ARROWS = QT_TRANSLATE_NOOP("PageKeys", "arrows")

PAGE_KEYS = (
    PageKey("reference.enlarge", _REFERENCE, QT_TRANSLATE_NOOP("PageKeys", "Enlarge the cell"), _RETURN, REFERENCE),
    PageKey("reference.note", _REFERENCE, QT_TRANSLATE_NOOP("PageKeys", "Note on the cell"), ("Ctrl+M",), REFERENCE),
    PageKey("reference.remove", _REFERENCE, QT_TRANSLATE_NOOP("PageKeys", "Remove cells"), ("Del",), REFERENCE),
    PageKey("reference.new", _REFERENCE, QT_TRANSLATE_NOOP("PageKeys", "New set"), ("Ctrl+N",), REFERENCE),
    PageKey("reference.edit", _REFERENCE, QT_TRANSLATE_NOOP("PageKeys", "Rename the set"), ("F2",), REFERENCE),
    PageKey("reference.import", _REFERENCE, QT_TRANSLATE_NOOP("PageKeys", "Import cells"), ("Ctrl+I",), REFERENCE),
    PageKey("reference.export", _REFERENCE, QT_TRANSLATE_NOOP("PageKeys", "Export the set"), ("Ctrl+E",), REFERENCE),
    PageKey("reference.delete", _REFERENCE, QT_TRANSLATE_NOOP("PageKeys", "Delete the set"), ("Shift+Del",), REFERENCE),
    PageKey("reference.undo", _REFERENCE, QT_TRANSLATE_NOOP("PageKeys", "Undo in the sets"), ("Ctrl+Z",), REFERENCE),
    PageKey(
        "reference.redo", _REFERENCE, QT_TRANSLATE_NOOP("PageKeys", "Redo in the sets"), ("Ctrl+Shift+Z",), REFERENCE
    ),
    PageKey("quiz.next", _QUIZ, QT_TRANSLATE_NOOP("PageKeys", "Next cell of the quiz"), _RETURN, QUIZ),
    PageKey("quiz.another", _QUIZ, QT_TRANSLATE_NOOP("PageKeys", "A class without a key"), (".",), QUIZ),
    PageKey("quiz.back", _QUIZ, QT_TRANSLATE_NOOP("PageKeys", "Back to an answer"), ("Left",), QUIZ),
    PageKey("quiz.forward", _QUIZ, QT_TRANSLATE_NOOP("PageKeys", "Forward again"), ("Right",), QUIZ),
    PageKey("result.compare", _RESULT, QT_TRANSLATE_NOOP("PageKeys", "Compare a miss"), _RETURN, RESULT),
    PageKey("result.export", _RESULT, QT_TRANSLATE_NOOP("PageKeys", "Export the result"), ("Ctrl+E",), RESULT),
    PageKey("result.program", _RESULT, QT_TRANSLATE_NOOP("PageKeys", "The program's own score"), ("Ctrl+G",), RESULT),
    PageKey("field.fit", _FIELDS, QT_TRANSLATE_NOOP("PageKeys", "Show the whole field"), ("0",), CASE, Claim.YIELDS),
    PageKey("field.actual", _FIELDS, QT_TRANSLATE_NOOP("PageKeys", "Show true pixels"), ("1",), CASE, Claim.YIELDS),
    PageKey("field.larger", _FIELDS, QT_TRANSLATE_NOOP("PageKeys", "Zoom in"), ("+", "="), CASE, Claim.YIELDS),
    PageKey("field.smaller", _FIELDS, QT_TRANSLATE_NOOP("PageKeys", "Zoom out"), ("-", "_"), CASE, Claim.YIELDS),
    PageKey(
        "field.move",
        _FIELDS,
        QT_TRANSLATE_NOOP("PageKeys", "Move the field"),
        ("Left", "Right", "Up", "Down"),
        CASE,
        Claim.HOLDS,
        _ARROWS,
    ),
    PageKey("outline.use", _OUTLINE, QT_TRANSLATE_NOOP("PageKeys", "Use the outline"), _RETURN, CASE, Claim.HOLDS),
    PageKey(
        "outline.back",
        _OUTLINE,
        QT_TRANSLATE_NOOP("PageKeys", "Take the last click back"),
        ("Backspace",),
        CASE,
        Claim.HOLDS,
    ),
    PageKey(
        "outline.cancel", _OUTLINE, QT_TRANSLATE_NOOP("PageKeys", "Leave it as it was"), ("Esc",), CASE, Claim.HOLDS
    ),
    PageKey("history.go", _HISTORY, QT_TRANSLATE_NOOP("PageKeys", "Go to this point"), _RETURN, CASE, Claim.HOLDS),
    PageKey(
        "compare.move",
        _COMPARE,
        QT_TRANSLATE_NOOP("PageKeys", "Move the frame"),
        ("Left", "Right", "Up", "Down"),
        CASE,
        Claim.HOLDS,
        _ARROWS,
    ),
)
"""Page by page, in the order of the sheet. Escape leaves every page and is not listed for each."""

_BY_ITEM = {key.item: key for key in PAGE_KEYS}


def page_keys(item: str) -> tuple[str, ...]:
    """Return the keys of one of these, for the page itself."""
    return _BY_ITEM[item].keys
