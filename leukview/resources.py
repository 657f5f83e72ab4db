"""Find ``resources/`` and ``models/`` in a source tree, an installed wheel and a frozen application; and the user's own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from leukview.domain.errors import EnvironmentFault

__all__ = ["guide_dir", "models_dir", "resource", "resources_dir", "user_models_dir"]


def _data_root() -> Path:
    """Return the folder that holds ``resources`` and ``models``.

    A frozen app unpacks them beside its modules (``sys._MEIPASS``), a wheel carries them inside the package in
    ``_data``, and a source tree keeps them beside the package.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).resolve().parent
    candidates = [Path(frozen)] if frozen else [package / "_data", package.parent]
    for candidate in candidates:
        if (candidate / "resources").is_dir():
            return candidate
    raise EnvironmentFault(
        f"LeukView's own resources are missing (looked in {', '.join(map(str, candidates))}). Reinstall LeukView."
    )


def resources_dir() -> Path:
    """Return the folder of taxonomies, rules, ranges, icons, themes and recipes."""
    return _data_root() / "resources"


def guide_dir() -> Path:
    """Return the folder of the user guide: a Markdown file per chapter, and ``images/``."""
    return _data_root() / "docs" / "guide"


def models_dir() -> Path:
    """Return the folder of shipped weights, manifests and model cards."""
    return _data_root() / "models"


def user_models_dir() -> Path:
    """Return the folder of weights made on this computer; it may not exist yet.

    It lies in ``LEUKVIEW_DATA`` where set, else in the user's data folder: an update replaces the shipped models, never these.
    """
    chosen = os.environ.get("LEUKVIEW_DATA")
    if chosen:
        return Path(chosen) / "models"
    import platformdirs

    return platformdirs.user_data_path("LeukView", appauthor=False) / "models"


def resource(*parts: str) -> Path:
    """Return the path of one resource file.

    Raises
    ------
    EnvironmentFault
        When the file is not there: the installation is damaged, which is no mistake of the user's.
    """
    path = resources_dir().joinpath(*parts)
    if not path.exists():
        raise EnvironmentFault(f"LeukView's own file {path} is missing. Reinstall LeukView.")
    return path
