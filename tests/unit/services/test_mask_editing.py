"""Outlines from clicks and boxes: what SAM is asked, what is made of its answers, and what is said when it is not there."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.errors import Cancelled, EnvironmentFault, InputProblem
from leukview.domain.progress import NoProgress
from leukview.imaging.masks import unpack
from leukview.segmentation.sam import Prompt
from leukview.services.mask_editing import Hints, MaskEditor

CELL = Cell("c", "c.png", Box(100, 60, 40, 40), single=False)


class Discs:
    """Answers with discs of three sizes round the middle of what is pointed at, the middle one best."""

    def __init__(self, sizes: tuple[int, ...] = (16, 8, 24)) -> None:
        self.sizes = sizes
        self.looked: list[tuple[int, ...]] = []
        self.asked: list[Prompt] = []

    def look_at(self, image: NDArray[np.uint8]) -> None:
        self.looked.append(image.shape)

    def masks(self, prompt: Prompt) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        self.asked.append(prompt)
        if prompt.box is not None:
            left, top, right, bottom = prompt.box
            middle = ((left + right) / 2, (top + bottom) / 2)
        else:
            middle = np.mean([(x, y) for x, y, inside in prompt.points if inside], axis=0)
        found = np.zeros((len(self.sizes), *self.looked[-1][:2]), np.uint8)
        for mask, size in zip(found, self.sizes, strict=True):
            cv2.circle(mask, (int(middle[0]), int(middle[1])), size, 1, -1)
            mask[0, 0] = 1  # a speck, which nobody wants
        return found > 0, np.linspace(0.9, 0.5, len(self.sizes), dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    picture = np.full((200, 300, 3), 220, np.uint8)
    picture[60:100, 100:140] = (140, 40, 90)
    cv2.imwrite(str(tmp_path / "c.png"), picture)
    return tmp_path


def editor(sees: Discs) -> MaskEditor:
    return MaskEditor(load=lambda _: sees)


def present() -> NDArray[np.uint8]:
    mask = np.zeros((40, 40), np.uint8)
    cv2.circle(mask, (20, 20), 18, 128, -1)
    cv2.circle(mask, (20, 20), 8, 255, -1)
    return mask


def test_a_region_round_the_cell_is_encoded_once(folder: Path) -> None:
    sees = Discs()
    own = editor(sees)
    own.look_at(folder, CELL)
    assert sees.looked == [(100, 100, 3)], "two and a half times the cell's box"
    for x in (118.0, 122.0):
        own.outline(folder, CELL, present(), {"cell": Hints().with_point(x, 80, True)})
    assert len(sees.looked) == 1
    own.outline(folder, CELL, present(), {"cell": Hints().with_point(20, 80, True)})
    assert sees.looked[1:] == [(100, 150, 3)], "what is pointed at is always in sight"


def test_a_click_mends_the_present_outline(folder: Path) -> None:
    sees = Discs()
    found = editor(sees).outline(folder, CELL, present(), {"cell": Hints().with_point(124, 80, True)})
    (deep, click) = sees.asked[0].points
    # In the region's own pixels, from (70, 30); the first point speaks for what is there already.
    assert click == (54, 50, True) and deep[2] and abs(deep[0] - 50) < 3 and abs(deep[1] - 50) < 3
    mask = unpack(found.png)
    assert mask is not None and mask.shape == (found.box.height, found.box.width) == (33, 33)
    assert found.morphology.nucleus_area_px == np.count_nonzero(present() == 255)
    assert found.morphology.nucleus_area_px + found.morphology.cytoplasm_area_px == np.count_nonzero(mask)
    red, _, blue = found.morphology.nucleus_colour or (0, 0, 0)
    assert (red, blue) == (90, 140), "measured on the image, as red, green, blue"


def test_of_three_masks_the_one_that_obeys_is_taken(folder: Path) -> None:
    sees = Discs((24, 8, 16))
    away = Hints().with_point(120 + 20, 80, False)
    found = editor(sees).outline(folder, CELL, None, {"cell": away.with_point(120, 80, True)})
    assert found.box.width == 17, "the largest, expected to fit best, holds what was taken away"
    sees = Discs((8, 16, 24))
    found = editor(sees).outline(folder, CELL, present(), {"cell": Hints().with_point(120, 80, True)})
    assert found.box.width == 33, "the one most like what was there"


def test_taking_away_never_leaves_sam_with_nothing_but_a_no(folder: Path) -> None:
    sees = Discs()
    editor(sees).outline(folder, CELL, present(), {"cell": Hints().with_point(120, 80, False)})
    deep, away = sees.asked[0].points
    assert deep[2] and not away[2] and np.hypot(deep[0] - away[0], deep[1] - away[1]) > 4


def test_a_box_starts_anew_and_the_nucleus_stays_within_the_cell(folder: Path) -> None:
    sees = Discs((10,))
    own = editor(sees)
    found = own.outline(folder, CELL, present(), {"cell": Hints().with_box(128, 60, 148, 100)})
    assert sees.asked[0] == Prompt(box=(58, 30, 78, 70))
    mask = unpack(found.png)
    assert mask is not None and found.box.width == 21
    nucleus = np.count_nonzero(mask == 255)
    assert 0 < nucleus < np.count_nonzero(present() == 255), "what of the nucleus lies outside is cut off"
    found = own.outline(folder, CELL, None, {"nucleus": Hints().with_point(120, 80, True)})
    assert found.morphology.cytoplasm_area_px == 0 and found.box.width == 21, "alone, the nucleus is the cell"


def test_both_parts_are_answered(folder: Path) -> None:
    sees = Discs((16, 6))
    hints = {"cell": Hints().with_box(100, 60, 140, 100), "nucleus": Hints().with_point(120, 80, True)}
    found = editor(sees).outline(folder, CELL, None, hints)
    assert len(sees.asked) == 2
    assert found.morphology.cytoplasm_area_px == 0, "without an outline before, the best one is taken"


def test_where_nothing_is_found_it_says_so(folder: Path) -> None:
    class Blind(Discs):
        def masks(self, prompt: Prompt) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
            found, scores = super().masks(prompt)
            return np.zeros_like(found), scores

    with pytest.raises(InputProblem, match="nothing was found"):
        editor(Blind()).outline(folder, CELL, None, {"cell": Hints().with_point(120, 80, True)})
    with pytest.raises(InputProblem, match="nothing was found"):
        editor(Discs()).outline(folder, CELL, None, {})


def test_it_stops_when_asked_to_and_goes_on_the_next_time(folder: Path) -> None:
    sees = Discs()
    own, progress = editor(sees), NoProgress()
    progress.cancel()
    with pytest.raises(Cancelled):
        own.look_at(folder, CELL, progress)
    own.look_at(folder, CELL)
    assert len(sees.looked) == 1
    with pytest.raises(InputProblem):
        own.look_at(folder / "gone", CELL)


def test_an_image_that_was_replaced_is_read_anew(folder: Path) -> None:
    sees = Discs()
    own = editor(sees)
    own.look_at(folder, CELL)
    cv2.imwrite(str(folder / "c.png"), np.full((90, 80, 3), 9, np.uint8))
    os.utime(folder / "c.png", ns=(1, 1))
    own.look_at(folder, replace(CELL, box=Box(0, 0, 20, 20)))
    own.look_at(folder, replace(CELL, box=Box(60, 60, 90, 90)))
    assert sees.looked == [(100, 100, 3), (50, 50, 3), (90, 80, 3)], "never more than there is"


def test_without_a_checkpoint_the_shipped_sam_outlines_also_at_the_edge_of_the_image(
    folder: Path, tiny_sam: Path
) -> None:
    own = MaskEditor()
    assert own.missing() == ""
    corner = Cell("c", "c.png", Box(270, 170, 30, 30), single=False)
    found = own.outline(folder, corner, np.full((30, 30), 128, np.uint8), {"cell": Hints().with_point(285, 185, True)})
    assert found.box == Box(225, 125, 75, 75), "all that it sees, within the image"
    (tiny_sam / "sam.safetensors").write_bytes(b"damaged")
    assert own.outline(folder, corner, None, {"cell": Hints().with_box(270, 170, 300, 200)}).box == found.box, (
        "loaded once"
    )
    with pytest.raises(EnvironmentFault, match="are not the ones"):
        MaskEditor().look_at(folder, corner)


def test_what_is_missing_is_said_with_a_way_out(tiny_sam: Path, tmp_path: Path) -> None:
    checkpoint = tmp_path / "sam.pth"
    chosen = MaskEditor(lambda: str(checkpoint))
    words = chosen.missing()
    assert str(checkpoint) in words and "Laboratory" in words and "the shipped model" in words
    checkpoint.write_bytes(b"x")
    assert chosen.missing() == "" == MaskEditor().missing()
    for name in ("sam.safetensors", "sam.json"):
        (tiny_sam / name).unlink()
        words = MaskEditor().missing()
        assert f"models/{name} is missing" in words and "sam_vit_b_01ec64.pth" in words and "Laboratory" in words
    assert chosen.missing() == "", "a checkpoint of Meta's needs nothing else"
    with pytest.raises(InputProblem, match="none of Meta's"):
        chosen.look_at(tmp_path, CELL)


def test_another_checkpoint_is_loaded_and_looks_anew(folder: Path) -> None:
    loaded: list[str] = []
    chosen = ["a.pth"]
    sees = Discs()

    def load(checkpoint: str) -> Discs:
        loaded.append(checkpoint)
        return sees

    own = MaskEditor(lambda: chosen[0], load)
    own.look_at(folder, CELL)
    own.look_at(folder, CELL)
    chosen[0] = ""
    own.look_at(folder, CELL)
    assert loaded == ["a.pth", ""] and len(sees.looked) == 2


def test_a_further_click_mends_what_the_one_before_has_made(folder: Path) -> None:
    sees = Discs((8, 12, 24))
    one = Hints().with_point(120 + 12, 80, True)
    editor(sees).outline(folder, CELL, present(), {"cell": one})
    first = len(sees.asked)
    assert [prompt.box is None for prompt in sees.asked] == [True, False], "from its middle, and from the box round it"
    editor(sees).outline(folder, CELL, present(), {"cell": one.with_point(120 - 12, 80, True)})
    again, further = sees.asked[first : first + 2], sees.asked[first + 2 :]
    assert [prompt.points for prompt in again] == [prompt.points for prompt in sees.asked[:first]]
    assert len(further) == 2 and further[1].box != again[1].box and len(further[1].points) == 2
