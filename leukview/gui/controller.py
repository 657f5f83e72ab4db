"""What happens behind the window: the open case, its analysis and every review action, without a widget.

The window shows what the signals say and calls the methods; nothing here blocks, and what takes time runs in a task.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from leukview.domain.case import Case
from leukview.domain.cell import Cell, HumanMask
from leukview.domain.cell_commands import EditCells
from leukview.domain.commands import Command
from leukview.domain.differential import Differential, Whose
from leukview.domain.rules import suggest
from leukview.domain.running_counts import RunningCounts
from leukview.domain.signing import amendment_open
from leukview.gui.deciding import BULK, Decisions
from leukview.gui.models.gallery import Entry, GalleryModel, entries_of
from leukview.gui.models.selection import Selection
from leukview.gui.models.walk import Walk
from leukview.gui.recording import AnalysisRun, analyse_into
from leukview.gui.sentences import sentence
from leukview.gui.tasks import Fault, Task, TaskProgress, Tasks, fault_of
from leukview.gui.translation import class_name, first_small, translate
from leukview.services.signed import SignedCase
from leukview.services.travel import Leap

if TYPE_CHECKING:
    from leukview.domain.commands import Command
    from leukview.services.session import Session
    from leukview.services.workspace import Workspace

__all__ = ["AnalysisFactory", "Controller"]

_RECOUNT_MS = 300
"""While cells stream in, the view is brought up to date this often; a person's own action shows at once."""


AnalysisFactory = Callable[[Path, Callable[[str], bool], str], AnalysisRun]


def _analysis(folder: Path, skip: Callable[[str], bool], pipeline: str) -> AnalysisRun:
    from leukview.services.analyse import Analysis, AnalysisOptions

    return Analysis(folder, AnalysisOptions(pipeline=pipeline), skip)


class Controller(QObject):
    """The open case and what can be done with it.

    Parameters
    ----------
    tasks:
        Runs what takes time.
    analysis:
        Makes an analysis of a folder, given which files to skip and the pipeline's id; LeukView's own by default.

    Attributes
    ----------
    pipeline:
        Id of the pipeline that analyses new cases, and any case again.
    walk:
        The cells in sight, in their order: the gallery's, unless another page shows some of them.
    decisions:
        Carries out what is decided.
    staying:
        While true a label does not go on to the next cell: somebody works on the one on show.
    make_analysis:
        As given.
    step_aside:
        Called in a worker, before a case is opened, with its id or its folder: whoever else works on it ends that first.

    Signals
    -------
    arriving:
        Emitted with the session that is about to be opened, before its cells are laid out.
    loaded, entering, opened:
        Emitted once the session is there, each in a turn of its own so that none is felt: to forget the case before and count
        this one, to go over to its page, and to show it there as it was left.
    """

    opening = Signal(str, str)
    openingProgress = Signal(int, int)
    arriving = Signal(object)
    loaded = Signal()
    entering = Signal()
    opened = Signal()
    closing = Signal()
    cellsChanged = Signal()
    caseChanged = Signal()
    historyChanged = Signal()
    sightChanged = Signal()
    amendmentWanted = Signal(object)
    analysisChanged = Signal()
    said = Signal(str, bool)
    faulted = Signal(object)
    leftUnfinished = Signal(str)
    _changed = Signal()

    def __init__(self, tasks: Tasks, analysis: AnalysisFactory = _analysis, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.model = GalleryModel()
        self.walk: Walk = self.model
        self.decisions = Decisions(tasks, self)
        self.selection = Selection()
        self.session: Session | None = None
        self.analysed = False
        self.staying = False
        self.pipeline = "leukview"
        self.make_analysis = analysis
        self.step_aside: Callable[[str, Path | None], None] = lambda case_id, folder: None
        self._workspace: Workspace | None = None
        self._workspace_lock = Lock()
        self._news: deque[tuple[Session, frozenset[str]]] = deque()
        self._dirty: set[str] = set()
        self._shown: Case | None = None
        self._arriving: Session | None = None
        self._counts = RunningCounts()
        self._recounted: RunningCounts | None = None
        self._uncounted: set[str] = set()
        self._recount = QTimer(self, singleShot=True)
        self._recount.timeout.connect(self.flush)
        self._changed.connect(self._take_news)
        tasks.bug.connect(self.faulted)
        self.model.subscribe(self._keep_selection)

    # -- opening and closing ------------------------------------------------------------------------------------------

    @property
    def case(self) -> Case | None:
        """The open case."""
        return self.session.case if self.session else None

    @property
    def folder(self) -> Path:
        """The open case's folder."""
        return Path(self.session.case.info.folder) if self.session else Path()

    def open_folder(self, folder: Path) -> None:
        """Open a folder's case, new or known, and analyse what is not analysed yet."""

        def work(progress: TaskProgress) -> Session:
            self.step_aside("", folder)
            return self.work_space().open_folder(folder)

        self._open(folder.name or str(folder), work)

    def open_case(self, case_id: str) -> None:
        """Open a case from the list."""

        def work(progress: TaskProgress) -> Session:
            self.step_aside(case_id, None)
            return self.work_space().open_case(case_id)

        self._open(translate("Controller", "the case"), work)

    def open_sample(self, folder: Path) -> None:
        """Render the sample case into a folder, unless it is there already, and open it."""

        def work(progress: TaskProgress) -> Session:
            from leukview.services.sample import is_synthetic, write_sample

            if not is_synthetic(folder):
                write_sample(folder, progress=progress)
            self.step_aside("", folder)
            return self.work_space().open_folder(folder)

        self._open(translate("Controller", "the sample case"), work)

    def _open(self, what: str, work: Callable[[TaskProgress], Session]) -> None:
        self.opening.emit(translate("Controller", "Opening {what}…").format(what=what), "")

        def failed(fault: Fault) -> None:
            self.faulted.emit(fault)
            self.opening.emit("", "")

        def progress(done: int, total: int, message: str) -> None:
            self.opening.emit(
                translate("Controller", "Opening {what}…").format(what=what),
                translate("Controller", "{done:,} of {total:,}").format(done=done, total=total) if total else message,
            )
            self.openingProgress.emit(done, total)

        def prepared(progress_: TaskProgress) -> tuple[Session, dict[str, Entry], RunningCounts]:
            from leukview.services.signing import prepare

            session = work(progress_)
            counts = RunningCounts(session.case.cells)
            # The first count reads the ranges and rules from their files.
            suggest(counts.differential())
            prepare(session)
            return session, entries_of(session.case.cells), counts

        self.tasks.start("open", prepared, finished=self._opened, failed=failed, progress=progress)

    def _opened(self, ready: tuple[Session, dict[str, Entry], RunningCounts]) -> None:
        session, entries, counts = ready
        self.close()
        # Ten thousand cells are a million objects: walking them all in search of garbage would hold the window up.
        gc.freeze()
        self._arriving = session
        self.selection.set([])
        self.arriving.emit(session)
        self.model.reset(session.case.cells, entries)
        gc.freeze()
        # Laying out many cells, counting them and going over to them are turns of their own: until the second no case is open.
        QTimer.singleShot(0, self, lambda: self._enter(session, counts))

    def _enter(self, session: Session, counts: RunningCounts) -> None:
        if session is not self._arriving:
            return
        self._arriving = None
        self.session, self._counts, self._shown = session, counts, session.case
        session.subscribe(lambda cell_ids: self._hear(session, frozenset(cell_ids)))
        self.analysed = False
        self.loaded.emit()
        self._go_through(session, [self.entering.emit, self.opened.emit, self.historyChanged.emit, self.analyse])

    def _go_through(self, session: Session, steps: list[Callable[[], object]]) -> None:
        """Do each in a turn of its own, as long as this case is open; one that fails holds up none of the others."""

        def do() -> None:
            if session is self.session:
                try:
                    steps[0]()
                finally:
                    self._go_through(session, steps[1:])

        if steps:
            QTimer.singleShot(0, self, do)

    def close(self) -> None:
        """Close the open case; what it holds is stored already, or is so now."""
        self.decisions.finish()
        unfinished = self.analysis is not None and not self.analysis.stopping
        self.tasks.cancel("analysis")
        self._recount.stop()
        self._dirty.clear()
        if self._arriving is not None:
            self._arriving.close()
            self._arriving = None
            gc.unfreeze()
        self._uncounted.clear()
        if self.session is not None:
            self.closing.emit()
            session, self.session = self.session, None
            self._counts = RunningCounts()
            session.close()
            gc.unfreeze()
            if unfinished:
                self.leftUnfinished.emit(session.case_id)

    def work_space(self) -> Workspace:
        """Return the workspace, opened on first use. Called in workers: the first use may migrate a database."""
        from leukview.services.workspace import Workspace
        from leukview.store.database import open_store

        with self._workspace_lock:
            if self._workspace is None:
                self._workspace = Workspace(open_store(None))
            return self._workspace

    # -- analysis -----------------------------------------------------------------------------------------------------

    @property
    def analysis(self) -> Task | None:
        """The running analysis."""
        return self.tasks.get("analysis")

    def analyse(self, *, again: bool = False) -> None:
        """Analyse what is not analysed yet, or everything again; a person's labels stay either way.

        A case that was begun with another pipeline than the chosen one goes on with its own: one count by two would be neither's.
        """
        if self.session is None:
            return
        session, folder = self.session, self.folder
        if session.stored.signatures and amendment_open(session.stored) is None:
            # What is signed stands: nothing is analysed under it, and anew only for an amendment.
            self.analysed = True
            self.analysisChanged.emit()
            if again:
                self.amendmentWanted.emit(lambda: self.analyse(again=True))
            return
        done = frozenset() if again else frozenset(session.case.images)

        stamp = session.case.stamp
        pipeline = stamp.pipeline if stamp is not None and done else self.pipeline

        def work(progress: TaskProgress) -> None:
            run = self.make_analysis(folder, done.__contains__, pipeline)
            analyse_into(session, run, progress, lambda: self.session is session)

        self.tasks.start(
            "analysis",
            work,
            progress=lambda *_: self.analysisChanged.emit(),
            failed=self.faulted.emit,
            ended=self._analysis_ended,
        )
        self.analysisChanged.emit()

    def stop_analysis(self) -> None:
        """Stop the analysis; what it finished is kept, and the next opening goes on from there."""
        if self.analysis is not None:
            self.analysis.stop()
            self.analysisChanged.emit()

    def _analysis_ended(self, task: Task) -> None:
        self.flush()
        self.analysed = task.state == "done"
        if task.state == "cancelled" and self.session is not None:
            self.said.emit(
                translate(
                    "Controller", "Analysis stopped. What is done is kept; ‘Analyse again’ or reopening goes on."
                ),
                False,
            )
        self.analysisChanged.emit()

    # -- review -------------------------------------------------------------------------------------------------------

    def relabel(self, cell_ids: Iterable[str], class_id: str, *, go_on: bool = True) -> None:
        """Give cells a person's label and go on to the next cell that needs one."""
        ids = list(cell_ids)
        if self.session is not None and ids:
            name = class_name(class_id)
            self._act(
                lambda session: session.relabel(ids, class_id),
                translate("Controller", "Labelled {what} as {name}").format(what=_what(ids), name=name),
                ids,
                go_on,
            )

    def confirm(self, cell_ids: Iterable[str]) -> None:
        """Confirm the cells not reviewed yet, and go on."""
        ids = self._known(cell_ids)
        if self.session is None or not ids:
            return
        fresh = [cell_id for cell_id in ids if self.session.case.cells[cell_id].person_class is None]
        if fresh:
            self._act(
                lambda session: session.confirm(fresh),
                translate("Controller", "Confirmed {what}").format(what=_what(fresh)),
                ids,
                True,
            )
        elif not self.staying:
            self.go_on(self.walk.following(ids))

    def count(self, cell_ids: Iterable[str]) -> None:
        """Count the cells that the pipeline set aside, as what the network calls them."""
        ids = [cell_id for cell_id in self._known(cell_ids) if self.model.cell(cell_id).set_aside is not None]
        if self.session is not None and ids:
            self._act(
                lambda session: session.count(ids),
                translate("Controller", "Counted {what}").format(what=_what(ids)),
                ids,
                False,
            )

    def clear(self, cell_ids: Iterable[str]) -> None:
        """Make reviewed cells not reviewed again."""
        if self.session is not None:
            cells = self.session.case.cells
            ids = [cell_id for cell_id in self._known(cell_ids) if cells[cell_id].person_class is not None]
            if ids:
                self._act(
                    lambda session: session.clear(ids),
                    translate("Controller", "Cleared the label of {what}").format(what=_what(ids)),
                    ids,
                    False,
                )

    def set_mask(self, cell_id: str, mask: HumanMask | None) -> None:
        """Give a cell a person's outline, or with None the segmenter's again."""
        if self.session is not None:
            text = (
                translate("Controller", "Outlined {cell_id}").format(cell_id=cell_id)
                if mask
                else translate("Controller", "Went back to the segmenter's outline of {cell_id}").format(
                    cell_id=cell_id
                )
            )
            self._act(lambda session: session.set_mask(cell_id, mask), text, [cell_id], False)

    def edit_case(self, name: str, patient: str, slide: str) -> None:
        """Set the case's name, patient and slide."""
        if self.session is not None:
            self._act(
                lambda session: session.edit_case(name, patient, slide),
                translate("Controller", "Changed the case's details"),
                [],
                False,
            )

    def edit_cells(self, act: Callable[[Session], Command | None], text: str) -> EditCells | None:
        """Add, delete, merge or bring back cells in one stored step; nothing is chosen for the user.

        Returns
        -------
        EditCells or None
            What was done; None where nothing was.
        """
        if self.session is None or not self._may_change(lambda: self.edit_cells(act, text)):
            return None
        try:
            command = act(self.session)
        except Exception as error:
            self.faulted.emit(fault_of(error))
            return None
        if not isinstance(command, EditCells):
            return None
        self.flush()
        drawn = [item.cell_id for item in command.drawn]
        self.said.emit(f"{text} {_what(drawn or list(command.cell_ids()))}", True)
        return command

    def undo(self) -> None:
        """Take the last action back."""
        self._travel(
            lambda session: session.undo(), lambda session: session.undo_size, translate("Controller", "Undone")
        )

    def redo(self) -> None:
        """Do again what was undone."""
        self._travel(
            lambda session: session.redo(), lambda session: session.redo_size, translate("Controller", "Done again")
        )

    def travel_to(self, position: int) -> None:
        """Go to where just the first ``position`` actions stand; one undo or redo leads back."""
        if self.session is not None and position != self.session.position:
            verb = (
                translate("Controller", "Undone")
                if position < self.session.position
                else translate("Controller", "Done again")
            )
            # How many cells many steps change is not known before they are read: in a worker.
            self._travel(lambda session: session.travel_to(position), lambda session: BULK + 1, verb)

    def go_on(self, candidates: list[str]) -> None:
        """Choose the next cell for review among these, in the guide's order; stay where all are reviewed."""
        target = self.walk.next_for_review(candidates)
        if target is not None:
            self.selection.set([target], target)
        elif self.cells and all(cell.person_class for cell in self.cells):
            self.said.emit(
                translate("Controller", "Every cell of this case is reviewed."),
                self.session is not None and self.session.can_undo,
            )

    def _act(self, act: Callable[[Session], object], text: str, ids: list[str], go_on: bool) -> None:
        """Do something in one stored step; the window changes only after the store has it."""
        assert self.session is not None
        if self._still_storing():
            return
        session = self.session
        go_on = go_on and not self.staying
        if not self._may_change(lambda: self._act(act, text, ids, go_on)):
            return
        following = self.walk.following(ids) if go_on else []

        def work() -> dict[str, Entry]:
            act(session)
            # Of many cells, what decides where each is shown is worked out here, in the worker.
            return self._prepared(session, ids) if len(ids) > BULK else {}

        def done(entries: dict[str, Entry]) -> None:
            def then() -> None:
                self.said.emit(text, True)
                if go_on:
                    self.go_on(following)

            self._show(entries, then)

        self.decisions.run(work, len(ids), text, done, self.faulted.emit)
        self._say_storing()

    def _travel(
        self, go: Callable[[Session], Command | Leap | None], size_of: Callable[[Session], int], verb: str
    ) -> None:
        if self.session is None or self._still_storing():
            return
        session = self.session
        if not self._may_change(lambda: self._travel(go, size_of, verb)):
            return
        size = size_of(session)

        def work() -> tuple[Command | Leap | None, dict[str, Entry]]:
            command = go(session)
            return command, self._prepared(session, command.cell_ids()) if command and size > BULK else {}

        def done(moved: tuple[Command | Leap | None, dict[str, Entry]]) -> None:
            command, entries = moved
            if command is None:
                return

            def then() -> None:
                text = sentence(command.describe())
                if isinstance(command, Leap):
                    # Of many steps no one cell was meant: what is chosen stays chosen.
                    back = translate("Controller", "Redo") if command.way == "undo" else translate("Controller", "Undo")
                    self.said.emit(
                        translate("Controller", "{verb}: {text}. {back} goes all the way back.").format(
                            verb=verb, text=text, back=back
                        ),
                        False,
                    )
                    return
                shown = [cell_id for cell_id in command.cell_ids() if cell_id in self.walk]
                if shown:
                    self.selection.set(shown, shown[0])
                self.said.emit(f"{verb}: {first_small(text)}", False)

            self._show(entries, then)

        self.decisions.run(work, size, verb, done, self.faulted.emit)
        self._say_storing()

    def _show(self, entries: Mapping[str, Entry], then: Callable[[], None]) -> None:
        """Show what was decided, then choose what comes next: of many cells in turns, between which nothing can be decided."""
        if not entries or self.session is None:
            self.flush()
            then()
            return

        def over() -> None:
            self.decisions.showing = False
            then()
            if self._dirty:
                self._flush_soon()

        self._show_changes(entries)
        self.decisions.showing = True
        self._go_through(self.session, [self._count_changes, self._tell_counts, over])

    def _prepared(self, session: Session, cell_ids: Iterable[str]) -> dict[str, Entry]:
        """Work out in the worker what many changed cells are shown as, and count the case with them."""
        cells = session.case.cells
        self._recounted = RunningCounts(dict(cells))
        return entries_of({cell_id: cells[cell_id] for cell_id in cell_ids if cell_id in cells})

    def _known(self, cell_ids: Iterable[str]) -> list[str]:
        """Return the ids of cells that are there: one that was looked at may have gone in another analysis."""
        # By the case, not by what is shown: the gallery may be a moment behind an analysis.
        here = self.session.case.cells if self.session else {}
        return [cell_id for cell_id in cell_ids if cell_id in here]

    def _may_change(self, again: Callable[[], object]) -> bool:
        """Whether the case may be changed: a signed one only as an amendment, for which a person gives a reason first."""
        assert self.session is not None
        try:
            self.session.refuse_unamended()
        except SignedCase:
            self.amendmentWanted.emit(again)
            return False
        return True

    def _still_storing(self) -> bool:
        """Whether nothing can be decided at the moment; then that is said."""
        if self.decisions.busy:
            self.said.emit(
                translate("Controller", "Not done: the last step is still being stored. Press again in a moment."),
                False,
            )
        return self.decisions.busy

    def _say_storing(self) -> None:
        if self.decisions.busy:
            self.said.emit(translate("Controller", "Storing: {words}…").format(words=self.decisions.words), False)

    # -- bringing the view up to date ---------------------------------------------------------------------------------

    @property
    def cells(self) -> list[Cell]:
        """The open case's cells as they are at this moment: a worker may be adding more."""
        return list(self.session.case.cells.values()) if self.session else []

    def differential(self, whose: Whose) -> Differential:
        """Count the open case. Unlike the session's own count this waits for no worker that is storing."""
        assert self.session is not None
        return self.counts.differential(whose, self.session.classes, self.session.ranges)

    @property
    def counts(self) -> RunningCounts:
        """The open case's counts, of every change that was told so far; read them only."""
        self._count_changes()
        return self._counts

    def _count_changes(self) -> None:
        if self.session is not None:
            ready, self._recounted = self._recounted, None
            if ready is not None:
                ready.catch_up(self.session.case.cells)
                self._counts = ready
            self._counts.take(self.session.case.cells, self._uncounted | self._dirty)
            self._uncounted.clear()

    def flush(self) -> None:
        """Show every change so far."""
        self._show_changes()
        self._tell_counts()

    def _show_changes(self, ready: Mapping[str, Entry] = MappingProxyType({})) -> None:
        """Show the cells as they are; ``ready`` has what a worker made of changed cells already."""
        self._read_news()
        self._recount.stop()
        if self.session is None:
            return
        dirty, self._dirty = self._dirty, set()
        self._uncounted |= dirty
        if self.session.case is not self._shown:
            self._look_through_other_eyes()
        elif dirty:
            # In the order in which the cells were found, since new ones join their groups in the order of the update.
            cells = self.session.case.cells
            self.model.update(
                [*filter(dirty.__contains__, list(cells)), *(gone for gone in dirty if gone not in cells)], ready
            )
            if self.selection.current is None and self.model.shown:
                first = self.model.order()[0]
                self.selection.set([first], first)

    def _tell_counts(self) -> None:
        if self.session is not None:
            self.cellsChanged.emit()
            self.historyChanged.emit()

    def _look_through_other_eyes(self) -> None:
        """Show the case anew from the start: another reader is at the window, and nothing of the last one's view may stay."""
        assert self.session is not None
        self._shown = self.session.case
        self._counts, self._uncounted = RunningCounts(self._shown.cells), set()
        self.selection.set([])
        self.model.reset(self._shown.cells)
        self.sightChanged.emit()
        self.go_on(self.model.order())
        if self.selection.current is None and self.model.shown:
            first = self.model.order()[0]
            self.selection.set([first], first)

    def _keep_selection(self) -> None:
        """Drop chosen cells that are out of sight: no key may relabel what nobody sees. The current one is in the cell view."""
        current = self.selection.current
        here = self.session.case.cells if self.session else {}
        self.selection.retain(lambda cell_id: (cell_id == current and cell_id in here) or self.walk.in_sight(cell_id))

    def _hear(self, session: Session, cell_ids: frozenset[str]) -> None:
        """Take what a session says has changed, in whichever thread it says so.

        It is kept here, the signal only wakes this thread: a worker's end may be told before its last signal comes, and who shows
        that end must not miss what the worker recorded last.
        """
        self._news.append((session, cell_ids))
        self._changed.emit()

    def _take_news(self) -> None:
        """Take note of what has changed, and show it soon."""
        if self._read_news() and not self.decisions.busy:
            self._flush_soon()

    def _read_news(self) -> bool:
        """Take note of what has changed; return whether anything has. A session closed meanwhile is not listened to any more."""
        heard = False
        while self._news:
            session, cell_ids = self._news.popleft()
            if session is self.session:
                heard = True
                self._dirty |= cell_ids
                if not cell_ids:
                    self.caseChanged.emit()
        return heard

    def _flush_soon(self) -> None:
        if not self._recount.isActive():
            self._recount.start(_RECOUNT_MS if self.analysis is not None else 0)


def _what(ids: list[str]) -> str:
    return ids[0] if len(ids) == 1 else translate("Controller", "{n:,} cells").format(n=len(ids))
