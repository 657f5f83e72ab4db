"""The middle column: one cell, what the pipeline says of it, what the reader says of it, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from leukview.domain.cell import Cell
from leukview.gui import theme
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import ElidedLabel, label, tool_button
from leukview.gui.widgets.cell_details import CellDetails
from leukview.gui.widgets.cell_heat import HeatOverlay
from leukview.gui.widgets.cell_notes import CellNotes, ReviewSession
from leukview.gui.widgets.cell_parts import CallLine, HeatControls, doubt_words, reader_words
from leukview.gui.widgets.cell_pictures import CellPictures
from leukview.gui.widgets.cell_room import CellRoom
from leukview.gui.widgets.cell_tools import CellTools
from leukview.gui.widgets.cell_view import CellView
from leukview.gui.widgets.gallery_thumbnails import Thumbnails
from leukview.gui.widgets.neighbour_strip import NeighbourStrip
from leukview.gui.widgets.outline_bar import OutlineBar
from leukview.gui.widgets.outline_layer import OutlineLayer
from leukview.imaging.measure import outline
from leukview.segmentation.base import CYTOPLASM, NUCLEUS

__all__ = ["CellPanel"]

_EMPTY = QT_TRANSLATE_NOOP(
    "CellPanel",
    "Choose a cell in the gallery to see it here, with its contours, its heat map and the reasons for its class.",
)
_LEAST_WIDTH = 352
"""Pixels: a cell narrower than 320 shows too little of its chromatin."""
_PAN = 48
"""Screen pixels by which a key moves the image."""


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
    otherMapWanted:
        Emitted with (cell id, pipeline id, class id); answer with ``heatmaps.set_other_map``.
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
    otherMapWanted = Signal(str, str, str)
    stateChanged = Signal()
    cellShown = Signal()

    def __init__(self, session_getter: Callable[[], ReviewSession | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session_getter
        self._cell: Cell | None = None
        self._images = CellPictures()
        self._laboratory_um = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, surface="panel")
        self.setAccessibleName(translate("CellPanel", "Cell under review"))
        self.setMinimumWidth(_LEAST_WIDTH)
        self._build()
        self._room = CellRoom(self)
        self.notes = CellNotes(session_getter, self.details, self.cell, self)
        for button in self.findChildren(QToolButton):
            # A click leaves the keyboard with the gallery; what has a key of its own needs no stop for Tab either.
            keyed = button.toolTip().endswith(")")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus if keyed else Qt.FocusPolicy.TabFocus)
        self._connect()
        self.show_cell(None)

    # Building

    def _build(self) -> None:
        grid = theme.tokens().grid
        self.view = CellView()
        self.tools = CellTools()
        self.ai = CallLine(
            translate("CellPanel", "AI"),
            translate("CellPanel", "What the pipeline calls this cell, and how probable it holds that"),
        )
        self.reader = CallLine(
            translate("CellPanel", "Reader"),
            translate("CellPanel", "What a person calls this cell; the pipeline never fills this in"),
        )
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
        layout.addWidget(self.tools)
        self.strip_thumbnails = Thumbnails(self, threads=1)
        self.strip = NeighbourStrip(self.strip_thumbnails)
        self.strip.setVisible(False)
        layout.addWidget(self.strip)
        self.waiting = label(
            translate("CellPanel", "Your outline is not used yet: Ctrl+4 goes on."), "doubt", wrap=True
        )
        self.waiting.setProperty("keyed", True)
        self.waiting.setVisible(False)
        layout.addWidget(self.waiting)
        self.outline_bar = OutlineBar()
        self.outline_bar.setVisible(False)
        layout.addWidget(self.outline_bar)
        self.heat = HeatControls()
        self.heat.setVisible(False)
        layout.addWidget(self.heat)
        self.heatmaps = HeatOverlay(self.view, self.heat)
        self.details = CellDetails()
        layout.addWidget(self.details, 2)

    def _header(self) -> QHBoxLayout:
        self.title = ElidedLabel("title", Qt.TextElideMode.ElideMiddle)
        self.previous_button = tool_button(
            "previous", translate("CellPanel", "Previous cell"), translate("CellPanel", "Previous cell (Shift+Enter)")
        )
        self.next_button = tool_button(
            "next", translate("CellPanel", "Next cell"), translate("CellPanel", "Next cell (Enter)")
        )
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.title, 1)
        row.addWidget(self.tools.zoom)
        row.addWidget(self.previous_button)
        row.addWidget(self.next_button)
        return row

    def _connect(self) -> None:
        self.previous_button.clicked.connect(self.previousRequested)
        self.next_button.clicked.connect(self.nextRequested)
        self.tools.contours_button.toggled.connect(self._show_contours)
        self.tools.heatmap_button.toggled.connect(self._show_heatmap)
        self.tools.fit_button.clicked.connect(self.view.fit)
        self.tools.actual_button.clicked.connect(self.view.actual_size)
        self.view.zoomChanged.connect(self._zoomed)
        self.heatmaps.wanted.connect(self.heatmapWanted)
        self.heatmaps.otherWanted.connect(self.otherMapWanted)
        self.heat.opacityChanged.connect(self.view.set_opacity)
        self.heat.opacityChanged.connect(self.stateChanged)
        self.view.set_opacity(self.heat.opacity.value() / 100)
        self.details.probabilities.activated.connect(self.relabelRequested)
        self.details.all_button.toggled.connect(self.stateChanged)
        for key, action in (
            (QKeySequence.StandardKey.ZoomIn, lambda: self.view.glide_by(1.25)),
            (QKeySequence.StandardKey.ZoomOut, lambda: self.view.glide_by(0.8)),
            (QKeySequence("Ctrl+0"), self.view.fit),
            (QKeySequence("Ctrl+9"), self.view.actual_size),
            (QKeySequence("Alt+Left"), lambda: self.view.pan(-_PAN, 0)),
            (QKeySequence("Alt+Right"), lambda: self.view.pan(_PAN, 0)),
            (QKeySequence("Alt+Up"), lambda: self.view.pan(0, -_PAN)),
            (QKeySequence("Alt+Down"), lambda: self.view.pan(0, _PAN)),
        ):
            QShortcut(key, self).activated.connect(action)

    # What is shown

    def cell(self) -> Cell | None:
        """Return the cell on show."""
        return self._cell

    def show_cell(self, cell: Cell | None) -> None:
        """Show a cell, or without one say what this column is for. A note being written is saved first."""
        self.details.note.flush()
        self._cell = cell
        self.cellShown.emit()
        self.details.say_note_problem("")
        parts = (self._calls, self.tools, self.tools.zoom, self.details, self.previous_button, self.next_button)
        for part in parts:
            part.setVisible(cell is not None)
        self.heat.setVisible(cell is not None and self.tools.heatmap_button.isChecked())
        self.heatmaps.show_cell(cell)
        if cell is None:
            # Another case comes, or other eyes.
            self.notes.forget()
            self.title.set_whole_text(translate("CellPanel", "No cell chosen"))
            self.view.show_cell(None, single=True, seen=None)
            self.view.set_image(None, translate("CellPanel", _EMPTY))
            self.details.note.set_saved_text("")
            return
        self.view.show_cell(cell.final_box, single=cell.single, seen=cell.view)
        self._place_image(cell)
        self._place_contours(cell)
        self._update_words(cell)
        if self.tools.heatmap_button.isChecked():
            self.heatmaps.ask()

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
        session = self._session()
        self.waiting.setVisible(waiting and getattr(session, "sight", "whole") != "second")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the image shrink with the window, even while its outline is edited."""
        self._room.give()
        super().resizeEvent(event)

    def show_outline_bar(self, shown: bool) -> None:
        """Show what can be done with an outline, or hide it; the image that is pointed at stays where it is."""
        self._room.show_outline_bar(shown)

    def show_strip(self, shown: bool) -> None:
        """Show or hide the neighbours in file order."""
        self._room.show_strip(shown)

    def forget_images(self) -> None:
        """Drop cached pictures and maps, where another case is opened or the case was analysed again."""
        self._images.clear()
        self.heatmaps.forget()

    def _update_words(self, cell: Cell) -> None:
        self.title.set_whole_text(translate("CellPanel", "Cell {id}").format(id=cell.id))
        prediction = cell.prediction
        remark, doubtful = doubt_words(cell)
        # A cell that is set aside stands under a class to which the network gave no probability.
        value = f"{prediction.probability:.2f}" if prediction and not prediction.set_aside else ""
        self.ai.set_call(cell.ai_class, value, remark or translate("CellPanel", "not analysed"), doubtful=doubtful)
        self.reader.set_call(cell.person_class, "", reader_words(cell), doubtful=cell.disagreement)
        self.details.show_cell(cell)
        self.notes.show_unsaved(cell)

    # Picture and contours

    def set_image(self, cell_id: str, image: QImage, message: str = "", pixel_um: float | None = None) -> None:
        """Show the image of a cell; late answers for a cell no longer on show are only remembered.

        A null image means that it could not be read; ``message`` says why. ``pixel_um`` is the side of its pixels in µm, where
        its file says so.
        """
        session = self._session()
        cell = self._cell if self._cell is not None and self._cell.id == cell_id else None
        if cell is None and session is not None:
            cell = session.case.cells.get(cell_id)
        if cell is None:
            return
        if not image.isNull():
            self._images.keep(cell.file, image, pixel_um)
        if self._cell is not None and cell.file == self._cell.file:
            self.view.set_image(
                image, message or translate("CellPanel", "This image cannot be read."), self._take_pixel_size(pixel_um)
            )

    def _place_image(self, cell: Cell) -> None:
        known = self._images.get(cell.file)
        image, pixel_um = known or (None, None)
        pixel_um = self._take_pixel_size(pixel_um)
        if known is None:
            # Never the last cell's picture under this cell's name, however short the wait.
            self.view.set_image(None, translate("CellPanel", "Loading…"))
            self.imageWanted.emit(cell.file)
            return
        self.view.set_image(image, "", pixel_um)

    def set_laboratory_pixel(self, pixel_um: float) -> None:
        """Take this side of a pixel in µm where a file does not say it; 0 for none."""
        if pixel_um != self._laboratory_um:
            self._laboratory_um = pixel_um
            known = self._images.get(self._cell.file) if self._cell is not None else None
            if known is not None:
                self.view.set_pixel_size(self._take_pixel_size(known[1]))

    def _take_pixel_size(self, from_file: float | None) -> float | None:
        """Show sizes by what the file says or else the laboratory, and return it."""
        pixel_um = from_file or self._laboratory_um or None
        self.details.measurements.set_pixel_size(pixel_um, by_laboratory=not from_file)
        return pixel_um

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
        self.heatmaps.set_map(cell_id, class_id, values)

    def _show_heatmap(self, shown: bool) -> None:
        self._room.place_heat_controls()
        if shown and not self.view.has_heatmap():
            self.heatmaps.ask()
        self.stateChanged.emit()

    # Smaller things

    def _zoomed(self, scale: float) -> None:
        self.tools.zoom_label.setText(
            f"{100 * scale * self.devicePixelRatioF():.0f} %" if self.view.has_image() else ""
        )
        self.stateChanged.emit()

    def focus_note(self) -> None:
        """Give the keyboard to the note."""
        if self._cell is not None:
            self.details.focus_note()

    def state(self) -> dict[str, Any]:
        """Return what a reader expects to find again: zoom (None: fitted), overlays, opacity; ready for JSON."""
        return {
            "zoom": self.view.zoom,
            "contours": self.tools.contours_button.isChecked(),
            "heatmap": self.tools.heatmap_button.isChecked(),
            "opacity": self.heat.opacity.value(),
            "all_classes": self.details.all_button.isChecked(),
            "neighbours": self.tools.neighbours_button.isChecked(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Bring back what :meth:`state` returned; whatever is missing or odd stays as it is."""
        zoom = state.get("zoom", self.view.zoom)
        if zoom is None or (isinstance(zoom, int | float) and zoom > 0):
            self.view.set_zoom(zoom)
        for name, button in (
            ("contours", self.tools.contours_button),
            ("heatmap", self.tools.heatmap_button),
            ("all_classes", self.details.all_button),
            ("neighbours", self.tools.neighbours_button),
        ):
            if isinstance(value := state.get(name), bool):
                button.setChecked(value)
        if isinstance(opacity := state.get("opacity"), int):
            self.heat.opacity.setValue(opacity)
