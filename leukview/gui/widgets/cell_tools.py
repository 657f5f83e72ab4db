"""The row under the cell's image: what is drawn over it, and how; and beside it how large it is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import label, tool_button

__all__ = ["EDIT_TIP", "CellTools"]

EDIT_TIP = QT_TRANSLATE_NOOP("CellPanel", "Edit mask: correct the outline of this cell with clicks or a box (Ctrl+4)")


class CellTools(QWidget):
    """Buttons for the contours, their correction, the heat map and the picture's look. What they do is the panel's.

    Attributes
    ----------
    zoom:
        How large the image is shown, with buttons of its own; the panel puts it into its head.
    """

    def __init__(self) -> None:
        super().__init__()
        contours = translate(
            "CellPanel", "Show or hide the outlines of nucleus (yellow) and cytoplasm (green-blue) (Ctrl+1)"
        )
        heat = translate("CellPanel", "Show or hide what influenced the class, as a heat map (Ctrl+2)")
        self.contours_button = tool_button(
            "contours", translate("CellPanel", "Contours"), contours, text=True, checkable=True
        )
        self.outline_button = tool_button(
            "edit", translate("CellPanel", "Edit mask"), translate("CellPanel", EDIT_TIP), checkable=True
        )
        self.heatmap_button = tool_button(
            "heatmap", translate("CellPanel", "Heat map"), heat, text=True, checkable=True
        )
        adjust = translate(
            "CellPanel", "Brightness, contrast, gamma and white balance on screen; nothing is changed (Ctrl+U)"
        )
        self.adjust_button = tool_button("adjust", translate("CellPanel", "Adjust picture"), adjust)
        around = translate(
            "CellPanel", "Neighbours: what lies around the cell in its field, or comes beside it in file order (Ctrl+N)"
        )
        self.neighbours_button = tool_button("around", translate("CellPanel", "Neighbours"), around, checkable=True)
        self.contours_button.setChecked(True)
        self.zoom_label = label("", "small")
        self.zoom_label.setAccessibleName(translate("CellPanel", "Zoom"))
        self.zoom_label.setToolTip(translate("CellPanel", "100 %: one image pixel is one screen pixel"))
        self.fit_button = tool_button(
            "fit", translate("CellPanel", "Fit"), translate("CellPanel", "Fit the cell to the view (Ctrl+0)")
        )
        self.actual_button = tool_button(
            "actual",
            translate("CellPanel", "One to one"),
            translate("CellPanel", "One image pixel per screen pixel (Ctrl+9)"),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in (self.contours_button, self.outline_button, self.heatmap_button):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.neighbours_button)
        row.addWidget(self.adjust_button)
        self.zoom = QWidget()
        zoom = QHBoxLayout(self.zoom)
        zoom.setContentsMargins(0, 0, 0, 0)
        zoom.setSpacing(0)
        for part in (self.zoom_label, self.fit_button, self.actual_button):
            zoom.addWidget(part)
