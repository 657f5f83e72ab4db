"""How the learning rate falls and when a training ends: one cycle of known length, or as the validation score asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import torch

from leukview.training.recipe import OptimiserConfig

__all__ = ["Learning", "Schedule", "optimiser_of", "stalled"]


class Learning(Protocol):
    """The part of any recipe that decides how long and how fast a network learns."""

    @property
    def name(self) -> str:
        """The recipe's name."""
        ...

    @property
    def seed(self) -> int:
        """Seed of everything random."""
        ...

    @property
    def optimiser(self) -> OptimiserConfig:
        """Optimiser, schedule and patience."""
        ...


def optimiser_of(
    config: OptimiserConfig, parameters: Iterable[torch.nn.Parameter] | list[dict[str, Any]]
) -> torch.optim.Optimizer:
    """Return the recipe's optimiser over parameters, or over groups of them that may have rates of their own.

    Adam's and SGD's decay is an L2 term of the gradient, AdamW's is not.
    """
    if config.method == "sgd":
        return torch.optim.SGD(parameters, lr=config.lr, momentum=config.momentum, weight_decay=config.weight_decay)
    if config.method == "adam":
        return torch.optim.Adam(parameters, lr=config.lr, weight_decay=config.weight_decay)
    return torch.optim.AdamW(parameters, lr=config.lr, weight_decay=config.weight_decay)


class Schedule:
    """The learning rate of one round: torch's one cycle or triangles, stepped by batch; its plateau rule or cosine, by epoch.

    Parameters
    ----------
    config:
        The recipe's part.
    optimiser:
        Whose rate is set.
    steps:
        Batches an epoch, 1 or more.
    """

    def __init__(self, config: OptimiserConfig, optimiser: torch.optim.Optimizer, steps: int) -> None:
        self._by_batch: torch.optim.lr_scheduler.LRScheduler | None = None
        self._by_epoch: torch.optim.lr_scheduler.LRScheduler | None = None
        self._plateau: torch.optim.lr_scheduler.ReduceLROnPlateau | None = None
        if config.plateau is None:
            self._make(config, optimiser, steps)
            return
        how = config.plateau
        # "abs" without a threshold: any better score counts, as it does for the best epoch and for stopping.
        self._plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(
            optimiser, "max", how.factor, how.patience, threshold=0, threshold_mode="abs", min_lr=how.least
        )

    def _make(self, config: OptimiserConfig, optimiser: torch.optim.Optimizer, steps: int) -> None:
        rates = [float(group["lr"]) for group in optimiser.param_groups]
        if config.schedule == "cycle":
            self._by_batch = torch.optim.lr_scheduler.OneCycleLR(
                optimiser, rates, total_steps=steps * config.epochs, pct_start=config.warmup
            )
        elif config.schedule == "cyclic":
            # Momentum is cycled by default, which Adam has none of (Smith, WACV 2017, speaks of the rate alone).
            self._by_batch = torch.optim.lr_scheduler.CyclicLR(
                optimiser, [rate / 10 for rate in rates], rates, config.rise, cycle_momentum=False
            )
        elif config.schedule == "cosine":
            self._by_epoch = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, config.epochs)
        else:
            self._by_epoch = torch.optim.lr_scheduler.ConstantLR(optimiser, 1.0)

    def after_batch(self) -> None:
        """Go on by one batch."""
        if self._by_batch is not None:
            self._by_batch.step()

    def after_epoch(self, score: float) -> None:
        """Go on by one epoch, whose validation score (larger is better) is known."""
        if self._plateau is not None:
            self._plateau.step(score)
        if self._by_epoch is not None:
            self._by_epoch.step()

    def state_dict(self) -> dict[str, Any]:
        """Return the state for a checkpoint: the torch schedule's own."""
        state: dict[str, Any] = self._own.state_dict()
        # A function, which torch keeps of its triangles: it is made anew, and no checkpoint may hold one.
        return {name: value for name, value in state.items() if not callable(value)}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint's state."""
        self._own.load_state_dict(state)

    @property
    def _own(self) -> Any:
        return self._by_batch or self._by_epoch or self._plateau


def stalled(scores: Sequence[float], patience: int | None) -> bool:
    """Tell whether the last ``patience`` epochs' scores brought none better than before them; never without a patience."""
    if patience is None or len(scores) <= patience:
        return False
    return max(scores[-patience:]) <= max(scores[:-patience])
