"""The panel under the filter button: class, review, doubt and flags, applied as they are ticked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.models.gallery_filter import DOUBTS, FLAG_NAMES, REVIEW_NAMES, CellFilter, Flag, Review
from leukview.gui.translation import class_name, in_sentence, translate
from leukview.gui.widgets.basics import label

__all__ = ["FilterPanel"]

_T = TypeVar("_T")


class FilterPanel(QFrame):
    """A popup of choices; Escape or a click elsewhere closes it.

    Signals
    -------
    changed:
        Emitted with the new :class:`CellFilter`.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        theme.set_role(self, surface="notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("Filter", "Filter cells"))
        self._filter = CellFilter()
        self._showing = False
        self.classes: dict[str, QCheckBox] = {}
        self.reviews: dict[Review, QRadioButton] = {}
        self.doubts: dict[float, QRadioButton] = {}
        self.flags: dict[Flag, QCheckBox] = {}
        self._groups = [QButtonGroup(self), QButtonGroup(self)]
        self.clear = QPushButton(translate("Filter", "Show all"))
        self.clear.setToolTip(translate("Filter", "Take every filter off"))
        self.clear.clicked.connect(lambda: self._take(CellFilter()))
        left = QVBoxLayout()
        left.setSpacing(0)
        self._add_reviews(left)
        self._add_doubts(left)
        self._add_flags(left)
        left.addSpacing(8)
        left.addStretch()
        left.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 8, 12)
        layout.setSpacing(24)
        layout.addLayout(left)
        layout.addLayout(self._class_column())

    def show_filter(self, cell_filter: CellFilter, totals: Counter[str]) -> None:
        """Show what is chosen, and how many cells each class has; classes without any are left out."""
        self._filter = cell_filter
        self._showing = True
        for class_id, box in self.classes.items():
            box.setText(f"{class_name(class_id)}  {totals[class_id]:,}")
            box.setVisible(bool(totals[class_id]) or class_id in cell_filter.classes)
            box.setChecked(class_id in cell_filter.classes)
        self.reviews[cell_filter.review].setChecked(True)
        self.doubts.get(cell_filter.doubt, self.doubts[0.0]).setChecked(True)
        for flag, box in self.flags.items():
            box.setChecked(flag in cell_filter.flags)
        self.clear.setEnabled(bool(cell_filter))
        self._showing = False

    def _add_reviews(self, column: QVBoxLayout) -> None:
        column.addWidget(label(translate("Filter", "Review"), "heading"))
        for review, texts in REVIEW_NAMES.items():
            name, tip = (translate("Filter", text) for text in texts)
            self.reviews[review] = self._radio(column, 0, name, tip)
            self.reviews[review].clicked.connect(
                lambda _=False, review=review: self._take(replace(self._filter, review=review))
            )

    def _add_doubts(self, column: QVBoxLayout) -> None:
        column.addSpacing(8)
        column.addWidget(label(translate("Filter", "Doubt"), "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for place, doubt in enumerate((0.0, *DOUBTS)):
            tip = (
                translate("Filter", "Cells with a doubt of {doubt:g} or more").format(doubt=doubt)
                if doubt
                else translate("Filter", "However doubtful")
            )
            button = QRadioButton(
                translate("Filter", "{doubt:g} or more").format(doubt=doubt) if doubt else translate("Filter", "Any")
            )
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, doubt=doubt: self._take(replace(self._filter, doubt=doubt)))
            self._groups[1].addButton(button)
            self.doubts[doubt] = button
            grid.addWidget(button, place // 2, place % 2)
        column.addLayout(grid)

    def _add_flags(self, column: QVBoxLayout) -> None:
        column.addSpacing(8)
        column.addWidget(label(translate("Filter", "Flags, any of"), "heading"))
        for flag, texts in FLAG_NAMES.items():
            name, tip = (translate("Filter", text) for text in texts)
            box = QCheckBox(name)
            box.setToolTip(tip)
            box.clicked.connect(
                lambda on, flag=flag: self._take(replace(self._filter, flags=_with(self._filter.flags, flag, on)))
            )
            self.flags[flag] = box
            column.addWidget(box)

    def _class_column(self) -> QVBoxLayout:
        inner = QWidget()
        inner.setProperty("surface", "clear")
        boxes = QVBoxLayout(inner)
        boxes.setContentsMargins(0, 0, 0, 0)
        boxes.setSpacing(0)
        for item in taxonomy().classes:
            box = QCheckBox(class_name(item.id))
            box.setToolTip(
                translate("Filter", "Show {name}; with none ticked every class is shown").format(
                    name=in_sentence(item.id)
                )
            )
            box.clicked.connect(
                lambda on, name=item.id: self._take(
                    replace(self._filter, classes=_with(self._filter.classes, name, on))
                )
            )
            self.classes[item.id] = box
            boxes.addWidget(box)
        boxes.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumWidth(248)
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(translate("Filter", "Class, any of"), "heading"))
        column.addWidget(area, 1)
        return column

    def _radio(self, column: QVBoxLayout, group: int, name: str, tip: str) -> QRadioButton:
        button = QRadioButton(name)
        button.setToolTip(tip)
        self._groups[group].addButton(button)
        column.addWidget(button)
        return button

    def _take(self, cell_filter: CellFilter) -> None:
        if not self._showing and cell_filter != self._filter:
            self._filter = cell_filter
            self.changed.emit(cell_filter)


def _with(chosen: Iterable[_T], item: _T, on: bool) -> frozenset[_T]:
    return frozenset(chosen) | {item} if on else frozenset(chosen) - {item}
