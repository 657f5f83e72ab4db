"""The pictures that the cell panel showed last, as many as memory is given to them."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtGui import QImage

__all__ = ["CellPictures"]

_CACHE_BYTES = 64 * 1024 * 1024


class CellPictures:
    """Pictures by file, each with the side of its pixels in µm where its file says so; the longest unused goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[QImage, float | None]] = OrderedDict()

    def keep(self, file: str, image: QImage, pixel_um: float | None) -> None:
        """Keep a picture, and drop others where there is no room for all; it is itself kept in any case."""
        self._kept[file] = (image, pixel_um)
        while len(self._kept) > 1 and sum(image.sizeInBytes() for image, _ in self._kept.values()) > _CACHE_BYTES:
            self._kept.popitem(last=False)

    def get(self, file: str) -> tuple[QImage, float | None] | None:
        """Return a picture and the side of its pixels, or None where it is not kept."""
        if file in self._kept:
            self._kept.move_to_end(file)
        return self._kept.get(file)

    def clear(self) -> None:
        """Drop all of them."""
        self._kept.clear()
