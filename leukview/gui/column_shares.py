"""How the window's columns share its width, and the fields in place of the gallery and the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["ColumnShares"]


class ColumnShares(QObject):
    """Shares out a window's width; what is kept of it from one start to the next is in :mod:`leukview.gui.layout`."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._widths: list[int] = []

    def sizes(self) -> list[int]:
        """Return the columns' widths with the gallery on show, in pixels."""
        return self._widths if self._window.actions_["fields"].isChecked() else self._window.columns.sizes()

    def share(self) -> None:
        """Give the columns their shares of the window's width."""
        width = self._window.width()
        right = min(400, max(344, round(width * 0.26)))
        middle = min(560, max(352, round(width * 0.3)))
        self._window.columns.setSizes([width - middle - right, middle, right])

    def show_fields(self, shown: bool) -> None:
        """Show the fields in place of the gallery and, for their sake, of the counts; or go back."""
        window = self._window
        if shown:
            self._widths = window.columns.sizes()
        window.left.setCurrentWidget(window.field_panel if shown else window.gallery_panel)
        window.right.setVisible(not shown)
        if shown:
            window.columns.setSizes([self._widths[0] + self._widths[2], self._widths[1], 0])
        elif self._widths:
            window.columns.setSizes(self._widths)
        window.fields.set_active(shown)
        window.foot.show_keys()
        window.foot.fit()
        (window.field_panel.view if shown else window.gallery).setFocus()
        window.resume.save_soon()
