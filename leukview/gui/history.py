"""The window's history: what was done on the open case, read in a worker, and the way back to any point of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import translate
from leukview.gui.widgets.history_panel import HistoryPanel
from leukview.services.case_history import CaseHistory, HistoryLine, HistoryView

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["History"]

_READ, _CELLS = "history", "history cells"
_SOON_MS = 120
"""Quiet time before the history is read anew."""
_WIDTH = 344
"""Pixels that the column takes beside the fields."""

_Read = tuple[HistoryView, tuple[HistoryLine, ...] | None]


class History(QObject):
    """Shows the history in the place of the counts, and keeps it in step while it is open.

    Attributes
    ----------
    panel:
        The column.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._controller = window, window.controller
        self.panel = HistoryPanel()
        window.right.addWidget(self.panel)
        self._history: CaseHistory | None = None
        self._again = self._going = False
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._read)
        self._action = window.actions_["history"]
        self._action.toggled.connect(self._show)
        window.actions_["cell_history"].triggered.connect(lambda _=False: self.show_cell())
        # After the window itself has hidden the counts.
        window.actions_["fields"].toggled.connect(self._make_room, Qt.ConnectionType.QueuedConnection)
        panel, controller = self.panel, window.controller
        panel.closed.connect(lambda: self._action.setChecked(False))
        panel.goWanted.connect(self._go)
        panel.cellsWanted.connect(self._show_cells)
        panel.cellWanted.connect(lambda _: self._soon.start(0))
        for signal in (controller.historyChanged, controller.caseChanged):
            signal.connect(self._changed)
        for signal in (controller.opened, controller.sightChanged):
            signal.connect(self._begin)
        controller.closing.connect(self._end)
        controller.selection.subscribe(self._cell_changed)

    @property
    def open(self) -> bool:
        """Whether the column is on show."""
        return self._action.isChecked()

    def show_cell(self) -> None:
        """Show the history of the cell that is looked at."""
        self.panel.of_cell.setChecked(True)
        self._action.setChecked(True)

    # -- coming and going ---------------------------------------------------------------------------------------------

    def _show(self, shown: bool) -> None:
        window = self._window
        window.right.setCurrentWidget(self.panel if shown else window.counts)
        self._make_room()
        if shown:
            self._read()
            self.panel.list.setFocus()
        else:
            self.panel.of_cell.setChecked(False)
            (window.field_panel.view if window.actions_["fields"].isChecked() else window.gallery).setFocus()

    def _make_room(self) -> None:
        """Beside the fields there are no counts, but there may be the history."""
        window = self._window
        if not window.actions_["fields"].isChecked():
            return
        window.right.setVisible(self.open)
        first, middle, right = window.columns.sizes()
        if self.open and not right:
            window.columns.setSizes([first - _WIDTH, middle, _WIDTH])
        elif not self.open:
            window.columns.setSizes([first + right, middle, 0])

    def _begin(self) -> None:
        session = self._controller.session
        self._end()
        self._history = CaseHistory(session) if session is not None else None
        if self.open:
            self._read()

    def _end(self) -> None:
        # The cells of another case may have the same names.
        for name in (_READ, _CELLS):
            self._controller.tasks.cancel(name)
        self._soon.stop()
        self._again, self._history = False, None
        self.panel.model.show(HistoryView())
        self.panel.refresh()

    # -- reading ------------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if self.open:
            self._soon.start()

    def _cell_changed(self) -> None:
        if self.open and self.panel.of_cell.isChecked():
            self._soon.start()

    def _read(self) -> None:
        """Read what is new; while a reading runs, once more after it."""
        tasks, history = self._controller.tasks, self._history
        if history is None or not self.open:
            return
        if tasks.get(_READ) is not None:
            self._again = True
            return
        cell_id = (self._controller.selection.current or "") if self.panel.of_cell.isChecked() else ""

        def work(progress: TaskProgress) -> _Read:
            return history.read(), history.of_cell(cell_id) if cell_id else None

        def finished(read: _Read) -> None:
            followed, self._going = self._going or self._follows(), False
            self.panel.model.show(*read)
            if followed:
                self.panel.mark_here()
            self.panel.refresh(cell_id)

        tasks.start(
            _READ, work, finished=finished, failed=self._controller.faulted.emit, ended=lambda _: self._read_on()
        )

    def _follows(self) -> bool:
        """Whether the mark stands at the present point, and so moves on with it; elsewhere it stays where a person put it."""
        line, view = self.panel.marked(), self.panel.model.view
        return line is None or view.state(line) == "here" or not self.panel.list.hasFocus()

    def _read_on(self) -> None:
        if self._again:
            self._again = False
            self._soon.start()

    def _go(self, position: int) -> None:
        self._going = True
        self._controller.travel_to(position)

    # -- what a line changed ------------------------------------------------------------------------------------------

    def _show_cells(self, line: int) -> None:
        history, controller = self._history, self._controller
        if history is None:
            return

        def finished(ids: tuple[str, ...]) -> None:
            case = controller.case
            here = [cell_id for cell_id in ids if case is not None and cell_id in case.cells]
            if here:
                self._window.choice.show(here)
            if len(here) < len(ids):
                words = (
                    translate("History", "None of them is among the cells any more.")
                    if not here
                    else translate("History", "{n:,} of them are not among the cells any more.").format(
                        n=len(ids) - len(here)
                    )
                )
                controller.said.emit(words, False)

        controller.tasks.start(
            _CELLS, lambda progress: history.cell_ids(line), finished=finished, failed=controller.faulted.emit
        )
