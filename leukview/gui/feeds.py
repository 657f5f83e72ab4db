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
from leukview.gui.translation import translate
from leukview.imaging.pixel_size import pixel_size_um

if TYPE_CHECKING:
    from leukview.gui.widgets.cell_panel import CellPanel
    from leukview.services.heatmaps import OtherMap
    from leukview.services.pipelines import PipelineChoice

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

    def get_by(self, folder: Path, cell: Cell, pipeline_id: str, class_id: str | None = None) -> OtherMap:
        """Return what another pipeline than the case's own says of a cell, and its map."""
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
        self._images: OrderedDict[str, tuple[QImage, float | None]] = OrderedDict()
        self._wish: tuple[str, str, str] | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._start_heatmap)
        panel.imageWanted.connect(self._image_wanted)
        panel.heatmapWanted.connect(lambda cell_id, class_id: self._heatmap_wanted(cell_id, "", class_id))
        panel.otherMapWanted.connect(self._heatmap_wanted)
        panel.tools.heatmap_button.toggled.connect(self._look_for_makers)
        controller.loaded.connect(self.forget)

    def forget(self) -> None:
        """Drop every picture, and those that are being read: another case is open, whose files may have the same names."""
        for name in ("image", "image-ahead", "heatmap"):
            self._controller.tasks.cancel(name)
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
            self._read("image-ahead", cell.file, lambda image, pixel_um: None)

    def _image_wanted(self, file: str) -> None:
        cell_id = self._controller.selection.current
        if cell_id is None:
            return
        if file in self._images:
            self._images.move_to_end(file)
            image, pixel_um = self._images[file]
            self._panel.set_image(cell_id, image, pixel_um=pixel_um)
            return

        def failed(fault: Fault) -> None:
            if fault.kind == "bug":
                self._controller.faulted.emit(fault)
            self._panel.set_image(cell_id, QImage(), fault.title)

        def use(image: QImage, pixel_um: float | None) -> None:
            self._panel.set_image(cell_id, image, pixel_um=pixel_um)

        self._read("image", file, use, failed)

    def _read(
        self,
        name: str,
        file: str,
        use: Callable[[QImage, float | None], None],
        failed: Callable[[Fault], None] | None = None,
    ) -> None:
        path = self._controller.folder / file

        def finished(read: tuple[QImage, float | None]) -> None:
            self._images[file] = read
            while sum(kept.sizeInBytes() for kept, _ in self._images.values()) > _BYTES and len(self._images) > 1:
                self._images.popitem(last=False)
            use(*read)

        tasks = self._controller.tasks
        tasks.start(name, lambda progress: (load_qimage(path), pixel_size_um(path)), finished=finished, failed=failed)

    def _look_for_makers(self, on: bool) -> None:
        """Find out which pipelines could explain a cell: weights may have come since the map was last shown."""
        if on:
            from leukview.services.pipelines import explaining_pipelines

            def found(choices: tuple[PipelineChoice, ...]) -> None:
                self._panel.heat.set_makers([(choice.id, choice.title) for choice in choices])

            tasks = self._controller.tasks
            tasks.start(
                "makers", lambda progress: explaining_pipelines(), finished=found, failed=self._controller.faulted.emit
            )

    def _heatmap_wanted(self, cell_id: str, pipeline_id: str, class_id: str) -> None:
        self._wish = (cell_id, pipeline_id, class_id)
        self._settle.start()

    def _start_heatmap(self) -> None:
        case = self._controller.case
        if self._wish is None or case is None or self._wish[0] not in case.cells:
            return
        cell_id, pipeline_id, class_id = self._wish
        cell = case.cells[cell_id]
        if pipeline_id:
            self._start_other(cell, pipeline_id, class_id)
        else:
            self._start_own(cell, class_id)

    def _start_own(self, cell: Cell, class_id: str) -> None:
        folder, session = self._controller.folder, self._controller.session

        def work(progress: TaskProgress) -> NDArray[np.float32]:
            mask = session.segmenter_mask(cell.id) if session else None
            return self.heatmaps().get(folder, cell, class_id or None, mask)

        def finished(values: NDArray[np.float32]) -> None:
            self._panel.set_heatmap(cell.id, class_id, values)
            self.heatmapShown.emit(cell.id)

        def failed(fault: Fault) -> None:
            if fault.kind == "input":
                self._controller.said.emit(
                    translate("CellPanel", "No heat map: {title}").format(title=fault.title), False
                )
            else:
                self._controller.faulted.emit(fault)

        self._controller.tasks.start("heatmap", work, finished=finished, failed=failed)

    def _start_other(self, cell: Cell, pipeline_id: str, class_id: str) -> None:
        folder, overlay = self._controller.folder, self._panel.heatmaps

        def work(progress: TaskProgress) -> OtherMap:
            return self.heatmaps().get_by(folder, cell, pipeline_id, class_id or None)

        def finished(made: OtherMap) -> None:
            overlay.set_other_map(
                cell.id,
                pipeline_id,
                class_id,
                call=made.prediction,
                class_id=made.class_id,
                seen=made.view,
                values=made.values,
            )
            self.heatmapShown.emit(cell.id)

        def failed(fault: Fault) -> None:
            overlay.set_none(translate("CellPanel", "There is no heat map by this pipeline."))
            if fault.kind == "bug":
                self._controller.faulted.emit(fault)
            else:
                self._controller.said.emit(
                    translate("CellPanel", "No heat map by {pipeline}: {title}").format(
                        pipeline=pipeline_id, title=fault.title
                    ),
                    False,
                )

        self._controller.tasks.start("heatmap", work, finished=finished, failed=failed)
