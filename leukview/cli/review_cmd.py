"""``leukview review``: open the window, on a folder or on what was open last."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, get_args

import typer

from leukview.cli.outcome import ExitCode
from leukview.cli.terminal import has_display
from leukview.domain.errors import EnvironmentFault

__all__ = ["HOW_TO_OPEN", "open_window", "parse_size", "review"]

HOW_TO_OPEN = (
    "There is no display here, so the window cannot open. On a computer with a desktop run 'leukview review FOLDER'; "
    "over SSH, connect with 'ssh -X' first. 'leukview analyze FOLDER -o OUT' needs no display."
)


def review(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", exists=True, file_okay=False, help="Folder of images to open.")
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(help="light, dark, contrast-light, contrast-dark or system; the last one used by default."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(help="Language of the window: en or de; the last one used by default, at first the system's."),
    ] = None,
    screenshot: Annotated[
        Path | None, typer.Option(hidden=True, help="Draw the window to this PNG once the case is analysed, and close.")
    ] = None,
    size: Annotated[str | None, typer.Option(hidden=True, metavar="WxH", help="Window size for --screenshot.")] = None,
) -> None:
    """Open the review window."""
    # Brings the reference ranges along, and with them SciPy, which 'leukview --help' can do without.
    from leukview.services.settings import LanguageChoice, ThemeChoice

    if theme is not None and theme not in get_args(ThemeChoice):
        raise typer.BadParameter(f"choose one of {', '.join(get_args(ThemeChoice))}", param_hint="'--theme'")
    languages = tuple(filter(None, get_args(LanguageChoice)))
    if language is not None and language not in languages:
        raise typer.BadParameter(f"choose one of {', '.join(languages)}", param_hint="'--language'")
    code = open_window(folder, screenshot=screenshot, theme=theme, size=parse_size(size), language=language)
    raise typer.Exit(code)


def parse_size(text: str | None) -> tuple[int, int] | None:
    """Return ``(width, height)`` of a text such as ``1280x800``.

    Raises
    ------
    typer.BadParameter
        When the text is something else.
    """
    if text is None:
        return None
    match = re.fullmatch(r"(\d{3,5})[x×](\d{3,5})", text.strip())
    if match is None:
        raise typer.BadParameter("give it as WIDTHxHEIGHT, e.g. 1280x800", param_hint="'--size'")
    return int(match[1]), int(match[2])


def open_window(
    folder: Path | None,
    *,
    screenshot: Path | None = None,
    theme: str | None = None,
    size: tuple[int, int] | None = None,
    language: str | None = None,
) -> int:
    """Open the window and return its exit code when it closes; without a display, say how to open it.

    Raises
    ------
    EnvironmentFault
        When Qt cannot be loaded on this machine.
    """
    if not has_display():
        if screenshot is None:
            sys.stderr.write(HOW_TO_OPEN + "\n")
            return ExitCode.FAILURE
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return _window()(folder, screenshot=screenshot, theme=theme, size=size, language=language)


def _window() -> Callable[..., int]:
    """Load Qt and the window; only here does the command line reach the layer beside it."""
    try:
        from leukview.gui.app import run
    except ImportError as error:
        if ".so" not in str(error) and "DLL" not in str(error):
            raise
        raise EnvironmentFault(
            f"the window needs a system library that is missing ({error}). On Debian or Ubuntu install it with "
            "'apt-get install libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0'."
        ) from error
    return run
