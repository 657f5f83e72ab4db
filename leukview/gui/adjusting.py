"""The picture's look at work in a window: the panel that changes it, the keys, the parts that follow, and pointing at white."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from leukview.domain.errors import InputProblem
from leukview.gui import fault_texts
from leukview.gui.picture_look import PictureLook
from leukview.gui.pixmaps import rgb_of
from leukview.gui.shortcuts import key_text
from leukview.gui.translation import translate
from leukview.gui.widgets.picture_panel import PicturePanel
from leukview.gui.widgets.point_layer import PointLayer
from leukview.imaging.adjustment import Adjustment, white_at

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Adjusting"]

_EDGE = 8


class Adjusting(QObject):
    """Brings the look to every part of a window that shows pictures, and to the user's hands.

    Attributes
    ----------
    look:
        The look itself.
    panel:
        Where it is changed.
    pointer:
        Lies over the cell's picture while the user points at the background.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.look = PictureLook(window.controller, window.preferences, self)
        self.panel = PicturePanel(window)
        self.pointer = PointLayer(
            window.cell_panel.view, translate("Picture", "Click an empty part of the picture · Esc leaves it")
        )
        look, panel, actions = self.look, self.panel, window.actions_
        look.changed.connect(self.show)
        look.settingsChanged.connect(self._show_settings)
        panel.changed.connect(lambda changes: look.set(**changes))
        panel.resetWanted.connect(look.reset)
        panel.held.connect(look.hold)
        panel.pickWanted.connect(self._point)
        self.pointer.pointed.connect(self._pointed)
        window.controller.closing.connect(self.pointer.end)
        actions["adjust_picture"].triggered.connect(lambda _=False: self.open())
        actions["reset_picture"].triggered.connect(lambda _=False: look.reset())
        actions["original_picture"].setAutoRepeat(False)
        actions["original_picture"].triggered.connect(lambda _=False: self._hold())
        actions.keysChanged.connect(self._show_keys)
        window.cell_panel.tools.adjust_button.clicked.connect(actions["adjust_picture"].trigger)
        window.status.pictureWanted.connect(actions["adjust_picture"].trigger)
        self._show_keys()
        self._show_settings()
        self.show(look.shown)

    def show(self, adjustment: Adjustment) -> None:
        """Show every picture of the window so."""
        window = self._window
        window.cell_panel.view.set_adjustment(adjustment)
        window.thumbnails.set_adjustment(adjustment)
        window.cell_panel.strip_thumbnails.set_adjustment(adjustment)
        window.field_panel.view.set_adjustment(adjustment)
        window.field_panel.list.set_adjustment(adjustment)
        window.pages_.compare.set_adjustment(adjustment)
        window.status.picture.setVisible(not adjustment.changes_nothing)

    def open(self) -> None:
        """Open the panel at its button or, on a page without one, in the lower right corner."""
        self._show_settings()
        self.panel.fit()
        button, window = self._window.cell_panel.tools.adjust_button, self._window
        if button.isVisible():
            at = button.mapTo(window, QPoint(0, button.height() + 2))
        else:
            at = QPoint(window.width(), window.height() - window.status.height() - window.strip.height())
            at -= QPoint(self.panel.width(), self.panel.height()) + QPoint(_EDGE, _EDGE)
        self.panel.move(window.mapToGlobal(_held(at, self.panel, window)))
        self.panel.show()
        self.panel.sliders["brightness"].setFocus()

    def _show_settings(self) -> None:
        view = self._window.cell_panel.view
        self.panel.show_settings(self.look.settings, self.look.white, can_pick=view.isVisible() and view.has_image())

    def _show_keys(self) -> None:
        keymap = self._window.actions_.keymap
        reset, original = (next(iter(keymap.keys(name)), "") for name in ("reset_picture", "original_picture"))
        self.panel.set_keys(key_text(reset), key_text(original), frozenset(filter(None, [_code(original)])))

    def _hold(self) -> None:
        code = _code(next(iter(self._window.actions_.keymap.keys("original_picture")), ""))
        if code and not self.look.chosen.changes_nothing:
            self.look.hold_key(code)

    # -- pointing at the background -----------------------------------------------------------------------------------

    def _point(self) -> None:
        self.panel.hide()
        self.pointer.begin()

    def _pointed(self, at: QPointF) -> None:
        image = self._window.cell_panel.view.image()
        if image is None:
            return
        # Of a field of any size only the surroundings of the point are looked at.
        left, top = max(0, int(at.x()) - 16), max(0, int(at.y()) - 16)
        try:
            if not (0 <= at.x() < image.width() and 0 <= at.y() < image.height()):
                raise InputProblem("The point", "it lies outside the picture", "Click an empty part of the picture")
            part = image.copy(left, top, 32, 32)
            self.look.pick(white_at(rgb_of(part), at.x() - left, at.y() - top))
        except InputProblem as problem:
            self._window.controller.said.emit(fault_texts.whole(str(problem)), False)
            return
        self.pointer.end()
        self.open()


def _code(key: str) -> int:
    """Return a key's code without its modifiers, 0 for none: the key that is let go is known by it."""
    sequence = QKeySequence(key)
    return int(sequence[0].key()) if sequence.count() else 0  # type: ignore[index]  # PySide6 types no index


def _held(at: QPoint, panel: QWidget, window: QWidget) -> QPoint:
    """Return a place near ``at``, in the window's coordinates, where the panel lies wholly within the window."""
    right = max(_EDGE, window.width() - panel.width() - _EDGE)
    bottom = max(_EDGE, window.height() - panel.height() - _EDGE)
    return QPoint(min(max(at.x(), _EDGE), right), min(max(at.y(), _EDGE), bottom))
