import numpy as np
import pytest
import torch
from torch import nn

from leukview.classifiers.pmg import COMPACT, PUBLISHED, Pmg, PmgWidths, SummedLogits, summed
from leukview.explain.gradcam import heat_map
from leukview.pipelines.base import ExplainTarget

TINY = PmgWidths(8, 16, 12)


def test_the_published_network_has_the_published_shapes():
    with torch.device("meta"):
        network = Pmg("resnext50_32x4d", 13)
        maps = network.backbone(torch.zeros(2, 3, 448, 448))
        vectors = network.vectors(torch.zeros(2, 3, 448, 448))
        logits = network(torch.zeros(2, 3, 448, 448))
    assert [tuple(each.shape[1:]) for each in maps] == [(512, 56, 56), (1024, 28, 28), (2048, 14, 14)]
    assert [tuple(each.shape) for each in vectors] == [(2, 1024)] * 3
    assert [tuple(each.shape) for each in logits] == [(2, 13)] * 4
    kinds = [[type(layer).__name__ for layer in head] for head in network.heads]
    assert kinds == [["BatchNorm1d", "Linear", "BatchNorm1d", "ELU", "Linear"]] * 4
    assert [head[1].in_features for head in network.heads] == [1024, 1024, 1024, 3072]
    assert [head[1].out_features for head in network.heads] == [512] * 4
    for branch, channels in zip(network.branches, (512, 1024, 2048), strict=True):
        assert branch.reduce.weight.shape == (512, channels, 1, 1) and branch.reduce.bias is None
        assert branch.widen.weight.shape == (1024, 512, 3, 3) and branch.widen.bias is None


@pytest.mark.parametrize("backbone", ["test_resnet", "test_efficientnet", "test_vit"])
def test_any_backbone_of_timm_gives_four_answers(backbone):
    network = Pmg(backbone, 5, TINY)
    side = 160 if backbone == "test_vit" else 64
    assert [tuple(each.shape) for each in network(torch.rand(2, 3, side, side))] == [(2, 5)] * 4


def test_the_compact_network_is_small():
    with torch.device("meta"):
        compact = Pmg("tf_efficientnet_lite0", 5, COMPACT)
        full = Pmg("tf_efficientnet_lite0", 5, PUBLISHED)
    sizes = [sum(each.numel() for each in network.parameters()) for network in (compact, full)]
    assert sizes[0] < 5_000_000 < sizes[1]


def test_new_layers_start_by_xavier_and_learn_ten_times_as_fast():
    torch.manual_seed(0)
    network = Pmg("test_resnet", 5, PmgWidths(64, 64, 64))
    for layer in (network.heads[0][1], network.branches[0].widen):
        fan_in, fan_out = nn.init._calculate_fan_in_and_fan_out(layer.weight)
        bound = (6 / (fan_in + fan_out)) ** 0.5
        assert 0.95 * bound < layer.weight.abs().max() <= bound
    assert network.heads[0][1].bias.abs().max() == 0
    backbone, new = network.parameter_groups(0.002)
    assert (backbone["lr"], new["lr"]) == (0.002, pytest.approx(0.02))
    held = [id(each) for group in (backbone, new) for each in group["params"]]
    assert sorted(held) == sorted(id(each) for each in network.parameters())
    assert {id(each) for each in backbone["params"]} == {id(each) for each in network.backbone.parameters()}


def test_a_call_is_the_sum_of_the_heads():
    network = Pmg("test_resnet", 5, TINY).eval()
    images = torch.rand(1, 3, 64, 64)
    logits = network(images)
    assert torch.allclose(SummedLogits(network)(images), logits[0] + logits[1] + logits[2] + logits[3], atol=1e-6)
    assert torch.equal(summed(logits), SummedLogits(network)(images))
    assert torch.equal(SummedLogits(network, 1)(images), logits[1])
    with pytest.raises(IndexError, match="head 4"):
        SummedLogits(network, 4)


@pytest.mark.parametrize("head", [None, 0, 2, 3])
def test_grad_cam_sees_what_each_answer_depends_on(head):
    torch.manual_seed(0)
    network = SummedLogits(Pmg("test_efficientnet", 5, TINY), head).eval()
    images = torch.rand(1, 3, 64, 64, requires_grad=True)
    outputs = []
    handles = [layer.register_forward_hook(lambda *each: outputs.append(each[2])) for layer in network.layers]
    answer = network(images)
    kept = [each.detach().clone() for each in outputs]
    gradients = torch.autograd.grad(answer[0, 1], outputs)
    for handle in handles:
        handle.remove()
    assert [each.shape[2] for each in outputs] == {None: [8, 4, 2], 0: [8], 2: [2], 3: [8, 4, 2]}[head]
    assert all(each.abs().max() > 0 for each in gradients)
    # Post-ReLU, and nothing wrote into them afterwards.
    assert all(each.min() >= 0 for each in kept)
    assert all(torch.equal(each, before) for each, before in zip(outputs, kept, strict=True))

    def to_input(views):
        return torch.from_numpy(np.stack(views)).permute(0, 3, 1, 2).float() / 255

    view = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    grey = heat_map(ExplainTarget(network, network.layers, 1, to_input), view)
    assert grey.shape == (64, 64) and np.isfinite(grey).all()
