"""Run the command line in this process: torch is loaded once, and not once a command."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from leukview.cli.main import app

__all__ = ["done", "run"]


def run(*arguments: object) -> Result:
    """Run a command and return what came out of it."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def done(*arguments: object) -> str:
    """Return what a command wrote that must succeed."""
    result = run(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output
