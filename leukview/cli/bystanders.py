"""``leukview evaluate NAME/PART --bystanders``: whether a stage or head reads the cell, or the slide and the laboratory."""

from __future__ import annotations

from pathlib import Path

import typer

__all__ = ["say_bystanders"]


def say_bystanders(part: str, data: Path, split: str, models: Path | None, out: Path | None, device: str) -> None:
    """Ask a part of the cells that cannot show its answer, and print what it says."""
    from leukview.cli.progress import console_progress
    from leukview.services.measure import measure_bystanders

    with console_progress() as progress:
        report = measure_bystanders(part, data, split, models=models, out=out, device=device, progress=progress)
    first, second = report.answers
    typer.echo(
        f"{part} ({split}), asked of cells that can show neither answer; the answer that their {report.by} suggests. An AUROC of "
        "0.5 is what it should be."
    )
    for row in report.rows:
        typer.echo(
            f"  {row.cls or 'all':22} {first} {row.counts[0]:4} cells, {row.patients[0]:3} patients, mean {row.means[0]:.3f}   "
            f"{second} {row.counts[1]:4} cells, {row.patients[1]:3} patients, mean {row.means[1]:.3f}   "
            f"AUROC {row.auroc if row.auroc is not None else '–'}"
        )
    if report.of_patients is not None:
        typer.echo(f"  patients by the mean of these cells: AUROC {report.of_patients:.3f}")
