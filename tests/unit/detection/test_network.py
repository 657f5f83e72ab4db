"""The network's maps, and objects read from them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from leukview.detection.base import KINDS, NUCLEATED, PLATELET, RED_CELL
from leukview.detection.network import STRIDE, CentreNetwork, peaks


@pytest.fixture(scope="module")
def network() -> CentreNetwork:
    torch.manual_seed(0)
    return CentreNetwork("tf_efficientnet_lite0", 48, 24.0).eval()


def test_maps_have_a_quarter_of_the_sides_and_distances_are_positive(network: CentreNetwork) -> None:
    with torch.inference_mode():
        logits, sides = network(torch.zeros(2, 3, 64, 96))
    assert logits.shape == (2, len(KINDS), 16, 24) and sides.shape == (2, 4, 16, 24)
    assert float(sides.min()) > 0
    assert float(torch.sigmoid(logits).max()) < 0.1, "an untrained network must not start by seeing cells everywhere"


def test_half_precision_takes_less_than_ten_megabytes(network: CentreNetwork) -> None:
    assert 2 * sum(value.numel() for value in network.state_dict().values()) < 10e6


def maps(*objects: tuple[int, int, int, float]) -> tuple[torch.Tensor, torch.Tensor]:
    """Maps of a 40×48 view with centres of kind, row, column and score, each 8, 4, 10, 6 from its sides."""
    heat = torch.full((len(KINDS), 10, 12), -9.0)
    for kind, row, column, score in objects:
        heat[kind, row, column] = float(np.log(score / (1 - score)))
    sides = torch.tensor([8.0, 4.0, 10.0, 6.0]).view(4, 1, 1).expand(4, 10, 12)
    return heat, sides


def test_each_peak_is_an_object_with_its_sides() -> None:
    found = peaks(
        *maps((NUCLEATED, 3, 5, 0.9), (NUCLEATED, 3, 6, 0.8), (RED_CELL, 3, 6, 0.6), (PLATELET, 9, 0, 0.2)), [0.3] * 3
    )
    assert found.kinds.tolist() == [NUCLEATED, RED_CELL]
    assert found.scores.tolist() == pytest.approx([0.9, 0.6])
    x, y = 5.5 * STRIDE, 3.5 * STRIDE
    assert found.boxes[0].tolist() == [x - 8, y - 4, x + 10, y + 6]
    assert found.boxes.dtype == np.float64


def test_each_kind_has_its_own_threshold() -> None:
    both = maps((NUCLEATED, 1, 1, 0.4), (PLATELET, 7, 7, 0.4))
    assert peaks(*both, [0.5, 0.5, 0.3]).kinds.tolist() == [PLATELET]
    assert len(peaks(*both, [0.5, 0.5, 0.5])) == 0
