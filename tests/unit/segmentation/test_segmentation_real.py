"""Floors on real images, a little below what docs/SEGMENTATION.md records; skipped where the images are not there."""

from pathlib import Path

import pytest

from leukview.training.evaluate_segmentation import SegmentationScores, evaluate_segmentation


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
