"""A case's history as Qt's list model: the newest line first, some of them left out, the present point marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leukview.gui.models.worklist import when
from leukview.gui.sentences import sentence
from leukview.gui.translation import QT_TRANSLATE_NOOP, several, translate
from leukview.services.case_history import HistoryLine, HistoryView

__all__ = ["HistoryModel", "Shown", "beside", "counted"]

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_STATES = {
    "here": QT_TRANSLATE_NOOP("History", "you are here"),
    "undone": QT_TRANSLATE_NOOP("History", "taken back"),
    "done": "",
    "": "",
}


class Shown(StrEnum):
    """Whose lines are shown."""

    ALL = "all"
    PEOPLE = "person"
    AI = "AI"


def counted(line: HistoryLine) -> str:
    """Return on how many cells, in words; empty for what concerns the case."""
    return (
        several(line.cells, translate("History", "{n:,} cell"), translate("History", "{n:,} cells"))
        if line.cells
        else ""
    )


def beside(line: HistoryLine) -> str:
    """Return what stands under a line's words: who, on how many cells, from what to what."""
    who = (
        translate("History", "AI, run by {operator}").format(operator=line.operator)
        if line.by == "AI"
        else line.operator
    )
    return " · ".join(filter(None, (who, counted(line), line.change)))


class HistoryModel(QAbstractListModel):
    """Shows a :class:`~leukview.services.case_history.HistoryView`. New lines are put in at the top; nothing else moves."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = HistoryView()
        self.shown = Shown.ALL
        self._of_cell: Sequence[HistoryLine] | None = None
        self._lines: list[HistoryLine] = []

    def show(self, view: HistoryView, of_cell: Sequence[HistoryLine] | None = None) -> None:
        """Show a history or, where they are given, only the lines of one cell."""
        self.view, self._of_cell = view, of_cell
        lines = self._wanted()
        # Newest first: what came since stands at the front, and what was there must be the same.
        more = len(lines) - len(self._lines)
        if more < 0 or lines[more:] != self._lines:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
            return
        if more:
            self.beginInsertRows(_ROOT, 0, more - 1)
            self._lines = lines
            self.endInsertRows()
        if lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 0))

    def choose(self, shown: Shown) -> None:
        """Show only these lines."""
        if shown is not self.shown:
            self.shown = shown
            self.beginResetModel()
            self._lines = self._wanted()
            self.endResetModel()

    def _wanted(self) -> list[HistoryLine]:
        lines = self.view.lines if self._of_cell is None else self._of_cell
        wanted = [line for line in lines if self.shown is Shown.ALL or line.by == self.shown]
        wanted.reverse()
        return wanted

    def line(self, row: int) -> HistoryLine | None:
        """Return what stands in a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, number: int) -> int:
        """Return the row of a line by its number; -1 where it is not shown."""
        return next((row for row, line in enumerate(self._lines) if line.id == number), -1)

    def here(self) -> int:
        """Return the row of the present point; -1 where it is not shown."""
        return next((row for row, line in enumerate(self._lines) if self.view.state(line) == "here"), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return a line's words, all of it for a tooltip and a screen reader, and the line itself."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == _ROLE.DisplayRole:
            return sentence(line.text)
        if role == _ROLE.UserRole:
            return line
        if role == _ROLE.ToolTipRole:
            return f"{sentence(line.text)}\n{_moment(line.utc)}\n{beside(line)}"
        if role == _ROLE.AccessibleTextRole:
            state = translate("History", _STATES[self.view.state(line)])
            return ", ".join(
                filter(
                    None,
                    (
                        sentence(line.text),
                        translate("History", "by {by}").format(by=line.by),
                        beside(line),
                        when(line.utc),
                        state,
                    ),
                )
            )
        return None


def _moment(utc: str) -> str:
    try:
        return datetime.fromisoformat(utc).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return utc
