"""A trained network with its manifest: views in, calibrated probabilities and an out-of-domain score out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from scipy.special import softmax
from torch import nn

from leukview.classifiers.backbones import build
from leukview.classifiers.manifest import Manifest, load_manifest
from leukview.classifiers.novelty import Novelty
from leukview.domain.attributes import attributes
from leukview.domain.errors import EnvironmentFault
from leukview.manifests import verify

__all__ = ["Classifier", "Outputs", "pick_device"]

Image = NDArray[np.uint8]

_LOOK_STAGE = 2
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
        network = build(manifest.backbone, len(manifest.classes) + sum(_answers(manifest)))
        try:
            network.load_state_dict(_part(tensors, "network."))
            novelty = Novelty(**{name: value.numpy() for name, value in _part(tensors, "novelty.").items()})
        except (RuntimeError, TypeError) as error:
            raise EnvironmentFault(f"The weights {manifest.weights} do not fit their manifest: {error}") from error
        return cls(manifest, network, novelty, device)

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
        batch = self.to_input(views)
        features, logits = [], []
        for turns in range(self.manifest.rotations):
            turned = torch.rot90(batch, turns, (2, 3)).contiguous(memory_format=torch.channels_last)
            final, (early,) = self.network.forward_intermediates(turned, indices=[_LOOK_STAGE])
            pooled = self.network.forward_head(final, pre_logits=True)
            maps = early.float()
            look = torch.cat([maps.mean(dim=(2, 3)), maps.std(dim=(2, 3))], dim=1)
            features.append(torch.cat([look, pooled.float()], dim=1))
            logits.append(self.network.get_classifier()(pooled).float())
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
        return np.asarray(softmax(logits.astype(np.float64) / self.manifest.temperature, axis=1))

    def explain_network(self) -> nn.Module:
        """Return the module, from input batch to N×C scores, whose call Grad-CAM explains."""
        network: nn.Module = self.network
        return network

    def explain_layers(self) -> tuple[nn.Module, ...]:
        """Return the layers Grad-CAM weighs: the last map (after its ReLU6) and the last expansion one scale finer.

        timm's EfficientNets end each block with a linear projection; the maps before it have passed their activation.
        """
        return self.network.bn2, self.network.blocks[4][-1].bn2


def _answers(manifest: Manifest) -> list[int]:
    """Return how many answers each of the manifest's attributes has."""
    known = {item.id: len(item.options) for item in attributes()}
    return [known[name] for name in manifest.attributes]


def _part(tensors: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
