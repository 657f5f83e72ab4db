"""From cell to cell: the next, those alike, all, those that somebody asks for; and what the window shows of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.gui.models.gallery import GalleryModel, Tab
from leukview.gui.translation import translate

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["CellChoice"]


class CellChoice(QObject):
    """Chooses cells in a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller

    def step(self, step: int) -> None:
        """Go to the cell so many places on, or back where the number is negative."""
        selection = self._controller.selection
        target = self._controller.walk.neighbour(selection.current, step)
        if target is not None:
            selection.set([target], target)

    def show(self, cell_ids: list[str]) -> None:
        """Choose these cells and look at the first, leaving a tab, a filter or a closed group that hides one of them."""
        model, case = self._controller.model, self._controller.case
        ids = [cell_id for cell_id in cell_ids if case is not None and cell_id in case.cells]
        if not ids:
            return
        self._window.pages_.leave()
        if not all(cell_id in model for cell_id in ids):
            self._window.gallery_panel.restore(Tab.ALL, model.sort, "", [])
        for cell_id in ids:
            model.expand(model.group_of(cell_id) or "")
        self._controller.selection.set(ids, ids[0])
        self._window.gallery.setFocus()

    def show_drafts(self) -> None:
        """Say how many outlines were begun and are not used."""
        session = self._controller.session
        hidden = session is not None and session.sight == "second"
        self._window.status.show_drafts(0 if hidden else len(self._window.outlining.unused()))

    def go_to_draft(self) -> None:
        """Go to the first cell whose outline was begun and is not used."""
        unused = self._window.outlining.unused()
        if unused:
            self._controller.selection.set(unused[:1], unused[0])

    def select_all(self) -> None:
        """Choose every cell in sight."""
        self._controller.selection.set(self._controller.walk.order(collapsed=False), self._controller.selection.current)

    def select_alike(self) -> None:
        """Choose what is alike among the cells in sight, in an expanded group."""
        window, walk, selection = self._window, self._controller.walk, self._controller.selection
        if isinstance(walk, GalleryModel) and selection.current is not None and selection.current in walk:
            if walk is self._controller.model:
                window.gallery.ensure_visible(selection.current)
            alike = walk.alike(selection.current)
            selection.set(alike, selection.current)
            window.status.show_message(translate("MainWindow", "{n:,} alike selected").format(n=len(alike)), False)

    def relabel_current(self, class_id: str) -> None:
        """Give the cell on show, and no other, a person's label."""
        current = self._controller.selection.current
        if current is not None:
            self._controller.relabel([current], class_id)

    def show_current(self) -> None:
        """Show what is chosen: the current cell large, and in sight among the others."""
        window, controller = self._window, self._controller
        if controller.news.held:
            # A note begun now would be one reader's, and the other's when it is stored.
            return
        case, current = controller.case, controller.selection.current
        cell = case.cells.get(current) if case is not None and current is not None else None
        shown = window.cell_panel.cell()
        if cell is None or shown is None or shown.id != cell.id:
            window.cell_panel.show_cell(cell)
            if cell is not None:
                window.gallery.ensure_visible(cell.id)
                following = controller.walk.neighbour(cell.id, 1)
                window.feed.look_ahead(case.cells.get(following) if case is not None and following else None)
                window.shown.emit()
        window.presenter.show_case()
        window.resume.save_soon()
