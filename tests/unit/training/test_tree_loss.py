import numpy as np
import pytest
import torch
from torch.nn import functional

from leukview.classifiers.pmg import Pmg, PmgWidths
from leukview.classifiers.tree_file import read_tree
from leukview.domain.errors import InputProblem
from leukview.training.pmg_step import pmg_updates
from leukview.training.tree_loss import coupled, path_loss, path_to, stage_targets, tree_loss

YAN = read_tree("yan2024")


def targets(*labels, tree=YAN):
    found = stage_targets(tree, [{label} if isinstance(label, str) else label for label in labels])
    return {name: mask.int().tolist() for name, mask in found.items()}


def some_logits(count, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return {s.id: torch.randn(count, len(s.children), generator=generator).requires_grad_() for s in YAN.stages}


def test_a_label_enters_the_stages_on_its_path_and_no_other():
    assert targets("cml") == {"1": [[0, 1]], "2B": [[0] * 5], "2T": [[1, 0]], "3M": [[0, 0, 1, 0]], "3L": [[0] * 4]}
    assert targets("eosinophil")["2B"] == [[0, 0, 0, 1, 0]] and targets("eosinophil")["2T"] == [[0, 0]]


def test_a_hidden_label_stops_at_its_node():
    assert targets("malignant") == {"1": [[0, 1]], "2B": [[0] * 5], "2T": [[0, 0]], "3M": [[0] * 4], "3L": [[0] * 4]}
    assert targets("lymphoid")["2T"] == [[0, 1]] and targets("lymphoid")["3L"] == [[0] * 4]
    assert targets("cell")["1"] == [[0, 0]]


def test_a_label_of_several_nodes_is_learnt_as_far_as_they_agree():
    assert targets({"aml", "mds"})["3M"] == [[1, 1, 0, 0]] and targets({"aml", "mds"})["2T"] == [[1, 0]]
    # Both lineages are possible: the second stage hears nothing, the first that it is malignant.
    either = targets({"aml", "all"})
    assert either["1"] == [[0, 1]] and either["2T"] == [[0, 0]] and either["3M"] == [[0] * 4]
    # Myeloid, and perhaps AML, says no more than myeloid.
    assert targets({"aml", "myeloid"})["3M"] == [[0] * 4] and targets({"aml", "myeloid"})["2T"] == [[1, 0]]


def test_labels_below_a_cut_are_learnt_down_to_it():
    tree = YAN.cut({"1": ("benign", "malignant"), "2T": ("myeloid", "lymphoid"), "3L": ("all", "cll")})
    assert targets("aml", tree=tree) == {"1": [[0, 1]], "2T": [[1, 0]], "3L": [[0, 0]]}
    assert targets("pcl", tree=tree) == {"1": [[0, 1]], "2T": [[0, 1]], "3L": [[0, 0]]}
    assert targets("cll", tree=tree)["3L"] == [[0, 1]]


def test_a_label_that_is_no_node_and_a_cell_without_one_are_refused():
    with pytest.raises(InputProblem, match="blast"):
        targets("blast")
    with pytest.raises(ValueError, match="without a label"):
        stage_targets(YAN, [{"aml"}, set()])
    assert stage_targets(YAN, [])["3M"].shape == (0, 4)


def test_a_stages_loss_is_the_negative_log_of_the_trees_own_path_product():
    labels = ["aml", "cmml", "hcl", "basophil"]
    logits, masks = some_logits(4), stage_targets(YAN, [{label} for label in labels])
    answers = {name: torch.softmax(value, dim=1).detach().numpy() for name, value in logits.items()}
    nodes = YAN.node_probabilities(answers)
    expected = {
        "1": -np.mean([np.log(nodes[node][row]) for row, node in enumerate(["malignant"] * 3 + ["benign"])]),
        "2B": -np.log(nodes["basophil"][3]),
        "2T": -np.mean([np.log(nodes[node][row]) for row, node in enumerate(["myeloid", "myeloid", "lymphoid"])]),
        "3M": -np.mean([np.log(nodes["aml"][0]), np.log(nodes["cmml"][1])]),
        "3L": -np.log(nodes["hcl"][2]),
    }
    for name, value in expected.items():
        path = [(logits[each], masks[each]) for each in path_to(YAN, name)]
        assert path_loss(path).item() == pytest.approx(value, rel=1e-5)
    assert tree_loss(YAN, logits, masks).item() == pytest.approx(sum(expected.values()), rel=1e-5)


def test_paths_lead_from_the_first_stage():
    assert path_to(YAN, "1") == ("1",) and path_to(YAN, "2B") == ("1", "2B") and path_to(YAN, "3L") == ("1", "2T", "3L")


def test_an_error_of_the_first_stage_costs_in_every_finer_one():
    masks = stage_targets(YAN, [{"aml"}])
    right, wrong = some_logits(1), some_logits(1)
    right["1"], wrong["1"] = torch.tensor([[-3.0, 3.0]]), torch.tensor([[3.0, -3.0]])
    for name in ("1", "2T", "3M"):
        good, bad = (path_loss([(each[n], masks[n]) for n in path_to(YAN, name)]) for each in (right, wrong))
        assert (bad - good).item() == pytest.approx(6, abs=1e-4)


def test_the_gradient_flows_into_the_parents_and_only_from_cells_that_enter():
    logits, masks = some_logits(3), stage_targets(YAN, [{"aml"}, {"malignant"}, {"monocyte"}])
    path_loss([(logits[name], masks[name]) for name in path_to(YAN, "3M")]).backward()
    for name in ("1", "2T", "3M"):
        assert logits[name].grad[0].abs().max() > 0 and logits[name].grad[1:].abs().max() == 0
    assert logits["2B"].grad is None and logits["3L"].grad is None


def test_the_childs_gradient_is_that_of_its_plain_loss_and_a_parents_counts_each_stage_reached():
    logits, masks = some_logits(1), stage_targets(YAN, [{"mds"}])
    tree_loss(YAN, logits, masks).backward()
    for name, index, times in (("3M", 1, 1), ("2T", 0, 2), ("1", 1, 3)):
        alone = logits[name].detach().clone().requires_grad_()
        functional.cross_entropy(alone, torch.tensor([index])).backward()
        assert torch.allclose(logits[name].grad, times * alone.grad, atol=1e-6)
    assert logits["3L"].grad.abs().max() == 0


def test_a_stage_that_no_cell_enters_has_no_loss_and_finite_gradients():
    logits, masks = some_logits(2), stage_targets(YAN, [{"benign"}, {"monocyte"}])
    loss = path_loss([(logits[name], masks[name]) for name in path_to(YAN, "3L")])
    loss.backward()
    assert loss.item() == 0 and logits["3L"].grad.abs().max() == 0
    other = some_logits(2)
    tree_loss(YAN, other, masks).backward()
    assert all(torch.isfinite(each.grad).all() for each in other.values() if each.grad is not None)


def test_coupled_stages_of_pmgs_learn_together_on_the_same_view():
    torch.manual_seed(0)
    first, second = (Pmg("test_resnet", 2, PmgWidths(8, 16, 12)).train() for _ in range(2))
    masks = stage_targets(YAN, [{"aml"}, {"aml"}, {"all"}, {"cll"}])
    asked = []

    def parent(shown, head):
        asked.append((shown, head))
        return first(shown)[head]

    inner, shown_to_child = coupled([(parent, masks["1"])], masks["2T"]), []

    def loss(logits, shown, head):
        shown_to_child.append((shown, head))
        return inner(logits, shown, head)

    groups = [*first.parameter_groups(0.01), *second.parameter_groups(0.01)]
    optimiser = torch.optim.SGD(groups, momentum=0.9)
    before = first.heads[3][1].weight.detach().clone()
    images = torch.rand(4, 3, 64, 64)
    losses = [pmg_updates(second, images, loss, optimiser, torch.Generator().manual_seed(0)) for _ in range(6)]
    assert all(a is b and x == y for (a, x), (b, y) in zip(asked, shown_to_child, strict=True))
    assert not torch.equal(first.heads[3][1].weight, before)
    assert losses[-1][3] < 0.5 * losses[0][3]
