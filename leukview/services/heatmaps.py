"""Heat maps for any cell and class, computed on demand, cached, safe to ask for from any thread but the window's."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leukview.domain.box import CellView
from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import Prediction
from leukview.domain.progress import NoProgress
from leukview.imaging.readers import read_rgb
from leukview.pipelines.base import Pipeline
from leukview.pipelines.registry import digest_in_use, load_pipeline, load_pipeline_of

if TYPE_CHECKING:
    from leukview.pipelines.leukview import LeukViewPipeline

__all__ = ["Heatmaps", "OtherMap"]


@dataclass(frozen=True, eq=False, slots=True)
class OtherMap:
    """What a pipeline that did not make a case's calls says of a cell, and where it looked. It is stored nowhere.

    Attributes
    ----------
    prediction:
        Its call.
    class_id:
        The class that the map explains.
    view:
        The square of the source image that the map covers.
    values:
        The map, S×S in 0–1.
    """

    prediction: Prediction
    class_id: str
    view: CellView
    values: NDArray[np.float32]


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
        self._others: dict[tuple[str, str], LeukViewPipeline] = {}
        self._seen: OrderedDict[tuple[str, str, str], tuple[Cell, NDArray[np.uint8] | None]] = OrderedDict()
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

    def get_by(self, folder: Path, cell: Cell, pipeline_id: str, class_id: str | None = None) -> OtherMap:
        """Return what another pipeline says of a cell, and its map for a class (the one that it calls, by default).

        Its weights are those that it would run with. The cell and its case stay as they are.

        Raises
        ------
        InputProblem
            When there is no such pipeline, it does not know the class, or the cell's image is gone.
        EnvironmentFault
            When its weights are missing or damaged.
        """
        with self._lock:
            pipeline = self._other(pipeline_id)
            seen, mask = self._seen_by(pipeline, folder, cell)
            assert seen.prediction is not None and seen.view is not None
            wanted = class_id or seen.prediction.cls
            key = (
                str(folder),
                f"{cell.id}\n{cell.final_box}",
                wanted,
                f"{pipeline_id} {pipeline.stamp.weights_sha256}",
            )
            if key not in self._cache:
                self._cache[key] = self._map(pipeline, folder, seen, wanted, mask)
            self._cache.move_to_end(key)
            while len(self._cache) > self._capacity:
                self._cache.popitem(last=False)
            return OtherMap(seen.prediction, wanted, seen.view, self._cache[key])

    def _seen_by(self, pipeline: LeukViewPipeline, folder: Path, cell: Cell) -> tuple[Cell, NDArray[np.uint8] | None]:
        """Return a copy of a cell as another pipeline finds, sees and calls it, with its mask."""
        made_by = f"{pipeline.id} {pipeline.stamp.weights_sha256}"
        key = (str(folder), f"{cell.id}\n{cell.final_box}", made_by)
        if key not in self._seen:
            image = read_rgb(folder / cell.file)
            if cell.single:
                (located,) = pipeline.locate(image, "cell", NoProgress())
            else:
                located = pipeline.locate_box(image, cell.final_box, NoProgress())
            (call,) = pipeline.classify([located.pixels])
            seen = replace(cell, box=located.box, view=located.view, prediction=call, human_mask=None)
            self._seen[key] = (seen, located.mask)
            while len(self._seen) > self._capacity:
                self._seen.popitem(last=False)
        return self._seen[key]

    def _other(self, pipeline_id: str) -> LeukViewPipeline:
        from leukview.pipelines.leukview import LeukViewPipeline

        # Others may be in use since: they were adapted, installed or gone back from.
        key = (pipeline_id, digest_in_use(pipeline_id))
        if key not in self._others:
            loaded = load_pipeline(pipeline_id, self._device)
            if not isinstance(loaded, LeukViewPipeline):
                raise InputProblem(pipeline_id, "this pipeline explains no single cell", "Choose another")
            self._others = {own: kept for own, kept in self._others.items() if own[0] != pipeline_id} | {key: loaded}
        return self._others[key]

    def _make(self, folder: Path, cell: Cell, class_id: str, mask: NDArray[np.uint8] | None) -> NDArray[np.float32]:
        assert cell.prediction is not None
        pipeline = self._pipeline(cell.prediction.pipeline, cell.prediction.weights_sha256)
        return self._map(pipeline, folder, cell, class_id, mask)

    def _map(
        self, pipeline: Pipeline, folder: Path, cell: Cell, class_id: str, mask: NDArray[np.uint8] | None
    ) -> NDArray[np.float32]:
        from leukview.explain.gradcam import combined, heat_map

        assert cell.view is not None
        parts = pipeline.explanations(read_rgb(folder / cell.file), cell, mask, class_id)
        maps = [(heat_map(part.target, part.pixels), part.view, part.weight) for part in parts]
        return combined(maps, cell.view)

    def _pipeline(self, pipeline_id: str, weights: str) -> Pipeline:
        """Return the pipeline that made the call: after an adaptation, others than those in use may have made it."""
        if (pipeline_id, weights) not in self._pipelines:
            self._pipelines[pipeline_id, weights] = load_pipeline_of(pipeline_id, weights, self._device)
        return self._pipelines[pipeline_id, weights]
