"""Clicks, boxes and the outline that would come of them, over the cell view while an outline is edited."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from leukview.domain.box import Box
from leukview.gui import theme
from leukview.gui.translation import translate
from leukview.gui.widgets.cell_view import CellView
from leukview.gui.widgets.overlay_paint import paint_contour

__all__ = ["OutlineLayer"]

Points = Sequence[tuple[float, float, bool]]
Contours = Sequence[NDArray[np.int32]]

_DRAG = 5.0
"""Screen pixels that the pointer may move within a click."""
_MARK = 7.0
"""Radius of a click's mark in screen pixels."""


class OutlineLayer(QWidget):
    """Lies over a cell view while an outline is edited, and takes the left and the right button from it.

    The wheel and the middle button still zoom and move the image.

    Signals
    -------
    clicked:
        Emitted with (x, y, inside) in source pixels: ``inside`` is false for the right button and for Alt.
    boxDrawn:
        Emitted with left, top, right and bottom in source pixels.
    accepted, rejected, stepBack:
        Emitted by Enter, Escape and Backspace.
    """

    clicked = Signal(float, float, bool)
    boxDrawn = Signal(float, float, float, float)
    accepted = Signal()
    rejected = Signal()
    stepBack = Signal()

    def __init__(self, view: CellView) -> None:
        super().__init__(view)
        self._view = view
        self._points: Points = ()
        self._box: tuple[float, float, float, float] | None = None
        self._paths: dict[str, QPainterPath] = {}
        self._pressed: QPointF | None = None
        self._at = QPointF()
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(translate("Outline", "Outline being edited"))
        self.setAccessibleDescription(
            translate("Outline", "Click adds, right-click takes away, drag draws a box, Enter uses it, Escape cancels")
        )
        self.setToolTip(
            translate(
                "Outline",
                "Click: add · right-click or Alt+click: take away · drag: box · Backspace: take the last back · "
                "Enter: use it · Esc: cancel",
            )
        )
        self.hide()
        view.installEventFilter(self)

    def begin(self) -> None:
        """Cover the view and take the keyboard."""
        self.clear()
        self._before = QApplication.focusWidget()
        self.resize(self._view.size())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Leave the view to itself, and give the keyboard back to who had it."""
        if self.hasFocus() and self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.hide()
        self.clear()

    def clear(self) -> None:
        """Forget every mark and the preview."""
        self._pressed = None
        self._paths = {}
        self.set_hints((), None)

    def set_hints(self, points: Points, box: tuple[float, float, float, float] | None) -> None:
        """Show these clicks and this box, all in source pixels."""
        self._points, self._box = points, box
        self.update()

    def set_preview(self, box: Box, nucleus: Contours, cell: Contours) -> None:
        """Show an outline: n×2 arrays of (x, y) pixel indices in ``box``, which is in source pixels."""
        self._paths = {"cytoplasm": _path(box, cell), "nucleus": _path(box, nucleus)}
        self.update()

    def has_preview(self) -> bool:
        """Return whether an outline is shown."""
        return any(not path.isEmpty() for path in self._paths.values())

    def preview_path(self, part: str) -> QPainterPath:
        """Return the shown outline of ``nucleus`` or ``cytoplasm`` in this widget's coordinates."""
        corner, scale = self._view.to_view(0, 0), self._view.scale
        move = QTransform(scale, 0, 0, scale, corner.x(), corner.y())
        return move.map(self._paths.get(part, QPainterPath()))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the preview, the box and the clicks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme.tokens()
        halo = look.colour("halo")
        halo.setAlpha(150)
        for part in ("cytoplasm", "nucleus"):
            # Dashed: it is not the cell's outline yet.
            paint_contour(painter, self.preview_path(part), part, Qt.PenStyle.DashLine)
        for rect in filter(None, (self._box_rect(), self._drawn())):
            painter.setPen(QPen(halo, 3))
            painter.drawRect(rect)
            painter.setPen(QPen(look.colour("surround"), 1.5, Qt.PenStyle.DotLine))
            painter.drawRect(rect)
        for x, y, inside in self._points:
            self._draw_mark(painter, self._view.to_view(x, y), inside)

    def _draw_mark(self, painter: QPainter, at: QPointF, inside: bool) -> None:
        """Draw a click: its sign, not a colour, says what it meant."""
        look = theme.tokens()
        painter.setPen(QPen(look.colour("halo"), 1.5))
        painter.setBrush(look.colour("surround") if inside else look.colour("halo"))
        painter.drawEllipse(at, _MARK, _MARK)
        painter.setPen(QPen(look.colour("halo") if inside else look.colour("surround"), 2))
        arm = _MARK - 3
        painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
        if inside:
            painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _box_rect(self) -> QRectF | None:
        if self._box is None:
            return None
        left, top, right, bottom = self._box
        return QRectF(self._view.to_view(left, top), self._view.to_view(right, bottom))

    def _drawn(self) -> QRectF | None:
        """Return the box that is being drawn, in this widget's coordinates."""
        if self._pressed is None or (self._at - self._pressed).manhattanLength() < _DRAG:
            return None
        return QRectF(self._pressed, self._at).normalized()

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a box; the middle button is the view's."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._at = event.position()
        elif event.button() == Qt.MouseButton.RightButton:
            self._click(event.position(), inside=False)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a quick second click for what it is."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the box on."""
        if self._pressed is None:
            event.ignore()
            return
        self._at = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the click or the box."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            event.ignore()
            return
        self._at = event.position()
        drawn, pressed = self._drawn(), self._pressed
        self._pressed = None
        self.update()
        if drawn is None:
            self._click(pressed, inside=not event.modifiers() & Qt.KeyboardModifier.AltModifier)
        else:
            low, high = self._view.to_source(drawn.topLeft()), self._view.to_source(drawn.bottomRight())
            self.boxDrawn.emit(low.x(), low.y(), high.x(), high.y())

    def _click(self, at: QPointF, *, inside: bool) -> None:
        source = self._view.to_source(at)
        self.clicked.emit(source.x(), source.y(), inside)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Claim Enter, Escape and Backspace before any shortcut of the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Use, cancel or take the last click back."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.rejected.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self.stepBack.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Stay as large as the view."""
        if event.type() == QEvent.Type.Resize:
            self.resize(self._view.size())
        return False

    def sizeHint(self) -> QSize:
        """Return the view's size."""
        return self._view.size()


def _ours(event: QKeyEvent) -> bool:
    plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
    keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Backspace}
    return plain and event.key() in keys


def _path(box: Box, contours: Contours) -> QPainterPath:
    path = QPainterPath()
    for points in contours:
        if len(points) > 2:
            # Contours run through pixel centres; the first pixel's centre is half a pixel from its corner.
            path.addPolygon(QPolygonF([QPointF(box.x + float(x) + 0.5, box.y + float(y) + 0.5) for x, y in points]))
            path.closeSubpath()
    return path
