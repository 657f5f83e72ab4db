"""A reference cell large, beside the cell under review where there is one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leukview.domain.reference import ReferenceCell
from leukview.gui import theme
from leukview.gui.models.reference_cells import class_name, described
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import ElidedLabel, label, tool_button
from leukview.gui.widgets.scaled_picture import ScaledPicture

__all__ = ["ReferenceViewer"]


class ReferenceViewer(QDialog):
    """Steps through reference cells with the arrow keys; at one scale where both pixel sizes are known.

    Parameters
    ----------
    cells:
        The reference cells, at least one.
    place:
        Which of them is shown first.
    title:
        Of the cell beside them; empty where none is.

    Signals
    -------
    pictureWanted:
        A reference cell came into sight; answer with :meth:`set_reference`.
    """

    pictureWanted = Signal(object)

    def __init__(
        self, cells: Sequence[ReferenceCell], place: int = 0, title: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._cells = list(cells)
        self._place = max(0, min(place, len(self._cells) - 1))
        self._own: tuple[QImage, float | None] = (QImage(), None)
        self._shown: QImage = QImage()
        self.setWindowTitle(translate("Reference", "Reference cells"))
        theme.set_role(self, surface="panel")
        self.own, self.reference = ScaledPicture(), ScaledPicture()
        for picture in (self.own, self.reference):
            picture.setEnabled(False)
            picture.setMinimumSize(240, 240)
        self.own_name, self.name = ElidedLabel("heading"), ElidedLabel("heading")
        self.own_name.set_whole_text(title)
        self.facts = label("", "small", wrap=True)
        self.facts.setMinimumHeight(48)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.scale_words = label("", "small", wrap=True)
        self.scale_words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.previous = tool_button(
            "previous",
            translate("Reference", "Previous reference cell"),
            translate("Reference", "Previous reference cell (←)"),
        )
        self.next = tool_button(
            "next", translate("Reference", "Next reference cell"), translate("Reference", "Next reference cell (→)")
        )
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self._compose(beside=bool(title))
        self.own.set_picture(QImage(), None, translate("Reference", "Loading…"))

    def start(self) -> None:
        """Ask for the first picture."""
        self._show()

    def current(self) -> ReferenceCell:
        """Return the reference cell on show."""
        return self._cells[self._place]

    def step(self, step: int) -> None:
        """Show the next cell, or the one before."""
        target = self._place + step
        if 0 <= target < len(self._cells):
            self._place = target
            self._show()

    def set_own(self, image: QImage, pixel_um: float | None) -> None:
        """Show the cell under review."""
        self._own = (image, pixel_um)
        self._draw()

    def set_reference(self, picture: str, image: QImage) -> None:
        """Show the picture that was asked for, unless another is on show by now."""
        if self.current().picture == picture:
            self._shown = image
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrow keys."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        cell = self.current()
        self._shown = QImage()
        name = class_name(cell.label)
        drawn = translate("Reference", "{name} · synthetic").format(name=name)
        self.name.set_whole_text(drawn if cell.synthetic else name)
        self.facts.setText(" · ".join(described(cell).splitlines()[1:]))
        self.previous.setEnabled(self._place > 0)
        self.next.setEnabled(self._place < len(self._cells) - 1)
        self.number.setText(
            translate("Reference", "{number} of {total}").format(number=self._place + 1, total=len(self._cells))
        )
        self._draw()
        self.pictureWanted.emit(cell)

    def _draw(self) -> None:
        cell, (image, own_um) = self.current(), self._own
        beside = not self.own.isHidden()
        known = bool(cell.pixel_um and (own_um or not beside))
        self.own.set_picture(image, own_um if known else None, translate("Reference", "Loading…"))
        self.reference.set_picture(self._shown, cell.pixel_um if known else None, translate("Reference", "Loading…"))
        if beside:
            self.scale_words.setText(
                translate("Reference", "Both at one scale.")
                if known
                else translate("Reference", "Each fills its frame: a pixel size is not known, sizes do not compare.")
            )

    def _compose(self, *, beside: bool) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.own_name)
        left.addWidget(self.own, 1)
        left.addWidget(self.scale_words)
        self.scale_words.setMinimumHeight(48)
        right.addWidget(self.name)
        right.addWidget(self.reference, 1)
        right.addWidget(self.facts)
        pictures = QHBoxLayout()
        pictures.setSpacing(16)
        if beside:
            pictures.addLayout(left, 1)
        else:
            for part in (self.own_name, self.own, self.scale_words):
                part.setParent(self)
                part.hide()
        pictures.addLayout(right, 1)
        self.number = label("", "small")
        close = QPushButton(translate("Reference", "Close"))
        close.setToolTip(translate("Reference", "Close (Esc)"))
        close.setDefault(True)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.previous)
        foot.addWidget(self.number)
        foot.addWidget(self.next)
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(pictures, 1)
        column.addLayout(foot)
        self.resize(840 if beside else 480, 560)
