"""Which key does what: every action and class, found by name or by key. No key goes to two; nothing holds before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.errors import LeukViewError
from leukview.gui import theme
from leukview.gui.key_draft import Conflict, KeyDraft
from leukview.gui.key_files import read_keys, write_keys
from leukview.gui.models.keys import KeyRow, KeysModel
from leukview.gui.shortcuts import Keymap, key_text
from leukview.gui.tasks import fault_of
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import ElidedLabel, Hairline, label
from leukview.gui.widgets.key_line import KeyLine
from leukview.gui.widgets.keys_search import KeysSearch
from leukview.gui.widgets.keys_table import KeysTable

__all__ = ["KeysDialog"]

_FILES = QT_TRANSLATE_NOOP("KeysDialog", "Keys of LeukView (*.json)")
_NAME = "leukview-keys.json"


class KeysDialog(QDialog):
    """A table of everything that can have a key, and below it the key of the chosen row.

    Parameters
    ----------
    keymap:
        The keys in force; not changed here.
    rows:
        What can have a key, in the order of the table.
    """

    def __init__(self, keymap: Keymap, rows: Sequence[KeyRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("KeysDialog", "Keys"))
        theme.set_role(self, surface="panel")
        self.draft = KeyDraft(keymap)
        self.model = KeysModel(rows, self.draft, self)
        self._conflict: Conflict | None = None
        grid = theme.tokens().grid
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid)
        layout.addWidget(label(translate("KeysDialog", "Keys"), "title"))
        layout.addLayout(self._make_search())
        layout.addWidget(self._make_table(), 1)
        layout.addWidget(Hairline())
        layout.addLayout(self._make_editor())
        layout.addLayout(self._make_answers())
        layout.addWidget(Hairline())
        layout.addLayout(self._make_foot())
        self.resize(760, 560 if parent is None else max(520, min(680, parent.height() - 48)))
        self._search()
        self.text.setFocus()

    # -- putting together ---------------------------------------------------------------------------------------------

    def _make_search(self) -> KeysSearch:
        search = self.search = KeysSearch()
        self.text, self.pressed, self.tabs = search.text, search.pressed, search.tabs
        search.changed.connect(self._search)
        search.keyWanted.connect(self._find_key)
        self.text.installEventFilter(self)
        return search

    def _make_table(self) -> KeysTable:
        table = self.table = KeysTable(self.model)
        table.selectionModel().currentRowChanged.connect(lambda *_: self._chosen())
        table.doubleClicked.connect(lambda _: self.key.setFocus())
        table.installEventFilter(self)
        return table

    def _make_editor(self) -> QHBoxLayout:
        self.name = ElidedLabel("heading")
        self.key = KeyLine(
            translate("KeysDialog", "no key"),
            translate("KeysDialog", "Press the new key; Backspace takes the key away, Escape goes back to the list"),
        )
        self.key.setFixedWidth(176)
        self.key.pressed.connect(self._assign)
        self.key.left.connect(self.table.setFocus)
        self.none = self._button(
            translate("KeysDialog", "No key"), translate("KeysDialog", "Take the key away"), lambda: self._assign("")
        )
        self.shipped = self._button(
            translate("KeysDialog", "Shipped key"),
            translate("KeysDialog", "Put the key back that LeukView came with"),
            self._reset,
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.key)
        row.addWidget(self.none)
        row.addWidget(self.shipped)
        return row

    def _make_answers(self) -> QHBoxLayout:
        self.words = ElidedLabel("muted")
        self.swap = self._button(
            translate("KeysDialog", "Swap keys"),
            translate("KeysDialog", "Each gets the other's key"),
            lambda: self._answer("swap"),
        )
        self.take = self._button(
            translate("KeysDialog", "Take it"),
            translate("KeysDialog", "The other is left without a key"),
            lambda: self._answer("take"),
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.swap)
        row.addWidget(self.take)
        # No jump of what lies above where the buttons come and go.
        row.addStrut(32)
        return row

    def _make_foot(self) -> QHBoxLayout:
        self.all_shipped = self._button(
            translate("KeysDialog", "All shipped keys"),
            translate("KeysDialog", "Put every key back that LeukView came with"),
            self._reset_all,
        )
        self.export = self._button(
            translate("KeysDialog", "Export…"),
            translate("KeysDialog", "Write your keys to a small file, for another computer"),
            self._export,
        )
        self.import_ = self._button(
            translate("KeysDialog", "Import…"), translate("KeysDialog", "Take the keys of such a file"), self._import
        )
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        theme.set_role(self.buttons.button(QDialogButtonBox.StandardButton.Save), role="primary")
        for which in (QDialogButtonBox.StandardButton.Save, QDialogButtonBox.StandardButton.Cancel):
            self.buttons.button(which).setAutoDefault(False)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setToolTip(
            translate("KeysDialog", "Use these keys from now on")
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(
            translate("KeysDialog", "Leave every key as it was (Esc)")
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.all_shipped, self.export, self.import_):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self.buttons)
        return row

    def _button(self, words: str, tip: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        return button

    # -- what is shown ------------------------------------------------------------------------------------------------

    def overrides(self) -> dict[str, str]:
        """Return every key that is not the shipped one: id → key, empty for none."""
        return self.draft.overrides

    def choose(self, item: str) -> None:
        """Choose the row of an id, whatever is searched for."""
        if self.model.row_of(item) < 0:
            self.search.show_all()
            self._search()
        self.table.selectRow(self.model.row_of(item))

    def _item(self) -> KeyRow | None:
        return self.model.row(self.table.currentIndex().row())

    def _search(self) -> None:
        kept = self._item()
        self.model.search(self.text.text(), self.pressed.text(), self.search.only)
        self.table.selectRow(max(0, self.model.row_of(kept.item) if kept and not self.text.text() else 0))
        self._chosen()

    def _find_key(self, key: str) -> None:
        self.pressed.show_key(key)
        self._search()
        if key and not self.model.rowCount():
            self._say(translate("KeysDialog", "{key} does nothing yet.").format(key=key_text(key)))

    def _chosen(self) -> None:
        row = self._item()
        self._conflict = None
        fixed = self.draft.fixed_words(row.item) if row else ""
        for part in (self.key, self.none):
            part.setEnabled(row is not None and not fixed)
        self.name.set_whole_text(row.name if row else translate("KeysDialog", "Nothing is called so, or has this key"))
        self.key.show_key(self.draft.key(row.item) if row else "")
        self.key.setAccessibleName(
            translate("KeysDialog", "Key for {name}").format(name=row.name) if row else translate("KeysDialog", "Key")
        )
        beside = self.draft.beside_words(row.item) if row and not fixed else ""
        hint = fixed or beside or (translate("KeysDialog", "Enter, then the new key.") if row else "")
        self._say(hint, doubt=bool(beside))
        self._look()

    def _look(self) -> None:
        row = self._item()
        conflict = self._conflict
        self.none.setEnabled(self.key.isEnabled() and row is not None and bool(self.draft.key(row.item)))
        self.shipped.setEnabled(row is not None and self.draft.changed(row.item))
        self.all_shipped.setEnabled(bool(self.draft.overrides))
        for part in (self.swap, self.take):
            part.setVisible(conflict is not None and bool(conflict.owner))
        if conflict is not None and row is not None:
            old = key_text(self.draft.key(row.item))
            self.swap.setText(
                translate("KeysDialog", "Swap: give it {old}").format(old=old)
                if old
                else translate("KeysDialog", "Swap")
            )
            self.swap.setEnabled(bool(old))

    def _say(self, words: str, *, doubt: bool = False) -> None:
        theme.set_role(self.words, role="doubt" if doubt else "muted")
        self.words.set_whole_text(words)

    # -- what the user does -------------------------------------------------------------------------------------------

    def _assign(self, key: str) -> None:
        row = self._item()
        if row is not None:
            self._done(row, self.draft.assign(row.item, key), key)

    def _reset(self) -> None:
        row = self._item()
        if row is not None:
            self._done(row, self.draft.reset(row.item), self.draft.keymap.shipped(row.item))

    def _answer(self, how: str) -> None:
        conflict = self._conflict
        row = self._item()
        if conflict is not None and row is not None:
            owner = self.draft.keymap.name(conflict.owner)
            still = self.draft.assign(conflict.item, conflict.key, "swap" if how == "swap" else "take")
            self._done(row, still, conflict.key)
            if still is not None:
                return
            left = key_text(self.draft.key(conflict.owner))
            words = translate("KeysDialog", "‘{name}’ has {key} now, ‘{owner}’ {words}.").format(
                name=row.name,
                key=key_text(conflict.key),
                owner=owner,
                words=left or translate("KeysDialog", "no key"),
            )
            beside = self.draft.beside_words(row.item)
            self._say(f"{words} {beside}".strip(), doubt=bool(beside))
            self.table.setFocus()

    def _done(self, row: KeyRow, conflict: Conflict | None, key: str) -> None:
        self._conflict = conflict
        if conflict is None:
            words = translate("KeysDialog", "‘{name}’ has {words} now.").format(
                name=row.name, words=key_text(key) or translate("KeysDialog", "no key")
            )
            beside = self.draft.beside_words(row.item)
            self._say(f"{words} {beside}".strip(), doubt=bool(beside))
        else:
            self._say(conflict.words, doubt=True)
        self.key.show_key(key if conflict is not None else self.draft.key(row.item))
        self.model.refresh()
        self._look()

    def _reset_all(self) -> None:
        self.draft.reset_all()
        self.model.refresh()
        self._search()
        self._say(translate("KeysDialog", "Every key is the shipped one again."))

    def _export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, translate("KeysDialog", "Export keys"), str(Path.home() / _NAME), translate("KeysDialog", _FILES)
        )
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the keys as they are chosen here."""
        try:
            write_keys(path, self.draft.overrides)
        except LeukViewError as error:
            self._say(fault_of(error).title, doubt=True)
            return
        self._say(translate("KeysDialog", "Written to {path}.").format(path=path))

    def _import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, translate("KeysDialog", "Import keys"), str(Path.home()), translate("KeysDialog", _FILES)
        )
        if chosen:
            self.import_from(Path(chosen))

    def import_from(self, path: Path) -> None:
        """Choose the keys of a file in the place of these; what of it cannot be is said, and the rest taken."""
        try:
            wrong = self.draft.take_over(read_keys(path))
        except LeukViewError as error:
            self._say(fault_of(error).title, doubt=True)
            return
        self.model.refresh()
        self._search()
        words = translate("KeysDialog", "{n:,} keys taken from {name}.").format(
            n=len(self.draft.overrides), name=path.name
        )
        left = "; ".join(f"{name}: {why}" for name, why in wrong.items())
        self._say(
            translate("KeysDialog", "{words} Not taken: {left}.").format(words=words, left=left) if left else words,
            doubt=bool(left),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the search into the list, and from the list to the key."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if watched is self.text and (event.key() == Qt.Key.Key_Down or enter):
                self.table.setFocus()
                return True
            if watched is self.table and enter:
                self.key.setFocus()
                return True
            if watched is self.table and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
                self._assign("")
                return True
        return super().eventFilter(watched, event)
