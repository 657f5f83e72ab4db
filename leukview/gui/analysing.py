"""The analysis of the open case: begun, stopped, and what is said when it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.domain.signing import amendment_open
from leukview.gui.recording import AnalysisRun, analyse_into
from leukview.gui.tasks import Task, TaskProgress
from leukview.gui.translation import translate

if TYPE_CHECKING:
    from leukview.gui.controller import Controller

__all__ = ["Analysing", "AnalysisFactory", "own_analysis"]

AnalysisFactory = Callable[[Path, Callable[[str], bool], str], AnalysisRun]
"""Makes an analysis of a folder, given which files to skip and the pipeline's id."""


def own_analysis(folder: Path, skip: Callable[[str], bool], pipeline: str) -> AnalysisRun:
    """Make LeukView's own."""
    from leukview.services.analyse import Analysis, AnalysisOptions

    return Analysis(folder, AnalysisOptions(pipeline=pipeline), skip)


class Analysing(QObject):
    """Analyses a controller's open case in a worker."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller

    @property
    def task(self) -> Task | None:
        """The running analysis."""
        return self._controller.tasks.get("analysis")

    def start(self, *, again: bool) -> None:
        """Analyse what is not analysed yet, or everything again; see :meth:`leukview.gui.controller.Controller.analyse`."""
        controller = self._controller
        if controller.session is None:
            return
        session, folder = controller.session, controller.folder
        if session.stored.signatures and amendment_open(session.stored) is None:
            # What is signed stands: nothing is analysed under it, and anew only for an amendment.
            controller.analysed = True
            controller.analysisChanged.emit()
            if again:
                controller.amendmentWanted.emit(lambda: self.start(again=True))
            return
        done = frozenset() if again else frozenset(session.case.images)

        stamp = session.case.stamp
        pipeline = stamp.pipeline if stamp is not None and done else controller.pipeline

        def work(progress: TaskProgress) -> None:
            run = controller.make_analysis(folder, done.__contains__, pipeline)
            analyse_into(session, run, progress, lambda: controller.session is session)

        controller.tasks.start(
            "analysis",
            work,
            progress=lambda *_: controller.analysisChanged.emit(),
            failed=controller.faulted.emit,
            ended=self._ended,
        )
        controller.analysisChanged.emit()

    def stop(self) -> None:
        """Stop the analysis; what it finished is kept, and the next opening goes on from there."""
        if self.task is not None:
            self.task.stop()
            self._controller.analysisChanged.emit()

    def _ended(self, task: Task) -> None:
        controller = self._controller
        controller.flush()
        controller.analysed = task.state == "done"
        if task.state == "cancelled" and controller.session is not None:
            controller.said.emit(
                translate(
                    "Controller", "Analysis stopped. What is done is kept; ‘Analyse again’ or reopening goes on."
                ),
                False,
            )
        controller.analysisChanged.emit()
