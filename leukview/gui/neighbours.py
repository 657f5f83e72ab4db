"""What lies around the cell on show: its neighbours in the field or, for a picture of one cell, in the order of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.domain.cell import Cell
from leukview.domain.neighbours import in_field, in_file_order, step_in_file_order

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Neighbours"]

_MOST = 400
"""Neighbours whose boxes are drawn, the nearest: far more than the widened view holds."""


class Neighbours(QObject):
    """Keeps the cell view's surroundings and the strip of neighbours at the cell on show, and goes to the one chosen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._controller, self._panel, self._pages = window.controller, window.cell_panel, window.pages_
        panel, actions = window.cell_panel, window.actions_
        self._button = panel.tools.neighbours_button
        self._button.toggled.connect(lambda _: self._show())
        self._button.toggled.connect(lambda _: panel.stateChanged.emit())
        panel.cellShown.connect(self._show)
        panel.view.neighbourChosen.connect(self.go_to)
        panel.strip.chosen.connect(self.go_to)
        panel.strip.roomChanged.connect(self._show)
        self._controller.cellsChanged.connect(self._show)
        self._controller.loaded.connect(lambda: panel.strip_thumbnails.set_folder(self._controller.folder))
        actions["neighbours"].triggered.connect(lambda _=False: self._button.toggle())
        actions["next_in_file"].triggered.connect(lambda _=False: self.step(1))
        actions["previous_in_file"].triggered.connect(lambda _=False: self.step(-1))

    def go_to(self, cell_id: str) -> None:
        """Put a cell on show, whatever the gallery shows at the moment."""
        controller = self._controller
        if controller.case is None or cell_id not in controller.case.cells:
            return
        if controller.walk is not controller.model and cell_id not in controller.walk:
            # A page of other cells would stay on show while keys label this one.
            self._pages.leave()
        controller.model.expand(controller.model.group_of(cell_id) or "")
        controller.selection.set([cell_id], cell_id)

    def step(self, step: int) -> None:
        """Go to the cell before (−1) or after (1) in the order of the files."""
        case, current = self._controller.case, self._controller.selection.current
        if case is not None and current is not None:
            target = step_in_file_order(current, list(case.cells), step)
            if target is not None:
                self.go_to(target)

    def _show(self) -> None:
        panel, case = self._panel, self._controller.case
        cell = self._shown()
        wanted = self._button.isChecked() and cell is not None and case is not None
        fits_strip = wanted and cell is not None and cell.single
        panel.show_strip(fits_strip)
        if cell is None or case is None:
            panel.view.set_surroundings(None)
            return
        if not wanted or cell.single:
            panel.view.set_surroundings(None)
        else:
            panel.view.set_surroundings(in_field(cell, list(case.cells.values()), _MOST))
        if fits_strip:
            before, after = in_file_order(cell.id, list(case.cells), panel.strip.each_side())
            panel.strip.show_cells([case.cells[name] for name in before], cell, [case.cells[name] for name in after])

    def _shown(self) -> Cell | None:
        """Return the cell on show as the case knows it now."""
        case, cell = self._controller.case, self._panel.cell()
        return case.cells.get(cell.id) if case is not None and cell is not None else None
