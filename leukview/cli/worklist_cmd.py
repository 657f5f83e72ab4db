"""``leukview worklist``: the cases of the window's list, on the terminal or as a table."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from leukview.services.worklist import CaseRow

__all__ = ["worklist"]

_STATES = ("received", "analysed", "in review", "reviewed", "signed", "amended", "removed")
_HEAD = ("state", "patient", "slide", "name", "received", "reviewed", "cells", "to know", "opened", "folder")


def worklist(
    state: Annotated[str, typer.Option(help=f"List these alone: {', '.join(_STATES)}.")] = "",
    search: Annotated[str, typer.Option(help="Words that must occur in patient, slide, name, folder or state.")] = "",
    table: Annotated[
        Path | None, typer.Option("--csv", dir_okay=False, help="Write the list to this table (.csv) instead.")
    ] = None,
) -> None:
    """List the cases, the most recent first, with how far each is."""
    state = state.strip().lower().replace("-", " ").replace("_", " ")
    if state and state not in _STATES:
        raise typer.BadParameter(f"choose one of {', '.join(_STATES)}", param_hint="'--state'")
    rows = _rows(state, search)
    if table is not None:
        _write(rows, table)
        typer.echo(f"Wrote {len(rows):,} case{'s' if len(rows) != 1 else ''} to {table}")
    elif rows:
        _print(rows)
    else:
        typer.echo("No case matches." if state or search else "No case yet: 'leukview review FOLDER' opens one.")


def _rows(state: str, search: str) -> list[CaseRow]:
    from leukview.services.worklist import CaseRow, View, arrange, load_rows
    from leukview.store.database import default_path, open_store

    if not default_path().is_file():
        return []
    with open_store() as store:
        lines = arrange(load_rows(store), View(text=search, status=state)).lines
    return [line for line in lines if isinstance(line, CaseRow)]


def _write(rows: list[CaseRow], path: Path) -> None:
    from leukview.domain.errors import EnvironmentFault
    from leukview.reporting.csv_export import safe
    from leukview.reporting.files import replaced

    try:
        with replaced(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(_HEAD)
            for row in rows:
                words = (row.status, row.patient, row.slide, row.name, row.received)
                rest = ("; ".join(row.flags), row.opened, row.folder)
                writer.writerow([*map(safe, words), row.reviewed, row.cells, *map(safe, rest)])
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be written ({error.strerror})") from error


def _print(rows: list[CaseRow]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("State", "Patient", "Slide", "Name", "Received"):
        table.add_column(name, no_wrap=name in {"State", "Received"}, overflow="fold")
    table.add_column("Reviewed", justify="right", no_wrap=True)
    table.add_column("To know", overflow="fold")
    for row in rows:
        reviewed = f"{row.reviewed:,}/{row.cells:,}" if row.cells else ""
        words = " · ".join(row.flags)
        cells = (
            str(row.status),
            row.patient,
            row.slide,
            row.name,
            row.received[:16].replace("T", " "),
            reviewed,
            words,
        )
        # As text: a patient's name in brackets is no mark-up.
        table.add_row(*map(Text, cells))
    Console(highlight=False, soft_wrap=False).print(table)
