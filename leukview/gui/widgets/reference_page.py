"""The page of reference cells: the sets, the classes of one, and its cells in the report's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QItemSelectionRange, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.reference import ReferenceCell, ReferenceSet
from leukview.gui.icons import icon
from leukview.gui.models.reference_cells import ReferenceCells, class_name, described
from leukview.gui.page_keys import page_keys
from leukview.gui.sentences import sentence
from leukview.gui.shortcuts import key_text
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import ElidedLabel, Hairline, label
from leukview.gui.widgets.page import Page
from leukview.gui.widgets.reference_wall import ReferenceWall
from leukview.gui.widgets.side_list import VALUE, side_list, side_row
from leukview.gui.widgets.strip import Key

__all__ = ["ReferencePage"]

_NONE = QT_TRANSLATE_NOOP(
    "Reference",
    "No reference set yet.\n\nChoose cells that you have confirmed and press {add} to begin one, or bring in a folder with a "
    "subfolder for each class. The starter set has 60 cells drawn by LeukView, to try things out: no patient's, and said so.",
)
_NOTHING = QT_TRANSLATE_NOOP(
    "Reference",
    "This set is empty.\n\nChoose cells that you have confirmed in a case and press {add}, or import a folder.",
)


class ReferencePage(Page):
    """Shows sets and says what a person wants done with them.

    Signals
    -------
    setChosen:
        Another set was chosen; carries its number.
    enlargeWanted, removeWanted, noteWanted:
        Of the chosen cells.
    newWanted, editWanted, deleteWanted, importWanted, exportWanted, starterWanted:
        Of sets.
    undoWanted, redoWanted:
        Of the library's last change.
    beside:
        Whether this set is to stand beside the cell under review.
    """

    setChosen = Signal(int)
    enlargeWanted = Signal()
    removeWanted = Signal()
    noteWanted = Signal()
    newWanted = Signal()
    editWanted = Signal()
    deleteWanted = Signal()
    importWanted = Signal()
    exportWanted = Signal()
    starterWanted = Signal()
    undoWanted = Signal()
    redoWanted = Signal()
    beside = Signal(bool)

    def __init__(self, add_key: str, quiz: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._add_key, self._quiz = add_key, quiz
        self._sets: list[ReferenceSet] = []
        self._cells: list[ReferenceCell] = []
        self.set_id = 0
        self.title.setText(translate("Reference", "Reference cells"))
        self.model = ReferenceCells(self)
        self.wall = ReferenceWall(self.model)
        self.sets = side_list(translate("Reference", "Sets"))
        self.classes = side_list(translate("Reference", "Classes"))
        self.note = ElidedLabel("muted")
        self.about = label("", "small", wrap=True)
        self.about.setMinimumHeight(34)
        self.hidden = label("", "small", wrap=True)
        self.hidden.hide()
        self.beside_box = QCheckBox(translate("Reference", "Show beside the cell under review"))
        self.beside_box.setToolTip(
            translate("Reference", "Show cells of this set beside each cell that you review (Ctrl+Shift+R hides them)")
        )
        self.keys: list[Key] = []
        self._actions()
        self._compose()
        self.sets.currentItemChanged.connect(lambda item, _: self._set_changed(item))
        self.classes.currentItemChanged.connect(lambda *_: self._show_class())
        self.wall.selectionModel().selectionChanged.connect(lambda *_: self._chosen_changed())
        self.wall.selectionModel().currentChanged.connect(lambda *_: self._chosen_changed())
        self.wall.activated.connect(lambda _: self.enlargeWanted.emit())
        self.beside_box.clicked.connect(self.beside)
        self.setAccessibleName(translate("Reference", "Reference cells"))
        self.show_sets([], 0)

    # -- putting together ---------------------------------------------------------------------------------------------

    def _actions(self) -> None:
        def make(name: str, words: str, item: str, act: Callable[[], None], tip: str, *, gap: bool = False) -> QAction:
            action = QAction(name, self)
            key = page_keys(f"reference.{item}")[0]
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setToolTip(f"{tip} ({key_text(key)})")
            action.triggered.connect(lambda _=False: act())
            self.addAction(action)
            if words:
                self.keys.append(Key(key_text(key), words, action, gap=gap))
            return action

        # Enter itself is the wall's: it enlarges the cell that has the keyboard.
        enlarge = QAction(translate("Reference", "Enlarge"), self)
        enlarge.setToolTip(translate("Reference", "Look at it large (Enter)"))
        enlarge.triggered.connect(lambda _=False: self.enlargeWanted.emit())
        self.enlarge = enlarge
        self.keys.append(Key("Enter", translate("Reference", "enlarge"), enlarge))
        self.note_cell = make(
            translate("Reference", "Note…"),
            translate("Reference", "note"),
            "note",
            self.noteWanted.emit,
            translate("Reference", "Write a note on this reference cell"),
        )
        self.remove = make(
            translate("Reference", "Remove"),
            translate("Reference", "remove"),
            "remove",
            self.removeWanted.emit,
            translate("Reference", "Take the chosen cells out"),
        )
        self.new = make(
            translate("Reference", "New set…"),
            translate("Reference", "new set"),
            "new",
            self.newWanted.emit,
            translate("Reference", "Make an empty set"),
            gap=True,
        )
        self.edit = make(
            translate("Reference", "Rename…"),
            translate("Reference", "rename"),
            "edit",
            self.editWanted.emit,
            translate("Reference", "The set's name and note"),
        )
        self.bring = make(
            translate("Reference", "Import…"),
            translate("Reference", "import"),
            "import",
            self.importWanted.emit,
            translate("Reference", "Put labelled files into a set"),
        )
        self.send = make(
            translate("Reference", "Export…"),
            translate("Reference", "export"),
            "export",
            self.exportWanted.emit,
            translate("Reference", "Write the set as class folders and a table"),
        )
        self.delete = make(
            translate("Reference", "Delete set"),
            "",
            "delete",
            self.deleteWanted.emit,
            translate("Reference", "Delete the set; undo brings it back"),
        )
        undo, redo = translate("Reference", "Undo"), translate("Reference", "Redo")
        self.undo = make(undo, translate("Reference", "undo"), "undo", self.undoWanted.emit, undo)
        self.redo = make(redo, "", "redo", self.redoWanted.emit, redo)
        self.undo.setIcon(icon("undo"))
        self.redo.setIcon(icon("redo"))
        leave = QAction(translate("Page", "Back"), self)
        leave.setToolTip(translate("Page", "Back (Esc)"))
        leave.triggered.connect(lambda _=False: self.left.emit())
        self.keys.append(Key("Esc", translate("Reference", "back"), leave))

    def _compose(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for action in (self._quiz, self.new, self.bring, self.send, self.edit, self.delete, self.undo, self.redo):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.text())
            buttons.addWidget(button)
        self.head.addLayout(buttons)
        side = QVBoxLayout()
        side.setContentsMargins(16, 8, 8, 8)
        side.setSpacing(8)
        side.addWidget(label(translate("Reference", "Sets"), "heading"))
        side.addWidget(self.sets, 2)
        side.addWidget(label(translate("Reference", "Classes"), "heading"))
        side.addWidget(self.classes, 3)
        left = QWidget()
        left.setFixedWidth(248)
        left.setLayout(side)
        self.empty = label("", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMaximumWidth(480)
        self.starter = QPushButton(translate("Reference", "Add the starter set"))
        self.starter.setToolTip(translate("Reference", "60 synthetic cells, drawn by LeukView"))
        self.starter.clicked.connect(self.starterWanted)
        self.starter_import = QPushButton(self.bring.text())
        self.starter_import.setToolTip(self.bring.toolTip())
        self.starter_import.clicked.connect(self.bring.trigger)
        right = QVBoxLayout()
        right.setContentsMargins(8, 8, 16, 8)
        right.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.note, 1)
        top.addWidget(self.beside_box)
        right.addLayout(top)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.wall)
        self.stack.addWidget(self._empty_page())
        right.addWidget(self.stack, 1)
        right.addWidget(self.hidden)
        right.addWidget(Hairline())
        right.addWidget(self.about)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(left)
        row.addLayout(right, 1)
        self.column.addLayout(row, 1)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.starter)
        buttons.addWidget(self.starter_import)
        buttons.addStretch()
        column = QVBoxLayout(page)
        column.addStretch()
        words = QHBoxLayout()
        words.addStretch()
        words.addWidget(self.empty, 1)
        words.addStretch()
        column.addLayout(words)
        column.addSpacing(16)
        column.addLayout(buttons)
        column.addStretch()
        return page

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show_sets(self, sets: Sequence[ReferenceSet], chosen: int) -> None:
        """Show the sets; ``chosen`` is the number of the one on show, if it is there."""
        self._sets = list(sets)
        with QSignalBlocker(self.sets):
            self.sets.clear()
            for item in sets:
                self.sets.addTopLevelItem(
                    side_row(item.name, item.size, item.id, f"{item.name}: {sentence(item.words)}")
                )
            known = [item.id for item in sets]
            self.set_id = chosen if chosen in known else (known[0] if known else 0)
            if self.set_id:
                self.sets.setCurrentIndex(self.sets.model().index(known.index(self.set_id), 0))
        shown = self.current()
        self.state.set_whole_text(f"{shown.name} · {sentence(shown.words)}" if shown else "")
        self.note.set_whole_text(sentence(shown.note) if shown else "")
        for action in (self.edit, self.delete, self.send):
            action.setEnabled(shown is not None)
        self.beside_box.setVisible(shown is not None)
        if shown is None:
            self.show_cells([])

    def current(self) -> ReferenceSet | None:
        """Return the set on show."""
        return next((item for item in self._sets if item.id == self.set_id), None)

    @property
    def cells(self) -> list[ReferenceCell]:
        """The cells of the set on show, of every class."""
        return self._cells

    def show_cells(self, cells: Sequence[ReferenceCell]) -> None:
        """Show the cells of the set on show, in the report's order."""
        self._cells = list(cells)
        item, kept = self.current(), self._class()
        with QSignalBlocker(self.classes):
            self.classes.clear()
            if item is not None and item.size:
                for name, count in (("", item.size), *item.counts.items()):
                    row = side_row(class_name(name) if name else translate("Reference", "All classes"), count, name)
                    self.classes.addTopLevelItem(row)
                    if name == kept:
                        self.classes.setCurrentItem(row)
        self._show_class()
        self.stack.setCurrentIndex(0 if cells else 1)
        self.use_add_key(self._add_key)
        self.starter.setVisible(not self._sets)
        self.starter_import.show()

    def forget(self) -> None:
        """Show nothing until it is read anew; which set was on show is kept."""
        kept = self.set_id
        self.show_sets([], 0)
        self.set_history("", "")
        self.say_hidden("")
        self.set_id = kept
        self.empty.clear()
        self.starter.hide()
        self.starter_import.hide()

    def say_hidden(self, words: str) -> None:
        """Say what is not shown, and why; nothing for the empty text."""
        self.hidden.setText(words)
        self.hidden.setVisible(bool(words))

    def use_add_key(self, key: str) -> None:
        """Take the key that adds cells to a set, as the user's system writes it, from now on."""
        self._add_key = key
        self.empty.setText(translate("Reference", _NOTHING if self._sets else _NONE).format(add=key))

    def set_history(self, undo: str, redo: str) -> None:
        """Say what undo and redo would do."""
        for action, text in ((self.undo, undo), (self.redo, redo)):
            action.setEnabled(bool(text))
            key = key_text(action.shortcut().toString(QKeySequence.SequenceFormat.PortableText))
            what = f"{action.text()}: {sentence(text)}" if text else action.text()
            action.setToolTip(f"{what} ({key})")

    def chosen(self) -> list[ReferenceCell]:
        """Return the chosen cells, in their order."""
        rows = sorted(row for part in self._ranges() for row in range(part.top(), part.bottom() + 1))
        return [self.model.cell(row) for row in rows]

    def shown(self) -> list[ReferenceCell]:
        """Return the cells in sight, in their order."""
        return [self.model.cell(row) for row in range(self.model.rowCount())]

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        return QSize(1000, 600)

    # -- what is chosen -----------------------------------------------------------------------------------------------

    def _ranges(self) -> list[QItemSelectionRange]:
        chosen = self.wall.selectionModel().selection()
        return [chosen.at(number) for number in range(chosen.count())]

    def _set_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        # Before its cells are read: what is done meanwhile is done with the set that is marked, and with no other's cells.
        self.set_id = int(item.data(0, VALUE))
        self._cells = []
        self._show_class()
        self.setChosen.emit(self.set_id)

    def _class(self) -> str:
        item = self.classes.currentItem()
        return str(item.data(0, VALUE)) if item is not None else ""

    def _show_class(self) -> None:
        name = self._class()
        self.model.show_cells([cell for cell in self._cells if cell.label == name] if name else self._cells)
        if self.model.rowCount() and not self.wall.currentIndex().isValid():
            self.wall.selectionModel().setCurrentIndex(
                self.model.index(0), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self._chosen_changed()

    def _chosen_changed(self) -> None:
        # By ranges: of thousands of chosen cells an index each is felt.
        ranges = self._ranges()
        count = sum(part.height() for part in ranges)
        for action in (self.remove, self.enlarge):
            action.setEnabled(count > 0)
        self.note_cell.setEnabled(count == 1)
        if count == 1:
            self.about.setText(" · ".join(described(self.model.cell(ranges[0].top())).splitlines()))
        else:
            self.about.setText(translate("Reference", "{n:,} cells chosen").format(n=count) if count else "")
