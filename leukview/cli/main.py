"""The ``leukview`` command: its subcommands, and one place where every error becomes a message and an exit code.

Each subcommand's module imports nothing heavy at its top, so that ``leukview --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from leukview import __version__
from leukview.cli.adapt_cmd import adapt
from leukview.cli.analyze_cmd import analyze
from leukview.cli.demo_cmd import demo
from leukview.cli.evaluate_cmd import evaluate
from leukview.cli.models_cmd import models
from leukview.cli.outcome import explain_error
from leukview.cli.reference_cmd import reference
from leukview.cli.review_cmd import open_window, review
from leukview.cli.sample_cmd import sample
from leukview.cli.smears_cmd import smears
from leukview.cli.terminal import use_utf8
from leukview.cli.train_cmd import train
from leukview.cli.training_set_cmd import training_set
from leukview.cli.worklist_cmd import worklist

__all__ = ["app", "main"]

app = typer.Typer(
    name="leukview",
    help="Review of blood smears. For Research Use Only. Not for use in diagnostic procedures.",
    epilog="Without a command, the review window opens.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain text reads the same on a terminal, in a pipe and in a log
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# What the list of commands says of each: whole sentences, which a narrow terminal does not cut off.
for _command, _short in (
    (review, "Open the review window."),
    (analyze, "Analyse images: tables, count, report."),
    (demo, "Analyse the bundled case, and review it."),
    (sample, "Draw a synthetic smear with its labels."),
    (models, "List, verify and choose weights."),
    (adapt, "Adapt the model to your laboratory."),
    (training_set, "Make a training set from your cases."),
    (train, "Train a network."),
    (evaluate, "Measure a model, with intervals."),
    (smears, "Choose and measure the smear rule."),
    (worklist, "List the cases, and how far each is."),
):
    app.command(short_help=_short)(_command)
app.add_typer(reference, name="reference", short_help="List, fill and write reference sets.")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"LeukView {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Review of blood smears. For Research Use Only. Not for use in diagnostic procedures."""
    if context.invoked_subcommand is None:
        raise typer.Exit(open_window(None))


def main() -> None:
    """Run the command line; the process ends with one of the exit codes of :class:`~leukview.cli.outcome.ExitCode`."""
    use_utf8()
    # OpenMP's threads would spin while they wait for each other: with another busy program beside, four times slower.
    # Read when torch is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        app(prog_name="leukview")
    except BrokenPipeError:
        # The reader of our output has gone (``leukview … | head``); there is nobody to tell.
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        sys.exit(explain_error(error))
