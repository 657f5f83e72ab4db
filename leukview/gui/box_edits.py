"""Boxes of cells in fields: added, merged, deleted and brought back; each leaves the cell chosen that it is about."""

from __future__ import annotations

from leukview.domain.box import Box
from leukview.domain.cell_commands import EditCells
from leukview.domain.errors import InputProblem
from leukview.gui.controller import Controller
from leukview.gui.drawn_calls import DrawnCalls
from leukview.gui.tasks import fault_of
from leukview.gui.translation import translate

__all__ = ["BoxEdits"]


class BoxEdits:
    """Changes which cells the open case has; every change is undone like any other.

    Parameters
    ----------
    controller:
        Of the window; its chosen cells are merged and deleted.
    calls:
        Asked what each drawn cell is.
    """

    def __init__(self, controller: Controller, calls: DrawnCalls) -> None:
        self._controller, self._calls = controller, calls

    def may_add(self) -> bool:
        """Return whether cells can be added now; else say why not and what to do instead, before anything is drawn."""
        session = self._controller.session
        try:
            if session is not None:
                session.refuse_other_cells(adding=True)
        except InputProblem as error:
            self._controller.faulted.emit(fault_of(error))
            return False
        return True

    def add(self, file: str, box: Box) -> None:
        """Add a cell with this box to a field, choose it, and ask the pipeline what it is."""
        command = self._controller.edit_cells(
            lambda session: session.add_cell(file, box), translate("BoxEdits", "Added")
        )
        self._chosen_new(command)

    def merge(self) -> None:
        """Put one cell in the place of the chosen ones."""
        ids = self._controller.selection.ids
        command = self._controller.edit_cells(
            lambda session: session.merge_cells(ids),
            translate("BoxEdits", "Merged {n:,} cells into").format(n=len(ids)),
        )
        self._chosen_new(command)

    def _chosen_new(self, command: EditCells | None) -> None:
        if command is not None and command.drawn:
            cell_id = command.drawn[0].cell_id
            self._controller.selection.set([cell_id], cell_id)
            self._calls.ask(cell_id)

    def delete(self) -> None:
        """Take the chosen cells out of the case, and choose the nearest one that is left in the field."""
        case, selection = self._controller.case, self._controller.selection
        if case is None or not selection.ids:
            return
        ids, current = selection.ids, case.cells.get(selection.current or "")
        if (
            self._controller.edit_cells(lambda session: session.delete_cells(ids), translate("BoxEdits", "Deleted"))
            is None
        ):
            return
        left = [cell for cell in self._controller.cells if current is not None and cell.file == current.file]
        if current is not None and left:
            x, y = current.final_box.centre
            nearest = min(left, key=lambda cell: _far(cell.final_box, x, y))
            selection.set([nearest.id], nearest.id)

    def restore(self, cell_id: str) -> None:
        """Bring a deleted cell back, and choose it."""
        if self._controller.edit_cells(
            lambda session: session.restore_cells([cell_id]), translate("BoxEdits", "Brought back")
        ):
            self._controller.selection.set([cell_id], cell_id)


def _far(box: Box, x: float, y: float) -> float:
    cx, cy = box.centre
    return (cx - x) ** 2 + (cy - y) ** 2
