"""The strip along the window's foot: the keys that work now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from leukview.gui import theme
from leukview.gui.translation import translate

__all__ = ["Key", "KeyStrip"]

_LINE = 24
_PAD = 6
_SPACING = (14, 8, 5)
"""Pixels between keys: the widest is taken with which they need the fewest lines."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key cap, its label and what it does; ``gap`` sets it off from the one before."""

    cap: str
    label: str
    action: QAction
    gap: bool = False


class KeyStrip(QWidget):
    """Key caps with labels, in as few lines as they need. A click does what the key does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[Key] = []
        self._places: list[QRect] = []
        self._lines = 1
        self._hovered = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("Strip", "Keys that work now"))
        theme.notifier().changed.connect(self._arrange)

    def set_keys(self, keys: Sequence[Key]) -> None:
        """Show these keys; what has none is left out."""
        for key in self._keys:
            key.action.changed.disconnect(self.update)
        self._keys = [key for key in keys if key.cap]
        for key in self._keys:
            key.action.changed.connect(self.update)
        self.setAccessibleDescription(", ".join(f"{key.cap} {key.label}" for key in self._keys))
        self._arrange()

    def height_for(self, width: int) -> int:
        """Return the height in pixels that the keys need in this width, on show or not."""
        if width != self.width():
            self.resize(width, self.height())
        return self.sizeHint().height()

    def sizeHint(self) -> QSize:
        """Return a height for the lines that the keys need."""
        return QSize(400, self._lines * _LINE + 8)

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(200, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the keys for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        before = self._lines
        ways = [self._lay_out(spacing) for spacing in _SPACING]
        self._places, self._lines = min(ways, key=lambda way: way[1])
        if self._lines != before:
            self.updateGeometry()
        self.update()

    def _lay_out(self, spacing: int) -> tuple[list[QRect], int]:
        t = theme.tokens()
        self.setFont(theme.font(t.small))
        x, line, places = 16, 0, []
        for key in self._keys:
            width = self._cap_width(key) + 5 + self.fontMetrics().horizontalAdvance(key.label)
            if key.gap and x > 16:
                x += spacing + 6
            if x + width > self.width() - 16 and x > 16:
                x, line = 16, line + 1
            places.append(QRect(x, 4 + line * _LINE, width, _LINE))
            x += width + spacing
        return places, line + 1

    def _cap_width(self, key: Key) -> int:
        return max(18, self.fontMetrics().horizontalAdvance(key.cap) + 2 * _PAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw caps and labels; what does not work now is faint."""
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), t.colour("panel"))
        painter.fillRect(0, 0, self.width(), 1, t.colour("line"))
        for number, (key, place) in enumerate(zip(self._keys, self._places, strict=True)):
            works = key.action.isEnabled()
            cap = QRect(place.left(), place.top() + 3, self._cap_width(key), 18)
            painter.setPen(t.colour("line_strong" if works else "line"))
            painter.setBrush(t.colour("accent_soft" if number == self._hovered and works else "raised"))
            painter.drawRoundedRect(cap.adjusted(0, 0, -1, -1), t.radius - 1, t.radius - 1)
            painter.setFont(theme.font(t.small, strong=True))
            painter.setPen(t.colour("text" if works else "faint"))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key.cap)
            painter.setFont(theme.font(t.small))
            painter.setPen(t.colour("muted" if works else "faint"))
            label = place.adjusted(self._cap_width(key) + 5, 0, 2, 0)
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, key.label)
        painter.end()

    def _at(self, point: QPoint) -> int:
        return next((number for number, place in enumerate(self._places) if place.contains(point)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which key a click would press."""
        hovered = self._at(event.position().toPoint())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show none any more."""
        self._hovered = -1
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what the key does."""
        number = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self._keys[number].action.trigger()

    def event(self, event: QEvent) -> bool:
        """Show an action's tooltip over its key."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._at(event.pos())
            QToolTip.showText(event.globalPos(), self._keys[number].action.toolTip() if number >= 0 else "", self)
            return True
        return super().event(event)
