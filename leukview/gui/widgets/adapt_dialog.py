"""Adapt the model to this laboratory: what there is to learn from, the work with its progress, then before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leukview.gui import fault_texts, theme
from leukview.gui.progress_texts import progress_words
from leukview.gui.sentences import sentence
from leukview.gui.tasks import Fault, TaskProgress, Tasks
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, number, several, translate
from leukview.gui.widgets.basics import fit, label

if TYPE_CHECKING:
    from leukview.services.adapt import AdaptedModel
    from leukview.services.site_cells import SiteLabels

__all__ = ["AdaptDialog", "Bench"]

_NEEDED, _ADVISED = 5, 10
_WORDS = QT_TRANSLATE_NOOP(
    "Adapt",
    "LeukView learns from the cells that people confirmed or relabelled in this computer's cases; what the model called is "
    "never learnt from. It makes new weights beside the present ones, for cells that look like yours; cells that look like "
    "the model's own training cells are called as before. Label some cells of every type you see: a type that nobody "
    "labelled may be called as one that somebody did. It takes a few minutes, and you can go back at any time.",
)
_CAUTION = QT_TRANSLATE_NOOP(
    "Adapt",
    "Cross-validated: each labelled cell was called by a layer that had not seen it. It is no test on other slides or days. "
    "For Research Use Only.",
)


class Bench(Protocol):
    """What does the work, in workers; see :class:`leukview.gui.adapting.CaseBench`."""

    def labels(self, progress: TaskProgress) -> SiteLabels:
        """Return the cells that people labelled."""
        ...

    def adapt(self, labels: SiteLabels, site: str, progress: TaskProgress) -> AdaptedModel:
        """Adapt, and write the new weights."""
        ...

    def use(self, model_id: str) -> object:
        """Use these weights from now on."""
        ...


class AdaptDialog(QDialog):
    """One page that changes with the work: counting, ready, working, done.

    Parameters
    ----------
    tasks:
        Runs the work.
    bench:
        Does it.
    site:
        The laboratory's name, as a proposal.
    """

    def __init__(self, tasks: Tasks, bench: Bench, site: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Adapt", "Adapt to this laboratory"))
        theme.set_role(self, surface="panel")
        self.setMinimumSize(560, 440)
        fit(self, 560, 520)
        self._tasks, self._bench = tasks, bench
        self._labels: SiteLabels | None = None
        self.made: AdaptedModel | None = None
        self.used = ""
        self.site = QLineEdit(site)
        self.site.setMaxLength(40)
        self.site.setPlaceholderText(translate("Adapt", "A short name for the new weights"))
        self.words, self.state = label(translate("Adapt", _WORDS), "muted", wrap=True), label("", wrap=True)
        self.table = QTableWidget(0, 3)
        self.bar = QProgressBar()
        self.start_button, self.stop_button = QPushButton(translate("Adapt", "Adapt")), QPushButton()
        self._compose()
        self.site.textChanged.connect(lambda _: self._look())
        self.start_button.clicked.connect(self._start_or_use)
        self.stop_button.clicked.connect(self._stop_or_close)
        self._count()

    def _compose(self) -> None:
        grid = theme.tokens().grid
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setShowGrid(False)
        self.table.setAccessibleName(translate("Adapt", "Labelled cells by class"))
        self.bar.setTextVisible(False)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * grid)
        self.site.setAccessibleName(translate("Adapt", "Laboratory"))
        form.addRow(translate("Adapt", "&Laboratory"), self.site)
        self.start_button.setProperty("role", "primary")
        self.start_button.setDefault(True)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.stop_button)
        row.addWidget(self.start_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        layout.addWidget(label(translate("Adapt", "Adapt to this laboratory"), "title"))
        layout.addWidget(self.words)
        layout.addLayout(form)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.state)
        layout.addWidget(self.bar)
        layout.addLayout(row)

    # -- what there is to learn from ----------------------------------------------------------------------------------

    def _count(self) -> None:
        self.state.setText(translate("Adapt", "Counting the labelled cells…"))
        self._busy(True)
        self._tasks.start(
            "adapt", self._bench.labels, finished=self._counted, failed=self._failed, progress=self._progress
        )

    def _counted(self, labels: SiteLabels) -> None:
        self._labels = labels
        counts = labels.counts()
        self._fill(
            (translate("Adapt", "Class"), translate("Adapt", "Labelled by people"), ""),
            [(class_name(name), number(n), _advice(n)) for name, n in counts.items()],
        )
        self._busy(False)
        self._look()

    def _look(self) -> None:
        """Say whether it can begin."""
        if self._labels is None or self.made is not None or self._tasks.get("adapt") is not None:
            return
        counts = self._labels.counts()
        enough = sum(n >= _NEEDED for n in counts.values()) >= 2
        missing = _problems(self._labels)
        if enough:
            words = several(
                sum(counts.values()),
                translate("Adapt", "{source}, {n:,} labelled cell."),
                translate("Adapt", "{source}, {n:,} labelled cells."),
                source=sentence(self._labels.source),
            )
            self.state.setText(words + missing)
        else:
            words = translate(
                "Adapt",
                "There are too few labelled cells: it takes two classes with {needed} cells each, better {advised} of "
                "every class you see. Confirm or relabel more cells, then come back.",
            )
            self.state.setText(words.format(needed=_NEEDED, advised=_ADVISED) + missing)
        named = any(letter.isascii() and letter.isalnum() for letter in self.site.text())
        self.start_button.setEnabled(enough and named)

    # -- the work -----------------------------------------------------------------------------------------------------

    def _start_or_use(self) -> None:
        if self.made is not None:
            self._use(self.made.manifest.id)
        elif self._labels is not None:
            labels, site = self._labels, self.site.text().strip()
            self.state.setText(translate("Adapt", "Adapting…"))
            self._busy(True)
            self._tasks.start(
                "adapt",
                lambda progress: self._bench.adapt(labels, site, progress),
                finished=self._done,
                failed=self._failed,
                progress=self._progress,
            )

    def _use(self, model_id: str) -> None:
        def finished(_: Any) -> None:
            self.used = model_id
            self.accept()

        self._busy(True)
        self._tasks.start("adapt", lambda progress: self._bench.use(model_id), finished=finished, failed=self._failed)

    def _done(self, made: AdaptedModel) -> None:
        self.made = made
        report, share = made.report, translate("Adapt", "{right} of {n}")
        rows = [
            (class_name(row.class_id), share.format(right=row.before, n=row.n), share.format(right=row.after, n=row.n))
            for row in report.classes
        ]
        rows.append((translate("Adapt", "All, with 95 % interval"), str(report.before), str(report.after)))
        rows.append(
            (translate("Adapt", "Flagged as unlike"), f"{report.flagged_before:.0%}", f"{report.flagged_after:.0%}")
        )
        self._fill(
            (translate("Adapt", "Called rightly"), translate("Adapt", "Before"), translate("Adapt", "After")), rows
        )
        self.words.setText(translate("Adapt", _CAUTION))
        left = "".join(
            " " + translate("Adapt", "Left as it is: {warning}.").format(warning=sentence(warning))
            for warning in made.warnings
        )
        words = translate("Adapt", "The new weights are {id}. They are not in use yet.")
        self.state.setText(words.format(id=made.manifest.id) + left)
        self.start_button.setText(translate("Adapt", "Use it"))
        self.stop_button.setText(translate("Adapt", "Keep the current one"))
        self.site.setEnabled(False)
        self._busy(False)
        self.start_button.setEnabled(True)

    def _failed(self, fault: Fault) -> None:
        self._busy(False)
        self._look()
        self.state.setText(f"{fault.title} {fault.text}".strip())
        theme.set_role(self.state, role="urgent")

    def _progress(self, done: int, total: int, message: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if message:
            self.state.setText(f"{progress_words(message)}…")

    def _busy(self, busy: bool) -> None:
        theme.set_role(self.state, role="")
        self.bar.setRange(0, 0 if busy else 1)
        self.bar.setVisible(busy)
        self.site.setEnabled(not busy and self.made is None)
        self.start_button.setEnabled(False)
        if self.made is None:
            self.stop_button.setText(translate("Adapt", "Cancel") if busy else translate("Adapt", "Close"))

    def _stop_or_close(self) -> None:
        if self._tasks.get("adapt") is not None and self._labels is not None and self.made is None:
            self._tasks.cancel("adapt")
            self._busy(False)
            self._look()
        else:
            self.reject()

    def done(self, result: int) -> None:
        """Stop what still runs, and close."""
        self._tasks.cancel("adapt")
        super().done(result)

    def _fill(self, heads: tuple[str, str, str], rows: list[tuple[str, str, str]]) -> None:
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setRowCount(len(rows))
        for place, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.table.setItem(place, column, QTableWidgetItem(text))
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)


def _advice(count: int) -> str:
    if count < _NEEDED:
        return translate("Adapt", "too few, left as it is: {n} more").format(n=_NEEDED - count)
    return "" if count >= _ADVISED else translate("Adapt", "better {advised}").format(advised=_ADVISED)


def _problems(labels: SiteLabels) -> str:
    if not labels.problems:
        return ""
    first = labels.problems[0]
    words = (
        translate("Adapt", "Left out: {file}: {reason} (and {n} more).")
        if len(labels.problems) > 1
        else translate("Adapt", "Left out: {file}: {reason}.")
    )
    return " " + words.format(file=first.file, reason=fault_texts.reason(first.reason), n=len(labels.problems) - 1)
