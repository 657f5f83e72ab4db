"""What happens behind the window: the open case, its analysis and every review action, without a widget.

The window shows what the signals say and calls the methods; nothing here blocks, and what takes time runs in a task. How a case
comes in is in :mod:`~leukview.gui.opening`, how it is analysed in :mod:`~leukview.gui.analysing`, how an action is carried out in
:mod:`~leukview.gui.acting`, and how what changed comes into view in :mod:`~leukview.gui.news`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from leukview.domain.case import Case
from leukview.domain.cell import Cell
from leukview.domain.cell_commands import EditCells
from leukview.domain.differential import Differential, Whose
from leukview.domain.human_mask import HumanMask
from leukview.domain.running_counts import RunningCounts
from leukview.gui.acting import Acting, cells_words
from leukview.gui.analysing import Analysing, AnalysisFactory, own_analysis
from leukview.gui.deciding import BULK, Decisions
from leukview.gui.models.gallery import GalleryModel
from leukview.gui.models.selection import Selection
from leukview.gui.models.walk import Walk
from leukview.gui.news import News
from leukview.gui.opening import Opening
from leukview.gui.tasks import Task, TaskProgress, Tasks
from leukview.gui.translation import class_name, translate

if TYPE_CHECKING:
    from leukview.domain.commands import Command
    from leukview.services.session import Session
    from leukview.services.workspace import Workspace

__all__ = ["Controller"]


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
    news:
        Keeps gallery and counts in step with the session.
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

    def __init__(self, tasks: Tasks, analysis: AnalysisFactory = own_analysis, parent: QObject | None = None) -> None:
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
        # Called in a worker with a case that is about to be opened; raises where it may not be.
        self.may_open: Callable[[Session], None] = lambda session: None
        # Asked before another reader takes the window; what is being written is stored first.
        self.may_hand_over: Callable[[], bool] = lambda: True
        self._workspace: Workspace | None = None
        self._workspace_lock = Lock()
        self.news = News(self)
        self._opening, self._analysing, self._acting = Opening(self), Analysing(self), Acting(self)
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

    @property
    def opens(self) -> bool:
        """Whether a case is on its way in: being read, or read and not open yet."""
        return self._opening.busy

    def open_folder(self, folder: Path) -> None:
        """Open a folder's case, new or known, and analyse what is not analysed yet."""

        def work(progress: TaskProgress) -> Session:
            self.step_aside("", folder)
            return self.work_space().open_folder(folder)

        self._opening.start(folder.name or str(folder), work)

    def open_case(self, case_id: str) -> None:
        """Open a case from the list."""

        def work(progress: TaskProgress) -> Session:
            self.step_aside(case_id, None)
            return self.work_space().open_case(case_id)

        self._opening.start(translate("Controller", "the case"), work)

    def open_sample(self, folder: Path) -> None:
        """Render the sample case into a folder, unless it is there already, and open it."""

        def work(progress: TaskProgress) -> Session:
            from leukview.services.sample import is_synthetic, write_sample

            if not is_synthetic(folder):
                write_sample(folder, progress=progress)
            self.step_aside("", folder)
            return self.work_space().open_folder(folder)

        self._opening.start(translate("Controller", "the sample case"), work)

    def close(self) -> None:
        """Close the open case; what it holds is stored already, or is so now."""
        self.decisions.finish()
        unfinished = self.analysis is not None and not self.analysis.stopping
        self.tasks.cancel("analysis")
        self.news.stop()
        self._opening.abandon()
        if self.session is not None:
            self.closing.emit()
            session, self.session = self.session, None
            self.news.forget()
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
        return self._analysing.task

    def analyse(self, *, again: bool = False) -> None:
        """Analyse what is not analysed yet, or everything again; a person's labels stay either way.

        A case that was begun with another pipeline than the chosen one goes on with its own: one count by two would be neither's.
        """
        self._analysing.start(again=again)

    def stop_analysis(self) -> None:
        """Stop the analysis; what it finished is kept, and the next opening goes on from there."""
        self._analysing.stop()

    # -- review -------------------------------------------------------------------------------------------------------

    def relabel(self, cell_ids: Iterable[str], class_id: str, *, go_on: bool = True) -> None:
        """Give cells a person's label and go on to the next cell that needs one."""
        ids = list(cell_ids)
        if self.session is not None and ids:
            name = class_name(class_id)
            self._acting.act(
                lambda session: session.relabel(ids, class_id),
                translate("Controller", "Labelled {what} as {name}").format(what=cells_words(ids), name=name),
                ids,
                go_on=go_on,
            )

    def confirm(self, cell_ids: Iterable[str]) -> None:
        """Confirm the cells not reviewed yet, and go on."""
        ids = self._known(cell_ids)
        if self.session is None or not ids or self.waits():
            return
        fresh = [cell_id for cell_id in ids if self.session.case.cells[cell_id].person_class is None]
        if fresh:
            self._acting.act(
                lambda session: session.confirm(fresh),
                translate("Controller", "Confirmed {what}").format(what=cells_words(fresh)),
                ids,
                go_on=True,
            )
        elif not self.staying:
            self.go_on(self.walk.following(ids))

    def count(self, cell_ids: Iterable[str]) -> None:
        """Count the cells that the pipeline set aside, as what the network calls them."""
        if self.session is None or self.waits():
            return
        ids = [cell_id for cell_id in self._known(cell_ids) if self.model.cell(cell_id).set_aside is not None]
        if ids:
            self._acting.act(
                lambda session: session.count(ids),
                translate("Controller", "Counted {what}").format(what=cells_words(ids)),
                ids,
                go_on=False,
            )

    def clear(self, cell_ids: Iterable[str]) -> None:
        """Make reviewed cells not reviewed again."""
        if self.session is not None and not self.waits():
            cells = self.session.case.cells
            ids = [cell_id for cell_id in self._known(cell_ids) if cells[cell_id].person_class is not None]
            if ids:
                self._acting.act(
                    lambda session: session.clear(ids),
                    translate("Controller", "Cleared the label of {what}").format(what=cells_words(ids)),
                    ids,
                    go_on=False,
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
            self._acting.act(lambda session: session.set_mask(cell_id, mask), text, [cell_id], go_on=False)

    def edit_case(self, name: str, patient: str, slide: str) -> None:
        """Set the case's name, patient and slide."""
        if self.session is not None:
            self._acting.act(
                lambda session: session.edit_case(name, patient, slide),
                translate("Controller", "Changed the case's details"),
                [],
                go_on=False,
            )

    def set_target(self, target: int | None) -> None:
        """Set how many white cells to count in this case; None follows the laboratory's target."""
        from leukview.services.count_target import set_target

        if self.session is not None and target != self.session.case.info.target:
            self._acting.act(
                lambda session: set_target(session, target), translate("Controller", "Set the target"), [], go_on=False
            )

    def edit_cells(self, act: Callable[[Session], Command | None], text: str) -> EditCells | None:
        """Add, delete, merge or bring back cells in one stored step; nothing is chosen for the user.

        Returns
        -------
        EditCells or None
            What was done; None where nothing was.
        """
        return self._acting.edit_cells(act, text)

    def undo(self) -> None:
        """Take the last action back."""
        self._acting.travel(
            lambda session: session.undo(),
            lambda session: session.undo_size,
            translate("Controller", "Undone"),
            lambda session: session.changes_reader("undo"),
        )

    def redo(self) -> None:
        """Do again what was undone."""
        self._acting.travel(
            lambda session: session.redo(),
            lambda session: session.redo_size,
            translate("Controller", "Done again"),
            lambda session: session.changes_reader("redo"),
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
            self._acting.travel(lambda session: session.travel_to(position), lambda session: BULK + 1, verb)

    def change_eyes(
        self, act: Callable[[Session], object], then: Callable[[], object] = lambda: None, *, amends: bool = True
    ) -> None:
        """Do what lets another reader take the window, and show the case as that one may see it.

        Parameters
        ----------
        act:
            Does it; of many cells called in a worker.
        then:
            Called once the case is on show.
        amends:
            Whether it changes the case, so that a signed one asks for a reason first.
        """
        self._acting.change_eyes(act, then, amends=amends)

    def waits(self) -> bool:
        """Whether nothing can be decided at the moment; then that is said."""
        return self._acting.waits()

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

    def _known(self, cell_ids: Iterable[str]) -> list[str]:
        """Return the ids of cells that are there: one that was looked at may have gone in another analysis."""
        # By the case, not by what is shown: the gallery may be a moment behind an analysis.
        here = self.session.case.cells if self.session else {}
        return [cell_id for cell_id in cell_ids if cell_id in here]

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
        return self.news.counts

    def flush(self) -> None:
        """Show every change so far."""
        self.news.flush()

    def _keep_selection(self) -> None:
        """Drop chosen cells that are out of sight: no key may relabel what nobody sees. The current one is in the cell view."""
        current = self.selection.current
        here = self.session.case.cells if self.session else {}
        self.selection.retain(lambda cell_id: (cell_id == current and cell_id in here) or self.walk.in_sight(cell_id))
