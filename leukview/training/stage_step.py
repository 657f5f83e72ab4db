"""One batch for one stage of a tree: four updates of a PMG, one of another network, and the stages above coupled to it.

Blocks, heads and idle parts are those of :mod:`leukview.training.pmg_step`, the loss that of :mod:`leukview.training.tree_loss`.
What is added is which cells a network sees. The parent of a stage that is trained further with it must go on seeing *all* its own
cells: shown the child's alone (benign ones, say), it would learn to call everything benign, and its batch normalisation would
forget the rest. So each network is shown the cells of its own stage, and a child's are among its parent's.

Where memory does not suffice, each update works through the batch in pieces, and where several processes share a batch, each
update works on their shares. Either way every stage's mean is taken over the cells of the whole batch, so that the gradient is
that of the recipe's batch although pieces and shares hold more or fewer cells of a stage. As in
:mod:`leukview.training.network_run`, batch normalisation sees the pieces: each is normalised by its own mean and variance,
running statistics move once for each, and processes average theirs. So what is learnt then is close to, not equal to, what one
process with more memory learns. An attempt that failed for memory leaves no statistics: a training that goes on, and fails so
again, is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import nn

from leukview.classifiers.stage_networks import StageNet
from leukview.training.memory import Pieces
from leukview.training.parallel import average_gradients, average_statistics, current_team, team_totals
from leukview.training.pmg_step import GRIDS, WEIGHTS, block_order, in_order
from leukview.training.tree_loss import path_loss

__all__ = ["normalises_batches", "stage_updates"]


def stage_updates(
    path: Sequence[StageNet],
    images: torch.Tensor,
    allowed: Sequence[torch.Tensor],
    optimiser: torch.optim.Optimizer,
    generator: torch.Generator | None = None,
    *,
    smoothing: float = 0.0,
    bfloat16: bool = True,
    pieces: Pieces | None = None,
) -> tuple[float, ...]:
    """Train the networks of a path on one batch: the last one, and those above it with it.

    Of processes that train together each gives its own share, as large as the others', and draws the same orders. A cell that is
    alone of its stage in a share is passed over in that stage and below, where a network normalises batches.

    Parameters
    ----------
    path:
        The stages' networks, coarse to fine, in training mode; one alone is trained without its parents.
    images:
        N×3×S×S float32, on any device; S divisible by 8 where the last network is a PMG.
    allowed:
        For each stage N×C bool on the CPU, of :func:`leukview.training.tree_loss.stage_targets`.
    optimiser:
        Holds the parameters of every network.
    generator:
        Draws the orders of the blocks.
    smoothing:
        Weight of the uniform target in each stage's own answer, 0–1.
    bfloat16:
        Whether networks run under autocast.
    pieces:
        Works through the batch; without it, at first whole. The orders of the blocks are drawn once for all pieces of an update.

    Returns
    -------
    The weighted loss of each update; empty for a batch with fewer than two cells of the last stage, which is passed over.

    Raises
    ------
    EnvironmentFault
        When memory does not suffice for the smallest piece.
    """
    rows = _taught(path, allowed)
    device = next(path[-1].parameters()).device
    totals = team_totals([int(own.sum()) for own in rows], device)
    if totals[-1] < 2:
        return ()
    batch = _Batch(path, images, allowed, rows, totals, device, smoothing, bfloat16)
    pieces = pieces or Pieces(len(images), lambda _: None)
    trained = [each for group in optimiser.param_groups for each in group["params"]]
    losses = []
    for head, (grid, weight) in enumerate(zip(GRIDS, WEIGHTS, strict=True) if path[-1].heads > 1 else [(1, 1.0)]):
        update = _Update(head, grid, weight, block_order(grid, generator))
        learn = partial(_learn, batch, update)
        losses.append(sum(pieces.run(len(images), learn, _Anew(path, optimiser))))
        average_gradients(trained, uneven=True)
        optimiser.step()
    for network in path:
        average_statistics(network)
    return tuple(losses)


def normalises_batches(network: nn.Module) -> bool:
    """Tell whether a network normalises images by each other as it is, so that it cannot learn from one alone."""
    return any(each.training for each in network.modules() if isinstance(each, nn.BatchNorm1d | nn.BatchNorm2d))


@dataclass(frozen=True, eq=False, slots=True)
class _Batch:
    """A process's share of a batch, and of the whole the cells of each stage that teach it (``totals``)."""

    path: Sequence[StageNet]
    images: torch.Tensor
    allowed: Sequence[torch.Tensor]
    rows: Sequence[torch.Tensor]
    totals: Sequence[int]
    device: torch.device
    smoothing: float
    bfloat16: bool


@dataclass(frozen=True, eq=False, slots=True)
class _Update:
    """Which head of a PMG learns, from how many blocks along a side, with what weight, and in which order they lie."""

    head: int
    grid: int
    weight: float
    order: torch.Tensor

    def shown(self, batch: _Batch, part: slice) -> torch.Tensor:
        """Return a part of a batch's images as the networks see them."""
        return in_order(batch.images[part].to(batch.device), self.grid, self.order)

    def ask(self, batch: _Batch, network: StageNet, cells: torch.Tensor) -> torch.Tensor:
        """Return the N×C float32 logits from which this update learns."""
        one = batch.path[-1].heads > 1 and network.heads > 1
        with torch.autocast(batch.device.type, dtype=torch.bfloat16, enabled=batch.bfloat16):
            logits = network.head(cells, self.head) if one else network(cells)
        return logits.float()


class _Anew:
    """Begins an update: without gradients, and again with the running statistics and random numbers that it had at first."""

    def __init__(self, path: Sequence[StageNet], optimiser: torch.optim.Optimizer) -> None:
        self._optimiser = optimiser
        self._kept = [(each, each.clone()) for network in path for each in network.buffers()]
        self._random = torch.get_rng_state()
        self._again = False

    def __call__(self) -> None:
        self._optimiser.zero_grad(set_to_none=True)
        if self._again:
            for each, before in self._kept:
                each.copy_(before)
            torch.set_rng_state(self._random)
        self._again = True


def _taught(path: Sequence[StageNet], allowed: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    """Return for each stage the N bool of cells that teach it."""
    rows: list[torch.Tensor] = []
    for network, each in zip(path, allowed, strict=True):
        own = each.any(dim=1) & rows[-1] if rows else each.any(dim=1)
        alone = int(own.sum()) == 1 and normalises_batches(network)
        rows.append(torch.zeros_like(own) if alone else own)
    return rows


def _learn(batch: _Batch, update: _Update, part: slice) -> float:
    """Add a piece's gradients; return what it adds to the loss."""
    shown = update.shown(batch, part)
    rows = [own[part] for own in batch.rows]
    logits = []
    for network, own, here in zip(batch.path, batch.rows, rows, strict=True):
        count = int(here.sum())
        cells = shown[here]
        if count == 1 and normalises_batches(network):
            # Beside another cell of its stage, which has no loss here.
            cells = torch.cat([cells, update.shown(batch, _another(own, part))])
        logits.append(update.ask(batch, network, cells)[:count] if count else torch.empty(0))
    value = update.weight * _loss(logits, rows, [each[part] for each in batch.allowed], batch)
    if value.requires_grad:
        torch.autograd.backward(value)
    return float(value.detach())


def _another(own: torch.Tensor, part: slice) -> slice:
    """Return the place of the next cell of a stage outside of a part, from the start again after the last."""
    places: list[int] = [place for place in own.nonzero().flatten().tolist() if not part.start <= place < part.stop]
    place = next((each for each in places if each >= part.stop), places[0])
    return slice(place, place + 1)


def _loss(
    logits: Sequence[torch.Tensor], rows: Sequence[torch.Tensor], allowed: Sequence[torch.Tensor], batch: _Batch
) -> torch.Tensor:
    """Return the sum of the path losses of each stage, of logits of the cells that each was shown.

    Each is weighed by the piece's part of the stage's cells: over pieces the losses add up to that of a share, whose mean over
    the processes is that of the whole batch.
    """
    total = torch.zeros((), device=batch.device)
    for depth, own in enumerate(rows):
        count = int(own.sum())
        if not count:
            continue
        part = count / batch.totals[depth] * current_team().size
        # Of the cells of this stage, what it and each stage above said of them.
        path = [(logits[up][own[rows[up]]], allowed[up][own].to(batch.device)) for up in range(depth + 1)]
        total = total + part * (1 - batch.smoothing) * path_loss(path)
        if batch.smoothing:
            total = total - part * batch.smoothing * torch.log_softmax(logits[depth], dim=1).mean()
    return total
