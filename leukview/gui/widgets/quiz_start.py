"""Where tests begin: go on with one, make a new one, look at results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.quiz import Attempt, Plan
from leukview.gui import theme
from leukview.gui.quiz_words import kind
from leukview.gui.sentences import sentence
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import Hairline, label
from leukview.gui.widgets.number_field import NumberField

__all__ = ["QuizStartDialog", "Source", "Taken"]

_VALUE = int(Qt.ItemDataRole.UserRole)
_USUAL, _MOST = 50, 500


@dataclass(frozen=True, slots=True)
class Source:
    """Where a test's cells can come from: ``set`` or ``case``, its number there, a name, and how many cells it has."""

    kind: str
    id: int
    name: str
    cells: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A test that was taken or goes on: itself, how many cells have an answer, and the result in words."""

    attempt: Attempt
    answered: int
    words: str


class QuizStartDialog(QDialog):
    """One page of three parts.

    Parameters
    ----------
    sources:
        Sets and signed cases to draw from.
    tests:
        Every person's tests, the newest first.
    reader:
        Who sits here, as far as known.
    seed:
        A seed nobody has chosen.
    set_id:
        The set that is offered first.

    Signals
    -------
    begun:
        A new test is wanted: source, plan, person.
    resumed, shown, abandoned:
        A test that goes on, a result to look at, a test to give up; each carries the attempt.
    """

    begun = Signal(object, object, str)
    resumed = Signal(object)
    shown = Signal(object)
    abandoned = Signal(object)

    def __init__(
        self,
        sources: Sequence[Source],
        tests: Sequence[Taken],
        reader: str,
        seed: int,
        set_id: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sources, self._tests = list(sources), list(tests)
        self.setWindowTitle(translate("Quiz", "Quiz"))
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(600)
        self._make_fields(reader, seed, set_id)
        self._make_list()
        self._compose()
        self._source_changed()
        self._chosen()

    def _make_fields(self, reader: str, seed: int, set_id: int) -> None:
        self.reader = QLineEdit(reader)
        self.reader.setAccessibleName(translate("Quiz", "Person"))
        self.reader.setPlaceholderText(translate("Quiz", "Who names the cells"))
        self.source, self.balance, self.mode = QComboBox(), QComboBox(), QComboBox()
        for item in self._sources:
            words = translate("Quiz", "{name} ({n:,} cells)").format(name=item.name, n=item.cells)
            self.source.addItem(words if item.cells else item.name)
        place = next((n for n, item in enumerate(self._sources) if item.kind == "set" and item.id == set_id), 0)
        self.source.setCurrentIndex(place if self._sources else -1)
        self.source.setAccessibleName(translate("Quiz", "Cells from"))
        self.source.currentIndexChanged.connect(lambda _: self._source_changed())
        self.number = NumberField(translate("Quiz", "Number of cells"), 1, _MOST)
        self.balance.addItem(translate("Quiz", "In the set's proportions"), "as in the set")
        self.balance.addItem(translate("Quiz", "Classes alike"), "equal")
        self.balance.setAccessibleName(translate("Quiz", "Classes"))
        self.mode.addItem(translate("Quiz", "Test: the key at the end"), "test")
        self.mode.addItem(translate("Quiz", "Training: the key after each cell"), "training")
        self.mode.setAccessibleName(translate("Quiz", "Kind"))
        self.limit = NumberField(translate("Quiz", "Seconds for a cell"), 0, 600, translate("Quiz", "no limit"))
        self.limit.setToolTip(
            translate("Quiz", "After so many seconds a cell counts as not answered; empty for no limit")
        )
        self.seed = NumberField(translate("Quiz", "Seed"), 0, 2**31 - 1)
        self.seed.set_value(seed)
        self.seed.setToolTip(
            translate("Quiz", "The same seed gives everyone the same cells of the same set, in the same order")
        )
        self.begin = QPushButton(translate("Quiz", "Begin"))
        theme.set_role(self.begin, role="primary")
        self.begin.setDefault(True)
        self.begin.clicked.connect(self._begin)
        self.reader.textChanged.connect(lambda _: self._check())

    def _make_list(self) -> None:
        self.tests = QTreeWidget()
        self.tests.setColumnCount(4)
        self.tests.setHeaderLabels(
            [
                translate("Quiz", "Person"),
                translate("Quiz", "Begun"),
                translate("Quiz", "Cells from"),
                translate("Quiz", "Right"),
            ]
        )
        self.tests.setRootIsDecorated(False)
        self.tests.setUniformRowHeights(True)
        self.tests.setAccessibleName(translate("Quiz", "Tests"))
        self.tests.setMinimumHeight(120)
        self.tests.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.tests.header().setStretchLastSection(False)
        for column, width in ((0, 112), (1, 96), (3, 232)):
            self.tests.header().resizeSection(column, width)
        for taken in self._tests:
            attempt = taken.attempt
            row = QTreeWidgetItem([attempt.reader, attempt.utc[:10], sentence(attempt.source), taken.words])
            row.setData(0, _VALUE, taken)
            for column in range(4):
                row.setToolTip(
                    column,
                    translate("Quiz", "Test {id}, seed {seed}, {kind}: {words}").format(
                        id=attempt.id, seed=attempt.plan.seed, kind=kind(attempt), words=taken.words
                    ),
                )
            self.tests.addTopLevelItem(row)
        self.resume, self.show_button, self.abandon = (
            QPushButton(translate("Quiz", "Go on")),
            QPushButton(translate("Quiz", "Result")),
            QPushButton(translate("Quiz", "Give up")),
        )
        self.resume.setToolTip(translate("Quiz", "Go on with the chosen test where it was left"))
        self.show_button.setToolTip(translate("Quiz", "See the result of the chosen test"))
        self.abandon.setToolTip(translate("Quiz", "End the chosen test without a result; it stays listed as given up"))
        self.resume.clicked.connect(lambda: self._tell(self.resumed))
        self.show_button.clicked.connect(lambda: self._tell(self.shown))
        self.abandon.clicked.connect(lambda: self._tell(self.abandoned))
        self.tests.currentItemChanged.connect(lambda *_: self._chosen())
        self.tests.itemActivated.connect(
            lambda *_: (self.resume if self.resume.isEnabled() else self.show_button).click()
        )
        if self._tests:
            self.tests.setCurrentItem(self.tests.topLevelItem(0))  # type: ignore[arg-type]  # there is one

    def _compose(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for name, field in (
            (translate("Quiz", "Person"), self.reader),
            (translate("Quiz", "Cells from"), self.source),
            (translate("Quiz", "Number of cells"), self.number),
            (translate("Quiz", "Classes"), self.balance),
            (translate("Quiz", "Kind"), self.mode),
            (translate("Quiz", "Seconds for a cell"), self.limit),
            (translate("Quiz", "Seed"), self.seed),
        ):
            form.addRow(name, field)
        words = translate(
            "Quiz",
            "Cells are shown one by one, without the program's call, file name or note; you press the class's key. A test can be "
            "interrupted and taken up again; its key stays closed until the last answer.",
        )
        self.missing = label("", "doubt", wrap=True)
        close = QPushButton(translate("Quiz", "Close"))
        close.setToolTip(translate("Quiz", "Close (Esc)"))
        close.clicked.connect(self.reject)
        old = QHBoxLayout()
        for button in (self.resume, self.show_button, self.abandon):
            old.addWidget(button)
        old.addStretch()
        foot = QHBoxLayout()
        foot.addWidget(self.missing, 1)
        foot.addWidget(self.begin)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(words, "muted", wrap=True))
        if self._tests:
            column.addWidget(label(translate("Quiz", "Tests so far"), "heading"))
            column.addWidget(self.tests, 1)
            column.addLayout(old)
            column.addWidget(Hairline())
            column.addWidget(label(translate("Quiz", "A new one"), "heading"))
        else:
            for part in (self.tests, self.resume, self.show_button, self.abandon):
                part.setParent(self)
                part.hide()
        column.addLayout(form)
        column.addLayout(foot)

    # -- what is chosen -----------------------------------------------------------------------------------------------

    def plan(self) -> Plan:
        """Return what is asked for."""
        return Plan(
            self.number.value(),
            self.seed.value(),
            self.balance.currentData(),
            self.mode.currentData(),
            self.limit.value(),
        )

    def _source(self) -> Source | None:
        place = self.source.currentIndex()
        return self._sources[place] if 0 <= place < len(self._sources) else None

    def _source_changed(self) -> None:
        source = self._source()
        most = min(_MOST, source.cells) if source is not None else 1
        self.number.set_range(1, max(1, most))
        self.number.set_value(min(_USUAL, max(1, most)))
        self.number.setToolTip(translate("Quiz", "1 to {most}").format(most=max(1, most)))
        self._check()

    def _check(self) -> None:
        words = ""
        if self._source() is None:
            words = translate("Quiz", "There is no cell to draw from: make a reference set (Ctrl+B), or sign a case.")
        elif not self.reader.text().strip():
            words = translate("Quiz", "Say who names the cells.")
        self.missing.setText(words)
        self.begin.setEnabled(not words)

    def _begin(self) -> None:
        source = self._source()
        if source is not None:
            self.begun.emit(source, self.plan(), " ".join(self.reader.text().split()))
            self.accept()

    def _chosen(self) -> None:
        taken = self._current()
        going = taken is not None and not taken.attempt.end
        self.resume.setEnabled(going)
        self.abandon.setEnabled(going)
        self.show_button.setEnabled(taken is not None and taken.attempt.end == "finished")

    def _current(self) -> Taken | None:
        item = self.tests.currentItem()
        found = item.data(0, _VALUE) if item is not None else None
        return found if isinstance(found, Taken) else None

    def _tell(self, signal: object) -> None:
        taken = self._current()
        if taken is not None:
            signal.emit(taken.attempt)  # type: ignore[attr-defined]  # a bound signal
            self.accept()
