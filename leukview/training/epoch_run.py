"""Train epoch by epoch, whatever learns: resumable, cancellable, keeping the best epoch by the validation part."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn
from torch.utils.data import DataLoader

from leukview.domain.progress import Progress
from leukview.training.datasets import ViewDataset
from leukview.training.features import FeatureViews
from leukview.training.history import EpochRecord, read_history, write_whole
from leukview.training.live import LiveStatus
from leukview.training.recipe import Recipe
from leukview.training.sampling import EpochSampler
from leukview.training.schedule import Schedule, optimiser_of

__all__ = ["EpochRun"]


class EpochRun(ABC):
    """The state of one round of training in a folder.

    What learns, from what, and by which steps is the subclass's: its constructor sets ``train_set``, ``val_set`` and ``sampler``,
    and calls :meth:`_load` and :meth:`_optimise`.

    Parameters
    ----------
    recipe:
        Of one round.
    out:
        The round's folder, which exists; it keeps checkpoint, best weights and history.
    device:
        ``cpu`` or ``cuda``.
    live:
        Told of every step.

    Attributes
    ----------
    epoch, best, history:
        Epochs finished, the best validation score among them (−1 before the first), and what they reached.
    steps_per_epoch:
        Batches in an epoch.
    """

    train_set: ViewDataset | FeatureViews
    val_set: ViewDataset | FeatureViews
    sampler: EpochSampler
    label = ""
    """Comes before the epoch in what the user is told."""

    def __init__(self, recipe: Recipe, out: Path, device: str, live: LiveStatus) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.out, self.device, self.live = recipe, out, device, live
        self.epoch, self.best = 0, -1.0
        self.history: list[EpochRecord] = []

    def _load(self, batch: int, workers: int) -> None:
        """Make what gives the batches."""
        self.train_loader = DataLoader(
            self.train_set,
            batch,
            sampler=self.sampler,
            num_workers=workers,
            drop_last=True,
            prefetch_factor=4 if workers else None,
        )
        self.val_loader = DataLoader(self.val_set, 2 * batch, num_workers=0)

    def _optimise(self, parameters: Iterable[nn.Parameter] | list[dict[str, Any]]) -> None:
        """Let parameters, or groups of them, learn by the recipe's optimiser and schedule."""
        self.optimiser = optimiser_of(self.recipe.optimiser, parameters)
        self.steps_per_epoch = self.sampler.steps
        self.schedule = Schedule(self.recipe.optimiser, self.optimiser, self.steps_per_epoch)

    @property
    def _rate(self) -> float:
        return float(self.optimiser.param_groups[0]["lr"])

    @property
    def _checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    def resume(self) -> None:
        """Go on from the checkpoint, where there is one."""
        if not self._checkpoint.is_file():
            return
        state = torch.load(self._checkpoint, map_location=self.device, weights_only=True)
        self._take(state)
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.epoch, self.best = state["epoch"], state["best"]
        # Dropout draws from this generator: a resumed run goes on where the unbroken one would be.
        torch.set_rng_state(state["rng"].cpu())
        # Killed between the two files, the history is an epoch ahead, which is run again.
        self.history = read_history(self.out)[: self.epoch]

    def one_epoch(self, progress: Progress) -> None:
        """Train an epoch, validate the averaged weights, write the checkpoint."""
        started = time.monotonic()
        self.train_set.epoch = self.sampler.epoch = self.epoch
        self._begin_epoch()
        losses: list[float] = []
        for step, (views, allowed, answers) in enumerate(self.train_loader, start=1):
            progress.check_cancelled()
            loss = self._step(views, allowed, answers)
            if loss is not None:
                losses.append(loss)
            self._tell(step, losses[-1] if losses else 0.0, progress)
        val, score = self._validate()
        self.epoch += 1
        mean = float(np.mean(losses or [0.0]))
        self.history.append(EpochRecord(self.epoch, mean, val, score, time.monotonic() - started))
        # Told first: after a kill, what is told of an epoch that was not kept is forgotten.
        self.live.epoch(self.epoch, mean, val, score, self._rate)
        self.schedule.after_epoch(score)
        self._save(score)

    def _tell(self, step: int, loss: float, progress: Progress) -> None:
        self.live.step(self.epoch + 1, step, loss, self._rate)
        done, total = self.epoch * self.steps_per_epoch + step, self.steps_per_epoch * self.recipe.optimiser.epochs
        progress.report(done, total, f"{self.label}epoch {self.epoch + 1}, loss {loss:.3f}")

    def _save(self, score: float) -> None:
        """Write best weights, history and checkpoint, each atomically."""
        if score > self.best:
            self.best = score
            best = {key: value.contiguous() for key, value in self._averaged().items()}
            write_whole(self.out / "best.safetensors", lambda path: save_file(best, path))
        history = json.dumps([asdict(row) for row in self.history], indent=1)
        write_whole(self.out / "history.json", lambda path: path.write_text(history, "utf-8"))
        checkpoint = {
            **self._given(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "epoch": self.epoch,
            "best": self.best,
            "rng": torch.get_rng_state(),
        }
        write_whole(self._checkpoint, lambda path: torch.save(checkpoint, path))

    @abstractmethod
    def _begin_epoch(self) -> None:
        """Make ready what learns."""

    @abstractmethod
    def _step(self, views: torch.Tensor, allowed: torch.Tensor, answers: torch.Tensor) -> float | None:
        """Learn from a batch; return its loss, or None where it taught nothing."""

    @abstractmethod
    def _validate(self) -> tuple[dict[str, float], float]:
        """Return the accuracy on the validation part of each data set, and the score by which the best epoch is kept, 0–1."""

    @abstractmethod
    def _averaged(self) -> dict[str, torch.Tensor]:
        """Return the weights that are kept of the best epoch."""

    @abstractmethod
    def _given(self) -> dict[str, Any]:
        """Return what a checkpoint holds of what learns."""

    @abstractmethod
    def _take(self, state: dict[str, Any]) -> None:
        """Go on with what a checkpoint holds of what learns."""
