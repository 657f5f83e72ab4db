"""Leaving a case and coming back to it: the window opens exactly as it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from leukview.domain.errors import LeukViewError
from leukview.gui.models.gallery import Sort, Tab
from leukview.gui.models.gallery_filter import CellFilter
from leukview.gui.tasks import fault_of
from leukview.gui.view_state import ViewState

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Resume"]

_SAVE_MS = 800
"""Quiet time before a changed view is stored."""
_SETTLE_MS = 150
"""Time for the window's layout to come to rest after a case was opened."""


class Resume(QObject):
    """Saves a window's view with its case a moment after each change, and restores it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._restoring = False
        self._soon = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._soon.timeout.connect(self.save)
        self._scroll = 0
        self._settled = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settled.timeout.connect(self._end)
        window.gallery.verticalScrollBar().rangeChanged.connect(lambda *_: self._apply_scroll())
        window.gallery_panel.viewChanged.connect(self.save_soon)
        window.cell_panel.stateChanged.connect(self.save_soon)
        window.columns.splitterMoved.connect(self.save_soon)
        window.outlining.draftsChanged.connect(self.save_soon)

    def save_soon(self) -> None:
        """Save once the user pauses."""
        if not self._restoring:
            self._soon.start()

    def save(self) -> None:
        """Save now."""
        self._soon.stop()
        session = self._window.controller.session
        if session is None or self._window.controller.news.held:
            # While readers change the view is still one's and the eyes are the other's.
            return
        if self._window.controller.decisions.busy:
            # The store is taken: waiting for it here would hold the window up.
            self._soon.start()
            return
        if self._restoring:
            self._settled.stop()
            self._end()
        try:
            session.save_view_state(self.view().to_dict())
        except LeukViewError as error:
            self._window.controller.faulted.emit(fault_of(error))

    def view(self) -> ViewState:
        """Return how the window looks now."""
        window = self._window
        model, selection = window.controller.model, window.controller.selection
        return ViewState(
            current=selection.current or "",
            selected=selection.ids[:1000],
            tab=model.tab.value,
            sort=model.sort.value,
            backwards=model.backwards,
            cells=model.filter.to_dict(),
            filter=window.gallery_panel.filter.text(),
            collapsed=sorted(model.collapsed),
            scroll=window.gallery.verticalScrollBar().value(),
            tile=window.gallery.grid.tile,
            panel=window.cell_panel.state(),
            columns=window.shares.sizes(),
            fields=window.actions_["fields"].isChecked(),
            drafts=window.outlining.drafts.to_data(),
            sight=window.controller.session.sight if window.controller.session is not None else "whole",
        )

    def aim(self, view: ViewState) -> None:
        """Have the cells that are about to come laid out as :meth:`restore` will want them, once and for all."""
        model = self._window.controller.model
        model.aim(*_of_cells(view), backwards=view.backwards)

    def restore(self, view: ViewState) -> None:
        """Bring a view back; what no longer exists is left out."""
        window = self._window
        model, case = window.controller.model, window.controller.case
        assert case is not None
        self._restoring = True
        if view.tile:
            window.gallery.set_tile(view.tile)
        window.actions_["fields"].setChecked(False)
        if len(view.columns) == window.columns.count() and all(view.columns):
            window.columns.setSizes(view.columns)
        window.gallery_panel.restore(*_of_cells(view), backwards=view.backwards)
        window.cell_panel.restore(view.panel)
        window.outlining.restore(view.drafts)
        current = view.current if view.current in case.cells else next(iter(model.order()), None)
        window.controller.selection.set([cell_id for cell_id in view.selected if cell_id in case.cells], current)
        window.actions_["fields"].setChecked(view.fields)
        self._scroll = view.scroll
        self._apply_scroll()
        self._settled.start()

    def _apply_scroll(self) -> None:
        """Scroll to where it was; the bar's range follows the layout, which may take a few turns of the event loop."""
        if self._restoring:
            self._window.gallery.verticalScrollBar().setValue(self._scroll)

    def _end(self) -> None:
        self._apply_scroll()
        self._restoring = False


def _of_cells(view: ViewState) -> tuple[Tab, Sort, str, list[str], CellFilter]:
    return Tab(view.tab), Sort(view.sort), view.filter, view.collapsed, CellFilter.from_dict(view.cells)
