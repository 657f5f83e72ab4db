"""Two networks that see a cell in two ways: as its laboratory shows it, and as every laboratory would.

A network that sees whole crops is the better one on images like its training's; one that sees every cell at one scale, in one
stain and without its surroundings is the better one elsewhere (``docs/adr/0007-seeing-a-cell.md``). Both are asked, and of a cell
whose look is not the training's the first is asked again, about a view prepared much as the second's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import log_softmax
from torch import nn

from leukview.classifiers.classifier import Classifier, ExplainedPart, Outputs
from leukview.classifiers.manifest import Manifest, SecondNetwork, Sight
from leukview.classifiers.novelty import Novelty
from leukview.domain.prediction import OUT_OF_DOMAIN_AT

__all__ = ["FAR", "HOME", "SECOND", "PairedClassifier", "joined"]

Image = NDArray[np.uint8]
Float = NDArray[np.float32]

HOME, SECOND, FAR = 0, 1, 2
"""Places of the sights in a cell's views."""


def joined(first: Float, second: Float, share: NDArray[np.float64] | float) -> Float:
    """Return N×C logits of both: the weighted mean of their logarithmic probabilities.

    Parameters
    ----------
    first, second:
        N×C logits, each divided by its own temperature.
    share:
        Weight of the second, 0–1; one number, or N×1.
    """
    mixed = (1 - share) * log_softmax(first, axis=1) + share * log_softmax(second, axis=1)
    return np.asarray(mixed, dtype=np.float32)


class PairedClassifier(Classifier):
    """A classifier of two networks. Its views are 3×S×S×3: the first's, the second's, and the first's of a cell out of domain.

    Parameters
    ----------
    manifest, network, novelty, device:
        As of any classifier; they are the first network's.
    second:
        The second network.
    """

    def __init__(
        self, manifest: Manifest, network: nn.Module, novelty: Novelty, device: str, second: nn.Module
    ) -> None:
        super().__init__(manifest, network, novelty, device)
        self.second = second.to(device, memory_format=torch.channels_last).eval()  # type: ignore[call-overload]

    @property
    def pair(self) -> SecondNetwork:
        """How the two are brought together."""
        assert self.manifest.second is not None
        return self.manifest.second

    @property
    def temperature(self) -> float:
        """Of both networks together."""
        return self.pair.joint_temperature

    @property
    def sights(self) -> tuple[Sight, ...]:
        """What is shown of a cell, by place."""
        return (*super().sights, self.pair.sight, self.pair.far)

    def outputs(self, views: Sequence[Image]) -> Outputs:
        """Return the first network's N×(L+F) features, N×C joint logits and the second's attributes, of N views of 3×S×S×3."""
        pair = self.pair
        home = self.run(self.network, [view[HOME] for view in views], self.manifest.rotations)
        other = self.run(self.second, [view[SECOND] for view in views], pair.rotations)
        classes = len(self.manifest.classes)
        first = home.logits / self.manifest.temperature
        far = self.novelty.score(home.features) > OUT_OF_DOMAIN_AT
        rows = np.flatnonzero(far)
        if len(rows):
            again = self.run(self.network, [views[row][FAR] for row in rows.tolist()], pair.rotations)
            first[rows] = again.logits / self.manifest.temperature
        share = np.where(far, pair.far_share, pair.share)[:, None]
        logits = joined(first, other.logits[:, :classes] / pair.temperature, share)
        return Outputs(home.features, logits, other.attributes)

    def explained(self, far: bool) -> tuple[ExplainedPart, ...]:
        """Return both networks, each with the view it saw and its weight in the call."""
        share = self.pair.far_share if far else self.pair.share
        first = FAR if far else HOME
        return (
            ExplainedPart(self.network, self.explain_layers(self.network), first, 1 - share, self.to_input),
            ExplainedPart(self.second, self.explain_layers(self.second), SECOND, share, self.to_input),
        )
