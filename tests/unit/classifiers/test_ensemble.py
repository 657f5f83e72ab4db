"""An ensemble calls as its members vote, each shown what it was trained on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from ensemble_kit import CLASSES, any_novelty, install, manifest, member, networks

from leukview.classifiers.backbones import build
from leukview.classifiers.ensemble import EnsembleClassifier, EnsembleOutputs
from leukview.classifiers.ensemble_manifest import EnsembleManifest
from leukview.classifiers.installed import find_installed, use_model
from leukview.classifiers.loading import left_out_by, load_any, load_manifest_of
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.explain.gradcam import heat_map
from leukview.imaging.crops import View
from leukview.pipelines.base import ExplainTarget
from leukview.pipelines.park2024 import Park2024Pipeline
from leukview.pipelines.sight import in_crop, looks_at_cells, views_of
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.training.ensemble_recipe import EnsembleRecipe, load_any_recipe


def ensemble(*members: object) -> EnsembleClassifier:
    made = networks(len(members))
    return EnsembleClassifier(manifest(*members), made, any_novelty(made[0]), "cpu")


def test_the_vote_is_the_weighted_mean_of_calibrated_probabilities() -> None:
    two = ensemble(member("a", 0.3, temperature=0.5), member("b", 0.7, temperature=2.0, rotations=2))
    views = list(np.random.default_rng(0).integers(0, 255, (5, 32, 32, 3), dtype=np.uint8))
    called, far = two.predict(views)
    shares = [each.calibrate(each.outputs(views).logits) for each in two.members.values()]
    assert np.allclose(called, 0.3 * shares[0] + 0.7 * shares[1], atol=1e-5)
    assert np.allclose(called.sum(axis=1), 1) and far.shape == (5,) and two.answers(np.zeros((5, 0))) == [{}] * 5
    alone, _ = two.predict(views[2:3])
    assert np.allclose(alone[0], called[2], atol=1e-4)


def test_what_is_out_of_domain_is_said_by_the_whole_and_by_no_member() -> None:
    two = ensemble(member("a", 0.5), member("b", 0.5))
    views = list(np.zeros((2, 32, 32, 3), np.uint8))
    first = two.members["a"].outputs(views).features
    assert np.array_equal(two.outputs(views).features, first)
    with pytest.raises(TypeError, match="no out-of-domain score"):
        two.members["b"].predict(views)


def test_members_that_see_the_same_share_a_view_and_others_get_their_own_size_and_crop() -> None:
    alike = ensemble(member("a", 0.4), member("b", 0.6))
    assert len(alike.sights) == 1 and not looks_at_cells(alike)
    apart = ensemble(member("a", 0.4), member("b", 0.6, input_size=48, crop_fraction=0.4))
    assert [frame.size for frame in apart.frames] == [32, 48]
    image = np.random.default_rng(1).integers(0, 255, (100, 100, 3), dtype=np.uint8)
    place = in_crop(image, apart.manifest.crop_fraction)
    assert place.crop == View(50, 50, 80)
    (single,), views = [views_of(alike, image, None, place)], views_of(apart, image, None, place)
    assert single.shape == (32, 32, 3) and views.shape == (2, 48, 48, 3)
    assert np.array_equal(views[0, :32, :32], single) and not views[0, 32:].any()
    seen = apart.members["b"]
    own = views_of(seen, image, None, in_crop(image, 0.4))
    assert np.array_equal(views[1], own)
    shares = [
        part.calibrate(part.outputs([view]).logits)
        for part, view in zip(apart.members.values(), (single, own), strict=True)
    ]
    assert np.allclose(apart.predict([views])[0], 0.4 * shares[0] + 0.6 * shares[1], atol=1e-5)


def test_every_member_with_a_say_is_explained_and_no_other() -> None:
    three = ensemble(member("a", 0.25), member("b", 0.0), member("c", 0.75, input_size=48))
    parts = three.explained(False)
    assert [(part.weight, part.sight) for part in parts] == [(0.25, 0), (0.75, 1)]
    assert parts[1].network is three.members["c"].network
    assert parts[1].to_input([np.zeros((48, 48, 3), np.uint8)]).shape == (1, 3, 48, 48)


@pytest.mark.parametrize(
    ("members", "more", "words"),
    [
        ((member("a", 0.5), member("b", 0.6)), {}, "sum to 1.1"),
        ((member("a", 0.5), member("a", 0.5)), {}, "one name"),
        ((member("a", 0.5), member("b", 0.5)), {"input_size": 64}, "input_size must be the first member's"),
        ((member("a", 1.0),), {}, "at least 2"),
    ],
)
def test_manifests_that_contradict_themselves_are_refused(members: tuple, more: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        manifest(*members, **more)


def test_an_ensemble_is_kept_in_one_checked_file(tmp_path: Path) -> None:
    written = install(tmp_path)
    loaded = load_any("toy", "cpu", tmp_path)
    assert isinstance(loaded, EnsembleClassifier) and loaded.manifest == written
    assert load_manifest_of("toy", tmp_path) == written and left_out_by(written) == ()
    alone = load_any("toy/cell", "cpu", tmp_path)
    assert alone.manifest.id == "toy/cell" and alone.manifest.input_size == 48 and alone.manifest.classes == CLASSES
    for name, words in (("toy/nose", "toy/image, toy/cell"), ("leukview/first", "no ensemble")):
        with pytest.raises(InputProblem, match=words):
            load_any(name, "cpu", tmp_path if name.startswith("toy") else None)
    (tmp_path / "toy.safetensors").write_bytes(b"other")
    with pytest.raises(EnvironmentFault, match="SHA-256"):
        load_any("toy", "cpu", tmp_path)


def test_weights_that_lack_a_member_are_a_fault(tmp_path: Path) -> None:
    install(tmp_path)
    path = tmp_path / "toy.json"
    content = json.loads(path.read_text("utf-8"))
    content["members"][1]["name"] = "nose"
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(EnvironmentFault, match="do not fit their manifest"):
        EnsembleClassifier.load("toy", "cpu", tmp_path)


def test_an_ensemble_is_found_by_its_hash_and_never_runs_the_default_pipeline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path))
    written = install(tmp_path / "models")
    assert find_installed(written.sha256, EnsembleManifest) == ("toy", tmp_path / "models")
    assert find_installed(written.sha256) is None
    with pytest.raises(InputProblem, match="kind 'ensemble'"):
        use_model("toy")


@pytest.mark.parametrize("name", ["park2024", "park2024_compact"])
def test_both_recipes_networks_can_be_run_and_explained(name: str) -> None:
    recipe = load_any_recipe(name)
    assert isinstance(recipe, EnsembleRecipe)
    view = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    for item in recipe.members:
        alone = member("a", 0.5, backbone=item.network.backbone, input_size=64)
        torch.manual_seed(0)
        made = [build(item.network.backbone, len(CLASSES)) for _ in range(2)]
        two = EnsembleClassifier(
            manifest(alone, alone.model_copy(update={"name": "b"})), made, any_novelty(made[0]), "cpu"
        )
        assert two.predict([view])[0].shape == (1, len(CLASSES))
        part = two.explained(False)[0]
        grey = heat_map(ExplainTarget(part.network, part.layers, 0, part.to_input), view)
        assert grey.shape == (64, 64) and np.isfinite(grey).all() and grey.max() <= 1


def test_a_member_that_calls_a_cell_otherwise_speaks_against_the_vote() -> None:
    three = ensemble(member("a", 0.6), member("b", 0.4), member("c", 0.0))
    votes = {
        "a": np.array([[0.9, 0.1], [0.6, 0.4]]),
        "b": np.array([[0.8, 0.2], [0.1, 0.9]]),
    }
    vote = 0.6 * votes["a"] + 0.4 * votes["b"]
    nothing = np.zeros((2, 0), np.float32)
    heard = EnsembleOutputs(nothing, np.log(np.maximum(vote, 1e-12)).astype(np.float32), nothing, votes)
    first, second = (taxonomy()[name].name.lower() for name in CLASSES[:2])
    assert three.dissent(heard) == [(), (f"network a calls it {first} (0.60)",)]
    assert second != first
    views = list(np.random.default_rng(3).integers(0, 255, (4, 32, 32, 3), dtype=np.uint8))
    seen = three.outputs(views)
    assert set(seen.votes) == {"a", "b"}, "a member without a weight has no say"
    for cell, words in enumerate(three.dissent(seen)):
        others = [name for name, each in seen.votes.items() if each[cell].argmax() != seen.logits[cell].argmax()]
        assert [text.split()[1] for text in words] == others


def test_a_cell_on_which_members_disagree_asks_for_a_person() -> None:
    two = ensemble(member("a", 0.6), member("b", 0.4))
    pipeline = Park2024Pipeline(two, ClassicalSegmenter())
    views = list(np.random.default_rng(5).integers(0, 255, (12, 32, 32, 3), dtype=np.uint8))
    apart = two.dissent(two.outputs(views))
    calls = pipeline.classify(views)
    assert [call.against for call in calls] == apart
    assert [call.contradicted for call in calls] == [bool(words) for words in apart]
