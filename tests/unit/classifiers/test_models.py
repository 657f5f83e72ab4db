"""Every model that ships, checked alike: whoever adds one is covered."""

import numpy as np
import pytest

from leukview.classifiers.classifier import Classifier, pick_device
from leukview.classifiers.manifest import list_manifests, load_manifest, verify
from leukview.classifiers.novelty import fit_novelty
from leukview.domain.errors import EnvironmentFault
from leukview.domain.taxonomy import taxonomy
from leukview.resources import models_dir

MANIFESTS = list_manifests()


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda m: m.id)
def test_shipped_models_are_whole_documented_and_small(manifest):
    path = verify(manifest)
    assert path.stat().st_size <= 20_000_000
    assert set(manifest.classes) <= set(taxonomy().ids())
    card = (models_dir() / f"{manifest.id}.md").read_text("utf-8")
    for word in ("licence", "Recipe", manifest.sha256, "must not", "another microscope"):
        assert word.lower() in card.lower(), f"the model card lacks {word!r}"


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda m: m.id)
def test_calls_are_distributions_and_do_not_depend_on_their_batch(manifest):
    classifier = Classifier.load(manifest.id)
    rng = np.random.default_rng(0)
    views = list(rng.integers(0, 255, (5, manifest.input_size, manifest.input_size, 3), dtype=np.uint8))
    probabilities, novelty = classifier.predict(views)
    assert probabilities.shape == (5, len(manifest.classes))
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert ((novelty >= 0) & (novelty <= 1)).all()
    # Weaker than the flag at 0.99, as the model card says: the score knows noise for odd, but not for impossible.
    assert novelty.min() > 0.95, "noise is farther out than nearly every cell"
    alone, _ = classifier.predict(views[2:3])
    assert np.allclose(alone[0], probabilities[2], atol=1e-4)


def test_weights_that_are_not_the_manifests_are_never_loaded(tmp_path):
    manifest = MANIFESTS[0]
    (tmp_path / f"{manifest.id}.json").write_text(manifest.model_dump_json())
    with pytest.raises(EnvironmentFault, match="missing"):
        Classifier.load(manifest.id, "cpu", tmp_path)
    (tmp_path / manifest.weights).write_bytes(b"other")
    with pytest.raises(EnvironmentFault, match="SHA-256"):
        Classifier.load(manifest.id, "cpu", tmp_path)
    (tmp_path / f"{manifest.id}.json").write_text("{}")
    with pytest.raises(EnvironmentFault, match="damaged"):
        load_manifest(manifest.id, tmp_path)


def test_a_wish_for_a_missing_gpu_is_an_environment_fault(monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert pick_device("auto") == "cpu"
    with pytest.raises(EnvironmentFault, match="CUDA"):
        pick_device("cuda")


def test_novelty_is_a_quantile_of_unseen_cells():
    rng = np.random.default_rng(0)
    centres = 4 * rng.normal(size=(3, 20))
    labels = rng.integers(0, 3, 1500)
    near = (centres[labels] + rng.normal(size=(1500, 20))).astype(np.float32)
    fitted = fit_novelty(near[:900], labels[:900], near[900:1200], directions=10)
    scores = fitted.score(near[1200:])
    assert abs(np.median(scores) - 0.5) < 0.1
    assert fitted.score((near[:50] + 30).astype(np.float32)).min() > 0.99
