"""Cell thumbnails: cut in worker threads for what is on screen only, and kept in a bounded cache."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

from leukview.domain.cell import Cell
from leukview.imaging.crops import View, cut_view
from leukview.imaging.readers import read_rgb

__all__ = ["Thumbnails", "tile_view"]

_BYTES = 128 * 1024 * 1024
_FIELDS = 4
"""Decoded fields kept, since neighbouring tiles are cut from the same one."""
_AROUND = 1.35
"""Side of the view around a box, where the pipeline left no view of its own."""

Key = tuple[str, str, tuple[float, float, float], int]
"""Folder, file, view and side in pixels: ids repeat from case to case, and a re-analysis may move a view."""


def tile_view(cell: Cell, span: float | None = None) -> View:
    """Return the square of the source image that stands for a cell: what the network saw, so that sizes compare.

    With ``span``, a square of this side in source pixels around the cell's box: the same for all, so that they compare exactly.
    """
    if span is not None:
        box = cell.final_box
        return View(box.x + box.width / 2, box.y + box.height / 2, span)
    if cell.view is not None:
        return View(cell.view.cx, cell.view.cy, cell.view.side)
    box = cell.final_box
    return View(box.x + box.width / 2, box.y + box.height / 2, _AROUND * max(box.width, box.height))


def _key(folder: Path, cell: Cell, side: int, span: float | None) -> Key:
    view = tile_view(cell, span)
    return (str(folder), cell.file, (view.cx, view.cy, view.side), side)


class _Worker:
    """Cuts tiles until nothing is wanted any more."""

    def __init__(self, owner: Thumbnails) -> None:
        self._owner = owner

    def __call__(self) -> None:
        """Take, cut, post; a file that cannot be read gives an empty image, not an error."""
        while (job := self._owner._take()) is not None:
            folder, cell, key = job
            self._owner._post(key, self._cut(folder, cell, View(*key[2]), key[3]))

    def _cut(self, folder: Path, cell: Cell, view: View, side: int) -> QImage:
        try:
            source = self._owner._source(folder, cell)
            tile = np.ascontiguousarray(cut_view(source, view, side))
        except Exception:
            # Whatever the reason, one tile says "not readable" and the others go on; the cell view tells why.
            return QImage()
        return QImage(tile.data, side, side, 3 * side, QImage.Format.Format_RGB888).copy()


class Thumbnails(QObject):
    """Thumbnails of one case's cells.

    Only what :meth:`want` last asked for is cut; an earlier wish that scrolled away is forgotten.
    """

    ready = Signal()
    _wake = Signal()

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="thumbnail")
        self._threads = threads
        self._closed = False
        self._folder = Path()
        self._cache: OrderedDict[Key, QPixmap] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._field_lock = Lock()
        self._waiting: deque[tuple[Path, Cell, Key]] = deque()
        self._busy: set[Key] = set()
        self._workers = 0
        self._done: list[tuple[Key, QImage]] = []
        self._fields: OrderedDict[tuple[Path, str], NDArray[np.uint8]] = OrderedDict()
        self._wake.connect(self._collect, Qt.ConnectionType.QueuedConnection)

    def set_folder(self, folder: Path) -> None:
        """Show another case."""
        with self._lock:
            self._waiting.clear()
            self._done.clear()
        with self._field_lock:
            self._fields.clear()
        self._cache.clear()
        self._bytes = 0
        self._folder = folder

    def pixmap(self, cell: Cell, side: int, span: float | None = None) -> QPixmap | None:
        """Return the ``side``×``side`` pixel thumbnail if it is there (a null one where the file cannot be read).

        ``span`` is as in :func:`tile_view`.
        """
        key = _key(self._folder, cell, side, span)
        found = self._cache.get(key)
        if found is not None:
            self._cache.move_to_end(key)
        return found

    def want(self, cells: Sequence[Cell], side: int, span: float | None = None) -> None:
        """Cut these, first things first, and forget all earlier wishes."""
        wanted = [(self._folder, cell, _key(self._folder, cell, side, span)) for cell in cells]
        if self._closed:
            return
        with self._lock:
            self._waiting = deque(job for job in wanted if job[2] not in self._cache and job[2] not in self._busy)
            start = min(self._threads, len(self._waiting)) - self._workers
            self._workers += max(0, start)
        for _ in range(max(0, start)):
            self._pool.submit(_Worker(self))

    def shutdown(self) -> None:
        """Forget every wish and wait for the threads; each has at most one tile left to cut."""
        self._closed = True
        with self._lock:
            self._waiting.clear()
        self._pool.shutdown(wait=True)

    def _take(self) -> tuple[Path, Cell, Key] | None:
        with self._lock:
            if not self._waiting:
                self._workers -= 1
                return None
            job = self._waiting.popleft()
            self._busy.add(job[2])
            return job

    def _post(self, key: Key, image: QImage) -> None:
        with self._lock:
            first = not self._done
            self._done.append((key, image))
        if first:
            self._wake.emit()

    def _source(self, folder: Path, cell: Cell) -> NDArray[np.uint8]:
        """Read a cell's image; fields are kept, and read by one thread at a time so that none is read twice."""
        if cell.single:
            return read_rgb(folder / cell.file)
        name = (folder, cell.file)
        with self._field_lock:
            if name not in self._fields:
                self._fields[name] = read_rgb(folder / cell.file)
            self._fields.move_to_end(name)
            while len(self._fields) > _FIELDS:
                self._fields.popitem(last=False)
            return self._fields[name]

    @Slot()
    def _collect(self) -> None:
        with self._lock:
            done, self._done = self._done, []
            self._busy.difference_update(key for key, _ in done)
        for key, image in done:
            self._cache[key] = QPixmap.fromImage(image)
            self._bytes += 4 * key[3] ** 2
        while self._bytes > _BYTES and self._cache:
            old, _ = self._cache.popitem(last=False)
            self._bytes -= 4 * old[3] ** 2
        if done:
            self.ready.emit()
