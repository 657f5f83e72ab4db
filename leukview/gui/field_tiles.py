"""The tiles of the field on show: read, halved and cut in workers, and kept within bounds."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Lock

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from leukview.domain.errors import InputProblem
from leukview.gui import fault_texts
from leukview.gui.pixmaps import adjusted_qimage, qimage_from_rgb
from leukview.gui.translation import translate
from leukview.imaging.adjustment import AS_IS, Adjustment, adjusted
from leukview.imaging.overview import read_overview
from leukview.imaging.pixel_size import pixel_size_um
from leukview.imaging.pyramid import Pyramid, TileKey
from leukview.imaging.readers import read_rgb

__all__ = ["FieldTiles"]

_TILE_BYTES = 192 * 1024 * 1024
"""What a screen of 4K needs at the least favourable zoom, and a little more."""
_FIELD_BYTES = 512 * 1024 * 1024
"""Fields kept with their levels; the one on show is kept however large it is. Nothing is written to disk: patients' pictures."""
_PREVIEW = 1600
"""Longer side, in pixels, of what is shown of a JPEG until all of it is read."""

_Place = tuple[str, str]


class FieldTiles(QObject):
    """Tiles of one field after another.

    Attributes
    ----------
    size:
        Width and height of the field on show, in pixels; None until they are known.
    preview:
        The whole of it, reduced, as it is; a null image until there is one.
    adjustment:
        How tiles are shown.
    laboratory_um:
        Side of a pixel in µm where a file does not say it; 0 for none.

    Signals
    -------
    opened:
        The size of the field on show is known now, and the preview, if it has one.
    ready:
        More tiles are there.
    failed:
        Carries why the field on show cannot be read.
    """

    opened = Signal()
    ready = Signal()
    failed = Signal(str)
    _wake = Signal()

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="field")
        self._threads = threads
        self._lock = Lock()
        self._place: _Place | None = None
        self._fields: OrderedDict[_Place, tuple[Pyramid, float | None]] = OrderedDict()
        self._tiles: OrderedDict[tuple[_Place, TileKey], tuple[QImage, Adjustment]] = OrderedDict()
        self._preview_shown: tuple[int, Adjustment, QImage] | None = None
        self._bytes = 0
        self._waiting: deque[tuple[_Place, TileKey]] = deque()
        self._busy: set[tuple[_Place, TileKey]] = set()
        self._workers = 0
        self._mail: deque[Callable[[], None]] = deque()
        self._closed = False
        self.size: tuple[int, int] | None = None
        self.preview = QImage()
        self.adjustment = AS_IS
        self.laboratory_um = 0.0
        self._file_um: float | None = None
        self._wake.connect(self._collect, Qt.ConnectionType.QueuedConnection)

    @property
    def pixel_um(self) -> float | None:
        """Side of the pixels of the field on show in µm, as its file says or else the laboratory; None where neither does."""
        return self._file_um or self.laboratory_um or None

    @property
    def levels(self) -> int:
        """How many levels the field on show has; 0 until all of it is read."""
        field = self._fields.get(self._place) if self._place else None
        return len(field[0].levels) if field else 0

    def show(self, path: Path | None) -> None:
        """Show another field, or none; what is still being read for the one before is dropped."""
        place = (str(path.parent), path.name) if path is not None else None
        with self._lock:
            self._waiting.clear()
            self._place = place
        self.size, self.preview, self._file_um = None, QImage(), None
        if place is None or path is None or self._closed:
            return
        if place in self._fields:
            self._use(place)
        else:
            self._pool.submit(self._load, place, path)

    def forget(self) -> None:
        """Drop everything: another case is open, or the files may have changed."""
        self.show(None)
        self._fields.clear()
        self._tiles.clear()
        self._bytes = 0

    def tile(self, key: TileKey) -> QImage | None:
        """Return a tile of the field on show if it is there, as it is to be shown now."""
        if self._place is None:
            return None
        name = (self._place, key)
        found = self._tiles.get(name)
        if found is None or found[1] != self.adjustment:
            return None
        self._tiles.move_to_end(name)
        return found[0]

    def stale_tile(self, key: TileKey) -> QImage | None:
        """Return a tile as it was shown before, to stand in until it is made anew."""
        found = self._tiles.get((self._place, key)) if self._place is not None else None
        return found[0] if found else None

    def set_adjustment(self, adjustment: Adjustment) -> None:
        """Show tiles so from now on; each is made anew when it is asked for."""
        self.adjustment = adjustment

    def shown_preview(self) -> QImage:
        """Return the preview as it is to be shown now."""
        kept, key = self._preview_shown, self.preview.cacheKey()
        if kept is None or kept[:2] != (key, self.adjustment):
            kept = self._preview_shown = (key, self.adjustment, adjusted_qimage(self.preview, self.adjustment))
        return kept[2]

    def want(self, keys: Sequence[TileKey]) -> None:
        """Make these tiles, first things first, and forget all earlier wishes."""
        place = self._place
        if place is None or place not in self._fields or self._closed:
            return
        with self._lock:
            names = [(place, key) for key in keys]
            self._waiting = deque(name for name in names if self.tile(name[1]) is None and name not in self._busy)
            start = max(0, min(self._threads, len(self._waiting)) - self._workers)
            self._workers += start
        pyramid = self._fields[place][0]
        for _ in range(start):
            self._pool.submit(self._work, place, pyramid)

    def shutdown(self) -> None:
        """Forget every wish and wait for the threads."""
        self._closed = True
        with self._lock:
            self._waiting.clear()
            self._place = None
        self._pool.shutdown(wait=True, cancel_futures=True)

    # -- in workers ---------------------------------------------------------------------------------------------------

    def _load(self, place: _Place, path: Path) -> None:
        try:
            if self._stale(place):
                return
            pixel = pixel_size_um(path)
            small = read_overview(path, _PREVIEW)
            if small is not None:
                preview, size = qimage_from_rgb(small[0]), small[1]
                self._post(lambda: self._preview(place, preview, size, pixel))
            if self._stale(place):
                return
            pyramid = Pyramid(read_rgb(path))
        except InputProblem as problem:
            # The name is gone after the block, and the lambda runs later.
            why = fault_texts.reason(problem.reason)
            words = f"{why[:1].upper()}{why[1:]}."
            self._post(lambda: self._fail(place, words))
        except MemoryError:
            short = translate("Fields", "This computer has not enough memory for this field.")
            self._post(lambda: self._fail(place, short))
        else:
            self._post(lambda: self._keep(place, pyramid, pixel))

    def _stale(self, place: _Place) -> bool:
        with self._lock:
            return self._place != place

    def _work(self, place: _Place, pyramid: Pyramid) -> None:
        while True:
            with self._lock:
                if not self._waiting or self._waiting[0][0] != place:
                    self._workers -= 1
                    return
                name = self._waiting.popleft()
                self._busy.add(name)
            # Read once: it may change while the tile is made, and then the tile is made again.
            adjustment = self.adjustment
            pixels = np.ascontiguousarray(adjusted(pyramid.tile(name[1]), adjustment))
            height, width = pixels.shape[:2]
            image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
            # As the window paints, so that the window's thread converts nothing; converting copies.
            made = image.convertToFormat(QImage.Format.Format_RGB32)
            self._post(partial(self._add, name, made, adjustment))

    def _post(self, act: Callable[[], None]) -> None:
        with self._lock:
            first = not self._mail
            self._mail.append(act)
        if first and not self._closed:
            self._wake.emit()

    # -- in the window's thread ---------------------------------------------------------------------------------------

    @Slot()
    def _collect(self) -> None:
        with self._lock:
            mail, self._mail = self._mail, deque()
        for act in mail:
            act()
        self.ready.emit()

    def _preview(self, place: _Place, preview: QImage, size: tuple[int, int], pixel: float | None) -> None:
        if place == self._place:
            self.preview, self.size, self._file_um = preview, size, pixel
            self.opened.emit()

    def _fail(self, place: _Place, words: str) -> None:
        if place == self._place:
            self.failed.emit(words)

    def _keep(self, place: _Place, pyramid: Pyramid, pixel: float | None) -> None:
        if place != self._place:
            return  # somebody went on meanwhile; keeping it could push out what is looked at
        self._fields[place] = (pyramid, pixel)
        while len(self._fields) > 1 and sum(kept.nbytes for kept, _ in self._fields.values()) > _FIELD_BYTES:
            self._fields.popitem(last=False)
        self._use(place)

    def _use(self, place: _Place) -> None:
        self._fields.move_to_end(place)
        pyramid, self._file_um = self._fields[place]
        self.size = (pyramid.width, pyramid.height)
        if self.preview.isNull():
            self.preview = qimage_from_rgb(pyramid.levels[-1])
        self.opened.emit()

    def _add(self, name: tuple[_Place, TileKey], image: QImage, adjustment: Adjustment) -> None:
        with self._lock:
            self._busy.discard(name)
        if name[0] not in self._fields:
            return
        if name in self._tiles:
            self._bytes -= self._tiles.pop(name)[0].sizeInBytes()
        self._tiles[name] = (image, adjustment)
        self._bytes += image.sizeInBytes()
        while self._bytes > _TILE_BYTES and len(self._tiles) > 1:
            _, (old, _) = self._tiles.popitem(last=False)
            self._bytes -= old.sizeInBytes()
