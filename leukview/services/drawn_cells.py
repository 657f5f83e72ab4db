"""The pipeline's call of a cell that a person drew. Slow (a network is loaded, a field is read): for workers only."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from leukview.domain.case import PipelineStamp
from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.masks import placed
from leukview.imaging.readers import read_rgb
from leukview.services.analyse_types import CalledCell

if TYPE_CHECKING:
    from leukview.pipelines.leukview import LeukViewPipeline

__all__ = ["DrawnCells"]


class DrawnCells:
    """Asks the pipeline that made a case's calls. One cell at a time, from any thread.

    Parameters
    ----------
    device:
        ``auto``, ``cpu`` or ``cuda``.
    """

    def __init__(self, device: str = "auto") -> None:
        self._device = device
        self._pipelines: dict[tuple[str, str], LeukViewPipeline] = {}
        self._lock = Lock()

    def call(self, folder: Path, cell: Cell, stamp: PipelineStamp, progress: Progress | None = None) -> CalledCell:
        """Return what the pipeline says of a cell that a person drew in a field.

        Parameters
        ----------
        folder, cell:
            The case's folder, and the cell, whose ``file`` is read.
        stamp:
            Who made the case's calls: the same weights call this cell, so that one count is by one network.
        progress:
            Asked whether to stop between steps.

        Raises
        ------
        InputProblem
            When the field cannot be read, or those weights are no longer installed.
        EnvironmentFault
            When weights are damaged.
        """
        progress = progress or NoProgress()
        with self._lock:
            progress.check_cancelled()
            pipeline = self._pipeline(stamp)
            image = read_rgb(folder / cell.file)
            progress.check_cancelled()
            located = pipeline.locate_box(image, cell.box, progress)
            (call,) = pipeline.classify([located.pixels])
        mask = placed(located.mask, located.box, cell.box) if located.mask is not None else None
        return CalledCell(cell.box, call, located.view, located.morphology, mask)

    def _pipeline(self, stamp: PipelineStamp) -> LeukViewPipeline:
        from leukview.pipelines.leukview import LeukViewPipeline
        from leukview.pipelines.registry import load_pipeline_of

        key = (stamp.pipeline, stamp.weights_sha256)
        if key not in self._pipelines:
            loaded = load_pipeline_of(stamp.pipeline, stamp.weights_sha256, self._device)
            if loaded.stamp.weights_sha256 != stamp.weights_sha256 or not isinstance(loaded, LeukViewPipeline):
                raise InputProblem(
                    stamp.title,
                    "the weights that made this case's calls are not installed any more",
                    "Label the cell by hand, or analyse again",
                )
            self._pipelines[key] = loaded
        return self._pipelines[key]
