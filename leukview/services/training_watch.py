"""A training's folder while it runs: one training at a time, what it is doing now, a wish to stop, and how it ended.

The training, in a process of its own, enters :func:`watched`. Whoever watches (a window, perhaps a later one) reads what it says
and may ask it to stop. That it runs is told by a lock which the system gives back however the process ends.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Literal

from leukview.domain.errors import Cancelled, EnvironmentFault, InputProblem
from leukview.domain.progress import NoProgress, Progress

__all__ = ["Activity", "Outcome", "ask_to_stop", "is_running", "read_activity", "read_outcome", "watched"]

_LOCK = "training.lock"
_STOP = "stop-wanted"
_ACTIVITY = "activity.json"
_OUTCOME = "outcome.json"
_EVERY_S = 0.5
_TRIES = 5

Ending = Literal["finished", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Activity:
    """What a training is doing: steps done of how many (0: unknown), in words, and the seconds left where they can be told."""

    done: int = 0
    total: int = 0
    message: str = ""
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a training ended; of a failure, whose fault it was (``input``, ``environment`` or ``bug``) and what was said."""

    ending: Ending
    kind: str = ""
    message: str = ""


def is_running(out: Path) -> bool:
    """Tell whether a training runs in this folder, in whatever process."""
    if not (out / _LOCK).is_file():
        return False
    with _opened(out / _LOCK) as stream:
        if not _take(stream):
            return True
        _give_back(stream)
        return False


def ask_to_stop(out: Path) -> None:
    """Ask the training in this folder to stop; what it finished is kept, and the same command goes on."""
    with suppress(OSError):
        (out / _STOP).touch()


def read_activity(out: Path) -> Activity:
    """Return what the training in a folder last said it was doing."""
    content = _read(out / _ACTIVITY)
    return Activity(**content) if content is not None and set(content) == set(Activity.__slots__) else Activity()


def read_outcome(out: Path) -> Outcome | None:
    """Return how the last training in a folder ended; None where it still runs or was killed."""
    content = _read(out / _OUTCOME)
    return Outcome(**content) if content is not None and set(content) == set(Outcome.__slots__) else None


@contextmanager
def watched(out: Path, progress: Progress) -> Iterator[Progress]:
    """Let a training be watched and stopped from outside.

    Yields
    ------
    The progress to give to the training.

    Raises
    ------
    InputProblem
        When another training runs in this folder.
    EnvironmentFault
        When the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        stream = _opened(out / _LOCK)
    except OSError as error:
        raise EnvironmentFault(
            f"{out} cannot be written ({error.strerror or error}). Choose another folder."
        ) from error
    with stream:
        if not _taken(stream):
            raise InputProblem(
                str(out), "another training runs in this folder", "Wait for it, or choose another folder"
            )
        for name in (_STOP, _OUTCOME, _ACTIVITY):
            (out / name).unlink(missing_ok=True)
        try:
            yield _Watched(out, progress)
        except BaseException as error:
            _replace(out / _OUTCOME, asdict(_outcome_of(error)))
            raise
        else:
            _replace(out / _OUTCOME, asdict(Outcome("finished")))
        finally:
            (out / _STOP).unlink(missing_ok=True)
            _give_back(stream)


def _taken(stream: IO[bytes]) -> bool:
    """Take the lock; a look whether a training runs holds it for a moment, too."""
    for _ in range(_TRIES):
        if _take(stream):
            return True
        time.sleep(0.1)
    return False


class _Watched(NoProgress):
    """Passes progress on, writes it down, and looks for the wish to stop."""

    def __init__(self, out: Path, progress: Progress, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._out, self._progress, self._clock = out, progress, clock
        self._written = self._looked = float("-inf")
        self._stage: tuple[int, str] = (-1, "")
        self._began, self._first = 0.0, 0

    def report(self, done: int, total: int, message: str = "") -> None:
        """Pass the report on, and write it at most twice a second."""
        self._progress.report(done, total, message)
        now = self._clock()
        # A stage is known by its length and its words without figures: "epoch 3, loss 0.4" goes on from "epoch 2, loss 0.5".
        stage = (total, "".join(letter for letter in message if not (letter.isdigit() or letter in ".,")))
        if stage != self._stage or done < self._first:
            self._stage, self._began, self._first = stage, now, done
        elif now - self._written < _EVERY_S and done < total:
            return
        self._written = now
        more = done - self._first
        left = (now - self._began) / more * (total - done) if total and more > 0 else None
        _replace(self._out / _ACTIVITY, asdict(Activity(done, total, message, left)))

    def check_cancelled(self) -> None:
        """Raise ``Cancelled`` once somebody asked for it, here or outside."""
        self._progress.check_cancelled()
        now = self._clock()
        if now - self._looked >= _EVERY_S:
            self._looked = now
            if (self._out / _STOP).exists():
                self.cancel()
        super().check_cancelled()


def _outcome_of(error: BaseException) -> Outcome:
    if isinstance(error, Cancelled | KeyboardInterrupt):
        return Outcome("stopped")
    if isinstance(error, InputProblem):
        return Outcome("failed", "input", str(error))
    if isinstance(error, EnvironmentFault | MemoryError | OSError):
        return Outcome("failed", "environment", str(error) or "This computer ran out of memory.")
    return Outcome("failed", "bug", f"{type(error).__name__}: {error}")


def _replace(path: Path, content: Mapping[str, Any]) -> None:
    """Write a small file as a whole. Watching must not stop a training: a full disk is the checkpoint's to report."""
    with suppress(OSError):
        draft = path.with_name(path.name + ".new")
        draft.write_text(json.dumps(content), "utf-8")
        draft.replace(path)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


# -- the lock ---------------------------------------------------------------------------------------------------------


def _opened(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b")


if sys.platform == "win32":
    import msvcrt

    def _take(stream: IO[bytes]) -> bool:
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give_back(stream: IO[bytes]) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(stream: IO[bytes]) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _give_back(stream: IO[bytes]) -> None:
        fcntl.flock(stream, fcntl.LOCK_UN)
