"""Keeps what tooltips say of keys in step with the keys that are in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from leukview.gui.shortcuts import in_force

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["KEYED", "KeyTips", "follow_action"]

KEYED = "keyed"
"""Property of a label whose text names keys."""
_SHIPPED, _SHOWN, _FOLLOWS = "shippedWords", "shownWords", "followsAction"


class _Follower(QObject):
    """Gives a widget an action's tooltip, for as long as both live."""

    def __init__(self, widget: QWidget, action: QAction) -> None:
        super().__init__(widget)
        self._widget, self._action = widget, action
        widget.setProperty(_FOLLOWS, True)
        action.changed.connect(self._take)
        self._take()

    def _take(self) -> None:
        if self._widget.toolTip() != self._action.toolTip():
            self._widget.setToolTip(self._action.toolTip())


def follow_action(widget: QWidget, action: QAction) -> None:
    """Let a widget's tooltip be its action's from now on."""
    _Follower(widget, action)


class KeyTips(QObject):
    """Rewrites the tooltips of a window, and its labels that are marked ``keyed``, where keys have changed.

    A tooltip is written with the shipped keys. What has an action for its own, or follows one, follows it already.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.actions_.keysChanged.connect(self.look)

    def look(self) -> None:
        """Bring every tooltip up to date."""
        for widget in self._window.findChildren(QWidget):
            if widget.property(_FOLLOWS) or (isinstance(widget, QToolButton) and widget.defaultAction() is not None):
                continue
            if widget.toolTip():
                _renew(widget, widget.toolTip(), widget.setToolTip, "tip")
            if isinstance(widget, QLabel) and widget.property(KEYED):
                _renew(widget, widget.text(), widget.setText, "text")


def _renew(widget: QWidget, now: str, put: Callable[[str], None], what: str) -> None:
    shipped, shown = widget.property(_SHIPPED + what), widget.property(_SHOWN + what)
    if shipped is None or shown != now:
        # Set since, and so in the words that it was written with.
        shipped = now
    words = in_force(shipped)
    if words != now or words != shipped:
        widget.setProperty(_SHIPPED + what, shipped)
        widget.setProperty(_SHOWN + what, words)
        put(words)
