"""Stages decide down a tree: the path, the classes, what is never called, and what is kept of it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from staged_kit import CUT, FORMS, cut_tree, install, manifest, staged

from leukview.classifiers.loading import load_any, load_manifest_of
from leukview.classifiers.stage_networks import build_stage_net
from leukview.classifiers.staged import StagedClassifier, with_largest
from leukview.classifiers.staged_manifest import StagedManifest, StageForm, TreeTable
from leukview.classifiers.tree_file import read_tree
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.explain.gradcam import heat_map
from leukview.pipelines.base import ExplainTarget
from leukview.services.model_files import check_models

VIEWS = list(np.random.default_rng(0).integers(0, 255, (6, 2, 48, 48, 3), dtype=np.uint8))


def test_the_shipped_trees_give_every_end_a_class_wherever_they_are_cut() -> None:
    for name in ("yan2024", "boldu2021"):
        tree = read_tree(name)
        assert set(tree.classes) == set(tree.names) - {tree.root}
    yan = read_tree("yan2024")
    assert {yan.classes[end] for end in yan.ends} == {
        *("neutrophil", "lymphocyte", "monocyte", "eosinophil", "basophil", "malignant_cell")
    }
    assert [(head.id, head.node) for head in yan.heads] == [("APL", "aml"), ("Ph", "all")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('benign = "normal_wbc"', 'benign = "nice_cell"', "nice_cell"),
        ('benign = "normal_wbc"', 'nice = "normal_wbc"', "nice"),
        ('node = "aml"\nanswers', 'node = "nobody"\nanswers', "nobody"),
        ('id = "APL"', 'id = "2B"', "network 2B"),
        ("non_apl =", "aml =", "aml"),
    ],
)
def test_trees_whose_classes_or_heads_make_no_sense_are_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    from leukview.resources import resources_dir

    text = (resources_dir() / "trees/yan2024.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "mine.toml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(InputProblem, match=words):
        read_tree(tmp_path / "mine.toml")


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=7), st.integers(0, 6))
@example([0.5, 0.5, 0.5, 0.5, 1 - 1e-16, 1.0], 5)  # larger, but not in single precision
def test_the_call_is_made_the_largest_by_the_least_change(values: list[float], place: int) -> None:
    shares = np.array(values) / sum(values)
    column = place % len(shares)
    changed = with_largest(shares, column)
    assert changed.sum() == pytest.approx(1) and (changed >= 0).all() and changed.argmax() == column
    assert np.log(np.maximum(changed, 1e-12)).astype(np.float32).argmax() == column
    rest = np.arange(len(shares)) != column
    assert (changed[rest] <= shares[rest] + 1e-12).all(), "nothing but the call rises"
    if (shares[column] - shares[rest] >= 1e-4).all():
        assert np.array_equal(changed, shares)
    elif rest.any():
        assert changed[column] - changed[rest].max() < 1e-3, "it is lifted no farther than needed"


def test_classes_add_up_ends_and_follow_the_path() -> None:
    toy = staged()
    found = toy.outputs(VIEWS)
    probabilities = toy.calibrate(found.logits)
    assert toy.manifest.classes == ("lymphocyte", "eosinophil", "basophil", "malignant_cell")
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    # Both ends below "malignant" are one class.
    assert np.allclose(found.nodes["myeloid"] + found.nodes["lymphoid"], found.nodes["malignant"])
    for cell, (row, nodes) in enumerate(zip(probabilities, toy.trees(found), strict=True)):
        taken = [node for node in nodes if node.taken]
        assert toy.manifest.classes[int(row.argmax())] == toy.tree.classes[taken[-1].id]
        assert [node.id for node in taken] == [step.node for step in toy.tree.descend(found.nodes, cell)]
        assert {node.parent for node in nodes if node.id in {"benign", "malignant"}} == {""}


def test_a_cell_called_benign_is_never_called_malignant_however_the_ends_stand() -> None:
    toy = staged()
    nodes = toy.tree.node_probabilities(
        {
            "1": np.array([[0.55, 0.45], [0.45, 0.55]]),
            "2B": np.array([[0.4, 0.35, 0.25]] * 2),
            "2T": np.array([[0.5, 0.5]] * 2),
        }
    )
    rows = toy.class_probabilities(nodes)
    assert [toy.manifest.classes[int(row.argmax())] for row in rows] == ["lymphocyte", "malignant_cell"]
    assert rows[0][0] == pytest.approx((0.45 + 0.22) / 2, abs=2e-3), "the two first classes meet in the middle"
    assert rows[1][3] == pytest.approx(0.55)


def test_what_was_cut_says_that_it_needs_data_and_is_no_class() -> None:
    toy = staged()
    nodes = {node.id: node for node in toy.trees(toy.outputs(VIEWS))[0]}
    assert set(nodes) == {"benign", "malignant", "myeloid", "lymphoid", *CUT["2B"]}
    assert nodes["benign"].missing == ("neutrophil", "monocyte")
    assert nodes["myeloid"].missing == ("AML", "MDS", "CML", "CMML") and nodes["malignant"].missing == ()
    assert not {"neutrophil", "monocyte"} & set(toy.manifest.classes)


def test_a_head_is_asked_only_of_cells_called_its_node_and_answers_by_its_threshold() -> None:
    tree = cut_tree()
    from dataclasses import replace

    moved = replace(tree, heads=(replace(tree.heads[0], node="malignant"), replace(tree.heads[1], node="lymphoid")))
    kept = manifest(moved, heads=True)
    toy = staged(kept)
    found = toy.outputs(VIEWS)
    assert found.heads["APL"].shape == (6, 2)
    for nodes in toy.trees(found):
        aside = {node.id: node for node in nodes if node.aside}
        malignant = next(node for node in nodes if node.id == "malignant")
        assert bool(aside) == malignant.taken
        if aside:
            assert aside["apl"].parent == "malignant"
            assert aside["apl"].limit == kept.heads[0].patient_threshold and aside["non_apl"].limit is None
            assert aside["apl"].taken == (aside["apl"].probability >= 0.9) != aside["non_apl"].taken
    # A head without weights is named where it would be asked.
    alone = staged(kept.model_copy(update={"heads": kept.heads[:1]}))
    lymphoid = next(node for node in alone.trees(alone.outputs(VIEWS))[0] if node.id == "lymphoid")
    assert "Ph+ ALL" in lymphoid.missing


@pytest.mark.parametrize("form", list(FORMS))
def test_each_form_answers_and_explains(form: str) -> None:
    import torch

    from leukview.classifiers.classifier import Classifier

    net = build_stage_net(FORMS[form], "mobilenetv2_035", 3).eval()
    batch = torch.randn(2, 3, 64, 64)
    features, logits = net.seen(batch)
    assert torch.allclose(logits, net(batch), atol=1e-4) and features.shape[1] > net.look > 0
    assert net.head(batch, 0).shape == (2, 3)
    groups = net.parameter_groups(1e-3, 10)
    assert [group["lr"] for group in groups] == pytest.approx([1e-3, 1e-2])
    assert sum(len(group["params"]) for group in groups) == len(list(net.parameters()))
    to_input = partial(Classifier.to_input, staged().stages["1"])
    heat = heat_map(ExplainTarget(net, net.layers, 1, to_input), np.full((64, 64, 3), 90, np.uint8))
    assert heat.shape == (64, 64) and len(net.layers) == (3 if form == "pmg" else 1 + (form == "plain"))


def test_vgg_is_one_of_them() -> None:
    import torch

    net = build_stage_net(StageForm(kind="dense", widths=(2, 16, 8)), "vgg11", 5).eval()
    assert net.seen(torch.randn(1, 3, 64, 64))[1].shape == (1, 5)
    published = StageForm(kind="dense").sizes
    assert published == (7, 1024, 512) and 512 * published[0] ** 2 == 25_088


@pytest.mark.parametrize(("kind", "widths"), [("plain", (3,)), ("pmg", (8, 8)), ("dense", (1,)), ("pmg", (8, 0, 8))])
def test_forms_that_make_no_sense_are_refused(kind: str, widths: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="width"):
        StageForm(kind=kind, widths=widths)


def test_a_class_is_explained_by_the_stage_that_decided_it() -> None:
    toy = staged()
    for name, stage, column in (("malignant_cell", "1", 1), ("eosinophil", "2B", 1)):
        ((part, index),) = toy.asked(name, far=False)
        assert part.network is toy.stages[stage].network and index == column
        assert part.sight == (0 if stage == "1" else 1)


def test_manifests_that_contradict_themselves_are_refused() -> None:
    good = manifest()
    for change, words in (
        ({"classes": ("lymphocyte", "blast")}, "classes must be those"),
        ({"stages": good.stages[:2]}, "one network for each stage"),
        ({"input_size": 64}, "input_size must be the first stage's"),
    ):
        with pytest.raises(ValueError, match=words):
            StagedManifest.model_validate({**good.model_dump(), **change})
    bare = good.tree.model_copy(update={"classes": {"benign": "normal_wbc"}})
    with pytest.raises(ValueError, match="no class is given to lymphocyte"):
        StagedManifest.model_validate({**good.model_dump(), "tree": bare})


def test_a_tree_comes_back_from_its_table() -> None:
    tree = cut_tree()
    again = TreeTable.model_validate_json(TreeTable.of(tree).model_dump_json()).tree()
    assert (again.stages, again.heads, again.ends) == (tree.stages, tree.heads, tree.ends)
    assert again.unknown == tree.unknown and again.classes == tree.classes and again.parents == tree.parents


def test_stages_are_kept_in_one_checked_file(tmp_path: Path) -> None:
    written = install(tmp_path)
    loaded = load_any("toy", "cpu", tmp_path)
    assert isinstance(loaded, StagedClassifier) and loaded.manifest == written == load_manifest_of("toy", tmp_path)
    assert np.allclose(loaded.predict(VIEWS)[0], staged().predict(VIEWS)[0], atol=1e-5)
    one = load_any("toy/2B", "cpu", tmp_path)
    assert one.manifest.id == "toy/2B" and one.manifest.classes == CUT["2B"] and one.manifest.input_size == 48
    with pytest.raises(InputProblem, match="toy/1, toy/2B, toy/2T"):
        load_any("toy/3M", "cpu", tmp_path)
    assert [(found.id, fault) for found, fault in check_models(tmp_path)] == [("toy", None)]
    # Another network than the manifest says does not pass for it.
    table = json.loads((tmp_path / "toy.json").read_text("utf-8"))
    table["stages"][0]["form"]["widths"] = [8, 12, 9]
    (tmp_path / "toy.json").write_text(json.dumps(table))
    with pytest.raises(EnvironmentFault, match="do not fit"):
        load_any("toy", "cpu", tmp_path)
