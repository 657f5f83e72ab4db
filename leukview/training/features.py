"""What a frozen backbone makes of images, read once: the layers that learn then take an epoch in a second."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.utils.data import DataLoader, Dataset

from leukview.domain.progress import Progress
from leukview.training.datasets import ViewDataset

__all__ = ["FeatureViews"]

_BATCH = 64


class FeatureViews(Dataset[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]):
    """Features of the views of labelled images, in memory, in place of the views: items are as :class:`ViewDataset`'s.

    A training image has several random views, of which each epoch shows the next; another image has one.

    Parameters
    ----------
    source:
        The images.
    read:
        Gives N×F features of N×3×S×S views.
    views:
        Random views of a training image.
    workers:
        Processes that cut and augment them.
    progress:
        Told of every batch; may cancel.
    """

    def __init__(
        self,
        source: ViewDataset,
        read: Callable[[torch.Tensor], torch.Tensor],
        views: int,
        workers: int,
        progress: Progress,
    ) -> None:
        self.items, self.allowed, self.answers = source.items, source.allowed, source.answers
        self.epoch = 0
        rounds = views if source.train else 1
        done, total = 0, rounds * len(source)
        seen = []
        for number in range(rounds):
            # The views are drawn from the epoch's number: those that an unread training would show first.
            source.epoch = number
            for pixels, _, _ in DataLoader(source, _BATCH, num_workers=workers):
                progress.check_cancelled()
                seen.append(read(pixels))
                done += len(pixels)
                progress.report(done, total, "reading images through the frozen network")
        self.features = torch.cat(seen).reshape(rounds, len(source), -1)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        return self.features[self.epoch % len(self.features), index], self.allowed[index], self.answers[index]
