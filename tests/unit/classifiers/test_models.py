"""Every model that ships, checked alike: whoever adds one is covered."""

import cv2
import numpy as np
import pytest

from leukview.classifiers.classifier import Classifier, pick_device
from leukview.classifiers.ensemble_manifest import list_ensembles
from leukview.classifiers.frozen_manifest import list_frozen
from leukview.classifiers.loading import load_any
from leukview.classifiers.manifest import list_manifests, load_manifest
from leukview.classifiers.novelty import Novelty, fit_novelty
from leukview.classifiers.staged_manifest import list_staged
from leukview.domain.errors import EnvironmentFault
from leukview.domain.prediction import OUT_OF_DOMAIN_AT
from leukview.domain.taxonomy import taxonomy
from leukview.imaging.crops import cut_view, whole_image_view
from leukview.imaging.synthetic.smear import new_smear, render_crop
from leukview.manifests import verify
from leukview.resources import models_dir

MANIFESTS = [*list_manifests(), *list_ensembles(), *list_staged(), *list_frozen()]


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda m: m.id)
def test_shipped_models_are_whole_documented_and_small(manifest):
    path = verify(manifest)
    # Three networks in half precision are 26 MB; the limits keep the repository one that anybody clones.
    assert path.stat().st_size <= 40_000_000
    assert set(manifest.classes) <= set(taxonomy().ids())
    card = (models_dir() / f"{manifest.id}.md").read_text("utf-8")
    for word in ("licence", "Recipe", manifest.sha256, "must not", "another microscope"):
        assert word.lower() in card.lower(), f"the model card lacks {word!r}"


def test_all_shipped_models_together_are_small() -> None:
    assert sum(path.stat().st_size for path in models_dir().glob("*.safetensors")) <= 120_000_000


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda m: m.id)
def test_calls_are_distributions_and_do_not_depend_on_their_batch(manifest):
    classifier = load_any(manifest.id)
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 255, (5, manifest.input_size, manifest.input_size, 3), dtype=np.uint8)
    views = [shown(classifier, view) for view in noise]
    probabilities, novelty = classifier.predict(views)
    assert probabilities.shape == (5, len(manifest.classes))
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert ((novelty >= 0) & (novelty <= 1)).all()
    assert novelty.min() > OUT_OF_DOMAIN_AT, "noise is no cell"
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


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda m: m.id)
def test_what_is_no_cell_is_flagged_and_so_is_a_cell_in_other_colours(manifest):
    classifier = load_any(manifest.id)
    side, rng = manifest.input_size, np.random.default_rng(1)
    empty = np.full((side, side, 3), (235, 225, 230), np.uint8)
    slope = np.broadcast_to(np.linspace(0, 255, side).astype(np.uint8)[:, None, None], (side, side, 3)).copy()
    letters = cv2.putText(empty.copy(), "BLOOD", (10, side // 2), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (20, 20, 20), 3)
    cell = cut_view(*_cell(manifest, rng), side)
    swapped = np.ascontiguousarray(cell[..., ::-1])
    inverted = 255 - cell
    pictures = (empty, slope, letters, swapped, inverted)
    _, novelty = classifier.predict([shown(classifier, picture) for picture in pictures])
    assert (novelty > OUT_OF_DOMAIN_AT).all(), novelty


def shown(classifier, picture):
    """Return a picture as every one of the classifier's sights would show it."""
    count = len(classifier.sights)
    return picture if count == 1 else np.stack([picture] * count)


def _cell(manifest, rng):
    image = render_crop("lymphocyte", rng, new_smear(rng), height=240, width=240).image
    return image, whole_image_view(image, manifest.crop_fraction)


def test_novelty_is_a_quantile_of_unseen_cells():
    rng = np.random.default_rng(0)
    centres = 4 * rng.normal(size=(3, 20))
    labels = rng.integers(0, 3, 1500)
    kind = centres[labels] + rng.normal(size=(1500, 20))
    look = rng.normal(size=(1500, 6)) @ rng.normal(size=(6, 6))
    near = np.hstack([look, kind]).astype(np.float32)
    fitted = fit_novelty(near[:900], labels[:900], near[900:1200], look=6, directions=10)
    scores = fitted.score(near[1200:])
    assert abs(np.median(scores) - 0.5) < 0.1
    other_kind, other_look = near[:50].copy(), near[:50].copy()
    other_kind[:, 6:] += 30
    other_look[:, :6] += 30
    # Either is enough: a familiar kind in another look, and an unknown kind in the usual one.
    assert fitted.score(other_kind).min() > 0.99 and fitted.score(other_look).min() > 0.99
    again = Novelty(**fitted.tensors())
    assert np.array_equal(again.score(near), fitted.score(near))
