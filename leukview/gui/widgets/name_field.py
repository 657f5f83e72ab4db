"""A line for a name that must be typed on purpose."""

from __future__ import annotations

from PySide6.QtCore import Signal

from leukview.gui.widgets.own_keys_line import OwnKeysLine

__all__ = ["NameField"]


class NameField(OwnKeysLine):
    """A name.

    Signals
    -------
    given:
        Emitted on Return where something is typed.
    left:
        Emitted on Escape.
    """

    given = Signal()
    left = Signal()

    def __init__(self, name: str, tip: str) -> None:
        super().__init__(name, tip, 200)

    def name(self) -> str:
        """Return what is typed, without needless spaces."""
        return " ".join(self.text().split())

    def give(self) -> None:
        """Give the name."""
        if self.name():
            self.given.emit()

    def leave(self) -> None:
        """Go away without one."""
        self.left.emit()
