"""The case's name, patient and slide, to edit."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from leukview.domain.case import CaseInfo
from leukview.gui import theme
from leukview.gui.translation import translate

__all__ = ["CaseDetails"]


class CaseDetails(QDialog):
    """Three fields; what they hold is printed on the report's head."""

    def __init__(self, info: CaseInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("CaseDetails", "Case details"))
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(400)
        self.name, self.patient, self.slide = QLineEdit(info.name), QLineEdit(info.patient), QLineEdit(info.slide)
        folder = QLineEdit(info.folder)
        folder.setReadOnly(True)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for label, field in (
            (translate("CaseDetails", "Name"), self.name),
            (translate("CaseDetails", "Patient"), self.patient),
            (translate("CaseDetails", "Slide"), self.slide),
            (translate("CaseDetails", "Folder"), folder),
        ):
            form.addRow(label, field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        theme.set_role(buttons.button(QDialogButtonBox.StandardButton.Save), role="primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def values(self) -> tuple[str, str, str]:
        """Return name, patient and slide; a name that was emptied stays what it was on the window's next look."""
        return self.name.text().strip(), self.patient.text().strip(), self.slide.text().strip()
