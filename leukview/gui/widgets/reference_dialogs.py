"""What is asked when cells enter a reference set, when a set is named, and when files are imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
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

from leukview.domain.reference import ReferenceSet
from leukview.gui import theme
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import label
from leukview.services.reference_files import Given

__all__ = ["AddReferenceDialog", "CellNoteDialog", "ImportReferenceDialog", "NameSetDialog"]

_NO_NAMES = QT_TRANSLATE_NOOP("Reference", "No patient's name, please: sets are made to be shown and passed on.")


class _Form(QDialog):
    """A heading, fields, a line of advice, and two buttons."""

    def __init__(self, title: str, words: str, accept: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(480)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.words = label(words, "muted", wrap=True)
        self.words.setVisible(bool(words))
        box = QDialogButtonBox()
        self.accept_button = QPushButton(accept)
        self.accept_button.setDefault(True)
        theme.set_role(self.accept_button, role="primary")
        box.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.words)
        column.addLayout(self.form)
        column.addWidget(label(translate("Reference", _NO_NAMES), "small", wrap=True))
        column.addWidget(box)


def _sets_box(sets: Sequence[ReferenceSet], chosen: int, new: str) -> QComboBox:
    """Return a box of the sets into which the name of a new one can be written."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for item in sets:
        box.addItem(item.name, item.id)
    place = next((place for place, item in enumerate(sets) if item.id == chosen), 0 if sets else -1)
    box.setCurrentIndex(place)
    line = box.lineEdit()
    if line is not None:
        if not sets:
            line.setText(new)
        line.selectAll()
    box.setAccessibleName(translate("Reference", "Reference set"))
    box.setToolTip(translate("Reference", "Choose a set, or write a name to make a new one"))
    return box


class AddReferenceDialog(_Form):
    """Into which set the chosen cells go.

    Parameters
    ----------
    sets, chosen:
        The sets, and the number of the one that was used last.
    words:
        What is to be known before: how many of the cells a person vouches for.
    stain:
        Stain and microscope, as said last.
    """

    def __init__(
        self, sets: Sequence[ReferenceSet], chosen: int, words: str, stain: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(translate("Reference", "Add to a reference set"), words, translate("Reference", "Add"), parent)
        self.set_box = _sets_box(sets, chosen, translate("Reference", "Reference cells"))
        self.stain = QLineEdit(stain)
        self.stain.setPlaceholderText(translate("Reference", "e.g. May–Grünwald–Giemsa, 100× oil"))
        self.stain.setAccessibleName(translate("Reference", "Stain and microscope"))
        self.stain.setToolTip(translate("Reference", "Kept with each cell"))
        self.form.addRow(translate("Reference", "Set"), self.set_box)
        self.form.addRow(translate("Reference", "Stain and microscope"), self.stain)
        self.set_box.editTextChanged.connect(lambda text: self.accept_button.setEnabled(bool(text.strip())))

    def values(self) -> tuple[str, str]:
        """Return the set's name, and stain and microscope."""
        return self.set_box.currentText().strip(), self.stain.text().strip()


class NameSetDialog(_Form):
    """A set's name and what it is about."""

    def __init__(self, title: str, name: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, "", translate("Reference", "Save"), parent)
        self.name, self.note = QLineEdit(name), QLineEdit(note)
        self.name.setAccessibleName(translate("Reference", "Name"))
        self.note.setAccessibleName(translate("Reference", "Note"))
        self.note.setPlaceholderText(translate("Reference", "What it is for, who agreed on it"))
        self.form.addRow(translate("Reference", "Name"), self.name)
        self.form.addRow(translate("Reference", "Note"), self.note)
        self.name.selectAll()
        self.accept_button.setEnabled(bool(name))
        self.name.textChanged.connect(lambda text: self.accept_button.setEnabled(bool(text.strip())))

    def values(self) -> tuple[str, str]:
        """Return name and note."""
        return self.name.text().strip(), self.note.text().strip()


class CellNoteDialog(_Form):
    """A note on one cell."""

    def __init__(self, note: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Reference", "Note on this reference cell"), "", translate("Reference", "Save"), parent
        )
        self.note = QLineEdit(note)
        self.note.setAccessibleName(translate("Reference", "Note"))
        self.note.setPlaceholderText(translate("Reference", "What it shows, what it is often taken for"))
        self.form.addRow(translate("Reference", "Note"), self.note)


class ImportReferenceDialog(_Form):
    """Which folder or table goes into which set, and who vouches for its labels."""

    def __init__(self, sets: Sequence[ReferenceSet], chosen: int, parent: QWidget | None = None) -> None:
        words = translate(
            "Reference",
            "A folder with a subfolder for each class, named by its class id; or one with labels.csv (path, cls). The "
            "pictures are copied, so that the files may go. Their names are not kept.",
        )
        super().__init__(
            translate("Reference", "Import reference cells"), words, translate("Reference", "Import"), parent
        )
        self.folder = QLineEdit()
        self.folder.setAccessibleName(translate("Reference", "Folder"))
        browse = QPushButton(translate("Reference", "Choose…"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        self.set_box = _sets_box(sets, chosen, translate("Reference", "Imported cells"))
        self.by, self.stain, self.pixel = QLineEdit(), QLineEdit(), QLineEdit()
        self.by.setPlaceholderText(translate("Reference", "e.g. Consensus of A. Meyer and B. Okafor"))
        self.pixel.setPlaceholderText(translate("Reference", "where the files do not say, e.g. 0.10"))
        by, stain, pixel = (
            translate("Reference", "Labels by"),
            translate("Reference", "Stain and microscope"),
            translate("Reference", "µm a pixel"),
        )
        for field, name in ((self.by, by), (self.stain, stain), (self.pixel, pixel)):
            field.setAccessibleName(name)
        self.form.addRow(translate("Reference", "Folder"), row)
        self.form.addRow(translate("Reference", "Set"), self.set_box)
        self.form.addRow(by, self.by)
        self.form.addRow(stain, self.stain)
        self.form.addRow(pixel, self.pixel)
        for field in (self.folder, self.by, self.pixel):
            field.textChanged.connect(lambda _: self._check())
        self.set_box.editTextChanged.connect(lambda _: self._check())
        self._check()

    def values(self) -> tuple[Path, str, Given]:
        """Return the folder, the set's name, and what is said of the cells."""
        given = Given(self.by.text().strip(), self.stain.text().strip(), self._pixel())
        return Path(self.folder.text().strip()), self.set_box.currentText().strip(), given

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, translate("Reference", "Folder of labelled cells"), self.folder.text()
        )
        if chosen:
            self.folder.setText(chosen)

    def _pixel(self) -> float | None:
        try:
            value = float(self.pixel.text().replace(",", "."))
        except ValueError:
            return None
        return value if 0.001 <= value <= 10 else None

    def _check(self) -> None:
        said = bool(self.folder.text().strip() and self.set_box.currentText().strip() and self.by.text().strip())
        right = not self.pixel.text().strip() or self._pixel() is not None
        self.accept_button.setEnabled(said and right)
        missing = "" if right else translate("Reference", "µm a pixel is a number from 0.001 to 10")
        missing = missing or (
            "" if said else translate("Reference", "Say which folder, into which set, and who vouches for the labels")
        )
        self.accept_button.setToolTip(missing)
