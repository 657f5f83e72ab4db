"""The differential as bars, each with its exact interval and the reference range behind it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from leukview.domain.differential import DifferentialRow
from leukview.gui import theme
from leukview.gui.pixmaps import class_colour
from leukview.gui.translation import class_name, class_short, translate

__all__ = ["DifferentialChart"]

_ROW = 16
_AXIS = 16
_NAME = 76


class DifferentialChart(QWidget):
    """Horizontal bars on one percentage axis: bar = final count, whisker = 95 % interval, grey band = reference range."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[DifferentialRow, ...] = ()
        self._top = 100.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            translate("Differential", "Chart of the final differential with 95 % intervals and reference ranges")
        )
        theme.notifier().changed.connect(self.update)

    def set_rows(self, rows: tuple[DifferentialRow, ...]) -> None:
        """Show these counted rows."""
        if len(rows) != len(self._rows):
            self._rows = rows
            self.updateGeometry()
        self._rows = rows
        highest = max((max(row.ci_high or 0, row.reference_high or 0) for row in rows), default=100.0)
        # The axis moves in steps of 20, so that it does not crawl while cells arrive.
        self._top = min(100.0, 20 * math.ceil(max(20.0, highest) / 20))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height that the rows and the axis need."""
        return QSize(240, len(self._rows) * _ROW + _AXIS if self._rows else 0)

    def minimumSizeHint(self) -> QSize:
        """Return the same height, and a width at which bars can still be told apart."""
        return QSize(200, self.sizeHint().height())

    def x_of(self, percent: float) -> float:
        """Return where a percentage lies."""
        left, right = _NAME + 8, self.width() - 12
        return left + (right - left) * percent / self._top

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the axis and the rows."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setFont(theme.font(look.small))
        bottom = len(self._rows) * _ROW
        for percent in range(0, int(self._top) + 1, 20):
            x = round(self.x_of(percent)) + 0.5
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(int(x), 0, int(x), bottom)
            painter.setPen(look.colour("muted"))
            text = f"{percent} %" if percent == 0 else str(percent)
            painter.drawText(QRectF(x - 20, bottom, 40, _AXIS), Qt.AlignmentFlag.AlignCenter, text)
        names = self.names(painter.fontMetrics())
        for place, row in enumerate(self._rows):
            self._draw_row(painter, place, row, names[place])

    def names(self, metrics: QFontMetrics) -> list[str]:
        """Return what stands beside the bars: every class in full, or, where one does not fit, every class in short."""
        whole = [class_name(row.class_id) for row in self._rows]
        if all(metrics.horizontalAdvance(name) <= _NAME for name in whole):
            return whole
        short = (class_short(row.class_id) for row in self._rows)
        return [metrics.elidedText(name, Qt.TextElideMode.ElideRight, _NAME) for name in short]

    def _draw_row(self, painter: QPainter, place: int, row: DifferentialRow, name: str) -> None:
        look = theme.tokens()
        top = place * _ROW
        middle = top + _ROW / 2
        painter.setPen(look.colour("muted"))
        painter.drawText(QRectF(0, top, _NAME, _ROW), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, name)
        start = self.x_of(0)
        if row.reference_low is not None and row.reference_high is not None:
            low, high = self.x_of(row.reference_low), self.x_of(row.reference_high)
            painter.fillRect(QRectF(low, top + 2, high - low, _ROW - 4), look.colour("track"))
        painter.fillRect(QRectF(start, middle - 2, self.x_of(row.percent or 0) - start, 4), class_colour(row.class_id))
        if row.ci_low is not None and row.ci_high is not None:
            painter.setPen(QPen(look.colour("text"), 1))
            low, high = round(self.x_of(row.ci_low)), round(self.x_of(row.ci_high))
            painter.drawLine(low, int(middle), high, int(middle))
            for x in (low, high):
                painter.drawLine(x, int(middle) - 2, x, int(middle) + 2)

    def event(self, event: QEvent) -> bool:
        """Say a row's figures where the pointer rests."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = int(event.pos().y() // _ROW)
            if 0 <= place < len(self._rows):
                row = self._rows[place]
                words = f"{class_name(row.class_id)}: {row.percent:.1f} %"
                if row.ci_low is not None and row.ci_high is not None:
                    words += translate("Differential", ", 95 % interval {ci_low:.1f}–{ci_high:.1f}").format(
                        ci_low=row.ci_low, ci_high=row.ci_high
                    )
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().event(event)
