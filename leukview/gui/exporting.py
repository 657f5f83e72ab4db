"""What an export needs of the case and the window around its dialog, what it can write, and where it goes at first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QStandardPaths

from leukview.domain.case import Case
from leukview.domain.differential import Ranges
from leukview.gui.tasks import Fault, Task
from leukview.gui.translation import QT_TRANSLATE_NOOP

__all__ = ["FORMATS", "ExportSession", "StartTask", "default_folder", "snapshot", "would_replace"]

FORMATS = {
    "pdf": (
        QT_TRANSLATE_NOOP("Export", "Report (PDF)"),
        QT_TRANSLATE_NOOP("Export", "Differential, chart, flagged cells, suggestion and provenance, to print or sign"),
    ),
    "csv": (
        QT_TRANSLATE_NOOP("Export", "Tables (CSV)"),
        QT_TRANSLATE_NOOP("Export", "Cells, probabilities and differential, for a spreadsheet"),
    ),
    "json": (
        QT_TRANSLATE_NOOP("Export", "Summary (JSON)"),
        QT_TRANSLATE_NOOP("Export", "Counts, suggestion and provenance, for other software"),
    ),
}
"""Format → what its box says, and that box's tooltip."""
_OUTPUTS = (
    "report.pdf",
    "cells.csv",
    "probabilities.csv",
    "morphology.csv",
    "decision_tree.csv",
    "differential.csv",
    "problems.csv",
    "summary.json",
)


class ExportSession(Protocol):
    """What the dialog needs of a review session."""

    operator: str
    ranges: Ranges | None

    @property
    def case(self) -> Case:
        """The case under review."""
        ...

    def segmenter_mask(self, cell_id: str) -> NDArray[np.uint8] | None:
        """Return the segmenter's box-sized mask; called in a worker."""
        ...

    def edit_case(self, name: str, patient: str, slide: str) -> object:
        """Store the case's details."""
        ...


class StartTask(Protocol):
    """Starts work off the GUI thread: :meth:`leukview.gui.tasks.Tasks.start`."""

    def __call__(
        self,
        name: str,
        work: Callable[[Any], object],
        *,
        finished: Callable[[Any], None] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
        failed: Callable[[Fault], None] | None = None,
        ended: Callable[[Task], None] | None = None,
    ) -> Task:
        """Start, and call back on the GUI thread."""
        ...


def default_folder(case_name: str) -> Path:
    """Return where a case is exported to unless the user says otherwise: beside the user's documents, never the images."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "_", case_name).strip(" .") or "case"
    return Path(documents or Path.home()) / "LeukView" / safe


def would_replace(folder: Path) -> list[str]:
    """Return the files in a folder that an export into it may write anew."""
    return [name for name in _OUTPUTS if (folder / name).exists()]


def snapshot(case: Case) -> Case:
    """Return a copy that later review leaves alone, for a worker."""
    return replace(
        case,
        images=dict(case.images),
        cells=dict(case.cells),
        problems=dict(case.problems),
        removed=dict(case.removed),
        timings=dict(case.timings),
    )
