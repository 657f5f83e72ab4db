"""Where a cell lies in its source image: its box, and the square that the network saw."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Box", "CellView"]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in source pixels; ``x``, ``y`` is the top left pixel, the far edges are exclusive."""

    x: int
    y: int
    width: int
    height: int

    def iou(self, other: Box) -> float:
        """Return the intersection over union with another box, 0–1."""
        w = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        h = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        if w <= 0 or h <= 0:
            return 0.0
        both = w * h
        return both / (self.width * self.height + other.width * other.height - both)

    def holds(self, other: Box) -> float:
        """Return the part of another box that lies within this one, 0–1."""
        w = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        h = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0, w) * max(0, h) / (other.width * other.height)

    @property
    def centre(self) -> tuple[float, float]:
        """The box's middle (x, y), in source pixels."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class CellView:
    """The square of the source image that the network saw: centre and side in source pixels."""

    cx: float
    cy: float
    side: float
