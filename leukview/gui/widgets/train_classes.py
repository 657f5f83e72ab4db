"""The classes of a training's data: how many images each has, or which class a name that is not known is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem

from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.sentences import sentence
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, number, translate

if TYPE_CHECKING:
    from leukview.services.training_recipes import DataLook
    from leukview.services.training_runs import RunPlan

__all__ = ["ClassTable", "named_before"]

_PARTS = {
    "train": QT_TRANSLATE_NOOP("Training", "Training"),
    "val": QT_TRANSLATE_NOOP("Training", "Validation"),
    "test": QT_TRANSLATE_NOOP("Training", "Test"),
}


class ClassTable(QTableWidget):
    """Shows what was found in the data; ``answered`` says that a person chose what a name is."""

    answered = Signal()

    def __init__(self) -> None:
        super().__init__(0, 5)
        self.verticalHeader().hide()
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setAccessibleName(translate("Training", "Classes of the data"))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_counts(self, look: DataLook) -> None:
        """Show a row for each class with its images in each part; hidden where there is none."""
        parts = [*_PARTS, *sorted({part for row in look.counts.values() for part in row} - set(_PARTS))]
        heads = (translate("Training", _PARTS[part]) if part in _PARTS else part for part in parts)
        self._head([sentence(look.rows), *heads, translate("Training", "All")])
        self.setRowCount(len(look.counts))
        for row, (name, counts) in enumerate(look.counts.items()):
            shown = class_name(name) if name in taxonomy() else name
            figures = [*(counts.get(part, 0) for part in parts), sum(counts.values())]
            for column, text in enumerate((shown, *map(number, figures))):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVisible(bool(look.counts))

    def ask(self, look: DataLook) -> None:
        """Show a row for each unknown name with a choice of classes."""
        self._head(
            [translate("Training", "In the data"), translate("Training", "Images"), translate("Training", "Is")],
            choice=2,
        )
        self.setRowCount(len(look.unknown))
        for row, unknown in enumerate(look.unknown):
            self.setItem(row, 0, QTableWidgetItem(unknown.name))
            count = QTableWidgetItem(number(unknown.images))
            count.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, 1, count)
            box = QComboBox()
            box.setAccessibleName(translate("Training", "{name} is").format(name=unknown.name))
            box.addItem(translate("Training", "Choose…"), None)
            box.addItem(translate("Training", "Leave out"), "")
            for name in dict.fromkeys((*unknown.closest, *look.classes)):
                box.addItem(class_name(name) if name in taxonomy() else name, name)
            box.currentIndexChanged.connect(lambda _: self.answered.emit())
            self.setCellWidget(row, 2, box)
            self.setRowHeight(row, 4 * theme.tokens().grid)
        self.show()

    def answers(self) -> dict[str, str | None]:
        """Return their name → our class, the empty string for one left out, None where nothing is chosen yet."""
        chosen: dict[str, str | None] = {}
        for row in range(self.rowCount()):
            box, item = self.cellWidget(row, 2), self.item(row, 0)
            if isinstance(box, QComboBox) and item is not None:
                chosen[item.text()] = box.currentData()
        return chosen

    def _head(self, names: list[str], choice: int = -1) -> None:
        """Begin the table anew; the column of choices is as wide as the first, and no figures."""
        self.clear()
        self.setRowCount(0)
        self.setColumnCount(len(names))
        self.setHorizontalHeaderLabels(names)
        for column in range(1, len(names)):
            head = self.horizontalHeaderItem(column)
            if head is not None and column != choice:
                head.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header = self.horizontalHeader()
        for column in range(len(names)):
            wide = column in {0, choice}
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
            )


def named_before(plan: RunPlan) -> Mapping[str, str]:
    """Return what the class map said that counted until now: the plan's, or the one beside the data."""
    import tomllib

    data = Path(plan.data)
    file = Path(plan.classes) if plan.classes else (data if data.is_dir() else data.parent) / "classes.toml"
    try:
        return dict(tomllib.loads(file.read_text("utf-8-sig")).get("classes", {}))
    except (OSError, ValueError):
        return {}
