"""How the window looks: theme and class colours, in force at once; size and language, in force at the next start."""

from __future__ import annotations

import os
from collections.abc import Iterable
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
from leukview.gui.translation import NAMES, SOURCE, current, languages, translate, wanted
from leukview.gui.widgets.notice import Message
from leukview.services.settings import LanguageChoice, ThemeChoice

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
    result = menu.addMenu(translate("Appearance", "Appearance"))
    for prefix, names in _choices():
        if prefix == "language":
            result.addMenu(_language_menu()).addActions([actions[f"{prefix}_{name}"] for name in names])
            continue
        result.addActions([actions[f"{prefix}_{name}"] for name in names])
        result.addSeparator()
    return result


def _language_menu() -> str:
    """Return the title of the choice of languages; its English word stays beside another, for who is lost in that one."""
    title = translate("Appearance", "Language")
    return title if current() == SOURCE else f"{title} (Language)"


def _choices() -> tuple[tuple[str, Iterable[object]], ...]:
    """Return what can be chosen, by the beginning of its actions' names."""
    spoken = ("system", *languages())
    return (("theme", CHOICES), ("colours", PALETTES), ("size", SIZES), ("language", spoken))


def _of_language(choice: str) -> str:
    """Return the name of the action that chooses a language."""
    return f"language_{choice or 'system'}"


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
        for spoken in ("", *languages()):
            actions[_of_language(spoken)].triggered.connect(lambda _=False, name=spoken: self.choose_language(name))
        self._groups = [self._group([actions[f"{prefix}_{name}"] for name in names]) for prefix, names in _choices()]
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
            words = translate("Appearance", "Everything stays at {percent} %").format(percent=percent)
            self._window.status.show_message(words, False)
            return
        text = translate(
            "Appearance",
            "Everything is drawn at {percent} % when LeukView starts the next time. What you decided is saved.",
        ).format(percent=percent)
        self._offer_restart(translate("Appearance", "Another size"), text)

    def choose_language(self, choice: LanguageChoice) -> None:
        """Show every text in this language from the next start on, and offer to start again now."""
        self._preferences.language = choice
        save_preferences(self._preferences)
        self._show()
        name = NAMES[wanted(choice)]
        if wanted(choice) == current():
            words = translate("Appearance", "The window stays in this language: {name}").format(name=name)
            self._window.status.show_message(words, False)
            return
        text = translate(
            "Appearance",
            "The window speaks another language when LeukView starts the next time: {name}. Reports, tables and the audit "
            "trail stay English. What you decided is saved.",
        ).format(name=name)
        self._offer_restart(translate("Appearance", "Another language"), text)

    def _offer_restart(self, title: str, text: str) -> None:
        again = translate("Appearance", "Start again now")
        self._window.notice.tell(Message(title, text, do=again, act=self.restart))

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
        for name in (
            f"theme_{kept.theme}",
            f"colours_{kept.palette}",
            f"size_{kept.size}",
            _of_language(kept.language),
        ):
            actions[name].setChecked(True)
        actions["theme"].setIcon(icon("moon" if theme.tokens().tone == "light" else "sun"))
        self._window.gallery.viewport().update()
