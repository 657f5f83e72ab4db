"""Opening a case: read in a worker, laid out and shown in turns, so that the window is never held up."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from leukview.domain.rules import suggest
from leukview.domain.running_counts import RunningCounts
from leukview.gui.models.gallery import Entry, entries_of
from leukview.gui.tasks import Fault, TaskProgress
from leukview.gui.translation import translate
from leukview.gui.turns import in_turns

if TYPE_CHECKING:
    from leukview.gui.controller import Controller
    from leukview.services.session import Session

__all__ = ["Opening"]


class Opening(QObject):
    """Opens one case after another for a controller, whose signals tell of each stage."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._arriving: Session | None = None

    @property
    def busy(self) -> bool:
        """Whether a case is on its way in: being read, or read and not open yet."""
        return self._controller.tasks.get("open") is not None or self._arriving is not None

    def start(self, what: str, work: Callable[[TaskProgress], Session]) -> None:
        """Open a case in place of the one that is open.

        Parameters
        ----------
        what:
            What is opened, in words.
        work:
            Makes its session; called in a worker.
        """
        controller = self._controller
        controller.opening.emit(translate("Controller", "Opening {what}…").format(what=what), "")

        def failed(fault: Fault) -> None:
            controller.faulted.emit(fault)
            controller.opening.emit("", "")

        def progress(done: int, total: int, message: str) -> None:
            controller.opening.emit(
                translate("Controller", "Opening {what}…").format(what=what),
                translate("Controller", "{done:,} of {total:,}").format(done=done, total=total) if total else message,
            )
            controller.openingProgress.emit(done, total)

        def prepared(progress_: TaskProgress) -> tuple[Session, dict[str, Entry], RunningCounts]:
            from leukview.services.signing import prepare

            session = work(progress_)
            try:
                controller.may_open(session)
            except Exception:
                session.close()
                raise
            counts = RunningCounts(session.case.cells)
            # The first count reads the ranges and rules from their files.
            suggest(counts.differential())
            prepare(session)
            return session, entries_of(session.case.cells), counts

        controller.tasks.start("open", prepared, finished=self._opened, failed=failed, progress=progress)

    def abandon(self) -> None:
        """Close a case that has been read and is not open yet."""
        if self._arriving is not None:
            self._arriving.close()
            self._arriving = None
            gc.unfreeze()

    def _opened(self, ready: tuple[Session, dict[str, Entry], RunningCounts]) -> None:
        session, entries, counts = ready
        controller = self._controller
        controller.close()
        # Ten thousand cells are a million objects: walking them all in search of garbage would hold the window up.
        gc.freeze()
        self._arriving = session
        controller.selection.set([])
        controller.arriving.emit(session)
        controller.model.reset(session.case.cells, entries)
        gc.freeze()
        # Laying out many cells, counting them and going over to them are turns of their own: until the second no case is open.
        QTimer.singleShot(0, self, lambda: self._enter(session, counts))

    def _enter(self, session: Session, counts: RunningCounts) -> None:
        if session is not self._arriving:
            return
        self._arriving = None
        controller = self._controller
        controller.session = session
        controller.news.follow(session, counts)
        controller.analysed = False
        controller.loaded.emit()
        steps: list[Callable[[], object]] = [
            controller.entering.emit,
            controller.opened.emit,
            controller.historyChanged.emit,
            controller.analyse,
        ]
        in_turns(self, lambda: session is controller.session, steps)
