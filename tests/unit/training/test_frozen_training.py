"""hassan2024: its recipes, and from labelled images to a pipeline that calls at a threshold."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
import torch
from frozen_kit import RECIPE, start_file, write_labelled
from PIL import Image
from safetensors.torch import load_file

from leukview.classifiers.frozen_classifier import FrozenClassifier
from leukview.classifiers.loading import gathers_of, left_out_by, load_any
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress
from leukview.domain.taxonomy import taxonomy
from leukview.explain.gradcam import heat_map
from leukview.manifests import kind_of
from leukview.pipelines.hassan2024 import Hassan2024Pipeline
from leukview.pipelines.registry import pipeline_classes, weights_of
from leukview.resources import resource
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.services.measure import evaluate_model
from leukview.services.train import train_model, training_status
from leukview.training.ensemble_recipe import load_any_recipe
from leukview.training.frozen_recipe import FrozenRecipe
from leukview.training.losses import partial_label_loss
from leukview.training.networks import started_network


@pytest.mark.parametrize("name", ["hassan2024", "hassan2024_compact"])
def test_recipes_claim_only_what_a_cell_shows(name: str) -> None:
    recipe = load_any_recipe(name)
    assert isinstance(recipe, FrozenRecipe)
    assert recipe.classes == ("normal_wbc", "blast") and set(recipe.classes) <= set(taxonomy().ids())
    gathered = {label for labels in recipe.gathers.values() for label in labels}
    known = gathered | set(recipe.classes)
    assert not known & set(recipe.data.leave_out)
    # Every label of the taxonomy is either taken or left out by name.
    assert set(taxonomy().ids()) <= known | set(recipe.data.leave_out)
    look = recipe.augment
    assert (look.rotate, look.scale, look.mirror, look.stain, look.blur) == (20, 0.2, True, 0, 0)
    assert recipe.head.threshold == 0.5 and recipe.head.hidden == 128
    how = recipe.optimiser
    assert (how.method, how.lr, how.epochs, how.schedule) == ("adam", 1e-4, 50, "constant")
    assert how.patience is not None and how.label_smoothing == how.weight_decay == how.ema == 0


def test_the_published_recipe_is_the_papers() -> None:
    recipe = load_any_recipe("hassan2024")
    assert isinstance(recipe, FrozenRecipe)
    assert (recipe.network.backbone, recipe.network.input_size, recipe.head.reading) == ("resnet50", 224, "flatten")
    assert recipe.data.fractions == (0.8, 0.1, 0.1) and not recipe.head.calibrated
    assert "hassan2024" in resource("recipes", "hassan2024_compact.card.md").read_text("utf-8")
    with pytest.raises(InputProblem, match="--start backbone=FILE"):
        started_network(recipe)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"blast"]', '"blast", "monocyte"]', "two classes"),
        ('"lymphoblast"]', '"lymphocyte"]', "gathered twice"),
        ("blast = [", "monocyte = [", "no class of the recipe"),
        ("hidden = 16", "hidden = 16\nthreshold = 1.0", "less than 1"),
    ],
)
def test_recipes_that_make_no_sense_are_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(RECIPE.replace(old, new), "utf-8")
    with pytest.raises(InputProblem, match=words):
        load_any_recipe(str(path))


def test_two_halves_of_a_logit_learn_as_binary_cross_entropy_does() -> None:
    z = torch.tensor([-2.0, 0.3, 5.0])
    truth = torch.tensor([0.0, 1.0, 0.0])
    allowed = torch.stack([truth == 0, truth == 1], dim=1)
    ours = partial_label_loss(torch.stack([-z / 2, z / 2], dim=1), allowed, 0.0)
    assert float(ours) == pytest.approx(float(torch.nn.functional.binary_cross_entropy_with_logits(z, truth)))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the toy recipe on dark and bright squares."""
    folder = tmp_path_factory.mktemp("frozen")
    (folder / "two.toml").write_text(RECIPE, "utf-8")
    data = write_labelled(folder / "data")
    starts = {"backbone": start_file(folder)}
    train_model(str(folder / "two.toml"), data, folder / "run", starts=starts, device="cpu", workers=0)
    return folder


def test_from_labelled_images_to_a_measured_model(trained: Path) -> None:
    run = trained / "run"
    assert kind_of("two", run) == "frozen"
    classifier = load_any("two", "cpu", run)
    assert isinstance(classifier, FrozenClassifier)
    assert gathers_of(classifier.manifest)["aml"] == "blast" and left_out_by(classifier.manifest) == ("basophil",)
    started = load_file(trained / "start.safetensors")
    kept = load_file(run / "two.safetensors")
    for name, value in started.items():
        assert torch.allclose(kept[f"network.network.backbone.{name}"].float(), value.float(), atol=2e-3), name
    # "AML" and "lymphoblast" are blasts here, "healthy" and "eosinophil" normal cells, also where it is measured.
    (report,) = evaluate_model("two", trained / "data", "test", models=run, device="cpu")
    assert report.class_ids == ("normal_wbc", "blast") and report.n == 12
    assert report.figures["accuracy"].value == 1.0 and report.figures["blast_auroc"].value == 1.0
    status = training_status(run)
    assert (
        status is not None and status.state == "finished" and {each.network for each in status.epoch_points} == {"two"}
    )


def test_features_and_logits_are_the_networks_own(trained: Path) -> None:
    classifier = load_any("two", "cpu", trained / "run")
    views = [np.full((32, 32, 3), level, np.uint8) for level in (40, 128, 220)]
    outputs = classifier.outputs(views)
    with torch.no_grad():
        whole = classifier.network(classifier.to_input(views)).numpy()
    assert np.allclose(outputs.logits, whole, atol=1e-4)
    assert outputs.features.shape[0] == 3 and outputs.attributes.shape == (3, 0)


def test_the_pipeline_calls_at_the_threshold_and_says_it(trained: Path) -> None:
    run = trained / "run"
    pipeline = Hassan2024Pipeline(FrozenClassifier.load("two", "cpu", run), ClassicalSegmenter())
    assert pipeline.stamp.thresholds[-1] == ("blast", 0.5) and pipeline.stamp.pipeline == "hassan2024"
    assert pipeline.stamp.title.endswith("(Blast from 0.5)")
    image = np.asarray(Image.open(trained / "data" / "0-0.png").convert("RGB"))
    (cell,) = pipeline.locate(image, "cell", NoProgress())
    (call,) = pipeline.classify([cell.pixels])
    assert call.cls == "blast" and set(call.probabilities) == {"normal_wbc", "blast"}
    assert sum(call.probabilities.values()) == pytest.approx(1)
    assert weights_of(next(s for s in _specs() if s.id == "hassan2024"), run) == "two"
    assert pipeline_classes("hassan2024", run) == ("blast", "normal_wbc")


def _specs() -> tuple:
    from leukview.pipelines.registry import pipeline_specs

    return pipeline_specs()


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.9])
def test_another_threshold_moves_the_calls_and_nothing_else(trained: Path, threshold: float) -> None:
    plain = load_any("two", "cpu", trained / "run")
    assert isinstance(plain, FrozenClassifier)
    manifest = plain.manifest.model_copy(update={"threshold": threshold})
    moved = FrozenClassifier(manifest, plain.network, plain.novelty, "cpu")
    z = np.linspace(-4, 4, 41, dtype=np.float32)
    logits = np.stack([-z / 2, z / 2], axis=1)
    sigmoid = plain.calibrate(logits)[:, 1]
    called = moved.calibrate(logits).argmax(axis=1) == 1
    clear = np.abs(sigmoid - threshold) > 1e-6
    assert np.array_equal(called[clear], (sigmoid >= threshold)[clear]) and called.any() and not called.all()
    assert np.allclose(moved.calibrate(logits).sum(axis=1), 1)


@pytest.mark.parametrize("index", [0, 1])
def test_grad_cam_explains_a_frozen_network(trained: Path, index: int) -> None:
    from leukview.pipelines.base import ExplainTarget

    classifier = load_any("two", "cpu", trained / "run")
    (part,) = classifier.explained(False)
    view = np.zeros((32, 32, 3), np.uint8)
    view[:16, :16] = 220
    found = heat_map(ExplainTarget(part.network, part.layers, index, part.to_input), view)
    assert found.shape == (32, 32) and np.isfinite(found).all()


def test_a_frozen_network_that_reads_once_learns_what_one_that_reads_anew_does(trained: Path, tmp_path: Path) -> None:
    def train(name: str, head: str) -> tuple[dict[str, torch.Tensor], list[float]]:
        recipe = RECIPE.replace("epochs = 6", "epochs = 2").replace("hidden = 16", f"hidden = 16\n{head}")
        (tmp_path / f"{name}.toml").write_text(recipe, "utf-8")
        starts = {"backbone": trained / "start.safetensors"}
        made = train_model(
            str(tmp_path / f"{name}.toml"), trained / "data", tmp_path / name, starts=starts, device="cpu", workers=0
        )
        (history,) = made.histories.values()
        weights = load_file(tmp_path / name / "round-1" / "best.safetensors")
        return weights, [record.loss for record in history]

    # In as many epochs as there are views, each shows what it would have shown anew.
    (once, losses), (anew, wanted) = train("once", "views = 2"), train("anew", "")
    assert all(torch.allclose(once[key], anew[key], atol=1e-4) for key in anew)
    assert losses == pytest.approx(wanted, abs=1e-4)
    # With fewer, the second epoch shows the first one's views again.
    _, again = train("first", "views = 1")
    assert again[0] == pytest.approx(wanted[0], abs=1e-4) and again[1] != pytest.approx(wanted[1], abs=1e-4)


def test_data_of_one_class_are_refused(tmp_path: Path) -> None:
    recipe = FrozenRecipe.model_validate(tomllib.loads(RECIPE))
    from leukview.training.datasets import LabelledImage
    from leukview.training.frozen_recipe import frozen_items, refuse_one_class

    items = [LabelledImage(tmp_path / f"{n}.png", "lymphocyte", ("train", "val")[n % 2]) for n in range(8)]
    with pytest.raises(InputProblem, match="shows no blast"):
        refuse_one_class(recipe, frozen_items(recipe, items))
