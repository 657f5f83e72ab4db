"""Weights that a laboratory adapted: the network as it was, a site's own last layer beside it, and a switch between the two.

A cell whose *look* (an early stage's stain, light and scale; see :mod:`leukview.classifiers.novelty`) is the site's is called by
the site's layer, any other by the original one: what the network knew of other laboratories' cells is not touched, so it cannot
be forgotten. The site's layer reads several stages, because what tells types apart under a stain that the network was never
trained on is partly lost by its end. It is added to the original scores, so that a class which the site did not label stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import nn

from leukview.classifiers.classifier import Classifier, ExplainedPart, Outputs
from leukview.classifiers.manifest import Sight
from leukview.classifiers.novelty import Novelty
from leukview.classifiers.paired import HOME, PairedClassifier
from leukview.domain.errors import EnvironmentFault
from leukview.manifests import verify

__all__ = ["AdaptedClassifier", "SiteHead", "SiteNovelty", "WideClassifier", "load_classifier"]

Image = NDArray[np.uint8]
Array = NDArray[np.float32]

_STAGES = (1, 2, 4, 6)
"""Blocks of an EfficientNet whose maps the site's layer reads: the ends of the scales 1/4 to 1/32."""

_PARTS = ("mean", "deviation", "middle's mean", "middle's deviation")
_MIDDLE = 0.36
"""Radius of the middle, as a part of the view's side."""

_STEEP, _FARTHEST = 6.0, 2.0
"""Of the switch: how sudden it is, and beyond how many deviations a look is nobody's."""
_STRICT = 1.4
"""Factor on a site's deviations: a few cells of one day spread less regularly than thousands, and another laboratory is near."""
_TENSORS = (
    *("look_mean", "look_basis", "points", "levels"),
    *("centre", "scale", "weight", "bias", "prior", "sharpness"),
    *("labelled", "offset", "reluctance"),
)
_PREFIX, _NOVELTY_PREFIX = "site.", "site_novelty."


class SiteHead(nn.Module):
    """The site's layer and the switch.

    The switch compares how far a look lies from the training's cells and from the nearest of the site's, each in deviations of
    its own cells' logarithmic distances. A look far from both is nobody's, and is left to the original layer.

    Attributes
    ----------
    look_mean, look_basis:
        L-long and L×L: the training's look, whitened as in :class:`leukview.classifiers.novelty.Novelty`.
    points:
        P×L whitened looks of labelled cells.
    levels:
        2×2: mean and deviation of the logarithm of the squared distance, of the training's cells and of the site's.
    centre, scale:
        D-long: wide features are centred and scaled before they are weighed.
    weight, bias:
        C×D and C-long; zero for a class that the site did not label.
    prior, sharpness:
        Scalars: how much the original scores count, and the factor that calibrates the sum.
    labelled:
        C-long: 1 for a class that the site labelled, else 0.
    offset:
        C-long: what the site's mean shift adds to the original scores.
    reluctance:
        Scalar: taken from the log-odds of a class that the site did not label.
    """

    look_mean: torch.Tensor
    look_basis: torch.Tensor
    points: torch.Tensor
    levels: torch.Tensor
    centre: torch.Tensor
    scale: torch.Tensor
    weight: torch.Tensor
    bias: torch.Tensor
    prior: torch.Tensor
    sharpness: torch.Tensor
    labelled: torch.Tensor
    offset: torch.Tensor
    reluctance: torch.Tensor

    def __init__(self, tensors: dict[str, torch.Tensor]) -> None:
        super().__init__()
        for name in _TENSORS:
            self.register_buffer(name, tensors[name].float())

    def share(self, look: torch.Tensor) -> torch.Tensor:
        """Return N shares, 0–1, of the site's layer in the call of N×L looks."""
        whitened = (look - self.look_mean) @ self.look_basis
        home = (whitened**2).sum(dim=1)
        site = ((whitened[:, None, :] - self.points[None]) ** 2).sum(dim=2).amin(dim=1)
        distances = torch.log(torch.stack([home, site], dim=1) + 1e-6)
        far = (distances - self.levels[:, 0]) / self.levels[:, 1]
        return torch.sigmoid(_STEEP * (far[:, 0].clamp(max=_FARTHEST) - far[:, 1]))

    def forward(self, look: torch.Tensor, wide: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        """Return N×C scores from N×L looks, N×D wide features and N×C original scores."""
        scaled = (wide - self.centre) * self.scale
        site = self.prior * logits + scaled @ self.weight.T + self.bias
        site = self._with_unlabelled(site, logits - self.offset) * self.sharpness
        return torch.lerp(logits, site, self.share(look)[:, None])

    def _with_unlabelled(self, site: torch.Tensor, moved: torch.Tensor) -> torch.Tensor:
        """Give a class that the site did not label the odds, against all that it did, of the original scores moved back.

        The labelled cells say nothing of such a class but that none of them is one: fitted freely, it would never be called
        again.
        """
        hidden = torch.where(self.labelled > 0, 0.0, -torch.inf)
        among, before = torch.logsumexp(site + hidden, dim=1), torch.logsumexp(moved + hidden, dim=1)
        kept = moved + (among - before)[:, None] - self.reluctance
        return torch.where(self.labelled > 0, site, kept)

    def tensors(self) -> dict[str, torch.Tensor]:
        """Return the tensors by name, for the weight file."""
        return {f"{_PREFIX}{name}": value.clone().contiguous() for name, value in self.state_dict().items()}


@dataclass(frozen=True, eq=False)
class SiteNovelty:
    """How far a cell lies from the site's labelled cells, on the scale of the training's own out-of-domain score.

    Attributes
    ----------
    home:
        The training's distance, whose directions and quantiles are used.
    points:
        P×L whitened looks of labelled cells: the look's distance is to the nearest.
    centres:
        S×K centres of the labelled classes, projected: the kind's distance is to the nearest.
    levels:
        2×2: mean and deviation of the logarithm of each squared distance over labelled cells, each without itself.
    """

    home: Novelty
    points: Array
    centres: Array
    levels: Array

    def distances(self, features: Array) -> Array:
        """Return N×2 logarithms of the squared distances of N×(L+F) features: look, kind."""
        look, kind = np.split(features, [len(self.home.look_mean)], axis=1)
        whitened = (look - self.home.look_mean) @ self.home.look_basis
        projected = (kind - self.home.mean) @ self.home.basis
        nearest = [
            ((values[:, None] - known[None]) ** 2).sum(axis=2).min(axis=1)
            for values, known in ((whitened, self.points), (projected, self.centres))
        ]
        return np.log(np.stack(nearest, axis=1) + 1e-6).astype(np.float32)

    def score(self, features: Array) -> NDArray[np.float64]:
        """Return N scores in 0–1."""
        joint = _STRICT * ((self.distances(features) - self.levels[:, 0]) / self.levels[:, 1]).max(axis=1)
        known = self.home.quantiles
        return np.asarray(np.interp(joint, known, np.linspace(0, 1, len(known)), left=0.0, right=1.0))

    def tensors(self) -> dict[str, torch.Tensor]:
        """Return the arrays that are not the training's, by name, for the weight file."""
        parts = {"points": self.points, "centres": self.centres, "levels": self.levels}
        return {f"{_NOVELTY_PREFIX}{k}": torch.from_numpy(np.ascontiguousarray(v)) for k, v in parts.items()}


class _Taps:
    """Collects, while the network runs, each tapped stage's maps: mean and deviation over the view, and over its middle."""

    def __init__(self, network: nn.Module) -> None:
        self.network = network
        self.passes: list[list[torch.Tensor]] = []

    @contextmanager
    def listening(self) -> Iterator[_Taps]:
        """Listen within the block, and no longer: Grad-CAM and training run the same network."""
        blocks: Any = self.network.blocks
        stages = [blocks[number] for number in _STAGES]
        handles = [stage.register_forward_hook(self._hear) for stage in stages]
        try:
            yield self
        finally:
            for handle in handles:
                handle.remove()

    def _hear(self, module: nn.Module, _: object, maps: torch.Tensor) -> None:
        if not self.passes or len(self.passes[-1]) == len(_PARTS) * len(_STAGES):
            self.passes.append([])
        values = maps.float()
        share = torch.from_numpy(_middle(values.shape[2])).to(values.device)
        middle = (values * share).sum(dim=(2, 3))
        square = ((values - middle[:, :, None, None]) ** 2 * share).sum(dim=(2, 3))
        whole = [values.mean(dim=(2, 3)), values.std(dim=(2, 3))]
        # The small number keeps the root's slope finite where a map is flat.
        self.passes[-1] += [*whole, middle, (square + 1e-12).sqrt()]

    @property
    def widths(self) -> tuple[int, ...]:
        """Columns of each part of :meth:`mean`, in order."""
        return tuple(part.shape[1] for part in self.passes[0])

    def mean(self) -> torch.Tensor:
        """Return N×M: the stages' parts side by side, averaged over the passes (quarter turns) of one batch."""
        return torch.stack([torch.cat(parts, dim=1) for parts in self.passes]).mean(dim=0)


@cache
def _middle(side: int) -> Array:
    """Return side×side weights, of sum 1, of the disc in the middle: the cell without its neighbours.

    An array, since a tensor made in inference mode could not be kept for Grad-CAM.
    """
    along = (np.arange(side) + 0.5) / side - 0.5
    inside = (along[:, None] ** 2 + along[None, :] ** 2 < _MIDDLE**2).astype(np.float32)
    return np.asarray(inside / inside.sum(), np.float32)


class WideClassifier(Classifier):
    """A classifier whose features have the tapped stages' M columns behind its own: what an adaptation is fitted on.

    Attributes
    ----------
    widths:
        Columns of each part of the M, in order; empty until the first call.
    """

    def __init__(self, base: Classifier) -> None:
        # Whatever a classifier holds, this one shares: it is the same network, listened to.
        vars(self).update(vars(base))
        self.base = base
        self.widths: tuple[int, ...] = ()

    @property
    def sights(self) -> tuple[Sight, ...]:
        """What is shown of a cell: the original classifier's sights."""
        return self.base.sights

    @property
    def temperature(self) -> float:
        """The original classifier's."""
        return self.base.temperature

    def outputs(self, views: Sequence[Image]) -> Outputs:
        """Return what is made of N views: N×(L+F+M) features of the first network, and the original classifier's logits."""
        with _Taps(self.network).listening() as taps:
            first = self.run(self.network, [_home(view) for view in views], self.manifest.rotations)
        self.widths = taps.widths
        seen = self.base.outputs(views) if isinstance(self.base, PairedClassifier) else first
        return replace(seen, features=np.hstack([first.features, taps.mean().cpu().numpy()]))


def _home(view: Image) -> Image:
    """Return what the first network is shown of a cell."""
    return view if view.ndim == 3 else view[HOME]


class AdaptedClassifier(WideClassifier):
    """A classifier with a site's layer.

    Parameters
    ----------
    base:
        The classifier as loaded from the same file: the original network.
    head:
        The site's layer.
    site:
        How far a cell lies from the site's labelled cells.
    """

    def __init__(self, base: Classifier, head: SiteHead, site: SiteNovelty) -> None:
        super().__init__(base)
        self.head = head.to(self.device).eval()
        self.site = site

    @torch.inference_mode()
    def outputs(self, views: Sequence[Image]) -> Outputs:
        """Return what is made of N views: N×(L+F) features, and logits by the site's layer where the look is the site's."""
        seen = super().outputs(views)
        look = len(self.novelty.look_mean)
        known = seen.features[:, look:]
        parts = (torch.from_numpy(part).to(self.device) for part in (seen.features[:, :look], known, seen.logits))
        own = seen.features[:, : look + len(self.novelty.mean)]
        return replace(seen, features=own, logits=self.head(*parts).cpu().numpy())

    def novelty_of(self, features: Array) -> NDArray[np.float64]:
        """Return N out-of-domain scores: of the training's cells or the site's, whichever lie nearer."""
        return np.minimum(self.novelty.score(features), self.site.score(features))

    def site_tensors(self) -> dict[str, torch.Tensor]:
        """Return the site's part of the weight file, by name."""
        return self.head.tensors() | self.site.tensors()

    def explained(self, far: bool) -> tuple[ExplainedPart, ...]:
        """Return the network with the site's layer and, where two networks give the original scores, both of these."""
        own = ExplainedPart(self.explain_network(), self.explain_layers(self.network), HOME, 1.0, self.to_input)
        if not isinstance(self.base, PairedClassifier):
            return (own,)
        # The layer adds to the original scores: how much either says differs from cell to cell, so they count alike.
        parts = (replace(part, weight=part.weight / 2) for part in self.base.explained(far))
        return (replace(own, weight=0.5), *parts)

    def explain_network(self) -> nn.Module:
        """Return the network with the site's layer at its end: Grad-CAM explains the call that was made."""
        return _SiteNetwork(self.network, self.head)


class _SiteNetwork(nn.Module):
    """The network and the site's layer as one module, from an input batch to N×C scores."""

    def __init__(self, network: nn.Module, head: SiteHead) -> None:
        super().__init__()
        self.network, self.head = network, head

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        """Return N×C scores."""
        with _Taps(self.network).listening() as taps:
            pooled = self.network.forward_head(self.network.forward_features(batch), pre_logits=True)  # type: ignore[operator]
        classes = len(self.head.bias)
        logits = self.network.get_classifier()(pooled)[:, :classes]  # type: ignore[operator]
        stages = taps.mean()
        # The look is the second stage's mean and deviation; see leukview.classifiers.classifier.
        first = sum(taps.widths[: len(_PARTS)])
        look = stages[:, first : first + len(self.head.look_mean)]
        return self.head(look, torch.cat([pooled, stages], dim=1), logits)  # type: ignore[no-any-return]


def load_classifier(model_id: str, device: str = "cpu", folder: Path | None = None) -> Classifier:
    """Load shipped or adapted weights after checking their hash.

    Raises
    ------
    EnvironmentFault
        When the files are missing, damaged or do not fit the manifest.
    """
    base = Classifier.load(model_id, device, folder)
    if not base.manifest.adapted_from:
        return base
    tensors = load_file(verify(base.manifest, folder))
    try:
        head = SiteHead({k.removeprefix(_PREFIX): v for k, v in tensors.items() if k.startswith(_PREFIX)})
        site = {k.removeprefix(_NOVELTY_PREFIX): v.numpy() for k, v in tensors.items() if k.startswith(_NOVELTY_PREFIX)}
        return AdaptedClassifier(base, head, SiteNovelty(base.novelty, **site))
    except (KeyError, TypeError) as error:
        raise EnvironmentFault(f"The weights {base.manifest.weights} lack the site's part ({error}).") from error
