"""The themes as tables of tokens: light and dark, and each of them with high contrast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QColor

__all__ = ["THEMES", "ThemeName", "Tokens"]

ThemeName = Literal["light", "dark", "contrast-light", "contrast-dark"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour (``#RRGGBB``) and length (pixels) of one theme.

    Attributes
    ----------
    name, tone, strong:
        The theme's id; whether it is a light or a dark one; whether its contrasts are high, 7:1 for words.
    window, panel, raised, hover, pressed:
        Backgrounds: behind everything, a column, a button or field, and those under the pointer and held down.
    line, line_strong:
        Hairlines, and the outline of things one can use (≥ 3:1).
    text, muted, faint:
        Words: main, secondary (both ≥ 4.5:1 on every background above), and disabled.
    accent, on_accent, accent_soft:
        The one accent, text on it, and the background of a selection.
    doubt, doubt_text, doubt_soft:
        Amber of marks, of words and of a background.
    urgent, on_urgent, urgent_text:
        Red of the urgent alert, text on it, and red words on a panel.
    surround, on_surround, surround_line:
        The neutral grey around a cell, words and hairlines on it: the same in every theme.
    nucleus, cytoplasm, halo:
        Contour lines over a cell, and the dark edge that keeps them visible on any stain.
    ink, plate, mark, mark_doubt:
        What is drawn over a picture, whose colours no theme changes: words and lines, the light ground beneath them and edge
        around them, frames and ticks, the amber of a doubt. ``plate`` with ``ink`` or ``mark`` beside it stands out (≥ 3:1)
        on whatever the picture shows there: see :mod:`leukview.gui.widgets.overlay_paint`.
    track:
        The empty part of a bar.
    grid, small, body, title, row, radius:
        8-pixel grid, the three font sizes, the height of a row, the radius of a corner.
    """

    name: ThemeName
    tone: Literal["light", "dark"]
    window: str
    panel: str
    raised: str
    hover: str
    pressed: str
    line: str
    line_strong: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_soft: str
    doubt: str
    doubt_text: str
    doubt_soft: str
    urgent: str
    on_urgent: str
    urgent_text: str
    track: str
    strong: bool = False
    surround: str = "#DCDCDC"
    on_surround: str = "#3C3C3C"
    surround_line: str = "#B4B4B4"
    nucleus: str = "#FFE24A"
    cytoplasm: str = "#3FE0D0"
    halo: str = "#101010"
    ink: str = "#1C2026"
    plate: str = "#FFFFFF"
    mark: str = "#004A63"
    mark_doubt: str = "#B87300"
    grid: int = 8
    small: int = 11
    body: int = 13
    title: int = 18
    row: int = 24
    radius: int = 4

    def colour(self, token: str) -> QColor:
        """Return the colour of this token, e.g. ``colour("accent")``."""
        return QColor(str(getattr(self, token)))


THEMES: dict[ThemeName, Tokens] = {
    "light": Tokens(
        name="light",
        tone="light",
        window="#ECEDEF",
        panel="#FAFAFB",
        raised="#FFFFFF",
        hover="#EFF1F3",
        pressed="#E2E5E9",
        line="#DADDE1",
        line_strong="#808791",
        text="#1C2026",
        muted="#555D68",
        faint="#9AA1AA",
        accent="#0B6A86",
        on_accent="#FFFFFF",
        accent_soft="#D6E8EE",
        doubt="#B87300",
        doubt_text="#7F5200",
        doubt_soft="#FBF0D9",
        urgent="#C0211F",
        on_urgent="#FFFFFF",
        urgent_text="#B01B19",
        track="#E4E6E9",
    ),
    "dark": Tokens(
        name="dark",
        tone="dark",
        window="#15171A",
        panel="#1E2125",
        raised="#282C31",
        hover="#2C3036",
        pressed="#363B42",
        line="#32373D",
        line_strong="#757D88",
        text="#E7E9EC",
        muted="#A9B0B9",
        faint="#6B737D",
        accent="#5BB8D4",
        on_accent="#0B1A20",
        accent_soft="#1F3B46",
        doubt="#F0B03F",
        doubt_text="#F3BC5A",
        doubt_soft="#3A2F1A",
        urgent="#C9302C",
        on_urgent="#FFFFFF",
        urgent_text="#FF8F88",
        track="#343940",
    ),
    "contrast-light": Tokens(
        name="contrast-light",
        tone="light",
        strong=True,
        window="#FFFFFF",
        panel="#FFFFFF",
        raised="#FFFFFF",
        hover="#E6EFF3",
        pressed="#D3E1E8",
        line="#767676",
        line_strong="#202020",
        text="#000000",
        muted="#333333",
        faint="#666666",
        accent="#004A63",
        on_accent="#FFFFFF",
        accent_soft="#CFE7F0",
        doubt="#8A5600",
        doubt_text="#5C3A00",
        doubt_soft="#FFF0CC",
        urgent="#9E0B0B",
        on_urgent="#FFFFFF",
        urgent_text="#8E0000",
        track="#D0D0D0",
        ink="#000000",
        mark="#00384B",
        mark_doubt="#8A5600",
    ),
    "contrast-dark": Tokens(
        name="contrast-dark",
        tone="dark",
        strong=True,
        window="#000000",
        panel="#000000",
        raised="#0C0C0C",
        hover="#1B2A31",
        pressed="#283A43",
        line="#8C8C8C",
        line_strong="#E6E6E6",
        text="#FFFFFF",
        muted="#E2E2E2",
        faint="#9A9A9A",
        accent="#7FD8F5",
        on_accent="#000000",
        accent_soft="#0F3A4A",
        doubt="#FFC04D",
        doubt_text="#FFD27A",
        doubt_soft="#3A2A00",
        urgent="#A50000",
        on_urgent="#FFFFFF",
        urgent_text="#FFB3AD",
        track="#444444",
        ink="#000000",
        mark="#00384B",
        mark_doubt="#8A5600",
    ),
}
