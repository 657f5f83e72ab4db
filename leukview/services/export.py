"""Write a case's outputs into a folder: the one way out for the command line and the window."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leukview.domain.case import Case
from leukview.domain.differential import Ranges
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.progress import NoProgress, Progress
from leukview.domain.smear_rule import SmearRule
from leukview.reporting.csv_export import (
    CaseRow,
    write_cases,
    write_cells,
    write_decision_tree,
    write_differential,
    write_morphology,
    write_probabilities,
    write_problems,
    write_smear_shares,
)
from leukview.reporting.json_export import write_summary
from leukview.reporting.masks_export import write_heatmaps as write_heatmap_files
from leukview.reporting.masks_export import write_masks as write_mask_files
from leukview.reporting.model import HeatmapSource, MaskSource, Report, build_report
from leukview.services.agreement import agreement_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FORMATS", "case_row", "export_case", "export_cases"]

FORMATS = frozenset({"csv", "pdf", "json"})
"""What :func:`export_case` can write."""

_CSV: tuple[tuple[str, Callable[[Report, Path], None]], ...] = (
    ("cells.csv", write_cells),
    ("probabilities.csv", write_probabilities),
    ("morphology.csv", write_morphology),
    ("decision_tree.csv", write_decision_tree),
    ("differential.csv", write_differential),
    ("problems.csv", write_problems),
)


def export_case(
    case: Case,
    out: Path,
    *,
    formats: Collection[str] = FORMATS,
    masks: MaskSource | None = None,
    heatmap: HeatmapSource | None = None,
    operator: str = "",
    classes: tuple[str, ...] = (),
    write_masks: bool = False,
    write_heatmaps: bool = False,
    progress: Progress | None = None,
    laboratory: str = "",
    partial: bool = False,
    ranges: Ranges | None = None,
    smear_rule: SmearRule | None = None,
    notes: tuple[str, ...] = (),
    now: datetime | None = None,
    target: int | None = None,
) -> list[Path]:
    """Write a case's tables, summary, report, masks and heat maps.

    Every file is written whole or not at all, and all of them show the case at one moment, even while review goes on.
    ``csv`` brings ``summary.json`` with it, because the tables' provenance is there.

    Parameters
    ----------
    case:
        The case.
    out:
        Folder to write into; made where it is missing.
    formats:
        Any of ``csv``, ``pdf`` and ``json``; may be empty to write masks or heat maps alone.
    masks:
        Cell id → box-sized uint8 mask, or None; needed for ``write_masks``.
    heatmap:
        Cell → S×S heat map in 0–1, or None; for ``write_heatmaps`` and the report's gallery.
    operator, laboratory:
        Names for the report's header.
    classes:
        Class ids of the pipeline, listed even where no cell has them.
    write_masks, write_heatmaps:
        Whether to write ``masks/<cell_id>.png`` and ``heatmaps/<cell_id>.png``.
    progress:
        Told after every file; asked whether to stop before every file.
    partial:
        Whether the analysis was stopped before every image was read: the outputs then say so.
    ranges:
        The laboratory's reference ranges; the shipped adult ones by default.
    smear_rule:
        The rule that answers for the smear; the shipped one by default.
    notes:
        What else every output must say.
    now:
        Time of the report; the current time by default.
    target:
        White cells that the laboratory asks for; the case's own target goes before it.

    Returns
    -------
    The files written, in order.

    Raises
    ------
    InputProblem
        When a format is unknown, or ``out`` is a file.
    EnvironmentFault
        When the folder cannot be written: no space, no permission, or a file held open by another program.
    Cancelled
        When the user cancels; every file written so far is whole, and no half-written one is left.
    """
    unknown = sorted(set(formats) - FORMATS)
    if unknown:
        raise InputProblem(", ".join(unknown), "there is no such output format", "Choose from csv, pdf, json")
    if out.exists() and not out.is_dir():
        raise InputProblem(str(out), "this is a file, and the outputs need a folder", "Choose another name")
    progress = progress or NoProgress()
    report = build_report(
        case,
        masks=masks,
        heatmap=heatmap,
        operator=operator,
        classes=classes,
        now=now,
        laboratory=laboratory,
        partial=partial,
        ranges=ranges,
        smear_rule=smear_rule,
        notes=notes,
        agreement=agreement_of(case),
        target=target,
    )
    steps = _steps(formats)
    written: list[Path] = []
    with _disk_errors(out):
        for number, (name, write) in enumerate(steps, start=1):
            progress.check_cancelled()
            write(report, out / name)
            written.append(out / name)
            progress.report(number, len(steps), f"writing {name}")
        if write_masks:
            written += write_mask_files(report, out / "masks", progress)
        if write_heatmaps:
            written += write_heatmap_files(report, out / "heatmaps", progress)
    return written


def _steps(formats: Collection[str]) -> list[tuple[str, Callable[[Report, Path], None]]]:
    """Return what to write, quick files first, so that a cancelled export holds as much as it can."""
    steps: list[tuple[str, Callable[[Report, Path], None]]] = []
    if "csv" in formats:
        steps += _CSV
    if "csv" in formats or "json" in formats:
        steps.append(("summary.json", write_summary))
    if "pdf" in formats:
        steps.append(("report.pdf", _write_pdf))
    return steps


def _write_pdf(report: Report, path: Path) -> None:
    from leukview.reporting.pdf_export import write_pdf  # reportlab takes a fifth of a second to import

    write_pdf(report, path)


def case_row(case: Case, classes: tuple[str, ...] = (), smear_rule: SmearRule | None = None) -> CaseRow:
    """Return a case's row of ``cases.csv``, so that the case itself need not be kept."""
    return CaseRow.of(build_report(case, classes=classes, smear_rule=smear_rule))


def export_cases(rows: Iterable[CaseRow], out: Path) -> Path:
    """Write ``cases.csv`` into ``out``: one row a case; beside it ``smear_rule.csv``, one row a case and group.

    Raises
    ------
    EnvironmentFault
        When the folder cannot be written.
    """
    path, rows = out / "cases.csv", tuple(rows)
    with _disk_errors(out):
        write_cases(rows, path)
        write_smear_shares(rows, out / "smear_rule.csv")
    return path


@contextmanager
def _disk_errors(out: Path) -> Iterator[None]:
    """Turn what the disk refuses into a fault that says what to do."""
    try:
        yield
    except PermissionError as error:
        where = error.filename2 or error.filename or out
        raise EnvironmentFault(
            f"{where} cannot be written: it is protected, or open in another program. Close it there, or choose "
            "another folder."
        ) from error
    except OSError as error:
        raise EnvironmentFault(
            f"Writing to {out} failed ({error.strerror or error}). Free some space or choose another folder."
        ) from error
