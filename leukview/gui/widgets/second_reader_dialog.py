"""Begin a second reading, and see how well two readers agree."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.agreement import Agreement
from leukview.gui import theme
from leukview.gui.sentences import sentence
from leukview.gui.translation import class_name, number, translate
from leukview.gui.widgets.basics import ScrollColumn, label
from leukview.gui.widgets.name_field import NameField

__all__ = ["AgreementDialog", "SecondReaderDialog"]


class SecondReaderDialog(QDialog):
    """Asks who read first, who reads now, and whether the second reader sees the AI's calls."""

    def __init__(self, first: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = theme.tokens().grid
        self.setWindowTitle(translate("SecondReading", "Second reading"))
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(480)
        self.first = NameField(
            translate("SecondReading", "First reader"), translate("SecondReading", "Who has read this case")
        )
        self.first.setText(first)
        self.second = NameField(
            translate("SecondReading", "Second reader"),
            translate("SecondReading", "Who reads it now, blind to the first; another person"),
        )
        self.ai_shown = QCheckBox(translate("SecondReading", "Show the AI's calls to the second reader"))
        self.ai_shown.setChecked(True)
        self.ai_shown.setToolTip(
            translate("SecondReading", "Without them the second reader names every cell from its image alone")
        )
        self.why = label("", "doubt", wrap=True)
        self.start = QPushButton(translate("SecondReading", "Start"))
        theme.set_role(self.start, role="primary")
        self.start.setToolTip(
            translate("SecondReading", "Hide the first reader's work, and let the second reader begin (Enter)")
        )
        cancel = QPushButton(translate("SecondReading", "Cancel"))
        cancel.setAutoDefault(False)
        cancel.setToolTip(translate("SecondReading", "Leave everything as it is (Escape)"))
        form = QFormLayout()
        form.setHorizontalSpacing(2 * grid)
        form.setVerticalSpacing(grid)
        form.addRow(translate("SecondReading", "&First reader"), self.first)
        form.addRow(translate("SecondReading", "&Second reader"), self.second)
        form.addRow("", self.ai_shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        layout.addWidget(label(translate("SecondReading", "Second reading"), "title"))
        text = translate(
            "SecondReading",
            "The window shows nothing of the first reader's labels, notes and outlines until the second reading is finished. "
            "Then both are compared, and where they disagree a person decides.",
        )
        layout.addWidget(label(text, wrap=True))
        layout.addLayout(form)
        layout.addWidget(self.why)
        foot = QHBoxLayout()
        foot.setSpacing(grid)
        foot.addStretch()
        foot.addWidget(cancel)
        foot.addWidget(self.start)
        layout.addLayout(foot)
        cancel.clicked.connect(self.reject)
        self.start.clicked.connect(self.accept)
        for field in (self.first, self.second):
            field.textChanged.connect(self._look)
            field.left.connect(self.reject)
            field.given.connect(lambda: self.accept() if self.start.isEnabled() else None)
        self.second.setFocus()
        self._look()

    def _look(self) -> None:
        first, second = self.first.name(), self.second.name()
        same = bool(first) and first.casefold() == second.casefold()
        self.why.setText(
            translate("SecondReading", "The second reader is another person than the first.") if same else ""
        )
        self.start.setEnabled(bool(first and second) and not same)


class AgreementDialog(QDialog):
    """Per cent agreement, Cohen's kappa with its interval, and what was called differently."""

    def __init__(self, found: Agreement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = theme.tokens().grid
        self.setWindowTitle(translate("SecondReading", "Agreement"))
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(480)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        layout.addWidget(
            label(
                translate("SecondReading", "Agreement of {first} and {second}").format(
                    first=found.first, second=found.second
                ),
                "title",
            )
        )
        self.words = label(sentence(found.words), wrap=True, selectable=True)
        layout.addWidget(self.words)
        alone = translate(
            "SecondReading", "Labelled by {first} only: {only_first:,} · by {second} only: {only_second:,}"
        ).format(first=found.first, only_first=found.only_first, second=found.second, only_second=found.only_second)
        if found.only_first or found.only_second:
            layout.addWidget(label(alone, "muted", wrap=True))
        column = QWidget()
        table = QGridLayout(column)
        table.setContentsMargins(0, 0, grid, 0)
        table.setHorizontalSpacing(2 * grid)
        table.setVerticalSpacing(grid // 2)
        for place, heading in enumerate(
            (found.first, found.second, translate("SecondReading", "Cells"), translate("SecondReading", "Decided"))
        ):
            table.addWidget(label(heading, "small"), 0, place, _side(place))
        for row, (first, second, n, decided) in enumerate(found.differing, start=1):
            texts = (class_name(first), class_name(second), number(n), number(decided))
            for place, text in enumerate(texts):
                table.addWidget(label(text), row, place, _side(place))
        table.setColumnStretch(0, 1)
        table.setColumnStretch(1, 1)
        scroll = ScrollColumn(column, least=64)
        scroll.set_most(320)
        scroll.setVisible(bool(found.differing))
        layout.addWidget(scroll, 1)
        layout.addWidget(
            label(
                translate(
                    "SecondReading",
                    "Kappa: agreement beyond chance, unweighted; asymptotic interval (Fleiss, Cohen & Everitt 1969).",
                ),
                "small",
                wrap=True,
            )
        )
        close = QPushButton(translate("SecondReading", "Close"))
        close.setToolTip(translate("SecondReading", "Close (Escape)"))
        close.clicked.connect(self.accept)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _side(place: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if place > 1 else Qt.AlignmentFlag.AlignLeft
