from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from leukview.domain.errors import Cancelled
from leukview.domain.progress import NoProgress
from leukview.imaging.readers import read_rgb
from leukview.imaging.synthetic.smear import new_smear, render_crop
from leukview.segmentation.base import FoundCell, mask_on_image
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.training.frames import find_masks


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    found = []
    for number, class_id in enumerate(["lymphocyte", "blast", "eosinophil"]):
        rng = np.random.default_rng(number)
        path = tmp_path / f"{number}.png"
        Image.fromarray(render_crop(class_id, rng, new_smear(rng), height=160, width=160).image).save(path)
        found.append(path)
    return found


class _Counting(ClassicalSegmenter):
    calls = 0

    def single(self, image: NDArray[np.uint8]) -> FoundCell | None:
        self.calls += 1
        return super().single(image)


def test_cells_are_found_once_and_again_only_by_another_segmenter(paths: list[Path], tmp_path: Path) -> None:
    segmenter, cache = _Counting(), tmp_path / "run" / "masks.npz"
    first = find_masks(paths[:2], segmenter, cache=cache)
    assert segmenter.calls == 2
    again = find_masks(paths, segmenter, cache=cache)
    assert segmenter.calls == 3
    for path in paths[:2]:
        image = read_rgb(path)
        found = ClassicalSegmenter().single(image)
        assert found is not None
        for masks in (first, again):
            assert np.array_equal(masks.get(path), mask_on_image(found, *image.shape[:2]))
    other = _Counting()
    other.name = "another"
    find_masks(paths, other, cache=cache)
    assert other.calls == 3


def test_an_image_without_a_cell_has_no_mask(tmp_path: Path) -> None:
    Image.new("RGB", (90, 90), (240, 240, 240)).save(tmp_path / "empty.png")
    cache = tmp_path / "masks.npz"
    for _ in range(2):
        assert (
            find_masks([tmp_path / "empty.png"], ClassicalSegmenter(), cache=cache).get(tmp_path / "empty.png") is None
        )


def test_what_was_found_before_a_cancel_is_kept(paths: list[Path], tmp_path: Path) -> None:
    class StopAtTwo(NoProgress):
        def report(self, done: int, total: int, message: str = "") -> None:
            if done == 2:
                self.cancel()

    segmenter, cache = _Counting(), tmp_path / "masks.npz"
    with pytest.raises(Cancelled):
        find_masks(paths, segmenter, cache=cache, progress=StopAtTwo())
    found = segmenter.calls
    find_masks(paths, segmenter, cache=cache)
    assert segmenter.calls == 3 and found > 0
