"""Heat maps for any cell and class, computed on demand, cached, safe to ask for from any thread but the window's."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.imaging.readers import read_rgb
from leukview.pipelines.base import Pipeline
from leukview.pipelines.registry import load_pipeline_of

__all__ = ["Heatmaps"]


class Heatmaps:
    """Grad-CAM maps of the cells of any case.

    Parameters
    ----------
    capacity:
        Maps kept in memory (each about 100 KiB).
    device:
        ``auto``, ``cpu`` or ``cuda``.
    """

    def __init__(self, capacity: int = 512, device: str = "auto") -> None:
        self._capacity = capacity
        self._device = device
        self._cache: OrderedDict[tuple[str, str, str, str], NDArray[np.float32]] = OrderedDict()
        self._pipelines: dict[tuple[str, str], Pipeline] = {}
        # Grad-CAM hooks the shared network, so one map at a time.
        self._lock = Lock()

    def use(self, pipeline: Pipeline) -> None:
        """Explain with an already loaded pipeline instead of loading its weights again."""
        with self._lock:
            self._pipelines[pipeline.id, pipeline.stamp.weights_sha256] = pipeline

    def get(
        self, folder: Path, cell: Cell, class_id: str | None = None, mask: NDArray[np.uint8] | None = None
    ) -> NDArray[np.float32]:
        """Return the S×S map in 0–1 over ``cell.view`` for a class (the called one by default).

        ``mask`` is the cell's own, of the size of its box: a network that is shown the cell alone needs it.

        Raises
        ------
        InputProblem
            When the cell was not analysed, its image is gone, or its pipeline does not know the class.
        """
        if cell.prediction is None or cell.view is None:
            raise InputProblem(cell.id, "this cell has not been analysed", "Analyse the case first")
        wanted = class_id or cell.prediction.cls
        key = (str(folder), cell.id, wanted, cell.prediction.weights_sha256)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
            made = self._make(folder, cell, wanted, mask)
            self._cache[key] = made
            while len(self._cache) > self._capacity:
                self._cache.popitem(last=False)
            return made

    def _make(self, folder: Path, cell: Cell, class_id: str, mask: NDArray[np.uint8] | None) -> NDArray[np.float32]:
        from leukview.explain.gradcam import combined, heat_map

        assert cell.prediction is not None and cell.view is not None
        pipeline = self._pipeline(cell.prediction.pipeline, cell.prediction.weights_sha256)
        parts = pipeline.explanations(read_rgb(folder / cell.file), cell, mask, class_id)
        maps = [(heat_map(part.target, part.pixels), part.view, part.weight) for part in parts]
        return combined(maps, cell.view)

    def _pipeline(self, pipeline_id: str, weights: str) -> Pipeline:
        """Return the pipeline that made the call: after an adaptation, others than those in use may have made it."""
        if (pipeline_id, weights) not in self._pipelines:
            self._pipelines[pipeline_id, weights] = load_pipeline_of(pipeline_id, weights, self._device)
        return self._pipelines[pipeline_id, weights]
