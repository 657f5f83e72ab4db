"""Make a training set from cases: which cases, what they hold, where it goes, the work with its progress."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.taxonomy import taxonomy
from leukview.gui import fault_texts, theme
from leukview.gui.exporting import default_folder
from leukview.gui.sentences import sentence
from leukview.gui.tasks import Fault, TaskProgress, Tasks
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, number, translate
from leukview.gui.widgets.basics import fit, label
from leukview.gui.widgets.path_drop import take_dropped

if TYPE_CHECKING:
    from leukview.services.labelled_cases import CaseState, LabelledCases
    from leukview.services.training_set import TrainingSet
    from leukview.store.cases import CaseSummary

__all__ = ["SetBench", "TrainingSetDialog"]

_WORDS = QT_TRANSLATE_NOOP(
    "TrainingSet",
    "Only cells that a person confirmed or relabelled are taken; what the model called is never learnt from. Each picture counts "
    "once, and not at all where people disagree. The folder stays on this computer.",
)
_STATES = {
    "signed": QT_TRANSLATE_NOOP("TrainingSet", "signed"),
    "reviewed": QT_TRANSLATE_NOOP("TrainingSet", "every cell reviewed"),
    "started": QT_TRANSLATE_NOOP("TrainingSet", "in review"),
}
_TASK = "training-set"
_FOLDER = "Training set"


class SetBench(Protocol):
    """What does the work, in workers; see :class:`leukview.gui.training.TrainingBench`."""

    def cases(self, progress: TaskProgress) -> list[tuple[CaseSummary, CaseState]]:
        """Return the cases to choose from."""
        ...

    def gather(self, case_ids: list[str], progress: TaskProgress) -> LabelledCases:
        """Return the cells of some cases."""
        ...

    def write_set(self, found: LabelledCases, out: Path, progress: TaskProgress) -> TrainingSet:
        """Write them."""
        ...


class TrainingSetDialog(QDialog):
    """One page; signed cases, or else those wholly reviewed, are ticked at first. ``made`` is what was written."""

    def __init__(self, tasks: Tasks, bench: SetBench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("TrainingSet", "Make a training set"))
        theme.set_role(self, surface="panel")
        self.setMinimumSize(560, 440)
        fit(self, 560, 560)
        self._tasks, self._bench = tasks, bench
        self._found: LabelledCases | None = None
        self.made: TrainingSet | None = None
        self.cases = QListWidget()
        self.cases.setSpacing(2)
        self.cases.setAccessibleName(translate("TrainingSet", "Cases to learn from"))
        self.folder = QLineEdit(str(_free(default_folder(_FOLDER))))
        take_dropped(self.folder, folder=True)
        self.folder.setAccessibleName(translate("TrainingSet", "Folder to make"))
        self.choose_button = QPushButton(translate("TrainingSet", "Choose…"))
        self.found = QPlainTextEdit()
        self.found.setPlaceholderText(translate("TrainingSet", "Here stands what is taken from the cases you tick."))
        self.found.setReadOnly(True)
        self.found.setTabChangesFocus(True)
        self.found.setAccessibleName(translate("TrainingSet", "What the training set would hold"))
        self.state = label("", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("TrainingSet", "Progress"))
        self.close_button, self.make_button = (
            QPushButton(translate("TrainingSet", "Close")),
            QPushButton(translate("TrainingSet", "Make")),
        )
        self._compose()
        self.cases.itemChanged.connect(lambda _: self._count())
        self.folder.textChanged.connect(lambda _: self._look())
        self.choose_button.clicked.connect(self._choose)
        self.close_button.clicked.connect(self.reject)
        self.make_button.clicked.connect(self.make)
        self._busy(translate("TrainingSet", "Looking for cases…"))
        tasks.start(_TASK, bench.cases, finished=self._listed, failed=self._failed)

    def _compose(self) -> None:
        grid = theme.tokens().grid
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        layout.addWidget(label(translate("TrainingSet", "Make a training set from your cases"), "title"))
        layout.addWidget(label(translate("TrainingSet", _WORDS), "muted", wrap=True))
        layout.addWidget(self.cases, 2)
        layout.addWidget(self.found, 3)
        row = QHBoxLayout()
        caption = label(translate("TrainingSet", "&Folder"))
        caption.setTextFormat(Qt.TextFormat.AutoText)
        caption.setBuddy(self.folder)
        row.addWidget(caption)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose_button)
        layout.addLayout(row)
        layout.addWidget(self.state)
        layout.addWidget(self.bar)
        theme.set_role(self.make_button, role="primary")
        self.make_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.make_button)
        layout.addLayout(buttons)

    # -- which cells ----------------------------------------------------------------------------------------------------

    def _listed(self, known: list[tuple[CaseSummary, CaseState]]) -> None:
        best = "signed" if any(state == "signed" for _, state in known) else "reviewed"
        self.cases.blockSignals(True)
        for case, state in known:
            item = QListWidgetItem(_words_of(case, state))
            item.setData(Qt.ItemDataRole.UserRole, case.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = state in {best, "signed"} and not case.synthetic
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.cases.addItem(item)
        self.cases.blockSignals(False)
        self._count()

    def chosen(self) -> list[str]:
        """Return the ids of the ticked cases."""
        items = [self.cases.item(row) for row in range(self.cases.count())]
        return [
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked
        ]

    def _count(self) -> None:
        self._found = None
        ids = self.chosen()
        if not ids:
            self._tasks.cancel(_TASK)
            self.found.setPlainText("")
            none = translate(
                "TrainingSet", "No case has cells that a person labelled yet: confirm or relabel some, then come back."
            )
            self._ready(translate("TrainingSet", "Tick the cases to learn from.") if self.cases.count() else none)
            return
        self._busy(translate("TrainingSet", "Counting cells…"))
        self._tasks.start(
            _TASK, lambda progress: self._bench.gather(ids, progress), finished=self._counted, failed=self._failed
        )

    def _counted(self, found: LabelledCases) -> None:
        self._found = found
        names = {name: class_name(name) if name in taxonomy() else name for name in found.counts()}
        lines = [f"{names[name]}: {number(count)}" for name, count in found.counts().items()]
        mind, left = (
            translate("TrainingSet", "Mind: {warning}"),
            translate("TrainingSet", "Left out: {file}: {reason}."),
        )
        lines += ["", *(mind.format(warning=sentence(warning)) for warning in found.warnings)]
        lines += [
            left.format(file=problem.file, reason=fault_texts.reason(problem.reason)) for problem in found.problems
        ]
        self.found.setPlainText("\n".join(lines))
        words = translate("TrainingSet", "{cells:,} cells of {cases} cases.").format(
            cells=len(found.cells), cases=len(found.cases)
        )
        if found.doubles:
            doubles = translate("TrainingSet", "{doubles:,} more show the same pictures and count once.")
            words += " " + doubles.format(doubles=found.doubles)
        self._ready(words)

    # -- the work -------------------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Write the training set."""
        found, out = self._found, Path(self.folder.text().strip()).expanduser()
        if found is None:
            return
        self._busy(translate("TrainingSet", "Copying cells…"))

        def done(made: TrainingSet) -> None:
            self.made = made
            self.accept()

        self._tasks.start(
            _TASK,
            lambda progress: self._bench.write_set(found, out, progress),
            finished=done,
            failed=self._failed,
            progress=self._progressed,
        )

    def _progressed(self, done: int, total: int, message: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, translate("TrainingSet", "Folder to make the training set in"), self.folder.text()
        )
        if chosen:
            self.folder.setText(str(_free(Path(chosen) / _FOLDER)))

    def _busy(self, words: str) -> None:
        self.state.setText(words)
        theme.set_role(self.state, role="muted")
        self.bar.setRange(0, 0)
        self.bar.show()
        self.make_button.setEnabled(False)

    def _ready(self, words: str) -> None:
        self.state.setText(words)
        theme.set_role(self.state, role="")
        self.bar.hide()
        self._look()

    def _failed(self, fault: Fault) -> None:
        self._ready(f"{fault.title} {fault.text}".strip())
        theme.set_role(self.state, role="urgent")

    def _look(self) -> None:
        self.make_button.setEnabled(
            self._found is not None and bool(self.folder.text().strip()) and self._tasks.get(_TASK) is None
        )

    def done(self, result: int) -> None:
        """Stop what still runs, and close."""
        self._tasks.cancel(_TASK)
        super().done(result)


def _words_of(case: CaseSummary, state: CaseState) -> str:
    """Return what is said of a case in the list."""
    words = (
        translate("TrainingSet", "{name}, patient {patient}: {reviewed:,} of {cells:,} cells, {state}")
        if case.patient
        else translate("TrainingSet", "{name}, no patient named: {reviewed:,} of {cells:,} cells, {state}")
    ).format(
        name=case.name,
        patient=case.patient,
        reviewed=case.reviewed,
        cells=case.cells,
        state=translate("TrainingSet", _STATES[state]),
    )
    return words + (translate("TrainingSet", " (synthetic)") if case.synthetic else "")


def _free(folder: Path) -> Path:
    """Return the folder, or the first of ``folder 2``, ``folder 3``, … that is not there."""
    number, candidate = 1, folder
    while candidate.exists():
        number += 1
        candidate = folder.with_name(f"{folder.name} {number}")
    return candidate
