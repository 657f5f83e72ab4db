"""How the learning rate falls and when a training ends: one cycle of known length, or as the validation score asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch

from leukview.training.recipe import OptimiserConfig

__all__ = ["Schedule", "optimiser_of", "stalled"]


def optimiser_of(config: OptimiserConfig, parameters: Iterable[torch.nn.Parameter]) -> torch.optim.Optimizer:
    """Return the recipe's optimiser over the parameters; Adam's decay is an L2 term of the gradient, AdamW's is not."""
    if config.method == "adam":
        return torch.optim.Adam(parameters, lr=config.lr, weight_decay=config.weight_decay)
    return torch.optim.AdamW(parameters, lr=config.lr, weight_decay=config.weight_decay)


class Schedule:
    """The learning rate of one round: torch's one cycle, stepped by batch, or its plateau rule, stepped by epoch.

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
        self._cycle: torch.optim.lr_scheduler.OneCycleLR | None = None
        self._plateau: torch.optim.lr_scheduler.ReduceLROnPlateau | None = None
        if config.plateau is None:
            self._cycle = torch.optim.lr_scheduler.OneCycleLR(
                optimiser, config.lr, total_steps=steps * config.epochs, pct_start=config.warmup
            )
            return
        how = config.plateau
        # "abs" without a threshold: any better score counts, as it does for the best epoch and for stopping.
        self._plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(
            optimiser, "max", how.factor, how.patience, threshold=0, threshold_mode="abs", min_lr=how.least
        )

    def after_batch(self) -> None:
        """Go on by one batch."""
        if self._cycle is not None:
            self._cycle.step()

    def after_epoch(self, score: float) -> None:
        """Go on by one epoch, whose validation score (larger is better) is known."""
        if self._plateau is not None:
            self._plateau.step(score)

    def state_dict(self) -> dict[str, Any]:
        """Return the state for a checkpoint: the torch schedule's own."""
        return (self._cycle or self._plateau).state_dict()  # type: ignore[union-attr]

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint's state."""
        (self._cycle or self._plateau).load_state_dict(state)  # type: ignore[union-attr]


def stalled(scores: Sequence[float], patience: int | None) -> bool:
    """Tell whether the last ``patience`` epochs' scores brought none better than before them; never without a patience."""
    if patience is None or len(scores) <= patience:
        return False
    return max(scores[-patience:]) <= max(scores[:-patience])
