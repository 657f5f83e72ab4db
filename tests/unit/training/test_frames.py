from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from leukview.domain.errors import Cancelled
from leukview.domain.progress import NoProgress
from leukview.imaging.synthetic.smear import new_smear, render_crop
from leukview.segmentation.base import FoundCell
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.training.datasets import LabelledImage
from leukview.training.frames import frames_of


@pytest.fixture
def items(tmp_path: Path) -> list[LabelledImage]:
    found = []
    for number, class_id in enumerate(["lymphocyte", "blast", "eosinophil"]):
        rng = np.random.default_rng(number)
        path = tmp_path / f"{number}.png"
        Image.fromarray(render_crop(class_id, rng, new_smear(rng), height=160, width=160).image).save(path)
        found.append(LabelledImage(path, class_id, "train"))
    return found


class _Counting(ClassicalSegmenter):
    calls = 0

    def single(self, image: NDArray[np.uint8]) -> FoundCell | None:
        self.calls += 1
        return super().single(image)


def test_views_are_found_once_and_again_only_when_the_question_changes(
    items: list[LabelledImage], tmp_path: Path
) -> None:
    segmenter, cache = _Counting(), tmp_path / "run" / "frames.json"
    first = frames_of(items, segmenter, 0.7, 1.8, cache=cache)
    assert segmenter.calls == 3 and len({view.side for view in first}) == 3
    assert frames_of(items, segmenter, 0.7, 1.8, cache=cache) == first and segmenter.calls == 3
    wider = frames_of(items, segmenter, 0.7, 2.2, cache=cache)
    assert segmenter.calls == 6
    assert all(b.side == pytest.approx(a.side * 2.2 / 1.8) for a, b in zip(first, wider, strict=True))
    assert len(json.loads(cache.read_text("utf-8"))["views"]) == 3


def test_it_can_be_cancelled(items: list[LabelledImage]) -> None:
    progress = NoProgress()
    progress.cancel()
    with pytest.raises(Cancelled):
        frames_of(items, ClassicalSegmenter(), 0.7, 1.8, progress=progress)
