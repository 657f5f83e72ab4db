"""Write ``progress.json`` while a training runs, and read it from elsewhere; see :mod:`leukview.domain.training_status`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leukview.domain.errors import Cancelled
from leukview.domain.training_status import EpochPoint, StepPoint, TrainingState, TrainingStatus, status_of

__all__ = ["PROGRESS_FILE", "LiveStatus", "live_training", "read_status"]

PROGRESS_FILE = "progress.json"

_EVERY = 1.0
"""Seconds between two writings at least; the end of an epoch is always written."""

_MOST_POINTS = 2000
"""Steps that are kept; with more, every other one is dropped."""


def read_status(out: Path) -> TrainingStatus | None:
    """Return what the training in a folder last said of itself; None where it has said nothing that can be read."""
    try:
        return status_of(json.loads((out / PROGRESS_FILE).read_text("utf-8")))
    except (OSError, ValueError):
        return None


class LiveStatus:
    """What a running training tells those who watch its folder.

    A training that goes on keeps the curves of its epochs so far, and the time they took.

    Parameters
    ----------
    out:
        The training's folder; None writes nothing, as the further processes of one training do.
    recipe:
        The recipe's name.
    clock:
        Seconds, for tests.
    """

    def __init__(self, out: Path | None, recipe: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = out / PROGRESS_FILE if out is not None else None
        self._clock = clock
        before = read_status(out) if out is not None else None
        if before is None or before.recipe != recipe:
            before = TrainingStatus(recipe)
        self.status = replace(before, state="preparing", remaining=None)
        self._before, self._started = before.seconds, clock()
        self._written = float("-inf")
        self._round_started, self._round_steps = clock(), 0

    @property
    def seconds(self) -> float:
        """Time spent so far, with that of earlier runs."""
        return self._before + self._clock() - self._started

    def say(self, sentence: str) -> None:
        """Add a sentence for the user, once."""
        if sentence not in self.status.notes:
            self._change(notes=(*self.status.notes, sentence))

    def enter(self, state: TrainingState) -> None:
        """Say what the training is doing from now on."""
        self._change(state=state, remaining=None)

    def begin_round(self, network: str, place: tuple[int, int], epochs: int, steps: int, done: int) -> None:
        """Begin or resume a round.

        What was said of it beyond its finished epochs is forgotten: a resumed training runs them again.

        Parameters
        ----------
        network:
            The network's name.
        place:
            The round, from 1, and how many there are.
        epochs, steps:
            Epochs in the round and steps in an epoch.
        done:
            Epochs that are finished.
        """

        def kept(point: StepPoint | EpochPoint) -> bool:
            other = (point.network, point.round) != (network, place[0])
            return other or point.epoch <= done

        self._round_started, self._round_steps = self._clock(), 0
        self._change(
            state="training",
            network=network,
            round=place[0],
            rounds=place[1],
            epoch=done,
            epochs=epochs,
            step=0,
            steps=steps,
            remaining=None,
            step_points=tuple(point for point in self.status.step_points if kept(point)),
            epoch_points=tuple(point for point in self.status.epoch_points if kept(point)),
        )

    def set_means(self, device: str, processes: int, batch: int) -> None:
        """Say what the training runs on; see :class:`leukview.domain.training_status.TrainingStatus`."""
        self._change(device=device, processes=processes, batch=batch)

    def step(self, epoch: int, step: int, loss: float, lr: float) -> None:
        """Say that a step is done; it is written at most once a second."""
        self._round_steps += 1
        if self._path is None or self._clock() - self._written < _EVERY:
            return
        now = self.status
        point = StepPoint(now.network, now.round, epoch, step, loss, lr, round(self.seconds, 3))
        points = (*now.step_points, point)
        if len(points) > _MOST_POINTS:
            points = (*points[:-1:2], point)
        left = now.steps * (now.epochs - epoch) + now.steps - step
        pace = (self._clock() - self._round_started) / self._round_steps
        self._change(epoch=epoch, step=step, step_points=points, remaining=round(left * pace, 1))

    def epoch(self, epoch: int, loss: float, val: Mapping[str, float], score: float, lr: float) -> None:
        """Say that an epoch is finished; parameters as in :class:`leukview.domain.training_status.EpochPoint`."""
        now = self.status
        point = EpochPoint(now.network, now.round, epoch, loss, score, dict(val), lr, round(self.seconds, 3))
        pace = (self._clock() - self._round_started) / max(self._round_steps, 1)
        remaining = round(pace * now.steps * (now.epochs - epoch), 1)
        points = (*now.epoch_points, point)
        self._change(epoch=epoch, step=now.steps, epoch_points=points, remaining=remaining)

    def _change(self, **news: Any) -> None:
        self.status = replace(self.status, **news)
        if self._path is None:
            return
        self.status = replace(
            self.status, seconds=round(self.seconds, 3), updated=datetime.now(UTC).isoformat(timespec="seconds")
        )
        self._written = self._clock()
        # Whoever watches must not stop the training: a full disk is the checkpoint's to report.
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_name(self._path.name + ".new")
            draft.write_text(json.dumps(self.status.as_json()), "utf-8")
            draft.replace(self._path)


@contextmanager
def live_training(out: Path | None, recipe: str, notes: Sequence[str] = ()) -> Iterator[LiveStatus]:
    """Keep a training's status while it runs, and say at the end how it ended.

    Yields
    ------
    What the training tells of itself.
    """
    live = LiveStatus(out, recipe)
    for note in notes:
        live.say(note)
    try:
        yield live
    except (Cancelled, KeyboardInterrupt):
        live.enter("stopped")
        raise
    except BaseException as error:
        live.say(str(error) or type(error).__name__)
        live.enter("failed")
        raise
    live.enter("finished")
