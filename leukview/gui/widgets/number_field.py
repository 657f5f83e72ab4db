"""A line for a whole number within a range."""

from __future__ import annotations

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit

__all__ = ["NumberField"]


class NumberField(QLineEdit):
    """A whole number; what is typed beyond its range counts as the range's end.

    Parameters
    ----------
    name:
        What it is, for those who hear the window.
    least, most:
        The range.
    empty:
        What an empty line says; it counts as ``least``.
    """

    def __init__(self, name: str, least: int, most: int, empty: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(empty)
        self._least, self._most = least, most
        self.setValidator(QIntValidator(0, 2**31 - 1, self))

    def set_range(self, least: int, most: int) -> None:
        """Change the range."""
        self._least, self._most = least, most

    def set_value(self, value: int) -> None:
        """Show a number."""
        self.setText(str(value))

    def value(self) -> int:
        """Return the number."""
        text = self.text().strip()
        return max(self._least, min(self._most, int(text))) if text.isdecimal() else self._least
