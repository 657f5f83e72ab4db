"""``leukview sample``: draw a synthetic smear."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["sample"]


def sample(
    folder: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False, help="A new or empty folder.")],
    cells: Annotated[
        int | None, typer.Option(min=0, help="Single-cell images; 120 where nothing is asked for.")
    ] = None,
    fields: Annotated[int | None, typer.Option(min=0, help="Smear fields.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed draws the same smear.")] = 1,
    stain: Annotated[
        str | None, typer.Option(help="mgg, mgg_strong, lavender, wright or leishman; else the seed's.")
    ] = None,
    mix: Annotated[
        str | None,
        typer.Option(
            help="showcase, normal, reactive, left_shift, myeloid_blasts, promyelocytes or lymphoblasts; else the seed's."
        ),
    ] = None,
) -> None:
    """Draw a synthetic smear with exact labels and masks (in .truth). With both cells and fields, two case folders."""
    from leukview.cli.progress import console_progress
    from leukview.services.sample import write_sample

    with console_progress("sample") as progress:
        cases = write_sample(folder, cells, fields, seed, progress, stain=stain, mix=mix)
    for case in cases:
        typer.echo(f"Synthetic smear: {case}")
