"""A field that takes the next key pressed in it, whatever key that is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from leukview.gui.shortcuts import key_text

__all__ = ["KeyLine", "key_of"]

_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_unknown,
    }
)
_LEAVES = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab})


def key_of(event: QKeyEvent) -> str:
    """Return the key of an event as it is stored; empty while only modifiers are held.

    Shift counts where it changes no letter of its own: a question mark is ``?``, on whichever keyboard it needs Shift.
    """
    key = Qt.Key(event.key())
    if key in _MODIFIERS:
        return ""
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    text = event.text()
    if modifiers & Qt.KeyboardModifier.ShiftModifier and text.isprintable() and text.strip() and not text.isalnum():
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)


class KeyLine(QLineEdit):
    """Shows a key, and takes the one that is pressed in its place.

    Backspace takes it away; Tab and Escape leave, since no action can have them.

    Signals
    -------
    pressed:
        Carries the key as it is stored; empty for none.
    left:
        Escape was pressed.
    """

    pressed = Signal(str)
    left = Signal()

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def show_key(self, key: str) -> None:
        """Show a key."""
        self.setText(key_text(key))

    def event(self, event: QEvent) -> bool:
        """Claim every key before any shortcut does."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() not in _LEAVES:
            self._take(event)
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Backspace and not event.modifiers():
            self.pressed.emit("")
        elif key := key_of(event):
            self.pressed.emit(key)
