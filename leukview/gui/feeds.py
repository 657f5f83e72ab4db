"""Brings the cell view its pictures: source images and heat maps, made in workers, the newest wish first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.gui.controller import Controller
from leukview.gui.pixmaps import load_qimage
from leukview.gui.tasks import Fault, TaskProgress

if TYPE_CHECKING:
    from leukview.gui.widgets.cell_panel import CellPanel

__all__ = ["CellFeed", "HeatmapSource", "load_heatmaps"]

_BYTES = 192 * 1024 * 1024
_SETTLE_MS = 60
"""A heat map is begun once the reader stays on a cell this long, so that paging through cells stays quick."""


class HeatmapSource(Protocol):
    """What the window needs of :class:`leukview.services.heatmaps.Heatmaps`."""

    def get(
        self, folder: Path, cell: Cell, class_id: str | None = None, mask: NDArray[np.uint8] | None = None
    ) -> NDArray[np.float32]:
        """Return the S×S map in 0–1."""
        ...


def load_heatmaps() -> HeatmapSource:
    """Return LeukView's own maker of heat maps; the network is loaded with the first map."""
    from leukview.services.heatmaps import Heatmaps

    return Heatmaps()


class CellFeed(QObject):
    """Answers the cell panel's wishes. Results for a cell that is no longer shown are dropped."""

    heatmapShown = Signal(str)

    def __init__(
        self, controller: Controller, panel: CellPanel, make_heatmaps: Callable[[], HeatmapSource] = load_heatmaps
    ) -> None:
        super().__init__(panel)
        self._controller, self._panel = controller, panel
        self._make_heatmaps = make_heatmaps
        self._heatmaps: HeatmapSource | None = None
        self._images: OrderedDict[str, QImage] = OrderedDict()
        self._wish: tuple[str, str] | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._start_heatmap)
        panel.imageWanted.connect(self._image_wanted)
        panel.heatmapWanted.connect(self._heatmap_wanted)
        controller.loaded.connect(self.forget)

    def forget(self) -> None:
        """Drop every picture: another case is open."""
        self._controller.tasks.cancel("heatmap")
        self._settle.stop()
        self._images.clear()

    def heatmaps(self) -> HeatmapSource:
        """Return the maker of heat maps. Called in workers: making the first map loads the network."""
        if self._heatmaps is None:
            self._heatmaps = self._make_heatmaps()
        return self._heatmaps

    def heatmap_of(self, folder: Path) -> Callable[[Cell], NDArray[np.float32] | None]:
        """Return a maker of a cell's heat map for its called class, None where there can be none; for workers."""
        session = self._controller.session

        def make(cell: Cell) -> NDArray[np.float32] | None:
            try:
                return self.heatmaps().get(folder, cell, None, session.segmenter_mask(cell.id) if session else None)
            except InputProblem:
                return None

        return make

    def look_ahead(self, cell: Cell | None) -> None:
        """Read the image of the cell that is likely looked at next."""
        if cell is not None and cell.file not in self._images:
            self._read("image-ahead", cell.file, lambda image: None)

    def _image_wanted(self, file: str) -> None:
        cell_id = self._controller.selection.current
        if cell_id is None:
            return
        if file in self._images:
            self._images.move_to_end(file)
            self._panel.set_image(cell_id, self._images[file])
            return

        def failed(fault: Fault) -> None:
            if fault.kind == "bug":
                self._controller.faulted.emit(fault)
            self._panel.set_image(cell_id, QImage(), fault.title)

        self._read("image", file, lambda image: self._panel.set_image(cell_id, image), failed)

    def _read(
        self, name: str, file: str, use: Callable[[QImage], None], failed: Callable[[Fault], None] | None = None
    ) -> None:
        path = self._controller.folder / file

        def finished(image: QImage) -> None:
            self._images[file] = image
            while sum(kept.sizeInBytes() for kept in self._images.values()) > _BYTES and len(self._images) > 1:
                self._images.popitem(last=False)
            use(image)

        tasks = self._controller.tasks
        tasks.start(name, lambda progress: load_qimage(path), finished=finished, failed=failed)

    def _heatmap_wanted(self, cell_id: str, class_id: str) -> None:
        self._wish = (cell_id, class_id)
        self._settle.start()

    def _start_heatmap(self) -> None:
        case = self._controller.case
        if self._wish is None or case is None or self._wish[0] not in case.cells:
            return
        cell_id, class_id = self._wish
        cell, folder, session = case.cells[cell_id], self._controller.folder, self._controller.session

        def work(progress: TaskProgress) -> NDArray[np.float32]:
            mask = session.segmenter_mask(cell_id) if session else None
            return self.heatmaps().get(folder, cell, class_id or None, mask)

        def finished(values: NDArray[np.float32]) -> None:
            self._panel.set_heatmap(cell_id, class_id, values)
            self.heatmapShown.emit(cell_id)

        def failed(fault: Fault) -> None:
            if fault.kind == "input":
                self._controller.said.emit(f"No heat map: {fault.title}", False)
            else:
                self._controller.faulted.emit(fault)

        self._controller.tasks.start("heatmap", work, finished=finished, failed=failed)
