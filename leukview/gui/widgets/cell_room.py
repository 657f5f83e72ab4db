"""How the cell panel's height is shared out: the image first, then what is asked for, the details with what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from leukview.gui.widgets.cell_panel import CellPanel

__all__ = ["CellRoom"]

_LEAST_VIEW = 160
_LEAST_DETAILS = 112
_LOW, _LEAST_VIEW_LOW = 440, 88
"""Pixels of height that the image always has, and that the details keep while an outline is edited."""
_HEAT = 88
"""Pixels of height that the heat map's controls take."""
_STRIP = 80
"""Pixels of height that the neighbours in file order take."""
_LEAST_ROWS, _LEAST_ROWS_LOW = 96, 48
"""Pixels of height that the details always have."""


class CellRoom(QObject):
    """Gives the parts of a cell panel their heights."""

    def __init__(self, panel: CellPanel) -> None:
        super().__init__(panel)
        self._panel = panel

    def give(self) -> None:
        """Let the parts take less where the column is low for what is on show."""
        panel, low = self._panel, self._low()
        panel.view.setMinimumHeight(self._least_view())
        panel.details.set_least(_LEAST_ROWS_LOW if low else _LEAST_ROWS)
        panel.heat.set_brief(low)

    def show_outline_bar(self, shown: bool) -> None:
        """Show what can be done with an outline, or hide it; the image that is pointed at stays where it is.

        The details give way instead, and the heat map, which would lie over the outline; in a low window the details go.
        """
        panel = self._panel
        room = panel.details.height() - panel.outline_bar.sizeHint().height()
        room += panel.heat.height() if panel.heat.isVisible() else 0
        roomy, any_cell = room > _LEAST_DETAILS, panel.cell() is not None
        panel.view.setMinimumHeight(panel.view.height() if shown and roomy else self._least_view())
        panel.outline_bar.setVisible(shown)
        panel.details.setVisible(any_cell and (roomy or not shown))
        self.place_heat_controls()

    def place_heat_controls(self) -> None:
        """Show the heat map and its controls where they are asked for and no outline is edited."""
        panel = self._panel
        on = panel.tools.heatmap_button.isChecked() and panel.cell() is not None and panel.outline_bar.isHidden()
        panel.heat.setVisible(on)
        if panel.outline_bar.isHidden():
            self.give()
        panel.view.set_heatmap_visible(on)

    def show_strip(self, shown: bool) -> None:
        """Show or hide the neighbours in file order."""
        panel = self._panel
        if panel.strip.isHidden() == shown:
            panel.strip.setVisible(shown)
            if panel.outline_bar.isHidden():
                self.give()

    def _low(self) -> bool:
        panel = self._panel
        more = _HEAT * panel.tools.heatmap_button.isChecked() + _STRIP * (not panel.strip.isHidden())
        return panel.height() < _LOW + more

    def _least_view(self) -> int:
        return _LEAST_VIEW_LOW if self._low() else _LEAST_VIEW
