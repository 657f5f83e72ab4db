"""Analyse a folder: scan, read, locate, classify; results come out image by image as they are ready."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Literal

from leukview.detection.kind import image_kind
from leukview.domain.case import ImageFile, ImageKind, PipelineStamp, Problem, cell_ids_for_files
from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import Prediction
from leukview.domain.progress import NoProgress, Progress
from leukview.imaging.readers import read_rgb
from leukview.imaging.scan import scan_folder, sha256
from leukview.pipelines.base import LocatedCell, Pipeline
from leukview.pipelines.registry import load_pipeline, pipeline_classes
from leukview.segmentation.choice import SegmenterName
from leukview.services.analyse_types import AnalysedImage

__all__ = ["AnalysedImage", "Analysis", "AnalysisOptions", "pipeline_classes"]

InputKind = Literal["auto", "cells", "fields"]

_FIRST_BATCH = 4
_BATCH = 32
_THREADS = 2


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """What the user chose.

    Attributes
    ----------
    pipeline:
        Its id.
    input_kind:
        Whether images are cells or fields, or found out.
    device:
        ``auto``, ``cpu`` or ``cuda``.
    segmenter:
        Who outlines cells.
    models:
        Folder of the pipeline's weights; those installed without.
    """

    pipeline: str = "leukview"
    input_kind: InputKind = "auto"
    device: str = "auto"
    segmenter: SegmenterName = "learned"
    models: Path | None = None


@dataclass(frozen=True, eq=False, slots=True)
class _Located:
    """An image read and searched, waiting for classification."""

    image: ImageFile
    base_id: str
    cells: list[LocatedCell]


class Analysis:
    """One run over a folder.

    Parameters
    ----------
    folder:
        Folder of images, searched recursively; or one image file.
    options:
        What the user chose.
    skip:
        Tells whether a file (relative, forward slashes) is already analysed, so that an interrupted run goes on.
    pipeline:
        An already loaded pipeline, to analyse several folders without loading the weights again.
    """

    def __init__(
        self,
        folder: Path,
        options: AnalysisOptions | None = None,
        skip: Callable[[str], bool] | None = None,
        pipeline: Pipeline | None = None,
    ) -> None:
        self.folder = folder
        self.options = options or AnalysisOptions()
        self._skip = skip or (lambda file: False)
        self._pipeline = pipeline
        self._timings: dict[str, float] = {}
        self._lock = Lock()

    @property
    def timings(self) -> Mapping[str, float]:
        """Seconds by stage. Reading and locating run in threads, so the stages may add up to more than ``total``."""
        return dict(self._timings)

    @property
    def stamp(self) -> PipelineStamp | None:
        """Pipeline, weights and device of the run; None before the weights are loaded."""
        return self._pipeline.stamp if self._pipeline else None

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            with self._lock:
                self._timings[stage] = self._timings.get(stage, 0.0) + time.perf_counter() - started

    def load(self) -> Pipeline:
        """Load the pipeline, once; imports torch."""
        if self._pipeline is None:
            with self._timed("load"):
                chosen = self.options
                self._pipeline = load_pipeline(chosen.pipeline, chosen.device, chosen.models, chosen.segmenter)
        return self._pipeline

    def run(self, progress: Progress | None = None) -> Iterator[AnalysedImage | Problem]:
        """Yield each image's cells, or the problem that kept it from being read.

        Raises
        ------
        InputProblem
            When the folder is not there or the pipeline is unknown.
        EnvironmentFault
            When weights are missing or damaged.
        Cancelled
            When the user cancels; everything yielded before stays valid.
        """
        progress = progress or NoProgress()
        started = time.perf_counter()
        progress.report(0, 0, "looking for images")
        with self._timed("scan"):
            scan = scan_folder(self.folder, progress)
        yield from scan.problems
        ids = cell_ids_for_files(scan.files)
        waiting = [file for file in scan.files if not self._skip(file)]
        done = len(scan.files) - len(waiting)
        progress.report(done, len(scan.files), "loading the model")
        if waiting:
            pipeline = self.load()
            for result in self._results(pipeline, waiting, ids, progress):
                done += 1
                with self._lock:
                    self._timings["total"] = time.perf_counter() - started
                progress.report(done, len(scan.files), "analysing")
                yield result
        with self._lock:
            self._timings["total"] = time.perf_counter() - started

    def _results(
        self, pipeline: Pipeline, files: list[str], ids: Mapping[str, str], progress: Progress
    ) -> Iterator[AnalysedImage | Problem]:
        """Locate in threads, classify in batches: a small first batch, so that the first cells appear at once."""
        batch_size = _FIRST_BATCH
        batch: list[_Located] = []
        pending: deque[Future[_Located | Problem]] = deque()
        queue = deque(files)
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="locate") as pool:
            try:
                while queue or pending:
                    progress.check_cancelled()
                    while queue and len(pending) < 4 * _THREADS:
                        file = queue.popleft()
                        pending.append(pool.submit(self._locate, pipeline, file, ids[file], progress))
                    outcome = pending.popleft().result()
                    if isinstance(outcome, Problem):
                        yield outcome
                        continue
                    batch.append(outcome)
                    if sum(len(item.cells) for item in batch) >= batch_size:
                        yield from self._classify(pipeline, batch)
                        batch, batch_size = [], _BATCH
                yield from self._classify(pipeline, batch)
            finally:
                for future in pending:
                    future.cancel()

    def _locate(self, pipeline: Pipeline, file: str, base_id: str, progress: Progress) -> _Located | Problem:
        """Read one image and find its cells; a bad file becomes a problem and the rest goes on."""
        path = self.folder / file if self.folder.is_dir() else self.folder
        try:
            with self._timed("read"):
                digest = sha256(path)
                pixels = read_rgb(path)
            with self._timed("locate"):
                kind: ImageKind = _KINDS.get(self.options.input_kind) or image_kind(pixels)
                cells = pipeline.locate(pixels, kind, progress)
        except InputProblem as problem:
            return Problem(file, problem.reason, problem.remedy)
        height, width = pixels.shape[:2]
        return _Located(ImageFile(file, digest, width, height, kind), base_id, cells)

    def _classify(self, pipeline: Pipeline, batch: list[_Located]) -> list[AnalysedImage]:
        """Classify every view of a batch in one go."""
        with self._timed("classify"):
            views = [cell.pixels for item in batch for cell in item.cells]
            calls = pipeline.classify(views)
            if len(calls) != len(views):
                # A pipeline's fault; going on would lose cells, or give them each other's calls, in silence.
                raise RuntimeError(f"the pipeline {pipeline.id} returned {len(calls)} calls for {len(views)} cells")
            waiting = iter(calls)
            return [_assemble(item, waiting) for item in batch]


_KINDS: dict[str, ImageKind] = {"cells": "cell", "fields": "field"}


def _called(call: Prediction, located: LocatedCell) -> Prediction:
    """Return the call with all that sets the cell aside; what is crushed is so however it lies."""
    if located.set_aside is None:
        return call
    return replace(call, set_aside=located.set_aside.joined(call.set_aside))


def _assemble(item: _Located, calls: Iterator[Prediction]) -> AnalysedImage:
    """Put an image's cells together with their calls."""
    single = item.image.kind == "cell"
    cells = []
    masks = {}
    for number, located in enumerate(item.cells, start=1):
        call = _called(next(calls), located)
        cell_id = item.base_id if single else f"{item.base_id}-{number:03d}"
        cells.append(
            Cell(
                cell_id,
                item.image.file,
                located.box,
                single=single,
                view=located.view,
                morphology=located.morphology,
                prediction=call,
            )
        )
        if located.mask is not None:
            masks[cell_id] = located.mask
    return AnalysedImage(item.image, tuple(cells), masks)
