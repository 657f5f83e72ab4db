"""The table of cases: rows of the grid's height, chosen whole, with keys that do not leave the table."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leukview.gui import theme
from leukview.gui.models.worklist import WorklistModel
from leukview.gui.translation import translate
from leukview.services.worklist import COLUMNS, Arranged, CaseRow, Column, PatientHead

__all__ = ["WorklistTable"]

_WIDTHS: dict[Column, int] = {
    "status": 112,
    "patient": 96,
    "slide": 64,
    "name": 168,
    "received": 96,
    "reviewed": 88,
    "flags": 208,
    "opened": 96,
}
_NAME, _FLAGS = COLUMNS.index("name"), COLUMNS.index("flags")
_MAYBE_EMPTY: tuple[Column, ...] = ("patient", "slide")
_NAME_SHARE = 0.38
_ROW = 32
_SHEET = "QHeaderView::section { padding: 0px 8px; } QTableView::item { padding: 0px 5px; }"
"""The style adds three pixels to a cell's own padding, so that words stand under their headings."""


class _Delegate(QStyledItemDelegate):
    """Draws no frame around the one cell that has the focus: the row is what is chosen. A chosen row keeps its colours."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Leave the focus's frame out, and the colour of chosen words where theirs says something."""
        plain = QStyleOptionViewItem(option)
        plain.state = plain.state & ~QStyle.StateFlag.State_HasFocus
        if index.column() == _FLAGS and plain.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(plain.rect, theme.tokens().colour("accent_soft"))
            plain.state = plain.state & ~QStyle.StateFlag.State_Selected
        super().paint(painter, plain, index)


class WorklistTable(QTableView):
    """Shows a :class:`WorklistModel`.

    Signals
    -------
    openRequested:
        A case is to be opened; carries its id.
    menuRequested:
        The context menu is wanted at a place on the screen.
    """

    openRequested = Signal(str)
    menuRequested = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cases = WorklistModel(self)
        self._headings: dict[Column, int] = {}
        self._said: set[Column] = set()
        self.setModel(self.cases)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(translate("Worklist", "Cases"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menuRequested.emit(self.viewport().mapToGlobal(at)))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setStyleSheet(_SHEET)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setMinimumSectionSize(48)
        head.setFixedHeight(24)
        for number, column in enumerate(COLUMNS):
            # A heading may be longer in another language.
            heading = str(self.cases.headerData(number, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
            self._headings[column] = QFontMetrics(theme.font(theme.tokens().small)).horizontalAdvance(heading) + 20
            self.setColumnWidth(number, max(_WIDTHS[column], self._headings[column]))
        head.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(_FLAGS, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        self._share()
        super().resizeEvent(event)

    def _share(self) -> None:
        """Share what the other columns leave: an urgent sentence needs more of it than a name."""
        others = sum(self.columnWidth(place) for place in range(len(COLUMNS)) if place not in {_NAME, _FLAGS})
        self.setColumnWidth(_NAME, max(_WIDTHS["name"], round(_NAME_SHARE * (self.viewport().width() - others))))

    def _give_room(self, rows: Iterable[CaseRow]) -> None:
        """Give the columns in which no case says anything no more than their headings take.

        Once one has said something they stay as they are, whatever is searched for: no column moves to and fro.
        """
        rows = list(rows)
        for column in _MAYBE_EMPTY:
            if any(getattr(row, column) for row in rows):
                self._said.add(column)
            wide = max(_WIDTHS[column] if column in self._said else 0, self._headings[column])
            self.setColumnWidth(COLUMNS.index(column), wide)
        self._share()

    def chosen(self) -> list[str]:
        """Return the ids of the chosen cases, top to bottom."""
        # By its ranges: Qt's own list of rows asks the model for each cell of each row.
        selection = self.selectionModel().selection()
        parts = [selection.at(number) for number in range(selection.count())]
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        lines = [self.cases.line(row) for row in rows]
        return [line.id for line in lines if isinstance(line, CaseRow)]

    def show_lines(self, arranged: Arranged) -> None:
        """Show these lines; what was chosen stays chosen, and what was in sight stays where it is."""
        chosen, bar = self.chosen(), self.verticalScrollBar()
        line = self.cases.line(self.currentIndex().row())
        place = bar.value()
        self.clearSpans()
        self.cases.show(arranged)
        self._give_room(line for line in arranged.lines if isinstance(line, CaseRow))
        for row in self.cases.heads():
            self.setSpan(row, 0, 1, len(COLUMNS))
        self.choose(chosen, line.id if isinstance(line, CaseRow) else "", scroll=False)
        bar.setValue(place)

    def choose(self, case_ids: list[str], current: str = "", *, scroll: bool = True) -> None:
        """Choose cases, those of them that are shown."""
        selection = QItemSelection()
        last = len(COLUMNS) - 1
        rows = [row for row in map(self.cases.row_of, case_ids) if row >= 0]
        for first, until in self._ranges(sorted(set(rows))):
            selection.select(self.cases.index(first, 0), self.cases.index(until, last))
        model = self.selectionModel()
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        at = self.cases.row_of(current) if current else rows[0] if rows else -1
        if at >= 0:
            model.setCurrentIndex(self.cases.index(at, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
            if scroll:
                self.scrollTo(self.cases.index(at, 0))

    def _ranges(self, rows: list[int]) -> list[tuple[int, int]]:
        """Return rows as ranges, over the lines above patients' cases, which cannot be chosen: Qt is slow with many."""
        ranges: list[tuple[int, int]] = []
        for row in rows:
            first, until = ranges[-1] if ranges else (row, row)
            if all(isinstance(self.cases.line(between), PatientHead) for between in range(until + 1, row)):
                ranges[-1:] = [(first, row)]
            else:
                ranges.append((row, row))
        return ranges

    def choose_first(self) -> None:
        """Choose the first case where none is chosen."""
        if not self.chosen():
            lines = map(self.cases.line, range(self.cases.rowCount()))
            first = next((line.id for line in lines if isinstance(line, CaseRow)), "")
            self.choose([first] if first else [])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters and Enter to the page, whose keys a person may choose, and everything else to the table."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
            return
        if event.text().strip() and event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        }:
            event.ignore()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a case."""
        line = self.cases.line(self.indexAt(event.position().toPoint()).row())
        if isinstance(line, CaseRow) and event.button() == Qt.MouseButton.LeftButton:
            self.openRequested.emit(line.id)
            return
        super().mouseDoubleClickEvent(event)
