"""One training step of a PMG (Du et al., ECCV 2020): one batch four times, each time for the head that can see its pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import torch

from leukview.classifiers.pmg import Pmg
from leukview.domain.errors import InputProblem
from leukview.training.parallel import average_gradients, average_statistics

__all__ = ["GRIDS", "WEIGHTS", "StepLoss", "block_order", "in_order", "jigsaw", "plain", "pmg_updates"]

GRIDS = (8, 4, 2, 1)
"""Pieces along a side in the update of each head; 1: the image as it is."""

WEIGHTS = (1.0, 1.0, 1.0, 2.0)
"""Of each head's loss."""


class StepLoss(Protocol):
    """The loss of one update, before its weight."""

    def __call__(self, logits: torch.Tensor, shown: torch.Tensor, head: int) -> torch.Tensor:
        """Return a scalar.

        Parameters
        ----------
        logits:
            N×C float32, of the head being trained.
        shown:
            N×3×S×S: the images as the network saw them, in pieces. For a loss that asks another network about the same view.
        head:
            The head, 0–3.
        """
        ...


def plain(loss: Callable[[torch.Tensor], torch.Tensor]) -> StepLoss:
    """Return a step's loss from one that needs the N×C logits alone.

    Of partial labels, for example: ``plain(lambda logits: partial_label_loss(logits, allowed, 0.0))``.
    """
    return lambda logits, shown, head: loss(logits)


def jigsaw(images: torch.Tensor, n: int, generator: torch.Generator | None = None) -> torch.Tensor:
    """Cut images into n×n blocks and put them together in another order, the same for the whole batch.

    Parameters
    ----------
    images:
        N×C×H×W of any kind; left as it is.
    n:
        Blocks along a side; 1 gives the images back.
    generator:
        Of the CPU; draws the order. The same state draws the same order on every device.

    Raises
    ------
    InputProblem
        When a side does not divide by ``n``.
    """
    return in_order(images, n, block_order(n, generator))


def block_order(n: int, generator: torch.Generator | None = None) -> torch.Tensor:
    """Draw an order of n×n blocks, on the CPU; nothing is drawn where there is one."""
    return torch.arange(1) if n == 1 else torch.randperm(n * n, generator=generator)


def in_order(images: torch.Tensor, n: int, order: torch.Tensor) -> torch.Tensor:
    """Return images with their n×n blocks in an order of :func:`block_order`; as :func:`jigsaw`, of a part of a batch.

    Raises
    ------
    InputProblem
        When a side does not divide by ``n``.
    """
    if n == 1:
        return images
    count, channels, height, width = images.shape
    if n < 1 or height % n or width % n:
        raise InputProblem(
            f"Input size {height}×{width}",
            f"it cannot be cut into {n}×{n} equal blocks",
            f"Choose an input size that divides by {max(n, *GRIDS)}",
        )
    tall, wide = height // n, width // n
    blocks = images.reshape(count, channels, n, tall, n, wide).permute(2, 4, 0, 1, 3, 5)
    moved = blocks.reshape(n * n, count, channels, tall, wide)[order.to(images.device)]
    whole = moved.reshape(n, n, count, channels, tall, wide).permute(2, 3, 0, 4, 1, 5).reshape(images.shape)
    kept = images.is_contiguous(memory_format=torch.channels_last)
    return whole.contiguous(memory_format=torch.channels_last if kept else torch.contiguous_format)


def pmg_updates(
    network: Pmg,
    images: torch.Tensor,
    loss: StepLoss,
    optimiser: torch.optim.Optimizer,
    generator: torch.Generator | None = None,
    *,
    bfloat16: bool = True,
    set_to_none: bool = True,
) -> tuple[float, ...]:
    """Train on one batch in four updates: jigsaw of 8, 4 and 2 for y1, y2 and y3, then the whole image for y_cat, counted twice.

    Each is zero_grad, forward, loss, backward, step, so that what the finer head learnt is there when the coarser one is asked.

    An update reaches only its own head, its branch and the stages below it. By default the rest *stands still*: its gradients are
    None, and an optimiser passes over such a parameter with its momentum and its weight decay too. So every parameter moves, and
    decays, as often as a loss reaches it: a head once in a batch, a branch twice, the backbone's first stages four times. The
    other way (``set_to_none=False``, what torch did when PMG was published) gives idle parts a gradient of zero: they coast on
    their momentum and decay in all four updates. That is not the default because it depends on how a head's neighbours are
    trained, and decays heads four times as much as the recipe says. Batch normalisation's running statistics move in all four
    updates either way, as published: every forward pass runs through every branch and head.

    Of processes that train together (:mod:`leukview.training.parallel`) each gives its own images; gradients are averaged in
    each update, running statistics after the four. All must give as many images, and draw the same orders.

    Parameters
    ----------
    network:
        In training mode, on the images' device.
    images:
        N×3×S×S float32, S divisible by 8.
    loss:
        The loss of each update.
    optimiser:
        Holds every parameter to be trained, also of other networks that the loss asks: only what it holds is zeroed.
    generator:
        Draws the orders of the blocks.
    bfloat16:
        Whether networks run under autocast; losses are of float32 logits in any case.
    set_to_none:
        See above.

    Returns
    -------
    The four weighted losses, in order; empty for a batch of one image, which is passed over: batch normalisation of vectors has
    no variance there.

    Raises
    ------
    InputProblem
        When the side does not divide by 8; nothing is trained then.
    """
    if len(images) < 2:
        return ()
    losses = []
    for head, (grid, weight) in enumerate(zip(GRIDS, WEIGHTS, strict=True)):
        shown = jigsaw(images, grid, generator)
        optimiser.zero_grad(set_to_none=set_to_none)
        with torch.autocast(images.device.type, dtype=torch.bfloat16, enabled=bfloat16):
            value = weight * loss(network(shown)[head].float(), shown, head)
        torch.autograd.backward(value)
        average_gradients(each for group in optimiser.param_groups for each in group["params"])
        optimiser.step()
        losses.append(float(value.detach()))
    average_statistics(network)
    return tuple(losses)
