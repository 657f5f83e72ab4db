"""Zooming a picture by wheel and by pinching, the same wherever a picture is shown."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QPointF, Qt, QVariantAnimation
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

__all__ = ["ZoomingWidget"]


_GLIDE_MS = 100


class ZoomingWidget(QWidget):
    """A widget whose :meth:`zoom_by` follows wheel, touch pad and touch screen."""

    _glide: QVariantAnimation | None = None

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor; the source point under ``at`` (the middle by default) stays where it is."""
        raise NotImplementedError

    def glide_by(self, factor: float) -> None:
        """Zoom by a factor within a tenth of a second, so that the eye keeps its place; a step under way is finished first."""
        self.finish_glide()
        gone = 0.0

        def step(part: float) -> None:
            nonlocal gone
            self.zoom_by(factor ** (part - gone))
            gone = part

        glide = self._glide = QVariantAnimation(self)
        glide.setDuration(_GLIDE_MS)
        glide.setStartValue(0.0)
        glide.setEndValue(1.0)
        glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        glide.valueChanged.connect(step)
        glide.start(QVariantAnimation.DeletionPolicy.KeepWhenStopped)

    def finish_glide(self) -> None:
        """End a zoom that is under way where it leads to."""
        glide, self._glide = self._glide, None
        if glide is not None:
            glide.setCurrentTime(_GLIDE_MS)
            glide.stop()
            glide.deleteLater()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        if steps := event.angleDelta().y():
            self.zoom_by(1.0015**steps, event.position())
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
