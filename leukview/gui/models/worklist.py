"""The worklist as Qt's table model: words, colours and tooltips of each case, and of the lines above a patient's cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leukview.domain.case_status import CaseStatus
from leukview.gui import theme
from leukview.gui.sentences import sentence
from leukview.gui.translation import QT_TRANSLATE_NOOP, several, translate
from leukview.services.worklist import COLUMNS, Arranged, CaseRow, Column, PatientHead

__all__ = ["HEADINGS", "WorklistModel", "head_words", "status_words", "when"]

HEADINGS: Mapping[Column, str] = {
    "status": QT_TRANSLATE_NOOP("Worklist", "State"),
    "patient": QT_TRANSLATE_NOOP("Worklist", "Patient"),
    "slide": QT_TRANSLATE_NOOP("Worklist", "Slide"),
    "name": QT_TRANSLATE_NOOP("Worklist", "Name"),
    "received": QT_TRANSLATE_NOOP("Worklist", "Received"),
    "reviewed": QT_TRANSLATE_NOOP("Worklist", "Reviewed"),
    "flags": QT_TRANSLATE_NOOP("Worklist", "To know"),
    "opened": QT_TRANSLATE_NOOP("Worklist", "Opened"),
}
_TIPS: Mapping[Column, str] = {
    "status": QT_TRANSLATE_NOOP(
        "Worklist", "How far a case is: received, analysed, in review, reviewed, signed, amended"
    ),
    "patient": QT_TRANSLATE_NOOP("Worklist", "The patient, as the case's details name it"),
    "slide": QT_TRANSLATE_NOOP("Worklist", "The slide, as the case's details name it"),
    "name": QT_TRANSLATE_NOOP("Worklist", "The case's name; its folder's, unless it was changed"),
    "received": QT_TRANSLATE_NOOP("Worklist", "When the case was listed"),
    "reviewed": QT_TRANSLATE_NOOP("Worklist", "Cells with a person's label, of all cells found"),
    "flags": QT_TRANSLATE_NOOP(
        "Worklist", "Urgent rules that are raised, cells that need you, files that could not be read"
    ),
    "opened": QT_TRANSLATE_NOOP("Worklist", "When a person opened it last"),
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
        return translate("Worklist", "Amended, version {versions}").format(versions=row.versions)
    return translate("Worklist", row.status.capitalize())


def head_words(head: PatientHead) -> str:
    """Return what stands above a patient's cases."""
    count = len(head.case_ids)
    if not head.patient:
        return several(
            count,
            translate("Worklist", "Patient not known · {n:,} case, each by itself"),
            translate("Worklist", "Patient not known · {n:,} cases, each by itself"),
        )
    slides = several(count, translate("Worklist", "{n:,} slide"), translate("Worklist", "{n:,} slides"))
    return f"{head.patient} · {slides}"


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
            return translate("Worklist", HEADINGS[COLUMNS[section]])
        if role == _ROLE.ToolTipRole:
            return translate("Worklist", "{what}. Click to sort.").format(
                what=translate("Worklist", _TIPS[COLUMNS[section]])
            )
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
                none = translate("Worklist", "none")
                columns = COLUMNS if column == COLUMNS[0] else (column,)
                return "; ".join(
                    f"{translate('Worklist', HEADINGS[name])}: {self._text(row, name) or none}" for name in columns
                )
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
                return " · ".join(
                    filter(
                        None,
                        (
                            *map(sentence, row.flags),
                            translate("Worklist", "Not analysed: {fault}").format(fault=fault) if fault else "",
                        ),
                    )
                )

    def _tip(self, row: CaseRow, column: Column) -> str:
        match column:
            case "name":
                return row.folder
            case "received":
                return _whole(row.received)
            case "opened":
                return _whole(row.opened) or translate("Worklist", "No person opened it yet")
            case "reviewed":
                found = translate("Worklist", " of {found:,} found").format(found=row.found) if row.found else ""
                return translate("Worklist", "{images:,} images analysed{found}; {needing:,} cells need you").format(
                    images=row.images, found=found, needing=row.needing
                )
            case "flags":
                fault = self._faults.get(row.id, "")
                return "\n".join(
                    (
                        *map(sentence, row.flags),
                        *([translate("Worklist", "Not analysed: {fault}").format(fault=fault)] if fault else []),
                    )
                )
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
