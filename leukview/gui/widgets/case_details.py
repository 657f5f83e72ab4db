"""The case's name, patient and slide, and how many white cells to count in it, to edit."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from leukview.domain.case import CaseInfo
from leukview.domain.guide import TARGETS
from leukview.gui import theme
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import label

__all__ = ["CaseDetails"]


class CaseDetails(QDialog):
    """Three fields, which are printed on the report's head, and the case's target.

    Parameters
    ----------
    info:
        The case's details.
    laboratory:
        White cells that the laboratory asks for. None leaves the target out: the worklist does not read it.
    """

    def __init__(self, info: CaseInfo, parent: QWidget | None = None, laboratory: int | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("CaseDetails", "Case details"))
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(400)
        self.name, self.patient, self.slide = QLineEdit(info.name), QLineEdit(info.patient), QLineEdit(info.slide)
        self._target = _target_box(info, laboratory or 0)
        folder = QLineEdit(info.folder)
        folder.setReadOnly(True)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        rows: list[tuple[str, QWidget]] = [
            (translate("CaseDetails", "Name"), self.name),
            (translate("CaseDetails", "Patient"), self.patient),
            (translate("CaseDetails", "Slide"), self.slide),
        ]
        if laboratory is not None:
            rows.append((translate("CaseDetails", "Count"), self._target))
        for caption, field in (*rows, (translate("CaseDetails", "Folder"), folder)):
            form.addRow(caption, field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        theme.set_role(buttons.button(QDialogButtonBox.StandardButton.Save), role="primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(label(translate("CaseDetails", "Case details"), "title"))
        layout.addLayout(form)
        layout.addWidget(buttons)

    def values(self) -> tuple[str, str, str]:
        """Return name, patient and slide; a name that was emptied stays what it was on the window's next look."""
        return self.name.text().strip(), self.patient.text().strip(), self.slide.text().strip()

    def target(self) -> int | None:
        """Return the case's own target; None where it follows the laboratory's."""
        found = self._target.currentData()
        return int(found) if found else None


def _target_box(info: CaseInfo, laboratory: int) -> QComboBox:
    """Return the choice of a target: the laboratory's first, since most cases follow it."""
    box = QComboBox()
    box.setToolTip(
        translate(
            "CaseDetails",
            "White cells to count in this case before signing. The progress, the list before signing and the report go by it.",
        )
    )
    box.addItem(translate("CaseDetails", "As the laboratory: {count} white cells").format(count=laboratory), 0)
    for count in TARGETS:
        box.addItem(translate("CaseDetails", "{count} white cells, for this case").format(count=count), count)
    box.setCurrentIndex(max(0, box.findData(info.target or 0)))
    return box
