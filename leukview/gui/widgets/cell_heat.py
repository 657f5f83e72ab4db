"""The heat map over a cell's image: asked for when it is to be seen, remembered, shown."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from leukview.domain.box import CellView as SeenSquare
from leukview.domain.cell import Cell
from leukview.domain.prediction import Prediction
from leukview.gui.translation import QT_TRANSLATE_NOOP, in_sentence, translate
from leukview.gui.widgets.cell_parts import HeatControls
from leukview.gui.widgets.cell_view import CellView

__all__ = ["HeatOverlay"]

_KEPT = 64
"""Maps kept; each is some tens of KiB."""
_ANALYSE_FIRST = QT_TRANSLATE_NOOP("CellPanel", "Analyse the cell first: there is nothing to explain yet.")


@dataclass(frozen=True, eq=False, slots=True)
class _Shown:
    """A map; where another pipeline than the case's own made it, its call and the square that it saw."""

    values: NDArray[np.float32]
    call: Prediction | None = None
    seen: SeenSquare | None = None


class HeatOverlay(QObject):
    """Shows the heat map of one cell for the class and by the pipeline that the controls name.

    Signals
    -------
    wanted:
        Emitted with (cell id, class id); answer with :meth:`set_map`.
    otherWanted:
        Emitted with (cell id, pipeline id, class id, empty for the one that it calls); answer with :meth:`set_other_map`.
    """

    wanted = Signal(str, str)
    otherWanted = Signal(str, str, str)

    def __init__(self, view: CellView, controls: HeatControls) -> None:
        super().__init__(view)
        self._view, self._controls = view, controls
        self._cell: Cell | None = None
        self._maps: OrderedDict[tuple[str, str, str], _Shown] = OrderedDict()
        controls.classChosen.connect(self.ask)
        controls.makerChosen.connect(self._take_maker)

    def show_cell(self, cell: Cell | None) -> None:
        """Take another cell; its map comes with :meth:`ask`."""
        self._cell = cell
        call = cell.prediction if cell else None
        self._controls.set_own_maker(call.pipeline if call else "")
        # Of another pipeline it is not known yet what it calls this cell.
        self._controls.set_prediction(None if self._controls.maker() else call)

    def forget(self) -> None:
        """Drop the maps that are remembered."""
        self._maps.clear()

    def _take_maker(self, maker: str) -> None:
        self.show_cell(self._cell)
        self.ask()

    def ask(self) -> None:
        """Show the map that is remembered, or ask for it."""
        cell, class_id, maker = self._cell, self._controls.chosen(), self._controls.maker()
        self._view.set_heatmap(None)
        if cell is None:
            return
        if cell.prediction is None or cell.view is None or (class_id is None and not maker):
            self._controls.set_state(translate("CellPanel", _ANALYSE_FIRST))
            return
        known = self._maps.get((cell.id, maker, class_id or ""))
        if known is not None:
            self._show(known, class_id or "")
        elif maker:
            self._controls.set_state(
                translate("CellPanel", "Asking {maker_title}…").format(maker_title=self._controls.maker_title())
            )
            self.otherWanted.emit(cell.id, maker, class_id or "")
        else:
            self._controls.set_state(translate("CellPanel", "Computing…"))
            self.wanted.emit(cell.id, class_id)

    def set_map(self, cell_id: str, class_id: str, values: NDArray[np.float32] | None) -> None:
        """Show a map, S×S in 0–1 over the square the network saw; late or unasked-for answers are dropped.

        None means that there is none to be had.
        """
        if not self._awaited(cell_id, "", class_id):
            return
        if values is None:
            self.set_none(translate("CellPanel", "There is no heat map for this cell."))
            return
        self._keep((cell_id, "", class_id), _Shown(values))
        self._show(self._maps[cell_id, "", class_id], class_id)

    def set_other_map(
        self,
        cell_id: str,
        pipeline_id: str,
        asked: str,
        *,
        call: Prediction,
        class_id: str,
        seen: SeenSquare,
        values: NDArray[np.float32],
    ) -> None:
        """Show another pipeline's map, over the square that it saw, with what it calls the cell; late answers are dropped.

        ``asked`` is the class as it was asked for, empty for the called one; ``class_id`` what the map explains.
        """
        shown = _Shown(values, call, seen)
        for name in {asked, class_id}:
            self._keep((cell_id, pipeline_id, name), shown)
        if self._awaited(cell_id, pipeline_id, asked):
            self._show(shown, class_id)

    def set_none(self, words: str) -> None:
        """Show no map, and say why."""
        self._view.set_heatmap(None)
        self._controls.set_state(words)

    def _awaited(self, cell_id: str, maker: str, class_id: str) -> bool:
        here = (self._controls.maker(), self._controls.chosen() or "")
        return self._cell is not None and self._cell.id == cell_id and here == (maker, class_id)

    def _keep(self, key: tuple[str, str, str], shown: _Shown) -> None:
        self._maps[key] = shown
        while len(self._maps) > _KEPT:
            self._maps.popitem(last=False)

    def _show(self, shown: _Shown, class_id: str) -> None:
        self._view.set_heatmap(shown.values, shown.seen)
        if shown.call is None:
            self._controls.set_state("")
            return
        self._controls.set_prediction(shown.call)
        self._controls.choose(class_id or shown.call.cls)
        name = in_sentence(shown.call.cls)
        said = translate("CellPanel", "{maker_title} says {name} {probability:.2f}").format(
            maker_title=self._controls.maker_title(), name=name, probability=shown.call.probability
        )
        far = translate("CellPanel", ", out of its domain") if shown.call.flagged else ""
        self._controls.set_state(
            translate("CellPanel", "{said}{far}; the case's call stays.").format(said=said, far=far)
        )
