"""Train epoch by epoch, whatever learns: resumable, cancellable, keeping the best epoch by the validation part."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn
from torch.utils.data import DataLoader, Dataset

from leukview.domain.progress import Progress
from leukview.training.divergence import refuse_broken, refuse_divergence
from leukview.training.history import EpochRecord, read_history, write_whole
from leukview.training.live import LiveStatus
from leukview.training.parallel import current_team
from leukview.training.sampling import EpochSampler
from leukview.training.schedule import Learning, Schedule, optimiser_of

__all__ = ["EpochRun", "EpochViews"]


class EpochViews(Protocol):
    """Views that are drawn anew for each ``epoch``."""

    epoch: int

    def __len__(self) -> int:
        """Return the number of views."""
        ...

    def __getitem__(self, index: int, /) -> Any:
        """Return a view with what it shows."""
        ...


class EpochRun(ABC):
    """The state of one round of training in a folder, alone or as one of several processes that share its batches.

    What learns, from what, and by which steps is the subclass's: its constructor sets ``train_set`` and ``sampler``, and calls
    :meth:`_load` and :meth:`_optimise`. Of a team the first process alone writes.

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
    steps_per_epoch, step:
        Batches in an epoch, and which of them is learnt from, from 1.
    team:
        The processes that train together.
    """

    train_set: EpochViews
    sampler: EpochSampler
    label = ""
    """Comes before the epoch in what the user is told."""

    def __init__(self, recipe: Learning, out: Path, device: str, live: LiveStatus) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.out, self.device, self.live = recipe, out, device, live
        self.epoch, self.step, self.best = 0, 0, -1.0
        self.team = current_team()
        self.history: list[EpochRecord] = []

    def _load(self, batch: int, workers: int) -> None:
        """Make what gives the batches to learn from."""
        self.train_loader = DataLoader(
            cast("Dataset[Any]", self.train_set),
            batch,
            sampler=self.sampler,
            num_workers=workers,
            drop_last=True,
            prefetch_factor=4 if workers else None,
        )

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
        # Finders' checkpoints of earlier versions, which validated nothing, lack the last two.
        self.epoch, self.best = state["epoch"], state.get("best", -1.0)
        # Dropout draws from this generator: a resumed run goes on where the unbroken one would be.
        if "rng" in state:
            torch.set_rng_state(state["rng"].cpu())
        # Killed between the two files, the history is an epoch ahead, which is run again.
        self.history = read_history(self.out)[: self.epoch]

    def one_epoch(self, progress: Progress) -> None:
        """Train an epoch, validate the averaged weights, write the checkpoint.

        Raises
        ------
        InputProblem
            When the loss or the weights are no numbers any more; the checkpoint before is kept.
        Cancelled
            When cancelled.
        """
        started = time.monotonic()
        self.train_set.epoch = self.sampler.epoch = self.epoch
        if not self.team.first:
            # Its own dropout; the first process's goes on from the checkpoint.
            torch.manual_seed(self.recipe.seed + 7919 * self.team.rank + 104729 * self.epoch)
        self._begin_epoch()
        losses: list[float] = []
        for step, batch in enumerate(self.train_loader, start=1):
            progress.check_cancelled()
            self.step = step
            loss = self._step(*batch)
            refuse_divergence(loss, self._place, self.recipe.optimiser.lr, self._rate, torch.device(self.device))
            if loss is not None:
                losses.append(loss)
            self._tell(losses[-1] if losses else 0.0, progress)
        refuse_broken(self._learnt(), self._place, self.recipe.optimiser.lr, self._rate)
        val, score = self._validate()
        self.epoch += 1
        mean = float(np.mean(losses or [0.0]))
        self.history.append(EpochRecord(self.epoch, mean, val, score, time.monotonic() - started))
        # Told first: after a kill, what is told of an epoch that was not kept is forgotten.
        self.live.epoch(self.epoch, mean, val, score, self._rate)
        self.schedule.after_epoch(score)
        self._save(score)

    @property
    def _place(self) -> str:
        """Where the training is, and what of it is kept, in words."""
        kept = f"epoch {self.epoch} is kept" if self.epoch else "no epoch is kept yet"
        return f"{self.recipe.name}: {self.label}epoch {self.epoch + 1}, step {self.step} ({kept})"

    def _learnt(self) -> list[torch.Tensor]:
        """Return the parameters that learn."""
        return [each.detach() for group in self.optimiser.param_groups for each in group["params"]]

    def _tell(self, loss: float, progress: Progress) -> None:
        self.live.step(self.epoch + 1, self.step, loss, self._rate)
        done, total = self.epoch * self.steps_per_epoch + self.step, self.steps_per_epoch * self.recipe.optimiser.epochs
        progress.report(done, total, f"{self.label}epoch {self.epoch + 1}, loss {loss:.3f}")

    def _save(self, score: float) -> None:
        """Write best weights, history and checkpoint, each atomically; of a team the first process does."""
        if not self.team.first:
            return
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
    def _step(self, *batch: Any, **_: Any) -> float | None:
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
