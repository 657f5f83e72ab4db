"""One round of one network's training, alone or as one of several processes that share its batches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn

from leukview.classifiers.frozen import FrozenNet
from leukview.domain.errors import InputProblem
from leukview.domain.progress import Progress
from leukview.training.averaging import Ema
from leukview.training.datasets import LabelledImage, ViewDataset, balance_weights
from leukview.training.epoch_run import EpochRun
from leukview.training.features import FeatureViews
from leukview.training.frames import FoundMasks
from leukview.training.frozen_recipe import FrozenRecipe
from leukview.training.live import LiveStatus
from leukview.training.losses import attribute_loss, partial_label_loss
from leukview.training.memory import Pieces
from leukview.training.networks import started_network
from leukview.training.parallel import Team, average_gradients, average_statistics, current_team, first_decides
from leukview.training.precision import MixedPrecision
from leukview.training.recipe import Recipe
from leukview.training.sampling import EpochSampler

__all__ = ["NetworkRun", "share_of_batch"]


class NetworkRun(EpochRun):
    """The state of one network's round.

    Parameters
    ----------
    recipe, out, device, live:
        As of :class:`EpochRun`.
    items:
        The images of all parts.
    masks:
        Their cells; see :func:`leukview.training.frames.masks_for`.
    workers:
        Processes that cut and augment views.
    """

    def __init__(
        self,
        recipe: Recipe,
        items: list[LabelledImage],
        masks: FoundMasks | None,
        out: Path,
        device: str,
        workers: int,
        live: LiveStatus,
    ) -> None:
        super().__init__(recipe, out, device, live)
        training = [i for i in items if i.split == recipe.data.train_split][:: recipe.data.every]
        validation = [i for i in items if i.split == recipe.data.val_split]
        self.train_set = ViewDataset(training, masks, recipe, train=True)
        self.val_set = ViewDataset(validation, masks, recipe, train=False)
        self.team = current_team()
        self.share = share_of_batch(recipe, self.team)
        self.pieces = Pieces(self.share, live.say)
        weights = balance_weights(training, recipe.data.balance)
        self.sampler = EpochSampler(weights, recipe.seed, batch=self.share, team=self.team)
        self.workers = workers
        self._load(self.share, workers)
        self.network = started_network(recipe).to(device)
        self.ema = Ema(self.network, recipe.optimiser.ema)
        self.precision = MixedPrecision(device, recipe.optimiser.cpu_precision)
        self._optimise([each for each in self.network.parameters() if each.requires_grad])

    def read_features(self, progress: Progress) -> None:
        """Let a frozen backbone read every image now, once, where the recipe asks for it."""
        if not isinstance(self.recipe, FrozenRecipe) or not self.recipe.head.views:
            return
        frozen = self.network.network
        assert isinstance(frozen, FrozenNet)

        @torch.no_grad()
        def read(views: torch.Tensor) -> torch.Tensor:
            def part(which: slice) -> torch.Tensor:
                with self.precision.autocast():
                    return frozen.read(self._placed(views[which])).float().cpu()

            return torch.cat(self.pieces.run(len(views), part))

        views = self.recipe.head.views
        assert isinstance(self.train_set, ViewDataset) and isinstance(self.val_set, ViewDataset)
        self.train_set = FeatureViews(self.train_set, read, views, self.workers, progress)
        self.val_set = FeatureViews(self.val_set, read, views, self.workers, progress)
        self._load(self.share, 0)

    def _placed(self, views: torch.Tensor) -> torch.Tensor:
        """Return a batch on the device; images in channels-last order."""
        if views.ndim < 4:
            return views.to(self.device)
        return views.to(self.device, memory_format=torch.channels_last)

    def start_from(self, folder: Path) -> None:
        """Start from the best weights of an earlier round."""
        _load_padded(self.network, load_file(folder / "best.safetensors"))
        self.ema.network.load_state_dict(self.network.state_dict())

    def _begin_epoch(self) -> None:
        self.network.train()
        if not self.team.first:
            # Its own dropout; the first process's goes on from the checkpoint.
            torch.manual_seed(self.recipe.seed + 7919 * self.team.rank + 104729 * self.epoch)

    def _step(self, views: torch.Tensor, allowed: torch.Tensor, answers: torch.Tensor) -> float:
        def learn(part: slice) -> float:
            loss = self._loss(views[part], allowed[part], answers[part]) * (len(views[part]) / len(views))
            torch.autograd.backward(self.precision.scaler.scale(loss))
            return float(loss.detach())

        before = self.pieces.size
        losses = self.pieces.run(len(views), learn, lambda: self.optimiser.zero_grad(set_to_none=True))
        if self.pieces.size < before:
            self.live.set_means(self.device, self.team.size, self.pieces.size)
        average_gradients(self.network.parameters())
        average_statistics(self.network)
        self.precision.scaler.step(self.optimiser)
        self.precision.scaler.update()
        self.schedule.after_batch()
        self.ema.update(self.network)
        return sum(losses)

    def _loss(self, views: torch.Tensor, allowed: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
        """Return the mean loss of a piece of a batch."""
        with self.precision.autocast():
            logits = self.network(self._placed(views))
        count = allowed.shape[1]
        loss = partial_label_loss(logits[:, :count], allowed.to(self.device), self.recipe.optimiser.label_smoothing)
        if self.recipe.data.attributes:
            loss = loss + self.recipe.data.attributes * attribute_loss(logits[:, count:], answers.to(self.device))
        return loss

    def _validate(self) -> tuple[dict[str, float], float]:
        """Return each data set's accuracy, and their mean."""
        val = first_decides(self._accuracies() if self.team.first else {})
        return val, float(np.mean(list(val.values())))

    @torch.inference_mode()
    def _accuracies(self) -> dict[str, float]:
        """Return the accuracy on the validation part of each data set (a coarse label is right within its members)."""
        right: dict[str, list[bool]] = {}
        position = 0
        for views, allowed, _ in self.val_loader:
            logits = torch.cat(self.pieces.run(len(views), self._answering(views)))
            best = logits[:, : allowed.shape[1]].argmax(dim=1).cpu()
            hits = allowed[torch.arange(len(best)), best].tolist()
            for hit in hits:
                right.setdefault(self.val_set.items[position].dataset, []).append(hit)
                position += 1
        return {name: float(np.mean(hits)) for name, hits in right.items()}

    def _answering(self, views: torch.Tensor) -> Callable[[slice], torch.Tensor]:
        return lambda part: self._answer(views[part])

    def _answer(self, views: torch.Tensor) -> torch.Tensor:
        with self.precision.autocast():
            logits: torch.Tensor = self.ema.network(self._placed(views))
        return logits.float()

    def _save(self, score: float) -> None:
        if self.team.first:
            super()._save(score)

    def _averaged(self) -> dict[str, torch.Tensor]:
        return self.ema.network.state_dict()

    def _given(self) -> dict[str, Any]:
        return {
            "network": self.network.state_dict(),
            "ema": self.ema.network.state_dict(),
            "ema_steps": self.ema.steps,
            "scaler": self.precision.scaler.state_dict(),
        }

    def _take(self, state: dict[str, Any]) -> None:
        self.network.load_state_dict(state["network"])
        self.ema.network.load_state_dict(state["ema"])
        self.ema.steps = state["ema_steps"]
        self.precision.scaler.load_state_dict(state["scaler"])


def share_of_batch(recipe: Recipe, team: Team) -> int:
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


def _load_padded(network: nn.Module, state: dict[str, torch.Tensor]) -> None:
    """Load weights whose last layer may have fewer outputs; the further ones keep their start."""
    own = network.state_dict()
    for name, value in state.items():
        (own[name][: len(value)] if value.ndim else own[name]).copy_(value)
    network.load_state_dict(own)
