"""``leukview reference``: the sets of reference cells on the terminal: list them, fill one from files, write one to files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leukview.cli.outcome import ExitCode

if TYPE_CHECKING:
    from leukview.services.reference import ReferenceLibrary

__all__ = ["reference"]

reference = typer.Typer(
    help="Reference cells: list the sets, fill one from files, write one to files.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_PROBLEMS_SHOWN = 10
_OPERATOR = typer.Option("--operator", help="Who does it, for the log; the computer's user by default.")


@contextmanager
def _library(operator: str = "") -> Iterator[ReferenceLibrary]:
    from leukview.services.reference import ReferenceLibrary
    from leukview.services.settings import default_operator
    from leukview.store.database import open_store

    with open_store() as store:
        yield ReferenceLibrary(store, operator.strip() or default_operator())


def _say_covered(library: ReferenceLibrary) -> None:
    covered = library.covered_cases()
    if covered:
        whose = "a case" if covered == 1 else f"{covered} cases"
        typer.echo(f"Left out: what there is of {whose} that a second reader reads, until that is finished", err=True)


@reference.command("list")
def list_sets(
    name: Annotated[str, typer.Argument(help="Show this set's classes; every set without.", show_default=False)] = "",
) -> None:
    """List the reference sets, or the classes of one."""
    from leukview.domain.taxonomy import taxonomy

    with _library() as library:
        if name:
            item = library.find(name)
            typer.echo(f"{item.name}: {item.words}")
            if item.note:
                typer.echo(item.note)
            for class_id, count in item.counts.items():
                words = taxonomy()[class_id].name if class_id in taxonomy() else class_id
                typer.echo(f"  {words:26} {count:5}")
            _say_covered(library)
            return
        found = library.sets()
        _say_covered(library)
    for item in found:
        typer.echo(f"{item.id:4}  {item.name}: {item.words}")
    if not found:
        typer.echo("No reference set yet: 'leukview reference import FOLDER --set NAME', or add cells in the window.")


@reference.command("import")
def import_set(
    source: Annotated[
        Path | None,
        typer.Argument(
            help="A folder with a subfolder for each class, a CSV with path and cls, or a folder that 'reference export' wrote.",
            show_default=False,
        ),
    ] = None,
    name: Annotated[str, typer.Option("--set", help="The set; made where it is not there.")] = "",
    by: Annotated[str, typer.Option(help="Whose word the labels are: a person, or 'consensus of …'.")] = "",
    stain: Annotated[str, typer.Option(help="Stain and microscope.")] = "",
    pixel_um: Annotated[
        float | None, typer.Option(min=0.001, max=10, help="Side of a pixel in µm, where the files do not say.")
    ] = None,
    starter: Annotated[
        bool,
        typer.Option("--starter", help="The bundled sample's cells instead of files: synthetic, drawn by LeukView."),
    ] = False,
    operator: Annotated[str, _OPERATOR] = "",
) -> None:
    """Put labelled cells into a reference set; the pictures are copied, so that the files may go.

    Exit code 0: all taken; 3: some left out, which are listed; 2: wrong usage; 1: failure; 130: stopped.
    """
    from leukview.cli.progress import console_progress
    from leukview.domain.errors import InputProblem
    from leukview.services.reference_files import STARTER, Given, read_reference_files, starter_cells

    if starter == (source is not None):
        raise typer.BadParameter("give a folder or a table, or --starter", param_hint="'SOURCE'")
    name = name or (STARTER if starter else "")
    if not name:
        raise typer.BadParameter("say which set", param_hint="'--set'")
    with _library(operator) as library, console_progress("reference cells") as progress:
        given = Given(by, stain, pixel_um)
        taken = read_reference_files(source, given, progress) if source is not None else starter_cells(progress)
        try:
            number = library.find(name).id
        except InputProblem:
            number = library.create(name)
        added = library.add(number, taken.cells)
    problems = (*taken.problems, *added.problems)
    for problem in problems[:_PROBLEMS_SHOWN]:
        typer.echo(f"Left out: {problem.file}: {problem.reason}", err=True)
    if len(problems) > _PROBLEMS_SHOWN:
        typer.echo(f"Left out: {len(problems) - _PROBLEMS_SHOWN} more", err=True)
    there = f", {added.doubles} were there already" if added.doubles else ""
    typer.echo(f"{added.cells} cells added to {name}{there}")
    raise typer.Exit(ExitCode.SOME_UNREADABLE if problems else ExitCode.OK)


@reference.command("export")
def export(
    name: Annotated[str, typer.Argument(help="The set, by its name or number.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The new folder; an existing one is not written over.")],
) -> None:
    """Write a set as a folder for each class with a table; 'reference import' reads it again, here or elsewhere."""
    from leukview.cli.progress import console_progress
    from leukview.services.reference_files import export_set

    with _library() as library:
        item = library.find(name)
        with console_progress("reference cells") as progress:
            export_set(library, item, out, progress)
        _say_covered(library)
    typer.echo(f"{item.words}: {out}")
