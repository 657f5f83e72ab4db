"""Which key labels as which class; what cannot be is said at its row, and cannot be saved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.shortcuts import Keymap, label_id
from leukview.gui.widgets.basics import ElidedLabel, fit, label, tool_button
from leukview.gui.widgets.class_bar import ClassBar

__all__ = ["ClassKeysDialog"]


class ClassKeysDialog(QDialog):
    """A row for each class: its name, its key, and what is wrong with it.

    Parameters
    ----------
    keymap:
        The keys in force; not changed here.
    """

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self.setWindowTitle("Class keys")
        theme.set_role(self, surface="panel")
        self.edits: dict[str, QKeySequenceEdit] = {}
        self.faults: dict[str, ElidedLabel] = {}
        self.shipped_button = QPushButton("Shipped keys")
        self.shipped_button.setToolTip("Put the keys back that LeukView came with")
        self.shipped_button.clicked.connect(self._use_shipped)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        grid = theme.tokens().grid
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid)
        layout.addWidget(label("Class keys", "title"))
        layout.addWidget(
            label("Click a field and press the key. One key for each class; none is allowed, too.", "muted")
        )
        layout.addWidget(self._rows(), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.shipped_button)
        foot.addStretch()
        foot.addWidget(self.buttons)
        layout.addLayout(foot)
        fit(self, 720, 560)
        self._look()

    def overrides(self) -> dict[str, str]:
        """Return every key that is not the shipped one, with what the user chose for other things than classes."""
        labels = {label_id(item.id) for item in taxonomy().classes}
        kept = {item: key for item, key in self._keymap.overrides.items() if item not in labels}
        for class_id, edit in self.edits.items():
            key = edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
            if key != self._keymap.shipped(label_id(class_id)):
                kept[label_id(class_id)] = key
        return kept

    def _rows(self) -> QScrollArea:
        inner = QWidget()
        inner.setProperty("surface", "clear")
        rows = QGridLayout(inner)
        rows.setContentsMargins(0, 0, theme.tokens().grid, 0)
        rows.setHorizontalSpacing(theme.tokens().grid)
        rows.setVerticalSpacing(4)
        rows.setColumnStretch(4, 1)
        for row, item in enumerate(taxonomy().classes):
            edit = QKeySequenceEdit(QKeySequence(next(iter(self._keymap.keys(label_id(item.id))), "")))
            edit.setMaximumSequenceLength(1)
            edit.setFixedWidth(120)
            edit.setAccessibleName(f"Key for {item.name}")
            edit.setToolTip(f"The key that labels as {item.name.lower()}; click, then press it")
            edit.keySequenceChanged.connect(self._look)
            none = tool_button("close", f"No key for {item.name}", "No key")
            none.clicked.connect(edit.clear)
            fault = ElidedLabel("doubt")
            self.edits[item.id], self.faults[item.id] = edit, fault
            for place, part in enumerate((ClassBar(item.id), label(item.name), edit, none, fault)):
                rows.addWidget(part, row, place, Qt.AlignmentFlag.AlignVCenter)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _use_shipped(self) -> None:
        for class_id, edit in self.edits.items():
            edit.setKeySequence(QKeySequence(self._keymap.shipped(label_id(class_id))))

    def _look(self) -> None:
        chosen = self.overrides()
        wrong = self._keymap.faults(chosen)
        for class_id, fault in self.faults.items():
            fault.set_whole_text(wrong.get(label_id(class_id), ""))
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not wrong)
        labels = [label_id(class_id) for class_id in self.edits]
        self.shipped_button.setEnabled(any(item in chosen for item in labels))
