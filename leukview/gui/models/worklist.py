"""The worklist as Qt's table model: words, colours and tooltips of each case, and of the lines above a patient's cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leukview.domain.case_status import CaseStatus
from leukview.gui import theme
from leukview.services.worklist import COLUMNS, Arranged, CaseRow, Column, PatientHead

__all__ = ["HEADINGS", "WorklistModel", "head_words", "status_words", "when"]

HEADINGS: Mapping[Column, str] = {
    "status": "State",
    "patient": "Patient",
    "slide": "Slide",
    "name": "Name",
    "received": "Received",
    "reviewed": "Reviewed",
    "flags": "To know",
    "opened": "Opened",
}
_TIPS: Mapping[Column, str] = {
    "status": "How far a case is: received, analysed, in review, reviewed, signed, amended",
    "patient": "The patient, as the case's details name it",
    "slide": "The slide, as the case's details name it",
    "name": "The case's name; its folder's, unless it was changed",
    "received": "When the case was listed",
    "reviewed": "Cells with a person's label, of all cells found",
    "flags": "Urgent rules that are raised, cells that need you, files that could not be read",
    "opened": "When a person opened it last",
}
_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_ROOT = QModelIndex()
_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def when(utc: str, now: datetime | None = None) -> str:
    """Return a time of day where ``utc`` (ISO 8601) is today on this computer's clock, else a date; nothing for nothing."""
    if not utc:
        return ""
    try:
        then = datetime.fromisoformat(utc).astimezone()
    except ValueError:
        return ""
    now = (now or datetime.now()).astimezone()
    return then.strftime("%H:%M") if then.date() == now.date() else then.strftime("%Y-%m-%d")


def status_words(row: CaseRow) -> str:
    """Return how far a case is, in words."""
    if row.status is CaseStatus.AMENDED:
        return f"Amended, version {row.versions}"
    return row.status.capitalize()


def head_words(head: PatientHead) -> str:
    """Return what stands above a patient's cases."""
    count = len(head.case_ids)
    if not head.patient:
        return f"Patient not known · {count:,} case{'s' if count != 1 else ''}, each by itself"
    return f"{head.patient} · {count:,} slide{'s' if count != 1 else ''}"


class WorklistModel(QAbstractTableModel):
    """Shows an :class:`~leukview.services.worklist.Arranged`; changed as a whole, since two thousand lines cost little."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[CaseRow | PatientHead, ...] = ()
        self._rows: dict[str, int] = {}
        self._live: dict[str, str] = {}
        self._faults: dict[str, str] = {}

    def show(self, arranged: Arranged) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._lines = arranged.lines
        self._rows = {line.id: number for number, line in enumerate(self._lines) if isinstance(line, CaseRow)}
        self.endResetModel()

    def set_live(self, live: dict[str, str], faults: dict[str, str]) -> None:
        """Say of cases how far their analysis in the background is, and why it ended early."""
        if (live, faults) == (self._live, self._faults):
            return
        touched = {*live, *self._live, *faults, *self._faults}
        self._live, self._faults = dict(live), dict(faults)
        last = len(COLUMNS) - 1
        for number in (self._rows[case_id] for case_id in touched if case_id in self._rows):
            self.dataChanged.emit(self.index(number, 0), self.index(number, last))

    def line(self, row: int) -> CaseRow | PatientHead | None:
        """Return what stands in a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, case_id: str) -> int:
        """Return the row of a case; -1 where it is not shown."""
        return self._rows.get(case_id, -1)

    def heads(self) -> list[int]:
        """Return the rows of the lines above patients' cases."""
        return [number for number, line in enumerate(self._lines) if isinstance(line, PatientHead)]

    # -- Qt's own -----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Return a column's heading or tooltip."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return HEADINGS[COLUMNS[section]]
        if role == _ROLE.ToolTipRole:
            return f"{_TIPS[COLUMNS[section]]}. Click to sort."
        if role == _ROLE.TextAlignmentRole:
            return _alignment(COLUMNS[section])
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let cases be chosen, and the lines above them not."""
        if isinstance(self.line(index.row()), PatientHead):
            return Qt.ItemFlag.ItemIsEnabled
        return _CHOOSABLE

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what a cell of the table shows."""
        line = self.line(index.row())
        if isinstance(line, PatientHead):
            return self._head(line, index.column(), role)
        return None if line is None else self._cell(line, COLUMNS[index.column()], role)

    def _cell(self, row: CaseRow, column: Column, role: int) -> Any:
        match role:
            case _ROLE.DisplayRole:
                return self._text(row, column)
            case _ROLE.ToolTipRole:
                return self._tip(row, column)
            case _ROLE.AccessibleTextRole:
                columns = COLUMNS if column == COLUMNS[0] else (column,)
                return "; ".join(f"{HEADINGS[name]}: {self._text(row, name) or 'none'}" for name in columns)
            case _ROLE.TextAlignmentRole:
                return _alignment(column)
            case _ROLE.ForegroundRole:
                return self._colour(row, column)
        return None

    def _head(self, head: PatientHead, column: int, role: int) -> Any:
        if column == 0 and role in {_ROLE.DisplayRole, _ROLE.AccessibleTextRole}:
            return head_words(head)
        if role == _ROLE.FontRole:
            return theme.font(theme.tokens().body, strong=True)
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        return None

    def _text(self, row: CaseRow, column: Column) -> str:
        match column:
            case "status":
                return self._live.get(row.id) or (status_words(row) if row.counted else "…")
            case "patient" | "slide" | "name":
                return str(getattr(row, column))
            case "received":
                return when(row.received)
            case "opened":
                return when(row.opened)
            case "reviewed":
                return f"{row.reviewed:,} / {row.cells:,}" if row.cells else ""
            case _:
                fault = self._faults.get(row.id, "")
                return " · ".join(filter(None, (*row.flags, f"Not analysed: {fault}" if fault else "")))

    def _tip(self, row: CaseRow, column: Column) -> str:
        match column:
            case "name":
                return row.folder
            case "received":
                return _whole(row.received)
            case "opened":
                return _whole(row.opened) or "No person opened it yet"
            case "reviewed":
                found = f" of {row.found:,} found" if row.found else ""
                return f"{row.images:,} images analysed{found}; {row.needing:,} cells need you"
            case "flags":
                fault = self._faults.get(row.id, "")
                return "\n".join((*row.flags, *([f"Not analysed: {fault}"] if fault else [])))
            case _:
                return self._text(row, column)

    def _colour(self, row: CaseRow, column: Column) -> Any:
        t = theme.tokens()
        if column == "flags":
            if row.alerts:
                return t.colour("urgent_text")
            return t.colour("doubt_text" if row.changed or row.id in self._faults else "muted")
        return t.colour("muted" if column in {"received", "opened"} else "text")


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == "reviewed" else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _whole(utc: str) -> str:
    try:
        return datetime.fromisoformat(utc).astimezone().strftime("%Y-%m-%d %H:%M") if utc else ""
    except ValueError:
        return utc
