"""Train a model: a page to choose and check, and a page to watch. The training itself is a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from leukview.gui import theme
from leukview.gui.tasks import Tasks
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import fit
from leukview.gui.widgets.train_run import RunBench, TrainRun
from leukview.gui.widgets.train_setup import SetupBench, TrainSetup

if TYPE_CHECKING:
    from leukview.services.training_runs import RunPlan

__all__ = ["TrainBench", "TrainDialog"]


class TrainBench(SetupBench, RunBench, Protocol):
    """What does the work of both pages; see :class:`leukview.gui.training.TrainingBench`."""


class TrainDialog(QDialog):
    """Stays beside the review; closed while a training runs, it may be opened again and shows it.

    Signals
    -------
    setsWanted:
        The user wants a training set from stored cases; answer with :meth:`set_data`.
    used:
        Carries what to say of weights that are in use now, or not any more.
    closedRunning:
        The dialog was closed, and the training goes on.
    """

    setsWanted = Signal()
    used = Signal(str)
    closedRunning = Signal()

    def __init__(self, tasks: Tasks, bench: TrainBench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Training", "Train a model"))
        theme.set_role(self, surface="panel")
        self.setMinimumSize(640, 440)
        fit(self, 820, 680)
        self._tasks, self._bench = tasks, bench
        self.setup, self.run = TrainSetup(tasks, bench), TrainRun(tasks, bench)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.setup)
        self.pages.addWidget(self.run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self.setup.setsWanted.connect(self.setsWanted)
        self.setup.startWanted.connect(self.start)
        self.setup.openWanted.connect(self.open_run)
        self.setup.close_button.clicked.connect(self.reject)
        self.run.close_button.clicked.connect(self.reject)
        self.run.back_button.clicked.connect(self.choose_anew)
        self.run.used.connect(self.used)

    @property
    def running(self) -> bool:
        """Whether a training runs that this dialog shows."""
        return self.pages.currentWidget() is self.run and self.run.running

    def set_data(self, folder: Path) -> None:
        """Take a training set as the data, and look at it."""
        self.setup.data.setText(str(folder))
        self.setup.check()

    def start(self, plan: RunPlan, out: Path) -> None:
        """Start a training and watch it."""
        self.run.process = None
        self.pages.setCurrentWidget(self.run)
        self.run.show_run(plan, out)
        self.run.start()

    def open_run(self, out: Path) -> None:
        """Watch an earlier training."""
        from leukview.services.training_runs import read_plan

        plan = read_plan(out)
        if plan is not None:
            self.run.process = None
            self.pages.setCurrentWidget(self.run)
            self.run.show_run(plan, out)

    def choose_anew(self) -> None:
        """Go back to the first page, in a folder of its own."""
        self.run.halt()
        self.setup.begin_anew()
        self._tasks.start("train-recipes", self._bench.recipes, finished=lambda known: self.setup.list_runs(known[1]))
        self.pages.setCurrentWidget(self.setup)

    def stop_run(self) -> None:
        """Ask the training that runs to stop."""
        self.run.stop()

    def done(self, result: int) -> None:
        """Close; a training that runs goes on."""
        if self.running:
            self.closedRunning.emit()
        super().done(result)
