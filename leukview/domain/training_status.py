"""What a training that runs says of itself, so that a window can draw its curves: the content of ``OUT/progress.json``.

The file is replaced as a whole, never written in place, so a reader meets either the state before or the one after.
``docs/TRAINING.md`` describes its fields; :mod:`leukview.training.live` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

__all__ = ["EpochPoint", "StepPoint", "TrainingState", "TrainingStatus", "status_of"]

TrainingState = Literal["preparing", "training", "finishing", "finished", "stopped", "failed"]
"""``preparing``: images are read and cells found. ``finishing``: weights are calibrated and written. ``stopped``: at the user's
request, and the same command goes on. A training that was killed stays as it was, and ``updated`` stands still."""


@dataclass(frozen=True, slots=True)
class StepPoint:
    """A step on the curves; not every one is kept.

    Attributes
    ----------
    network:
        A member's name; the recipe's where it makes one network.
    round, epoch, step:
        All from 1; a round is a stage of the recipe, steps are counted within the epoch.
    loss, lr:
        Of this step.
    seconds:
        Spent on the whole training so far, without the time it stood still.
    """

    network: str
    round: int
    epoch: int
    step: int
    loss: float
    lr: float
    seconds: float


@dataclass(frozen=True, slots=True)
class EpochPoint:
    """A finished epoch.

    Attributes
    ----------
    network, round, epoch, lr, seconds:
        As for a step, at the epoch's end.
    loss:
        Mean over its steps.
    score:
        On the validation part, 0–1, larger is better: by it the best epoch is kept. The mean of ``val``.
    val:
        The same by data set.
    """

    network: str
    round: int
    epoch: int
    loss: float
    score: float
    val: Mapping[str, float]
    lr: float
    seconds: float


@dataclass(frozen=True, slots=True)
class TrainingStatus:
    """A training at one moment.

    Attributes
    ----------
    recipe, state:
        Its recipe's name, and what it is doing.
    network, round, epoch, step:
        What is being trained, from 1; 0 before the first.
    rounds, epochs, steps:
        How many the network has rounds, the round epochs, the epoch steps. Early stopping may end a round sooner.
    seconds, remaining:
        Spent so far; and estimated until this round has had all its epochs, None while nothing is known.
    device, processes, batch:
        ``cpu`` or ``cuda``; how many processes train together; images in one pass of one process, less than the recipe's where
        memory did not suffice.
    updated:
        When this was written: ISO 8601, UTC.
    notes:
        Sentences for the user, oldest first.
    step_points, epoch_points:
        The curves, oldest first.
    """

    recipe: str
    state: TrainingState = "preparing"
    network: str = ""
    round: int = 0
    rounds: int = 0
    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0
    seconds: float = 0.0
    remaining: float | None = None
    device: str = ""
    processes: int = 1
    batch: int = 0
    updated: str = ""
    notes: tuple[str, ...] = ()
    step_points: tuple[StepPoint, ...] = ()
    epoch_points: tuple[EpochPoint, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what the file holds: the fields by name, with the version of this format."""
        return {"version": 1, **asdict(self)}


def status_of(content: Mapping[str, Any]) -> TrainingStatus:
    """Return a status from what the file holds.

    Raises
    ------
    ValueError
        When it is none, or one of another version.
    """
    if not isinstance(content, Mapping) or content.get("version") != 1:
        raise ValueError("this is no training's progress of version 1")
    fields = {name: value for name, value in content.items() if name != "version"}
    try:
        fields["notes"] = tuple(fields.get("notes", ()))
        fields["step_points"] = tuple(StepPoint(**row) for row in fields.get("step_points", ()))
        fields["epoch_points"] = tuple(EpochPoint(**row) for row in fields.get("epoch_points", ()))
        return TrainingStatus(**fields)
    except TypeError as error:
        raise ValueError(f"this is no training's progress: {error}") from error
