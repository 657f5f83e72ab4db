"""Zooming a picture by wheel and by pinching, the same wherever a picture is shown."""

from __future__ import annotations

import math

from PySide6.QtCore import QEasingCurve, QEvent, QPointF, Qt, QVariantAnimation
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

__all__ = ["ZoomingWidget"]

_GLIDE_MS = 100
_NOTCH = 120
"""Eighths of a degree that an ordinary mouse wheel turns at a time."""
_PER_STEP = 1.0015
"""The zoom of an eighth of a degree; 1.2 of a notch."""


class ZoomingWidget(QWidget):
    """A widget whose :meth:`zoom_by` follows wheel, touch pad and touch screen."""

    _glide: QVariantAnimation | None = None
    _left = 0.0
    """What is left of a zoom under way, as the logarithm of its factor."""

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor; the source point under ``at`` (the middle by default) stays where it is."""
        raise NotImplementedError

    def glide_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor within a tenth of a second, so that the eye keeps its place; the rest of one under way is added."""
        way = self._left + math.log(factor)
        self._stop_glide()
        self._left = way

        def step(part: float) -> None:
            left = way * (1 - part)
            gone, self._left = self._left - left, left
            self.zoom_by(math.exp(gone), at)

        glide = self._glide = QVariantAnimation(self)
        glide.setDuration(_GLIDE_MS)
        glide.setStartValue(0.0)
        glide.setEndValue(1.0)
        glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        glide.valueChanged.connect(step)
        glide.start(QVariantAnimation.DeletionPolicy.KeepWhenStopped)

    def finish_glide(self) -> None:
        """End a zoom that is under way where it leads to."""
        if self._glide is not None:
            self._glide.setCurrentTime(_GLIDE_MS)
        self._stop_glide()

    def _stop_glide(self) -> None:
        glide, self._glide, self._left = self._glide, None, 0.0
        if glide is not None:
            glide.stop()
            glide.deleteLater()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer: a touch pad's small steps at once, a wheel's notches gliding."""
        if steps := event.angleDelta().y():
            factor = _PER_STEP**steps
            if event.pixelDelta().isNull() and abs(steps) >= _NOTCH:
                self.glide_by(factor, event.position())
            else:
                self.finish_glide()
                self.zoom_by(factor, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom by pinching, on a touch screen or a touch pad."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom_by(pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint())))
                return True
        return super().event(event)
