"""Ensembles: their recipes, their trainings, and what is kept of them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
from ensemble_kit import RECIPE, write_cells
from safetensors.torch import load_file

from leukview.classifiers.ensemble import EnsembleClassifier, member_prefix
from leukview.classifiers.soft_vote import PARK2024, soft_vote, vote_loss
from leukview.domain.errors import Cancelled, InputProblem
from leukview.domain.progress import NoProgress
from leukview.domain.taxonomy import taxonomy
from leukview.resources import resource
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.training.datasets import LabelledImage, read_labels
from leukview.training.ensemble import finalise_ensemble, train_members, with_shown_classes
from leukview.training.ensemble_recipe import EnsembleRecipe, load_any_recipe, with_starts
from leukview.training.evaluate import call_images
from leukview.training.frames import find_masks
from leukview.training.recipe import Recipe


@pytest.fixture
def recipe() -> EnsembleRecipe:
    return EnsembleRecipe.model_validate(tomllib.loads(RECIPE))


def test_the_published_recipe_is_the_papers() -> None:
    published = load_any_recipe("park2024")
    assert isinstance(published, EnsembleRecipe) and len(published.classes) == 12
    assert [item.network.backbone for item in published.members] == ["tf_efficientnet_b1", "tf_efficientnetv2_b2"]
    assert published.vote.weights == PARK2024 and not published.vote.calibrated
    how = published.optimiser
    assert (how.method, how.lr, how.batch, how.label_smoothing, how.ema) == ("adam", 5e-4, 32, 0, 0)
    assert how.plateau is not None and how.patience is not None
    changed = published.augment.model_dump(exclude={"rotate", "mirror", "appearance"})
    assert published.augment.rotate == 180 and published.augment.mirror and not any(changed.values())


def test_the_compact_recipe_claims_no_lineage_and_no_two_recipes_differ_in_the_paper_s_training() -> None:
    published, compact = load_any_recipe("park2024"), load_any_recipe("park2024_compact")
    assert isinstance(compact, EnsembleRecipe) and isinstance(published, EnsembleRecipe)
    assert set(published.classes) - set(compact.classes) == {"myeloblast", "lymphoblast"}
    assert set(compact.classes) - set(published.classes) == {"blast"}
    assert set(compact.classes) | set(compact.data.leave_out) <= set(taxonomy().ids())
    assert not set(compact.classes) & set(compact.data.leave_out)
    assert compact.augment == published.augment
    for name in ("method", "lr", "batch", "weight_decay", "label_smoothing"):
        assert getattr(compact.optimiser, name) == getattr(published.optimiser, name)
    assert "park2024_compact" in resource("recipes", "park2024_compact.card.md").read_text("utf-8")


def test_members_share_all_but_network_and_seed(recipe: EnsembleRecipe) -> None:
    first, second = recipe.member_recipes().values()
    assert first.model_dump(exclude={"network", "name", "title", "seed"}) == second.model_dump(
        exclude={"network", "name", "title", "seed"}
    )
    assert first.seed != second.seed and first.rounds() == (first,)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"learnt"', "[0.4, 0.7]", "sum to 1.1"),
        ('"learnt"', "[1.0]", "one for each of the 2 models"),
        ('name = "cell"', 'name = "image"', "one name"),
        ('name = "cell"', 'name = "My cell"', "pattern"),
        ("crop_fraction = 0.8", "crop_fraction = 0.8\ncell_diameters = 2.0\n#", ""),
        ("leave_out", "attributes = 0.5\nleave_out", "learn no attributes"),
    ],
)
def test_recipes_that_make_no_sense_are_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(RECIPE.replace(old, new), "utf-8")
    if not words:  # both see the cell: fine
        assert isinstance(load_any_recipe(str(path)), EnsembleRecipe)
        path.write_text(path.read_text("utf-8").replace("cell_diameters = 1.5", ""), "utf-8")
        words = "must come first"
    with pytest.raises(InputProblem, match=words):
        load_any_recipe(str(path))


def test_starts_are_given_by_member(recipe: EnsembleRecipe) -> None:
    started = with_starts(recipe, {"cell": Path("w.safetensors")})
    assert [item.network.start for item in started.members] == ["", "w.safetensors"]
    with pytest.raises(InputProblem, match="image, cell"):
        with_starts(recipe, {"nose": Path("w")})
    plain = load_any_recipe("leukview")
    assert isinstance(plain, Recipe)
    with pytest.raises(InputProblem, match="no members"):
        with_starts(plain, {"image": Path("w")})


def items(*labels: str, split: str = "train") -> list[LabelledImage]:
    return [LabelledImage(Path("x.png"), label, split) for label in labels]


def test_a_class_that_no_training_image_shows_is_not_offered(recipe: EnsembleRecipe) -> None:
    seen = [*items("eosinophil", "lymphocyte"), *items("eosinophil", split="val")]
    shown, unknown = with_shown_classes(recipe, seen)
    assert shown.classes == ("eosinophil", "lymphocyte") and unknown == ("myeloblast",)
    assert with_shown_classes(recipe, [*seen, *items("myeloblast")])[0].classes == recipe.classes
    with pytest.raises(InputProblem, match="'myeloblast': it stands only for"):
        with_shown_classes(recipe, [*seen, *items("myeloblast", split="test")])
    with pytest.raises(InputProblem, match="shows 1 of"):
        with_shown_classes(recipe, items("lymphocyte"))
    # A coarse label shows none of the types it may mean.
    coarse = recipe.model_copy(
        update={"classes": ("segmented_neutrophil", "band_neutrophil", "eosinophil", "lymphocyte")}
    )
    with pytest.raises(InputProblem, match=r"'neutrophil'.*segmented_neutrophil, band_neutrophil"):
        with_shown_classes(coarse, [*seen, *items("neutrophil")])


class _StopIn(NoProgress):
    """Cancels at a member's second epoch."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def report(self, done: int, total: int, message: str = "") -> None:
        if message.startswith(f"{self.name}: epoch 2"):
            self.cancel()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cells on plain ground, for the classical segmenter, in three splits."""
    folder = write_cells(tmp_path_factory.mktemp("cells"))
    rows = ["path,cls,split,dataset"]
    for path in sorted(folder.rglob("*.png")):
        place = int("".join(letter for letter in path.stem if letter.isdigit()))
        split = ("train", "train", "val", "test")[place % 4]
        rows.append(f"{path.relative_to(folder).as_posix()},{path.parent.name},{split},toy")
    (folder / "labels.csv").write_text("\n".join(rows))
    return folder


def test_members_are_trained_apart_go_on_where_stopped_and_end_in_one_file(
    recipe: EnsembleRecipe, data: Path, tmp_path: Path
) -> None:
    recipe = recipe.model_copy(update={"classes": ("eosinophil", "lymphocyte")})
    finder = ClassicalSegmenter()
    with pytest.raises(Cancelled):
        train_members(recipe, data, tmp_path, workers=0, segmenter=finder, progress=_StopIn("cell"))
    first = tmp_path / "image/round-1/best.safetensors"
    written = first.stat().st_mtime_ns
    assert len(json.loads((tmp_path / "cell/round-1/history.json").read_text())) == 1
    histories = train_members(recipe, data, tmp_path, workers=0, segmenter=finder)
    assert list(histories) == ["image", "cell"] and all(2 < len(rows) <= 3 for rows in histories.values())
    assert first.stat().st_mtime_ns == written, "a finished member is not trained again"

    manifest = finalise_ensemble(recipe, data, tmp_path, tmp_path / "models", segmenter=finder)
    kept = load_file(tmp_path / "models" / manifest.weights)
    for name in histories:
        best = load_file(tmp_path / name / "round-1/best.safetensors")
        assert all(np.allclose(kept[member_prefix(name) + k].float(), v.float(), atol=2e-3) for k, v in best.items())
    assert manifest.leaves_out == ("basophil",) and manifest.data == ()
    # The weights are the best that validation allows, and the vote is what a call is made by.
    loaded = EnsembleClassifier.load("toy", "cpu", tmp_path / "models")
    held = [item for item in read_labels(data) if item.split == "val" and item.cls != "basophil"]
    masks = find_masks([item.path for item in held], finder)
    truth = np.array([recipe.classes.index(item.cls) for item in held])
    votes = [call_images(each, held, masks=masks).probabilities for each in loaded.members.values()]
    weights = [item.weight for item in manifest.members]
    assert (
        vote_loss(votes, truth, weights) <= min(vote_loss(votes, truth, w) for w in ((1, 0), (0, 1), PARK2024)) + 1e-2
    )
    called = call_images(loaded, held, masks=masks)
    voted = soft_vote(votes, weights) ** (1 / manifest.temperature)
    assert np.allclose(called.probabilities, voted / voted.sum(axis=1, keepdims=True), atol=1e-2)


def test_fixed_weights_stay_and_plain_votes_are_not_calibrated(
    recipe: EnsembleRecipe, data: Path, tmp_path: Path
) -> None:
    members = tuple(
        item.model_copy(
            update={"network": item.network.model_copy(update={"cell_diameters": None, "preparation": plain})}
        )
        for item, plain in zip(recipe.members, [recipe.members[0].network.preparation] * 2, strict=True)
    )
    vote = recipe.vote.model_copy(update={"weights": PARK2024, "calibrated": False})
    quick = recipe.optimiser.model_copy(update={"epochs": 1})
    plain = recipe.model_copy(
        update={"members": members, "vote": vote, "optimiser": quick, "classes": ("eosinophil", "lymphocyte")}
    )
    train_members(plain, data, tmp_path, workers=0)
    assert not (tmp_path / "masks.npz").exists(), "nobody is shown a cell"
    manifest = finalise_ensemble(plain, data, tmp_path, tmp_path)
    assert [(item.weight, item.temperature) for item in manifest.members] == [(0.4, 1.0), (0.6, 1.0)]
