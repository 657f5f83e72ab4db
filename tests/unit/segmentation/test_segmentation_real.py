"""Floors on real images, a little below what docs/SEGMENTATION.md records; skipped where the images are not there."""

from pathlib import Path

import pytest

from leukview.domain.progress import NoProgress
from leukview.segmentation.learned import LearnedSegmenter
from leukview.training.evaluate_segmentation import SegmentationScores, evaluate_segmentation, score_masks
from leukview.training.segmenter.data import find_masked


@pytest.fixture(scope="module")
def scores(shared_data: Path) -> SegmentationScores:
    return evaluate_segmentation(shared_data, every=4)


@pytest.mark.parametrize(
    ("source", "nucleus", "cell"),
    [("masks/dataset1", 0.91, 0.94), ("masks/dataset2", 0.93, 0.90), ("allidb2", 0.93, 0.93)],
)
def test_masks_agree_with_drawn_ones(scores: SegmentationScores, source: str, nucleus: float, cell: float) -> None:
    assert scores.masks[source].nucleus_dice > nucleus
    assert scores.masks[source].cell_dice > cell


@pytest.mark.parametrize(("source", "recall", "precision"), [("bccd", 0.95, 0.90), ("raabin rest", 0.93, 0.88)])
def test_white_cells_of_fields_are_found(
    scores: SegmentationScores, source: str, recall: float, precision: float
) -> None:
    found = scores.detection[source]
    assert found.recall > recall
    assert found.precision is not None
    assert found.precision > precision


def test_blasts_of_fields_are_found(scores: SegmentationScores) -> None:
    assert scores.detection["allidb1 blasts"].recall > 0.97


@pytest.mark.parametrize("source", ["masks/dataset1", "masks/dataset2", "allidb2"])
def test_the_shipped_network_outlines_real_cells(shared_data: Path, source: str) -> None:
    # It was trained on most of these: models/segmenter.md has the figures on cells it had not seen.
    items = find_masked(shared_data, [source])[::16]
    score = score_masks(((item.image, item.mask) for item in items), LearnedSegmenter.load(), NoProgress())
    assert score.cell_dice > 0.96 and score.nucleus_dice > 0.93
