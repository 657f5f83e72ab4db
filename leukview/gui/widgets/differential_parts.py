"""What the differential is put together from: its table, the bar of what is counted, and what is outside the count."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QTableView, QWidget

from leukview.domain.guide import TARGETS
from leukview.gui import theme
from leukview.gui.translation import class_name, class_short, english_name, translate
from leukview.gui.widgets.basics import label
from leukview.gui.widgets.class_bar import ClassBar
from leukview.gui.widgets.differential_model import (
    COLUMNS,
    WIDE_FROM,
    DifferentialDelegate,
    DifferentialModel,
    Line,
    column_widths,
    columns_shown,
    fitting_columns,
    prepare_table,
)

__all__ = ["CountBar", "CountTable", "ExcludedTable"]

_GOALS = TARGETS


class CountTable(QTableView):
    """The table of counted classes; its columns share whatever width there is."""

    def __init__(self, model: DifferentialModel) -> None:
        super().__init__()
        self._rows = model
        self._readers = (False, False)
        self.setAccessibleName(translate("Differential", "Differential of counted white cells"))
        prepare_table(self, model)
        self._share()

    def set_readers(self, first: bool, second: bool) -> None:
        """Show a column for each reader who has labelled cells."""
        if (first, second) != self._readers:
            self._readers = (first, second)
            self._share()

    def _share(self) -> None:
        """Share the width out among the columns on show."""
        first, second = self._readers
        wanted = columns_shown(self.width(), first=first, second=second)
        shown = fitting_columns(self.viewport().width(), wanted)
        widths = column_widths(self.viewport().width(), shown)
        delegate = self.itemDelegate()
        if isinstance(delegate, DifferentialDelegate):
            delegate.flag_column = "range" if "range" in shown else "final"
        for place, name in enumerate(COLUMNS):
            self.setColumnHidden(place, name not in shown)
            if name in shown:
                self.setColumnWidth(place, widths[name])
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the columns."""
        super().resizeEvent(event)
        self._rows.set_decimals(1 if self.width() >= WIDE_FROM else 0)
        self._share()


class CountBar(QWidget):
    """A thin bar of white cells counted, with marks at 100, 200 and 400; full at the laboratory's target."""

    def __init__(self) -> None:
        super().__init__()
        self._total, self._target = 0, _GOALS[-1]
        self.setFixedHeight(8)
        self.setToolTip(
            translate(
                "Differential",
                "Under 100 white cells: insufficient · 200: advisory · 400: reference-equivalent (CLSI H20)",
            )
        )

    def set_total(self, total: int, target: int = 400) -> None:
        """Show a count on its way to a target."""
        self._total, self._target = total, target
        self.setAccessibleName(
            translate("Differential", "{total} white cells counted of {target}").format(total=total, target=target)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar; amber while the count is insufficient."""
        look = theme.tokens()
        painter = QPainter(self)
        wide = self.width()
        painter.fillRect(QRect(0, 2, wide, 4), look.colour("track"))
        done = round(wide * min(1.0, self._total / self._target))
        painter.fillRect(QRect(0, 2, done, 4), look.colour("doubt" if self._total < _GOALS[0] else "muted"))
        for goal in _GOALS:
            if goal < self._target:
                painter.fillRect(QRect(round(wide * goal / self._target), 0, 1, 8), look.colour("line_strong"))


class _ClassName(QPushButton):
    """A class to click on, by its short name where the whole one has no room."""

    def __init__(self, class_id: str) -> None:
        self._whole, self._short = class_name(class_id), class_short(class_id)
        super().__init__(self._whole)
        self.setAccessibleName(self._whole)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size with the whole name, whichever is shown."""
        return self._size_with(self._whole)

    def minimumSizeHint(self) -> QSize:
        """Return the size with the short name."""
        return self._size_with(self._short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the name that fits."""
        super().resizeEvent(event)
        shown = self._whole if self.width() >= self.sizeHint().width() else self._short
        if shown != self.text():
            self.setText(shown)

    def _size_with(self, name: str) -> QSize:
        size, metrics = super().sizeHint(), self.fontMetrics()
        more = metrics.horizontalAdvance(name) - metrics.horizontalAdvance(self.text())
        return QSize(size.width() + more, size.height())


class ExcludedTable(QWidget):
    """What is outside the white-cell denominator: NRBC per 100 white cells, smudge cells, platelets, artefacts.

    Signals
    -------
    classActivated:
        Emitted with a class id whose name was clicked.
    """

    classActivated = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 4, 0)
        self._grid.setHorizontalSpacing(theme.tokens().grid)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._shown: list[tuple[str, str]] = []

    def rows(self) -> list[tuple[str, str]]:
        """Return the (class id, figure) rows on show."""
        return self._shown

    def set_lines(self, lines: list[Line], nrbc_per_100: float | None) -> None:
        """Show these rows; rebuilt only where a figure has changed."""
        shown = [(line.class_id, self._figure(line, nrbc_per_100)) for line in lines]
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, (class_id, figure) in enumerate(shown):
            self._add(place, class_id, figure)

    @staticmethod
    def _figure(line: Line, nrbc_per_100: float | None) -> str:
        figure = str(line.final.n)
        if line.ai.n != line.final.n:
            figure += translate("Differential", " (AI {n})").format(n=line.ai.n)
        if line.class_id == "erythroblast" and nrbc_per_100 is not None:
            figure += translate("Differential", " = {nrbc_per_100:.1f} per 100 WBC").format(nrbc_per_100=nrbc_per_100)
        return figure

    def _add(self, place: int, class_id: str, figure: str) -> None:
        name = _ClassName(class_id)
        theme.set_role(name, role="row")
        name.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name.setCursor(Qt.CursorShape.PointingHandCursor)
        english = f"\n{english_name(class_id)}" if english_name(class_id) else ""
        name.setToolTip(translate("Differential", "Outside the white-cell count · click to see its cells") + english)
        name.clicked.connect(lambda: self.classActivated.emit(class_id))
        value = label(figure)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.setRowMinimumHeight(place, theme.tokens().row)
        self._grid.addWidget(ClassBar(class_id), place, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(name, place, 1)
        self._grid.addWidget(value, place, 2)
