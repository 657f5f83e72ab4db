import copy

import pytest
import torch
from torch.nn import functional

from leukview.classifiers.pmg import Pmg, PmgWidths
from leukview.domain.errors import InputProblem
from leukview.training.losses import partial_label_loss
from leukview.training.pmg_step import jigsaw, plain, pmg_updates

LABELS = torch.tensor([0, 1, 2, 0])


def network():
    torch.manual_seed(0)
    return Pmg("test_resnet", 3, PmgWidths(8, 16, 12)).train()


def images(count=4):
    return torch.rand(count, 3, 64, 64, generator=torch.Generator().manual_seed(1))


def crossed(logits):
    return functional.cross_entropy(logits, LABELS[: len(logits)])


def seeded(number=0):
    return torch.Generator().manual_seed(number)


@pytest.mark.parametrize("n", [2, 4, 8])
def test_a_jigsaw_moves_whole_blocks_in_one_order_for_the_batch(n):
    # Each pixel tells its place in its block, its block, and its image.
    side = 16
    block = torch.arange(n * n).reshape(n, n).repeat_interleave(side // n, 0).repeat_interleave(side // n, 1)
    within = torch.arange(side).remainder(side // n)
    place = within[:, None] * side + within[None, :]
    batch = torch.stack([torch.stack([block, place, torch.full_like(block, index)]) for index in range(3)])
    cut = jigsaw(batch, n, seeded())
    assert torch.equal(cut[:, 1:], batch[:, 1:]), "within a block, and between images, nothing moves"
    assert all(torch.equal(cut[0, 0], each[0]) for each in cut)
    heads = cut[0, 0, :: side // n, :: side // n].flatten()
    assert torch.equal(heads.repeat_interleave(side // n).reshape(n, side).repeat_interleave(side // n, 0), cut[0, 0])
    assert sorted(heads.tolist()) == list(range(n * n)) != heads.tolist()


def test_a_jigsaw_is_drawn_by_its_generator_and_keeps_the_memory_order():
    batch = images()
    assert torch.equal(jigsaw(batch, 8, seeded()), jigsaw(batch, 8, seeded()))
    assert not torch.equal(jigsaw(batch, 8, seeded()), jigsaw(batch, 8, seeded(1)))
    last = batch.contiguous(memory_format=torch.channels_last)
    cut = jigsaw(last, 8, seeded())
    assert cut.is_contiguous(memory_format=torch.channels_last) and torch.equal(cut, jigsaw(batch, 8, seeded()))


def test_a_side_that_does_not_divide_is_named_and_nothing_is_trained():
    net = network()
    before = copy.deepcopy(net.state_dict())
    optimiser = torch.optim.SGD(net.parameters(), 0.1)
    with pytest.raises(InputProblem, match=r"60×60.*8×8.*divides by 8"):
        pmg_updates(net, torch.rand(2, 3, 60, 60), plain(crossed), optimiser)
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())


def test_each_of_the_four_updates_has_its_pieces_its_head_and_its_weight():
    net, batch, seen = network(), images(), []

    def loss(logits, shown, head):
        seen.append((head, shown, logits.dtype))
        return crossed(logits) * 0 + 1

    values = pmg_updates(net, batch, loss, torch.optim.SGD(net.parameters(), 0.1), seeded(7))
    assert values == (1, 1, 1, 2)
    generator = seeded(7)
    expected = [jigsaw(batch, n, generator) for n in (8, 4, 2)] + [batch]
    assert [head for head, _, _ in seen] == [0, 1, 2, 3]
    assert all(torch.equal(shown, cut) for (_, shown, _), cut in zip(seen, expected, strict=True))
    assert {dtype for _, _, dtype in seen} == {torch.float32}


def test_the_four_updates_learn_with_and_without_bfloat16():
    for bfloat16 in (True, False):
        net, batch = network(), images()
        optimiser = torch.optim.SGD(net.parameter_groups(0.005), momentum=0.9)
        generator = seeded()
        losses = [pmg_updates(net, batch, plain(crossed), optimiser, generator, bfloat16=bfloat16) for _ in range(12)]
        assert losses[-1][3] < 0.5 * losses[0][3]


def test_a_batch_of_one_is_passed_over():
    net = network()
    before = copy.deepcopy(net.state_dict())
    assert pmg_updates(net, images(1), plain(crossed), torch.optim.SGD(net.parameters(), 0.1)) == ()
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())


def after_only(set_to_none, head, **kwargs):
    """Return which parameters one more update, of one head alone, moves, in a network with momentum."""
    net, batch = network(), images()
    optimiser = torch.optim.SGD(net.parameters(), 0.01, **kwargs)
    pmg_updates(net, batch, plain(crossed), optimiser, seeded(), bfloat16=False)
    snapshots = []
    step = optimiser.step

    def counted(*args):
        before = {name: value.detach().clone() for name, value in net.named_parameters()}
        step(*args)
        snapshots.append({name for name, value in net.named_parameters() if not torch.equal(value, before[name])})

    optimiser.step = counted
    pmg_updates(net, batch, plain(crossed), optimiser, seeded(), bfloat16=False, set_to_none=set_to_none)
    return snapshots[head]


@pytest.mark.parametrize("kwargs", [{"momentum": 0.9}, {"weight_decay": 0.1}], ids=["momentum", "decay"])
def test_what_an_update_does_not_reach_stands_still_unless_asked_to_coast(kwargs):
    moved = after_only(True, 0, **kwargs)
    assert any(name.startswith("heads.0.") for name in moved) and any("layer2" in name for name in moved)
    assert not any(name.startswith(("heads.1.", "heads.2.", "heads.3.", "branches.2.")) for name in moved)
    assert not any("layer4" in name for name in moved), "the stages above y1's are idle too"
    coasting = after_only(False, 0, **kwargs)
    assert any(name.startswith("heads.3.") for name in coasting) and any("layer4" in name for name in coasting)


def test_partial_labels_are_learnt_as_the_house_does():
    net, batch = network(), images()
    allowed = torch.tensor([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]], dtype=torch.bool)
    optimiser = torch.optim.SGD(net.parameter_groups(0.005), momentum=0.9)
    loss = plain(lambda logits: partial_label_loss(logits, allowed, 0.0))
    generator = seeded()
    losses = [pmg_updates(net, batch, loss, optimiser, generator) for _ in range(12)]
    assert losses[-1][3] < 0.5 * losses[0][3]
