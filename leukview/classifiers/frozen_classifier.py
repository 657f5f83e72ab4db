"""A frozen network as a classifier of two classes, called at a threshold (hassan2024)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from scipy.special import expit, logit
from torch import nn

from leukview.classifiers.classifier import LOOK_STAGE, Classifier, Outputs
from leukview.classifiers.frozen import FrozenNet, TwoClasses
from leukview.classifiers.frozen_manifest import FrozenManifest
from leukview.classifiers.novelty import Novelty
from leukview.classifiers.weight_file import fitting, novelty_in, tensors_under
from leukview.manifests import load_of_kind, verify

__all__ = ["FrozenClassifier", "frozen_network"]

Image = NDArray[np.uint8]


def frozen_network(manifest: FrozenManifest) -> TwoClasses:
    """Return the network that a manifest describes, with weights that mean nothing yet."""
    net = FrozenNet(
        manifest.backbone,
        manifest.input_size,
        reading=manifest.reading,
        hidden=manifest.hidden,
        threshold=manifest.threshold,
    )
    return TwoClasses(net)


class FrozenClassifier(Classifier):
    """A classifier of two classes whose network has one output."""

    def __init__(self, manifest: FrozenManifest, network: TwoClasses, novelty: Novelty, device: str) -> None:
        super().__init__(manifest, network, novelty, device)
        self.threshold = manifest.threshold

    @classmethod
    def load(cls, model_id: str, device: str = "cpu", folder: Path | None = None) -> FrozenClassifier:
        """Load weights after checking their hash.

        Raises
        ------
        EnvironmentFault
            When the files are missing, damaged or do not fit the manifest.
        """
        manifest = load_of_kind(FrozenManifest, model_id, folder)
        tensors = load_file(verify(manifest, folder))
        network = frozen_network(manifest)
        with fitting(manifest):
            network.load_state_dict(tensors_under("network.", tensors))
            novelty = novelty_in(tensors)
        return cls(manifest, network, novelty, device)

    @torch.inference_mode()
    def run(self, network: nn.Module, views: Sequence[Image], rotations: int) -> Outputs:
        """Return what the network makes of N views; the maps' means are the features of the kind."""
        assert isinstance(network, TwoClasses)
        net = network.network
        batch = self.to_input(views)
        features, logits = [], []
        for turns in range(rotations):
            turned = torch.rot90(batch, turns, (2, 3)).contiguous(memory_format=torch.channels_last)
            final, (early,) = net.backbone.forward_intermediates(turned, indices=[LOOK_STAGE])  # type: ignore[operator]
            maps = early.float()
            look = torch.cat([maps.mean(dim=(2, 3)), maps.std(dim=(2, 3))], dim=1)
            features.append(torch.cat([look, final.float().mean(dim=(2, 3))], dim=1))
            logits.append(net.head(net.pool(final)).float())
        half = torch.stack(logits).mean(dim=0).cpu().numpy() / 2
        return Outputs(
            torch.stack(features).mean(dim=0).cpu().numpy(),
            np.concatenate([-half, half], axis=1),
            np.zeros((len(half), 0), np.float32),
        )

    def calibrate(self, logits: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return N×2 probabilities whose larger one is the call at the threshold.

        At the published threshold of 0.5 these are the sigmoid's. At another, t, the odds are divided by t/(1−t), as for classes
        whose errors cost differently (Elkan, IJCAI 2001): so 0.5 is the threshold wherever a call is shown, sorted or counted.
        """
        own = (logits[:, 1] - logits[:, 0]).astype(np.float64) / self.temperature
        second = expit(own - logit(self.threshold))
        return np.stack([1 - second, second], axis=1)

    def explain_layers(self, network: nn.Module) -> tuple[nn.Module, ...]:
        """Return the layer Grad-CAM weighs: the backbone's last maps."""
        assert isinstance(network, TwoClasses)
        return network.layers
