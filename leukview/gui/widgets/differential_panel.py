"""The differential beside the cell, live: AI and final, counts, intervals, ranges, and what is outside the count."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QTableView, QVBoxLayout, QWidget

from leukview.domain.differential import Differential
from leukview.domain.guide import TARGETS
from leukview.domain.moves import Move
from leukview.gui import theme
from leukview.gui.pixmaps import class_colour
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, class_short, english_name, several, translate
from leukview.gui.widgets.basics import Fold, ScrollColumn, label
from leukview.gui.widgets.change_list import ChangeList
from leukview.gui.widgets.differential_chart import DifferentialChart
from leukview.gui.widgets.differential_model import (
    COLUMNS,
    WIDE_FROM,
    DifferentialDelegate,
    DifferentialModel,
    Line,
    column_widths,
    columns_shown,
    fitting_columns,
    lines_of,
    prepare_table,
)

__all__ = ["DifferentialPanel", "count_words"]

_GOALS = TARGETS


def count_words(differential: Differential, target: int | None = None) -> str:
    """Return how far the count goes, in words, e.g. ``n = 105 of 200: below advisory count`` (CLSI H20).

    ``target`` is the laboratory's own; without one it is the next of 100, 200 and 400 cells.
    """
    total = differential.total
    if differential.adequacy == "reference-equivalent":
        return translate("Differential", "n = {total}: reference-equivalent count").format(total=total)
    goal = next(goal for goal in _GOALS if total < goal) if target is None else target
    if total >= goal:
        return translate("Differential", "n = {total}, target {goal} reached: {adequacy}").format(
            total=total, goal=goal, adequacy=translate("Differential", _ADEQUACY[differential.adequacy])
        )
    return translate("Differential", "n = {total} of {goal}: {adequacy}").format(
        total=total, goal=goal, adequacy=translate("Differential", _ADEQUACY[differential.adequacy])
    )


_ADEQUACY = {
    "insufficient": QT_TRANSLATE_NOOP("Differential", "insufficient"),
    "below advisory count": QT_TRANSLATE_NOOP("Differential", "below advisory count"),
    "advisory": QT_TRANSLATE_NOOP("Differential", "advisory count reached"),
    "reference-equivalent": QT_TRANSLATE_NOOP("Differential", "reference-equivalent count"),
}


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


class _ClassBar(QWidget):
    """A class's thin colour bar."""

    def __init__(self, class_id: str) -> None:
        super().__init__()
        self._class = class_id
        self.setFixedSize(QSize(4, 14))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        QPainter(self).fillRect(self.rect(), class_colour(self._class))


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
        self._grid.addWidget(_ClassBar(class_id), place, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(name, place, 1)
        self._grid.addWidget(value, place, 2)


class DifferentialPanel(QWidget):
    """The right column's upper part.

    Signals
    -------
    classActivated:
        Emitted with the class id of a row that was clicked.
    """

    classActivated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = (Differential((), 0, 0), Differential((), 0, 0))
        self._read: tuple[Differential | None, Differential | None] = (None, None)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, surface="panel")
        self.setAccessibleName(translate("Differential", "Differential"))
        self._build()
        self.all_button.toggled.connect(self._refresh)
        self.table.clicked.connect(self._clicked)
        self.excluded.classActivated.connect(self.classActivated)
        self.update_counts(Differential((), 0, 0), Differential((), 0, 0), 0, 0)

    def _build(self) -> None:
        grid = theme.tokens().grid
        self.reviewed = label("", "muted")
        self.count = label("")
        self.bar = CountBar()
        self.model = DifferentialModel(self)
        self.table = CountTable(self.model)
        self.all_button = QPushButton()
        theme.set_role(self.all_button, role="link")
        self.all_button.setCheckable(True)
        self.all_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.all_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.excluded_heading = label(translate("Differential", "Not counted"), "heading")
        self.excluded = ExcludedTable()
        self.below = QPushButton()
        theme.set_role(self.below, role="link")
        self.below.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.below.setCursor(Qt.CursorShape.PointingHandCursor)
        self.below.hide()
        self.chart = DifferentialChart()
        self.changes = ChangeList()
        self.changed = Fold(translate("Differential", "What changed"), self.changes)
        self.empty = label(
            translate(
                "Differential", "The differential appears here, with AI and reader side by side, as cells are analysed."
            ),
            "muted",
        )
        self.empty.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(label(translate("Differential", "Differential"), "title"), 1)
        head.addWidget(self.reviewed, 0, Qt.AlignmentFlag.AlignBottom)
        column = QWidget()
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, grid // 2, 0)
        inner.setSpacing(grid)
        for part in (
            self.table,
            self.all_button,
            self.excluded_heading,
            self.excluded,
            self.chart,
            self.changed,
            self.empty,
        ):
            inner.addWidget(part)
        inner.addStretch()
        self._scroll = ScrollColumn(column, least=120)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(grid, grid, grid // 2, grid)
        layout.setSpacing(grid // 2)
        layout.addLayout(head)
        layout.addWidget(self.count)
        layout.addWidget(self.bar)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.below)
        self._scroll.verticalScrollBar().valueChanged.connect(self._show_below)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._show_below)
        self.below.clicked.connect(self._scroll_to_excluded)

    def update_counts(
        self,
        ai: Differential,
        final: Differential,
        reviewed: int,
        total: int,
        *,
        first: Differential | None = None,
        second: Differential | None = None,
        target: int | None = None,
        moves: tuple[Move, ...] = (),
    ) -> None:
        """Show new counts.

        Parameters
        ----------
        ai, final:
            The pipeline's differential alone, and with the reader's labels in place of the pipeline's.
        reviewed, total:
            Cells a person has confirmed or relabelled, and all cells of the case.
        first, second:
            Each reader's differential alone; None where that reader labelled nothing.
        target:
            White cells to count.
        moves:
            What persons changed, from the AI's class to the final one.
        """
        self._counts = (ai, final)
        self._read = (first, second)
        self.changes.set_moves(moves)
        moved = sum(move.n for move in moves)
        self.changed.set_title(
            several(
                moved,
                translate("Differential", "What changed, AI to final: {n:,} cell"),
                translate("Differential", "What changed, AI to final: {n:,} cells"),
            )
        )
        self.changed.setVisible(bool(moves))
        self.reviewed.setText(
            translate("Differential", "reviewed {reviewed} of {total}").format(reviewed=reviewed, total=total)
            if total
            else ""
        )
        self.count.setText(count_words(final, target) if total else translate("Differential", "No cell counted yet"))
        theme.set_role(self.count, role="doubt" if total and final.adequacy == "insufficient" else "muted")
        self.bar.set_total(final.total, target or 400)
        self.bar.setVisible(total > 0)
        self._refresh()

    def _refresh(self) -> None:
        ai, final = self._counts
        first, second = self._read
        counted = lines_of(ai, final, first, second, counted=True)
        self.table.set_readers(bool(first and first.total), bool(second and second.total))
        full = [line for line in counted if not line.empty]
        hidden = len(counted) - len(full)
        lines = counted if self.all_button.isChecked() else full
        has_cells = bool(ai.total or final.total or ai.excluded or final.excluded)
        self.all_button.setVisible(has_cells and hidden > 0)
        self.all_button.setText(
            translate("Differential", "Hide classes without cells")
            if self.all_button.isChecked()
            else translate("Differential", "Show all, {hidden} more").format(hidden=hidden)
        )
        self.all_button.setToolTip(translate("Differential", "Classes the pipeline knows, of which there is no cell"))
        self.model.update_lines(lines if has_cells else [], (ai.total, final.total))
        self.table.setFixedHeight(theme.tokens().row * (len(self.model.lines) + 1) + 1)
        self.table.setVisible(has_cells)
        self.chart.set_rows(tuple(line.final for line in lines if line.final.ci_low is not None) if final.total else ())
        self.chart.setVisible(final.total > 0)
        outside = [
            line
            for line in lines_of(ai, final, first, second, counted=False)
            if not line.empty or line.class_id == "erythroblast" or self.all_button.isChecked()
        ]
        self.excluded.set_lines(outside if has_cells else [], final.nrbc_per_100_wbc)
        self.excluded.setVisible(has_cells and bool(outside))
        self.excluded_heading.setVisible(self.excluded.isVisibleTo(self))
        self.empty.setVisible(not has_cells)
        self._scroll.updateGeometry()

        self._say_below(final, outside)

    def _say_below(self, final: Differential, outside: list[Line]) -> None:
        """Sum up what is not counted, for while that part of the panel is out of sight."""
        nrbc = (
            translate("Differential", " · NRBC {nrbc_per_100_wbc:.1f} per 100 WBC").format(
                nrbc_per_100_wbc=final.nrbc_per_100_wbc
            )
            if final.nrbc_per_100_wbc
            else ""
        )
        self.below.setText(
            translate("Differential", "Not counted: {excluded:,}{nrbc} ↓").format(excluded=final.excluded, nrbc=nrbc)
        )
        self.excluded_heading.setText(
            translate("Differential", "Not counted: {excluded:,}").format(excluded=final.excluded)
        )
        rows = "\n".join(f"{class_name(line.class_id)}: {line.final.n:,}" for line in outside)
        self.below.setToolTip(
            translate("Differential", "Outside the white-cell count · click to scroll there\n{rows}").format(rows=rows)
        )
        self._show_below()

    def _show_below(self) -> None:
        """Show the sum while its heading is under the fold, whether or not its own line is what puts it there."""
        view = self._scroll.viewport().height() + (self.below.height() if self.below.isVisibleTo(self) else 0)
        end = self.excluded_heading.geometry().bottom() - self._scroll.verticalScrollBar().value()
        self.below.setVisible(self.excluded.isVisibleTo(self) and end > view)

    def _scroll_to_excluded(self) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(self.excluded.geometry().bottom() + theme.tokens().grid - self._scroll.viewport().height())

    def _clicked(self, index: QModelIndex) -> None:
        self.classActivated.emit(self.model.lines[index.row()].class_id)
