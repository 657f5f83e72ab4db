"""Which images an epoch shows, and in what order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Sampler

from leukview.training.parallel import Team

__all__ = ["EpochSampler"]

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
        yield from whole.reshape(self.steps, self.team.size, self.batch)[:, self.team.rank].ravel().tolist()
