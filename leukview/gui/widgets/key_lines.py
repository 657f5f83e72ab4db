"""Keys and what they do, line by line, as one painted part: a window has more than a hundred of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from leukview.gui import theme
from leukview.gui.pixmaps import class_colour
from leukview.gui.translation import translate

__all__ = ["KeyLine", "KeyLines"]

_PAD, _EDGE, _GAP = 6, 1, 2
"""Pixels beside and above the letters of a key cap, and between lines."""
_BAR = QSize(4, 14)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key in the user's writing (empty for none), what it does, and the class whose colour stands beside it."""

    key: str
    words: str
    class_id: str = ""


class KeyLines(QWidget):
    """Keys with words beside them.

    Parameters
    ----------
    lines:
        In order.
    caps:
        Pixels that keys take at least before their words.
    """

    def __init__(self, lines: Sequence[KeyLine], caps: int = 0) -> None:
        super().__init__()
        self.lines = tuple(lines)
        self._caps = caps
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        no_key = translate("KeySheet", "no key")
        self.setAccessibleName("; ".join(f"{line.words}: {line.key or no_key}" for line in self.lines))
        self._measure()

    def _measure(self) -> None:
        look = theme.tokens()
        self._strong, self._plain = theme.font(look.small, strong=True), theme.font(look.body)
        caps, words = QFontMetrics(self._strong), QFontMetrics(self._plain)
        self._widths = [caps.horizontalAdvance(line.key or "—") + 2 * (_PAD + _EDGE) for line in self.lines]
        self._cap = caps.height() + 2 * (_EDGE + 1)
        self._line = max(self._cap, words.height()) + _GAP
        bars = any(line.class_id for line in self.lines)
        self._words_at = max([self._caps, *self._widths]) + look.grid + (_BAR.width() + look.grid if bars else 0)
        widest = max((words.horizontalAdvance(line.words) for line in self.lines), default=0)
        self._size = QSize(self._words_at + widest + 1, max(0, len(self.lines) * self._line - _GAP))

    def sizeHint(self) -> QSize:
        """Return the room that every line needs."""
        return self._size

    def minimumSizeHint(self) -> QSize:
        """Return the same: no word is cut."""
        return self._size

    def changeEvent(self, event: QEvent) -> None:
        """Measure again where letters or colours are others."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._measure()
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (line, width) in enumerate(zip(self.lines, self._widths, strict=True)):
            top = number * self._line
            if event.rect().intersects(QRect(0, top, self.width(), self._line)):
                self._draw(painter, line, QRect(0, top, width, self._line - _GAP))

    def _draw(self, painter: QPainter, line: KeyLine, place: QRect) -> None:
        look = theme.tokens()
        cap = QRect(place.left(), place.top() + (place.height() - self._cap) // 2, place.width(), self._cap)
        if line.key:
            painter.setPen(look.colour("line_strong"))
            painter.setBrush(look.colour("raised"))
            painter.drawRoundedRect(cap.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        self._write(painter, cap, line.key or "—", self._strong, "text" if line.key else "muted", centred=True)
        if line.class_id:
            left = self._words_at - look.grid - _BAR.width()
            top = place.top() + (place.height() - _BAR.height()) // 2
            painter.fillRect(QRect(left, top, _BAR.width(), _BAR.height()), class_colour(line.class_id))
        words = QRect(self._words_at, place.top(), self.width() - self._words_at, place.height())
        self._write(painter, words, line.words, self._plain, "text", centred=False)

    def _write(self, painter: QPainter, place: QRect, text: str, font: QFont, colour: str, *, centred: bool) -> None:
        painter.setFont(font)
        painter.setPen(theme.tokens().colour(colour))
        across = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, across | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
