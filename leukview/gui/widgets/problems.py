"""The list of files that could not be used, each with its reason and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.case import Problem
from leukview.gui import theme
from leukview.gui.fault_texts import reason, remedy
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import fit, label

__all__ = ["ProblemsDialog"]


_FILE_WIDTH = 176
"""Pixels: reasons and what to do are longer than most names of files."""


class ProblemsDialog(QDialog):
    """A table of files, reasons and remedies that stays open beside the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Problems", "Files that could not be used"))
        theme.set_role(self, surface="panel")
        fit(self, 760, 400)
        self._head = QLabel()
        self._head.setWordWrap(True)
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels(
            [translate("Problems", "File"), translate("Problems", "Why"), translate("Problems", "What to do")]
        )
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setAccessibleName(translate("Problems", "Files that could not be used"))
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.table.setColumnWidth(0, _FILE_WIDTH)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label(translate("Problems", "Files that could not be used"), "title"))
        layout.addWidget(self._head)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

    def set_problems(self, problems: Iterable[Problem]) -> None:
        """List these, sorted by file."""
        rows = sorted(problems, key=lambda problem: problem.file)
        self._head.setText(
            translate(
                "Problems",
                "The rest of the case was analysed. These files were left out, and the report lists them too.",
            )
        )
        self.table.setRowCount(len(rows))
        for row, problem in enumerate(rows):
            for column, text in enumerate((problem.file, reason(problem.reason), remedy(problem.remedy))):
                item = QTableWidgetItem(text[:1].upper() + text[1:] if column else text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
