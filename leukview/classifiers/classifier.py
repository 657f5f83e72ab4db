"""A trained network with its manifest: views in, calibrated probabilities and an out-of-domain score out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from scipy.special import softmax
from torch import nn

from leukview.classifiers.backbones import build
from leukview.classifiers.manifest import Manifest, Sight, load_manifest
from leukview.classifiers.novelty import Novelty
from leukview.classifiers.weight_file import fitting, novelty_in, tensors_under
from leukview.domain.attributes import attributes
from leukview.domain.errors import EnvironmentFault
from leukview.domain.prediction import TreeNode
from leukview.manifests import verify

__all__ = ["LOOK_STAGE", "Classifier", "ExplainedPart", "Frame", "Outputs", "pick_device"]

Image = NDArray[np.uint8]

LOOK_STAGE = 2
"""Stage, from 0, whose maps tell stain, light and scale; see :mod:`leukview.classifiers.novelty`."""


def pick_device(wish: str) -> str:
    """Return ``cpu`` or ``cuda`` for a wish of ``auto``, ``cpu`` or ``cuda``.

    Raises
    ------
    EnvironmentFault
        When CUDA is asked for and this machine has none.
    """
    available = torch.cuda.is_available()
    if wish == "cuda" and not available:
        raise EnvironmentFault("No CUDA GPU is usable on this machine. Use --device auto or --device cpu.")
    return "cuda" if available and wish in {"auto", "cuda"} else "cpu"


@dataclass(frozen=True, eq=False, slots=True)
class Outputs:
    """What a network makes of N views.

    Attributes
    ----------
    features:
        N×(L+F): mean and deviation of the third stage's maps, then the features pooled before the last layer.
    logits:
        N×C, uncalibrated.
    attributes:
        N×A logits of the manifest's attributes' answers; A is 0 where it has none.
    """

    features: NDArray[np.float32]
    logits: NDArray[np.float32]
    attributes: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Frame:
    """How a sight is cut: the side of the view in pixels, and its crop's side as a multiple of the manifest's crop."""

    size: int
    zoom: float = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class ExplainedPart:
    """A network in a call.

    Attributes
    ----------
    network, layers:
        The module from input batch to N×C scores, and Grad-CAM's layers.
    sight:
        The place of what it was shown.
    weight:
        Its weight in the call, 0–1.
    to_input:
        Maps a list of S×S×3 uint8 views to its input batch.
    """

    network: nn.Module
    layers: tuple[nn.Module, ...]
    sight: int
    weight: float
    to_input: Callable[[Sequence[Image]], torch.Tensor]


class Classifier:
    """A network ready for inference.

    Parameters
    ----------
    manifest:
        Its manifest.
    network:
        The network, with the manifest's classes as outputs.
    novelty:
        The out-of-domain distance.
    device:
        ``cpu`` or ``cuda``.
    """

    def __init__(self, manifest: Manifest, network: nn.Module, novelty: Novelty, device: str) -> None:
        self.manifest = manifest
        self.network = network.to(device, memory_format=torch.channels_last).eval()  # type: ignore[call-overload]
        self.novelty = novelty
        self.device = device

    @classmethod
    def load(cls, model_id: str, device: str = "cpu", folder: Path | None = None) -> Classifier:
        """Load shipped or own weights after checking their hash.

        Raises
        ------
        EnvironmentFault
            When the files are missing, damaged or do not fit the manifest.
        """
        manifest = load_manifest(model_id, folder)
        tensors = load_file(verify(manifest, folder))
        network = build(manifest.backbone, len(manifest.classes) + (0 if manifest.second else _answers(manifest)))
        with fitting(manifest):
            network.load_state_dict(tensors_under("network.", tensors))
            novelty = novelty_in(tensors)
        if manifest.second is None:
            return cls(manifest, network, novelty, device)
        from leukview.classifiers.paired import PairedClassifier  # it is a kind of this one

        second = build(manifest.backbone, len(manifest.classes) + _answers(manifest))
        with fitting(manifest):
            second.load_state_dict(tensors_under("second.", tensors))
        return PairedClassifier(manifest, network, novelty, device, second)

    @property
    def sights(self) -> tuple[Sight, ...]:
        """What is shown of a cell; a view is S×S×3, or V×S×S×3 where there are V > 1 sights."""
        return (Sight(cell_diameters=self.manifest.cell_diameters, preparation=self.manifest.preparation),)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """How each sight is cut, in the order of :attr:`sights`."""
        return tuple(Frame(self.manifest.input_size) for _ in self.sights)

    @property
    def temperature(self) -> float:
        """What the logits of :meth:`outputs` are divided by to become probabilities."""
        return self.manifest.temperature

    def to_input(self, views: Sequence[Image]) -> torch.Tensor:
        """Return N×3×S×S float32, normalised, for N views of S×S×3 uint8 RGB."""
        batch = torch.from_numpy(np.stack(views)).permute(0, 3, 1, 2).to(self.device, torch.float32)
        mean = torch.tensor(self.manifest.mean, device=self.device).view(1, 3, 1, 1)
        std = torch.tensor(self.manifest.std, device=self.device).view(1, 3, 1, 1)
        return ((batch / 255 - mean) / std).contiguous(memory_format=torch.channels_last)

    @torch.inference_mode()
    def outputs(self, views: Sequence[Image]) -> Outputs:
        """Return what the network makes of N views, averaged over the manifest's quarter turns.

        A cell has no upright position, so its turned views are as good evidence as the first.
        """
        return self.run(self.network, views, self.manifest.rotations)

    @torch.inference_mode()
    def run(self, network: nn.Module, views: Sequence[Image], rotations: int) -> Outputs:
        """Return what a network of this classifier makes of N views of S×S×3, averaged over so many quarter turns."""
        batch = self.to_input(views)
        features, logits = [], []
        for turns in range(rotations):
            turned = torch.rot90(batch, turns, (2, 3)).contiguous(memory_format=torch.channels_last)
            final, (early,) = network.forward_intermediates(turned, indices=[LOOK_STAGE])  # type: ignore[operator]
            pooled = network.forward_head(final, pre_logits=True)  # type: ignore[operator]
            maps = early.float()
            look = torch.cat([maps.mean(dim=(2, 3)), maps.std(dim=(2, 3))], dim=1)
            features.append(torch.cat([look, pooled.float()], dim=1))
            logits.append(network.get_classifier()(pooled).float())  # type: ignore[operator]
        raw = torch.stack(logits).mean(dim=0).cpu().numpy()
        classes = len(self.manifest.classes)
        return Outputs(torch.stack(features).mean(dim=0).cpu().numpy(), raw[:, :classes], raw[:, classes:])

    def features_and_logits(self, views: Sequence[Image]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return N×(L+F) features and N×C uncalibrated logits; see :class:`Outputs`."""
        outputs = self.outputs(views)
        return outputs.features, outputs.logits

    def predict(self, views: Sequence[Image]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return N×C calibrated probabilities (rows sum to 1) and N out-of-domain scores in 0–1."""
        features, logits = self.features_and_logits(views)
        return self.calibrate(logits), self.novelty_of(features)

    def novelty_of(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return N out-of-domain scores in 0–1 of N×(L+F) features."""
        return self.novelty.score(features)

    def answers(self, attribute_logits: NDArray[np.float32]) -> list[dict[str, dict[str, float]]]:
        """Return for each cell attribute id → answer → probability, from N×A logits; empty where the weights know none."""
        result: list[dict[str, dict[str, float]]] = [{} for _ in attribute_logits]
        if not attribute_logits.shape[1]:
            return result
        known = {item.id: tuple(item.options) for item in attributes()}
        start = 0
        for name in self.manifest.attributes:
            options = known[name]
            shares = softmax(attribute_logits[:, start : start + len(options)].astype(np.float64), axis=1)
            for row, cell in zip(shares, result, strict=True):
                cell[name] = dict(zip(options, map(float, row), strict=True))
            start += len(options)
        return result

    def calibrate(self, logits: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return probabilities from logits by temperature scaling (Guo et al., ICML 2017)."""
        return np.asarray(softmax(logits.astype(np.float64) / self.temperature, axis=1))

    def explain_network(self) -> nn.Module:
        """Return the module, from input batch to N×C scores, whose call Grad-CAM explains."""
        network: nn.Module = self.network
        return network

    def explained(self, far: bool) -> tuple[ExplainedPart, ...]:
        """Return the networks that have a say in a call; ``far`` tells whether the cell is out of domain."""
        return (ExplainedPart(self.explain_network(), self.explain_layers(self.network), 0, 1.0, self.to_input),)

    def asked(self, class_id: str, far: bool) -> tuple[tuple[ExplainedPart, int], ...]:
        """Return the networks of :meth:`explained` that tell a class from others, each with the class's column."""
        index = self.manifest.classes.index(class_id)
        return tuple((part, index) for part in self.explained(far))

    def trees(self, outputs: Outputs) -> list[tuple[TreeNode, ...]]:
        """Return for each cell the nodes of the decision tree; none where the classifier decides at once."""
        return [() for _ in outputs.logits]

    def dissent(self, outputs: Outputs) -> list[tuple[str, ...]]:
        """Return for each cell, in words, which of several networks call it otherwise; nothing where one decides alone."""
        return [() for _ in outputs.logits]

    def explain_layers(self, network: nn.Module) -> tuple[nn.Module, ...]:
        """Return the layers Grad-CAM weighs: the last map (after its ReLU6) and the last expansion one scale finer.

        timm's EfficientNets end each block with a linear projection; the maps before it have passed their activation.
        """
        return network.bn2, network.blocks[4][-1].bn2  # type: ignore[return-value, index, union-attr]


def _answers(manifest: Manifest) -> int:
    """Return how many answers the manifest's attributes have together."""
    known = {item.id: len(item.options) for item in attributes()}
    return sum(known[name] for name in manifest.attributes)
