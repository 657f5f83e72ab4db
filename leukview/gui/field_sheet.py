"""The part of a field that is on screen, put together from tiles: panning within it costs one copy and no waiting."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from leukview.gui.field_tiles import FieldTiles
from leukview.gui.widgets.sharp_image import SharpImage
from leukview.imaging.pyramid import TILE, TileKey, level_for, tiles_in

__all__ = ["FieldSheet"]

_Key = tuple[int, int, int, int, int]


class FieldSheet:
    """Draws the field that some :class:`FieldTiles` hold.

    Where a tile is not there yet, a coarser one or the preview stands in for it, and gives way as soon as it comes.
    """

    def __init__(self, tiles: FieldTiles) -> None:
        self._tiles = tiles
        self._key: _Key | None = None
        self._picture = SharpImage(QImage())
        self._filled: set[TileKey] = set()
        self._sketched: set[TileKey] = set()

    def forget(self) -> None:
        """Put it together anew: another field is on show, or its tiles are."""
        self._key = None

    @property
    def complete(self) -> bool:
        """Whether what was drawn last was made of the right tiles alone."""
        return self._key is not None and not self._sketched

    def draw(self, painter: QPainter, visible: QRectF, origin: QPointF, scale: float) -> None:
        """Draw the part of the field that falls into a rectangle; missing tiles are asked for.

        Parameters
        ----------
        painter, visible, origin, scale:
            As for :meth:`leukview.gui.widgets.sharp_image.SharpImage.draw`.
        """
        if self._tiles.size is None:
            return
        width, height = self._tiles.size
        painter.save()
        painter.setClipRect(QRectF(origin.x(), origin.y(), width * scale, height * scale))
        if not self._tiles.levels:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            whole = QRectF(origin.x(), origin.y(), width * scale, height * scale)
            painter.drawImage(whole, self._tiles.shown_preview())
            painter.restore()
            return
        level = level_for(scale * painter.device().devicePixelRatio(), self._tiles.levels)
        left, top = (visible.left() - origin.x()) / scale, (visible.top() - origin.y()) / scale
        right, bottom = left + visible.width() / scale, top + visible.height() / scale
        keys = tiles_in(level, left, top, right, bottom, width, height)
        if keys:
            self._gather(level, keys, width, height)
            factor = 2.0**level
            at = QPointF(
                origin.x() + min(key.column for key in keys) * TILE * factor * scale,
                origin.y() + min(key.row for key in keys) * TILE * factor * scale,
            )
            self._picture.draw(painter, visible, at, scale * factor)
        painter.restore()

    def _gather(self, level: int, keys: list[TileKey], width: int, height: int) -> None:
        columns, rows = [key.column for key in keys], [key.row for key in keys]
        first, above, last, below = min(columns), min(rows), max(columns), max(rows)
        if self._key != (level, first, above, last, below):
            self._key = (level, first, above, last, below)
            # Its right and lower tiles may be smaller: nothing is drawn beyond the field.
            across = min((last + 1) * TILE, -(-width // 2**level)) - first * TILE
            down = min((below + 1) * TILE, -(-height // 2**level)) - above * TILE
            self._picture = SharpImage(QImage(across, down, QImage.Format.Format_RGB32))
            self._filled, self._sketched = set(), set()
        missing = []
        pen: QPainter | None = None
        for key in keys:
            if key in self._filled:
                continue
            tile = self._tiles.tile(key)
            if tile is None:
                missing.append(key)
                if key in self._sketched:
                    continue
            pen = pen or QPainter(self._picture.image)
            at = QRect((key.column - first) * TILE, (key.row - above) * TILE, TILE, TILE)
            if tile is not None:
                pen.drawImage(at.topLeft(), tile)
                self._filled.add(key)
                self._sketched.discard(key)
            else:
                self._sketch(pen, at, key, width, height)
                self._sketched.add(key)
        if pen is not None:
            pen.end()
        self._tiles.want([*missing, *self._around(level, first, above, last, below, width, height)])

    def _around(
        self, level: int, first: int, above: int, last: int, below: int, width: int, height: int
    ) -> list[TileKey]:
        """Return the tiles just beyond the edge, where panning leads next."""
        side = TILE * 2**level
        ring = tiles_in(
            level, (first - 1) * side, (above - 1) * side, (last + 2) * side, (below + 2) * side, width, height
        )
        return [key for key in ring if not (first <= key.column <= last and above <= key.row <= below)]

    def _sketch(self, pen: QPainter, at: QRect, key: TileKey, width: int, height: int) -> None:
        """Draw what is known of a tile that is not there yet, from the finest coarser tile or the preview.

        Quickly, not smoothly: it is seen for a moment only, and many may be wanted at once.
        """
        if (stale := self._tiles.stale_tile(key)) is not None:
            pen.drawImage(at.topLeft(), stale)
            return
        for up in range(1, self._tiles.levels - key.level):
            parent = self._tiles.tile(TileKey(key.level + up, key.column >> up, key.row >> up))
            if parent is not None:
                part = TILE / 2**up
                x, y = (key.column % 2**up) * part, (key.row % 2**up) * part
                pen.drawImage(QRectF(at), parent, QRectF(x, y, part, part))
                return
        preview = self._tiles.shown_preview()
        factor = preview.width() / width
        side = TILE * 2**key.level
        pen.drawImage(
            QRectF(at),
            preview,
            QRectF(key.column * side * factor, key.row * side * factor, side * factor, side * factor),
        )
