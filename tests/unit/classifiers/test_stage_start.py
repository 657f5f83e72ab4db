"""What a stage's backbone starts from."""

from __future__ import annotations

from pathlib import Path

import pytest
import timm
import torch
from safetensors.torch import load_file, save_file

from leukview.classifiers.stage_networks import StageNet, build_stage_net
from leukview.classifiers.stage_start import start_trunk
from leukview.classifiers.staged_manifest import StageForm
from leukview.domain.errors import InputProblem
from leukview.resources import models_dir

LITE = "tf_efficientnet_lite0"
SMALL = {"plain": StageForm(), "pmg": StageForm(kind="pmg", widths=(8, 12, 8))}


def fresh(kind: str, backbone: str = LITE) -> StageNet:
    torch.manual_seed(0)
    return build_stage_net(SMALL[kind], backbone, 2)


@pytest.mark.parametrize("kind", ["plain", "pmg"])
def test_a_backbone_starts_from_the_shipped_classifiers(kind: str) -> None:
    net, before = fresh(kind), fresh(kind)
    start_trunk(net, LITE, "leukview", imagenet=False)
    kept = load_file(models_dir() / "leukview.safetensors")
    trunk, _ = net.trunk
    name = "blocks.4.0.conv_pw.weight"
    assert torch.equal(trunk.state_dict()[name], kept[f"network.{name}"].float())
    for ours, theirs in zip(net.new_parameters(), before.new_parameters(), strict=True):
        assert torch.equal(ours, theirs), "the layers behind it keep their start"
    with pytest.raises(InputProblem, match=f"{LITE}, not mobilenetv2_035"):
        start_trunk(fresh(kind, "mobilenetv2_035"), "mobilenetv2_035", "leukview", imagenet=False)


def test_vggs_layers_are_found_under_timms_names(tmp_path: Path) -> None:
    torch.manual_seed(1)
    whole = timm.create_model("vgg11", pretrained=False, num_classes=0, global_pool="")
    tensors = {name: value for name, value in whole.state_dict().items() if name.startswith("features.")}
    save_file(tensors, tmp_path / "vgg11.safetensors")
    net = build_stage_net(StageForm(kind="dense", widths=(1, 8, 8)), "vgg11", 2)
    start_trunk(net, "vgg11", str(tmp_path / "vgg11.safetensors"), imagenet=False)
    first = next(value for name, value in net.trunk[0].state_dict().items() if name.endswith("0.weight"))
    assert torch.equal(first, tensors["features.0.weight"])


def test_without_a_start_nothing_is_loaded() -> None:
    net, before = fresh("pmg"), fresh("pmg")
    start_trunk(net, LITE, "", imagenet=False)
    assert all(torch.equal(a, b) for a, b in zip(net.parameters(), before.parameters(), strict=True))
