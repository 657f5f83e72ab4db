"""``leukview evaluate --report``: one file with every figure, and its tables."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

__all__ = ["say_report"]


def say_report(
    model: str,
    data: Path,
    split: str,
    report: Path,
    against: Sequence[str],
    classes: Path | None,
    models: Path | None,
    device: str,
    *,
    plain: bool,
) -> None:
    """Write the report and say what was written and what must be known before it is read.

    ``plain`` tells whether no option was given that measures something else. Raises ``typer.BadParameter`` where options do not
    go together.
    """
    from leukview.cli.progress import console_progress
    from leukview.services.evaluation_report import check_report_name, evaluate_for_report, write_evaluation

    if not plain:
        raise typer.BadParameter("goes with a plain measurement only", param_hint="'--report'")
    if len(against) > 1:
        raise typer.BadParameter("a report compares two models", param_hint="'--against'")
    check_report_name(report)
    command = shlex.join(["leukview", *sys.argv[1:]])
    with console_progress() as progress:
        evaluation = evaluate_for_report(
            model,
            data,
            split,
            against=against[0] if against else None,
            classes=classes,
            models=models,
            device=device,
            command=command,
            progress=progress,
        )
        progress.report(0, 0, "writing the report")
        written = write_evaluation(evaluation, report)
    for text in (*evaluation.warnings, *evaluation.notes):
        typer.echo(text)
    for item in evaluation.datasets:
        typer.echo(f"{item.dataset} ({item.split}): {item.n} images, accuracy {item.measures['accuracy']}")
    for pair in evaluation.paired:
        typer.echo(pair.sentence)
    typer.echo(f"Wrote {', '.join(str(path) for path in written)}")
