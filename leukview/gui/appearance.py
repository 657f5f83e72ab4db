"""How the window looks: theme, class colours and size, chosen in the menu; the first two at once, the size at the next start."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from leukview.gui import theme
from leukview.gui.actions import Actions
from leukview.gui.class_colours import PALETTES, use_palette
from leukview.gui.icons import icon
from leukview.gui.preferences import SIZES, Preferences, save_preferences
from leukview.gui.theme import THEMES, ThemeName
from leukview.gui.widgets.notice import Message
from leukview.services.settings import ThemeChoice

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["CHOICES", "Appearance", "appearance_menu", "dress", "resolved", "use_size"]

CHOICES: tuple[ThemeChoice, ...] = get_args(ThemeChoice)
_OPPOSITE: dict[ThemeName, ThemeName] = {
    "light": "dark",
    "dark": "light",
    "contrast-light": "contrast-dark",
    "contrast-dark": "contrast-light",
}


def resolved(choice: str) -> ThemeName:
    """Return the theme that a choice stands for now: the system's own, light where the system does not say."""
    if choice == "system":
        return "dark" if _system_is_dark() else "light"
    return next((name for name in THEMES if name == choice), "light")


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def dress(app: QApplication, preferences: Preferences) -> None:
    """Dress the application as the preferences say."""
    use_palette(preferences.palette)
    theme.apply(app, resolved(preferences.theme))


def use_size(preferences: Preferences) -> bool:
    """Have the next application drawn at the preferred size; False where the environment says another, which goes first."""
    if "QT_SCALE_FACTOR" in os.environ or preferences.size == SIZES[0]:
        return False
    os.environ["QT_SCALE_FACTOR"] = f"{preferences.size / 100:g}"
    return True


def appearance_menu(menu: QMenu, actions: Actions) -> QMenu:
    """Return a submenu with every choice."""
    result = menu.addMenu("Appearance")
    for prefix, names in (("theme", CHOICES), ("colours", PALETTES), ("size", SIZES)):
        result.addActions([actions[f"{prefix}_{name}"] for name in names])
        if prefix != "size":
            result.addSeparator()
    return result


class Appearance(QObject):
    """Puts a window's choices in force and keeps them.

    Attributes
    ----------
    restart_wanted:
        Whether the program is to start again when the window has closed.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = window.preferences
        self._drawn_at = window.preferences.size
        self.restart_wanted = False
        actions = window.actions_
        actions["theme"].triggered.connect(lambda _=False: self.choose_theme(_OPPOSITE[theme.current()]))
        for name in CHOICES:
            actions[f"theme_{name}"].triggered.connect(lambda _=False, name=name: self.choose_theme(name))
        for item in PALETTES:
            actions[f"colours_{item}"].triggered.connect(lambda _=False, item=item: self.choose_colours(item))
        for size in SIZES:
            actions[f"size_{size}"].triggered.connect(lambda _=False, size=size: self.choose_size(size))
        self._groups = [
            self._group([actions[f"{prefix}_{name}"] for name in names])
            for prefix, names in (("theme", CHOICES), ("colours", PALETTES), ("size", SIZES))
        ]
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        theme.notifier().changed.connect(self._show)
        self._show()

    def _group(self, actions: list[QAction]) -> QActionGroup:
        group = QActionGroup(self)
        for action in actions:
            group.addAction(action)
        return group

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Dress the application in a theme, from now on."""
        self._preferences.theme = choice
        self._keep()

    def choose_colours(self, name: str) -> None:
        """Show classes in the colours of a palette, from now on."""
        self._preferences.palette = name  # type: ignore[assignment]
        self._keep()

    def choose_size(self, percent: int) -> None:
        """Draw everything at this size from the next start on, and offer to start again now."""
        self._preferences.size = percent  # type: ignore[assignment]
        save_preferences(self._preferences)
        self._show()
        if percent == self._drawn_at:
            self._window.status.show_message(f"Everything stays at {percent} %", False)
            return
        text = f"Everything is drawn at {percent} % when LeukView starts the next time. What you decided is saved."
        self._window.notice.tell(Message("Another size", text, do="Start again now", act=self.restart))

    def restart(self) -> None:
        """Close the window, and have the program start again."""
        self.restart_wanted = True
        self.restart_wanted = self._window.close()

    def _keep(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        dress(app, self._preferences)
        self._show()
        save_preferences(self._preferences)

    def _system_changed(self) -> None:
        if self._preferences.theme == "system" and self._window.isVisible():
            self._keep()

    def _show(self) -> None:
        kept, actions = self._preferences, self._window.actions_
        for name in (f"theme_{kept.theme}", f"colours_{kept.palette}", f"size_{kept.size}"):
            actions[name].setChecked(True)
        actions["theme"].setIcon(icon("moon" if theme.tokens().tone == "light" else "sun"))
        self._window.gallery.viewport().update()
