"""The page of cases: search, filters by state with counts, the table, and what is watched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leukview.gui import theme
from leukview.gui.actions import key_text
from leukview.gui.models.worklist import HEADINGS
from leukview.gui.translation import QT_TRANSLATE_NOOP, lowered, translate
from leukview.gui.widgets.basics import Hairline, label
from leukview.gui.widgets.folder_drop import FolderDrop
from leukview.gui.widgets.strip import Key
from leukview.gui.widgets.worklist_bars import WorklistFilters, WorklistHead
from leukview.gui.widgets.worklist_table import WorklistTable
from leukview.services.worklist import COLUMNS, Arranged, CaseRow, View, arrange

__all__ = ["WorklistPage"]

_NO_CASE = QT_TRANSLATE_NOOP(
    "Worklist",
    "No case yet.\n\nDrop folders of images here, open one, or watch the folder that your analyser exports to.",
)
_TYPING_MS = 120


class WorklistPage(FolderDrop):
    """Shows cases and says what a person wants done with them.

    Signals
    -------
    openRequested:
        A case is to be opened; carries its id.
    menuRequested:
        The menu of the chosen cases is wanted, at a place on the screen.
    combineRequested:
        The chosen slides, or those of the chosen one's patient, are to be read together.
    watchRequested, leaveRequested, undoRequested:
        The watched folders; back to the open case; take the last change of the list back.
    removeRequested, detailsRequested, analyseRequested:
        Of the chosen cases.
    viewChanged:
        Sort, filter or grouping were changed by a person.
    """

    openRequested = Signal(str)
    menuRequested = Signal(QPoint)
    combineRequested = Signal()
    watchRequested = Signal()
    leaveRequested = Signal()
    undoRequested = Signal()
    removeRequested = Signal()
    detailsRequested = Signal()
    analyseRequested = Signal()
    viewChanged = Signal()

    def __init__(self, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.rows: list[CaseRow] = []
        self.arranged = Arranged((), {})
        self._loaded = False
        theme.set_role(self, surface="panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.table = WorklistTable()
        self.table.setAcceptDrops(False)
        self.table.openRequested.connect(self.openRequested)
        self.table.menuRequested.connect(self.menuRequested)
        self.table.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._chosen_changed())
        self.table.installEventFilter(self)
        self._empty = label(translate("Worklist", _NO_CASE), "muted", wrap=True)
        self._empty.setParent(self.table.viewport())
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.viewport().installEventFilter(self)
        head, self._filters = WorklistHead(view.grouped), WorklistFilters()
        self.search, self.group, self.combine, self.watch = head.search, head.group, head.combine, head.watch
        self.chips, self.watched = self._filters.chips, self._filters.watched
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._filters)
        layout.addWidget(Hairline())
        inner = QHBoxLayout()
        inner.setContentsMargins(8, 0, 8, 0)
        inner.addWidget(self.table)
        layout.addLayout(inner, 1)
        self._connect()
        self.keys = self._make_keys()
        self.show_sort()
        self.show_rows([], loaded=False)

    # -- putting together ---------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._typed = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typed.timeout.connect(self._apply_text)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(lambda _: self._typed.start())
        self.group.clicked.connect(self._group_clicked)
        self.combine.clicked.connect(self.combineRequested)
        self.watch.clicked.connect(self.watchRequested)
        self._filters.wanted.connect(self._filter)

    def _make_keys(self) -> list[Key]:
        """Return the keys that work here, for the strip; each does what a click on it does, too."""

        def key(cap: str, words: str, act: Callable[[], object], *, gap: bool = False) -> Key:
            said = words[:1].upper() + words[1:]
            action = QAction(said, self)
            action.setToolTip(f"{said} ({cap})")
            action.triggered.connect(lambda _=False: act())
            return Key(cap, words, action, gap)

        return [
            key("Enter", translate("Worklist", "open"), self._open_chosen),
            key("/", translate("Worklist", "search"), self._focus_search),
            key("Esc", translate("Worklist", "back"), self._escape),
            key("G", translate("Worklist", "by patient"), self.group.click, gap=True),
            key("C", translate("Worklist", "combine slides"), self.combine.click),
            key("W", translate("Worklist", "watch folder"), self.watch.click),
            key("F2", translate("Worklist", "details"), self.detailsRequested.emit, gap=True),
            key(key_text("Ctrl+R"), translate("Worklist", "analyse again"), self.analyseRequested.emit),
            key(key_text("Del"), translate("Worklist", "remove from the list"), self.removeRequested.emit),
        ]

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show_rows(self, rows: list[CaseRow], *, loaded: bool = True) -> None:
        """Show these cases, as they are searched, filtered and sorted now."""
        self.rows = rows
        self._by_id = {row.id: row for row in rows}
        self._loaded = self._loaded or loaded
        self._arrange()

    def row(self, case_id: str) -> CaseRow | None:
        """Return a case's row, shown or not."""
        return self._by_id.get(case_id)

    def show_watched(self, text: str, problem: bool) -> None:
        """Say what is watched, or why it cannot be."""
        self._filters.show_watched(text, problem)

    def show_all(self) -> None:
        """Show every case again."""
        with QSignalBlocker(self.search):
            self.search.clear()
        self.view = replace(self.view, text="", status="")
        self._arrange()
        self.viewChanged.emit()

    def focus_table(self) -> None:
        """Go on with the keyboard in the table."""
        self.table.choose_first()
        self.table.setFocus()

    def _arrange(self) -> None:
        self.arranged = arrange(self.rows, self.view)
        self.table.show_lines(self.arranged)
        self._filters.show_counts(self.arranged.totals, self.view.status)
        self._show_empty()
        self._chosen_changed()

    def _show_empty(self) -> None:
        filtered = bool(self.view.text or self.view.status)
        if not self._loaded:
            text = translate("Worklist", "Reading the cases…")
        elif filtered and self.rows:
            none = (
                translate("Worklist", "No case matches ‘{text}’.")
                if self.view.text
                else translate("Worklist", "No case is in this state.")
            )
            shown = translate("Worklist", "Escape shows all of them.")
            text = f"{none.format(text=self.view.text)}\n\n{shown}"
        else:
            text = translate("Worklist", _NO_CASE)
        self._empty.setText(text)
        self._empty.setVisible(not self.arranged.lines)

    def _chosen_changed(self) -> None:
        from leukview.services.combine import slides_of

        self.combine.setEnabled(bool(slides_of(self.rows, self.table.chosen())))

    # -- what a person does -------------------------------------------------------------------------------------------

    def _change(self, view: View) -> None:
        self.view = view
        self._arrange()
        self.viewChanged.emit()

    def _apply_text(self) -> None:
        self.view = replace(self.view, text=self.search.text().strip())
        self._arrange()

    def _filter(self, status: str) -> None:
        self._change(replace(self.view, status=status))
        self.focus_table()

    def _group_by(self, grouped: bool) -> None:
        self._change(replace(self.view, grouped=grouped))

    def _group_clicked(self) -> None:
        self._group_by(self.group.isChecked())
        self.focus_table()

    def _sort_by(self, section: int) -> None:
        column = COLUMNS[section]
        # Times and counts are wanted largest first, names from A.
        first = column in {"received", "opened", "reviewed", "flags"}
        descending = not self.view.descending if column == self.view.sort else first
        self._change(replace(self.view, sort=column, descending=descending))
        self.show_sort()

    def show_sort(self) -> None:
        """Mark the column that the cases are sorted by."""
        order = Qt.SortOrder.DescendingOrder if self.view.descending else Qt.SortOrder.AscendingOrder
        head = self.table.horizontalHeader()
        head.setSortIndicatorShown(True)
        head.setSortIndicator(COLUMNS.index(self.view.sort), order)
        head.setAccessibleDescription(
            translate("Worklist", "Sorted by {what}").format(
                what=lowered(translate("Worklist", HEADINGS[self.view.sort]))
            )
        )

    # -- keys ---------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep Escape on this page: elsewhere in the window it stops an analysis."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Search, group, combine, watch, undo; Escape first clears the search, then leaves."""
        keys, key = Qt.Key, event.key()
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            acts: dict[int, Callable[[], object]] = {
                keys.Key_F: self._focus_search,
                keys.Key_Z: self.undoRequested.emit,
                keys.Key_R: self.analyseRequested.emit,
            }
        elif event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}:
            acts = {
                keys.Key_Escape: self._escape,
                keys.Key_Slash: self._focus_search,
                keys.Key_G: self.group.click,
                keys.Key_C: self.combine.click,
                keys.Key_W: self.watch.click,
                keys.Key_F2: self.detailsRequested.emit,
                keys.Key_Delete: self.removeRequested.emit,
            }
        else:
            acts = {}
        if key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)

    def _open_chosen(self) -> None:
        for case_id in self.table.chosen()[:1]:
            self.openRequested.emit(case_id)

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _escape(self) -> None:
        if self.view.text or self.search.text():
            self.search.clear()
            self._typed.stop()
            self._apply_text()
            self.focus_table()
        elif self.view.status:
            self.show_all()
            self.focus_table()
        else:
            self.leaveRequested.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the search into the table, and keep the words of an empty table in its middle."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._typed.stop()
                self._apply_text()
                self.focus_table()
                return True
        elif watched is self.table.viewport() and event.type() == QEvent.Type.Resize:
            area = self.table.viewport().rect()
            self._empty.setGeometry(area.adjusted(64, 0, -64, -area.height() // 6))
        return super().eventFilter(watched, event)


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape
