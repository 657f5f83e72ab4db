"""Go on with smaller pieces of a batch where memory does not suffice."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from torch import nn

from leukview.domain.errors import EnvironmentFault

__all__ = ["Afresh", "Pieces", "is_out_of_memory"]

T = TypeVar("T")

_WORDS = ("out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory")
"""How torch's allocators put it on CUDA and on processors; those of processors raise a plain RuntimeError."""


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether an error says that memory does not suffice."""
    if isinstance(error, torch.cuda.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error).lower() for words in _WORDS)


class Pieces:
    """Works through a batch in pieces, at first in one; halves them, for good, where memory does not suffice.

    Parameters
    ----------
    size:
        Images in a piece.
    say:
        Told, in a sentence, of every halving.
    least:
        Images in the smallest piece that can be worked on: 2 where they are normalised by each other.
    learns:
        Whether the work is learning, of which the sentence then says that it stays the same.
    """

    def __init__(self, size: int, say: Callable[[str], None], *, least: int = 1, learns: bool = True) -> None:
        self.size, self.least = size, least
        self._say, self._learns = say, learns

    def run(self, count: int, work: Callable[[slice], T], anew: Callable[[], None] = lambda: None) -> list[T]:
        """Return what ``work`` makes of each piece of ``count`` images; after a halving all are worked through again.

        Parameters
        ----------
        count:
            Images in the batch.
        work:
            Called with each piece's place in the batch.
        anew:
            Called before the first piece, each time: drops what a failed attempt left, such as gradients.

        Raises
        ------
        EnvironmentFault
            When memory does not suffice for the smallest piece.
        """
        while True:
            anew()
            try:
                return [work(slice(at, min(at + self.size, count))) for at in range(0, count, self.size)]
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                short = (str(error) or type(error).__name__).splitlines()[0][:120]
            # Outside of the handler: the error holds the tensors of every call that it passed through.
            self._halve(min(self.size, count), short)

    def _halve(self, size: int, why: str) -> None:
        if size <= self.least:
            few = "one image" if self.least == 1 else f"{self.least} images"
            raise EnvironmentFault(
                f"Memory does not suffice for {few} at a time ({why}). Close other programs, or choose a recipe with a "
                "smaller network or input."
            )
        self.size = (size + 1) // 2
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        more = ", whose gradients are added up, so that a step still learns from the recipe's batch" * self._learns
        self._say(f"Memory did not suffice for {size} images at once: from now on {self.size} at a time{more}.")


class Afresh:
    """Begins a step: without gradients, and again with the running statistics and random numbers that it had at first.

    Parameters
    ----------
    networks:
        What learns.
    optimiser:
        Holds its parameters.
    """

    def __init__(self, networks: Sequence[nn.Module], optimiser: torch.optim.Optimizer) -> None:
        self._optimiser = optimiser
        self._kept = [(each, each.clone()) for network in networks for each in network.buffers()]
        self._random = torch.get_rng_state()
        self._again = False

    @torch.no_grad()
    def __call__(self) -> None:
        """Begin, or begin again."""
        self._optimiser.zero_grad(set_to_none=True)
        if self._again:
            for each, before in self._kept:
                each.copy_(before)
            torch.set_rng_state(self._random)
        self._again = True
