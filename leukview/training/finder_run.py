"""The training of what finds or outlines cells: one network, on random views of whatever kind."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import torch
from torch import nn
from torch.utils.data import Dataset

from leukview.domain.errors import InputProblem
from leukview.training.live import LiveStatus
from leukview.training.memory import Pieces
from leukview.training.one_network_run import OneNetworkRun
from leukview.training.parallel import first_decides
from leukview.training.sampling import ShuffledSampler
from leukview.training.schedule import Learning, stalled
from leukview.training.stage_step import normalises_batches

__all__ = ["FinderRun", "Loss", "Score", "Shown", "Views"]

Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """A batch of views, or a piece of one.

    Attributes
    ----------
    pixels:
        N×3×S×S float32, on the training's device.
    target:
        What they show, as the views say it: on the processor.
    rng:
        Random numbers of the step's own.
    autocast:
        Gives the context in which the forward pass may mix precisions.
    """

    pixels: torch.Tensor
    target: Any
    rng: np.random.Generator
    autocast: Callable[[], AbstractContextManager[object]]


Loss = Callable[[Network, Shown], torch.Tensor]
"""The mean loss of views."""
Score = Callable[[Network], Mapping[str, float]]
"""How good a network is on the validation part, 0–1 by source. It is given a copy, on the processor and ready for use."""


class Views(Dataset[tuple[torch.Tensor, Any]]):
    """Random views, drawn anew for each ``epoch``: pairs of pixels and of what they show, a tensor or several by name."""

    epoch = 0

    def __len__(self) -> int:
        """Return the number of views in an epoch."""
        raise NotImplementedError


class FinderRun(OneNetworkRun, Generic[Network]):
    """The state of such a training.

    Where the recipe has a patience, each epoch is validated, the best one is kept, and the training ends early; without one every
    epoch is run, nothing is validated, and the last is kept.

    Parameters
    ----------
    recipe, out, device, live:
        As of :class:`leukview.training.epoch_run.EpochRun`.
    views:
        What to train on.
    network:
        What learns.
    loss_of:
        The loss; of a piece of a batch where memory does not suffice, and of a process's share of one.
    score_of:
        Validates; needed where the recipe has a patience.
    workers:
        Processes that prepare views.
    label:
        Comes before the epoch in what the user is told.

    Raises
    ------
    InputProblem
        When there are fewer views than a batch has, or more processes than can share one.
    """

    network: Network

    def __init__(
        self,
        recipe: Learning,
        views: Views,
        network: Network,
        loss_of: Loss[Network],
        score_of: Score[Network] | None,
        out: Path,
        device: str,
        workers: int,
        live: LiveStatus,
        label: str,
    ) -> None:
        super().__init__(recipe, out, device, live)
        self.label, self._loss_of, self._score_of = label, loss_of, score_of
        if len(views) < self.share * self.team.size:
            raise InputProblem(
                recipe.name,
                f"an epoch has {len(views)} views, and a batch {recipe.optimiser.batch}",
                "Bring more images, or raise the recipe's passes or lower its batch",
            )
        self.train_set = views
        self.sampler = ShuffledSampler(len(views), recipe.seed, self.share, self.team)
        self._load(self.share, workers)
        self.network = network.to(device).train()
        self.pieces = Pieces(self.share, live.say, least=2 if normalises_batches(network) else 1)
        self._optimise(self.network.parameters())

    @property
    def over(self) -> bool:
        """Whether it has had its epochs, or stopped early."""
        config = self.recipe.optimiser
        # Not by the history alone: one that an earlier version began has none.
        return self.epoch >= config.epochs or self.stopped

    @property
    def stopped(self) -> bool:
        """Whether the patience is at an end."""
        return stalled([row.score for row in self.history], self.recipe.optimiser.patience)

    def _loss(self, part: slice, *batch: Any) -> torch.Tensor:
        pixels, target = batch
        # The first piece of the first process has the numbers of the whole batch.
        more = (self.team.rank, part.start) if self.team.rank or part.start else ()
        rng = np.random.default_rng((self.recipe.seed, self.epoch, self.step, *more))
        own = {name: each[part] for name, each in target.items()} if isinstance(target, Mapping) else target[part]
        return self._loss_of(self.network, Shown(pixels[part].to(self.device), own, rng, self.precision.autocast))

    def _validate(self) -> tuple[dict[str, float], float]:
        """Return the score of each source, and their mean; nothing where the recipe has no patience."""
        if self.recipe.optimiser.patience is None:
            return {}, 0.0
        assert self._score_of is not None
        val = dict(self._score_of(copy.deepcopy(self.network).cpu().eval())) if self.team.first else {}
        val = first_decides(val)
        return val, float(np.mean(list(val.values())))

    def _save(self, score: float) -> None:
        # No epoch is the best where none was validated.
        super()._save(score if self.recipe.optimiser.patience is not None else -1.0)
