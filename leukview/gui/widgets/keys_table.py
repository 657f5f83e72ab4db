"""The table of the editor of keys."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from leukview.gui import theme
from leukview.gui.models.keys import KeysModel
from leukview.gui.translation import translate

__all__ = ["KeysTable"]


class KeysTable(QTableView):
    """Shows a :class:`~leukview.gui.models.keys.KeysModel`, a row at a time to be chosen."""

    def __init__(self, model: KeysModel) -> None:
        super().__init__()
        self.setAccessibleName(translate("KeysDialog", "Actions, classes and their keys"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setStyleSheet("QHeaderView::section { padding: 0px 8px; } QTableView::item { padding: 0px 5px; }")
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.tokens().row)
        # Only now: a header that is on show measures every row.
        self.setModel(model)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 152), (2, 112), (3, 176)):
            self.setColumnWidth(column, width)
