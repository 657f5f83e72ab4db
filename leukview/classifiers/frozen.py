"""A frozen backbone and one neuron that learns (hassan2024): two dense layers over maps that ImageNet's training made."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from leukview.classifiers.backbones import build_trunk
from leukview.domain.errors import InputProblem

__all__ = ["FrozenNet", "TwoClasses"]


class FrozenNet(nn.Module):
    """N×3×S×S images to N×1 logits of the second of two classes.

    Every tensor of the backbone stays as loaded, whatever is trained: no parameter has a gradient, and batch normalisation keeps
    to its loaded statistics in training mode too, as a frozen layer's does in the published framework. The gradient still passes
    *through* the backbone where the input asks for one, as Grad-CAM does; training asks for none, so nothing is kept for it.

    Parameters
    ----------
    backbone:
        A timm network; published: ``resnet50`` with ImageNet's weights
        (:func:`leukview.classifiers.backbones.load_imagenet` starts :attr:`backbone`).
    input_size:
        S. The flattened head fits this size alone, so another is refused.
    reading:
        ``flatten``, as published: every place of every map has weights of its own (100,352 numbers for ResNet50 at 224²; 12.8
        million weights). ``mean``: each map's mean, for weights that ship.
    hidden:
        Neurons of the first dense layer.
    threshold:
        A cell whose probability reaches it is called the second class.

    Attributes
    ----------
    backbone:
        Pooling and classifier are not built.
    maps:
        Passes the backbone's last maps, for Grad-CAM to hook.
    num_features:
        How many of them there are.
    head:
        The two dense layers, the only ones trained.

    Raises
    ------
    InputProblem
        When there is no such backbone, or the threshold is not within 0–1.
    """

    def __init__(
        self,
        backbone: str,
        input_size: int,
        *,
        reading: Literal["flatten", "mean"] = "flatten",
        hidden: int = 128,
        threshold: float = 0.5,
    ) -> None:
        super().__init__()
        if not 0 < threshold < 1:
            raise InputProblem(f"Threshold {threshold:g}", "it is not between 0 and 1")
        self.input_size, self.threshold = input_size, threshold
        self.backbone = build_trunk(backbone).eval().requires_grad_(False)
        self.maps = nn.Identity()
        with torch.no_grad():
            channels, height, width = self.backbone(torch.zeros(1, 3, input_size, input_size)).shape[1:]
        self.num_features = int(channels)
        self.pool = nn.Identity() if reading == "flatten" else nn.AdaptiveAvgPool2d(1)
        length = channels * height * width if reading == "flatten" else channels
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(length, hidden), nn.ReLU(), nn.Linear(hidden, 1))
        self.head.apply(_glorot)

    @property
    def layers(self) -> tuple[nn.Module, ...]:
        """The layers whose outputs Grad-CAM weighs: the backbone's last maps."""
        return (self.maps,)

    def train(self, mode: bool = True) -> FrozenNet:
        """Set the mode of the head; the backbone stays in evaluation mode."""
        super().train(mode)
        self.backbone.eval()
        return self

    def trained_parameters(self) -> list[nn.Parameter]:
        """Return what an optimiser may hold."""
        return list(self.head.parameters())

    def read(self, images: torch.Tensor) -> torch.Tensor:
        """Return the N×F numbers that the dense layers are given of N×3×S×S images; they never change.

        Raises
        ------
        ValueError
            When the images are of another side than S.
        """
        if images.shape[2:] != (self.input_size, self.input_size):
            raise ValueError(f"images of {tuple(images.shape[2:])}, not of {self.input_size}²")
        features: torch.Tensor = self.pool(self.maps(self.backbone(images))).flatten(1)
        return features

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return N×1 logits of N×3×S×S images, or of the N×F that :meth:`read` made of them.

        Train them with ``binary_cross_entropy_with_logits``, which is the sigmoid's, without overflow.

        Raises
        ------
        ValueError
            When the images are of another side than S.
        """
        logits: torch.Tensor = self.head(images if images.ndim == 2 else self.read(images))
        return logits

    @torch.inference_mode()
    def probabilities(self, images: torch.Tensor) -> NDArray[np.float64]:
        """Return N probabilities, 0–1, of the second class."""
        values: NDArray[np.float64] = torch.sigmoid(self(images).double()).squeeze(1).cpu().numpy()
        return values

    def calls(self, probabilities: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return for N probabilities whether each reaches the threshold."""
        return np.asarray(probabilities >= self.threshold)


def _glorot(layer: nn.Module) -> None:
    """Start a dense layer as the published framework does."""
    if isinstance(layer, nn.Linear):
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)


class TwoClasses(nn.Module):
    """A network of one logit as one of two, whose softmax is the sigmoid: for Grad-CAM and for code that takes N×C.

    The logit is split in halves, −z/2 and z/2, so that what speaks for either class has a gradient.
    """

    def __init__(self, network: FrozenNet) -> None:
        super().__init__()
        self.network = network

    @property
    def layers(self) -> tuple[nn.Module, ...]:
        """The network's."""
        return self.network.layers

    @property
    def num_features(self) -> int:
        """The network's."""
        return self.network.num_features

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return N×2 logits of N×3×S×S images."""
        half: Any = self.network(images) / 2
        return torch.cat([-half, half], dim=1)
