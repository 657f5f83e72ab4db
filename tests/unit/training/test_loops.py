import json

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from leukview.classifiers.classifier import Classifier
from leukview.classifiers.manifest import Sight
from leukview.classifiers.paired import PairedClassifier
from leukview.domain.attributes import attributes
from leukview.domain.errors import Cancelled
from leukview.domain.progress import NoProgress
from leukview.imaging.preparation import Preparation
from leukview.training.datasets import read_labels
from leukview.training.evaluate import call_images, evaluate_calls, write_reports
from leukview.training.finalise import finalise
from leukview.training.loops import train
from leukview.training.losses import attribute_loss, partial_label_loss
from leukview.training.recipe import Recipe, SecondConfig, StageConfig, load_recipe

COLOURS = {"blast": (90, 30, 150), "eosinophil": (230, 120, 80)}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A tiny set that any network can learn: two classes told apart by colour."""
    folder = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(0)
    rows = ["path,cls,split,dataset,patient"]
    for i in range(48):
        cls = sorted(COLOURS)[i % 2]
        pixels = np.clip(np.array(COLOURS[cls]) + rng.normal(0, 12, (40, 40, 3)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"{i}.png")
        split = ("train", "train", "val", "test")[i // 12]
        rows.append(f"{i}.png,{cls},{split},toy,P{i // 12}")
    (folder / "labels.csv").write_text("\n".join(rows))
    return folder


def tiny(epochs: int, *stages: StageConfig) -> Recipe:
    whole = load_recipe("leukview")
    return whole.model_copy(
        update={
            "name": "tiny",
            "classes": ("eosinophil", "blast"),
            "network": whole.network.model_copy(update={"backbone": "resnet10t", "input_size": 32, "imagenet": False}),
            "data": whole.data.model_copy(update={"datasets": ("toy",), "cache_side": 40}),
            "optimiser": whole.optimiser.model_copy(update={"epochs": epochs, "batch": 4, "lr": 5e-3, "ema": 0.5}),
            "stages": stages,
            "second": None,
        }
    )


class StopAfter(NoProgress):
    """Cancels once so many steps are done."""

    def __init__(self, steps):
        super().__init__()
        self.steps = steps

    def report(self, done, total, message=""):
        if done >= self.steps:
            self.cancel()


def test_partial_labels_ask_only_for_the_sum_of_their_members():
    logits = torch.tensor([[2.0, 2.0, -9.0]])
    both = partial_label_loss(logits, torch.tensor([[True, True, False]]), 0.0)
    one = partial_label_loss(logits, torch.tensor([[True, False, False]]), 0.0)
    assert float(both) == pytest.approx(0.0, abs=1e-4)
    assert float(one) == pytest.approx(np.log(2), abs=1e-3)


def test_only_known_attributes_count():
    answers = torch.full((2, 11), -1)
    widths = [len(item.options) for item in attributes()]
    logits = torch.zeros(2, sum(widths))
    assert float(attribute_loss(logits, answers)) == 0
    answers[0, 0] = 1
    assert float(attribute_loss(logits, answers)) == pytest.approx(np.log(widths[0]))
    logits[0, 1] = 20.0
    assert float(attribute_loss(logits, answers)) == pytest.approx(0, abs=1e-4)
    logits[1] = 7.0 * torch.arange(sum(widths))
    assert float(attribute_loss(logits, answers)) == pytest.approx(0, abs=1e-4)


def test_a_killed_training_goes_on_and_ends_where_an_unbroken_one_does(data, tmp_path):
    recipe = tiny(2, StageConfig(input_size=40, epochs=1, lr=1e-3, balance=0))
    whole = train(recipe, data, tmp_path / "whole", workers=0)
    with pytest.raises(Cancelled):
        train(recipe, data, tmp_path / "broken", workers=0, progress=StopAfter(8))
    assert len(json.loads((tmp_path / "broken/round-1/history.json").read_text())) == 1
    resumed = train(recipe, data, tmp_path / "broken", workers=0)
    assert [r.loss for r in resumed] == pytest.approx([r.loss for r in whole], rel=1e-3)
    ours, theirs = (
        torch.load(tmp_path / n / "round-2/checkpoint.pt", weights_only=True)["ema"] for n in ("whole", "broken")
    )
    assert all(torch.allclose(ours[k].float(), theirs[k].float(), atol=1e-3) for k in ours)


def test_from_training_to_a_measured_model(data, tmp_path):
    recipe = tiny(10)
    history = train(recipe, data, tmp_path, workers=0)
    assert history[-1].score > history[0].score
    manifest = finalise(recipe, data, tmp_path, tmp_path / "models")
    assert set(load_file(tmp_path / "models" / manifest.weights))
    classifier = Classifier.load("tiny", "cpu", tmp_path / "models")

    items = [item for item in read_labels(data) if item.split == "test"]
    calls = call_images(classifier, items)
    assert np.allclose(calls.probabilities.sum(axis=1), 1)
    report = evaluate_calls(calls, "toy", "test")
    assert report.figures["accuracy"].value == 1.0
    assert report.confusion.trace() == report.n == 12
    write_reports([report], calls, tmp_path / "out")
    assert json.loads((tmp_path / "out/metrics.json").read_text())[0]["figures"]["accuracy"]["value"] == 1.0


def test_both_rounds_networks_are_shipped_together(data, tmp_path):
    masked = Preparation(background="masked", stain="density")
    stage = StageConfig(input_size=32, epochs=2, lr=5e-3, balance=0, cell_diameters=1.5, preparation=masked)
    how = SecondConfig(share=0.3, rotations=1, far_diameters=1.8, far_preparation=Preparation(stain="density"))
    recipe = tiny(8, stage).model_copy(update={"second": how})
    train(recipe, data, tmp_path, workers=0)
    manifest = finalise(recipe, data, tmp_path, tmp_path / "models")
    assert manifest.cell_diameters is None and manifest.second is not None
    assert manifest.second.sight == Sight(cell_diameters=1.5, preparation=masked)
    classifier = Classifier.load("tiny", "cpu", tmp_path / "models")
    assert isinstance(classifier, PairedClassifier)
    kept = load_file(tmp_path / "models" / manifest.weights)
    for name, part in (("network.", 1), ("second.", 2)):
        best = load_file(tmp_path / f"round-{part}/best.safetensors")
        assert all(torch.allclose(kept[name + key].float(), value.float(), atol=2e-3) for key, value in best.items())
    calls = call_images(classifier, [item for item in read_labels(data) if item.split == "test"])
    assert np.allclose(calls.probabilities.sum(axis=1), 1) and evaluate_calls(calls, "toy", "test").n == 12
