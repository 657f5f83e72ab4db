"""What persons changed: from which class of the AI to which final one, and how many cells."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from leukview.domain.moves import Move
from leukview.gui import theme
from leukview.gui.icons import draw_icon
from leukview.gui.pixmaps import class_colour
from leukview.gui.translation import class_name, class_short, several, translate
from leukview.gui.widgets.basics import label

__all__ = ["ChangeList"]

_MOST = 12
"""Rows at most; the rest is summed up in one line."""


class _Row(QWidget):
    """One line: class bar and name, an arrow, class bar and name, and on the right how many cells with a bar of their share."""

    def __init__(self, move: Move, largest: int) -> None:
        super().__init__()
        self.move_ = move
        self._share = move.n / largest
        self.setFixedHeight(theme.tokens().row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(move.words)
        self.setToolTip(
            several(
                move.n,
                translate("Differential", "{moved} cell, from the AI's class to the final one"),
                translate("Differential", "{moved} cells, from the AI's class to the final one"),
                moved=move.words,
            )
        )

    def sizeHint(self) -> QSize:
        """Return a width that fits two short names."""
        return QSize(240, theme.tokens().row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setFont(theme.font(look.body))
        number = f"{self.move_.n:,}"
        right = self.width() - 4
        figure = max(32, painter.fontMetrics().horizontalAdvance(number))
        half = (right - figure - 3 * look.grid - 16) // 2
        self._name(painter, 0, half, self.move_.source)
        draw_icon(painter, "next", QRectF(half + look.grid // 2, self.height() / 2 - 6, 12, 12), look.colour("muted"))
        self._name(painter, half + 16 + look.grid, half, self.move_.target)
        painter.setPen(look.colour("text"))
        place = QRect(right - figure, 0, figure, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
        wide = max(1, round(figure * self._share))
        painter.fillRect(QRect(right - wide, self.height() - 3, wide, 2), look.colour("line_strong"))

    def _name(self, painter: QPainter, left: int, room: int, class_id: str | None) -> None:
        look = theme.tokens()
        painter.setPen(look.colour("text" if class_id else "muted"))
        if class_id:
            painter.fillRect(QRect(left, 5, 4, self.height() - 10), class_colour(class_id))
        left, room = left + 4 + look.grid, room - 4 - look.grid
        names = (
            (class_name(class_id), class_short(class_id))
            if class_id
            else (translate("Differential", "Not called"),) * 2
        )
        text = names[0] if painter.fontMetrics().horizontalAdvance(names[0]) <= room else names[1]
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, text)


class ChangeList(QWidget):
    """The moves, the most frequent first."""

    def __init__(self) -> None:
        super().__init__()
        self.moves: tuple[Move, ...] = ()
        self.setAccessibleName(translate("Differential", "What changed from the AI's classes to the final ones"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def set_moves(self, moves: Sequence[Move]) -> None:
        """Show these moves; rebuilt only where one has changed."""
        if tuple(moves) == self.moves:
            return
        self.moves = tuple(moves)
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for move in self.moves[:_MOST]:
            self._layout.addWidget(_Row(move, self.moves[0].n))
        rest = self.moves[_MOST:]
        if rest:
            self._layout.addWidget(
                label(
                    translate("Differential", "and {cells:,} cells in {n} other moves").format(
                        cells=sum(move.n for move in rest), n=len(rest)
                    ),
                    "small",
                )
            )
