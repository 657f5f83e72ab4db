"""``leukview training-set``: make a training set of the cells that people labelled in stored cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leukview.cli.outcome import ExitCode

__all__ = ["training_set"]

_PROBLEMS_SHOWN = 10


def training_set(
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The new folder; an existing one is not written over.")],
    case: Annotated[
        list[str] | None,
        typer.Option(
            "--case", "--cases", metavar="ID", help="This stored case, by its id, whatever its state; may be repeated."
        ),
    ] = None,
    state: Annotated[
        str,
        typer.Option(
            help="Which cases where none is named: signed; reviewed (every cell has a person's label); started (some have); "
            "auto: the signed ones where there are any, else those reviewed."
        ),
    ] = "auto",
) -> None:
    """Make a training set from your cases: only cells that a person confirmed or relabelled, each picture once.

    Nothing leaves this computer. Exit code 0: written; 3: written, but some labelled cells were left out, which left_out.csv
    lists; 2: wrong usage; 1: failure; 130: stopped.
    """
    from leukview.cli.progress import console_progress
    from leukview.services.labelled_cases import gather_cells
    from leukview.services.training_set import write_training_set
    from leukview.store.database import open_store

    with open_store() as store, console_progress("training set") as progress:
        found = gather_cells(store, case or (), state, progress)  # type: ignore[arg-type]  # checked there
        made = write_training_set(found, out, progress)
    for warning in made.warnings:
        typer.echo(f"Mind: {warning}", err=True)
    for problem in made.problems[:_PROBLEMS_SHOWN]:
        typer.echo(f"Left out: {problem.file}: {problem.reason}", err=True)
    if len(made.problems) > _PROBLEMS_SHOWN:
        typer.echo(
            f"Left out: {len(made.problems) - _PROBLEMS_SHOWN} more, see {made.folder / 'left_out.csv'}", err=True
        )
    for name, count in made.counts().items():
        typer.echo(f"  {name:26} {count:5}")
    typer.echo(f"{len(made.cells)} cells of {len(found.cases)} cases: {made.folder}")
    raise typer.Exit(ExitCode.SOME_UNREADABLE if made.problems else ExitCode.OK)
