"""The fields of a case, each with a small picture and how many cells it has."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from leukview.gui import theme
from leukview.gui.pixmaps import adjusted_qimage
from leukview.gui.translation import translate
from leukview.imaging.adjustment import AS_IS, Adjustment

__all__ = ["THUMBNAIL", "FieldList"]

THUMBNAIL = 96
"""Longer side of a field's small picture, in pixels."""


class FieldList(QListWidget):
    """Lists fields by file; ``fieldChosen`` carries the file of the one that is chosen by hand."""

    fieldChosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(THUMBNAIL, THUMBNAIL * 3 // 4))
        self.setGridSize(QSize(THUMBNAIL + 16, THUMBNAIL * 3 // 4 + 48))
        self.setFixedWidth(THUMBNAIL + 32)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setViewportMargins(4, 4, 0, 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName(translate("Fields", "Fields"))
        theme.set_role(self, role="strip")
        self.setToolTip(translate("Fields", "The case's fields. Arrow keys go from one to the next"))
        self._items: dict[str, QListWidgetItem] = {}
        self._pictures: dict[str, QImage] = {}
        self._adjustment = AS_IS
        self.currentItemChanged.connect(lambda item, _: self._tell(item))

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.fieldChosen.emit(item.data(_FILE))

    def set_fields(self, fields: dict[str, tuple[int, int]]) -> None:
        """List fields: file → how many cells it has, and how many of them need a person."""
        if list(fields) != list(self._items):
            self.blockSignals(True)
            self.clear()
            self._items, self._pictures = {}, {}
            for file in fields:
                item = QListWidgetItem(Path(file).name)
                item.setData(_FILE, file)
                item.setIcon(_icon(_blank()))
                item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
                self.addItem(item)
                self._items[file] = item
            self.blockSignals(False)
        for file, (cells, needs) in fields.items():
            words = (
                translate("Fields", "{cells:,} cells").format(cells=cells)
                if cells != 1
                else translate("Fields", "1 cell")
            )
            item = self._items[file]
            item.setText(f"{Path(file).name}\n{words}" + (f" · {needs:,} ●" if needs else ""))
            item.setToolTip(
                f"{file}\n{words}"
                + (translate("Fields", ", {needs:,} of them need you").format(needs=needs) if needs else "")
            )

    def set_picture(self, file: str, picture: QImage) -> None:
        """Show a field's small picture."""
        if file in self._items and not picture.isNull():
            self._pictures[file] = picture
            self._items[file].setIcon(_icon(QPixmap.fromImage(adjusted_qimage(picture, self._adjustment))))

    def set_adjustment(self, adjustment: Adjustment) -> None:
        """Show every picture so from now on."""
        self._adjustment = adjustment
        for file, picture in self._pictures.items():
            self.set_picture(file, picture)

    def choose(self, file: str) -> None:
        """Mark a field as the one on show, without telling."""
        if file in self._items:
            self.blockSignals(True)
            self.setCurrentItem(self._items[file])
            self.blockSignals(False)
            self.scrollToItem(self._items[file])


_FILE = Qt.ItemDataRole.UserRole


def _icon(pixmap: QPixmap) -> QIcon:
    """Return a picture that looks the same when its field is chosen: nothing may tint a stain."""
    result = QIcon(pixmap)
    result.addPixmap(pixmap, QIcon.Mode.Selected)
    return result


def _blank() -> QPixmap:
    pixmap = QPixmap(THUMBNAIL, THUMBNAIL * 3 // 4)
    pixmap.fill(theme.tokens().colour("surround"))
    return pixmap
