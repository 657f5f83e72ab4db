"""The window's worklist: what is read for its page, what a person does there, and what goes on behind it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from leukview.domain.case import CaseInfo
from leukview.domain.case_status import CaseStatus
from leukview.domain.errors import InputProblem
from leukview.gui.background import Background
from leukview.gui.menus import case_menu
from leukview.gui.preferences import Preferences
from leukview.gui.tasks import TaskProgress
from leukview.gui.watching import Watching
from leukview.gui.widgets.case_details import CaseDetails
from leukview.gui.widgets.combined_dialog import CombinedDialog
from leukview.gui.widgets.watch_dialog import WatchDialog
from leukview.gui.widgets.worklist_page import WorklistPage
from leukview.services.combine import CombinedSlides, slides_of
from leukview.services.settings import lab_ranges
from leukview.services.worklist import REMOVED, CaseRow, View

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.services.workspace import Received

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
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self._preferences = window.preferences
        self.page = WorklistPage(view_of(window.preferences))
        self.background = Background(window.controller, lambda: window.preferences.operator)
        self.watching = Watching(window.controller, window.preferences)
        self._order: list[str] = []
        self._undo: list[list[str]] = []
        self._step_wanted = 0
        self._from_list = False
        self._resumed = False
        self._again = False
        self._closed = False
        self._soon = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._soon.timeout.connect(self.refresh)
        self._connect()

    def _connect(self) -> None:
        page, controller, background = self.page, self._controller, self.background
        page.openRequested.connect(self.open)
        page.menuRequested.connect(self._menu)
        page.dropped.connect(self.receive)
        page.combineRequested.connect(self.combine)
        page.watchRequested.connect(self.show_watched)
        page.leaveRequested.connect(self.leave)
        page.undoRequested.connect(self.undo)
        page.removeRequested.connect(lambda: self.set_listed(page.table.chosen(), False))
        page.detailsRequested.connect(self.edit_details)
        page.analyseRequested.connect(self.analyse)
        page.viewChanged.connect(self._keep_view)
        background.changed.connect(self._show_background)
        background.ended.connect(lambda _: self._soon.start())
        self.watching.arrived.connect(self._arrived)
        self.watching.changed.connect(self._show_watching)
        controller.analysisChanged.connect(self._show_background)
        controller.cellsChanged.connect(self._refresh_shown)
        controller.caseChanged.connect(self._refresh_shown)
        controller.opening.connect(self._opening)
        controller.opened.connect(self._opened)
        self._show_watching()

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
        self._window.pages.setCurrentWidget(self.page)
        if session is not None and not self.page.table.chosen():
            self.page.table.choose([session.case_id])
        self.page.focus_table()
        self.refresh()

    def leave(self) -> None:
        """Go back to the open case, or to where one begins."""
        window = self._window
        busy = self._controller.tasks.get("open") is not None
        columns = self._controller.session is not None and not busy
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
            self._controller.said.emit("The list of cases shows none. Its filter may hide them.", False)
            return
        place = order.index(current) + step if current in order else 0
        if not 0 <= place < len(order):
            which = "last" if step > 0 else "first"
            self._controller.said.emit(f"This is the {which} case of the list.", False)
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

    # -- receiving ----------------------------------------------------------------------------------------------------

    def receive(self, folders: list[Path]) -> None:
        """List folders as cases, and analyse them in the background."""

        def work(progress: TaskProgress) -> tuple[list[Received], list[InputProblem]]:
            received, problems = [], []
            for folder in folders:
                progress.check_cancelled()
                try:
                    received.append(self._controller.work_space().receive(folder))
                except InputProblem as problem:
                    problems.append(problem)
            return received, problems

        def finished(found: tuple[list[Received], list[InputProblem]]) -> None:
            received, problems = found
            self._arrived(received)
            if problems:
                from leukview.gui.tasks import fault_of

                self._controller.faulted.emit(fault_of(problems[0]))
            if received:
                self.page.table.choose([item.case_id for item in received])

        self._controller.said.emit(f"Looking at {_count(len(folders), 'folder')}…", False)
        self._controller.tasks.start("receive", work, finished=finished, failed=self._controller.faulted.emit)

    def _arrived(self, received: list[Received]) -> None:
        new = [item for item in received if item.new]
        open_ = self._controller.session.case_id if self._controller.session is not None else ""
        self.background.add((item.case_id, item.name) for item in received if item.case_id != open_)
        if new:
            what = new[0].name if len(new) == 1 else _count(len(new), "case")
            self._controller.said.emit(f"Received {what}.", False)
        elif received:
            self._controller.said.emit("Already on the list. New images in them are analysed.", False)
        self.refresh()

    def show_watched(self) -> None:
        """Show the watched folders."""
        dialog = WatchDialog(self.watching, self._preferences.browse, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_watching(self) -> None:
        folders, problems = self.watching.folders, [words for words in self.watching.problems.values() if words]
        growing = self.watching.growing
        self.page.watch.setText("Watch folder…" if not folders else f"Watching {len(folders)}…")
        text = f"Watching {folders[0]}" if len(folders) == 1 else f"Watching {_count(len(folders), 'folder')}"
        if growing:
            text = f"Arriving: {growing[0]}" + (f" and {len(growing) - 1} more" if len(growing) > 1 else "")
        self.page.show_watched(problems[0] if problems else text if folders else "", bool(problems))

    # -- what is done with cases --------------------------------------------------------------------------------------

    def analyse(self) -> None:
        """Analyse the chosen cases: what is new in them or, where nothing is, everything again; labels stay."""
        chosen = [row for row in map(self.page.row, self.page.table.chosen()) if row is not None]
        session = self._controller.session
        for again in (False, True):
            rows = [row for row in chosen if (row.status is not CaseStatus.RECEIVED) == again]
            if session is not None and any(row.id == session.case_id for row in rows):
                self._controller.analyse(again=again)
            rows = [row for row in rows if session is None or row.id != session.case_id]
            self.background.add(((row.id, row.name) for row in rows), again=again)

    def set_listed(self, case_ids: Iterable[str], listed: bool, *, undoing: bool = False) -> None:
        """Take cases off the list, or put them back; nothing else of them changes."""
        ids = list(case_ids)
        if not ids:
            return

        def finished(done: list[str]) -> None:
            if not listed:
                for case_id in done:
                    self.background.drop(case_id)
                self._undo.append(done)
            words = f"Put {_count(len(done), 'case')} back" if listed else f"Removed {_count(len(done), 'case')}"
            back = "" if listed else f" Every decision is kept. ‘Removed’ lists them; {_UNDO_KEY} puts them back."
            self._controller.said.emit(f"{words}.{back}", False)
            self.refresh()

        self._controller.tasks.start(
            "listed",
            lambda progress: self._controller.work_space().set_listed(ids, listed, self._preferences.operator),
            finished=finished,
            failed=self._controller.faulted.emit,
        )

    def undo(self) -> None:
        """Put back what was removed last."""
        if self._undo:
            self.set_listed(self._undo.pop(), True)
        else:
            self._controller.said.emit("Nothing was removed from the list since the window was opened.", False)

    def edit_details(self) -> None:
        """Ask for the name, patient and slide of the chosen case."""
        chosen = self.page.table.chosen()
        row = self.page.row(chosen[0]) if chosen else None
        if row is None:
            return
        info = CaseInfo(row.name, row.folder, row.patient, row.slide, row.synthetic, row.received)
        dialog = CaseDetails(info, self._window)
        if dialog.exec():
            name, patient, slide = dialog.values()
            self.set_details(row, name or row.name, patient, slide)
        dialog.deleteLater()

    def set_details(self, row: CaseRow, name: str, patient: str, slide: str) -> None:
        """Set a case's name, patient and slide, open or not; undone in the case."""
        session = self._controller.session
        if session is not None and session.case_id == row.id:
            self._controller.edit_case(name, patient, slide)
            self.refresh()
            return
        unfinished = row.id == self.background.current or row.id in self.background.waiting

        def work(progress: TaskProgress) -> None:
            self.background.step_aside(row.id, None)
            self._controller.work_space().edit_details(row.id, name, patient, slide, self._preferences.operator)

        def finished(_: object) -> None:
            if unfinished:
                self.background.add([(row.id, name)])
            self.refresh()

        self._controller.tasks.start("details", work, finished=finished, failed=self._controller.faulted.emit)

    def show_folder(self) -> None:
        """Show the chosen case's folder in the system's own window."""
        chosen = self.page.table.chosen()
        row = self.page.row(chosen[0]) if chosen else None
        if row is None:
            return
        folder = Path(row.folder)

        def finished(there: bool) -> None:
            if not there or not QDesktopServices.openUrl(QUrl.fromLocalFile(row.folder)):
                why = "cannot be shown" if there else "is not there, or its drive is not connected"
                self._controller.said.emit(f"{row.folder} {why}.", False)

        self._controller.tasks.start("folder", lambda progress: folder.is_dir(), finished=finished)

    def combine(self) -> None:
        """Read the chosen slides, or those of the chosen one's patient, together."""
        ids = slides_of(self.page.rows, self.page.table.chosen())
        if not ids:
            return
        ranges, _ = lab_ranges(self._preferences)

        def work(progress: TaskProgress) -> CombinedSlides:
            from leukview.services.combine import combine_slides

            return combine_slides(self._controller.work_space().store, ids, ranges)

        def finished(found: CombinedSlides) -> None:
            dialog = CombinedDialog(found, self._window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self._controller.tasks.start("combine", work, finished=finished, failed=self._controller.faulted.emit)

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
                "Stopped. What is done is kept; the cases stay listed, and can be analysed later.", False
            )

    def _show_background(self) -> None:
        background, controller, status = self.background, self._controller, self._window.status
        live = {case_id: background.words(case_id) for case_id in (background.current, *background.waiting) if case_id}
        if controller.analysis is not None:
            if controller.session is not None:
                live[controller.session.case_id] = "Analysing…"
        elif background.busy:
            status.show_progress(*background.line())
        else:
            status.hide_progress()
        self.page.table.cases.set_live(live, background.faults)


_UNDO_KEY = "Ctrl+Z"


def _is_waiting(row: CaseRow) -> bool:
    """Whether a case was received and its images were never all analysed, and it is still on the list."""
    return row.status is CaseStatus.RECEIVED and bool(row.found) and not row.removed


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' if number != 1 else ''}"
