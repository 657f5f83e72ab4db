from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import log_softmax, softmax

from leukview.classifiers.backbones import build
from leukview.classifiers.manifest import Manifest, SecondNetwork, Sight
from leukview.classifiers.novelty import Novelty
from leukview.classifiers.paired import FAR, HOME, SECOND, PairedClassifier, joined
from leukview.domain.prediction import OUT_OF_DOMAIN_AT
from leukview.imaging.preparation import Preparation

LOGITS = st.lists(st.floats(-20, 20), min_size=3, max_size=3)
MANIFEST = Manifest(
    id="p", title="p", backbone="tf_efficientnet_lite0", classes=("blast", "monocyte"), input_size=32, crop_fraction=0.7,
    field_diameters=4.0, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5), temperature=2.0, weights="", sha256="", licence="",
    data=(), recipe="", commands=(), software="", attributes=("granularity",),
    second=SecondNetwork(
        sight=Sight(cell_diameters=1.6, preparation=Preparation(background="masked", stain="density")),
        far=Sight(cell_diameters=1.8, preparation=Preparation(stain="density")),
        rotations=1, share=0.25, far_share=0.5, temperature=0.5, joint_temperature=1.5,
    ),
)  # fmt: skip


class FarWhere(Novelty):
    """Flags the rows it is told to."""

    def __init__(self, far: list[bool]) -> None:
        object.__setattr__(self, "far", far)

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        return np.where(self.far, 1.0, 0.5)


@pytest.fixture
def views() -> list[NDArray[np.uint8]]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 255, (3, 32, 32, 3), dtype=np.uint8) for _ in range(4)]


def pair(far: list[bool]) -> PairedClassifier:
    torch.manual_seed(1)
    return PairedClassifier(
        MANIFEST, build("tf_efficientnet_lite0", 2), FarWhere(far), "cpu", build("tf_efficientnet_lite0", 4)
    )


@given(LOGITS, LOGITS, st.floats(0.01, 0.99))
def test_joined_lies_between_its_two(first: list[float], second: list[float], share: float) -> None:
    one, two = np.array([first], np.float32), np.array([second], np.float32)
    both = joined(one, two, share)
    low, high = (
        np.minimum(log_softmax(one, 1), log_softmax(two, 1)),
        np.maximum(log_softmax(one, 1), log_softmax(two, 1)),
    )
    assert (both >= low - 1e-3).all() and (both <= high + 1e-3).all()


def test_out_of_domain_the_first_looks_again_at_the_prepared_view(views: list[NDArray[np.uint8]]) -> None:
    far = [False, True, False, True]
    classifier = pair(far)
    assert [sight.cell_diameters for sight in classifier.sights] == [None, 1.6, 1.8]
    made = classifier.outputs(views)
    for row, view in enumerate(views):
        place, share = (FAR, 0.5) if far[row] else (HOME, 0.25)
        first = classifier.run(classifier.network, [view[place]], 1).logits / 2.0
        second = classifier.run(classifier.second, [view[SECOND]], 1).logits[:, :2] / 0.5
        assert np.allclose(made.logits[row], joined(first, second, share), atol=1e-4)
    assert made.attributes.shape == (4, 2)
    probabilities = classifier.calibrate(made.logits)
    assert np.allclose(probabilities, softmax(made.logits / 1.5, axis=1))
    assert ((classifier.novelty_of(made.features) > OUT_OF_DOMAIN_AT) == far).all()


def test_both_networks_are_explained_with_the_view_and_weight_they_had() -> None:
    classifier = pair([False])
    for far, place, share in ((False, HOME, 0.25), (True, FAR, 0.5)):
        first, second = classifier.explained(far)
        assert (first.sight, second.sight) == (place, SECOND)
        assert (first.weight, second.weight) == (1 - share, share)
        assert first.network is classifier.network and second.network is classifier.second
