"""How the window is laid out, from one start to the next, and the way back to how it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSize

from leukview.gui.preferences import Preferences, save_preferences
from leukview.gui.translation import translate

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Layout"]

_SIZE = QSize(1280, 800)


class Layout(QObject):
    """Keeps and restores what belongs to no case: the columns, the history, the list's columns, and which page was open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._restored = False
        self._head = window.worklist.page.table.horizontalHeader()
        self._head_shipped = self._head.saveState()
        window.actions_["reset_layout"].triggered.connect(lambda _=False: self.reset())

    def restore(self) -> None:
        """Lay the window out as it was left, once: a window that is shown again is as it is."""
        window, kept = self._window, self._window.preferences
        if self._restored:
            return
        self._restored = True
        if len(kept.columns) == window.columns.count() and all(kept.columns):
            window.columns.setSizes(kept.columns)
        if kept.cases_columns:
            self._head.restoreState(QByteArray.fromHex(kept.cases_columns.encode("ascii")))
            window.worklist.page.show_sort()
        window.actions_["history"].setChecked(kept.history)

    def keep(self) -> None:
        """Take note of the layout; the preferences are written by whoever closes the window."""
        window, kept = self._window, self._window.preferences
        sizes = window.shares.sizes()
        if all(sizes):
            kept.columns = sizes
        kept.cases_columns = bytes(self._head.saveState().toHex().data()).decode("ascii")
        kept.history = window.actions_["history"].isChecked()
        kept.page = "worklist" if window.worklist.shown else ""

    def reset(self) -> None:
        """Lay the window out as it came: its size, its columns, its tiles and its panels. No case and no decision changes."""
        window, shipped = self._window, Preferences()
        if window.isMaximized() or window.isFullScreen():
            window.showNormal()
        screen = window.screen().availableGeometry()
        window.resize(_SIZE.boundedTo(screen.size()))
        window.actions_["history"].setChecked(False)
        window.actions_["fields"].setChecked(False)
        window.shares.share()
        window.gallery.set_tile(shipped.tile)
        window.pages_.grid.wall.set_tile(shipped.wall_tile)
        self._head.restoreState(self._head_shipped)
        window.worklist.page.show_sort()
        kept = window.preferences
        kept.tile, kept.wall_tile = shipped.tile, shipped.wall_tile
        self.keep()
        save_preferences(kept)
        window.resume.save_soon()
        window.status.show_message(
            translate("MainWindow", "The window is laid out as it came. No case was changed."), False
        )
