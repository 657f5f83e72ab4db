"""One batch for one stage of a tree: four updates of a PMG, one of another network, and the stages above coupled to it.

Blocks, heads and idle parts are those of :mod:`leukview.training.pmg_step`, the loss that of :mod:`leukview.training.tree_loss`.
What is added is which cells a network sees. The parent of a stage that is trained further with it must go on seeing *all* its own
cells: shown the child's alone (benign ones, say), it would learn to call everything benign, and its batch normalisation would
forget the rest. So each network is shown the cells of its own stage, and a child's are among its parent's.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from leukview.classifiers.stage_networks import StageNet
from leukview.training.pmg_step import GRIDS, WEIGHTS, jigsaw
from leukview.training.tree_loss import path_loss

__all__ = ["stage_updates"]


def stage_updates(
    path: Sequence[StageNet],
    images: torch.Tensor,
    allowed: Sequence[torch.Tensor],
    optimiser: torch.optim.Optimizer,
    generator: torch.Generator | None = None,
    *,
    smoothing: float = 0.0,
    bfloat16: bool = True,
) -> tuple[float, ...]:
    """Train the networks of a path on one batch: the last one, and those above it with it.

    Parameters
    ----------
    path:
        The stages' networks, coarse to fine, in training mode; one alone is trained without its parents.
    images:
        N×3×S×S float32; S divisible by 8 where the last network is a PMG.
    allowed:
        For each stage N×C bool, of :func:`leukview.training.tree_loss.stage_targets`.
    optimiser:
        Holds the parameters of every network.
    generator:
        Draws the orders of the blocks.
    smoothing:
        Weight of the uniform target in each stage's own answer, 0–1.
    bfloat16:
        Whether networks run under autocast.

    Returns
    -------
    The weighted loss of each update; empty for a batch with fewer than two cells of the last stage, which is passed over.
    """
    rows = [each.any(dim=1) for each in allowed]
    if int(rows[-1].sum()) < 2:
        return ()
    four = path[-1].heads > 1
    losses = []
    for head, (grid, weight) in enumerate(zip(GRIDS, WEIGHTS, strict=True) if four else [(1, 1.0)]):
        shown = jigsaw(images, grid, generator)
        optimiser.zero_grad(set_to_none=True)
        with torch.autocast(images.device.type, dtype=torch.bfloat16, enabled=bfloat16):
            asked = [
                network.head(shown[own], head) if four and network.heads > 1 else network(shown[own])
                for network, own in zip(path, rows, strict=True)
            ]
        value = weight * _loss([each.float() for each in asked], rows, allowed, smoothing)
        torch.autograd.backward(value)
        optimiser.step()
        losses.append(float(value.detach()))
    return tuple(losses)


def _loss(
    logits: Sequence[torch.Tensor], rows: Sequence[torch.Tensor], allowed: Sequence[torch.Tensor], smoothing: float
) -> torch.Tensor:
    """Return the sum of the path losses of each stage, of logits of the cells that each was shown."""
    total = torch.zeros((), device=allowed[-1].device)
    for depth, own in enumerate(rows):
        # Of the cells of this stage, what it and each stage above said of them.
        path = [(logits[up][own[rows[up]]], allowed[up][own]) for up in range(depth + 1)]
        total = total + (1 - smoothing) * path_loss(path)
        if smoothing:
            total = total - smoothing * torch.log_softmax(logits[depth], dim=1).mean()
    return total
