"""The cells of a reference set as a list that Qt can show; pictures come when they are asked for."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from operator import is_
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from leukview.domain.reference import ReferenceCell
from leukview.domain.taxonomy import taxonomy
from leukview.gui import reference_words, translation
from leukview.gui.sentences import sentence
from leukview.gui.translation import translate

__all__ = ["CELL", "ReferenceCells", "class_name", "described"]

CELL = int(Qt.ItemDataRole.UserRole)
"""Role of the :class:`ReferenceCell` itself."""
_KEPT = 800
"""Pictures kept in memory."""

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def class_name(class_id: str) -> str:
    """Return a class's name; of a class that LeukView does not know, its id."""
    return translation.class_name(class_id) if class_id in taxonomy() else class_id


def described(cell: ReferenceCell) -> str:
    """Return everything known of a cell, a line each."""
    lines = [
        class_name(cell.label),
        reference_words.whose(cell.whose_words),
        sentence(cell.scale_words),
        cell.stain,
        reference_words.origin(cell),
        translate("ReferenceWords", "Note: {note}").format(note=cell.note) if cell.note else "",
    ]
    return "\n".join(line for line in lines if line)


class ReferenceCells(QAbstractListModel):
    """Cells in the order given.

    Signals
    -------
    wanted:
        Emitted with the hashes of pictures that were asked for and are not there; answer each with :meth:`set_picture`, and say
        with :meth:`release` when no more of them come.
    """

    wanted = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cells: list[ReferenceCell] = []
        self._rows: defaultdict[str, set[int]] = defaultdict(set)
        self._pictures: OrderedDict[str, QImage] = OrderedDict()
        self._asked: dict[str, None] = {}
        self._coming: set[str] = set()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    def show_cells(self, cells: Sequence[ReferenceCell]) -> None:
        """Show these cells; where they are the very same nothing changes."""
        if len(cells) == len(self._cells) and all(map(is_, cells, self._cells)):
            return
        self.beginResetModel()
        self._cells = list(cells)
        self._rows.clear()
        self._asked.clear()
        self.endResetModel()

    def cell(self, row: int) -> ReferenceCell:
        """Return the cell of a row."""
        return self._cells[row]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._cells)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what is shown of a cell."""
        if not index.isValid():
            return None
        cell = self._cells[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return class_name(cell.label)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(cell.picture, index.row())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return described(cell)
        return cell if role == CELL else None

    def set_picture(self, picture: str, image: QImage) -> None:
        """Take a picture that was asked for."""
        self._pictures[picture] = image
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        for row in self._rows.pop(picture, ()):
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def release(self, pictures: Sequence[str]) -> None:
        """Take note that nobody brings these pictures any more: whoever draws one that is not there asks for it again."""
        self._coming.difference_update(pictures)

    def _picture(self, picture: str, row: int) -> QImage | None:
        found = self._pictures.get(picture)
        if found is not None:
            self._pictures.move_to_end(picture)
            return found
        self._rows[picture].add(row)
        if picture not in self._asked and picture not in self._coming:
            self._asked[picture] = None
            self._soon.start()
        return found

    def _ask(self) -> None:
        missing, self._asked = [name for name in self._asked if name not in self._pictures], {}
        if missing:
            # Each once: a task that is asked for what another one brings would take its place, and none ever be done.
            self._coming.update(missing)
            self.wanted.emit(missing)
