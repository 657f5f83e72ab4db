"""The pages that take the review's place for a while, the grid of one class and the cells side by side, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from leukview.domain.cell import Cell
from leukview.domain.oddness import Oddness, odd_first
from leukview.domain.taxonomy import taxonomy
from leukview.gui.comparing import cut_cells
from leukview.gui.models.compared import FEWEST, MOST, Compared
from leukview.gui.models.gallery_entry import Entry
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import class_name, translate
from leukview.gui.widgets.class_grid import ClassGrid
from leukview.gui.widgets.compare_view import ComparePage

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["ReviewPages"]

_LOOKING = "class grid"
_AT_ONCE = 1000
"""In a class of more cells than this the odd ones are looked for in a worker; the page before stays until they are found."""

_NEED_REVIEW = ("note", "edit_mask", "heat_map", "neighbours", "find")
"""Actions on parts that only the review shows: they go back to it first."""


class ReviewPages(QObject):
    """Opens and leaves a window's pages. Made before the window's actions are connected: some of them must go back first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller = window.controller
        actions = window.actions_
        self.grid = ClassGrid(
            controller.selection,
            window.thumbnails,
            actions["confirm_rest"],
            actions["previous_class"],
            actions["next_class"],
        )
        self.grid.wall.set_tile(window.preferences.wall_tile)
        self.compared = Compared(self._cell)
        self.compare = ComparePage(self.compared, controller.selection)
        self._under: QWidget | None = None
        for page in (self.grid, self.compare):
            window.pages.addWidget(page)
            page.left.connect(self.back)
        self.grid.wall.menuRequested.connect(lambda where, _: window.show_menu(where, ""))
        self.grid.wall.viewChanged.connect(self._keep_size)
        actions["class_grid"].triggered.connect(lambda _=False: self.show_class())
        actions["compare"].triggered.connect(lambda _=False: self.show_compare())
        actions["next_class"].triggered.connect(lambda _=False: self.step_class(1))
        actions["previous_class"].triggered.connect(lambda _=False: self.step_class(-1))
        for name in _NEED_REVIEW:
            actions[name].triggered.connect(lambda _=False: self.leave())
        controller.cellsChanged.connect(self._follow)
        # Before the start page takes their place: where a case is opened, no page of the one before may stay in sight.
        controller.opening.connect(lambda *_: self.leave())
        controller.closing.connect(self.leave)
        window.cell_panel.tools.contours_button.toggled.connect(self.compare.set_contours_visible)
        self.compare.set_contours_visible(window.cell_panel.tools.contours_button.isChecked())

    # -- one class ----------------------------------------------------------------------------------------------------

    def show_class(self, class_id: str = "") -> None:
        """Show all cells of a class, by default the current cell's."""
        controller = self._controller
        current = controller.selection.current or ""
        class_id = class_id or controller.model.group_of(current) or ""
        entries = controller.model.of_class(class_id)
        controller.tasks.cancel(_LOOKING)
        if not entries:
            controller.said.emit(translate("Pages", "No cell is chosen, so there is no class to show."), False)
            return
        if len(entries) <= _AT_ONCE:
            self._put_up(class_id, entries, odd_first(entry.cell for entry in entries.values()))
            return
        asked_from, name = self._window.pages.currentWidget(), class_name(class_id)

        def finished(oddness: dict[str, Oddness]) -> None:
            if self._window.pages.currentWidget() is not asked_from:
                return
            now = controller.model.of_class(class_id)
            if now.keys() == entries.keys() and all(now[key].cell is entries[key].cell for key in now):
                self._put_up(class_id, now, oddness)
            else:
                # Decided meanwhile: what was found is of cells as they were.
                self.show_class(class_id)

        controller.said.emit(
            translate("Pages", "Looking for the odd ones among {n:,} cells of {name}…").format(
                n=len(entries), name=name
            ),
            False,
        )
        cells = [entry.cell for entry in entries.values()]
        controller.tasks.start(
            _LOOKING, lambda progress: odd_first(cells), finished=finished, failed=controller.faulted.emit
        )

    def _put_up(self, class_id: str, entries: dict[str, Entry], oddness: dict[str, Oddness]) -> None:
        controller = self._controller
        self.grid.model.show(class_id, entries, oddness)
        self._enter(self.grid)
        controller.walk = self.grid.model
        order = self.grid.model.order()
        controller.selection.set([order[0]], order[0])
        self.grid.wall.verticalScrollBar().setValue(0)
        self.grid.wall.setFocus()

    def step_class(self, step: int) -> None:
        """Go to the next class that has cells, or the one before: on the grid of one class there, else in the gallery."""
        controller = self._controller
        on_grid = self._window.pages.currentWidget() is self.grid
        if not on_grid and self._window.pages.currentWidget() is not self._window.columns:
            return
        here = self.grid.model.class_id if on_grid else controller.model.group_of(controller.selection.current or "")
        there = [group.class_id for group in controller.model.groups]
        if on_grid:
            there = taxonomy().sorted(name for name, count in controller.model.totals.items() if count)
        place = taxonomy()[here].order if here else -1
        ahead = [name for name in there if (taxonomy()[name].order - place) * step > 0]
        if not ahead:
            return
        target = ahead[0] if step > 0 else ahead[-1]
        if on_grid:
            self.show_class(target)
            return
        group = next(group for group in controller.model.groups if group.class_id == target)
        self._window.gallery.show_group(target)
        controller.selection.set(group.ids[:1], group.ids[0])

    # -- side by side -------------------------------------------------------------------------------------------------

    def show_compare(self) -> None:
        """Show the chosen cells side by side."""
        controller = self._controller
        ids = [cell_id for cell_id in controller.walk.order() if cell_id in controller.selection]
        if self._window.pages.currentWidget() is self.compare:
            return
        if not FEWEST <= len(ids) <= MOST:
            controller.said.emit(
                translate("Pages", "Choose {fewest} to {most} cells to compare; {n:,} chosen now.").format(
                    fewest=FEWEST, most=MOST, n=len(ids)
                ),
                False,
            )
            return
        self._under = self._window.pages.currentWidget()
        self.compared.show(ids)
        self.compare.build()
        self._enter(self.compare)
        controller.walk = self.compared
        controller.selection.set([ids[0]], ids[0])
        self.compare.setFocus()
        self._load()

    def _load(self) -> None:
        session, folder = self._controller.session, self._controller.folder
        if session is None:
            return
        cells, span = [self.compared.cell(cell_id) for cell_id in self.compared.order()], self.compared.span

        def work(progress: TaskProgress) -> None:
            for cut in cut_cells(session, folder, cells, span):
                progress.partial(cut)

        self._controller.tasks.start(
            "compare", work, partial=self.compare.set_cut, failed=self._controller.faulted.emit
        )

    # -- coming and going ---------------------------------------------------------------------------------------------

    def back(self) -> None:
        """Go back to where this page was opened from, with the cell chosen that was looked at and no other."""
        if self._window.pages.currentWidget() is self.compare and self._under is self.grid:
            self._under = None
            self._controller.tasks.cancel("compare")
            self._enter(self.grid)
            self._controller.walk = self.grid.model
            current = self._controller.selection.current
            if current is not None:
                self.grid.wall.ensure_visible(current)
            self.grid.wall.setFocus()
        else:
            self.leave()

    def leave(self) -> None:
        """Go back to the review, at the cell that was looked at."""
        window = self._window
        self._controller.tasks.cancel(_LOOKING)
        if window.pages.currentWidget() not in (self.grid, self.compare):
            return
        self._controller.tasks.cancel("compare")
        self._under = None
        self._controller.walk = self._controller.model
        window.pages.setCurrentWidget(window.columns)
        current = self._controller.selection.current
        if current is not None:
            self._controller.selection.set([current], current)
            if current in self._controller.model:
                window.gallery.ensure_visible(current)
        window.gallery.setFocus()

    def _enter(self, page: QWidget) -> None:
        self._window.pages.setCurrentWidget(page)

    def _follow(self) -> None:
        """Show what has changed on the page that is open."""
        case, shown = self._controller.case, self._window.pages.currentWidget()
        if case is None:
            return
        if shown is self.grid or self._under is self.grid:
            self.grid.model.follow(case.cells)
            self._controller.selection.retain(lambda cell_id: cell_id in case.cells)
        if shown is self.compare:
            self.compare.refresh()

    def _cell(self, cell_id: str) -> Cell | None:
        case = self._controller.case
        return case.cells.get(cell_id) if case is not None else None

    def _keep_size(self) -> None:
        self._window.preferences.wall_tile = self.grid.wall.grid.tile
