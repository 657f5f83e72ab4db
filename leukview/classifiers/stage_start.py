"""What a stage's backbone starts from: ImageNet, a file of timm's, or the backbone of weights that are installed."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file

from leukview.classifiers.backbones import load_imagenet, load_start
from leukview.classifiers.installed import folder_of
from leukview.classifiers.manifest import load_manifest
from leukview.classifiers.stage_networks import StageNet
from leukview.domain.errors import InputProblem
from leukview.manifests import verify

__all__ = ["start_trunk"]

_LAST = ("classifier.", "fc.", "head.fc.")


def start_trunk(network: StageNet, backbone: str, start: str, *, imagenet: bool) -> None:
    """Give a network's backbone its first weights; the layers behind it keep theirs.

    Parameters
    ----------
    network:
        The network.
    backbone:
        Its timm name.
    start:
        A ``.safetensors`` file of timm's; or the id of an installed classifier of the same backbone, whose first network's is
        taken; or nothing.
    imagenet:
        Without ``start``: whether the packaged ImageNet weights are taken.

    Raises
    ------
    InputProblem
        When the file or the installed weights do not fit.
    EnvironmentFault
        When there are no such installed or packaged weights.
    """
    trunk, _ = network.trunk
    if start.endswith(".safetensors"):
        load_start(trunk, Path(start))
    elif start:
        _load_installed(trunk, backbone, start)
    elif imagenet:
        load_imagenet(trunk, backbone)


@torch.no_grad()
def _load_installed(trunk: torch.nn.Module, backbone: str, model_id: str) -> None:
    folder = folder_of(model_id)
    manifest = load_manifest(model_id, folder)
    if manifest.backbone != backbone:
        raise InputProblem(
            model_id, f"its backbone is {manifest.backbone}, not {backbone}", "Start from weights of the same backbone"
        )
    known = load_file(verify(manifest, folder))
    for ours, slot in trunk.state_dict().items():
        if not ours.startswith(_LAST):
            # Kept in half precision there; the same network, or the front part of it, so every tensor is there.
            slot.copy_(known[f"network.{ours}"])
