"""What people are used to from other programs, in one place: keys, history, layout, drag and drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.gui.dropping import Dropping
from leukview.gui.history import History
from leukview.gui.key_tips import KeyTips
from leukview.gui.layout import Layout
from leukview.gui.nothing import Nothing
from leukview.gui.palette import Palette
from leukview.gui.queue_link import Queue

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Habits"]


class Habits(QObject):
    """Puts them into a window. Made before the user's keys are put in force: tooltips still name the shipped ones then."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.palette = Palette(window)
        self.history = History(window)
        self.key_tips = KeyTips(window)
        self.nothing = Nothing(window)
        self.queue = Queue(window)
        self.layout = Layout(window)
        self.dropping = Dropping(window)
        window.worklist.page.dropped.connect(lambda data: self.dropping.take(data, listed=True))
