"""The window's worklist: what is read for its page, which case is opened from it, and what goes on behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

from leukview.domain.case_status import CaseStatus
from leukview.gui.background import Background
from leukview.gui.case_changes import CaseChanges
from leukview.gui.list_keys import LIST_KEYS
from leukview.gui.menus import case_menu
from leukview.gui.preferences import Preferences
from leukview.gui.receiving import Receiving
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import translate
from leukview.gui.watching import Watching
from leukview.gui.widgets.worklist_page import WorklistPage
from leukview.services.worklist import REMOVED, CaseRow, View

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Worklist", "view_of"]

_REFRESH_MS = 200
"""Quiet time before the list is read anew."""


def view_of(preferences: Preferences) -> View:
    """Return how the list was left."""
    kept = preferences
    status = kept.cases_filter if kept.cases_filter in {*CaseStatus, REMOVED} else ""
    return View("", status, kept.cases_sort, kept.cases_descending, kept.cases_grouped)


class Worklist(QObject):
    """The page of cases of a window, the queue behind it and the watched folders.

    Attributes
    ----------
    page:
        The page in the window's stack.
    background:
        Analyses what was received.
    watching:
        The watched folders.
    changes, receiving:
        What is done with the chosen cases; how folders become cases.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self._preferences = window.preferences
        self.page = WorklistPage(view_of(window.preferences))
        self.background = Background(window.controller, lambda: window.preferences.operator)
        self.watching = Watching(window.controller, window.preferences)
        self.changes = CaseChanges(window, self.page, self.background, self.refresh)
        self.receiving = Receiving(window, self.page, self.background, self.watching, self.refresh)
        self._order: list[str] = []
        self._step_wanted = 0
        self._from_list = False
        self._resumed = False
        self._again = False
        self._closed = False
        self._soon = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._soon.timeout.connect(self.refresh)
        self._connect()

    def key(self, name: str) -> str:
        """Return the key of one of the list's own actions that is shown; empty for none."""
        return next(iter(self._window.actions_.keymap.keys(f"list.{name}")), "")

    def _use_keys(self) -> None:
        """Let the list's own keys be those that are in force."""
        self.page.use_keys({key.item: self._window.actions_.keymap.keys(key.item) for key in LIST_KEYS})
        if self.shown:
            self._window.strip.set_keys(self.page.keys)

    def _connect(self) -> None:
        page, controller, background = self.page, self._controller, self.background
        page.openRequested.connect(self.open)
        page.menuRequested.connect(self._menu)
        page.combineRequested.connect(self.changes.combine)
        page.watchRequested.connect(self.receiving.show_watched)
        page.leaveRequested.connect(self.leave)
        page.undoRequested.connect(self.changes.undo)
        page.removeRequested.connect(lambda: self.changes.set_listed(page.table.chosen(), False))
        page.detailsRequested.connect(self.changes.edit_details)
        page.analyseRequested.connect(self.changes.analyse)
        page.viewChanged.connect(self._keep_view)
        background.changed.connect(self._show_background)
        background.ended.connect(lambda _: self._soon.start())
        controller.analysisChanged.connect(self._show_background)
        controller.cellsChanged.connect(self._refresh_shown)
        controller.caseChanged.connect(self._refresh_shown)
        self._window.actions_.keysChanged.connect(self._use_keys)
        controller.opening.connect(self._opening)
        controller.opened.connect(self._opened)
        self.receiving.show_watching()

    def start(self) -> None:
        """Begin to watch, and go on with what was received and not analysed when the window was closed."""
        if self._preferences.watched:
            self.watching.start()
            self.refresh()

    def shutdown(self) -> None:
        """End everything that goes on behind the page."""
        self._closed = True
        self._soon.stop()
        self.watching.shutdown()
        self.receiving.shutdown()
        self.background.shutdown()

    # -- the page -----------------------------------------------------------------------------------------------------

    @property
    def shown(self) -> bool:
        """Whether the page is on show."""
        return self._window.pages.currentWidget() is self.page

    def toggle(self) -> None:
        """Show the page, or go back to the open case."""
        if self.shown:
            self.leave()
        else:
            self.show()

    def show(self) -> None:
        """Show the page."""
        session = self._controller.session
        # Else the review would come back in the order of the grid or of the cells side by side.
        self._window.pages_.leave()
        self._window.pages.setCurrentWidget(self.page)
        if session is not None and not self.page.table.chosen():
            self.page.table.choose([session.case_id])
        self.page.focus_table()
        self.refresh()

    def leave(self) -> None:
        """Go back to the open case, or to where one begins."""
        window = self._window
        columns = self._controller.session is not None and not self._controller.opens
        window.pages.setCurrentWidget(window.columns if columns else window.empty)
        (window.gallery if columns else window.empty).setFocus()

    def refresh(self) -> None:
        """Read the list anew; at once, or when the reading that runs has ended."""
        self._soon.stop()
        tasks = self._controller.tasks
        if self._closed:
            return
        if tasks.get("worklist") is not None:
            self._again = True
            return

        def work(progress: TaskProgress) -> list[CaseRow]:
            from leukview.services.worklist import load_rows

            return load_rows(self._controller.work_space().store, progress, progress.partial)

        tasks.start(
            "worklist",
            work,
            partial=self._take,
            finished=self._loaded,
            failed=self._controller.faulted.emit,
            ended=lambda _: self._read(),
        )

    def _read(self) -> None:
        if self._again:
            self._again = False
            self._soon.start()

    def _refresh_shown(self) -> None:
        if self.shown and not self._soon.isActive():
            self._soon.start()

    def _take(self, rows: list[CaseRow]) -> None:
        self.page.show_rows(rows)
        if self.shown and not self.page.search.hasFocus():
            self.page.table.choose_first()

    def _loaded(self, rows: list[CaseRow]) -> None:
        self._take(rows)
        if not self._resumed:
            self._resumed = True
            open_ = self._controller.session.case_id if self._controller.session is not None else ""
            self.background.add((row.id, row.name) for row in rows if _is_waiting(row) and row.id != open_)
        if self._step_wanted:
            step, self._step_wanted = self._step_wanted, 0
            self.step(step)

    def _keep_view(self) -> None:
        view, kept = self.page.view, self._preferences
        kept.cases_sort, kept.cases_descending = view.sort, view.descending
        kept.cases_filter, kept.cases_grouped = view.status, view.grouped

    # -- opening ------------------------------------------------------------------------------------------------------

    def open(self, case_id: str) -> None:
        """Open a case of the list; ‘next case’ then follows the list as it is shown now."""
        self._order = self.page.arranged.order
        self._open(case_id)

    def _open(self, case_id: str) -> None:
        session = self._controller.session
        if session is not None and session.case_id == case_id:
            self.leave()
            return
        self._from_list = self.shown
        self._controller.open_case(case_id)

    def step(self, step: int) -> None:
        """Open the next case of the list, or with -1 the one before."""
        session = self._controller.session
        current = session.case_id if session is not None else ""
        order = self._order if current in self._order else self.page.arranged.order
        if not self.page.rows:
            self._step_wanted = step
            self.refresh()
            return
        if not order:
            self._controller.said.emit(
                translate("Worklist", "The list of cases shows none. Its filter may hide them."), False
            )
            return
        place = order.index(current) + step if current in order else 0
        if not 0 <= place < len(order):
            self._controller.said.emit(
                translate("Worklist", "This is the last case of the list.")
                if step > 0
                else translate("Worklist", "This is the first case of the list."),
                False,
            )
            return
        self._order = order
        self._open(order[place])

    def _opening(self, title: str, text: str) -> None:
        """Come back to the list where a case chosen there cannot be opened."""
        if not title and self._from_list:
            self._from_list = False
            self.show()

    def _opened(self) -> None:
        self._from_list = False
        if self.page.rows:
            self._soon.start()

    # -- what is done elsewhere ---------------------------------------------------------------------------------------

    def receive(self, folders: list[Path]) -> None:
        """List folders as cases, and analyse them in the background."""
        self.receiving.receive(folders)

    def _menu(self, where: QPoint) -> None:
        rows = [row for row in map(self.page.row, self.page.table.chosen()) if row is not None]
        if rows:
            case_menu(self, rows).popup(where)

    # -- the status line ----------------------------------------------------------------------------------------------

    def stop_background(self) -> None:
        """Stop what is analysed in the background, where the status line shows that."""
        if self._controller.analysis is None and self.background.busy:
            self.background.stop()
            self._controller.said.emit(
                translate(
                    "Worklist", "Stopped. What is done is kept; the cases stay listed, and can be analysed later."
                ),
                False,
            )

    def _show_background(self) -> None:
        background, controller, status = self.background, self._controller, self._window.status
        live = {case_id: background.words(case_id) for case_id in (background.current, *background.waiting) if case_id}
        if controller.analysis is not None:
            if controller.session is not None:
                live[controller.session.case_id] = translate("Worklist", "Analysing…")
        elif background.busy:
            status.show_progress(*background.line())
        else:
            status.hide_progress()
        self.page.table.cases.set_live(live, background.faults)


def _is_waiting(row: CaseRow) -> bool:
    """Whether a case was received and its images were never all analysed, and it is still on the list."""
    return row.status is CaseStatus.RECEIVED and bool(row.found) and not row.removed
