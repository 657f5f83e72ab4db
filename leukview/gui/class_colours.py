"""Which colours stand for which classes: the shipped ones, or those that every kind of colour vision tells apart.

Colour is never the only sign of a class. Beside every bar its name stands; on the boxes of a field, where it may not, the
colour-blind safe palette writes a mark of two letters.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Literal, get_args

from PySide6.QtGui import QColor

from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.resources import resource

__all__ = [
    "PALETTES",
    "PaletteName",
    "box_colour",
    "class_colour",
    "class_mark",
    "marks_shown",
    "palette",
    "use_palette",
]

PaletteName = Literal["standard", "safe"]
PALETTES: dict[PaletteName, str] = {
    "standard": "One colour a class",
    "safe": "Colour-blind safe, with letters on boxes",
}
"""Palette → what the menu calls it."""


class _State:
    name: PaletteName = "standard"


def palette() -> PaletteName:
    """Return the palette in force."""
    return _State.name


def use_palette(name: str) -> None:
    """Put a palette in force, and have everything drawn anew.

    Raises
    ------
    ValueError
        When there is no such palette.
    """
    found = next((item for item in get_args(PaletteName) if item == name), None)
    if found is None:
        raise ValueError(f"There is no palette {name!r}; there are {', '.join(PALETTES)}.")
    if found != _State.name:
        _State.name = found
        theme.announce()


def class_colour(class_id: str) -> QColor:
    """Return a class's colour for thin bars and charts, moved just far enough to stand out from the theme's panels."""
    look = theme.tokens()
    # The safe colours stay as far apart as they were chosen: moved further, two of them would meet.
    least = 3.0 if look.strong and _State.name == "standard" else 1.9
    return QColor(_visible(_raw(class_id, look.tone), look.panel, least))


def box_colour(class_id: str) -> str:
    """Return a class's colour (``#RRGGBB``) on a field, whose surround is light in every theme."""
    return _raw(class_id, "light")


def class_mark(class_id: str) -> str:
    """Return the two letters that stand for a class where its name has no room."""
    return _table()["marks"][class_id]


def marks_shown() -> bool:
    """Whether boxes say their class by letters, too."""
    return _State.name == "safe"


def _raw(class_id: str, tone: str) -> str:
    item = taxonomy()[class_id]
    return item.colour if _State.name == "standard" else _table()[tone][item.group]


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(resource("themes", "class_colours.toml").read_text("utf-8"))


@lru_cache(maxsize=256)
def _visible(colour: str, background: str, least: float) -> str:
    """Lighten or darken a colour in small steps until its contrast with the background reaches ``least``."""
    result = QColor(colour)
    dark = QColor(background).lightnessF() < 0.5
    for _ in range(24):
        if theme.contrast(result, background) >= least:
            break
        lightness = min(1.0, max(0.0, result.lightnessF() + (0.03 if dark else -0.03)))
        result = QColor.fromHslF(max(0.0, result.hslHueF()), result.hslSaturationF(), lightness)
    return result.name()
