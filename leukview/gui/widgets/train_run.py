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
from leukview.gui import theme
from leukview.gui.tasks import Fault, Tasks, fault_of
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import ElidedLabel, label
from leukview.gui.widgets.training_curves import LINES, TrainingCurves
from leukview.services.training_process import RunProcess, log_tail, start_measuring, start_training
from leukview.services.training_watch import ask_to_stop

if TYPE_CHECKING:
    from leukview.services.installed_weights import Installed
    from leukview.services.training_runs import RunLook, RunPlan

__all__ = ["RunBench", "TrainRun"]

_LOOK_MS = 1000
_FIGURES = {"accuracy": "Accuracy", "macro_f1": "Macro-F1", "ece": "Calibration error", "blast_auroc": "Blast AUROC"}
_AT_FAULT = {
    "input": "The data or the recipe cannot be used.",
    "environment": "This computer or installation is at fault, not your data.",
    "bug": "This is a fault in LeukView, not in your data.",
}
_USED = {
    "segmenter": QT_TRANSLATE_NOOP("Training", "It outlines cells from the next analysis on."),
    "sam": QT_TRANSLATE_NOOP(
        "Training", "It outlines cells when you correct an outline, from LeukView's next start on."
    ),
    "detector": QT_TRANSLATE_NOOP(
        "Training", "It finds the cells of fields for the pipeline zhou2021, from the next analysis on."
    ),
}
"""Kind of weights that find or outline cells → what they do once they are in use."""
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
        self.back_button, self.folder_button = QPushButton("New training…"), QPushButton("Open folder")
        self.pause_button, self.use_button = QPushButton("Pause"), QPushButton("Use these weights")
        self.close_button = QPushButton("Close")
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.refresh)
        self._compose()
        self.folder_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.out))))
        self.pause_button.clicked.connect(self._pause_or_go_on)
        self.use_button.clicked.connect(self._use_or_go_back)

    def _compose(self) -> None:
        grid = theme.tokens().grid
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the training")
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setShowGrid(False)
        self.table.setAccessibleName("Figures on the test part")
        self.table.setHorizontalHeaderLabels(["Measured on the test part", "With 95 % interval"])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setMinimumHeight(14 * grid)
        theme.set_role(self.use_button, role="primary")
        self.pause_button.setToolTip("Stop after this step; it goes on from its last finished epoch")
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
        layout.addWidget(label("For Research Use Only. Not for use in diagnostic procedures.", "small"))
        layout.addLayout(row)

    # -- one training ----------------------------------------------------------------------------------------------------

    def show_run(self, plan: RunPlan, out: Path) -> None:
        """Look at a training from now on, whether or not it runs."""
        self.plan, self.out, self.look, self.installed = plan, out, None, None
        self._stopping = False
        self.title.setText(plan.title)
        self.where.set_whole_text(f"{out}   from {plan.data}")
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
        self.state.setText("Starting…")
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
            self.state.setText("Stopping after this step…")
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
            words = f"{doing.message[:1].upper()}{doing.message[1:]}" if doing.message else "Starting…"
            left = f", {_left(doing.seconds_left)}" if doing.seconds_left is not None else ""
            self.bar.setRange(0, doing.total)
            self.bar.setValue(doing.done)
            self.state.setText("Stopping after this step…" if self._stopping else f"{words}{left}")
        elif look.state == "finished":
            self.state.setText(f"Finished. The new weights are {look.made}. They are not in use yet.")
            if self.installed is not None and look.finder:
                self.state.setText(
                    translate("Training", "In use: {id}. {what}").format(
                        id=self.installed.id, what=translate("Training", _USED[self.installed.pipeline])
                    )
                )
            elif self.installed is not None:
                self.state.setText(f"In use: {self.installed.id}, by the pipeline {self.installed.pipeline}.")
        elif look.state == "failed" and look.outcome is not None:
            self.state.setText(f"{_AT_FAULT.get(look.outcome.kind, '')} {look.outcome.message}".strip())
            role = "urgent"
        elif look.state in {"interrupted", "stopped"}:
            why = (
                "It was stopped."
                if look.state == "stopped"
                else "It ended without a word: was the computer switched off?"
            )
            self.state.setText(f"{why} ‘Go on’ takes it up after its last finished epoch.")
            role = "doubt"
        elif self.process is not None:
            self.state.setText(f"It did not start. {log_tail(self.out)[-400:]}")
            role = "urgent"
        theme.set_role(self.state, role=role)
        self.words.setText("\n".join((*_epoch_words(look, running=self.running), *look.notes[-_NOTES:])))

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
            (f"{_FIGURES.get(name, name.replace('_', ' '))}, {part.dataset} ({part.n:,} cells)", str(figure))
            for part in look.figures
            for name, figure in part.values
            if not math.isnan(figure.value)
        ]
        if not rows:
            busy = self._measuring is not None and self._measuring.running
            rows = [
                ("Measuring…" if busy else "Not measured: there are no images of the test part, or see train.log", "")
            ]
        self.table.setRowCount(len(rows))
        for number, texts in enumerate(rows):
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
            "Stop at once" if self._stopping and self.process else "Pause" if running else "Go on"
        )
        self.pause_button.setEnabled(not (self._stopping and self.process is None))
        self.use_button.setVisible(made)
        self.use_button.setEnabled(self._tasks.get("train-use") is None)
        self.use_button.setText("Use these weights" if self.installed is None else "Go back to those before")
        self.back_button.setEnabled(not running)

    # -- use -------------------------------------------------------------------------------------------------------------

    def _use_or_go_back(self) -> None:
        used, out = self.installed, self.out

        def in_use(made: Installed) -> None:
            self.installed, self._turn = made, self._turn + 1
            how = "‘Choose pipeline…’ lets it analyse."
            if made.pipeline == "leukview":
                how = "‘Analyse again’ calls this case's anew."
            if made.pipeline in _USED:
                what = translate("Training", _USED[made.pipeline])
                self.used.emit(translate("Training", "{id} is in use. {what}").format(id=made.id, what=what))
            else:
                self.used.emit(f"{made.id} is in use by the pipeline {made.pipeline} from now on. {how}")
            self.refresh()

        def back(before: str) -> None:
            self.installed, self._turn = None, self._turn + 1
            self.used.emit(f"In use again: {before}." if before else "The new weights are not in use any more.")
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


def _epoch_words(look: RunLook, *, running: bool) -> list[str]:
    """Return a sentence a network on its best epoch, and on early stopping."""
    lines = []
    for number, curve in enumerate(look.curves):
        if not curve.losses:
            continue
        head = f"{LINES[number % len(LINES)]}  {curve.network}: " if curve.network else ""
        done, of = len(curve.losses), f" of {look.epochs}" if look.epochs else ""
        if not curve.scores:
            lines.append(
                f"{head}{'epoch' if head else 'Epoch'} {done}{of}; nothing is validated, the last one is kept."
            )
            continue
        waited, best = done - curve.best, curve.scores[curve.best - 1]
        text = f"{head}{'epoch' if head else 'Epoch'} {done}{of}; best score {best:.3f} at epoch {curve.best}."
        if look.finder and not running:
            pass  # a finder's own sentence says whether it stopped early
        elif look.patience and waited >= look.patience and done < look.epochs:
            text += f" Stopped early: {waited} epochs without a better score."
        elif look.patience and waited and running:
            text += f" {waited} of {look.patience} epochs without a better one."
        lines.append(text)
    return lines


def _left(seconds: float) -> str:
    """Return a time that is left, in words that do not pretend to be exact."""
    if seconds < 60:
        return "less than a minute left"
    minutes = round(seconds / 60)
    return f"about {minutes} min left" if minutes < 90 else f"about {minutes / 60:.0f} h left"
