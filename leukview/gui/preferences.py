"""What the window remembers from one start to the next, whatever case is open: theme, size, last case."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

__all__ = ["Preferences", "config_dir", "load_preferences", "save_preferences"]


@dataclass(slots=True)
class Preferences:
    """Preferences, with their defaults.

    Attributes
    ----------
    theme:
        ``light`` or ``dark``.
    folder:
        The folder that was open last; empty where none was.
    browse:
        Where the folder dialog starts.
    geometry:
        Qt's window geometry, hexadecimal.
    tile:
        Side of a gallery tile in pixels.
    confidence:
        Whether tiles show the confidence.
    operator:
        Name printed on exports.
    """

    theme: str = "light"
    folder: str = ""
    browse: str = ""
    geometry: str = ""
    tile: int = 72
    confidence: bool = False
    operator: str = ""


def config_dir() -> Path:
    """Return the folder of LeukView's settings: ``LEUKVIEW_CONFIG`` where set, else the user's configuration folder."""
    override = os.environ.get("LEUKVIEW_CONFIG")
    return Path(override) if override else user_config_path("LeukView", appauthor=False)


def load_preferences() -> Preferences:
    """Return the saved preferences; a missing or damaged file gives the defaults, since nothing of value is lost."""
    try:
        table: Any = json.loads((config_dir() / "window.json").read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    result = Preferences()
    for item in fields(Preferences):
        value = table.get(item.name) if isinstance(table, dict) else None
        if type(value) is type(getattr(result, item.name)):
            setattr(result, item.name, value)
    return result


def save_preferences(preferences: Preferences) -> bool:
    """Write the preferences, replacing the file in one step; False where the disk refuses (the window can go on)."""
    path = config_dir() / "window.json"
    draft = path.with_suffix(".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(preferences), indent=1), "utf-8")
        draft.replace(path)
    except OSError:
        return False
    return True
