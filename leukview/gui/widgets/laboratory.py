"""The laboratory: its name, its reader and its reference ranges, as they stand on every report from now on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.differential import load_ranges
from leukview.domain.errors import LeukViewError
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.widgets.basics import label
from leukview.resources import resource

__all__ = ["LaboratoryDialog"]

_FILTER = "Reference ranges (*.toml)"


class LaboratoryDialog(QDialog):
    """Names and the reference ranges in use; ranges that cannot be read cannot be saved.

    Parameters
    ----------
    name, reader:
        Of the laboratory and of who reviews.
    ranges_file:
        The laboratory's own ranges; empty for the shipped adult ones.
    """

    def __init__(self, name: str, reader: str, ranges_file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Laboratory")
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(520)
        self.name, self.reader = QLineEdit(name), QLineEdit(reader)
        for field in (self.name, self.reader):
            field.setMaxLength(200)
        self.ranges = QLineEdit(ranges_file)
        self.ranges.setPlaceholderText("Shipped adult ranges")
        self.choose_button, self.shipped_button = QPushButton("Choose…"), QPushButton("Use shipped")
        self.copy_button = QPushButton("Save a copy to edit…")
        self.copy_button.setToolTip("Write the shipped ranges to a file that you can change in any text editor")
        self.words = label("", "muted", wrap=True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._compose()
        self.ranges.textChanged.connect(self._look)
        self.choose_button.clicked.connect(self._choose)
        self.shipped_button.clicked.connect(self.ranges.clear)
        self.copy_button.clicked.connect(self._copy)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._look()

    def _compose(self) -> None:
        grid = theme.tokens().grid
        form = QFormLayout()
        form.setHorizontalSpacing(2 * grid)
        form.setVerticalSpacing(grid)
        for caption, field in (
            ("&Laboratory", self.name),
            ("&Reader", self.reader),
            ("Reference r&anges", self.ranges),
        ):
            field.setAccessibleName(caption.replace("&", ""))
            form.addRow(caption, field)
        row = QHBoxLayout()
        row.setSpacing(grid)
        for button in (self.choose_button, self.shipped_button, self.copy_button):
            row.addWidget(button)
        row.addStretch()
        form.addRow("", row)
        form.addRow("", self.words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(2 * grid)
        layout.addWidget(label("Laboratory", "title"))
        layout.addLayout(form)
        layout.addStretch()
        layout.addWidget(self.buttons)

    def values(self) -> tuple[str, str, str]:
        """Return the laboratory's name, the reader's, and the ranges file (empty for the shipped ones)."""
        return self.name.text().strip(), self.reader.text().strip(), self.ranges.text().strip()

    def _look(self) -> None:
        """Show what the chosen ranges are, or why they cannot be used."""
        chosen = self.ranges.text().strip()
        usable = False
        try:
            ranges = load_ranges(Path(chosen).expanduser() if chosen else None)
        except LeukViewError as error:
            self.words.setText(str(error))
        else:
            shares = (f"{taxonomy()[name].name} {low:g}–{high:g}" for name, (low, high) in ranges.table.items())
            self.words.setText(f"{ranges.name}, per cent: " + ", ".join(shares) + ".")
            usable = True
        theme.set_role(self.words, role="muted" if usable else "urgent")
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(usable)
        self.shipped_button.setEnabled(bool(chosen))

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Reference ranges", self.ranges.text(), _FILTER)
        if chosen:
            self.ranges.setText(chosen)

    def _copy(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the shipped ranges", "reference-ranges.toml", _FILTER)
        if not chosen:
            return
        try:
            Path(chosen).write_bytes(resource("ranges", "adult.toml").read_bytes())
        except OSError as error:
            self.words.setText(f"{chosen} cannot be written ({error.strerror}). Choose another folder.")
            theme.set_role(self.words, role="urgent")
            return
        self.ranges.setText(chosen)
