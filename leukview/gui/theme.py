"""Light and dark as two tables of tokens, one palette and one style sheet.

The grid is 8 pixels, the font one in three sizes, the chrome grey with one accent; amber means doubt, red means urgent
and nothing else. A widget asks for a look through a dynamic property, never with colours of its own:

======================  =====================================================================================
property                values
======================  =====================================================================================
``role`` (QLabel)       ``title``, ``heading``, ``muted``, ``small``, ``doubt``
``role`` (QPushButton)  ``primary`` (the one thing to do here), ``link`` (reads as text)
``surface`` (QWidget)   ``panel`` (a column), ``bar`` (tool bar, key strip), ``urgent`` (the red alert)
======================  =====================================================================================

Painted widgets call :func:`tokens` in their ``paintEvent``; what must be rebuilt listens to ``notifier().changed``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from leukview.resources import resource

__all__ = [
    "THEMES",
    "Notifier",
    "ThemeName",
    "Tokens",
    "apply",
    "contrast",
    "current",
    "font",
    "notifier",
    "set_role",
    "style_sheet",
    "tokens",
]

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour (``#RRGGBB``) and length (pixels) of one theme.

    Attributes
    ----------
    window, panel, raised, hover, pressed:
        Backgrounds: behind everything, a column, a button or field, and those under the pointer and held down.
    line, line_strong:
        Hairlines, and the outline of things one can use.
    text, muted, faint:
        Words: main, secondary (both ≥ 4.5:1 on every background above), and disabled.
    accent, on_accent, accent_soft:
        The one accent, text on it, and the background of a selection.
    doubt, doubt_text, doubt_soft:
        Amber of marks, of words and of a background.
    urgent, on_urgent, urgent_text:
        Red of the urgent alert, text on it, and red words on a panel.
    surround, on_surround, surround_line:
        The neutral grey around a cell, words and hairlines on it: the same in both themes.
    nucleus, cytoplasm, halo:
        Contour lines over a cell, and the dark edge that keeps them visible on any stain.
    track:
        The empty part of a bar.
    grid, small, body, title, row, radius:
        8-pixel grid, the three font sizes, the height of a row, the radius of a corner.
    """

    name: ThemeName
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
    surround: str = "#DCDCDC"
    on_surround: str = "#3C3C3C"
    surround_line: str = "#B4B4B4"
    nucleus: str = "#FFE24A"
    cytoplasm: str = "#3FE0D0"
    halo: str = "#101010"
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
        window="#ECEDEF",
        panel="#FAFAFB",
        raised="#FFFFFF",
        hover="#EFF1F3",
        pressed="#E2E5E9",
        line="#DADDE1",
        line_strong="#B3B9C1",
        text="#1C2026",
        muted="#555D68",
        faint="#9AA1AA",
        accent="#0B6A86",
        on_accent="#FFFFFF",
        accent_soft="#D6E8EE",
        doubt="#D48806",
        doubt_text="#7F5200",
        doubt_soft="#FBF0D9",
        urgent="#C0211F",
        on_urgent="#FFFFFF",
        urgent_text="#B01B19",
        track="#E4E6E9",
    ),
    "dark": Tokens(
        name="dark",
        window="#15171A",
        panel="#1E2125",
        raised="#282C31",
        hover="#2C3036",
        pressed="#363B42",
        line="#32373D",
        line_strong="#565D67",
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
}


class Notifier(QObject):
    """Says that the theme has changed; ``changed`` carries the new theme's name."""

    changed = Signal(str)


class _State:
    name: ThemeName = "light"


@lru_cache(maxsize=1)
def notifier() -> Notifier:
    """Return the one object that announces a change of theme."""
    return Notifier()


def current() -> ThemeName:
    """Return the name of the theme in force."""
    return _State.name


def tokens() -> Tokens:
    """Return the tokens of the theme in force."""
    return THEMES[_State.name]


def apply(app: QApplication, name: str) -> None:
    """Dress the whole application in a theme.

    Parameters
    ----------
    app:
        The application.
    name:
        ``light`` or ``dark``.

    Raises
    ------
    ValueError
        When there is no such theme.
    """
    theme = next((theme for theme in THEMES.values() if theme.name == name), None)
    if theme is None:
        raise ValueError(f"There is no theme {name!r}; there are {', '.join(THEMES)}.")
    _State.name = theme.name
    if app.style().name() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    sheet = style_sheet(theme)
    if app.styleSheet() != sheet:
        app.setFont(font(theme.body))
        app.setPalette(_palette(theme))
        app.setStyleSheet(sheet)
    notifier().changed.emit(theme.name)


@lru_cache(maxsize=1)
def _family() -> str:
    """Load the shipped font once and return its family name."""
    families: list[str] = []
    for file in ("Inter-Regular.ttf", "Inter-SemiBold.ttf"):
        number = QFontDatabase.addApplicationFont(str(resource("fonts", file)))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def font(size: int, strong: bool = False) -> QFont:
    """Return the application's font at one of the token sizes, in pixels; its figures are tabular."""
    result = QFont(_family())
    result.setPixelSize(size)
    result.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return result


def style_sheet(theme: Tokens) -> str:
    """Return the style sheet with the theme's tokens filled in."""
    source = resource("themes", "leukview.qss")
    values = {name: str(value) for name, value in asdict(theme).items()}
    return Template(source.read_text("utf-8")).substitute(values, family=_family(), folder=source.parent.as_posix())


def set_role(widget: QWidget, **properties: str) -> None:
    """Set dynamic properties that the style sheet reads (``role=``, ``surface=``) and restyle the widget at once."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def contrast(first: str | QColor, second: str | QColor) -> float:
    """Return the contrast ratio of two opaque colours, 1–21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(QColor(first)), _luminance(QColor(second))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _palette(theme: Tokens) -> QPalette:
    """Return the palette that native controls, menus and dialogs take their colours from."""
    role = QPalette.ColorRole
    palette = QPalette()
    for which, token in {
        role.Window: "panel",
        role.WindowText: "text",
        role.Base: "raised",
        role.AlternateBase: "hover",
        role.Text: "text",
        role.PlaceholderText: "muted",
        role.Button: "raised",
        role.ButtonText: "text",
        role.BrightText: "on_urgent",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Accent: "accent",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.ToolTipBase: "raised",
        role.ToolTipText: "text",
        role.Light: "raised",
        role.Midlight: "hover",
        role.Mid: "line_strong",
        role.Dark: "line_strong",
        role.Shadow: "line",
    }.items():
        palette.setColor(which, theme.colour(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, theme.colour("faint"))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, theme.colour("line_strong"))
    return palette
