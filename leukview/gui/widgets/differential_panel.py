"""The differential beside the cell, live: AI and final, counts, intervals, ranges, and what is outside the count."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from leukview.domain.differential import Differential
from leukview.domain.guide import TARGETS
from leukview.domain.moves import Move
from leukview.gui import theme
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, several, translate
from leukview.gui.widgets.basics import Fold, ScrollColumn, label
from leukview.gui.widgets.change_list import ChangeList
from leukview.gui.widgets.differential_chart import DifferentialChart
from leukview.gui.widgets.differential_model import DifferentialModel, Line, lines_of
from leukview.gui.widgets.differential_parts import CountBar, CountTable, ExcludedTable

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
        title = label(translate("Differential", "Differential"), "title")
        # As high as the cell's head beside it, whose buttons make it so: the two titles stand in one line.
        title.setMinimumHeight(4 * grid)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.reviewed)
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
