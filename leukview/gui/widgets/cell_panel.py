"""The middle column: one cell, what the pipeline says of it, what the reader says of it, and why."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from leukview.domain.case import Case
from leukview.domain.cell import Cell
from leukview.domain.errors import LeukViewError
from leukview.gui import theme
from leukview.gui.widgets.basics import ElidedLabel, Hairline, ScrollColumn, label, tool_button
from leukview.gui.widgets.cell_parts import CallLine, HeatControls, NoteField, doubt_words, reader_words
from leukview.gui.widgets.cell_view import CellView
from leukview.gui.widgets.measurements import Measurements
from leukview.gui.widgets.morphology_words import MorphologyWords
from leukview.gui.widgets.outline_bar import OutlineBar
from leukview.gui.widgets.outline_layer import OutlineLayer
from leukview.gui.widgets.probability_list import TOP, ProbabilityList
from leukview.imaging.measure import outline
from leukview.segmentation.base import CYTOPLASM, NUCLEUS

__all__ = ["EDIT_TIP", "CellPanel", "ReviewSession"]

_CACHE_BYTES = 64 * 1024 * 1024
_EMPTY = "Choose a cell in the gallery to see it here, with its contours, its heat map and the reasons for its class."
_LEAST_VIEW = 160
_LEAST_DETAILS = 112
"""Pixels of height that the image always has, and that the details keep while an outline is edited."""
EDIT_TIP = "Edit mask: correct the outline of this cell with clicks or a box (Ctrl+4)"
_FAR = "Out of domain: stain, scale or content differ from what this model was trained on."


class ReviewSession(Protocol):
    """What the panel needs of a review session."""

    @property
    def case(self) -> Case:
        """The case under review."""
        ...

    def mask(self, cell_id: str) -> NDArray[np.uint8] | None:
        """Return a cell's mask, of the size of its ``final_box``."""
        ...

    def set_note(self, cell_id: str, text: str) -> object:
        """Store a note."""
        ...


class CellPanel(QWidget):
    """Shows one cell and lets the reader label it.

    Parameters
    ----------
    session_getter:
        Returns the open session, or None.

    Signals
    -------
    relabelRequested:
        Emitted with the class id the reader chose for this cell.
    previousRequested, nextRequested:
        Emitted by the arrow buttons.
    imageWanted:
        Emitted with the file of an image to load; answer with :meth:`set_image`.
    heatmapWanted:
        Emitted with (cell id, class id); answer with :meth:`set_heatmap`.
    stateChanged:
        Emitted when something that :meth:`state` returns has changed.
    cellShown:
        Emitted when another cell, or the same cell with another outline, is put on show.
    """

    relabelRequested = Signal(str)
    previousRequested = Signal()
    nextRequested = Signal()
    imageWanted = Signal(str)
    heatmapWanted = Signal(str, str)
    stateChanged = Signal()
    cellShown = Signal()

    def __init__(self, session_getter: Callable[[], ReviewSession | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session_getter
        self._cell: Cell | None = None
        self._images: OrderedDict[str, QImage] = OrderedDict()
        self._maps: OrderedDict[tuple[str, str], NDArray[np.float32]] = OrderedDict()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, surface="panel")
        self.setAccessibleName("Cell under review")
        self._build()
        for button in self.findChildren(QToolButton):
            # The keyboard stays with the gallery; every one of these has a key of its own.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._connect()
        self.show_cell(None)

    # Building

    def _build(self) -> None:
        grid = theme.tokens().grid
        self.view = CellView()
        self.ai = CallLine("AI", "What the pipeline calls this cell, and how probable it holds that")
        self.reader = CallLine("Reader", "What a person calls this cell; the pipeline never fills this in")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, grid, 2 * grid, grid)
        layout.setSpacing(grid)
        layout.addLayout(self._header())
        self._calls = QWidget()
        calls = QVBoxLayout(self._calls)
        calls.setContentsMargins(0, 0, 0, 0)
        calls.setSpacing(0)
        calls.addWidget(self.ai)
        calls.addWidget(self.reader)
        layout.addWidget(self._calls)
        layout.addWidget(self.view, 3)
        self.outline_layer = OutlineLayer(self.view)
        self._tools = self._toggles()
        layout.addWidget(self._tools)
        self.waiting = label("Your outline is not used yet: Ctrl+4 goes on.", "doubt", wrap=True)
        self.waiting.setVisible(False)
        layout.addWidget(self.waiting)
        self.outline_bar = OutlineBar()
        self.outline_bar.setVisible(False)
        layout.addWidget(self.outline_bar)
        self.heat = HeatControls()
        self.heat.setVisible(False)
        layout.addWidget(self.heat)
        self._details = ScrollColumn(self._detail_column())
        layout.addWidget(self._details, 2)

    def _header(self) -> QHBoxLayout:
        self.title = ElidedLabel("title", Qt.TextElideMode.ElideMiddle)
        self.previous_button = tool_button("previous", "Previous cell", "Previous cell (Shift+Enter)")
        self.next_button = tool_button("next", "Next cell", "Next cell (Enter)")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.title, 1)
        row.addWidget(self.previous_button)
        row.addWidget(self.next_button)
        return row

    def _toggles(self) -> QWidget:
        contours = "Show or hide the outlines of nucleus (yellow) and cytoplasm (green-blue) (Ctrl+1)"
        heat = "Show or hide what influenced the class, as a heat map (Ctrl+2)"
        self.contours_button = tool_button("contours", "Contours", contours, text=True, checkable=True)
        self.heatmap_button = tool_button("heatmap", "Heat map", heat, text=True, checkable=True)
        self.outline_button = tool_button("edit", "Edit mask", EDIT_TIP, checkable=True)
        self.contours_button.setChecked(True)
        self.zoom_label = label("", "small")
        self.zoom_label.setAccessibleName("Zoom")
        self.fit_button = tool_button("fit", "Fit", "Fit the cell to the view (Ctrl+0)")
        self.actual_button = tool_button("actual", "One to one", "One image pixel per screen pixel (Ctrl+9)")
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.contours_button)
        row.addWidget(self.outline_button)
        row.addWidget(self.heatmap_button)
        row.addStretch()
        row.addWidget(self.zoom_label)
        row.addWidget(self.fit_button)
        row.addWidget(self.actual_button)
        return tools

    def _detail_column(self) -> QWidget:
        grid = theme.tokens().grid
        self.far = label(_FAR, "doubt", wrap=True)
        self.probabilities = ProbabilityList()
        self.all_button = QPushButton()
        theme.set_role(self.all_button, role="link")
        self.all_button.setCheckable(True)
        self.all_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.all_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.morphology = MorphologyWords()
        self.measurements = Measurements()
        self.outlined = label(
            "Outlined by the reader; ‘Edit mask’ goes back to the segmenter's outline.", "small", wrap=True
        )
        self.note = NoteField()
        self.note_problem = label("", "urgent", wrap=True)
        self.file = ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(grid)
        head = QHBoxLayout()
        head.addWidget(self._heading("Class probabilities"), 1)
        head.addWidget(self.all_button)
        layout.addWidget(self.far)
        layout.addLayout(head)
        layout.addWidget(self.probabilities)
        layout.addWidget(Hairline())
        layout.addWidget(self.morphology)
        layout.addWidget(self.measurements)
        layout.addWidget(self.outlined)
        layout.addWidget(self.note)
        layout.addWidget(self.note_problem)
        layout.addWidget(self.file)
        layout.addStretch()
        return column

    @staticmethod
    def _heading(text: str) -> QLabel:
        result = label(text, "heading")
        result.setToolTip("Double-click a class, or press its key, to label this cell so")
        return result

    def _connect(self) -> None:
        self.previous_button.clicked.connect(self.previousRequested)
        self.next_button.clicked.connect(self.nextRequested)
        self.contours_button.toggled.connect(self._show_contours)
        self.heatmap_button.toggled.connect(self._show_heatmap)
        self.fit_button.clicked.connect(self.view.fit)
        self.actual_button.clicked.connect(self.view.actual_size)
        self.view.zoomChanged.connect(self._zoomed)
        self.heat.classChosen.connect(self._ask_for_heatmap)
        self.heat.opacityChanged.connect(self.view.set_opacity)
        self.heat.opacityChanged.connect(self.stateChanged)
        self.view.set_opacity(self.heat.opacity.value() / 100)
        self.probabilities.activated.connect(self.relabelRequested)
        self.all_button.toggled.connect(self._show_all)
        self.note.saved.connect(self._save_note)
        for key, action in (
            (QKeySequence.StandardKey.ZoomIn, lambda: self.view.zoom_by(1.25)),
            (QKeySequence.StandardKey.ZoomOut, lambda: self.view.zoom_by(0.8)),
            (QKeySequence("Ctrl+0"), self.view.fit),
            (QKeySequence("Ctrl+9"), self.view.actual_size),
        ):
            QShortcut(key, self).activated.connect(action)

    # What is shown

    def cell(self) -> Cell | None:
        """Return the cell on show."""
        return self._cell

    def show_cell(self, cell: Cell | None) -> None:
        """Show a cell, or without one say what this column is for. A note being written is saved first."""
        self.note.flush()
        self._cell = cell
        self.cellShown.emit()
        self.note_problem.setVisible(False)
        for part in (self._calls, self._tools, self._details, self.previous_button, self.next_button):
            part.setVisible(cell is not None)
        self.heat.setVisible(cell is not None and self.heatmap_button.isChecked())
        self.heat.set_prediction(cell.prediction if cell else None)
        if cell is None:
            self.title.set_whole_text("No cell chosen")
            self.view.show_cell(None, single=True, seen=None)
            self.view.set_image(None, _EMPTY)
            self.note.set_saved_text("")
            return
        self.view.show_cell(cell.final_box, single=cell.single, seen=cell.view)
        self._place_image(cell)
        self._place_contours(cell)
        self._update_words(cell)
        if self.heatmap_button.isChecked():
            self._ask_for_heatmap()

    def refresh(self) -> None:
        """Show the same cell as the session knows it now; zoom and overlays stay."""
        session = self._session()
        if self._cell is None or session is None:
            if session is None:
                self.show_cell(None)
            return
        cell = session.case.cells.get(self._cell.id)
        same_place = cell is not None and (cell.file, cell.box, cell.view) == (
            self._cell.file,
            self._cell.box,
            self._cell.view,
        )
        if cell is None or not same_place or cell.prediction is not self._cell.prediction:
            self.show_cell(cell)
            return
        outlined, self._cell = self._cell.human_mask, cell
        if outlined != cell.human_mask:
            # An outline that is being edited began with the one that is gone.
            self.cellShown.emit()
            self.view.set_box(cell.final_box)
            self._place_contours(cell)
        self._update_words(cell)

    def set_draft_waiting(self, waiting: bool) -> None:
        """Say whether something was drawn on this cell that is not used yet."""
        self.waiting.setVisible(waiting)

    def show_outline_bar(self, shown: bool) -> None:
        """Show what can be done with an outline, or hide it; the image that is pointed at stays where it is.

        The details give way instead, and the heat map, which would lie over the outline; in a low window the details go.
        """
        room = self._details.height() - self.outline_bar.sizeHint().height()
        room += self.heat.height() if self.heat.isVisible() else 0
        roomy, any_cell = room > _LEAST_DETAILS, self._cell is not None
        self.view.setMinimumHeight(self.view.height() if shown and roomy else _LEAST_VIEW)
        self.outline_bar.setVisible(shown)
        self._details.setVisible(any_cell and (roomy or not shown))
        self._place_heat_controls()

    def _place_heat_controls(self) -> None:
        on = self.heatmap_button.isChecked() and self._cell is not None and self.outline_bar.isHidden()
        self.heat.setVisible(on)
        self.view.set_heatmap_visible(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the image shrink with the window, even while its outline is edited."""
        self.view.setMinimumHeight(_LEAST_VIEW)
        super().resizeEvent(event)

    def forget_images(self) -> None:
        """Drop cached pictures and maps, where another case is opened or the case was analysed again."""
        self._images.clear()
        self._maps.clear()

    def _update_words(self, cell: Cell) -> None:
        self.title.set_whole_text(f"Cell {cell.id}")
        prediction = cell.prediction
        remark, doubtful = doubt_words(cell)
        value = f"{prediction.probability:.2f}" if prediction else ""
        self.ai.set_call(cell.ai_class, value, remark or "not analysed", doubtful=doubtful)
        self.reader.set_call(cell.human_class, "", reader_words(cell))
        self.far.setVisible(cell.out_of_domain)
        self.probabilities.set_prediction(prediction)
        self._show_all(self.all_button.isChecked())
        self.morphology.set_prediction(prediction)
        self.measurements.set_morphology(cell.final_morphology)
        self.outlined.setVisible(cell.human_mask is not None)
        if not (self.note.hasFocus() and self.note.is_dirty()):
            self.note.set_saved_text(cell.note)
        self.file.set_whole_text(cell.file)

    # Picture and contours

    def set_image(self, cell_id: str, image: QImage, message: str = "") -> None:
        """Show the image of a cell; late answers for a cell no longer on show are only remembered.

        A null image means that it could not be read; ``message`` says why.
        """
        session = self._session()
        cell = self._cell if self._cell is not None and self._cell.id == cell_id else None
        if cell is None and session is not None:
            cell = session.case.cells.get(cell_id)
        if cell is None:
            return
        if not image.isNull():
            self._images[cell.file] = image
            while len(self._images) > 1 and sum(item.sizeInBytes() for item in self._images.values()) > _CACHE_BYTES:
                self._images.popitem(last=False)
        if self._cell is not None and cell.file == self._cell.file:
            self.view.set_image(image, message or "This image cannot be read.")

    def _place_image(self, cell: Cell) -> None:
        image = self._images.get(cell.file)
        if image is None:
            # Never the last cell's picture under this cell's name, however short the wait.
            self.view.set_image(None, "Loading…")
            self.imageWanted.emit(cell.file)
            return
        self._images.move_to_end(cell.file)
        self.view.set_image(image)

    def _place_contours(self, cell: Cell) -> None:
        session = self._session()
        mask = session.mask(cell.id) if session is not None else None
        if mask is None:
            self.view.set_contours([], [])
        else:
            self.view.set_contours(outline(mask, NUCLEUS), outline(mask, CYTOPLASM))

    def _show_contours(self, shown: bool) -> None:
        self.view.set_contours_visible(shown)
        self.stateChanged.emit()

    # Heat map

    def set_heatmap(self, cell_id: str, class_id: str, values: NDArray[np.float32] | None) -> None:
        """Show a heat map, S×S in 0–1 over the square the network saw; late or unasked-for answers are dropped.

        None means that there is none to be had.
        """
        if self._cell is None or (cell_id, class_id) != (self._cell.id, self.heat.chosen()):
            return
        if values is None:
            self.view.set_heatmap(None)
            self.heat.set_state("There is no heat map for this cell.")
            return
        self._maps[(cell_id, class_id)] = values
        while len(self._maps) > 64:
            self._maps.popitem(last=False)
        self.view.set_heatmap(values)
        self.heat.set_state("")

    def _ask_for_heatmap(self) -> None:
        cell, class_id = self._cell, self.heat.chosen()
        self.view.set_heatmap(None)
        if cell is None:
            return
        if class_id is None or cell.view is None:
            self.heat.set_state("Analyse the cell first: there is nothing to explain yet.")
            return
        known = self._maps.get((cell.id, class_id))
        if known is not None:
            self.set_heatmap(cell.id, class_id, known)
            return
        self.heat.set_state("Computing…")
        self.heatmapWanted.emit(cell.id, class_id)

    def _show_heatmap(self, shown: bool) -> None:
        self._place_heat_controls()
        if shown and not self.view.has_heatmap():
            self._ask_for_heatmap()
        self.stateChanged.emit()

    # Smaller things

    def _show_all(self, shown: bool) -> None:
        self.probabilities.set_all(shown)
        total = self.probabilities.total()
        self.all_button.setVisible(total > TOP)
        self.all_button.setText(f"Show the first {TOP}" if shown else f"Show all {total}")
        self._details.updateGeometry()

    def _zoomed(self, scale: float) -> None:
        self.zoom_label.setText(f"{100 * scale * self.devicePixelRatioF():.0f} %" if self.view.has_image() else "")
        self.stateChanged.emit()

    def focus_note(self) -> None:
        """Give the keyboard to the note."""
        if self._cell is not None:
            self._details.ensureWidgetVisible(self.note)
            # Not as a shortcut: Qt would select the whole note, and the next letter would replace it.
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            self.note.end(False)

    def _save_note(self, text: str) -> None:
        session = self._session()
        if session is None or self._cell is None:
            return
        try:
            session.set_note(self._cell.id, text)
        except LeukViewError as error:
            self.note_problem.setText(f"The note is not saved. {error}")
            self.note_problem.setVisible(True)
        else:
            self.note_problem.setVisible(False)

    def state(self) -> dict[str, Any]:
        """Return what a reader expects to find again: zoom (None: fitted), overlays, opacity; ready for JSON."""
        return {
            "zoom": self.view.zoom,
            "contours": self.contours_button.isChecked(),
            "heatmap": self.heatmap_button.isChecked(),
            "opacity": self.heat.opacity.value(),
            "all_classes": self.all_button.isChecked(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Bring back what :meth:`state` returned; whatever is missing or odd stays as it is."""
        zoom = state.get("zoom", self.view.zoom)
        if zoom is None or (isinstance(zoom, int | float) and zoom > 0):
            self.view.set_zoom(zoom)
        for name, button in (
            ("contours", self.contours_button),
            ("heatmap", self.heatmap_button),
            ("all_classes", self.all_button),
        ):
            if isinstance(value := state.get(name), bool):
                button.setChecked(value)
        if isinstance(opacity := state.get("opacity"), int):
            self.heat.opacity.setValue(opacity)
