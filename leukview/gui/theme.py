"""One palette and one style sheet, filled in from the tokens of the theme in force; see :mod:`leukview.gui.tokens`.

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

from dataclasses import asdict
from functools import lru_cache
from string import Template

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from leukview.gui.tokens import THEMES, ThemeName, Tokens
from leukview.resources import resource

__all__ = [
    "THEMES",
    "Notifier",
    "ThemeName",
    "Tokens",
    "announce",
    "apply",
    "contrast",
    "current",
    "font",
    "notifier",
    "set_role",
    "style_sheet",
    "tokens",
]


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


def announce() -> None:
    """Have everything drawn anew that draws with the theme's colours or the classes'."""
    for widget in QApplication.allWidgets():
        widget.update()
    notifier().changed.emit(_State.name)


def apply(app: QApplication, name: str) -> None:
    """Dress the whole application in a theme.

    Parameters
    ----------
    app:
        The application.
    name:
        A key of :data:`THEMES`.

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
