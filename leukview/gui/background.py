"""Analyses received cases one after another while a person reviews another; the open case always goes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Condition, Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from leukview.domain.errors import Cancelled
from leukview.domain.progress import Progress
from leukview.gui.controller import Controller
from leukview.gui.recording import analyse_into
from leukview.gui.tasks import Fault, Task, TaskProgress
from leukview.gui.translation import several, translate

if TYPE_CHECKING:
    from leukview.services.session import Session

__all__ = ["Background"]

_TASK = "background"
_WAIT_S = 0.05
_NAME = 28
"""Letters of a case's name that the status line shows."""
_PATIENCE_S = 120.0
"""How long opening a case waits for its analysis in the background to end: a batch, or the loading of the weights."""


class _Run:
    """One case's analysis in the background, and whether it is to end."""

    def __init__(self, case_id: str, again: bool) -> None:
        self.case_id = case_id
        self.again = again
        self.halt = Event()
        self.working = False


class _Polite:
    """Progress that stands still while the open case is being analysed, and ends when it is told to step aside."""

    def __init__(self, progress: TaskProgress, halt: Event, free: Event) -> None:
        self._progress, self._halt, self._free = progress, halt, free

    def report(self, done: int, total: int, message: str = "") -> None:
        """Pass it on."""
        self._progress.report(done, total, message)

    def check_cancelled(self) -> None:
        """Wait for the open case; raise ``Cancelled`` once stopped or told to step aside."""
        while True:
            self._progress.check_cancelled()
            if self._halt.is_set():
                raise Cancelled("The case was opened.")
            if self._free.wait(_WAIT_S):
                return


class Background(QObject):
    """The queue of cases to analyse.

    Parameters
    ----------
    controller:
        Whose open case goes first, and whose pipeline is used.
    operator:
        Returns who works here, for the audit trail.

    Attributes
    ----------
    faults:
        Case id → why its last analysis ended early, in words.

    Signals
    -------
    changed:
        The queue, or how far its first case is.
    ended:
        A case's analysis is over, however it ended; carries its id.
    """

    changed = Signal()
    ended = Signal(str)

    def __init__(self, controller: Controller, operator: Callable[[], str]) -> None:
        super().__init__(controller)
        self._controller = controller
        self._operator = operator
        self._waiting: dict[str, bool] = {}
        self._names: dict[str, str] = {}
        self._run: _Run | None = None
        self._turn = Condition()
        self._free = Event()
        self._free.set()
        self._closed = False
        self.faults: dict[str, str] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._start_next)
        controller.step_aside = self.step_aside
        controller.leftUnfinished.connect(self._go_on_with)
        # Before the next one is begun: a case that is about to be open must not be opened here as well.
        controller.arriving.connect(self._leave)
        controller.loaded.connect(self._loaded)
        controller.tasks.changed.connect(self._tasks_changed)

    # -- the queue ----------------------------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """Id of the case being analysed; empty where none is."""
        return self._run.case_id if self._run is not None else ""

    @property
    def waiting(self) -> list[str]:
        """Ids of the cases that wait, the next one first."""
        return list(self._waiting)

    @property
    def busy(self) -> bool:
        """Whether anything is being analysed or waits."""
        return bool(self._waiting) or self._run is not None

    @property
    def task(self) -> Task | None:
        """The running analysis."""
        return self._controller.tasks.get(_TASK)

    @property
    def stopping(self) -> bool:
        """Whether the running analysis was asked to stop."""
        return self.task is not None and self.task.stopping

    def add(self, cases: Iterable[tuple[str, str]], *, again: bool = False) -> None:
        """Queue cases, given as (id, name); one that waits or runs already is not queued twice.

        Parameters
        ----------
        cases:
            Which.
        again:
            Whether images that are analysed already are analysed again; people's labels stay.
        """
        for case_id, name in cases:
            self._names[case_id] = name
            self.faults.pop(case_id, None)
            if case_id != self.current or again:
                self._waiting[case_id] = again or self._waiting.get(case_id, False)
        self._soon.start()
        self.changed.emit()

    def stop(self) -> None:
        """Stop the running analysis and forget those that wait; what is done is kept, and all of them stay listed."""
        self._waiting.clear()
        if self.task is not None:
            self.task.stop()
        self.changed.emit()

    def drop(self, case_id: str) -> None:
        """Forget a case that waits; stop it where it runs."""
        self._waiting.pop(case_id, None)
        if self.current == case_id and self.task is not None:
            self.task.stop()
        self.changed.emit()

    def shutdown(self) -> None:
        """Start nothing any more."""
        self._closed = True
        self._waiting.clear()
        if self.task is not None:
            self.task.stop()

    def words(self, case_id: str) -> str:
        """Return how far a case's analysis is; empty where it neither runs nor waits."""
        if case_id == self.current:
            task = self.task
            if task is not None and task.total and task.message == "analysing":
                return translate("Background", "Analysing {done:,} of {total:,}").format(
                    done=task.done, total=task.total
                )
            return translate("Background", "Analysing…")
        return translate("Background", "Waiting") if case_id in self._waiting else ""

    def line(self) -> tuple[int, int, str]:
        """Return the progress of the whole queue for the status line: done, total and words."""
        task, more = self.task, len(self._waiting)
        after = translate("Background", " · {more:,} waiting").format(more=more) if more else ""
        if task is None:
            return (
                0,
                0,
                several(
                    more, translate("Background", "{n:,} case waiting"), translate("Background", "{n:,} cases waiting")
                ),
            )
        if task.stopping:
            return task.done, task.total, translate("Background", "Stopping…")
        if not self._free.is_set():
            return (
                task.done,
                task.total,
                translate("Background", "{name} waits{after}").format(
                    name=_short(self._names.get(self.current, "")), after=after
                ),
            )
        name = _short(self._names.get(self.current, ""))
        done = (
            translate("Background", ": {done:,} of {total:,}").format(done=task.done, total=task.total)
            if task.total and task.message == "analysing"
            else "…"
        )
        return (
            task.done,
            task.total,
            translate("Background", "Analysing {name}{done}{after}").format(name=name, done=done, after=after),
        )

    # -- one after another --------------------------------------------------------------------------------------------

    def _tasks_changed(self) -> None:
        analysing = self._controller.analysis is not None
        if analysing == self._free.is_set():
            (self._free.clear if analysing else self._free.set)()
            self.changed.emit()
        if self._waiting and self._run is None and not self._soon.isActive():
            self._soon.start()

    def _loaded(self) -> None:
        if self._controller.session is not None:
            self._leave(self._controller.session)

    def _leave(self, session: Session) -> None:
        """Leave the case that is being opened to the window, which analyses it itself."""
        if self._waiting.pop(session.case_id, None) is not None:
            self.changed.emit()

    def _go_on_with(self, case_id: str) -> None:
        """Finish what was begun in a case that is not open any more."""
        if not self._closed:
            self.add([(case_id, self._names.get(case_id, translate("Background", "the last case")))])

    def _start_next(self) -> None:
        tasks = self._controller.tasks
        open_ = self._controller.session
        if self._closed or self._run is not None or not self._waiting:
            return
        if self._controller.opens or self._controller.analysis is not None:
            return
        case_id = next(iter(self._waiting))
        again = self._waiting.pop(case_id)
        if open_ is not None and open_.case_id == case_id:
            self._soon.start()
            return
        run = self._run = _Run(case_id, again)
        tasks.start(
            _TASK,
            lambda progress: self._work(run, progress),
            progress=lambda *_: self.changed.emit(),
            failed=lambda fault: self._failed(case_id, fault),
            ended=lambda task: self._ended(run),
        )
        self.changed.emit()

    def _work(self, run: _Run, progress: TaskProgress) -> None:
        """Analyse a case. Called in a worker."""
        with self._turn:
            if run.halt.is_set():
                raise Cancelled("The case was opened.")
            run.working = True
        try:
            self._analyse(run, _Polite(progress, run.halt, self._free))
        finally:
            with self._turn:
                run.working = False
                self._turn.notify_all()

    def _analyse(self, run: _Run, progress: Progress) -> None:
        session = self._controller.work_space().open_case(run.case_id, by_person=False)
        try:
            session.operator = self._operator() or session.operator
            self._names[run.case_id] = session.case.info.name
            done = frozenset() if run.again else frozenset(session.case.images)
            stamp = session.case.stamp
            # As in the window: a count that was begun with one pipeline goes on with it.
            pipeline = stamp.pipeline if stamp is not None and done else self._controller.pipeline
            analysis = self._controller.make_analysis(Path(session.case.info.folder), done.__contains__, pipeline)
            progress.check_cancelled()
            analyse_into(session, analysis, progress, lambda: True)
        finally:
            session.close()

    def _failed(self, case_id: str, fault: Fault) -> None:
        self.faults[case_id] = fault.title
        if fault.kind == "bug":
            self._controller.faulted.emit(fault)
        else:
            self._controller.said.emit(
                translate("Background", "{name} was not analysed. {title}").format(
                    name=self._names.get(case_id, translate("Background", "A case")), title=fault.title
                ),
                False,
            )

    def _ended(self, run: _Run) -> None:
        if self._run is run:
            self._run = None
        self._soon.start()
        self.changed.emit()
        self.ended.emit(run.case_id)

    def step_aside(self, case_id: str, folder: Path | None) -> None:
        """End the analysis of a case that is about to be opened, and wait until it has. Called in a worker.

        Two that change one case at once would each find the other's changes, and be refused.
        """
        run = self._run
        if run is None:
            return
        if folder is not None:
            case_id = self._controller.work_space().case_of(folder)
        if run.case_id != case_id:
            return
        with self._turn:
            run.halt.set()
            self._turn.wait_for(lambda: not run.working, _PATIENCE_S)


def _short(name: str) -> str:
    """Return a name that leaves room for the rest of the line: a folder may have any."""
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
