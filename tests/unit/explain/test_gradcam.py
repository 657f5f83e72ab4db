import numpy as np
import pytest
import torch
from torch import nn

from leukview.domain.box import CellView
from leukview.explain.gradcam import combined, heat_map
from leukview.pipelines.base import ExplainTarget


class Corner(nn.Module):
    """Two outputs: the summed light of the left half, and of the right half."""

    def __init__(self):
        super().__init__()
        self.maps = nn.Sequential(nn.Conv2d(3, 2, 1, bias=False), nn.ReLU())
        nn.init.constant_(self.maps[0].weight, 1 / 3)

    def forward(self, x):
        maps = self.maps(x)
        middle = maps.shape[-1] // 2
        return torch.stack([maps[:, 0, :, :middle].sum((1, 2)), maps[:, 1, :, middle:].sum((1, 2))], dim=1)


def target(index):
    network = Corner()

    def to_input(views):
        return torch.from_numpy(np.stack(views)).permute(0, 3, 1, 2).float() / 255

    return ExplainTarget(network, (network.maps,), index, to_input)


def test_the_map_lies_on_what_speaks_for_the_class_and_is_scaled_to_one():
    view = np.zeros((32, 32, 3), np.uint8)
    view[20:28, 2:10] = 255
    grey = heat_map(target(0), view)
    assert grey.shape == (32, 32)
    assert grey.dtype == np.float32
    assert grey.max() == pytest.approx(1)
    assert grey[20:28, 2:10].mean() > 0.9
    assert grey[:10].max() < 0.05


def test_a_class_the_network_does_not_have_is_an_error_and_not_an_empty_map():
    with pytest.raises(IndexError, match="5"):
        heat_map(target(5), np.zeros((16, 16, 3), np.uint8))


def test_a_view_without_evidence_gives_an_empty_map():
    assert heat_map(target(1), np.zeros((16, 16, 3), np.uint8)).max() == 0


def test_maps_of_two_networks_are_brought_to_one_square_and_weighed():
    whole = CellView(100, 100, 80)
    spot = np.zeros((40, 40), np.float32)
    spot[18:22, 18:22] = 1
    same = combined([(spot, whole, 1.0)], whole)
    assert np.array_equal(same, spot)
    # Half the side: its middle covers the middle half of the square, nothing of it lies beyond, and it has no hard edge.
    close = combined([(np.ones((40, 40), np.float32), CellView(100, 100, 40), 1.0)], whole)
    assert close[13:27, 13:27].min() > 0.99 and close[:9].max() == 0 and close[10].max() < 0.5
    moved = combined([(spot, CellView(120, 90, 80), 1.0)], whole)
    assert np.unravel_index(moved.argmax(), moved.shape)[0] in range(12, 18)
    assert np.unravel_index(moved.argmax(), moved.shape)[1] in range(27, 33)
    both = combined([(spot, whole, 0.75), (np.ones((40, 40), np.float32), whole, 0.25)], whole)
    assert both.max() == 1 and both[20, 5] == pytest.approx(0.25) and both[0].max() == 0
    assert combined([(np.zeros((8, 8), np.float32), whole, 1.0)], whole).max() == 0
