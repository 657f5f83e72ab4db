"""Cell thumbnails: cut in worker threads for what is on screen only, and kept in a bounded cache."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

from leukview.domain.cell import Cell
from leukview.gui.pixmaps import adjusted_qimage
from leukview.imaging.adjustment import AS_IS, Adjustment
from leukview.imaging.crops import View, cut_view
from leukview.imaging.readers import read_rgb

__all__ = ["Thumbnails", "tile_view"]

_BYTES = 128 * 1024 * 1024
_BYTES_A_PIXEL = 7
"""Of a tile as it is, and as the screen shows it."""
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


@dataclass(slots=True)
class _Tile:
    """A tile as it is, and as it is shown under an adjustment."""

    as_is: QImage
    shown: QPixmap
    adjustment: Adjustment


@dataclass(frozen=True, slots=True)
class _Job:
    """What a worker is to do: cut a tile, or only show one anew that was cut before (``as_is``)."""

    folder: Path
    cell: Cell
    key: Key
    adjustment: Adjustment
    as_is: QImage | None = None


class _Worker:
    """Cuts tiles until nothing is wanted any more."""

    def __init__(self, owner: Thumbnails) -> None:
        self._owner = owner

    def __call__(self) -> None:
        """Take, cut, post; a file that cannot be read gives an empty image, not an error."""
        while (job := self._owner._take()) is not None:
            as_is = job.as_is
            if as_is is None:
                as_is = self._cut(job.folder, job.cell, View(*job.key[2]), job.key[3])
            # As the window paints, so that its own thread converts nothing.
            shown = adjusted_qimage(as_is, job.adjustment).convertToFormat(QImage.Format.Format_RGB32)
            self._owner._post(job, as_is, shown)

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
        self._adjustment = AS_IS
        self._cache: OrderedDict[Key, _Tile] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._field_lock = Lock()
        self._waiting: deque[_Job] = deque()
        self._stale: dict[Key, Cell] = {}
        self._renew = QTimer(self, singleShot=True, interval=0)
        self._renew.timeout.connect(self._show_anew)
        self._busy: set[Key] = set()
        self._workers = 0
        self._done: list[tuple[_Job, QImage, QImage]] = []
        self._fields: OrderedDict[tuple[Path, str], NDArray[np.uint8]] = OrderedDict()
        self._wake.connect(self._collect, Qt.ConnectionType.QueuedConnection)

    def set_folder(self, folder: Path) -> None:
        """Show another case."""
        with self._lock:
            self._waiting.clear()
            self._busy.difference_update(job.key for job, _, _ in self._done)
            self._done.clear()
        self._stale.clear()
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
        if found is None:
            return None
        self._cache.move_to_end(key)
        if found.adjustment != self._adjustment:
            # Whoever asked has it as it was shown before, for the moment that a worker takes.
            self._stale[key] = cell
            self._renew.start()
        return found.shown

    def set_adjustment(self, adjustment: Adjustment) -> None:
        """Show tiles so from now on: those that are looked at become so at once, all others when they are asked for."""
        if adjustment != self._adjustment:
            self._adjustment = adjustment
            self.ready.emit()

    def want(self, cells: Sequence[Cell], side: int, span: float | None = None) -> None:
        """Cut these, first things first, and forget all earlier wishes."""
        look = self._adjustment
        wanted = [_Job(self._folder, cell, _key(self._folder, cell, side, span), look) for cell in cells]
        if self._closed:
            return
        with self._lock:
            self._waiting = deque(job for job in wanted if job.key not in self._cache and job.key not in self._busy)
        self._start_workers()

    def _show_anew(self) -> None:
        """Have the tiles that were looked at shown under the adjustment in force, before any other is cut."""
        stale, self._stale = self._stale, {}
        look = self._adjustment
        kept = [(key, cell, self._cache[key]) for key, cell in stale.items() if key in self._cache]
        if self._closed:
            return
        anew = [_Job(self._folder, cell, key, look, tile.as_is) for key, cell, tile in kept if tile.adjustment != look]
        with self._lock:
            # What was to be shown anew under an adjustment that has changed since is not worth a worker's time.
            cuts = (job for job in self._waiting if job.as_is is None)
            self._waiting = deque([*(job for job in anew if job.key not in self._busy), *cuts])
        self._start_workers()

    def _start_workers(self) -> None:
        with self._lock:
            start = max(0, min(self._threads, len(self._waiting)) - self._workers)
            self._workers += start
        for _ in range(start):
            self._pool.submit(_Worker(self))

    def shutdown(self) -> None:
        """Forget every wish and wait for the threads; each has at most one tile left to cut."""
        self._closed = True
        with self._lock:
            self._waiting.clear()
        self._pool.shutdown(wait=True)

    def _take(self) -> _Job | None:
        with self._lock:
            if not self._waiting:
                self._workers -= 1
                return None
            job = self._waiting.popleft()
            self._busy.add(job.key)
            return job

    def _post(self, job: _Job, as_is: QImage, shown: QImage) -> None:
        with self._lock:
            first = not self._done
            self._done.append((job, as_is, shown))
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
            self._busy.difference_update(job.key for job, _, _ in done)
        for job, as_is, shown in done:
            if job.key not in self._cache:
                self._bytes += _BYTES_A_PIXEL * job.key[3] ** 2
            self._cache[job.key] = _Tile(as_is, QPixmap.fromImage(shown), job.adjustment)
        while self._bytes > _BYTES and self._cache:
            old, _ = self._cache.popitem(last=False)
            self._bytes -= _BYTES_A_PIXEL * old[3] ** 2
        if done:
            self.ready.emit()
