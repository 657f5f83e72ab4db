"""A round of training that takes one step of one network's optimiser a batch, in pieces where memory does not suffice."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any

import torch
from torch import nn

from leukview.domain.errors import InputProblem
from leukview.training.epoch_run import EpochRun
from leukview.training.live import LiveStatus
from leukview.training.memory import Afresh, Pieces
from leukview.training.parallel import Team, average_gradients, average_statistics
from leukview.training.precision import MixedPrecision
from leukview.training.schedule import Learning

__all__ = ["OneNetworkRun", "share_of_batch"]


class OneNetworkRun(EpochRun):
    """The state of such a round; its constructor's further work is the subclass's, which sets ``network`` and ``pieces``.

    Parameters are those of :class:`EpochRun`.

    Attributes
    ----------
    share:
        Images of a batch that this process works on.
    """

    network: nn.Module
    pieces: Pieces

    def __init__(self, recipe: Learning, out: Path, device: str, live: LiveStatus) -> None:
        super().__init__(recipe, out, device, live)
        self.share = share_of_batch(recipe, self.team)
        self.precision = MixedPrecision(device, recipe.optimiser.cpu_precision)

    def _begin_epoch(self) -> None:
        self.network.train()

    def _step(self, *batch: Any) -> float:
        count = len(batch[0])

        def learn(part: slice) -> float:
            here = len(range(*part.indices(count)))
            loss = self._loss(part, *batch) * (here / count)
            torch.autograd.backward(self.precision.scaler.scale(loss))
            return float(loss.detach())

        before = self.pieces.size
        losses = self.pieces.run(count, learn, Afresh([self.network], self.optimiser))
        if self.pieces.size < before:
            self.live.set_means(self.device, self.team.size, self.pieces.size)
        # A SAM's clicks and boxes have parameters of their own, and one process may have drawn either alone.
        average_gradients(self.network.parameters(), uneven=True)
        average_statistics(self.network)
        self.precision.scaler.step(self.optimiser)
        self.precision.scaler.update()
        self.schedule.after_batch()
        return sum(losses)

    @abstractmethod
    def _loss(self, part: slice, *batch: Any) -> torch.Tensor:
        """Return the mean loss of a piece of a batch."""

    def _averaged(self) -> dict[str, torch.Tensor]:
        return self.network.state_dict()

    def _given(self) -> dict[str, Any]:
        return {"network": self.network.state_dict(), "scaler": self.precision.scaler.state_dict()}

    def _take(self, state: dict[str, Any]) -> None:
        self.network.load_state_dict(state["network"])
        if "scaler" in state:  # finders' checkpoints of earlier versions have none
            self.precision.scaler.load_state_dict(state["scaler"])


def share_of_batch(recipe: Learning, team: Team) -> int:
    """Return how many images of the recipe's batch a process of a team works on: all do together what one would.

    Raises
    ------
    InputProblem
        When it is not two at least, which normalisation layers need.
    """
    share = recipe.optimiser.batch // team.size
    if share < 2:
        raise InputProblem(
            f"A batch of {recipe.optimiser.batch}",
            f"it cannot be shared by {team.size} processes, which need two images each",
            "Start fewer with --nproc-per-node, or raise the recipe's batch",
        )
    return share
