"""What classifiers of several networks share: each network sees a cell in its own way, and what two see alike is cut once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from torch import nn

from leukview.classifiers.classifier import Classifier, Frame
from leukview.classifiers.manifest import Manifest, Sight
from leukview.classifiers.novelty import Novelty
from leukview.imaging.preparation import Preparation

__all__ = ["MultiNetworkClassifier", "SeenBy"]

Image = NDArray[np.uint8]


class SeenBy(Protocol):
    """What a manifest says of what one network is shown; see :class:`Manifest`."""

    @property
    def input_size(self) -> int:
        """Side of its view, pixels."""
        ...

    @property
    def crop_fraction(self) -> float:
        """View side as a part of a single-cell image's shorter side."""
        ...

    @property
    def cell_diameters(self) -> float | None:
        """View side in cell diameters, or None."""
        ...

    @property
    def preparation(self) -> Preparation:
        """What is done to the view."""
        ...


class MultiNetworkClassifier(Classifier):
    """A classifier of several networks.

    Its views are S×S×3 where all networks see the same; else V×S×S×3, S being the largest side: a smaller view fills the upper
    left corner of its place.

    Parameters
    ----------
    manifest, network, novelty, device:
        As of any classifier; network and distance are the first network's.
    rows:
        Name → what that network is shown, in the order of the networks.

    Attributes
    ----------
    places:
        Name → the place among :attr:`sights` of what that network is shown.
    """

    def __init__(
        self, manifest: Manifest, network: nn.Module, novelty: Novelty, device: str, rows: Mapping[str, SeenBy]
    ) -> None:
        super().__init__(manifest, network, novelty, device)
        shown = {name: (_sight(row), _frame(row, manifest)) for name, row in rows.items()}
        self._shown = list(dict.fromkeys(shown.values()))
        self.places = {name: self._shown.index(item) for name, item in shown.items()}

    @property
    def sights(self) -> tuple[Sight, ...]:
        """What is shown of a cell, without repeats."""
        return tuple(sight for sight, _ in self._shown)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """How each sight is cut."""
        return tuple(frame for _, frame in self._shown)

    def views_of(self, name: str, views: Sequence[Image]) -> Sequence[Image]:
        """Return what one network is shown of N views: N of S×S×3."""
        if len(self._shown) == 1:
            return views
        place = self.places[name]
        size = self._shown[place][1].size
        return [view[place, :size, :size] for view in views]


def _sight(row: SeenBy) -> Sight:
    return Sight(cell_diameters=row.cell_diameters, preparation=row.preparation)


def _frame(row: SeenBy, manifest: Manifest) -> Frame:
    return Frame(row.input_size, row.crop_fraction / manifest.crop_fraction)
