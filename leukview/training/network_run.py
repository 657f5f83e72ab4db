"""One round of one network's training, alone or as one of several processes that share its batches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.utils.data import DataLoader

from leukview.classifiers.frozen import FrozenNet
from leukview.domain.progress import Progress
from leukview.training.averaging import Ema
from leukview.training.datasets import LabelledImage, ViewDataset, balance_weights
from leukview.training.features import FeatureViews
from leukview.training.frames import FoundMasks
from leukview.training.frozen_recipe import FrozenRecipe
from leukview.training.live import LiveStatus
from leukview.training.losses import attribute_loss, partial_label_loss
from leukview.training.memory import Pieces
from leukview.training.networks import started_network
from leukview.training.one_network_run import OneNetworkRun
from leukview.training.parallel import first_decides
from leukview.training.recipe import Recipe
from leukview.training.sampling import EpochSampler

__all__ = ["NetworkRun"]


class NetworkRun(OneNetworkRun):
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
        self.recipe: Recipe = recipe
        training = [i for i in items if i.split == recipe.data.train_split][:: recipe.data.every]
        validation = [i for i in items if i.split == recipe.data.val_split]
        self.train_set: ViewDataset | FeatureViews = ViewDataset(training, masks, recipe, train=True)
        self.val_set: ViewDataset | FeatureViews = ViewDataset(validation, masks, recipe, train=False)
        self.pieces = Pieces(self.share, live.say)
        weights = balance_weights(training, recipe.data.balance)
        self.sampler = EpochSampler(weights, recipe.seed, batch=self.share, team=self.team)
        self.workers = workers
        self._load(self.share, workers)
        self._load_validation()
        self.network = started_network(recipe).to(device)
        self.ema = Ema(self.network, recipe.optimiser.ema)
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
        self._load_validation()

    def _load_validation(self) -> None:
        self.val_loader = DataLoader(self.val_set, 2 * self.share, num_workers=0)

    def _placed(self, views: torch.Tensor) -> torch.Tensor:
        """Return a batch on the device; images in channels-last order."""
        if views.ndim < 4:
            return views.to(self.device)
        return views.to(self.device, memory_format=torch.channels_last)

    def start_from(self, folder: Path) -> None:
        """Start from the best weights of an earlier round."""
        _load_padded(self.network, load_file(folder / "best.safetensors"))
        self.ema.network.load_state_dict(self.network.state_dict())

    def _step(self, *batch: Any) -> float:
        loss = super()._step(*batch)
        self.ema.update(self.network)
        return loss

    def _loss(self, part: slice, *batch: Any) -> torch.Tensor:
        views, allowed, answers = (each[part] for each in batch)
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

    def _averaged(self) -> dict[str, torch.Tensor]:
        return self.ema.network.state_dict()

    def _given(self) -> dict[str, Any]:
        return {**super()._given(), "ema": self.ema.network.state_dict(), "ema_steps": self.ema.steps}

    def _take(self, state: dict[str, Any]) -> None:
        super()._take(state)
        self.ema.network.load_state_dict(state["ema"])
        self.ema.steps = state["ema_steps"]


def _load_padded(network: nn.Module, state: dict[str, torch.Tensor]) -> None:
    """Load weights whose last layer may have fewer outputs; the further ones keep their start."""
    own = network.state_dict()
    for name, value in state.items():
        (own[name][: len(value)] if value.ndim else own[name]).copy_(value)
    network.load_state_dict(own)
