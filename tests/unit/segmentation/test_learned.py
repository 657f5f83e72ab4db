"""What surrounds the learned network: view, scale, choice of the central cell, outline at the source's size."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch
from torch import nn

from leukview.domain.progress import NoProgress
from leukview.segmentation.base import NUCLEUS, mask_on_image
from leukview.segmentation.learned import LearnedSegmenter
from leukview.segmentation.weights import SegmenterManifest

MANIFEST = SegmenterManifest(
    id="s", title="s", encoder="none", decoder=(), input_size=160, filling=0.5, mean=(0.5, 0.5, 0.5),
    std=(0.5, 0.5, 0.5), weights="", sha256="", licence="", data=(), recipe="", commands=(), software="",
)  # fmt: skip


class ByGrey(nn.Module):
    """A perfect network for the discs below: bright is background, middle is cytoplasm, dark is nucleus."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.calls += 1
        grey = x.mean(dim=1) * 0.5 + 0.5
        return torch.stack([-((grey - level) ** 2) * 400 for level in (0.9, 0.6, 0.25)], dim=1)


def discs(size: tuple[int, int], *cells: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return an image of discs (x, y, radius) with a nucleus of half their radius, and the first one's mask."""
    image = np.full((*size, 3), 230, np.uint8)
    mask = np.zeros(size, np.uint8)
    for number, (x, y, radius) in enumerate(cells):
        for part, grey, value in ((radius, 153, 128), (radius // 2, 64, 255)):
            cv2.circle(image, (x, y), part, (grey, grey, grey), -1)
            if number == 0:
                cv2.circle(mask, (x, y), part, value, -1)
    return image, mask


def dice(one: np.ndarray, two: np.ndarray) -> float:
    return 2 * float((one & two).sum()) / float(one.sum() + two.sum())


@pytest.mark.parametrize(
    ("size", "cells", "looks"),
    [
        ((160, 160), [(80, 80, 40)], 1),
        ((400, 400), [(210, 190, 90)], 1),
        ((400, 400), [(200, 200, 30)], 2),
        ((300, 360), [(170, 150, 60), (320, 40, 60)], 2),
        ((90, 90), [(45, 45, 42)], 2),
        ((200, 200), [(100, 100, 30), (160, 100, 28)], 2),
    ],
)
def test_the_central_cell_is_outlined_at_the_sources_size_and_small_ones_get_a_second_look(size, cells, looks):
    image, truth = discs(size, *cells)
    network = ByGrey()
    found = LearnedSegmenter(MANIFEST, network).single(image)
    assert found is not None and network.calls == looks
    mask = mask_on_image(found, *size)
    assert dice(mask > 0, truth > 0) > 0.97
    assert dice(mask == NUCLEUS, truth == NUCLEUS) > 0.93


def test_where_nothing_is_there_is_no_cell():
    assert LearnedSegmenter(MANIFEST, ByGrey()).single(discs((160, 160))[0]) is None
    assert LearnedSegmenter(MANIFEST, ByGrey()).single(discs((160, 160), (80, 80, 4))[0]) is None


def test_a_hole_in_the_cell_is_part_of_it():
    image, truth = discs((200, 200), (100, 100, 50))
    image[60:70, 95:105] = 230
    found = LearnedSegmenter(MANIFEST, ByGrey()).single(image)
    assert found is not None
    assert dice(mask_on_image(found, 200, 200) > 0, truth > 0) > 0.97


def test_in_a_field_every_cell_found_keeps_its_place_and_one_the_network_misses_keeps_its_outline():
    from leukview.imaging.synthetic.smear import new_smear, render_field

    rng = np.random.default_rng(5)
    drawn = render_field(["lymphocyte", "segmented_neutrophil", "blast"], rng, new_smear(rng))

    class Blind(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return torch.tensor([9.0, 0.0, 0.0]).view(1, 3, 1, 1).expand(len(x), 3, *x.shape[2:])

    from leukview.segmentation.classical import ClassicalSegmenter

    rough = ClassicalSegmenter().field(drawn.image, NoProgress())
    kept = LearnedSegmenter(MANIFEST, Blind()).field(drawn.image, NoProgress())
    assert len(rough) == 3
    assert [cell.box for cell in kept] == [cell.box for cell in rough]
    assert LearnedSegmenter(MANIFEST, Blind()).field(np.full((300, 300, 3), 235, np.uint8), NoProgress()) == []
