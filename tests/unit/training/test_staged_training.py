"""Stages are trained one after another, go on where stopped, and end in one file that knows no more than was shown."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from staged_kit import FORMS, RECIPE, write_staged_cells

from leukview.classifiers.loading import load_any
from leukview.classifiers.manifest import Manifest
from leukview.classifiers.stage_networks import build_stage_net
from leukview.classifiers.staged import StagedClassifier, stage_prefix
from leukview.classifiers.tree_file import read_tree
from leukview.domain.errors import Cancelled, InputProblem
from leukview.domain.progress import NoProgress
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.training.datasets import LabelledImage, read_labels
from leukview.training.ensemble_recipe import load_any_recipe
from leukview.training.patient_level import best_threshold, genotype_report, patient_rows
from leukview.training.stage_labels import known_labels, measurable, nodes_of
from leukview.training.stage_plan import plan_of
from leukview.training.stage_step import stage_updates
from leukview.training.staged import train_stages
from leukview.training.staged_finalise import finalise_stages
from leukview.training.staged_recipe import StagedRecipe

SHIPPED = ("yan2024", "yan2024_compact", "yan2024_lineage", "boldu2021", "boldu2021_compact", "boldu2021_lineage")


def item(label: str, split: str = "train", diagnosis: str = "", patient: str = "") -> LabelledImage:
    return LabelledImage(Path("x.png"), label, split, "d", patient, diagnosis=diagnosis)


@pytest.fixture
def recipe() -> StagedRecipe:
    return StagedRecipe.model_validate(tomllib.loads(RECIPE))


def shipped(name: str) -> StagedRecipe:
    found = load_any_recipe(name)
    assert isinstance(found, StagedRecipe)
    return found


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_recipe_fits_its_tree(name: str) -> None:
    own = shipped(name)
    tree = own.whole_tree()
    assert own.name == name and [stage.id for stage in own.stages] == [
        stage.id for stage in tree.stages if stage.id in {each.id for each in own.stages}
    ]


def test_the_published_recipes_are_the_papers() -> None:
    yan = shipped("yan2024")
    how = yan.optimiser
    assert (how.method, how.lr, how.weight_decay, how.epochs, yan.network.input_size) == ("sgd", 1e-4, 5e-5, 150, 448)
    assert yan.network.backbone == "resnext50_32x4d" and yan.form.sizes == (512, 1024, 512)
    assert yan.coupling == "joint" and yan.network.preparation.background == "masked"
    assert [stage.id for stage in yan.stages] == ["1", "2B", "2T", "3M", "3L"]
    boldu = shipped("boldu2021")
    how, first, second = boldu.optimiser, *boldu.stages
    assert (how.method, how.schedule, how.batch, boldu.augment.rotate) == ("adam", "cyclic", 64, 60.0)
    assert {stage.draws // how.batch * how.epochs for stage in (first, second)} == {470}
    assert second.network is not None and (boldu.network.backbone, second.network.backbone) == ("vgg16", "vgg19")


def test_the_compact_recipes_claim_no_lineage() -> None:
    for name, stages in (("yan2024_compact", ["1", "2B"]), ("boldu2021_compact", ["1"])):
        own = shipped(name)
        assert [stage.id for stage in own.stages] == stages and "allidb2" not in own.data.datasets
    assert shipped("yan2024_compact").whole_tree().classes["malignant"] == "blast"
    for name in ("yan2024_lineage", "boldu2021_lineage"):
        assert "EXPERIMENTAL" in shipped(name).title


def test_labels_are_placed_by_rule_then_by_name() -> None:
    own = shipped("yan2024")
    tree, rules = own.whole_tree(), own.labels
    for label, diagnosis, node in (
        ("segmented_neutrophil", "AML", "neutrophil"),
        ("blast", "APL", "aml"),
        ("blast", "cmml", "cmml"),
        ("blast", "", "malignant"),
        ("lymphocyte", "CLL", "cll"),
        ("lymphocyte", "normal", "lymphocyte"),
        ("hcl", "", "hcl"),
        ("promyelocyte", "APL", "aml"),
    ):
        assert nodes_of(item(label, diagnosis=diagnosis), tree, rules) == {node}, label
    assert not nodes_of(item("promyelocyte", diagnosis="AML"), tree, rules)
    assert not nodes_of(item("artefact"), tree, rules)
    # A class that several ends share stands for all of them.
    assert nodes_of(item("malignant_cell"), tree, ()) == set(tree.ends[5:])


def toy_items() -> list[LabelledImage]:
    both = ("train", "val")
    labels = ("lymphocyte", "eosinophil", "myeloblast")
    return [item(label, split, "APL" if n else "AML") for label in labels for split in both for n in (0, 1)]


def test_what_no_image_shows_is_cut_and_said(recipe: StagedRecipe) -> None:
    plan = plan_of(recipe, [*toy_items(), item("artefact")])
    assert [task.config.id for task in plan.tasks] == ["1", "2B", "APL"]
    assert plan.tree.stages[1].children == ("lymphocyte", "eosinophil")
    assert plan.tree.unknown["malignant"] == ("myeloid", "lymphoid")
    said = " ".join(plan.notes)
    assert "1 images stand nowhere" in said and "neutrophil, monocyte, basophil" in said
    assert plan.tasks[1].path == ("2B",) and len(plan.tasks[1].items) == 8
    joint = plan_of(recipe.model_copy(update={"coupling": "joint"}), toy_items())
    assert joint.tasks[1].path == ("1", "2B") and len(joint.tasks[1].items) == 12
    same = [each for each in toy_items() if each.diagnosis == "AML"]
    assert "head APL is not trained" in " ".join(plan_of(recipe, same).notes)
    with pytest.raises(InputProblem, match=r"Stage 2B.*tests 1 of its answers"):
        plan_of(recipe, [each for each in toy_items() if (each.cls, each.split) != ("eosinophil", "val")])
    with pytest.raises(InputProblem, match="no such node as nobody"):
        plan_of(recipe.model_copy(update={"classes": {"nobody": "blast"}}), toy_items())


def path_of(forms: tuple[str, ...]) -> list:
    torch.manual_seed(0)
    return [build_stage_net(FORMS[form], "mobilenetv2_035", 2).train() for form in forms]


def test_a_finer_stage_teaches_the_coarser_one_and_each_sees_its_own_cells() -> None:
    images = torch.randn(6, 3, 32, 32)
    first = torch.tensor([[1, 0]] * 4 + [[0, 1]] * 2, dtype=torch.bool)
    second = torch.tensor([[1, 0], [0, 1], [1, 0], [0, 1], [0, 0], [0, 0]], dtype=torch.bool)

    def moved(allowed: list[torch.Tensor], forms: tuple[str, ...]) -> tuple[list[torch.Tensor], tuple[float, ...]]:
        nets = path_of(forms)
        before = [next(net.parameters()).detach().clone() for net in nets]
        optimiser = torch.optim.SGD([p for net in nets for p in net.parameters()], lr=0.1)
        losses = stage_updates(nets, images, allowed, optimiser, torch.Generator().manual_seed(1), bfloat16=False)
        return [next(net.parameters()).detach() - old for net, old in zip(nets, before, strict=True)], losses

    alone, losses = moved([first], ("pmg",))
    coupled, more = moved([first, second], ("pmg", "pmg"))
    assert len(losses) == len(more) == 4 and more[0] > losses[0]
    assert coupled[1].abs().sum() > 0 and not torch.allclose(alone[0], coupled[0])
    assert len(moved([first], ("plain",))[1]) == len(moved([first], ("dense",))[1]) == 1
    # A batch with one cell of the last stage is passed over, and nothing moves.
    nothing, none = moved([first, second & (torch.arange(6) == 0)[:, None]], ("pmg", "plain"))
    assert none == () and not any(change.any() for change in nothing)


def test_the_coupled_loss_is_that_of_the_path_product() -> None:
    images = torch.randn(4, 3, 32, 32)
    nets = [net.eval() for net in path_of(("plain", "plain"))]
    first = torch.tensor([[1, 0]] * 3 + [[0, 1]], dtype=torch.bool)
    second = torch.tensor([[1, 0], [0, 1], [1, 0], [0, 0]], dtype=torch.bool)
    with torch.inference_mode():
        shares = [net(images).softmax(dim=1) for net in nets]
    right = [shares[0][first], shares[1][:3][second[:3]]]
    wanted = -right[0].log().mean() - (right[0][:3] * right[1]).log().mean()
    optimiser = torch.optim.SGD([p for net in nets for p in net.parameters()], lr=0.0)
    (found,) = stage_updates(nets, images, [first, second], optimiser, bfloat16=False)
    assert found == pytest.approx(float(wanted), abs=1e-4)


class _StopIn(NoProgress):
    """Cancels at a stage's second epoch."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def report(self, done: int, total: int, message: str = "") -> None:
        if message.startswith(f"{self.name}: epoch 2"):
            self.cancel()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_staged_cells(tmp_path_factory.mktemp("cells"))


def same(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> bool:
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


@pytest.mark.parametrize("coupling", ["fixed", "joint"])
def test_stages_go_on_where_stopped_and_end_in_one_file(
    recipe: StagedRecipe, data: Path, tmp_path: Path, coupling: str
) -> None:
    recipe = recipe.model_copy(update={"coupling": coupling})
    finder = ClassicalSegmenter()
    items = [each for each in read_labels(data) if each.cls != "basophil"]
    plan = plan_of(recipe, items)
    stopped, whole = tmp_path / "stopped", tmp_path / "whole"
    with pytest.raises(Cancelled):
        train_stages(plan, stopped, workers=0, segmenter=finder, progress=_StopIn("2B"))
    first = (stopped / "1/best.safetensors").stat().st_mtime_ns
    assert len(json.loads((stopped / "2B/history.json").read_text())) == 1 and not (stopped / "APL").exists()
    histories = train_stages(plan, stopped, workers=0, segmenter=finder)
    assert list(histories) == ["1", "2B", "APL"] and all(len(rows) == 2 for rows in histories.values())
    assert (stopped / "1/best.safetensors").stat().st_mtime_ns == first, "a finished stage is not trained again"
    if coupling == "fixed":
        train_stages(plan, whole, workers=0, segmenter=finder)
        assert same(load_file(stopped / "2B/best.safetensors"), load_file(whole / "2B/best.safetensors"))

    manifest = finalise_stages(plan, stopped, tmp_path / "models", segmenter=finder)
    kept = load_file(tmp_path / "models" / manifest.weights)
    # Trained jointly, a coarse stage is what the finer one left of it.
    last = load_file(stopped / ("2B" if coupling == "joint" else "1") / "best.safetensors")
    own = {name: value for name, value in last.items() if name.startswith(stage_prefix("1"))}
    assert own and all(torch.equal(kept[name], value.to(kept[name].dtype)) for name, value in own.items())

    loaded = load_any("toy", "cpu", tmp_path / "models")
    assert isinstance(loaded, StagedClassifier)
    assert loaded.manifest.classes == ("lymphocyte", "eosinophil", "blast") and loaded.asides.keys() == {"APL"}
    held = [each for each in items if each.split == "test"]
    asked, others = measurable(loaded.manifest, held)
    assert others == 0 and {each.cls for each in asked} == {"lymphocyte", "eosinophil", "blast"}
    stage, left = measurable(load_any("toy/2B", "cpu", tmp_path / "models").manifest, held)
    assert {each.cls for each in stage} == {"lymphocyte", "eosinophil"} and left == sum(
        each.cls == "myeloblast" for each in held
    )
    head, _ = measurable(load_any("toy/APL", "cpu", tmp_path / "models").manifest, held)
    assert {each.cls for each in head} == {"apl", "non_apl"}
    assert "segmented_neutrophil" not in known_labels(loaded.manifest) and "myeloblast" in known_labels(loaded.manifest)
    assert not manifest.tree.tree().stage_of("malignant") and isinstance(manifest, Manifest)


def test_thresholds_part_the_two_answers_in_the_widest_gap() -> None:
    truth = np.array([False, False, True, True])
    assert best_threshold(truth, np.array([0.1, 0.3, 0.7, 0.9])) == pytest.approx(0.5)
    assert 0 < best_threshold(truth, np.ones(4) * 0.2) < 0.2
    with pytest.raises(InputProblem, match="one of a head's answers"):
        best_threshold(np.ones(3, bool), np.ones(3))


def test_a_patient_is_the_mean_of_their_cells_and_counts_once() -> None:
    cells = [item("apl", patient=name) for name in "aaab"] + [item("non_apl", patient=name) for name in "ccd"]
    truth = np.array([1, 1, 1, 1, 0, 0, 0], bool)
    scores = np.array([0.9, 0.6, 0.3, 0.7, 0.4, 0.2, 0.1])
    rows = patient_rows(cells, truth, scores)
    assert [(row.patient, row.cells, row.truth) for row in rows] == [
        ("a", 3, True),
        ("b", 1, True),
        ("c", 2, False),
        ("d", 1, False),
    ]
    assert rows[0].probability == pytest.approx(0.6)
    report = genotype_report("APL", cells, truth, scores, "test", (0.5, 0.5))
    assert report.patients["auroc"].value == 1 and report.patients["f1"].value == 1
    recall = report.patients["recall"]
    assert (recall.low, recall.high) == (pytest.approx(0.158, abs=1e-3), 1), "2 of 2: exact, not 'no doubt at all'"
    assert str(report.patients["f1"]) == "1.000", "no interval is claimed"
    assert report.cells["recall"].value == pytest.approx(0.75) and report.cells["precision"].value == 1
    assert report.cells["auroc"].value == pytest.approx(11 / 12)
    blind = genotype_report("APL", cells[:4], truth[:4], scores[:4], "test", (0.5, 0.5))
    assert "auroc" not in blind.patients and blind.patients["recall"].value == 1


def test_the_published_tree_cut_to_blasts_alone_never_names_a_disease() -> None:
    tree = read_tree("yan2024").cut({"1": ("benign", "malignant")})
    assert {tree.classes[end] for end in tree.ends} == {"normal_wbc", "malignant_cell"}
