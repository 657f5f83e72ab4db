"""The user's settings, saved whole or not at all; a damaged file is set aside and reported, never a reason to stop."""

from __future__ import annotations

import getpass
import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leukview.domain.case import Problem
from leukview.domain.differential import Ranges, load_ranges
from leukview.domain.errors import EnvironmentFault, InputProblem

__all__ = [
    "LanguageChoice",
    "Settings",
    "ThemeChoice",
    "default_operator",
    "lab_ranges",
    "load_settings",
    "save_settings",
    "settings_path",
]

ThemeChoice = Literal["light", "dark", "contrast-light", "contrast-dark", "system"]
LanguageChoice = Literal["", "en", "de"]


def default_operator() -> str:
    """Return the computer's user name, or ``unknown`` where the system has none."""
    try:
        return getpass.getuser() or "unknown"
    except (OSError, KeyError, ImportError):
        return "unknown"


class Settings(BaseModel):
    """The user's settings.

    Attributes
    ----------
    theme:
        ``light``, ``dark``, either with high contrast, or ``system``: as the desktop has it.
    language:
        Language of the window; empty for the system's where there is one, else English.
    operator:
        Name for the audit trail and reports.
    lab_name:
        Name of the laboratory on reports.
    sam_checkpoint:
        One of Meta's SAM checkpoints, to outline cells with; empty for the shipped model.
    ranges_file:
        TOML file of the lab's reference ranges; empty for the shipped adult ones.
    last_folder:
        Folder opened last; empty where there is none.
    target:
        White cells to count before signing: 100, 200 or 400.
    second_reader:
        Whether a second reader must read before signing.
    geometry:
        Window size and place, as the window writes them.
    """

    # What a newer LeukView wrote stays in the file.
    model_config = ConfigDict(extra="allow", validate_assignment=True)

    theme: ThemeChoice = "light"
    language: LanguageChoice = ""
    operator: str = Field(default_factory=default_operator, max_length=200)
    lab_name: str = Field(default="", max_length=200)
    ranges_file: str = ""
    sam_checkpoint: str = ""
    last_folder: str = ""
    geometry: str = ""
    target: Literal[100, 200, 400] = 200
    second_reader: bool = False


def settings_path() -> Path:
    """Return the settings file: in ``LEUKVIEW_CONFIG`` where set, else in the user's configuration folder."""
    chosen = os.environ.get("LEUKVIEW_CONFIG")
    folder = Path(chosen) if chosen else platformdirs.user_config_path("LeukView", appauthor=False)
    return folder / "settings.json"


def load_settings(path: Path | None = None) -> tuple[Settings, Problem | None]:
    """Return the settings, and what was wrong with their file.

    A damaged file is renamed (``settings.damaged-<time>.json``); what of it can be used is used, the rest has its defaults.
    A missing file gives the defaults.

    Parameters
    ----------
    path:
        The file; :func:`settings_path` by default.
    """
    path = path or settings_path()
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings(), None
    except UnicodeDecodeError:
        return Settings(), _set_aside(path, "it is no text")
    except OSError as error:
        return Settings(), Problem(str(path), f"the settings cannot be read ({error.strerror})", "Check the file")
    try:
        values = json.loads(text)
    except ValueError:
        return Settings(), _set_aside(path, "it is damaged or cut short")
    if not isinstance(values, dict):
        return Settings(), _set_aside(path, "it holds no settings")
    return _validated(path, values)


def lab_ranges(settings: Settings) -> tuple[Ranges, Problem | None]:
    """Return the laboratory's reference ranges, and why they could not be used: then they are the shipped ones."""
    try:
        return load_ranges(Path(settings.ranges_file).expanduser() if settings.ranges_file else None), None
    except InputProblem as problem:
        shipped = load_ranges()
        reason = f"{problem.reason}, so the shipped ranges ({shipped.name}) are in use"
        return shipped, Problem(problem.what, reason, problem.remedy)


def _validated(path: Path, values: dict[str, Any]) -> tuple[Settings, Problem | None]:
    try:
        return Settings(**values), None
    except ValidationError as error:
        wrong = {str(item["loc"][0]) for item in error.errors()}
        usable = {name: value for name, value in values.items() if name not in wrong}
        return Settings(**usable), _set_aside(path, f"these values cannot be used: {', '.join(sorted(wrong))}")


def _set_aside(path: Path, reason: str) -> Problem:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    try:
        path.replace(aside)
    except OSError:
        return Problem(str(path), f"the settings file was not used: {reason}", "Remove the file")
    return Problem(str(path), f"the settings file was not used: {reason}", f"The old file is kept as {aside.name}")


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings, replacing the file in one step.

    Raises
    ------
    EnvironmentFault
        When the file cannot be written; the old one is then as it was.
    """
    path = path or settings_path()
    text = json.dumps(settings.model_dump(mode="json"), indent=2)
    draft: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-", delete=False
        ) as file:
            draft = Path(file.name)
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise EnvironmentFault(f"the settings {path} cannot be saved ({error.strerror})") from error
