from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from ensemble_kit import RECIPE
from PIL import Image

from leukview.classifiers.classifier import Classifier
from leukview.classifiers.ensemble import EnsembleClassifier
from leukview.classifiers.loading import load_any
from leukview.domain.attributes import attributes
from leukview.domain.errors import InputProblem
from leukview.domain.progress import NoProgress
from leukview.resources import resource
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.training.attribute_scores import attribute_scores
from leukview.training.datasets import LabelledImage, read_labels
from leukview.training.ensemble_recipe import EnsembleRecipe
from leukview.training.evaluate import call_images
from leukview.training.finalise import finalise, typical_answers
from leukview.training.frames import find_masks
from leukview.training.leave_out import leave_out, measured, without_source
from leukview.training.loops import train
from leukview.training.recipe import Recipe, load_recipe
from leukview.training.segmenter.recipe import read_segmenter_recipe

COLOURS = {"blast": (90, 30, 150), "eosinophil": (230, 120, 80), "lymphoblast": (95, 35, 140)}
SEGMENTER = read_segmenter_recipe(resource("recipes", "segmenter.toml"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sources told apart by colour alone; the second has a class of its own, the first has attributes."""
    folder = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(0)
    rows, answers = ["path,cls,split,dataset"], ["path,granularity"]
    for source, classes in (("toy", ("blast", "eosinophil")), ("other", ("lymphoblast", "eosinophil"))):
        for i in range(72):
            cls = classes[i % 2]
            pixels = np.clip(np.array(COLOURS[cls]) + rng.normal(0, 12, (40, 40, 3)), 0, 255).astype(np.uint8)
            name = f"{source}{i}.png"
            Image.fromarray(pixels).save(folder / name)
            rows.append(f"{name},{cls},{('train', 'val', 'test')[i // 24]},{source}")
            if source == "toy":
                answers.append(f"{name},{'yes' if cls == 'eosinophil' else 'no'}")
    (folder / "labels.csv").write_text("\n".join(rows))
    (folder / "attributes.csv").write_text("\n".join(answers))
    return folder


@pytest.fixture
def recipe() -> Recipe:
    whole = load_recipe("leukview").rounds()[0]
    return whole.model_copy(
        update={
            "name": "tiny",
            "classes": ("eosinophil", "blast", "lymphoblast"),
            "network": whole.network.model_copy(update={"backbone": "resnet10t", "input_size": 32, "imagenet": False}),
            "data": whole.data.model_copy(update={"datasets": ("toy", "other"), "cache_side": 40, "attributes": 0.5}),
            "optimiser": whole.optimiser.model_copy(update={"epochs": 12, "batch": 4, "lr": 5e-3, "ema": 0.5}),
        }
    )


def test_classes_that_only_the_left_out_source_shows_are_left_out_too(data: Path, recipe: Recipe) -> None:
    left = without_source(recipe, "other", read_labels(data))
    assert left.classes == ("eosinophil", "blast") and left.data.datasets == ("toy",)
    assert without_source(recipe, "toy", read_labels(data)).classes == ("eosinophil", "lymphoblast")


def test_a_source_of_the_recipe_is_measured_by_what_never_saw_it(data: Path, recipe: Recipe, tmp_path: Path) -> None:
    left = leave_out(recipe, SEGMENTER, data, "other", tmp_path, workers=0)
    assert left.trained_on == ("toy",) and left.unknown == {"lymphoblast": 36}
    assert left.report.n == 36 and left.report.figures["accuracy"].value == 1.0
    # A lymphoblast is a blast, even to a classifier that has no class of that name.
    assert left.report.figures["blast_auroc"].value == 1.0
    trained = Classifier.load("tiny-without-other", "cpu", tmp_path / "tiny-without-other")
    assert trained.manifest.data == ("toy",)


def test_an_ensemble_is_left_without_a_source_as_a_whole(data: Path, tmp_path: Path) -> None:
    table = tomllib.loads(RECIPE)
    table["classes"] = ["eosinophil", "blast", "lymphoblast"]
    table["data"] |= {"datasets": ["toy", "other"], "leave_out": []}
    table["optimiser"]["epochs"] = 1
    del table["members"][1]["network"]["cell_diameters"], table["members"][1]["network"]["preparation"]
    left = leave_out(EnsembleRecipe.model_validate(table), SEGMENTER, data, "other", tmp_path, workers=0)
    assert left.trained_on == ("toy",) and left.unknown == {"lymphoblast": 36} and left.report.n == 36
    kept = load_any("toy-without-other", "cpu", tmp_path / "toy-without-other")
    assert isinstance(kept, EnsembleClassifier) and kept.manifest.classes == ("eosinophil", "blast")


def test_an_unknown_source_is_refused_with_the_known_ones(data: Path, recipe: Recipe, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="other, toy"):
        leave_out(recipe, SEGMENTER, data, "elsewhere", tmp_path, workers=0)


def test_attributes_are_learnt_scored_and_typical_answers_kept(data: Path, recipe: Recipe, tmp_path: Path) -> None:
    train(recipe, data, tmp_path, workers=0)
    manifest = finalise(recipe, data, tmp_path, tmp_path / "models")
    assert manifest.attributes == tuple(item.id for item in attributes())
    classifier = Classifier.load("tiny", "cpu", tmp_path / "models")
    test = [item for item in read_labels(data) if item.split == "test"]
    (score,) = attribute_scores(call_images(classifier, test), classifier)
    assert (score.id, score.n) == ("granularity", 24) and score.macro_f1.value == 1.0
    answers = classifier.answers(classifier.outputs(_views(6)).attributes)
    assert all(sum(part.values()) == pytest.approx(1) for cell in answers for part in cell.values())


def test_what_is_typical_needs_thirty_cells() -> None:
    def cells(count: int, answer: str) -> list[LabelledImage]:
        return [LabelledImage(Path("x"), "monocyte", "train", attributes={"granularity": answer}) for _ in range(count)]

    assert typical_answers(cells(29, "no"), "train") == {}
    typical = typical_answers([*cells(30, "no"), *cells(10, "yes")], "train")
    assert typical["monocyte"]["granularity"] == {"no": 0.75, "yes": 0.25}
    assert typical_answers(cells(40, "no"), "val") == {}


def test_every_split_of_a_left_out_source_counts(data: Path, recipe: Recipe, tmp_path: Path) -> None:
    quick = recipe.model_copy(update={"optimiser": recipe.optimiser.model_copy(update={"epochs": 1})})
    train(quick, data, tmp_path, workers=0)
    finalise(quick, data, tmp_path, tmp_path)
    held = [item for item in read_labels(data) if item.dataset == "toy"]
    masks = find_masks([item.path for item in held], ClassicalSegmenter())
    left = measured(Classifier.load("tiny", "cpu", tmp_path), held, "toy", masks, NoProgress())
    assert left.report.n == 72 and left.report.split == "left out" and left.unknown == {}


def _views(count: int) -> Sequence[np.ndarray]:
    return list(np.random.default_rng(0).integers(0, 255, (count, 32, 32, 3), dtype=np.uint8))
