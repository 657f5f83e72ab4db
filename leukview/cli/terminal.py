"""What kind of terminal or desktop this is."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

__all__ = ["has_display", "program_name", "use_utf8"]


def has_display() -> bool:
    """Return whether a window can be shown: on Linux where X or Wayland is there, elsewhere unless this is CI."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return not os.environ.get("CI")


def program_name() -> str:
    """Return what to type to start this program: ``leukview`` where that finds it, else the path it was started by."""
    started = sys.executable if getattr(sys, "frozen", False) else sys.argv[0]
    if Path(started).stem.startswith("leukview") and not shutil.which("leukview"):
        return started
    return "leukview"


def use_utf8() -> None:
    """Make the output streams UTF-8, so that names and dashes print in any Windows code page and in pipes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
