"""The sheet of confident failures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from leukview.training.datasets import LabelledImage
from leukview.training.failures import worst, write_failures

CLASSES = ("monocyte", "lymphocyte")


def test_the_most_confident_wrong_calls_come_first_and_right_ones_never() -> None:
    shares = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.99, 0.01]])
    right = np.array([False, False, False, True])
    assert worst(right, shares, 2) == [0, 2] and worst(right, shares, 9) == [0, 2, 1]
    assert worst(np.ones(4, bool), shares, 9) == []


def test_the_sheet_shows_each_image_and_there_is_none_where_nothing_is_wrong(tmp_path: Path) -> None:
    items = []
    for number, colour in enumerate(((200, 0, 0), (0, 0, 200))):
        Image.new("RGB", (60, 90), colour).save(tmp_path / f"{number}.png")
        items.append(LabelledImage(tmp_path / f"{number}.png", "erythroblast", "test"))
    shares = np.array([[0.9, 0.1], [0.3, 0.7]])
    sheet = tmp_path / "sheet.png"
    assert not write_failures(items, np.ones(2, bool), shares, CLASSES, sheet) and not sheet.exists()
    assert write_failures(items, np.array([True, False]), shares, CLASSES, sheet)
    pixels = np.asarray(Image.open(sheet)).reshape(-1, 3).tolist()
    assert [0, 0, 200] in pixels and [200, 0, 0] not in pixels
