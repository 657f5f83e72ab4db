"""What is dropped on the window from outside: folders are opened or listed, anything else is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from leukview.gui.key_dialogs import edit_keys
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.notice import Message
from leukview.gui.widgets.path_drop import dropped_paths
from leukview.services.dropped import Dropped, look_at

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Dropping", "may_drop"]

_AGAIN_MS = 200
"""While a dialog is open, a drop that took long to look at waits so long before it is looked whether it still is."""
_HEADING = QT_TRANSLATE_NOOP("Receiving", "This cannot be opened")
_NO_FILE = QT_TRANSLATE_NOOP(
    "Receiving",
    "What was dropped is no file: a link, a picture or text out of another program. "
    "Save it to a folder first, then drop that folder.",
)


def may_drop(data: QMimeData) -> bool:
    """Return whether a drop is answered: with what it can be used for, or why it cannot."""
    return data.hasUrls() or data.hasImage() or data.hasText()


class Dropping(QObject):
    """Looks at a drop in a worker, since a network drive may keep one waiting, and does what can be done with it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        # A line of text would take a folder for words, and the window never hear of it.
        for line in window.findChildren(QLineEdit):
            line.setAcceptDrops(False)

    def take(self, data: QMimeData, *, listed: bool) -> None:
        """Take a drop.

        Parameters
        ----------
        data:
            What was dropped.
        listed:
            Whether folders are put on the list of cases, and none is opened; several always are.
        """
        paths = dropped_paths(data)
        if not paths:
            self._window.notice.tell(
                Message(translate("Receiving", _HEADING), translate("Receiving", _NO_FILE), "input", passing=True)
            )
            return

        def work(progress: TaskProgress) -> Dropped:
            return look_at(paths)

        self._window.controller.tasks.start(
            "dropped",
            work,
            finished=lambda found: self._use(found, listed=listed),
            failed=self._window.controller.faulted.emit,
        )

    def _use(self, found: Dropped, *, listed: bool) -> None:
        if QApplication.activeModalWidget() is not None:
            # What is being asked is asked of the case that is open.
            QTimer.singleShot(_AGAIN_MS, self, lambda: self._use(found, listed=listed))
            return
        window, folders = self._window, list(found.folders)
        if len(folders) > 1 or (folders and listed):
            if not window.worklist.shown:
                window.worklist.show()
            window.worklist.receive(folders)
        elif folders:
            window.open_folder(folders[0])
        elif found.keys is not None:
            edit_keys(window).import_from(found.keys)
        if found.refused:
            heading = (
                translate("Receiving", "Some of this cannot be opened")
                if folders or found.keys
                else translate("Receiving", _HEADING)
            )
            window.notice.tell(Message(heading, "\n".join(found.refused), "input", passing=True))
