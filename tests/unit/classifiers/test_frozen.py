import numpy as np
import pytest
import torch
from torch.nn import functional

from leukview.classifiers.frozen import FrozenNet, TwoClasses
from leukview.domain.errors import InputProblem
from leukview.explain.gradcam import heat_map
from leukview.pipelines.base import ExplainTarget


def network(**kwargs):
    torch.manual_seed(0)
    return FrozenNet("test_resnet", 64, **kwargs)


def images(count=6):
    return torch.rand(count, 3, 64, 64, generator=torch.Generator().manual_seed(1))


def test_the_published_head():
    published = FrozenNet("resnet50", 32)
    shapes = {name: tuple(each.shape) for name, each in published.head.named_parameters()}
    assert shapes == {"1.weight": (128, 2048), "1.bias": (128,), "3.weight": (1, 128), "3.bias": (1,)}
    # Flattened: four places of 96 maps at 64²; pooled: the maps alone.
    assert network().head[1].in_features == 4 * 96
    assert network(reading="mean").head[1].in_features == 96
    assert network(hidden=7).head[3].in_features == 7


@pytest.mark.parametrize("reading", ["flatten", "mean"])
@pytest.mark.parametrize("everything", [False, True], ids=["head's parameters", "all parameters"])
def test_training_leaves_every_tensor_of_the_backbone_as_it_was(reading, everything):
    net = network(reading=reading)
    before = {name: value.clone() for name, value in net.backbone.state_dict().items()}
    assert any("running_mean" in name for name in before) and any("num_batches" in name for name in before)
    # Even an optimiser that is handed the backbone, with momentum and decay, moves nothing.
    held = net.parameters() if everything else net.trained_parameters()
    optimiser = torch.optim.AdamW(held, 0.03, weight_decay=0.1)
    labels = torch.tensor([[0.0], [1]] * 3)
    # The second class is the darker one.
    batch = images() * (1 - 0.8 * labels[:, :, None, None])
    losses = []
    for _ in range(15):
        net.train()
        optimiser.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(net(batch), labels)
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.5 * losses[0], "the head learns"
    assert all(torch.equal(value, before[name]) for name, value in net.backbone.state_dict().items())
    assert all(each.grad is None for each in net.backbone.parameters())


def test_training_mode_is_the_heads_alone_and_answers_are_those_of_evaluation():
    net = network().train()
    assert net.training and net.head.training and not any(each.training for each in net.backbone.modules())
    shown = net(images()).detach()
    assert torch.equal(shown, net.eval()(images()).detach())


def test_probabilities_and_calls_by_the_threshold():
    net = network(threshold=0.8).eval()
    values = net.probabilities(images())
    assert values.shape == (6,) and np.allclose(values, torch.sigmoid(net(images())).detach().numpy()[:, 0])
    assert net.calls(np.array([0.5, 0.79, 0.8, 0.9])).tolist() == [False, False, True, True]
    assert network().calls(np.array([0.49, 0.5])).tolist() == [False, True]


@pytest.mark.parametrize("threshold", [0, 1, -0.1, float("nan")])
def test_a_threshold_outside_is_refused(threshold):
    with pytest.raises(InputProblem, match="Threshold"):
        network(threshold=threshold)


def test_an_image_of_another_size_is_refused():
    with pytest.raises(ValueError, match="64²"):
        network()(torch.rand(1, 3, 96, 96))


def test_both_classes_have_a_map_although_the_backbone_is_frozen():
    net = TwoClasses(network(reading="mean")).eval()
    logits = net(images())
    assert torch.allclose(torch.softmax(logits, dim=1)[:, 1], torch.sigmoid(net.network(images()))[:, 0], atol=1e-6)

    def to_input(views):
        return torch.from_numpy(np.stack(views)).permute(0, 3, 1, 2).float() / 255

    view = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    maps = [heat_map(ExplainTarget(net, net.layers, index, to_input), view) for index in (0, 1)]
    assert all(each.shape == (64, 64) for each in maps)
    assert max(each.max() for each in maps) == pytest.approx(1) and not np.array_equal(*maps)
