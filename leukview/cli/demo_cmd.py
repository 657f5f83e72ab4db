"""``leukview demo``: the bundled sample case from images to report, then the window."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leukview.cli.analyze_cmd import Device, Header, InputKind, Run, make_options
from leukview.cli.outcome import ExitCode
from leukview.cli.progress import interruptible
from leukview.cli.review_cmd import HOW_TO_OPEN, open_window
from leukview.cli.terminal import has_display, program_name
from leukview.resources import resource

__all__ = ["demo"]


def demo(
    out: Annotated[Path, typer.Option("-o", "--output", file_okay=False, help="Folder for the results.")] = Path(
        "demo-output"
    ),
    window: Annotated[bool, typer.Option("--window/--no-window", help="Open the review window afterwards.")] = True,
) -> None:
    """Analyse the bundled synthetic case, write its report, and open it for review."""
    sample = resource("sample")
    run = Run(out=out, options=make_options("leukview", InputKind.AUTO, Device.AUTO), header=Header(operator="demo"))
    with interruptible() as stop:
        code = run.one(sample, out, stop)
    if code is not ExitCode.OK:
        raise typer.Exit(code)
    typer.echo(
        "This case is drawn by LeukView and belongs to nobody: its findings are made up, and drawn cells look unlike the "
        "photographs that the model learnt from."
    )
    for name in ("report.pdf", "cells.csv", "differential.csv"):
        typer.echo(f"  {out / name}")
    if window and has_display():
        raise typer.Exit(open_window(sample))
    if window:
        typer.echo(HOW_TO_OPEN)
    typer.echo(f"To review this case in the window: {program_name()} review {sample}")
