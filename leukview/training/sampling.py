"""Which images an epoch shows, and in what order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Sampler

from leukview.training.parallel import Team

__all__ = ["DealtSampler", "EpochSampler"]

_ALONE = Team()


class EpochSampler(Sampler[int]):
    """Draws indices by weight, with replacement; the draw depends on the seed and the epoch alone.

    ``draws`` is their number an epoch; as many as there are without. Of each batch a process of a team gets its share, ``batch``
    images; what does not fill a batch is not drawn.
    """

    def __init__(
        self,
        weights: NDArray[np.float64],
        seed: int,
        draws: int | None = None,
        batch: int = 1,
        team: Team = _ALONE,
    ) -> None:
        self.draws = draws or len(weights)
        self.weights = weights / weights.sum()
        self.seed, self.batch, self.team = seed, batch, team
        self.steps = self.draws // (batch * team.size)
        self.epoch = 0

    def __len__(self) -> int:
        return self.steps * self.batch

    def __iter__(self) -> Iterator[int]:
        rng = np.random.default_rng((self.seed, self.epoch, 1))
        drawn = rng.choice(len(self.weights), self.draws, p=self.weights)
        whole = drawn[: self.steps * self.batch * self.team.size]
        for batch in whole.reshape(self.steps, self.team.size * self.batch):
            yield from batch[self._share(batch)].tolist()

    def _share(self, batch: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return this process's places in a batch that all share."""
        return np.arange(self.batch) + self.team.rank * self.batch


class DealtSampler(EpochSampler):
    """Shares a batch so that every process has about as many cells of each stage of a tree.

    They are dealt in pairs, those of the deepest stages first: batch normalisation cannot learn from a cell that is alone. A
    process has one cell of a stage only where the batch holds an odd number of them, fewer than two for each process. A process
    alone has the batch as it was drawn.

    ``depths`` says of each image how many stages its label reaches; the further parameters are those of :class:`EpochSampler`.
    """

    def __init__(
        self,
        weights: NDArray[np.float64],
        seed: int,
        draws: int | None = None,
        batch: int = 1,
        team: Team = _ALONE,
        *,
        depths: NDArray[np.int64],
    ) -> None:
        super().__init__(weights, seed, draws, batch, team)
        self.depths = depths

    def _share(self, batch: NDArray[np.int64]) -> NDArray[np.int64]:
        if self.team.size == 1:
            return super()._share(batch)
        deepest = np.argsort(-self.depths[batch], kind="stable")
        paired = 2 * (self.batch // 2) * self.team.size
        places = np.arange(len(batch))
        # What an odd share has beyond its pairs is dealt one by one.
        owner = np.where(places < paired, places // 2, places - paired) % self.team.size
        return np.sort(deepest[owner == self.team.rank])
