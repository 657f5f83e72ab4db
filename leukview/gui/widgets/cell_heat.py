"""The heat map over a cell's image: asked for when it is to be seen, remembered, shown."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from leukview.domain.cell import Cell
from leukview.gui.widgets.cell_parts import HeatControls
from leukview.gui.widgets.cell_view import CellView

__all__ = ["HeatOverlay"]

_KEPT = 64
"""Maps kept; each is some tens of KiB."""


class HeatOverlay(QObject):
    """Shows the heat map of one cell for the class that the controls name.

    Signals
    -------
    wanted:
        Emitted with (cell id, class id); answer with :meth:`set_map`.
    """

    wanted = Signal(str, str)

    def __init__(self, view: CellView, controls: HeatControls) -> None:
        super().__init__(view)
        self._view, self._controls = view, controls
        self._cell: Cell | None = None
        self._maps: OrderedDict[tuple[str, str], NDArray[np.float32]] = OrderedDict()
        controls.classChosen.connect(self.ask)

    def show_cell(self, cell: Cell | None) -> None:
        """Take another cell; its map comes with :meth:`ask`."""
        self._cell = cell
        self._controls.set_prediction(cell.prediction if cell else None)

    def forget(self) -> None:
        """Drop the maps that are remembered."""
        self._maps.clear()

    def ask(self) -> None:
        """Show the map that is remembered, or ask for it."""
        cell, class_id = self._cell, self._controls.chosen()
        self._view.set_heatmap(None)
        if cell is None:
            return
        if class_id is None or cell.view is None:
            self._controls.set_state("Analyse the cell first: there is nothing to explain yet.")
            return
        known = self._maps.get((cell.id, class_id))
        if known is not None:
            self.set_map(cell.id, class_id, known)
            return
        self._controls.set_state("Computing…")
        self.wanted.emit(cell.id, class_id)

    def set_map(self, cell_id: str, class_id: str, values: NDArray[np.float32] | None) -> None:
        """Show a map, S×S in 0–1 over the square the network saw; late or unasked-for answers are dropped.

        None means that there is none to be had.
        """
        if self._cell is None or (cell_id, class_id) != (self._cell.id, self._controls.chosen()):
            return
        if values is None:
            self._view.set_heatmap(None)
            self._controls.set_state("There is no heat map for this cell.")
            return
        self._maps[(cell_id, class_id)] = values
        while len(self._maps) > _KEPT:
            self._maps.popitem(last=False)
        self._view.set_heatmap(values)
        self._controls.set_state("")
