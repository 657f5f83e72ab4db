"""Adapting to a laboratory: better on its cells, unchanged elsewhere, and never on a guess."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from leukview.classifiers.adapted import AdaptedClassifier, WideClassifier
from leukview.classifiers.classifier import Classifier
from leukview.domain.errors import InputProblem
from leukview.training.adapt import SiteCells, adapt, call_adapted, refuse_too_few
from leukview.training.evaluate_adaptation import draw_cells, measure_site

KINDS = ("lymphocyte", "monocyte", "eosinophil")


@pytest.fixture(scope="module")
def base() -> Classifier:
    return Classifier.load("leukview")


def shifted(base: Classifier, each: int, kinds: tuple[str, ...] = KINDS, seed: int = 0, far: float = 40.0) -> SiteCells:
    """Return cells of another look whose types the original scores confuse and the wide features tell."""
    rng = np.random.default_rng(seed)
    home, classes = base.novelty, base.manifest.classes
    labels = tuple(kind for kind in kinds for _ in range(each))
    rows, wide = len(labels), 60
    step = np.random.default_rng(99).normal(size=len(home.look_mean))
    away = far * step / np.linalg.norm(step) @ np.linalg.pinv(home.look_basis)
    look = home.look_mean + away + rng.normal(size=(rows, len(home.look_mean))) @ np.linalg.pinv(home.look_basis)
    kind = home.mean + rng.normal(size=(rows, home.basis.shape[1])) @ np.linalg.pinv(home.basis)
    means = {name: 2 * np.random.default_rng(number).normal(size=wide) for number, name in enumerate(KINDS)}
    stages = np.stack([means[label] for label in labels]) + rng.normal(size=(rows, wide))
    logits = rng.normal(size=(rows, len(classes)))
    features = np.hstack([look, kind, stages]).astype(np.float32)
    return SiteCells(labels, features, logits.astype(np.float32), (30, 30))


def right(probabilities: np.ndarray, cells: SiteCells, base: Classifier) -> float:
    names = np.array(base.manifest.classes)[probabilities.argmax(axis=1)]
    return float((names == np.array(cells.labels)).mean())


def test_a_shifted_site_is_called_better_and_no_longer_flagged(base: Classifier) -> None:
    fitted = adapt(base, shifted(base, 10))
    rest = shifted(base, 30, seed=1)
    before, flagged = call_adapted(base, rest)
    after, flagged_now = call_adapted(fitted.classifier, rest)
    assert right(before, rest, base) < 0.3 and right(after, rest, base) > 0.85
    assert (flagged > 0.99).mean() > 0.9 and (flagged_now > 0.99).mean() < 0.2
    assert right(fitted.held_out, shifted(base, 10), base) > 0.8
    assert np.allclose(after.sum(axis=1), 1)


def test_other_looks_are_called_and_flagged_as_before(base: Classifier) -> None:
    fitted = adapt(base, shifted(base, 10))
    for far in (0.0, -40.0):
        cells = shifted(base, 20, seed=2, far=far)
        before, after = call_adapted(base, cells), call_adapted(fitted.classifier, cells)
        assert np.allclose(before[0], after[0], atol=1e-3)
        assert ((before[1] > 0.99) == (after[1] > 0.99)).all()


def test_a_class_that_the_site_did_not_label_can_still_be_called(base: Classifier) -> None:
    fitted = adapt(base, shifted(base, 10, KINDS[:2]))
    cells = shifted(base, 20, ("eosinophil",), seed=3)
    cells.logits[:, base.manifest.classes.index("eosinophil")] += 12
    after, _ = call_adapted(fitted.classifier, cells)
    assert right(after, cells, base) > 0.9


def test_a_coarse_label_allows_each_of_its_classes(base: Classifier) -> None:
    cells = shifted(base, 10)
    coarse = SiteCells(tuple("neutrophil" if x == "eosinophil" else x for x in cells.labels), *_parts(cells))
    called = adapt(base, coarse).held_out.argmax(axis=1)
    names = np.array(base.manifest.classes)[called][np.array(coarse.labels) == "neutrophil"]
    assert np.isin(names, ["segmented_neutrophil", "band_neutrophil"]).mean() > 0.7


def _parts(cells: SiteCells) -> tuple[np.ndarray, np.ndarray, tuple[int, ...]]:
    return cells.features, cells.logits, cells.widths


def test_too_few_cells_are_refused_by_name_and_a_rare_class_is_left() -> None:
    with pytest.raises(InputProblem, match=r"lymphocyte 9, monocyte 4.*2 classes"):
        refuse_too_few(["lymphocyte"] * 9 + ["monocyte"] * 4, "labels.csv")
    with pytest.raises(InputProblem, match="none"):
        refuse_too_few([], "labels.csv")
    warnings = refuse_too_few(["lymphocyte"] * 5 + ["monocyte"] * 5 + ["basophil"], "labels.csv")
    assert len(warnings) == 1 and warnings[0].startswith("basophil: 1 labelled")


def alone(base: Classifier) -> Classifier:
    """Return a classifier of the first network only."""
    return Classifier(base.manifest.model_copy(update={"second": None}), base.network, base.novelty, "cpu")


def adapted_on_noise(base: Classifier) -> tuple[AdaptedClassifier, SiteCells, list[np.ndarray]]:
    rng = np.random.default_rng(0)
    side, sights = base.manifest.input_size, len(base.sights)
    shape = (12, side, side, 3) if sights == 1 else (12, sights, side, side, 3)
    views = list(rng.integers(0, 255, shape, dtype=np.uint8))
    wide = WideClassifier(base)
    features, logits = wide.features_and_logits(views)
    labels = tuple(KINDS[i % 2] for i in range(12))
    cells = SiteCells(labels, features, logits, wide.widths)
    return adapt(base, cells).classifier, cells, views


@pytest.mark.parametrize("kind", [alone, lambda base: base], ids=["one network", "two"])
def test_the_adapted_network_gives_what_its_features_give(
    base: Classifier, kind: Callable[[Classifier], Classifier]
) -> None:
    fitted, cells, views = adapted_on_noise(kind(base))
    probabilities, novelty = fitted.predict(views)
    known, near = call_adapted(fitted, cells)
    assert np.allclose(probabilities, known, atol=1e-5) and np.allclose(novelty, near, atol=1e-5)
    assert np.allclose(cells.logits, kind(base).outputs(views).logits, atol=1e-4), "the original scores are the prior"


def test_what_is_explained_is_the_network_with_the_sites_layer(base: Classifier) -> None:
    fitted, _, views = adapted_on_noise(alone(base))
    fitted.manifest = fitted.base.manifest = fitted.base.manifest.model_copy(update={"rotations": 1})
    _, scores = fitted.features_and_logits(views)
    explained = fitted.explain_network()(fitted.to_input(views)).detach().numpy()
    assert np.allclose(scores, explained, atol=1e-3)
    assert [part.weight for part in fitted.explained(False)] == [1.0]
    paired, _, _ = adapted_on_noise(base)
    assert sum(part.weight for part in paired.explained(True)) == pytest.approx(1)


def test_draws_leave_the_rest_and_are_repeatable(base: Classifier) -> None:
    labels = ["lymphocyte"] * 30 + ["monocyte"] * 9 + ["basophil"] * 2
    fitted, rest = draw_cells(labels, 10, 1)
    assert len(fitted) == 15 and len(rest) == 26 and not set(fitted) & set(rest)
    assert np.array_equal(fitted, draw_cells(labels, 10, 1)[0])
    figures = measure_site(base, "site", shifted(base, 20), {"home": shifted(base, 5, far=0.0)}, draws=2)
    mean, low, high = figures.summary("after")
    assert low <= mean <= high and mean > 0.8
