"""The page of cases: search, filters by state with counts, the table, and what is watched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leukview.gui import theme
from leukview.gui.key_tips import follow_action
from leukview.gui.list_keys import LIST_KEYS, OPEN
from leukview.gui.models.worklist import HEADINGS
from leukview.gui.shortcuts import key_text, portable
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
_SHORT = {"Return": "Enter"}


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
        self._acts = self._make_acts()
        parts = {"search": self.search, "group": self.group, "combine": self.combine, "watch": self.watch}
        self._tips = {f"list.{name}": part.toolTip() for name, part in parts.items()}
        self.use_keys({key.item: key.keys for key in LIST_KEYS})
        for name, part in parts.items():
            follow_action(part, self._acts[f"list.{name}"])
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

    def _make_acts(self) -> dict[str, QAction]:
        """Return what each of :data:`~leukview.gui.list_keys.LIST_KEYS` does, as a click on it in the strip does, too."""
        acts: dict[str, Callable[[], object]] = {
            OPEN: self._open_chosen,
            "list.search": self._focus_search,
            "list.group": self.group.click,
            "list.combine": self.combine.click,
            "list.watch": self.watch.click,
            "list.details": self.detailsRequested.emit,
            "list.analyse": self.analyseRequested.emit,
            "list.remove": self.removeRequested.emit,
            "list.undo": self.undoRequested.emit,
        }
        made = {}
        for key in LIST_KEYS:
            action = made[key.item] = QAction(key.name, self)
            action.triggered.connect(lambda _=False, act=acts[key.item]: act())
        self._back = QAction(translate("Worklist", "Back"), self)
        self._back.setToolTip(translate("Worklist", "Back (Esc)"))
        self._back.triggered.connect(lambda _=False: self._escape())
        return made

    def use_keys(self, keys: Mapping[str, Sequence[str]]) -> None:
        """Take the keys that hold from now on: id → keys, the first the one that is shown."""
        self._bound = {portable(key): item for item, found in keys.items() for key in found}
        self.keys = []
        for key in LIST_KEYS:
            action, caps = self._acts[key.item], [key_text(name) for name in keys.get(key.item, ())]
            words = self._tips.get(key.item, key.name)
            action.setToolTip(f"{words} ({', '.join(caps)})" if caps else words)
            if key.words:
                cap = caps[0] if caps else ""
                self.keys.append(Key(_SHORT.get(cap, cap), key.words, action, key.gap))
        self.keys.insert(2, Key("Esc", translate("Worklist", "back"), self._back))

    def _pressed(self, event: QKeyEvent) -> str:
        """Return the id of :data:`~leukview.gui.list_keys.LIST_KEYS` that a key means; empty for none."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = QKeySequence(QKeyCombination(held, Qt.Key(event.key())))
        return self._bound.get(portable(pressed.toString()), "")

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
        """Do what a key of the list means; Escape first clears the search, then leaves."""
        item = self._pressed(event)
        if _is_escape(event):
            self._escape()
        elif item and item != OPEN:
            self._acts[item].trigger()
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
        if watched is self.search and isinstance(event, QKeyEvent):
            leaves = event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if leaves and event.type() == QEvent.Type.ShortcutOverride:
                # Whatever else a person gave the key to.
                event.accept()
                return True
            if leaves and event.type() == QEvent.Type.KeyPress:
                self._typed.stop()
                self._apply_text()
                self.focus_table()
                return True
        elif watched is self.table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            # Before the table, which moves and chooses by some of the keys that a person may have given.
            if item := self._pressed(event):
                self._acts[item].trigger()
                return True
        elif watched is self.table.viewport() and event.type() == QEvent.Type.Resize:
            area = self.table.viewport().rect()
            self._empty.setGeometry(area.adjusted(64, 0, -64, -area.height() // 6))
        return super().eventFilter(watched, event)


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape
