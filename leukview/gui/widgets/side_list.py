"""A plain list of names, each with a count on the right: the sets and the classes of the page of reference cells."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem

from leukview.gui.translation import number

__all__ = ["VALUE", "side_list", "side_row"]

VALUE = int(Qt.ItemDataRole.UserRole)
"""Role of what a line stands for, on its name."""


def side_list(name: str) -> QTreeWidget:
    """Return a list of names, each with a count on the right."""
    result = QTreeWidget()
    result.setColumnCount(2)
    result.setHeaderHidden(True)
    result.setRootIsDecorated(False)
    result.setUniformRowHeights(True)
    result.setFrameShape(QFrame.Shape.NoFrame)
    result.setAccessibleName(name)
    result.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    result.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    result.setStyleSheet("QTreeWidget { background: transparent; } QTreeWidget::item { height: 24px; }")
    result.header().setStretchLastSection(False)
    result.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    result.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
    result.header().resizeSection(1, 56)
    return result


def side_row(name: str, count: int, value: object, tip: str = "") -> QTreeWidgetItem:
    """Return a line of such a list: a name, a count, what it stands for, and what is said of it."""
    row = QTreeWidgetItem([name, number(count)])
    row.setData(0, VALUE, value)
    row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row.setToolTip(0, tip or name)
    return row
