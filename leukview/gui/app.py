"""Starts the window: with a folder, with the case that was open last, or with an invitation; or draws it to a file."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QProcess, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication

from leukview import __version__
from leukview.domain.case import Problem
from leukview.gui.appearance import CHOICES, dress, use_size
from leukview.gui.choosing import look_for_device
from leukview.gui.controller import Controller
from leukview.gui.main_window import MainWindow
from leukview.gui.preferences import Preferences, load_preferences
from leukview.gui.tasks import Fault, Tasks, fault_of_problem
from leukview.gui.translation import install, wanted

__all__ = ["Portrait", "make_window", "run", "sample_folder"]

_PATIENCE_MS = 20 * 60 * 1000
_SETTLE_MS = 400
"""Between the last change and the picture, for thumbnails and contours to be drawn."""


def sample_folder() -> Path:
    """Return the folder into which the sample case is rendered: beside the database, in the user's data folder."""
    from leukview.store.database import default_path

    return default_path().parent / "Sample smear"


def make_window(
    theme: str | None = None,
    parent: QObject | None = None,
    loaded: tuple[Preferences, Problem | None] | None = None,
) -> MainWindow:
    """Return a window with its controller, dressed, not shown yet, with no case open.

    ``loaded`` is what :func:`leukview.gui.preferences.load_preferences` gave, where that was already asked.
    """
    preferences, problem = loaded or load_preferences()
    preferences.theme = next((choice for choice in CHOICES if choice == theme), preferences.theme)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dress(app, preferences)
    window = MainWindow(Controller(Tasks(parent), parent=parent), preferences, sample_folder())
    if problem is not None:
        window.notice.show_fault(fault_of_problem(problem))
    return window


class Portrait(QObject):
    """Draws the window to a PNG once everything it shows has come, and quits.

    Parameters
    ----------
    window:
        A window that is opening a case.
    path:
        The file to write.
    """

    def __init__(self, window: MainWindow, path: Path) -> None:
        super().__init__(window)
        self._window, self._path = window, path
        self.failure = ""
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._draw)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._fail("The case was not ready in time."))
        self._patience.start()
        self._asked = False
        if QGuiApplication.platformName() == "offscreen":
            # Nobody's pointer: keep it off the buttons, which would look as if one hovered over them.
            QCursor.setPos(window.geometry().bottomRight() + QPoint(50, 50))
        window.controller.analysisChanged.connect(self._look)
        window.controller.faulted.connect(self._faulted)
        window.feed.heatmapShown.connect(lambda _: self._settle.start())

    def _look(self) -> None:
        """Ask for the heat map once the analysis is over."""
        controller = self._window.controller
        if controller.session is None or controller.analysis is not None or self._asked:
            return
        self._asked = True
        if not self._window.cell_panel.tools.heatmap_button.isChecked():
            self._window.cell_panel.tools.heatmap_button.setChecked(True)
        if not controller.session.case.cells or self._window.cell_panel.view.has_heatmap():
            self._settle.start()

    def _faulted(self, fault: Fault) -> None:
        self.failure = " ".join(part for part in (fault.title, fault.text) if part)
        self._settle.start()

    def _draw(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._window.grab().save(str(self._path), "PNG"):
            self.failure = self.failure or f"{self._path} cannot be written."
        self._quit()

    def _fail(self, why: str) -> None:
        self.failure = self.failure or why
        self._draw()

    def _quit(self) -> None:
        self._patience.stop()
        self._window.close()
        QApplication.exit(1 if self.failure else 0)


def run(
    folder: Path | None = None,
    screenshot: Path | None = None,
    theme: str | None = None,
    size: tuple[int, int] | None = None,
    language: str | None = None,
) -> int:
    """Open the window and return the exit code when it closes.

    Parameters
    ----------
    folder:
        Folder to open; without one, the case that was open last, if it is still there.
    screenshot:
        Draw the window to this PNG once the case is analysed and its first cell and heat map are shown, and quit.
    theme:
        One of :data:`leukview.gui.appearance.CHOICES`; the last one used by default.
    size:
        Width and height of the window in pixels.
    language:
        One of :func:`leukview.gui.translation.languages`; the last one used by default.
    """
    loaded = load_preferences()
    if language is not None:
        loaded[0].language = language  # type: ignore[assignment]
    app = _application(loaded[0])
    install(app, wanted(loaded[0].language))
    app.setApplicationName("LeukView")
    app.setApplicationVersion(__version__)
    app.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, True)
    # Workers in Python hold the interpreter for at most this long before the window's thread may go on.
    sys.setswitchinterval(0.002)
    window = make_window(theme, loaded=loaded)
    if size is not None:
        window.resize(*size)
    window.show()
    window.worklist.start()
    look_for_device(window)
    window.controller.opened.connect(lambda: _say_moved(window))
    last = Path(window.preferences.last_folder) if window.preferences.last_folder else None
    portrait = Portrait(window, screenshot) if screenshot is not None else None
    # The portrait ends the loop itself, with its own code; a second request to quit would end the next event loop as well.
    app.setQuitOnLastWindowClosed(portrait is None)
    if folder is not None:
        QTimer.singleShot(0, window, lambda: window.open_folder(folder.resolve()))
    elif window.preferences.page == "worklist" and portrait is None:
        window.worklist.show()
    elif last is not None and portrait is None:
        QTimer.singleShot(0, window, lambda: _open_again(window, last))
    elif portrait is not None:
        QTimer.singleShot(_SETTLE_MS, portrait, portrait._draw)
    _let_ctrl_c_through(window)
    code = app.exec()
    app.setQuitOnLastWindowClosed(True)
    if portrait is not None and portrait.failure:
        sys.stderr.write(portrait.failure + "\n")
    if window.appearance.restart_wanted:
        _start_again()
    return code


def _open_again(window: MainWindow, last: Path) -> None:
    """Open the case that was open last, where its folder is there; asked in a worker, since its drive may hang."""
    controller = window.controller

    def looked(there: bool) -> None:
        if there and controller.session is None and not controller.opens:
            controller.open_folder(last)

    controller.tasks.start("last", lambda progress: last.is_dir(), finished=looked)


def _application(preferences: Preferences) -> QApplication:
    """Return the application, drawn at the preferred size; one that runs already keeps its own."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    ours = use_size(preferences)
    app = QApplication(sys.argv[:1])
    if ours:
        # What Qt has read; left there, it would hold for a program that starts again at another size.
        del os.environ["QT_SCALE_FACTOR"]
    return app


def _start_again() -> None:
    """Start the program anew, as it was started."""
    frozen = getattr(sys, "frozen", False)
    QProcess.startDetached(sys.executable, sys.argv[1:] if frozen else sys.orig_argv[1:])


def _say_moved(window: MainWindow) -> None:
    """Say in the terminal, too, that a case was found again; an application without a terminal has none to write to."""
    session = window.controller.session
    if session is not None and session.moved_words and sys.stdout is not None:
        sys.stdout.write(session.moved_words + "\n")
        sys.stdout.flush()


def _let_ctrl_c_through(window: MainWindow) -> None:
    """Close the window on Ctrl-C in the terminal; Python looks for signals only while it runs, hence the timer."""
    previous = signal.signal(signal.SIGINT, lambda *_: window.close())
    beat = QTimer(window, interval=250)
    beat.timeout.connect(lambda: None)
    beat.start()
    window.destroyed.connect(lambda: signal.signal(signal.SIGINT, previous))
