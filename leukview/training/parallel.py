"""Several processes that train one network together, started by ``torchrun``: who is who, and what they share.

Each process works on its part of every batch; gradients are averaged before every step, so that all take the same one. This is
what ``DistributedDataParallel`` does, but once a step and not from hooks in the backward pass: a batch may be worked through in
pieces (:mod:`leukview.training.memory`), of which one process may need more than another, and a frozen network and PMG's four
updates have no gradient for most of their parameters.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import torch
from torch import distributed, nn

from leukview.domain.errors import InputProblem

__all__ = [
    "Team",
    "average_gradients",
    "average_statistics",
    "current_team",
    "first_before_others",
    "first_decides",
    "joined_team",
    "refuse_team",
    "team_totals",
]

T = TypeVar("T")

_PATIENCE = timedelta(hours=12)
"""How long the others wait for the first process, which alone finds cells and validates."""


@dataclass(frozen=True, slots=True)
class Team:
    """Where a process stands among those that train together: its number, from 0, and how many there are."""

    rank: int = 0
    size: int = 1

    @property
    def first(self) -> bool:
        """Whether this is the process that writes files and validates."""
        return self.rank == 0


def current_team() -> Team:
    """Return the team that this process has joined; a team of one where it has joined none."""
    if distributed.is_available() and distributed.is_initialized():
        return Team(distributed.get_rank(), distributed.get_world_size())
    return Team()


def refuse_team(what: str) -> None:
    """Check that this process was not started as one of several.

    Raises
    ------
    InputProblem
        When it was: ``what`` is trained by one process.
    """
    count = os.environ.get("WORLD_SIZE", "1")
    if count != "1":
        raise InputProblem(
            what, f"it is trained by one process, and torchrun has started {count}", "Start it without torchrun"
        )


@contextmanager
def joined_team(device: str) -> Iterator[Team]:
    """Join the processes that ``torchrun`` has started with this one: by nccl on GPUs, one each, else by gloo.

    Without ``WORLD_SIZE`` in the environment nothing is joined.

    Yields
    ------
    The team.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) < 2:
        yield Team()
        return
    if device == "cuda":
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    distributed.init_process_group("nccl" if device == "cuda" else "gloo", timeout=_PATIENCE)
    try:
        yield current_team()
    finally:
        distributed.destroy_process_group()


@contextmanager
def first_before_others() -> Iterator[None]:
    """Let the first process do something before the others, which then find on disk what it has written."""
    if not current_team().first:
        distributed.barrier()
    yield
    if current_team().first and current_team().size > 1:
        distributed.barrier()


def first_decides(value: T) -> T:
    """Return the first process's value to all; every process must call it."""
    if current_team().size == 1:
        return value
    box = [value]
    distributed.broadcast_object_list(box, src=0)
    return box[0]


def team_totals(counts: Sequence[int], device: torch.device) -> list[int]:
    """Return the sums of all processes' counts; every process must call it with as many, on the device it trains on."""
    if current_team().size == 1:
        return list(counts)
    sums = torch.tensor(counts, device=device)
    distributed.all_reduce(sums)
    return [int(each) for each in sums.tolist()]


def average_gradients(parameters: Iterable[nn.Parameter], *, uneven: bool = False) -> None:
    """Give every process the mean of all processes' gradients; a parameter without one in any of them stays without.

    Parameters
    ----------
    parameters:
        As many in every process, in the same order, and the same of them with gradients.
    uneven:
        One may have no gradient here that has one elsewhere, as where a process was shown no cell of a stage: it is 0 here.
    """
    parameters = list(parameters)
    if uneven:
        _fill_gaps(parameters)
    _average([each.grad for each in parameters if each.grad is not None])


@torch.no_grad()
def _fill_gaps(parameters: list[nn.Parameter]) -> None:
    """Give a gradient of 0 to every parameter that has one in another process alone."""
    if current_team().size == 1 or not parameters:
        return
    held = torch.tensor([each.grad is not None for each in parameters], dtype=torch.int32, device=parameters[0].device)
    distributed.all_reduce(held, distributed.ReduceOp.MAX)
    for each, anywhere in zip(parameters, held.tolist(), strict=True):
        if anywhere and each.grad is None:
            each.grad = torch.zeros_like(each)


def average_statistics(network: nn.Module) -> None:
    """Give every process the mean of all processes' running statistics of normalisation layers."""
    _average([each for each in network.buffers() if each.dtype.is_floating_point])


@torch.no_grad()
def _average(tensors: list[torch.Tensor]) -> None:
    team = current_team()
    if team.size == 1 or not tensors:
        return
    flat = torch.cat([each.reshape(-1).float() for each in tensors])
    distributed.all_reduce(flat)
    flat /= team.size
    for each, part in zip(tensors, torch.split(flat, [each.numel() for each in tensors]), strict=True):
        each.copy_(part.view(each.shape))
