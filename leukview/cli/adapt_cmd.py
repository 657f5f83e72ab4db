"""``leukview adapt``: fit the model to a laboratory from cells that its people have labelled."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leukview.cli.outcome import ExitCode

if TYPE_CHECKING:
    from leukview.services.adapt import AdaptedModel
    from leukview.services.site_cells import SiteLabels

__all__ = ["adapt"]

_PROBLEMS_SHOWN = 10


def adapt(
    *,
    site: Annotated[str, typer.Option(help="The laboratory's name, for the new weights' id.")] = "here",
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", exists=True, help="Table of labelled cells (path and a class column), or a folder for each class."
        ),
    ] = None,
    classes_from: Annotated[str, typer.Option(help="The table's column with the class ids.")] = "cls",
    from_cases: Annotated[
        bool, typer.Option("--from-cases", help="Learn from the cells that people labelled in stored cases.")
    ] = False,
    case: Annotated[
        list[str] | None,
        typer.Option("--case", metavar="ID", help="Only this stored case, by its id; may be repeated."),
    ] = None,
    model: Annotated[str, typer.Option(help="Weights to adapt.")] = "leukview",
    home: Annotated[
        Path | None,
        typer.Option(exists=True, help="Labelled images of the model's own sources: also measure what it forgets."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the cross-validation's folds.")] = 0,
    use: Annotated[bool, typer.Option("--use", help="Use the new weights from now on.")] = False,
    roll_back: Annotated[
        bool, typer.Option("--roll-back", help="Go back to the shipped weights; nothing is adapted.")
    ] = False,
) -> None:
    """Adapt the model: ten labelled cells a class, minutes on a CPU. The weights it came from stay as they are.

    Exit code 0: adapted; 3: adapted, but some images could not be used; 2: wrong usage; 1: failure; 130: stopped.
    """
    from leukview.classifiers.installed import SHIPPED, use_model
    from leukview.cli.progress import console_progress
    from leukview.services.adapt import adapt_model

    if roll_back:
        use_model(SHIPPED)
        typer.echo("LeukView uses the shipped weights again. Adapted weights were kept; see 'leukview models'.")
        return
    if (data is None) == (not from_cases):
        raise typer.BadParameter("give either --data or --from-cases", param_hint="'--data' / '--from-cases'")
    command = "leukview " + shlex.join(sys.argv[1:])
    with console_progress("adapt") as progress:
        labels = _labels(data, classes_from, case or [])
        made = adapt_model(labels, site, model=model, home=home, seed=seed, command=command, progress=progress)
    _say(made, labels)
    if use:
        use_model(made.manifest.id)
        typer.echo(f"In use from now on. To go back: leukview models --use {SHIPPED}")
    else:
        typer.echo(f"Not in use yet. To use them: leukview models --use {made.manifest.id}")
    raise typer.Exit(ExitCode.SOME_UNREADABLE if made.problems else ExitCode.OK)


def _labels(data: Path | None, classes_from: str, case_ids: list[str]) -> SiteLabels:
    from leukview.services.site_cells import cells_from_cases, cells_from_data

    if data is not None:
        return cells_from_data(data, classes_from)
    from leukview.store.database import open_store

    with open_store() as store:
        return cells_from_cases(store, case_ids)


def _say(made: AdaptedModel, labels: SiteLabels) -> None:
    from leukview.domain.taxonomy import taxonomy

    report = made.report
    for problem in made.problems[:_PROBLEMS_SHOWN]:
        typer.echo(f"Not used: {problem.file}: {problem.reason}", err=True)
    if len(made.problems) > _PROBLEMS_SHOWN:
        typer.echo(f"Not used: {len(made.problems) - _PROBLEMS_SHOWN} more", err=True)
    for warning in made.warnings:
        typer.echo(f"Left as it is: {warning}", err=True)
    typer.echo(f"Labels from {labels.source}. Each cell called by a layer that had not seen it (cross-validated):")
    typer.echo(f"  {'class':26} {'cells':>5}  right before  after")
    for row in report.classes:
        typer.echo(f"  {taxonomy()[row.class_id].name:26} {row.n:5}  {row.before:12}  {row.after:5}")
    typer.echo(f"  accuracy          {report.before} → {report.after}")
    typer.echo(f"  calibration error {report.ece_before} → {report.ece_after}")
    typer.echo(f"  flagged           {report.flagged_before:.3f} → {report.flagged_after:.3f}")
    if report.home is not None:
        typer.echo(f"  at home ({report.home.n} images) {report.home.before} → {report.home.after}")
    typer.echo(f"Weights: {made.folder / made.manifest.weights} (SHA-256 {made.manifest.sha256})")
