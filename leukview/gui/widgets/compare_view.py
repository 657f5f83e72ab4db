"""Two to eight cells side by side at one scale, with who calls them what, probabilities and measurements."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from leukview.domain.cell import Cell
from leukview.gui import theme
from leukview.gui.comparing import Cut
from leukview.gui.models.compared import Compared
from leukview.gui.models.selection import Selection
from leukview.gui.translation import class_short, translate
from leukview.gui.widgets.basics import ElidedLabel, label, tool_button
from leukview.gui.widgets.cell_parts import CallLine, doubt_words, reader_words
from leukview.gui.widgets.compare_picture import ComparePicture
from leukview.gui.widgets.measurements import measurement_texts
from leukview.gui.widgets.page import Page
from leukview.gui.widgets.taking_away import take_away
from leukview.imaging.adjustment import AS_IS, Adjustment

__all__ = ["ComparePage", "Pane", "measured_words", "probable_words"]

_ROW = 4
"""Cells side by side at most."""
_MOST_ZOOM = 8.0
_STEP = 1.25


def probable_words(cell: Cell, most: int = 3) -> str:
    """Return a cell's most probable classes with their probabilities."""
    call = cell.prediction
    if call is None:
        return translate("Compare", "not analysed")
    return " · ".join(f"{class_short(name)} {call.probabilities[name]:.2f}" for name in call.ranked[:most])


def measured_words(cell: Cell, pixel_um: float | None = None) -> str:
    """Return a cell's measurements in one line, in µm where the side of a source pixel is known."""
    texts = measurement_texts(cell.final_morphology, pixel_um)
    return translate(
        "Compare", "Ø {diameter} · N:C {nc} · nucleus {nucleus} · lobes {lobes} · circularity {circularity}"
    ).format(
        diameter=texts["diameter"],
        nc=texts["nc"],
        nucleus=texts["nucleus"],
        lobes=texts["lobes"],
        circularity=texts["circularity"],
    )


class Pane(QFrame):
    """One cell: its picture, and below it what is said of it.

    Signals
    -------
    clicked:
        Emitted with the cell's id.
    """

    clicked = Signal(str)

    def __init__(self, cell_id: str) -> None:
        super().__init__()
        self.cell_id = cell_id
        self._current = self._keyed = False
        self.name = ElidedLabel("heading", Qt.TextElideMode.ElideMiddle)
        self.picture = ComparePicture()
        self.ai = CallLine(
            translate("Compare", "AI"),
            translate("Compare", "What the pipeline calls this cell, and how probable it holds that"),
        )
        self.reader = CallLine(
            translate("Compare", "Reader"),
            translate("Compare", "What a person calls this cell; the pipeline never fills this in"),
        )
        self.probable = ElidedLabel("small")
        self.measured = QLabel()
        theme.set_role(self.measured, role="small")
        self.measured.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.name)
        layout.addWidget(self.picture, 1)
        for part in (self.ai, self.reader, self.probable, self.measured):
            layout.addWidget(part)

    def show_cell(self, cell: Cell) -> None:
        """Show what is said of the cell now."""
        self.name.set_whole_text(cell.id)
        remark, doubtful = doubt_words(cell)
        value = f"{cell.prediction.probability:.2f}" if cell.prediction and not cell.prediction.set_aside else ""
        self.ai.set_call(cell.ai_class, value)
        # A pane may be narrow: the class's name comes before any remark on it.
        self.reader.set_call(cell.person_class, "", "" if cell.person_class else reader_words(cell))
        self.probable.set_whole_text(" · ".join(part for part in (remark, probable_words(cell)) if part))
        theme.set_role(self.probable, role="small-doubt" if doubtful else "small")
        self.measured.setText(measured_words(cell, self.picture.pixel_um))
        self.setAccessibleName(f"{cell.id}: {self.ai.text()}, {self.reader.text()}, {probable_words(cell)}")

    def set_current(self, current: bool) -> None:
        """Frame it where keys would label it."""
        if current != self._current:
            self._current = current
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame; a stronger one while the keys go here."""
        super().paintEvent(event)
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 3 if self._current and self._keyed else 2 if self._current else 1
        painter.setPen(QPen(look.colour("accent" if self._current else "line"), width))
        edge = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), look.radius, look.radius)

    def set_keyed(self, keyed: bool) -> None:
        """Say whether the keys go to the page."""
        self._keyed = keyed
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make it the one that keys label."""
        self.clicked.emit(self.cell_id)


class ComparePage(Page):
    """The panes; keys label the framed one, arrows move the frame, the wheel sizes all pictures alike.

    ``laboratory_um`` is the side of a pixel in µm where a file does not say it, 0 for none; it holds for panes made from then on.

    Parameters
    ----------
    model:
        The cells.
    selection:
        Its current cell is the framed one.
    """

    def __init__(self, model: Compared, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self.selection = model, selection
        self.panes: dict[str, Pane] = {}
        self.zoom = 1.0
        self._columns = 1
        self._contours_on = True
        self._adjustment = AS_IS
        self.laboratory_um = 0.0
        self.title.setText(translate("Compare", "Compare"))
        self.smaller = tool_button(
            "minus", translate("Compare", "Smaller"), translate("Compare", "Smaller, all alike (wheel)")
        )
        self.larger = tool_button(
            "plus", translate("Compare", "Larger"), translate("Compare", "Larger, all alike (wheel)")
        )
        self.smaller.clicked.connect(lambda: self.set_zoom(self.zoom / _STEP))
        self.larger.clicked.connect(lambda: self.set_zoom(self.zoom * _STEP))
        self.head.addWidget(label(translate("Compare", "one scale"), "small"))
        self.head.addWidget(self.smaller)
        self.head.addWidget(self.larger)
        self._inner = QWidget()
        self._inner.setProperty("surface", "clear")
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setSpacing(8)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self._inner)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self.column.addWidget(self._area, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("Compare", "Cells side by side"))
        selection.subscribe(self._frame)

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        return QSize(1000, 600)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go here."""
        super().focusInEvent(event)
        for pane in self.panes.values():
            pane.set_keyed(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        for pane in self.panes.values():
            pane.set_keyed(False)

    def build(self) -> None:
        """Make a pane for each cell."""
        for pane in self.panes.values():
            take_away(pane)
        ids = self.model.order()
        self.panes = {}
        columns = self._columns = len(ids) if len(ids) <= _ROW else -(-len(ids) // 2)
        for place, cell_id in enumerate(ids):
            pane = self.panes[cell_id] = Pane(cell_id)
            pane.picture.set_span(self.model.span)
            pane.picture.set_contours_visible(self._contours_on)
            pane.picture.set_adjustment(self._adjustment)
            pane.picture.laboratory_um = self.laboratory_um
            pane.picture.resized.connect(self._even)
            pane.clicked.connect(lambda chosen: self.selection.set([chosen], chosen))
            self._grid.addWidget(pane, place // columns, place % columns)
        for column in range(_ROW):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.set_zoom(1.0)
        self.refresh()
        self._frame()

    def refresh(self) -> None:
        """Show what is said of each cell now; one that is gone is left out."""
        for cell_id, pane in self.panes.items():
            pane.setVisible(cell_id in self.model)
            if cell_id in self.model:
                pane.show_cell(self.model.cell(cell_id))
        ids = self.model.order()
        reviewed = sum(self.model.cell(cell_id).person_class is not None for cell_id in ids)
        self.state.set_whole_text(
            translate("Compare", "{n} cells · {reviewed} reviewed · keys label the framed one").format(
                n=len(ids), reviewed=reviewed
            )
        )

    def set_cut(self, cut: Cut) -> None:
        """Show a cell's picture."""
        if cut.cell_id in self.panes:
            self.panes[cut.cell_id].picture.set_cut(cut)
            if cut.cell_id in self.model:
                self.panes[cut.cell_id].show_cell(self.model.cell(cut.cell_id))

    def set_contours_visible(self, shown: bool) -> None:
        """Show or hide every outline."""
        self._contours_on = shown
        for pane in self.panes.values():
            pane.picture.set_contours_visible(shown)

    def set_adjustment(self, adjustment: Adjustment) -> None:
        """Show every picture so from now on."""
        self._adjustment = adjustment
        for pane in self.panes.values():
            pane.picture.set_adjustment(adjustment)

    def set_zoom(self, zoom: float) -> None:
        """Size all pictures alike."""
        self.zoom = max(1.0, min(_MOST_ZOOM, zoom))
        for pane in self.panes.values():
            pane.picture.set_zoom(self.zoom)
        self.smaller.setEnabled(self.zoom > 1.0)
        self.larger.setEnabled(self.zoom < _MOST_ZOOM)

    def step(self, step: int) -> None:
        """Move the frame."""
        target = self.model.neighbour(self.selection.current, step)
        if target is not None:
            self.selection.set([target], target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the frame with the arrow keys, up and down from row to row."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        if event.key() in steps:
            self.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Size all pictures alike."""
        self.set_zoom(self.zoom * _STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def _even(self) -> None:
        """Give every picture the scale of the one with the least room."""
        pictures = [pane.picture for pane in self.panes.values()]
        side = min((min(picture.width(), picture.height()) for picture in pictures), default=0)
        for picture in pictures:
            picture.set_side(side)

    def _frame(self) -> None:
        for cell_id, pane in self.panes.items():
            pane.set_current(cell_id == self.selection.current)
