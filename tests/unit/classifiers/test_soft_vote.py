import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leukview.classifiers.soft_vote import PARK2024, fit_weights, soft_vote, vote_loss
from leukview.domain.errors import InputProblem


def model(labels, skill, rng, classes=4):
    """Return probabilities that lean to the truth by ``skill``, with noise."""
    scores = rng.normal(size=(len(labels), classes))
    scores[np.arange(len(labels)), labels] += skill
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


def test_a_vote_is_the_weighted_mean():
    first, second = np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([[0.0, 1.0], [0.5, 0.5]])
    assert np.allclose(soft_vote([first, second], PARK2024), [[0.4, 0.6], [0.5, 0.5]])
    rng = np.random.default_rng(0)
    three = [rng.dirichlet(np.ones(5), 7) for _ in range(3)]
    voted = soft_vote(three, (0.2, 0.3, 0.5))
    assert voted == pytest.approx(0.2 * three[0] + 0.3 * three[1] + 0.5 * three[2])
    assert np.allclose(voted.sum(axis=1), 1)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ((1.0,), "one for each of the 2 models"),
        ((1.4, -0.4), "0 or more"),
        ((float("nan"), 1.0), "0 or more"),
        ((0.4, 0.5), "sum to 0.9"),
    ],
)
def test_weights_that_are_none_are_refused(weights, words):
    with pytest.raises(InputProblem, match=words):
        soft_vote([np.full((2, 2), 0.5)] * 2, weights)
    with pytest.raises(InputProblem, match=words):
        fit_weights([np.full((2, 2), 0.5)] * 2, np.array([0, 1]), weights)


def test_answers_and_labels_that_do_not_fit_are_refused():
    two, three = np.full((2, 2), 0.5), np.full((2, 3), 1 / 3)
    with pytest.raises(ValueError, match="one N×C"):
        soft_vote([two, three], PARK2024)
    for labels in (np.array([0]), np.array([0, 2]), np.array([-1, 0])):
        with pytest.raises(ValueError, match="do not fit"):
            fit_weights([two, two], labels)
    with pytest.raises(ValueError, match="do not fit"):
        fit_weights([np.empty((0, 2))] * 2, np.empty(0, np.int64))


def test_the_better_model_is_found_wherever_it_stands():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 4, 400)
    good, noise = model(labels, 4, rng), model(labels, 0, rng)
    assert fit_weights([good, noise], labels, PARK2024)[0] > 0.9
    assert fit_weights([noise, good], labels, PARK2024)[1] > 0.9
    third = fit_weights([noise, good, model(labels, 0, rng)], labels)
    assert third[1] > 0.9 and sum(third) == pytest.approx(1)


def test_models_that_know_different_classes_share_the_vote_as_a_fine_grid_finds():
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 4, 600)
    first, second = model(labels, 3, rng), model(labels, 3, rng)
    first[labels > 1], second[labels <= 1] = model(labels[labels > 1], 0, rng), model(labels[labels <= 1], 0, rng)
    found = fit_weights([first, second], labels)
    grid = np.linspace(0, 1, 1001)
    best = grid[np.argmin([vote_loss([first, second], labels, (w, 1 - w)) for w in grid])]
    assert found[0] == pytest.approx(best, abs=2e-3) and 0.2 < best < 0.8


@given(st.integers(0, 2**32 - 1), st.integers(2, 4), st.integers(1, 12))
def test_on_validation_never_worse_than_the_fixed_weights_or_any_model_alone(seed, models, cells):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, cells)
    # Sharp answers, exact zeros among them: a network may exclude the truth.
    answers = [rng.dirichlet(np.full(3, 0.05), cells) for _ in range(models)]
    answers[0][0] = np.eye(3)[(labels[0] + 1) % 3]
    fixed = tuple(rng.dirichlet(np.ones(models)))
    found = fit_weights(answers, labels, fixed)
    assert min(found) >= 0 and sum(found) == pytest.approx(1)
    loss = vote_loss(answers, labels, found)
    assert loss <= vote_loss(answers, labels, fixed)
    assert all(loss <= vote_loss(answers, labels, alone) for alone in np.eye(models))
