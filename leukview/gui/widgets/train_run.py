"""While a training runs and after: where it is, its curves, pause and go on, then its figures and their use."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.errors import LeukViewError
from leukview.gui import fault_texts, theme
from leukview.gui.progress_texts import progress_words
from leukview.gui.sentences import sentence
from leukview.gui.tasks import Fault, Tasks, fault_of
from leukview.gui.training_words import AT_FAULT, USED_FOR, epoch_words, figure_name, left_words
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import ElidedLabel, label
from leukview.gui.widgets.training_curves import TrainingCurves
from leukview.services.training_process import RunProcess, log_tail, start_measuring, start_training
from leukview.services.training_watch import ask_to_stop

if TYPE_CHECKING:
    from leukview.services.installed_weights import Installed
    from leukview.services.training_runs import RunLook, RunPlan

__all__ = ["RunBench", "TrainRun"]

_LOOK_MS = 1000
_TASK = "train-watch"
_NOTES = 2
"""Sentences of the training that are shown, the newest; train.log has all."""


class RunBench(Protocol):
    """What does the work, in workers; see :class:`leukview.gui.training.TrainingBench`."""

    def watch(self, out: Path) -> RunLook:
        """Return how a training is."""
        ...

    def use(self, out: Path) -> Installed:
        """Put its weights into use."""
        ...

    def go_back(self, used: Installed) -> str:
        """Undo that."""
        ...


class TrainRun(QWidget):
    """The second page: one training's folder, looked at every second."""

    used = Signal(str)

    def __init__(self, tasks: Tasks, bench: RunBench) -> None:
        super().__init__()
        self._tasks, self._bench = tasks, bench
        self.out = Path()
        self.plan: RunPlan | None = None
        self.process: RunProcess | None = None
        self._measuring: RunProcess | None = None
        self._measured: set[Path] = set()
        self._stopping = False
        self.look: RunLook | None = None
        self.installed: Installed | None = None
        self._turn = 0
        self.title, self.where = label("", "title", wrap=True), ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        self.state = label("", wrap=True, selectable=True)
        self.bar = QProgressBar()
        self.curves = TrainingCurves()
        self.words = label("", "muted", wrap=True)
        self.table = QTableWidget(0, 2)
        self.back_button, self.folder_button = (
            QPushButton(translate("Training", "New training…")),
            QPushButton(translate("Training", "Open folder")),
        )
        self.pause_button, self.use_button = (
            QPushButton(translate("Training", "Pause")),
            QPushButton(translate("Training", "Use these weights")),
        )
        self.close_button = QPushButton(translate("Training", "Close"))
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.refresh)
        self._compose()
        self.folder_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.out))))
        self.pause_button.clicked.connect(self._pause_or_go_on)
        self.use_button.clicked.connect(self._use_or_go_back)

    def _compose(self) -> None:
        grid = theme.tokens().grid
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("Training", "Progress of the training"))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setShowGrid(False)
        self.table.setAccessibleName(translate("Training", "Figures on the test part"))
        self.table.setHorizontalHeaderLabels(
            [translate("Training", "Measured on the test part"), translate("Training", "With 95 % interval")]
        )
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setMinimumHeight(14 * grid)
        theme.set_role(self.use_button, role="primary")
        self.pause_button.setToolTip(
            translate("Training", "Stop after this step; it goes on from its last finished epoch")
        )
        row = QHBoxLayout()
        row.setSpacing(grid)
        for button in (self.back_button, self.folder_button):
            row.addWidget(button)
        row.addStretch()
        for button in (self.close_button, self.pause_button, self.use_button):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        for part in (self.title, self.where, self.state, self.bar):
            layout.addWidget(part)
        layout.addWidget(self.curves, 2)
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)
        layout.addWidget(
            label(translate("Training", "For Research Use Only. Not for use in diagnostic procedures."), "small")
        )
        layout.addLayout(row)

    # -- one training ----------------------------------------------------------------------------------------------------

    def show_run(self, plan: RunPlan, out: Path) -> None:
        """Look at a training from now on, whether or not it runs."""
        self.plan, self.out, self.look, self.installed = plan, out, None, None
        self._stopping = False
        self.title.setText(plan.title)
        self.where.set_whole_text(translate("Training", "{out}   from {data}").format(out=out, data=plan.data))
        self.state.setText("")
        self.curves.set_curves(())
        self.words.setText("")
        self.table.hide()
        self._timer.start()
        self.refresh()
        self._draw()
        self.pause_button.setFocus()

    def start(self) -> None:
        """Start the training, or go on with it."""
        assert self.plan is not None
        self._stopping = False
        try:
            self.process = start_training(self.plan, self.out)
        except LeukViewError as error:
            self._fail(fault_of(error))
            return
        self.look = None
        self.state.setText(translate("Training", "Starting…"))
        theme.set_role(self.state, role="muted")
        self._draw()

    @property
    def running(self) -> bool:
        """Whether the training shown runs, as far as is known."""
        started = self.process is not None and self.process.running
        return started or (self.look is not None and self.look.state == "running")

    def stop(self) -> None:
        """Ask the training to stop; asked again, end it."""
        if self._stopping and self.process is not None:
            self.process.kill()
        else:
            ask_to_stop(self.out)
            self._stopping = True
            self.state.setText(translate("Training", "Stopping after this step…"))
        self._draw()

    def _pause_or_go_on(self) -> None:
        if self.running:
            self.stop()
        else:
            self.start()

    def refresh(self) -> None:
        """Look at the folder, in a worker."""
        out, turn = self.out, self._turn
        if self.plan is None or self._tasks.get(_TASK) is not None:
            return

        def finished(look: RunLook) -> None:
            if out == self.out:
                if look.finder and look.made and turn == self._turn and (self.installed is None or look.used is None):
                    # Known by what is installed, so after a restart, too; a look from before a change does not know of it.
                    self.installed = look.used
                self._looked(look)

        self._tasks.start(_TASK, lambda progress: self._bench.watch(out), finished=finished, failed=self._fail)

    def halt(self) -> None:
        """Look no more: the window closes. A training that runs goes on."""
        self._timer.stop()
        self._tasks.cancel(_TASK)

    # -- what is seen ----------------------------------------------------------------------------------------------------

    def _looked(self, look: RunLook) -> None:
        self.look = look
        self.curves.set_curves(look.curves)
        if not self.running:
            self._stopping = False
        self._say()
        self._measure_once()
        self._show_figures()
        self._draw()

    def _say(self) -> None:
        look = self.look
        assert look is not None
        role = ""
        if self.running:
            doing = look.activity
            words = progress_words(doing.message) if doing.message else translate("Training", "Starting…")
            left = f", {left_words(doing.seconds_left)}" if doing.seconds_left is not None else ""
            self.bar.setRange(0, doing.total)
            self.bar.setValue(doing.done)
            self.state.setText(
                translate("Training", "Stopping after this step…") if self._stopping else f"{words}{left}"
            )
        elif look.state == "finished":
            self.state.setText(
                translate("Training", "Finished. The new weights are {made}. They are not in use yet.").format(
                    made=look.made
                )
            )
            if self.installed is not None and look.finder:
                self.state.setText(
                    translate("Training", "In use: {id}. {what}").format(
                        id=self.installed.id, what=translate("Training", USED_FOR[self.installed.pipeline])
                    )
                )
            elif self.installed is not None:
                self.state.setText(
                    translate("Training", "In use: {id}, by the pipeline {pipeline}.").format(
                        id=self.installed.id, pipeline=self.installed.pipeline
                    )
                )
        elif look.state == "failed" and look.outcome is not None:
            whose = translate("Training", AT_FAULT.get(look.outcome.kind, ""))
            self.state.setText(f"{whose} {fault_texts.whole(look.outcome.message)}".strip())
            role = "urgent"
        elif look.state in {"interrupted", "stopped"}:
            self.state.setText(
                translate("Training", "It was stopped. ‘Go on’ takes it up after its last finished epoch.")
                if look.state == "stopped"
                else translate(
                    "Training",
                    "It ended without a word: was the computer switched off? ‘Go on’ takes it up after its last finished epoch.",
                )
            )
            role = "doubt"
        elif self.process is not None:
            self.state.setText(translate("Training", "It did not start. {log}").format(log=log_tail(self.out)[-400:]))
            role = "urgent"
        theme.set_role(self.state, role=role)
        self.words.setText("\n".join((*epoch_words(look, running=self.running), *map(sentence, look.notes[-_NOTES:]))))

    def _measure_once(self) -> None:
        """Measure finished weights on the test part, by itself and once; the figures come with a later look."""
        look = self.look
        if look is None or not look.made or look.figures or self.out in self._measured or self.plan is None:
            return
        if look.finder:  # whose figures are of masks and boxes, which 'leukview evaluate' measures
            return
        self._measured.add(self.out)
        try:
            self._measuring = start_measuring(self.out, look.made, self.plan.device)
        except LeukViewError as error:
            self._fail(fault_of(error))

    def _show_figures(self) -> None:
        look = self.look
        if look is None or not look.made or look.finder:
            self.table.hide()
            return
        rows = [
            (
                translate("Training", "{figure}, {dataset} ({n:,} cells)").format(
                    figure=figure_name(name), dataset=part.dataset, n=part.n
                ),
                str(figure),
            )
            for part in look.figures
            for name, figure in part.values
            if not math.isnan(figure.value)
        ]
        if not rows:
            busy = self._measuring is not None and self._measuring.running
            none = translate("Training", "Not measured: there are no images of the test part, or see train.log")
            rows = [(translate("Training", "Measuring…") if busy else none, "")]
        self.table.clearSpans()
        self.table.setRowCount(len(rows))
        for number, texts in enumerate(rows):
            if not texts[1]:
                self.table.setSpan(number, 0, 1, 2)
            for column, text in enumerate(texts):
                self.table.setItem(number, column, QTableWidgetItem(text))
        self.table.show()

    def _draw(self) -> None:
        """Show the buttons that belong to this moment."""
        look, running = self.look, self.running
        made = look is not None and bool(look.made) and not running
        self.bar.setVisible(running)
        if running and (look is None or not look.activity.total):
            self.bar.setRange(0, 0)
        self.pause_button.setVisible(not made)
        self.pause_button.setText(
            translate("Training", "Stop at once")
            if self._stopping and self.process
            else translate("Training", "Pause")
            if running
            else translate("Training", "Go on")
        )
        self.pause_button.setEnabled(not (self._stopping and self.process is None))
        self.use_button.setVisible(made)
        self.use_button.setEnabled(self._tasks.get("train-use") is None)
        self.use_button.setText(
            translate("Training", "Use these weights")
            if self.installed is None
            else translate("Training", "Go back to those before")
        )
        self.back_button.setEnabled(not running)

    # -- use -------------------------------------------------------------------------------------------------------------

    def _use_or_go_back(self) -> None:
        used, out = self.installed, self.out

        def in_use(made: Installed) -> None:
            self.installed, self._turn = made, self._turn + 1
            if made.pipeline in USED_FOR:
                what = translate("Training", USED_FOR[made.pipeline])
                words = translate("Training", "{id} is in use. {what}").format(id=made.id, what=what)
            else:
                words = (
                    translate(
                        "Training",
                        "{id} is in use by the pipeline {pipeline} from now on. ‘Analyse again’ calls this case's anew.",
                    )
                    if made.pipeline == "leukview"
                    else translate(
                        "Training",
                        "{id} is in use by the pipeline {pipeline} from now on. ‘Choose pipeline…’ lets it analyse.",
                    )
                ).format(id=made.id, pipeline=made.pipeline)
            self.used.emit(words)
            self.refresh()

        def back(before: str) -> None:
            self.installed, self._turn = None, self._turn + 1
            self.used.emit(
                translate("Training", "In use again: {before}.").format(before=before)
                if before
                else translate("Training", "The new weights are not in use any more.")
            )
            self.refresh()

        start = self._tasks.start
        if used is None:
            start("train-use", lambda progress: self._bench.use(out), finished=in_use, failed=self._fail)
        else:
            start("train-use", lambda progress: self._bench.go_back(used), finished=back, failed=self._fail)
        self._draw()

    def _fail(self, fault: Fault) -> None:
        self.state.setText(f"{fault.title} {fault.text}".strip())
        theme.set_role(self.state, role="urgent")
        self._draw()
