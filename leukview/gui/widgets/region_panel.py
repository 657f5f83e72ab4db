"""What lies in the region, or in the whole field: the count with its intervals, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from leukview.domain.region import RegionCount
from leukview.gui.pixmaps import class_colour
from leukview.gui.sentences import sentence
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, several, translate
from leukview.gui.widgets.basics import ElidedLabel, ScrollColumn, label, tool_button

__all__ = ["RegionPanel", "as_text", "heading"]

_NAMES = 168
"""Pixels that the classes' names have at least."""
_HEADS = (QT_TRANSLATE_NOOP("Region", "Class"), "n", "%", "95 %")


class _Bar(QWidget):
    """A thin bar in a class's colour."""

    def __init__(self, class_id: str) -> None:
        super().__init__()
        self._class = class_id
        self.setFixedSize(4, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        QPainter(self).fillRect(self.rect(), class_colour(self._class))


class RegionPanel(QWidget):
    """Shows one count. ``cleared`` asks to take the region away."""

    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._count: RegionCount | None = None
        self.title = ElidedLabel("heading")
        self.numbers = ElidedLabel("small")
        self.copy = tool_button("copy", translate("Region", "Copy"), translate("Region", "Copy this count as text"))
        self.clear = tool_button("close", translate("Region", "Clear"), translate("Region", "Take the region away"))
        self.copy.clicked.connect(self._copy)
        self.clear.clicked.connect(self.cleared)
        head = QHBoxLayout()
        head.setSpacing(4)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.numbers)
        head.addLayout(names, 1)
        head.addWidget(self.copy)
        head.addWidget(self.clear)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 4, 8, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        # What is wide stays empty on the right: figures far from their names are read in the wrong line.
        self._grid.setColumnMinimumWidth(1, _NAMES)
        self._grid.setColumnStretch(5, 1)
        self._scroll = ScrollColumn(self._rows, 24)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._scroll)

    def set_most(self, pixels: int) -> None:
        """Let the rows scroll from this height on."""
        self._scroll.set_most(pixels)

    @property
    def count(self) -> RegionCount | None:
        """The count on show."""
        return self._count

    def show_count(self, count: RegionCount | None, *, region: bool) -> None:
        """Show a count; its rows only where it is that of a region, which somebody asked for."""
        if count == self._count and self.clear.isVisible() == region:
            return
        self._count = count
        self.setVisible(count is not None)
        self.clear.setVisible(region)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._scroll.setVisible(region and count is not None and bool(count.cells))
        if count is None:
            return
        self.title.set_whole_text(sentence(count.title))
        self.numbers.set_whole_text(heading(count))
        if region:
            self._fill(count)

    def _fill(self, count: RegionCount) -> None:
        for column, head in enumerate(_HEADS, start=1):
            self._cell(translate("Region", head), 0, column, "small")
        for number, (class_id, _, *figures) in enumerate(count.rows(), start=1):
            self._grid.addWidget(_Bar(class_id), number, 0)
            for column, text in enumerate((class_name(class_id), *figures), start=1):
                self._cell(
                    text or (translate("Region", "not counted") if column == 3 else ""),
                    number,
                    column,
                    "" if text else "small",
                )

    def _cell(self, text: str, row: int, column: int, role: str) -> QLabel:
        made = label(text, role)
        right = Qt.AlignmentFlag.AlignRight if column > 1 else Qt.AlignmentFlag.AlignLeft
        made.setAlignment(right | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(made, row, column)
        return made

    def _copy(self) -> None:
        if self._count is not None:
            QGuiApplication.clipboard().setText(as_text(self._count))


def as_text(count: RegionCount) -> str:
    """Return all of a count in the window's language: a line of numbers, then tab-separated rows as a spreadsheet takes them."""
    lines = [f"{sentence(count.title)}: {heading(count)}", "\t".join(translate("Region", head) for head in _HEADS)]
    for class_id, _, cells, *figures in count.rows():
        # A thousands separator would be read as a decimal point in some countries.
        lines.append("\t".join((class_name(class_id), cells.replace(",", ""), *figures)))
    return "\n".join(lines) + "\n"


def heading(count: RegionCount) -> str:
    """Return the numbers in one line; see :attr:`leukview.domain.region.RegionCount.heading`."""
    words = several(
        count.cells,
        translate("Region", "{n:,} cell, {counted:,} counted"),
        translate("Region", "{n:,} cells, {counted:,} counted"),
        counted=count.differential.total,
    )
    return f"{words} · {count.area}" if count.area else words
