"""Train a network epoch by epoch, so that a stopped training goes on from its last finished epoch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.utils.data import DataLoader, Dataset

from leukview.domain.progress import Progress
from leukview.training.allocator import keep_freed_memory

__all__ = ["Loss", "Plan", "Views", "fit", "save_weights"]

Network = TypeVar("Network", bound=nn.Module)
Loss = Callable[[Network, torch.Tensor, Any, np.random.Generator], torch.Tensor]
"""The loss of a batch of views with what they show; its random numbers are the step's own."""


class Plan(Protocol):
    """The part of a recipe that decides how long and how fast a network learns, by AdamW with one cycle."""

    @property
    def seed(self) -> int:
        """Seed of everything random."""
        ...

    @property
    def epochs(self) -> int:
        """Passes over the data."""
        ...

    @property
    def batch(self) -> int:
        """Views in a step."""
        ...

    @property
    def lr(self) -> float:
        """Highest rate of the cycle."""
        ...

    @property
    def weight_decay(self) -> float:
        """AdamW's."""
        ...

    @property
    def warmup(self) -> float:
        """Part of the steps in which the rate rises."""
        ...


class Views(Dataset[tuple[torch.Tensor, Any]]):
    """Random views, drawn anew for each ``epoch``: pairs of pixels and of what they show."""

    epoch = 0

    def __len__(self) -> int:
        """Return the number of views in an epoch."""
        raise NotImplementedError


def fit(
    recipe: Plan,
    views_of: Callable[[], Views],
    folder: Path,
    build: Callable[[], Network],
    loss_of: Loss[Network],
    *,
    start: Callable[[Network], None] | None = None,
    label: str = "",
    workers: int,
    progress: Progress,
) -> Network:
    """Train, or go on with, one network; a finished one is loaded.

    ``folder`` holds ``checkpoint.pt`` after each epoch, and ``final.safetensors`` in its place when done.

    Parameters
    ----------
    recipe:
        How to train.
    views_of:
        Gives what to train on; not asked where the network is finished.
    folder:
        The training's own; made where it is missing.
    build:
        Gives the network, drawn from the recipe's seed.
    loss_of:
        The loss of one batch.
    start:
        Gives a network that is to be trained its first weights; without it they are as built.
    label:
        Comes before the epoch in what ``progress`` is told.
    workers:
        Processes that prepare views.
    progress:
        Told of every step; may cancel.

    Raises
    ------
    Cancelled
        When cancelled; the last finished epoch is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keep_freed_memory()
    torch.manual_seed(recipe.seed)
    network = build()
    final, checkpoint = folder / "final.safetensors", folder / "checkpoint.pt"
    if final.is_file():
        network.load_state_dict(load_file(final))
        return network.eval()
    if start is not None:
        start(network)
    views = views_of()
    steps = len(views) // recipe.batch
    optimiser = torch.optim.AdamW(network.parameters(), lr=recipe.lr, weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.lr, total_steps=steps * recipe.epochs, pct_start=recipe.warmup
    )
    parts = {"network": network, "optimiser": optimiser, "schedule": schedule}
    for epoch in range(_go_on(checkpoint, parts), recipe.epochs):
        views.epoch = epoch
        order = torch.Generator().manual_seed(recipe.seed + epoch)
        loader = DataLoader(views, recipe.batch, shuffle=True, drop_last=True, num_workers=workers, generator=order)
        network.train()
        for step, (pixels, target) in enumerate(loader, start=1):
            progress.check_cancelled()
            loss = loss_of(network, pixels, target, np.random.default_rng((recipe.seed, epoch, step)))
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            optimiser.step()
            schedule.step()
            text = f"{label}epoch {epoch + 1}, loss {float(loss.detach()):.3f}"
            progress.report(epoch * steps + step, steps * recipe.epochs, text)
        _keep(checkpoint, parts, epoch + 1)
    save_weights(network, final)
    checkpoint.unlink()
    return network.eval()


def save_weights(network: nn.Module, path: Path, *, half: bool = False) -> None:
    """Write a network's weights; in half precision, which halves the file, where ``half``."""
    state = {name: value.contiguous() for name, value in network.state_dict().items()}
    if half:
        state = {name: value.half() if value.is_floating_point() else value for name, value in state.items()}
    save_file(state, path)


def _go_on(checkpoint: Path, parts: dict[str, Any]) -> int:
    """Bring each part to where the checkpoint left it; return the number of epochs done, 0 where there is none."""
    if not checkpoint.is_file():
        return 0
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(state[name])
    return int(state["epoch"])


def _keep(checkpoint: Path, parts: dict[str, Any], epochs: int) -> None:
    """Write the checkpoint; an interrupted write leaves the one before."""
    new = checkpoint.with_suffix(".new")
    torch.save({name: part.state_dict() for name, part in parts.items()} | {"epoch": epochs}, new)
    new.replace(checkpoint)
