"""Reference cells of the called class and of the second one, in a row below the cell under review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leukview.domain.reference import ReferenceCell
from leukview.gui import reference_words
from leukview.gui.models.reference_cells import class_name, described
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import ElidedLabel, label, tool_button
from leukview.gui.widgets.class_bar import ClassBar
from leukview.gui.widgets.scaled_picture import ScaledPicture

__all__ = ["MOST", "Beside", "ReferenceStrip"]

MOST = 3
"""Cells of one class at most."""
_GAP = 4
_BETWEEN = 12
_SIDES = (48, 72)
"""Least and largest side of a picture, in pixels; where three of each class would be smaller, there are two."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Reference cells of one class.

    Attributes
    ----------
    class_id:
        The class.
    cells:
        At most :data:`MOST`.
    pictures:
        Theirs, in the same order; null images where they are still to come.
    """

    class_id: str
    cells: tuple[ReferenceCell, ...]
    pictures: tuple[QImage, ...]


class ReferenceStrip(QWidget):
    """Shows up to three cells of each of two classes; the keyboard stays with the gallery.

    Signals
    -------
    enlargeWanted:
        A cell was clicked; carries its number.
    hideWanted:
        This strip is to go.
    """

    enlargeWanted = Signal(int)
    hideWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups: tuple[Beside, ...] = ()
        self.tiles: list[list[ScaledPicture]] = []
        self.scale_words = ElidedLabel("small")
        self.hide_button = tool_button(
            "close",
            translate("Reference", "Hide reference cells"),
            translate("Reference", "Hide the reference cells (Ctrl+Shift+R)"),
        )
        self.hide_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide_button.clicked.connect(self.hideWanted)
        self.words = label("", "small", wrap=True)
        self._row = QHBoxLayout()
        self._row.setSpacing(_BETWEEN)
        self._parts: list[QWidget] = []
        shown = QVBoxLayout()
        shown.setSpacing(4)
        shown.addWidget(self.words)
        shown.addLayout(self._row)
        shown.addWidget(self.scale_words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addLayout(shown, 1)
        row.addWidget(self.hide_button, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("Reference", "Reference cells"))

    def say(self, words: str) -> None:
        """Show words in place of cells."""
        self._clear()
        self.scale_words.hide()
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def show_groups(self, groups: Sequence[Beside], set_name: str) -> None:
        """Show cells of each class in turn; a class without any says so."""
        if [(group.class_id, group.cells) for group in groups] == [(had.class_id, had.cells) for had in self.groups]:
            self.groups = tuple(groups)
            self._fill()
            return
        self._clear()
        self.groups = tuple(groups)
        self.words.hide()
        known = all(cell.pixel_um for group in groups for cell in group.cells)
        self.scale_words.set_whole_text(translate("Reference", "Sizes do not compare: a pixel size is not known."))
        self.scale_words.setVisible(not known)
        for group in groups:
            self._add(group, set_name)
        self._row.addStretch(1)
        self._fill()
        self._arrange()

    def sizeHint(self) -> QSize:
        """Return as much as the layout asks for."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Size the pictures to the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _add(self, group: Beside, set_name: str) -> None:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        caption = QHBoxLayout()
        caption.setSpacing(6)
        caption.addWidget(ClassBar(group.class_id))
        synthetic = any(cell.synthetic for cell in group.cells)
        name = ElidedLabel("small")
        name.set_whole_text(class_name(group.class_id) + (translate("Reference", " (synthetic)") if synthetic else ""))
        part.setToolTip(translate("Reference", "Reference cells of the set {name}").format(name=set_name))
        caption.addWidget(name, 1)
        column.addLayout(caption)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        tiles = []
        for cell in group.cells:
            tile = ScaledPicture()
            tile.setToolTip(
                translate("Reference", "{described}\nClick to compare (Ctrl+Shift+E)").format(described=described(cell))
            )
            tile.setAccessibleName(
                translate("Reference", "Reference: {name}, {whose}").format(
                    name=class_name(cell.label), whose=reference_words.whose(cell.whose_words)
                )
            )
            tile.clicked.connect(lambda _=False, number=cell.id: self.enlargeWanted.emit(number))
            row.addWidget(tile)
            tiles.append(tile)
        if not group.cells:
            row.addWidget(label(translate("Reference", "none in this set"), "small"))
        row.addStretch(1)
        column.addLayout(row)
        self.tiles.append(tiles)
        self._parts.append(part)
        self._row.addWidget(part)

    def _fill(self) -> None:
        known = all(cell.pixel_um for group in self.groups for cell in group.cells)
        for group, tiles in zip(self.groups, self.tiles, strict=True):
            for cell, image, tile in zip(group.cells, group.pictures, tiles, strict=True):
                tile.set_picture(image, cell.pixel_um if known else None)

    def _arrange(self) -> None:
        """Give all pictures one side, and leave the third of each class out where they would be too small."""
        if not self.groups:
            return
        groups = max(1, len(self.groups))
        for most in (MOST, MOST - 1):
            room = (
                self.width()
                - self.hide_button.sizeHint().width()
                - 4
                - (groups - 1) * _BETWEEN
                - groups * (most - 1) * _GAP
            )
            side = room // (groups * most)
            if side >= _SIDES[0]:
                break
        side = max(32, min(_SIDES[1], side))
        for part, tiles in zip(self._parts, self.tiles, strict=True):
            part.setFixedWidth(most * side + (most - 1) * _GAP)
            for place, tile in enumerate(tiles):
                tile.setVisible(place < most)
                tile.setFixedSize(side, side)

    def _clear(self) -> None:
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.tiles, self._parts, self.groups = [], [], ()
