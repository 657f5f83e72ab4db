"""Runs an analysis and stores what it finds, off the GUI thread; a slow store never holds the analysis up, nor the other way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Protocol

from leukview.domain.case import PipelineStamp, Problem
from leukview.domain.progress import Progress

if TYPE_CHECKING:
    from leukview.services.analyse_types import AnalysedImage
    from leukview.services.session import Session

__all__ = ["AnalysisRun", "analyse_into"]

_BATCH = 8
"""Results stored in one transaction at most: a person's own action waits for no more than that."""


class AnalysisRun(Protocol):
    """What the window needs of :class:`leukview.services.analyse.Analysis`."""

    @property
    def stamp(self) -> PipelineStamp | None:
        """Pipeline and weights, once loaded."""
        ...

    @property
    def timings(self) -> Mapping[str, float]:
        """Seconds by stage."""
        ...

    def run(self, progress: Progress | None = None) -> Iterator[AnalysedImage | Problem]:
        """Yield results as they are ready."""
        ...


class _Recorder:
    """Stores results in a thread of its own: each at once where there is time, several together where they come fast."""

    def __init__(self, session: Session, run: AnalysisRun) -> None:
        self._session, self._run = session, run
        self._queue: SimpleQueue[AnalysedImage | Problem | None] = SimpleQueue()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="record")
        self._done = self._pool.submit(self._loop)

    def put(self, result: AnalysedImage | Problem) -> None:
        """Hand a result over; raises what storing an earlier one raised."""
        if self._done.done():
            self._done.result()
        self._queue.put(result)

    def close(self) -> None:
        """Wait until everything is stored; raises what storing raised."""
        self._queue.put(None)
        self._pool.shutdown()
        self._done.result()

    def _loop(self) -> None:
        last = False
        while not last:
            batch = [self._queue.get()]
            try:
                while len(batch) < _BATCH and batch[-1] is not None:
                    batch.append(self._queue.get_nowait())
            except Empty:
                pass
            last = batch[-1] is None
            results = [result for result in batch if result is not None]
            if results:
                if self._run.stamp is not None:
                    self._session.set_stamp(self._run.stamp)
                self._session.record_all(results)


def analyse_into(session: Session, run: AnalysisRun, progress: Progress, is_open: Callable[[], bool]) -> None:
    """Run an analysis and store every result. Called in a worker.

    Whatever was finished before a stop is stored. Where the case was closed meanwhile, storing ends with it: those images are
    analysed again when the case is opened next.

    Parameters
    ----------
    is_open:
        Whether the session still is the window's.
    """
    recorder = _Recorder(session, run)
    try:
        for result in run.run(progress):
            progress.check_cancelled()
            recorder.put(result)
    finally:
        try:
            recorder.close()
        except RuntimeError:
            if is_open():
                raise
    if run.stamp is not None:
        session.set_stamp(run.stamp, run.timings)
