"""The pipeline's calls of cells that a person drew, asked for in a worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from leukview.domain.case import PipelineStamp
from leukview.domain.cell import Cell
from leukview.domain.progress import Progress
from leukview.gui.controller import Controller
from leukview.gui.tasks import Fault, TaskProgress
from leukview.gui.translation import translate

if TYPE_CHECKING:
    from leukview.services.analyse_types import CalledCell

__all__ = ["BoxCaller", "DrawnCalls", "own_caller"]


class BoxCaller(Protocol):
    """What the window needs of :class:`leukview.services.drawn_cells.DrawnCells`."""

    def call(self, folder: Path, cell: Cell, stamp: PipelineStamp, progress: Progress | None = None) -> CalledCell:
        """Return the pipeline's call of a drawn cell; in a worker."""
        ...


def own_caller() -> BoxCaller:
    """Return LeukView's own; the network is loaded with the first call."""
    from leukview.services.drawn_cells import DrawnCells

    return DrawnCells()


class DrawnCalls:
    """Asks for calls, and adds each to the open case.

    Parameters
    ----------
    controller:
        Of the window.
    make_caller:
        Makes who calls the cells; called once, in a worker, when the first one is asked for.
    """

    def __init__(self, controller: Controller, make_caller: Callable[[], BoxCaller]) -> None:
        self._controller, self._make_caller = controller, make_caller
        self._caller: BoxCaller | None = None

    def ask(self, cell_id: str) -> None:
        """Ask the pipeline for its call of a drawn cell, in a worker; without one the person's label stands alone."""
        session, case = self._controller.session, self._controller.case
        if session is None or case is None or case.stamp is None:
            return
        cell, stamp, folder = case.cells[cell_id], case.stamp, self._controller.folder

        def work(progress: TaskProgress) -> None:
            if self._caller is None:
                self._caller = self._make_caller()
            called = self._caller.call(folder, cell, stamp, progress)
            progress.check_cancelled()
            try:
                session.record_call(cell_id, called)
            except RuntimeError:
                # Closed meanwhile: nobody waits for this call any more.
                if self._controller.session is session:
                    raise

        def failed(fault: Fault) -> None:
            if fault.kind == "bug":
                self._controller.faulted.emit(fault)
            else:
                words = translate("Fields", "No AI call for {cell_id}: {fault}").format(
                    cell_id=cell_id, fault=fault.title
                )
                self._controller.said.emit(words, False)

        self._controller.tasks.start(f"call {cell_id}", work, failed=failed)
