"""Threads for tasks: one that hangs, on a drive that does not answer, never keeps another task from its turn.

A pool of a fixed number of threads would be full after as many reads of a network drive that hangs, and nothing would be signed,
exported or shown until the drive came back. Here a task that was given up does not count any more, though its thread has not come
back yet, and work that is expected to hang is set apart and counts never.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from threading import Condition, Event, Thread, current_thread

__all__ = ["Job", "Workers"]

_SAME = 3
"""Threads that work of one name may hold: what is looked through fast leaves no more behind than this."""
_LOST_S = 5.0
"""Work that was given up for so long does not count for its name, either: it hangs."""
_MOST_SAME = 24
"""Threads that work of one name may hold, what hangs included: then it waits until something comes back."""
_AGAIN_S = 0.5
"""How often it is looked whether what waits for its name may begin."""
_JOIN_S = 10.0


class Job:
    """A piece of work; ``over`` is set once its thread is done with it, or it was given up before one began.

    Attributes
    ----------
    name:
        What it is for.
    apart:
        Whether it never counts: it has a thread of its own, and there is one of its name at a time.
    """

    def __init__(self, run: Callable[[], None], name: str, apart: bool) -> None:
        self.run, self.name, self.apart = run, name, apart
        self.over = Event()
        self.thread: Thread | None = None
        self.given_up: float | None = None

    @property
    def counts(self) -> bool:
        """Whether it takes one of the places that there are."""
        return not self.apart and self.given_up is None


class Workers:
    """Runs jobs in threads, in order, as many at once as there are places.

    Parameters
    ----------
    places:
        Jobs that run at once; neither those apart nor those that were given up take one.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._change = Condition()
        self._waiting: list[Job] = []
        self._running: list[Job] = []
        self._threads: set[Thread] = set()
        self._idle = 0
        self._closed = False

    def submit(self, run: Callable[[], None], name: str, *, apart: bool = False) -> Job:
        """Run a callable, which must not raise, in a thread."""
        job = Job(run, name, apart)
        with self._change:
            self._waiting.append(job)
            self._call_threads()
        return job

    def give_up(self, job: Job) -> None:
        """Let a job's place go to another: nobody waits for what it does. One that has not begun never will."""
        with self._change:
            job.given_up = time.monotonic()
            if job.thread is None and job in self._waiting:
                self._waiting.remove(job)
                job.over.set()
            self._call_threads()

    def close(self) -> None:
        """Begin nothing any more, and let the threads end that have nothing to do."""
        with self._change:
            self._closed = True
            for job in self._waiting:
                job.over.set()
            self._waiting.clear()
            self._change.notify_all()

    def join(self) -> None:
        """Wait, after :meth:`close`, until every thread has ended that is in no job."""
        with self._change:
            ending = self._threads - {job.thread for job in self._running}
        for thread in ending:
            thread.join(_JOIN_S)

    def _call_threads(self) -> None:
        """Have a thread for every job that may begin, and one that looks again where one may not yet."""
        wanted = len(list(self._ready())) or min(1, len(self._waiting))
        for _ in range(wanted - self._idle):
            self._idle += 1
            # What hangs must not keep the program from ending.
            thread = Thread(target=self._work, name="task", daemon=True)
            self._threads.add(thread)
            thread.start()
        self._change.notify_all()

    def _ready(self) -> Iterable[Job]:
        """Yield the waiting jobs that may begin now, all of them together."""
        places = self._places - sum(job.counts for job in self._running)
        held: dict[str, int] = {}
        for job in self._waiting:
            same = held[job.name] = held.get(job.name, self._held(job.name)) + 1
            if same > (1 if job.apart else _SAME):
                continue
            if not job.apart:
                places -= 1
            if job.apart or places >= 0:
                yield job

    def _held(self, name: str) -> int:
        """Return how many threads work of this name holds; what hangs counts only where it is too much."""
        same = [job for job in self._running if job.name == name]
        lately = time.monotonic() - _LOST_S
        lost = [job for job in same if not job.apart and job.given_up is not None and job.given_up < lately]
        return len(same) if len(same) >= _MOST_SAME else len(same) - len(lost)

    def _work(self) -> None:
        while True:
            with self._change:
                while (job := next(iter(self._ready()), None)) is None and not self._closed:
                    self._change.wait(_AGAIN_S if self._waiting else None)
                self._idle -= 1
                if job is None:
                    return
                self._waiting.remove(job)
                self._running.append(job)
                job.thread = current_thread()
            try:
                job.run()
            finally:
                with self._change:
                    self._running.remove(job)
                    self._idle += 1
                    job.over.set()
                    self._call_threads()
