"""SAM's automatic mode: what it is asked, and what is made of its answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from leukview.domain.errors import Cancelled, EnvironmentFault
from leukview.domain.progress import NoProgress
from leukview.imaging.synthetic.smear import new_smear, render_crop
from leukview.segmentation.base import NUCLEUS, mask_on_image
from leukview.segmentation.choice import load_segmenter_of
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.segmentation.prompted import SamSegmenter
from leukview.segmentation.sam import Prompt
from leukview.training.evaluate_segmentation import dice


class Boxes:
    """Answers a box with the ellipse in it, moved to the right by a part of its width."""

    def __init__(self, moved: float = 0.0) -> None:
        self.moved, self.asked, self.shape = moved, list[Prompt](), (0, 0)

    def look_at(self, image: NDArray[np.uint8]) -> None:
        self.shape = image.shape[:2]

    def masks(self, prompt: Prompt) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        self.asked.append(prompt)
        assert prompt.box is not None
        left, top, right, bottom = prompt.box
        rows, columns = np.indices(self.shape)
        middle, half = (left + right) / 2 + self.moved * (right - left), (right - left) / 2
        round_it = ((columns - middle) / half) ** 2 + ((rows - (top + bottom) / 2) / ((bottom - top) / 2)) ** 2 < 1
        return np.stack([round_it, np.zeros(self.shape, bool)]), np.array([0.9, 0.1], np.float32)


@pytest.fixture
def lymphocyte() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    rng = np.random.default_rng(4)
    drawn = render_crop("lymphocyte", rng, new_smear(rng), height=200, width=240)
    return drawn.image, drawn.mask


def segmenter(sees: Boxes) -> SamSegmenter:
    return SamSegmenter(sees, "boxes")


def test_cell_and_nucleus_are_asked_for_by_boxes_and_brought_back_to_their_place(lymphocyte) -> None:
    image, mask = lymphocyte
    sees = Boxes()
    found = segmenter(sees).single(image)
    assert found is not None and len(sees.asked) == 2 and all(not prompt.points for prompt in sees.asked)
    whole = mask_on_image(found, *mask.shape)
    # Ellipses, but where the cell and its nucleus are.
    assert dice(whole > 0, mask > 0) > 0.8 and dice(whole == NUCLEUS, mask == NUCLEUS) > 0.8


def test_an_answer_about_something_else_is_dropped_for_what_was_found(lymphocyte) -> None:
    image, _ = lymphocyte
    found, rough = segmenter(Boxes(moved=0.8)).single(image), ClassicalSegmenter().single(image)
    assert found is not None and rough is not None
    assert found.box == rough.box and np.array_equal(found.mask, rough.mask)


def test_where_nothing_stands_out_nothing_is_asked() -> None:
    sees = Boxes()
    assert segmenter(sees).single(np.full((90, 90, 3), 230, np.uint8)) is None and not sees.asked


def test_a_field_reports_each_cell_and_can_be_cancelled(fake_field: NDArray[np.uint8]) -> None:
    class Told(NoProgress):
        def __init__(self) -> None:
            super().__init__()
            self.said: list[tuple[int, int]] = []

        def report(self, done: int, total: int, message: str = "") -> None:
            if message == "outlining":
                self.said.append((done, total))

    told, sees = Told(), Boxes()
    cells = segmenter(sees).field(fake_field, told)
    assert len(cells) == 3 and len(sees.asked) == 6 and told.said[-1] == (3, 3)
    told.cancel()
    with pytest.raises(Cancelled):
        segmenter(sees).field(fake_field, told)


@pytest.fixture
def fake_field(monkeypatch: pytest.MonkeyPatch, lymphocyte) -> NDArray[np.uint8]:
    """Three cells side by side, found where they are."""
    image, _ = lymphocyte
    one = ClassicalSegmenter().single(image)
    assert one is not None
    wide = image.shape[1]
    cells = [
        type(one)(type(one.box)(one.box.x + k * wide, one.box.y, one.box.width, one.box.height), one.mask)
        for k in range(3)
    ]
    monkeypatch.setattr(ClassicalSegmenter, "field", lambda self, image, progress: cells)
    return np.concatenate([image] * 3, axis=1)


def test_the_shipped_sam_outlines_a_drawn_cell(lymphocyte) -> None:
    image, mask = lymphocyte
    found = load_segmenter_of("sam", "cpu").single(image)
    assert found is not None
    whole = mask_on_image(found, *mask.shape)
    assert dice(whole > 0, mask > 0) > 0.9 and dice(whole == NUCLEUS, mask == NUCLEUS) > 0.75


def test_a_missing_sam_is_said_and_the_others_do_without(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="not installed"):
        SamSegmenter.load(folder=tmp_path)
    assert load_segmenter_of("classical", "cpu").name == "classical"
    assert load_segmenter_of("learned", "cpu").name.startswith("segmenter ")
