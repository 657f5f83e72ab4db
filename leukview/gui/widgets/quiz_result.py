"""The result of a test: figures with intervals, classes, confusions, and every miss with its picture."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QImage, QKeySequence, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.quiz import Miss, Outcome
from leukview.domain.taxonomy import taxonomy
from leukview.gui import reference_words, theme
from leukview.gui.page_keys import page_keys
from leukview.gui.quiz_words import class_words, kappa_words, kind, limits, purpose, rate
from leukview.gui.sentences import sentence
from leukview.gui.shortcuts import key_text
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_short, lowered, several, translate
from leukview.gui.widgets.basics import ScrollColumn, label
from leukview.gui.widgets.page import Page
from leukview.gui.widgets.strip import Key
from leukview.reporting.quiz_words import time_words

__all__ = ["QuizResultPage"]

_VALUE = int(Qt.ItemDataRole.UserRole)
_PICTURE = 112
_TABS = (
    QT_TRANSLATE_NOOP("Quiz", "Misses"),
    QT_TRANSLATE_NOOP("Quiz", "Classes"),
    QT_TRANSLATE_NOOP("Quiz", "Confusions"),
    QT_TRANSLATE_NOOP("Quiz", "Compared"),
)


class QuizResultPage(Page):
    """Shows one result.

    Signals
    -------
    pictureWanted:
        A picture's hash; answer with :meth:`set_picture`.
    compareWanted:
        A miss is to be seen large beside reference cells; carries it.
    exportWanted, programWanted:
        Write the result; let the program sit the same test.
    """

    pictureWanted = Signal(str)
    compareWanted = Signal(object)
    exportWanted = Signal()
    programWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome: Outcome | None = None
        self.setAccessibleName(translate("Quiz", "Quiz result"))
        self.export = QAction(translate("Quiz", "Export…"), self)
        self.export.setShortcut(QKeySequence(page_keys("result.export")[0]))
        self.export.setToolTip(translate("Quiz", "Write the result as PDF and tables (Ctrl+E)"))
        self.export.triggered.connect(lambda _=False: self.exportWanted.emit())
        self.program = QAction(translate("Quiz", "Let the program sit it"), self)
        self.program.setShortcut(QKeySequence(page_keys("result.program")[0]))
        self.program.setToolTip(translate("Quiz", "See what the program calls the same cells (Ctrl+G)"))
        self.program.triggered.connect(lambda _=False: self.programWanted.emit())
        leave = QAction(translate("Page", "Back"), self)
        leave.setToolTip(translate("Page", "Back (Esc)"))
        leave.triggered.connect(lambda _=False: self.left.emit())
        for action in (self.export, self.program):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
            button = QToolButton()
            button.setDefaultAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.head.addWidget(button)
        self.keys = [
            Key(key_text("Ctrl+E"), translate("Quiz", "export"), self.export),
            Key(key_text("Ctrl+G"), translate("Quiz", "the program's own score"), self.program),
            Key("Esc", translate("Quiz", "back"), leave),
        ]
        self.figure = label("", "title")
        self.facts = label("", wrap=True)
        self.small = label("", "small", wrap=True)
        self.misses = QListWidget()
        self.classes = _tree(
            translate("Quiz", "Classes"),
            [
                translate("Quiz", "Class"),
                translate("Quiz", "Of its cells, named so"),
                translate("Quiz", "Of those named so, right"),
            ],
        )
        self.confusions = QTableWidget()
        self.others = _tree(translate("Quiz", "Compared"), [translate("Quiz", "Attempt"), translate("Quiz", "Right")])
        self.warnings = label("", "doubt", wrap=True)
        self._items: dict[str, list[QListWidgetItem]] = {}
        self._compose()

    def _compose(self) -> None:
        view = self.misses
        view.setViewMode(QListWidget.ViewMode.IconMode)
        view.setMovement(QListWidget.Movement.Static)
        view.setResizeMode(QListWidget.ResizeMode.Adjust)
        view.setIconSize(QSize(_PICTURE, _PICTURE))
        view.setGridSize(QSize(_PICTURE + 48, _PICTURE + 52))
        view.setWordWrap(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setStyleSheet("QListWidget { background: transparent; }")
        # A frame where the keyboard is, and none round an empty page where it is not.
        theme.set_role(view, role="lines")
        view.setAccessibleName(translate("Quiz", "Misses"))
        view.itemActivated.connect(lambda item: self.compareWanted.emit(item.data(_VALUE)))
        table = self.confusions
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setAccessibleName(translate("Quiz", "Confusions: rows the reference, columns the answers"))
        table.setFrameShape(QFrame.Shape.NoFrame)
        self.stack = QStackedWidget()
        for part in (view, self.classes, table, self._compared()):
            self.stack.addWidget(part)
        tabs = QHBoxLayout()
        tabs.setSpacing(8)
        self.tabs = QButtonGroup(self)
        for number, text in enumerate(_TABS):
            name = translate("Quiz", text)
            button = QPushButton(name)
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.setChecked(number == 0)
            button.setToolTip(translate("Quiz", "Show: {name}").format(name=lowered(name)))
            self.tabs.addButton(button, number)
            tabs.addWidget(button)
        tabs.addStretch()
        self.tabs.idClicked.connect(self.stack.setCurrentIndex)
        right = QVBoxLayout()
        right.setContentsMargins(8, 12, 16, 12)
        right.setSpacing(8)
        right.addLayout(tabs)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._side())
        row.addLayout(right, 1)
        self.column.addLayout(row, 1)

    def _compared(self) -> QWidget:
        compared = QWidget()
        column = QVBoxLayout(compared)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.others, 1)
        column.addWidget(self.warnings)
        return compared

    def _side(self) -> QWidget:
        words = QWidget()
        left = QVBoxLayout(words)
        left.setContentsMargins(0, 0, 8, 0)
        left.setSpacing(12)
        for line in (self.figure, self.facts, self.small):
            left.addWidget(line)
        left.addStretch()
        scroll = ScrollColumn(words)
        side = QVBoxLayout()
        side.setContentsMargins(16, 16, 0, 12)
        side.addWidget(scroll)
        holder = QWidget()
        holder.setFixedWidth(312)
        holder.setLayout(side)
        return holder

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show_outcome(self, outcome: Outcome) -> None:
        """Show a result."""
        self.outcome = outcome
        attempt, result = outcome.attempt, outcome.score
        self.title.setText(
            translate("Quiz", "Training") if attempt.plan.mode == "training" else translate("Quiz", "Result")
        )
        self.state.set_whole_text(f"{attempt.reader} · {sentence(attempt.source)} · {attempt.ended[:10]}")
        low, high = (100 * value for value in result.right.interval)
        share = 100 * (result.right.value or 0.0)
        self.figure.setText(
            translate("Quiz", "{hits} of {total} right").format(hits=result.right.hits, total=result.right.total)
        )
        lines = [
            translate("Quiz", "{share:.1f} % (95 % interval {low:.1f}–{high:.1f} %)").format(
                share=share, low=low, high=high
            ),
            translate("Quiz", "By group: {rate}").format(rate=rate(result.by_group)),
            translate("Quiz", "Cohen's kappa {kappa}, by group {by_group}").format(
                kappa=kappa_words(result.kappa), by_group=kappa_words(result.group_kappa)
            ),
            translate("Quiz", "{time} in all, {median:.1f} s for the middle cell").format(
                time=time_words(result.seconds), median=result.median_s
            ),
        ]
        if result.unanswered:
            lines.append(translate("Quiz", "{n} without an answer").format(n=result.unanswered))
        if result.changed:
            lines.append(
                several(
                    result.changed,
                    translate("Quiz", "{n} answer changed before the end"),
                    translate("Quiz", "{n} answers changed before the end"),
                )
            )
        if result.sittings > 1:
            lines.append(translate("Quiz", "In {n} sittings").format(n=result.sittings))
        self.facts.setText("\n".join(lines))
        self.small.setText(f"{purpose(attempt)}\n\n{limits(attempt)}")
        self._show_misses(outcome)
        self._show_classes(outcome)
        self._show_confusions(outcome)
        self._show_others(outcome)
        self.misses.setFocus()

    def forget(self) -> None:
        """Show no result."""
        self.outcome = None
        self._items = {}
        self.state.set_whole_text("")
        for line in (self.figure, self.facts, self.small, self.warnings):
            line.clear()
        for part in (self.misses, self.classes, self.confusions, self.others):
            part.clear()

    def set_picture(self, picture: str, image: QImage) -> None:
        """Show a picture that was asked for."""
        side = _PICTURE
        scaled = image.scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown = QIcon(QPixmap.fromImage(scaled))
        # A chosen miss is marked below it: no tint lies over a cell.
        shown.addPixmap(QPixmap.fromImage(scaled), QIcon.Mode.Selected)
        for item in self._items.get(picture, ()):
            item.setIcon(shown)

    def say_program(self, words: str) -> None:
        """Say how far the program is; the empty text, that it is done."""
        self.program.setEnabled(not words)
        self.program.setText(words or translate("Quiz", "Let the program sit it"))

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        return QSize(1000, 600)

    def _show_misses(self, outcome: Outcome) -> None:
        self.misses.clear()
        self._items = {}
        misses = outcome.score.misses
        button = self.tabs.button(0)
        button.setText(translate("Quiz", "Misses {n}").format(n=len(misses)))
        if not misses:
            self.misses.addItem(translate("Quiz", "No miss."))
        for miss in misses:
            item = QListWidgetItem(
                translate("Quiz", "{reference}\nyou: {answer}").format(
                    reference=_short(miss.item.label), answer=_short(miss.class_id)
                )
            )
            blank = QPixmap(_PICTURE, _PICTURE)
            blank.fill(Qt.GlobalColor.transparent)
            item.setIcon(QIcon(blank))
            item.setData(_VALUE, miss)
            item.setToolTip(_miss_words(miss))
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), _miss_words(miss))
            self.misses.addItem(item)
            self._items.setdefault(miss.item.picture, []).append(item)
            self.pictureWanted.emit(miss.item.picture)
        if misses:
            self.misses.setCurrentRow(0)

    def _show_classes(self, outcome: Outcome) -> None:
        self.classes.clear()
        for row in outcome.score.classes:
            item = QTreeWidgetItem([class_words(row.class_id), rate(row.sensitivity), rate(row.precision)])
            for column in (1, 2):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.classes.addTopLevelItem(item)

    def _show_confusions(self, outcome: Outcome) -> None:
        found = outcome.score.confusion
        labels = taxonomy().sorted({label_ for label_, _ in found if label_ in taxonomy()})
        said = taxonomy().sorted({name for _, name in found if name in taxonomy()})
        said += [""] if any(not name for _, name in found) else []
        table = self.confusions
        table.clear()
        table.setRowCount(len(labels))
        table.setColumnCount(len(said))
        table.setVerticalHeaderLabels([_short(name) for name in labels])
        table.setHorizontalHeaderLabels([_short(name) for name in said])
        for row, label_ in enumerate(labels):
            for column, name in enumerate(said):
                count = found.get((label_, name), 0)
                cell = QTableWidgetItem(str(count) if count else "")
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                cell.setToolTip(
                    translate("Quiz", "Reference {reference}, answer {answer}: {n}").format(
                        reference=class_words(label_), answer=class_words(name), n=count
                    )
                )
                if label_ == name:
                    font = cell.font()
                    font.setBold(True)
                    cell.setFont(font)
                table.setItem(row, column, cell)
        table.resizeColumnsToContents()

    def _show_others(self, outcome: Outcome) -> None:
        self.others.clear()
        for other, result in outcome.earlier:
            words = f"{other.utc[:10]} · {sentence(other.source)} · {kind(other)}"
            self.others.addTopLevelItem(QTreeWidgetItem([words, rate(result.right)]))
        self.others.addTopLevelItem(QTreeWidgetItem([translate("Quiz", "This one"), rate(outcome.score.right)]))
        lines: list[str] = []
        for other, result in outcome.program:
            words = translate("Quiz", "The program's own: {name}, the same cells").format(name=other.reader)
            self.others.addTopLevelItem(QTreeWidgetItem([words, rate(result.right)]))
            lines += [sentence(str(line)) for line in (other.program or {}).get("warnings", ())]
        for row in range(self.others.topLevelItemCount()):
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self.others.topLevelItem(row).setTextAlignment(1, right)  # type: ignore[union-attr]  # there is one
        self.warnings.setText("\n".join(dict.fromkeys(lines)))
        self.warnings.setVisible(bool(lines))


def _tree(name: str, heads: list[str]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setHeaderLabels(heads)
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setFrameShape(QFrame.Shape.NoFrame)
    tree.setAccessibleName(name)
    tree.setStyleSheet("QTreeWidget { background: transparent; } QTreeWidget::item { height: 24px; }")
    tree.header().setStretchLastSection(False)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in range(1, len(heads)):
        tree.header().resizeSection(column, 224)
        tree.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return tree


def _short(class_id: str) -> str:
    return class_short(class_id) if class_id in taxonomy() else (class_id or translate("Quiz", "none"))


def _miss_words(miss: Miss) -> str:
    head = (
        translate("Quiz", "Cell {number}, synthetic") if miss.item.synthetic else translate("Quiz", "Cell {number}")
    ).format(number=miss.place + 1)
    rest = translate(
        "Quiz", "Reference: {reference} ({whose})\nAnswer: {answer}\nEnter compares it with reference cells"
    ).format(
        reference=class_words(miss.item.label),
        whose=reference_words.whose(miss.item.whose),
        answer=class_words(miss.class_id),
    )
    return f"{head}\n{rest}"
