"""What the gallery leaves out, as quiet chips, with how many cells that hides and one way back to all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from leukview.gui import theme
from leukview.gui.icons import icon
from leukview.gui.models.gallery_filter import CellFilter
from leukview.gui.translation import translate
from leukview.gui.widgets.taking_away import take_away

__all__ = ["FilterBar"]

_WIDE = 480
_LONG, _SHORT = 18, 9
"""Letters of a chip from ``_WIDE`` pixels on, and below: four of them have room either way."""


class FilterBar(QWidget):
    """One line of chips under the gallery's head, shown only while something is left out.

    Signals
    -------
    removed:
        Emitted with the part of the filter, or ``text``, whose chip was clicked.
    cleared:
        Emitted where everything is to be shown again.
    """

    removed = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("Filter", "Filters in force"))
        self.chips: dict[str, QToolButton] = {}
        self._said: tuple[dict[str, str], int] = ({}, 0)
        self.clear = QPushButton()
        theme.set_role(self.clear, role="link")
        self.clear.setToolTip(translate("Filter", "Take every filter off"))
        self.clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clear.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clear.clicked.connect(self.cleared)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(self._row)
        layout.addStretch(1)
        layout.addWidget(self.clear)
        # The gallery's column decides how wide it is, not its chips.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_filter(self, cell_filter: CellFilter, text: str, hidden: int) -> None:
        """Show these filters, and how many cells they hide."""
        parts = cell_filter.words()
        if text:
            parts["text"] = f"“{text}”"
        if self._said == (parts, hidden):
            return
        self._said = (parts, hidden)
        for name in [name for name in self.chips if name not in parts]:
            take_away(self.chips.pop(name))
        for name, words in parts.items():
            if name not in self.chips:
                self.chips[name] = self._chip(name)
            self.chips[name].setToolTip(
                translate("Filter", "{words}. Click to take this filter off").format(words=words)
            )
            self.chips[name].setAccessibleName(
                translate("Filter", "Filter {words}; press to take it off").format(words=words)
            )
        self.clear.setText(
            translate("Filter", "Show {hidden:,} hidden").format(hidden=hidden)
            if hidden
            else translate("Filter", "Show all")
        )
        self._fit()
        self.setVisible(bool(parts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the chips to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        longest = _LONG if self.width() >= _WIDE else _SHORT
        for name, words in self._said[0].items():
            self.chips[name].setText(words if len(words) <= longest else f"{words[: longest - 1]}…")

    def _chip(self, name: str) -> QToolButton:
        chip = QToolButton()
        chip.setProperty("role", "chip")
        chip.setIcon(icon("close", "muted"))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        chip.clicked.connect(lambda: self.removed.emit(name))
        self._row.addWidget(chip)
        return chip
