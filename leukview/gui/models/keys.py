"""Every action and class with its key, as a table that is searched by name or by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPixmap

from leukview.domain.fuzzy import match
from leukview.gui import theme
from leukview.gui.key_draft import KeyDraft
from leukview.gui.pixmaps import class_colour
from leukview.gui.shortcuts import key_text
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate

__all__ = ["KeyRow", "KeysModel"]

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_HEADINGS = (
    QT_TRANSLATE_NOOP("KeysDialog", "What"),
    QT_TRANSLATE_NOOP("KeysDialog", "Key"),
    QT_TRANSLATE_NOOP("KeysDialog", "Shipped"),
    QT_TRANSLATE_NOOP("KeysDialog", "Where"),
)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """Something that can have a key: its id, its name, under which heading it stands, and the class whose colour it has."""

    item: str
    name: str
    group: str
    class_id: str = ""


class KeysModel(QAbstractTableModel):
    """Shows a :class:`~leukview.gui.key_draft.KeyDraft`."""

    def __init__(self, rows: Sequence[KeyRow], draft: KeyDraft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all, self.draft = tuple(rows), draft
        self._rows = list(rows)
        self._text, self._key, self._only = "", "", ""

    def search(self, text: str = "", key: str = "", only: str = "") -> None:
        """Show what matches a text, has a key, and is of a kind: ``class``, ``action``, ``changed``, or empty for all."""
        self._text, self._key, self._only = text, key, only
        held = self.draft.holders(key) if key else []
        found = []
        for number, row in enumerate(self._all):
            hit = match(text, row.name) or match(text, f"{row.name} {row.group}", loose=False)
            if hit is not None and (not key or row.item in held) and self._is(row, only):
                # What can be chosen comes before what only is so.
                found.append((bool(self.draft.keymap.page(row.item)), -hit.points, number, row))
        self.beginResetModel()
        self._rows = [row for *_, row in sorted(found, key=lambda item: item[:3])]
        self.endResetModel()

    def _is(self, row: KeyRow, only: str) -> bool:
        if only == "changed":
            return self.draft.changed(row.item)
        return not only or (only == "class") == bool(row.class_id)

    def refresh(self) -> None:
        """Show other keys in the same rows."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(_HEADINGS) - 1))

    def row(self, number: int) -> KeyRow | None:
        """Return what stands in a row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def row_of(self, item: str) -> int:
        """Return the row of an id; -1 where it is not shown."""
        return next((number for number, row in enumerate(self._rows) if row.item == item), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        """Return a column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return translate("KeysDialog", _HEADINGS[section])
        if orientation == Qt.Orientation.Horizontal and role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return a cell's words; a changed key is strong, and says which one was shipped."""
        row, column = self._rows[index.row()], index.column()
        changed, fixed = self.draft.changed(row.item), bool(self.draft.keymap.page(row.item))
        if role == _ROLE.DisplayRole:
            shipped = key_text(self.draft.keymap.shipped(row.item)) or translate("KeysDialog", "none")
            beside = translate("KeysDialog", "fixed") if fixed else shipped if changed else ""
            return (row.name, self.draft.words(row.item) or "—", beside, row.group)[column]
        if role == _ROLE.ToolTipRole and column in {1, 3}:
            return self.draft.words(row.item) if column == 1 else row.group
        if role == _ROLE.FontRole and column == 1:
            return theme.font(theme.tokens().body, strong=changed)
        if role == _ROLE.ForegroundRole and (column > 1 or (fixed and column == 1)):
            return theme.tokens().colour("muted")
        if role == _ROLE.AccessibleTextRole:
            key = self.draft.words(row.item) or translate("KeysDialog", "no key")
            more = (
                translate("KeysDialog", ", fixed") if fixed else translate("KeysDialog", ", changed") if changed else ""
            )
            return f"{row.name}: {key}{more}"
        return _bar(row.class_id) if role == _ROLE.DecorationRole and column == 0 and row.class_id else None


def _bar(class_id: str) -> QPixmap:
    bar = QPixmap(QSize(4, 14))
    bar.fill(class_colour(class_id))
    return bar
