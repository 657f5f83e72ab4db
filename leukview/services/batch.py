"""Analyse whole cases without a window: collect what a run yields, even when it is stopped, into a case and masks."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from leukview.domain.case import Case, CaseInfo, Problem
from leukview.domain.cell import Cell
from leukview.domain.errors import Cancelled, InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.pipelines.base import Pipeline
from leukview.services.analyse import AnalysedImage, Analysis, AnalysisOptions
from leukview.services.heatmaps import Heatmaps
from leukview.services.sample import is_synthetic

__all__ = ["AnalysedCase", "MaskBook", "analyse_case", "case_folders"]


class MaskBook:
    """Cell masks by id, held compressed: ten thousand cells take megabytes instead of gigabytes."""

    def __init__(self) -> None:
        self._packed: dict[str, bytes] = {}

    def put(self, cell_id: str, mask: NDArray[np.uint8]) -> None:
        """Keep a box-sized uint8 mask."""
        ok, data = cv2.imencode(".png", mask)
        if not ok:
            raise ValueError(f"the mask of {cell_id} has shape {mask.shape}, which no PNG holds")
        self._packed[cell_id] = data.tobytes()

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return sum(map(len, self._packed.values()))

    def get(self, cell_id: str) -> NDArray[np.uint8] | None:
        """Return a cell's box-sized uint8 mask, or None where none was found."""
        data = self._packed.get(cell_id)
        if data is None:
            return None
        mask = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
        return None if mask is None else mask.astype(np.uint8, copy=False)


@dataclass
class AnalysedCase:
    """A case as one run left it.

    Attributes
    ----------
    case:
        The cells, images and problems.
    masks:
        The cells' masks.
    stopped:
        Whether the run was stopped before its end; every output must then say so.
    pipeline:
        The loaded pipeline, for the next case and for heat maps; None where none was needed.
    """

    case: Case
    masks: MaskBook = field(default_factory=MaskBook)
    stopped: bool = False
    pipeline: Pipeline | None = None

    def heatmap(self, maps: Heatmaps, cell: Cell) -> NDArray[np.float32] | None:
        """Return a cell's heat map for its called class, or None where there can be none."""
        try:
            return maps.get(Path(self.case.info.folder), cell, None, self.masks.get(cell.id))
        except InputProblem:
            return None


def analyse_case(
    source: Path,
    options: AnalysisOptions,
    *,
    pipeline: Pipeline | None = None,
    exclude: Path | None = None,
    empty_is_error: bool = True,
    progress: Progress | None = None,
) -> AnalysedCase:
    """Analyse one folder (or one image) into a case.

    Parameters
    ----------
    source:
        Folder of images, searched recursively, or one image file.
    options:
        What the user chose.
    pipeline:
        An already loaded pipeline.
    exclude:
        A folder within ``source`` to leave out: where earlier results were written.
    empty_is_error:
        Whether a folder without any image is a mistake; among several cases it is an empty case.
    progress:
        Asked to stop, the run ends and what was finished is returned.

    Raises
    ------
    InputProblem
        When there is no image at all (unless ``empty_is_error`` is off), or the pipeline is unknown.
    EnvironmentFault
        When weights are missing or damaged.
    """
    progress = progress or NoProgress()
    folder = source.resolve() if source.is_dir() else source.resolve().parent
    left_out = _prefix(folder, exclude)
    info = CaseInfo(name=_case_name(source), folder=str(folder), synthetic=is_synthetic(folder))
    result = AnalysedCase(Case(info))
    analysis = Analysis(source, options, lambda file: _within(file, left_out), pipeline)
    try:
        for item in analysis.run(progress):
            _add(result, item, left_out)
    except Cancelled:
        result.stopped = True
    result.case.stamp = analysis.stamp
    result.case.timings = dict(analysis.timings)
    result.pipeline = analysis.load() if analysis.stamp else None
    empty = not result.case.images and not result.case.problems
    if empty and empty_is_error and not result.stopped:
        raise InputProblem(
            str(source), "there is no image in it", "Choose a folder with JPEG, PNG, BMP, TIFF or WebP images"
        )
    return result


def _case_name(source: Path) -> str:
    resolved = source.resolve()
    return (resolved.name if resolved.is_dir() else resolved.stem) or str(resolved)


def _add(result: AnalysedCase, item: AnalysedImage | Problem, left_out: str | None) -> None:
    if isinstance(item, Problem):
        if not _within(item.file, left_out):
            result.case.add_problem(item)
        return
    merged = result.case.add_image(item.image, item.cells)
    # The case may rename a cell whose id is taken; the order is kept.
    for cell, found in zip(merged, item.cells, strict=False):
        mask = item.masks.get(found.id)
        if mask is not None:
            result.masks.put(cell.id, mask)


def _prefix(folder: Path, exclude: Path | None) -> str | None:
    """Return ``exclude`` relative to ``folder`` with a closing slash, or None where it lies elsewhere."""
    if exclude is None:
        return None
    inner = exclude.resolve()
    return f"{inner.relative_to(folder).as_posix()}/" if inner != folder and inner.is_relative_to(folder) else None


def _within(file: str, prefix: str | None) -> bool:
    return prefix is not None and file.startswith(prefix)


def case_folders(root: Path, exclude: Path | None = None) -> list[Path]:
    """Return the direct subfolders of ``root``, each one case, by name; hidden ones and ``exclude`` are left out.

    Raises
    ------
    InputProblem
        When there is none.
    """
    unwanted = exclude.resolve() if exclude else None
    found = [
        path
        for path in sorted(root.iterdir(), key=lambda item: item.name)
        if path.is_dir() and not path.name.startswith(".") and path.resolve() != unwanted
    ]
    if not found:
        raise InputProblem(
            str(root), "it has no subfolder, and each subfolder would be one case", "Leave out --case-per-folder"
        )
    return found
