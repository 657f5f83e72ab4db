"""Every key on one sheet, as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from leukview.gui import theme
from leukview.gui.shortcuts import in_force
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import fit, label
from leukview.gui.widgets.key_lines import KeyLine, KeyLines

__all__ = ["CheatSheet", "KeyGroup", "KeyLine"]

_COLUMNS = 3
_CAPS = 104
"""Pixels that keys take before their words, so that words stand below each other from group to group."""

_BAR = 12
"""Pixels of the scroll bar."""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys under one heading."""

    heading: str
    lines: tuple[KeyLine, ...]


class CheatSheet(QDialog):
    """Columns of keys; Escape or ``?`` closes it.

    Signals
    -------
    editWanted:
        Emitted where the user wants other keys.
    """

    editWanted = Signal()

    def __init__(self, groups: Sequence[KeyGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups = tuple(groups)
        self.setWindowTitle(translate("KeySheet", "Keys"))
        theme.set_role(self, surface="panel")
        grid = theme.tokens().grid
        inner = QWidget()
        inner.setProperty("surface", "clear")
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 0, grid, 0)
        columns.setSpacing(2 * grid)
        for column in _shared(self.groups):
            stack = QVBoxLayout()
            stack.setSpacing(grid)
            for group in column:
                stack.addWidget(label(group.heading, "heading"))
                # Classes are told by their letters alone; all others' words stand below each other from group to group.
                letters = any(line.class_id for line in group.lines)
                stack.addWidget(KeyLines(group.lines, 0 if letters else _CAPS))
                stack.addSpacing(grid)
            stack.addStretch()
            columns.addLayout(stack)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(translate("KeySheet", "Every key"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setMinimumWidth(inner.minimumSizeHint().width() + _BAR)
        self.edit = QPushButton(translate("KeySheet", "Change keys…"))
        self.edit.setToolTip(in_force(translate("KeySheet", "Choose the key of any action and class (Ctrl+K)")))
        self.edit.clicked.connect(self.editWanted)
        close = QPushButton(translate("KeySheet", "Close"))
        close.setToolTip(translate("KeySheet", "Close (Esc)"))
        close.clicked.connect(self.reject)
        close.setDefault(True)
        foot = QHBoxLayout()
        foot.addWidget(self.edit)
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid)
        layout.addWidget(label(translate("KeySheet", "Keys"), "title"))
        layout.addWidget(area, 1)
        layout.addLayout(foot)
        fit(self, 944, 720 if parent is not None else 560)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by the keys that opened it, too."""
        if event.key() == Qt.Key.Key_Question:
            self.reject()
        else:
            super().keyPressEvent(event)


def _shared(groups: Sequence[KeyGroup]) -> list[list[KeyGroup]]:
    """Share groups out among the columns, in order, so that all are about as high."""
    total = sum(len(group.lines) + 2 for group in groups)
    columns: list[list[KeyGroup]] = [[] for _ in range(_COLUMNS)]
    done = 0
    for group in groups:
        height = len(group.lines) + 2
        columns[min(_COLUMNS - 1, int((done + height / 2) * _COLUMNS / total))].append(group)
        done += height
    return columns
