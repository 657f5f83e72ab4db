"""What has changed in the open case since it was last shown: heard from any thread, counted, and brought into the window."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from leukview.domain.case import Case
from leukview.domain.running_counts import RunningCounts
from leukview.gui.models.gallery import Entry
from leukview.gui.models.gallery_entry import entry_of

if TYPE_CHECKING:
    from leukview.gui.controller import Controller
    from leukview.gui.other_eyes import Look
    from leukview.services.session import Session

__all__ = ["News"]

_RECOUNT_MS = 300
"""While cells stream in, the view is brought up to date this often; a person's own action shows at once."""


class News(QObject):
    """Keeps a controller's gallery and counts in step with its session."""

    _changed = Signal()

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._news: deque[tuple[Session, frozenset[str]]] = deque()
        self._dirty: set[str] = set()
        self._shown: Case | None = None
        self._counts = RunningCounts()
        self._recounted: RunningCounts | None = None
        self._uncounted: set[str] = set()
        self._held = self._case_told = False
        self._recount = QTimer(self, singleShot=True)
        self._recount.timeout.connect(self.flush)
        self._changed.connect(self._take_news)

    def follow(self, session: Session, counts: RunningCounts) -> None:
        """Hear from now on what a session says, whose case is counted and laid out already."""
        self._counts, self._shown = counts, session.case
        session.subscribe(lambda cell_ids: self._hear(session, frozenset(cell_ids)))

    def stop(self) -> None:
        """Show nothing more of the session that is about to be closed."""
        self._recount.stop()
        self._dirty.clear()
        self._uncounted.clear()
        self._recounted = None

    def forget(self) -> None:
        """Forget the counts of a closed case."""
        self._counts = RunningCounts()
        self._held = self._case_told = False

    # -- what is heard ------------------------------------------------------------------------------------------------

    @property
    def waiting(self) -> bool:
        """Whether there is anything to show."""
        return bool(self._dirty)

    def _hear(self, session: Session, cell_ids: frozenset[str]) -> None:
        """Take what a session says has changed, in whichever thread it says so.

        It is kept here, the signal only wakes this thread: a worker's end may be told before its last signal comes, and who shows
        that end must not miss what the worker recorded last.
        """
        self._news.append((session, cell_ids))
        self._changed.emit()

    def _take_news(self) -> None:
        """Take note of what has changed, and show it soon."""
        if self._read_news() and not self._controller.decisions.busy:
            self.flush_soon()

    def _read_news(self) -> bool:
        """Take note of what has changed; return whether anything has. A session closed meanwhile is not listened to any more."""
        heard = False
        while self._news:
            session, cell_ids = self._news.popleft()
            if session is self._controller.session:
                heard = True
                self._dirty |= cell_ids
                if not cell_ids and self._held:
                    self._case_told = True
                elif not cell_ids:
                    self._controller.caseChanged.emit()
        return heard

    # -- what is shown ------------------------------------------------------------------------------------------------

    @property
    def counts(self) -> RunningCounts:
        """The open case's counts, of every change that was told so far; read them only."""
        self.count_changes()
        return self._counts

    def recounted(self, counts: RunningCounts) -> None:
        """Take counts that a worker made of the case after many changes; what they lack is caught up with."""
        self._recounted = counts

    def count_changes(self) -> None:
        """Take what has changed into the counts."""
        session = self._controller.session
        if session is not None and not self._held:
            ready, self._recounted = self._recounted, None
            if ready is not None:
                ready.catch_up(session.case.cells)
                self._counts = ready
            self._counts.take(session.case.cells, self._uncounted | self._dirty)
            self._uncounted.clear()

    def flush(self) -> None:
        """Show every change so far."""
        self.show_changes()
        self.tell_counts()

    def flush_soon(self) -> None:
        """Show every change in a moment; while an analysis runs, with those that come until then."""
        if not self._recount.isActive():
            self._recount.start(_RECOUNT_MS if self._controller.analysis is not None else 0)

    def show_changes(self, ready: Mapping[str, Entry] = MappingProxyType({})) -> None:
        """Show the cells as they are; ``ready`` has what a worker made of changed cells already."""
        self._read_news()
        self._recount.stop()
        controller = self._controller
        if controller.session is None or self._held:
            return
        dirty, self._dirty = self._dirty, set()
        self._uncounted |= dirty
        if controller.session.case is not self._shown:
            self._look_through_other_eyes(controller.session)
        elif dirty:
            # In the order in which the cells were found, since new ones join their groups in the order of the update.
            cells = controller.session.case.cells
            controller.model.update(
                [*filter(dirty.__contains__, list(cells)), *(gone for gone in dirty if gone not in cells)], ready
            )
            self._choose_first()

    def tell_counts(self) -> None:
        """Say that cells, counts and history have changed."""
        if self._controller.session is not None and not self._held:
            self._controller.cellsChanged.emit()
            self._controller.historyChanged.emit()

    def _look_through_other_eyes(self, session: Session) -> None:
        """Show the case anew from the start: another reader is at the window, and nothing of the last one's view may stay."""
        self._show_anew(session.case, {}, RunningCounts(session.case.cells))
        self._controller.sightChanged.emit()
        self.choose_anew()

    def _show_anew(self, case: Case, ready: Mapping[str, Entry], counts: RunningCounts) -> None:
        """Show another case's cells, or this one's as others see them, with none chosen."""
        controller = self._controller
        self._shown = case
        self._counts, self._uncounted, self._recounted = counts, set(), None
        controller.selection.set([])
        cells = dict(case.cells)
        # What a worker made of a cell counts only while the cell is the very same.
        entries = {
            cell_id: made if (made := ready.get(cell_id)) is not None and made.cell is cell else entry_of(cell)
            for cell_id, cell in cells.items()
        }
        controller.model.reset(case.cells, entries)

    # -- when another reader takes the window: see leukview.gui.other_eyes ---------------------------------------------

    @property
    def held(self) -> bool:
        """Whether everything on show stays as it is, since readers change."""
        return self._held

    def hold(self) -> None:
        """Show nothing new from now on: what is heard is kept until :meth:`look_at` or :meth:`let_go`."""
        self._held = True

    def let_go(self) -> None:
        """Show again what changes: the readers did not."""
        self._read_news()
        self._held = False
        self.tell_case()

    def look_at(self, look: Look) -> None:
        """Show the case as other eyes see it; nothing is chosen until :meth:`choose_anew`."""
        self._read_news()
        self._recount.stop()
        # Each of them is in the case by now: it was changed before it was told.
        self._dirty.clear()
        self._held = False
        look.counts.catch_up(look.case.cells)
        self._show_anew(look.case, look.entries, look.counts)

    def choose_anew(self) -> None:
        """Choose the cell that needs a person most, or else the first."""
        self._controller.go_on(self._controller.model.order())
        self._choose_first()

    def tell_case(self) -> None:
        """Say that the case itself has changed, where that was heard meanwhile."""
        if self._case_told:
            self._case_told = False
            self._controller.caseChanged.emit()

    def _choose_first(self) -> None:
        selection, model = self._controller.selection, self._controller.model
        if selection.current is None and model.shown:
            first = model.order()[0]
            selection.set([first], first)
