"""Several slides of one patient read together: each slide's count beside the sum, with the sum's exact intervals."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.differential import Differential, DifferentialRow
from leukview.gui import theme
from leukview.gui.sentences import sentence
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, number, several, translate
from leukview.gui.widgets.basics import fit, label
from leukview.services.combine import CombinedSlides, as_table
from leukview.services.worklist import CaseRow

__all__ = ["CombinedDialog"]

_ROW = 24
_FIGURE = "\N{FIGURE SPACE}"
_ADEQUACY = {
    "insufficient": QT_TRANSLATE_NOOP("Combined", "fewer than 100: insufficient"),
    "below advisory count": QT_TRANSLATE_NOOP("Combined", "fewer than the 200 that are advised"),
    "advisory": QT_TRANSLATE_NOOP("Combined", "200 or more"),
    "reference-equivalent": QT_TRANSLATE_NOOP("Combined", "400 or more: as a reference count"),
}


class CombinedDialog(QDialog):
    """A view: nothing can be labelled here, and each label stays with its slide's case."""

    def __init__(self, found: CombinedSlides, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = found
        combined = found.combined
        self.setWindowTitle(
            translate("Combined", "Patient {patient}: {n} slides combined").format(
                patient=combined.patient, n=len(combined.slides)
            )
        )
        theme.set_role(self, surface="panel")
        self.table = self._table()
        self.cautions = label("\n".join(map(sentence, found.cautions)), "doubt", wrap=True, selectable=True)
        self.cautions.setVisible(bool(found.cautions))
        words = translate(
            "Combined",
            "{total:,} white cells counted on {slides} slides ({adequacy}). "
            "The reader's label where there is one, else the AI's. This is a view: each label stays with its slide.",
        ).format(
            total=combined.whole.total,
            slides=len(combined.slides),
            adequacy=translate("Combined", _ADEQUACY[combined.whole.adequacy]),
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = QPushButton(translate("Combined", "Copy table"))
        self.copy.setToolTip(translate("Combined", "Copy the table as text that a spreadsheet takes"))
        self.copy.clicked.connect(self._copy)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label(translate("Combined", "Patient {patient}").format(patient=combined.patient), "title"))
        layout.addWidget(label(words, "muted", wrap=True))
        layout.addWidget(self.cautions)
        layout.addWidget(self.table, 1)
        nrbc = combined.whole.nrbc_per_100_wbc
        if nrbc is not None:
            red = translate("Combined", "Nucleated red cells: {nrbc:.1f} per 100 white cells, all slides")
            layout.addWidget(label(red.format(nrbc=nrbc), "small"))
        layout.addWidget(
            label(translate("Combined", "For Research Use Only. Not for use in diagnostic procedures."), "small")
        )
        layout.addWidget(buttons)
        fit(self, min(1100, 480 + 132 * len(combined.slides)), 640)

    def _table(self) -> QTableWidget:
        combined = self._found.combined
        slide = translate("Combined", "Slide {slide}")
        names = [slide.format(slide=row.slide) if row.slide else row.name for row in self._found.rows]
        table = QTableWidget(len(combined.class_ids) + 1, len(names) + 3)
        table.setAccessibleName(translate("Combined", "Combined differential"))
        for column, words in enumerate(
            [
                translate("Combined", "Class"),
                *names,
                translate("Combined", "All slides"),
                translate("Combined", "95 % interval"),
            ]
        ):
            heading = _item(words, left=not column)
            if 0 < column <= len(names):
                heading.setToolTip(_tip(self._found.rows[column - 1]))
            table.setHorizontalHeaderItem(column, heading)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        head = table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setDefaultSectionSize(120)
        for line, row in enumerate(combined.whole.rows):
            self._fill(table, line, row)
        self._totals(table, len(combined.class_ids))
        return table

    def _fill(self, table: QTableWidget, line: int, row: DifferentialRow) -> None:
        combined = self._found.combined
        outside = row.percent is None
        table.setItem(line, 0, _item(class_name(row.class_id), left=True, muted=outside))
        for column, (_, each) in enumerate(combined.slides, start=1):
            own = next(item for item in each.rows if item.class_id == row.class_id)
            table.setItem(line, column, _item(_count(own, each), muted=outside or not own.n))
        last = len(combined.slides) + 1
        table.setItem(line, last, _item(_count(row, combined.whole), strong=bool(row.n) and not outside, muted=outside))
        shown = not outside and combined.whole.total and row.ci_low is not None and row.ci_high is not None
        text = f"{row.ci_low:.1f}–{row.ci_high:.1f}" if shown else ""
        table.setItem(line, last + 1, _item(text, muted=True))

    def _totals(self, table: QTableWidget, line: int) -> None:
        combined = self._found.combined
        table.setItem(line, 0, _item(translate("Combined", "White cells counted"), left=True, strong=True))
        for column, (_, each) in enumerate(combined.slides, start=1):
            table.setItem(line, column, _item(number(each.total), strong=True))
        table.setItem(line, len(combined.slides) + 1, _item(number(combined.whole.total), strong=True))
        table.setItem(line, len(combined.slides) + 2, _item(""))

    def _copy(self) -> None:
        lines = as_table(self._found, lambda words: translate("Combined", words), class_name)
        text = "\n".join("\t".join(line) for line in lines)
        QGuiApplication.clipboard().setText(text + "\n")


def _count(row: DifferentialRow, whole: Differential) -> str:
    if row.percent is None or not whole.total:
        return number(row.n)
    # The count comes last, so that it stands above the sum and in line with what has no percentage.
    return f"{row.percent:.1f} %   {number(row.n).rjust(len(number(whole.total)), _FIGURE)}"


def _tip(row: CaseRow) -> str:
    cells = several(
        row.cells,
        translate("Combined", "{reviewed:,} of {n:,} cell reviewed"),
        translate("Combined", "{reviewed:,} of {n:,} cells reviewed"),
        reviewed=row.reviewed,
    )
    return f"{row.name}\n{row.folder}\n{cells}"


def _item(text: str, *, left: bool = False, strong: bool = False, muted: bool = False) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    if strong:
        item.setFont(theme.font(theme.tokens().body, strong=True))
    if muted:
        item.setForeground(theme.tokens().colour("muted"))
    return item
